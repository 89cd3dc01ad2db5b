// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

#include <json-c/json.h>

#include "records.h"

static struct json_object *text(const char *value)
{
	return value && strcmp(value, "-") ? json_object_new_string(value) : NULL;
}

static void add(struct json_object *to, const char *key, const char *value)
{
	json_object_object_add(to, key, text(value));
}

static struct json_object *reading(const struct ia_machine *m)
{
	struct json_object *object = json_object_new_object();

	add(object, "kernel", m->kernel_text);
	add(object, "cmdline", m->cmdline_text);
	add(object, "time", m->time_text);
	add(object, "boot_id", m->boot_text);
	return object;
}

static struct json_object *address(const struct ia_device *d)
{
	char buf[IA_ADDRESS_SIZE];

	return d ? json_object_new_string(ia_address_text(buf, d->address, true)) :
		   NULL;
}

static struct json_object *function(const struct ia_pair_of *p)
{
	const struct ia_device *d = p->now ? p->now : p->old;
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "old", address(p->old));
	json_object_object_add(object, "new", address(p->now));
	add(object, "vendor", d->vendor_text);
	add(object, "device", d->device_text);
	add(object, "name", d->name);
	return object;
}

static struct json_object *devices(const struct ia_change *change)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < change->count; i++)
		json_object_array_add(list, function(change->devices[i]));
	return list;
}

static struct json_object *one(const struct ia_change *change,
			       enum ia_profile_id profile)
{
	struct json_object *object = json_object_new_object();

	add(object, "rule", change->rule);
	add(object, "concern", ia_concern_word(change->concern));
	add(object, "trend", ia_trend_word(change->trend));
	json_object_object_add(object, "profile_minds",
			       json_object_new_boolean(ia_profile_minds(profile, change)));
	add(object, "subject", change->subject);
	json_object_object_add(object, "devices", devices(change));
	json_object_object_add(object, "peer", change->peer ? function(change->peer) : NULL);
	add(object, "old", change->old);
	add(object, "new", change->now);
	add(object, "meaning", change->meaning);
	return object;
}

/**
 * ia_json_diff() - the differences for programs
 * @diff: the differences
 * @profile: the profile that judges
 */
struct json_object *ia_json_diff(const struct ia_diff *diff,
				 enum ia_profile_id profile)
{
	struct json_object *answer = ia_json_answer("iommu_audit diff");
	struct json_object *counts = json_object_new_object();
	struct json_object *list = json_object_new_array();
	size_t sums[IA_TRENDS] = { 0 }, i;

	for (i = 0; i < diff->count; i++) {
		sums[diff->changes[i].trend]++;
		json_object_array_add(list, one(&diff->changes[i], profile));
	}
	for (i = 0; i < IA_TRENDS; i++)
		json_object_object_add(counts, ia_trend_word(i),
				       json_object_new_int64(sums[i]));
	json_object_object_add(answer, "old", reading(diff->old));
	json_object_object_add(answer, "new", reading(diff->now));
	json_object_object_add(answer, "same_boot",
			       json_object_new_boolean(diff->same_boot));
	add(answer, "profile", ia_profiles[profile].name);
	json_object_object_add(answer, "profile_minds",
			       json_object_new_int64(ia_profile_minded(profile, diff)));
	json_object_object_add(answer, "counts", counts);
	json_object_object_add(answer, "changes", list);
	return answer;
}
