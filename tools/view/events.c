// SPDX-License-Identifier: GPL-2.0
#include "records.h"

#include <string.h>

#include <json-c/json.h>

/* Numbers of events as numbers: they are to be compared and counted with. */
static void make_numbers(struct json_object *object,
			 const struct ia_record *record)
{
	static const char *const keys[] = {
		"seq", "time_ns", "vf_index", "requested", "old_numvfs",
		"result", "errno", "started_ns", "pid",
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *value = ia_record_find(record, keys[i]);
		struct ia_number figure = { 0 };

		if (value)
			figure = ia_figure_of(value);
		if (figure.known)
			json_object_object_add(object, keys[i],
					       json_object_new_uint64(figure.n));
	}
}

/**
 * ia_json_request() - a request for VFs, and what its errno means
 * @machine: a joined machine
 * @record: the event
 */
struct json_object *ia_json_request(const struct ia_machine *machine,
				    const struct ia_record *record)
{
	static const char *const ends[] = {
		[IA_REQUEST_DONE] = "done",
		[IA_REQUEST_OTHER] = "other",
		[IA_REQUEST_FAILED] = "failed",
		[IA_REQUEST_UNKNOWN] = "unknown",
	};
	struct json_object *object = ia_json_record(record, IA_FILE_EVENTS);
	struct ia_request request;

	make_numbers(object, record);
	ia_request_explain(machine, record, &request);
	ia_json_add(object, "end", ends[request.end]);
	ia_json_add(object, "error", request.error);
	ia_json_add(object, "cause", request.cause);
	ia_json_add(object, "next_step", request.next);
	return object;
}

/**
 * ia_json_event() - an event, or how many are missing
 * @machine: a joined machine
 * @event: the event
 */
struct json_object *ia_json_event(const struct ia_machine *machine,
				  const struct ia_event_line *event)
{
	struct json_object *object;

	if (!event->record) {
		object = json_object_new_object();
		json_object_object_add(object, "lost",
				       json_object_new_uint64(event->lost));
		return object;
	}
	if (ia_event_is(event->record, IA_EVENT_REQUEST))
		return ia_json_request(machine, event->record);
	object = ia_json_record(event->record, IA_FILE_EVENTS);
	make_numbers(object, event->record);
	return object;
}

/**
 * ia_json_not_seen() - that some or all events are not seen
 * @reason: why
 */
struct json_object *ia_json_not_seen(const char *reason)
{
	struct json_object *object = json_object_new_object();

	ia_json_add(object, "not_seen", reason);
	return object;
}
