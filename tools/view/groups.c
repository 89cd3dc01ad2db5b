// SPDX-License-Identifier: GPL-2.0
#include "pages.h"

#include "causes.h"
#include "facts.h"

static const char *devices(const struct ia_page *page, const void *record, enum ia_state *state)
{
	const struct ia_group *g = record;
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	(void)state;
	for (i = 0; i < g->devices.count; i++)
		ia_buf_add(&buf, "%s%s", i ? " " : "",
			   ia_machine_member(page->machine, &g->devices.items[i]));
	return buf.text ? buf.text : g->devices.known ? "none" : "unknown";
}

static const char *shared(const struct ia_page *page, const void *record, enum ia_state *state)
{
	struct ia_share share = { .group = record };

	(void)state;
	if (share.group->devices.count < 2)
		return "-";
	ia_share_explain(page->machine, &share);
	return ia_share_text(page->machine, &share);
}

static const struct ia_record_column columns[] = {
	{ { "GROUP", IA_COLUMN_RIGHT, .drop = 0 }, "group", NULL, NULL },
	{ { "DOMAIN", 0, .drop = 0 }, "domain", NULL, NULL },
	{ { "DEFAULT", 0, .drop = 2 }, "default", NULL, NULL },
	{ { "FLUSH", 0, .drop = 3 }, "flush", NULL, NULL },
	{ { "DEVICES", IA_COLUMN_WRAP, .drop = 0 }, "devices", devices, NULL },
	{ { "SHARED BECAUSE", IA_COLUMN_WRAP, .drop = 1 }, NULL, shared,
	  "why it holds more than one device" },
	{ { "RESERVED", IA_COLUMN_WRAP, .drop = 4 }, "reserved", NULL, NULL },
};

const struct ia_record_table ia_group_table = {
	IA_RECORD_GROUP, columns, sizeof(columns) / sizeof(*columns)
};

static void page(const struct ia_page *page, const void *object)
{
	const struct ia_group_list *list = object;
	const void **records = ia_alloc(page->arena, list->count, sizeof(*records));
	size_t i;

	for (i = 0; i < list->count; i++)
		records[i] = list->groups[i].group;
	if (list->count)
		ia_columns_print(page, &ia_group_table, list->chosen, records, list->count);
	else
		ia_out_text(page->out, IA_PLAIN, ia_machine_hides_groups(page->machine) ?
			    "IOMMU groups are unknown: see 'iommu-audit groups --predict'\n" :
			    "No IOMMU groups: no IOMMU of this machine is in use.\n");
}

static const struct ia_field group_fields[] = {
	{ .kind = IA_FIELD_RECORD, .shape = IA_SHAPE_POINTER, .record = IA_RECORD_GROUP,
	  .offset = offsetof(struct ia_shared_group, group) },
	IA_F_POINTER(struct ia_shared_group, share, "shared", &ia_answer_share,
		     "why it holds more than one device; null for a group of one"),
};

static const struct ia_answer group_answer = {
	.about = "an IOMMU group", IA_FIELDS(group_fields),
};

static const struct ia_field fields[] = {
	IA_F_OBJECTS(struct ia_group_list, groups, count, "groups", &group_answer, "by number"),
};

const struct ia_answer ia_answer_groups = {
	.kind = "iommu_audit groups", .about = "IOMMU groups, as the file groups has them",
	IA_FIELDS(fields), .page = page,
};
