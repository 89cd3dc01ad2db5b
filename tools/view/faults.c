// SPDX-License-Identifier: GPL-2.0
#include "records.h"

#include <stdio.h>

#include <json-c/json.h>

static struct json_object *number(struct ia_number figure)
{
	return figure.known ? json_object_new_uint64(figure.n) :
			      json_object_new_string("unknown");
}

static struct json_object *real(double value)
{
	char buf[64];

	snprintf(buf, sizeof(buf), "%.3f", value);
	return json_object_new_double_s(value, buf);
}

static struct json_object *seconds(struct ia_number ns)
{
	return ns.known ? real((double)ns.n / IA_SECOND) :
			  json_object_new_string("unknown");
}

static struct json_object *per_second(struct ia_number count,
				      struct ia_number ns)
{
	if (!count.known || !ns.known)
		return json_object_new_string("unknown");
	return ns.n ? real((double)count.n / ((double)ns.n / IA_SECOND)) : NULL;
}

static struct json_object *sums(const struct ia_faults *f,
				const struct ia_fault_sums *from)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "records", number(from->records));
	json_object_object_add(object, "unattributed", number(from->unattributed));
	json_object_object_add(object, "overflows", number(from->overflows));
	json_object_object_add(object, "probes_missed", number(from->missed));
	json_object_object_add(object, "complete",
			       json_object_new_boolean(ia_faults_complete(f, from)));
	return object;
}

/**
 * ia_json_fault() - a source and a reason for programs
 * @faults: what it is one of
 * @item: the source and reason
 * @since: whether what is new since another reading is known
 *
 * Return: the module's record, and what was worked out of it.
 */
struct json_object *ia_json_fault(const struct ia_faults *faults,
				  const struct ia_fault_item *item, bool since)
{
	struct json_object *object = ia_json_record(item->record, IA_FILE_FAULTS);
	const struct ia_device *d = item->device;
	struct ia_number span = ia_figure_minus(faults->now, item->first);

	ia_json_add(object, "device", d ? d->name : NULL);
	ia_json_add(object, "driver", d ? d->driver_text : NULL);
	json_object_object_add(object, "seconds_since_first", seconds(span));
	json_object_object_add(object, "seconds_since_last", seconds(item->age));
	json_object_object_add(object, "per_second_since_first",
			       per_second(item->count, span));
	if (since) {
		json_object_object_add(object, "new", number(item->fresh));
		json_object_object_add(object, "new_per_second",
				       per_second(item->fresh, faults->elapsed));
	}
	json_object_object_add(object, "faults_now",
			       json_object_new_boolean(item->now));
	ia_json_add(object, "meaning", item->help);
	return object;
}

static struct json_object *records(const struct ia_record *const *from,
				   size_t count, enum ia_file file)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_object_array_add(list, ia_json_record(from[i], file));
	return list;
}

/**
 * ia_json_faults() - the faults for programs
 * @arena: memory for texts
 * @faults: the faults
 * @since: whether what is new since another reading is known
 */
struct json_object *ia_json_faults(struct ia_arena *arena,
				   const struct ia_faults *faults, bool since)
{
	struct json_object *object = json_object_new_object();
	const char *blind = ia_faults_blind(arena, faults);
	struct json_object *list;
	size_t i;

	json_object_object_add(object, "seen", json_object_new_boolean(!blind));
	ia_json_add(object, "not_seen_because", blind);
	json_object_object_add(object, "boottime_ns", number(faults->now));
	json_object_object_add(object, "total", sums(faults, &faults->sums));
	if (since) {
		json_object_object_add(object, "new", sums(faults, &faults->fresh));
		json_object_object_add(object, "seconds", seconds(faults->elapsed));
	}
	json_object_object_add(object, "taps",
			       records(faults->taps, faults->ntaps, IA_FILE_VERSION));
	json_object_object_add(object, "units",
			       records(faults->units, faults->nunits, IA_FILE_FAULTS));
	list = json_object_new_array();
	for (i = 0; i < faults->count; i++)
		json_object_array_add(list, ia_json_fault(faults, &faults->items[i],
							  since));
	json_object_object_add(object, "faults", list);
	return object;
}
