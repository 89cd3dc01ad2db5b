// SPDX-License-Identifier: GPL-2.0
#include "quirks.h"

#include "../machine/predict.h"

static void put_has(struct json_object *to, enum ia_flag has)
{
	if (ia_is_value(has))
		ia_json_put_flag(to, "has", has == IA_YES);
	else
		ia_json_put(to, "has", NULL);
}

static struct json_object *acs_table(struct ia_release release)
{
	struct json_object *list = ia_json_list();
	size_t i;

	for (i = 0; i < ia_nacs_quirks; i++) {
		const struct ia_acs_quirk *quirk = &ia_acs_quirks[i];
		struct json_object *one = ia_json_object();

		ia_json_put_count(one, "vendor", quirk->vendor);
		ia_json_put_count(one, "first", quirk->first);
		ia_json_put_count(one, "last", quirk->last);
		ia_json_put_text(one, "function", ia_acs_quirk_functions[quirk->id]);
		put_has(one, ia_has_change(release, quirk->since));
		ia_json_append(list, one);
	}
	return list;
}

/* Device ids that a quirk for all of a vendor asks itself; those of which nothing is known too. */
static struct json_object *id_list(enum ia_acs_quirk_id id, struct ia_release release)
{
	struct json_object *list = ia_json_list();
	unsigned int device;

	for (device = 0; device < IA_ANY_ID; device++) {
		enum ia_flag has = ia_acs_quirk_lists(id, device, release);
		struct json_object *one;

		if (has == IA_NO)
			continue;
		one = ia_json_object();
		ia_json_put_count(one, "device", device);
		put_has(one, has);
		ia_json_append(list, one);
	}
	return list;
}

static struct json_object *id_lists(struct ia_release release)
{
	struct json_object *lists = ia_json_object();
	unsigned int id;

	for (id = IA_ACS_QUIRK_NONE + 1; id < IA_ACS_QUIRK_IDS; id++)
		ia_json_put(lists, ia_acs_quirk_functions[id], id_list(id, release));
	return lists;
}

static struct json_object *alias_table(struct ia_release release)
{
	struct json_object *list = ia_json_list();
	size_t i;

	for (i = 0; i < ia_nalias_quirks; i++) {
		const struct ia_alias_quirk *quirk = &ia_alias_quirks[i];
		struct json_object *one = ia_json_object();

		ia_json_put_count(one, "vendor", quirk->vendor);
		ia_json_put_count(one, "device", quirk->device);
		ia_json_put_text(one, "function", ia_alias_quirk_functions[quirk->id]);
		put_has(one, ia_has_change(release, quirk->since));
		ia_json_append(list, one);
	}
	return list;
}

static struct json_object *reset_table(struct ia_release release)
{
	struct json_object *list = ia_json_list();
	size_t i;

	for (i = 0; i < ia_nreset_quirks; i++) {
		const struct ia_reset_quirk *quirk = &ia_reset_quirks[i];
		struct json_object *one = ia_json_object();

		ia_json_put_count(one, "vendor", quirk->vendor);
		ia_json_put_count(one, "first", quirk->first);
		ia_json_put_count(one, "last", quirk->last);
		ia_json_put_text(one, "function", ia_reset_quirk_functions[quirk->id]);
		ia_json_put_count(one, "class", quirk->class_code);
		put_has(one, ia_has_change(release, quirk->since));
		ia_json_append(list, one);
	}
	return list;
}

static struct json_object *vmd_ids(void)
{
	struct json_object *list = ia_json_list();
	size_t i;

	for (i = 0; i < ia_nvmd_ids; i++) {
		struct json_object *one = ia_json_object();

		ia_json_put_count(one, "device", ia_vmd_ids[i]);
		ia_json_append(list, one);
	}
	return list;
}

/* The tables as the kernel of a release has them. */
struct json_object *ia_describe_quirks(const char *release)
{
	struct ia_release parsed = ia_release_parse(release);
	struct json_object *root = ia_json_object();

	ia_json_put(root, "acs", acs_table(parsed));
	ia_json_put(root, "lists", id_lists(parsed));
	ia_json_put(root, "aliases", alias_table(parsed));
	ia_json_put(root, "resets", reset_table(parsed));
	ia_json_put(root, "vmd", vmd_ids());
	return root;
}
