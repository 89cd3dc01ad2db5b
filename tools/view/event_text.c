// SPDX-License-Identifier: GPL-2.0
#include "../machine/events.h"

#include <string.h>

/**
 * ia_event_is() - tell whether an event is of a kind
 * @record: the event
 * @kind: the kind
 */
bool ia_event_is(const struct ia_record *record, const char *kind)
{
	return !strcmp(ia_record_get(record, "kind"), kind);
}

static const char *plural(const char *number)
{
	return strcmp(number, "1") ? "VFs" : "VF";
}

/**
 * ia_request_text() - a request for VFs and its result
 * @arena: the owner of the text
 * @request: the request
 */
const char *ia_request_text(struct ia_arena *arena,
			    const struct ia_request *request)
{
	const struct ia_record *record = request->record;
	const char *asked = ia_record_get(record, "requested");
	const char *from = ia_record_get(record, "failed_in");
	bool driver = !strcmp(ia_record_get(record, "via"), "driver");
	struct ia_buf buf = { .arena = arena };

	ia_buf_add(&buf, "%sasked for %s %s, %s → %s", driver ? "the driver " : "",
		   ia_is_word(asked) ? "an unknown number of" : asked,
		   plural(asked), ia_record_get(record, "old_numvfs"),
		   ia_record_get(record, "result"));
	if (request->end == IA_REQUEST_FAILED)
		ia_buf_add(&buf, ": %s from %s", request->error,
			   !strcmp(from, "driver") ? "the driver" :
			   !strcmp(from, "core") ? "the PCI core" : from);
	if (request->end == IA_REQUEST_OTHER)
		ia_buf_add(&buf, ": no error, but not what was asked for");
	if (request->end == IA_REQUEST_UNKNOWN)
		ia_buf_add(&buf, ": unknown whether it worked");
	return buf.text;
}

/* Everything but what stands in columns of its own. */
static const char *as_it_is(struct ia_arena *arena,
			    const struct ia_record *record)
{
	static const char *const columns[] = {
		"seq", "time_ns", "kind", "dev", "task", "pid",
	};
	struct ia_buf buf = { .arena = arena };
	const char *quote;
	size_t i, k;

	for (i = 0; i < record->count; i++) {
		const char *key = record->keys->names[i], *value = record->values[i];

		for (k = 0; k < sizeof(columns) / sizeof(*columns); k++) {
			if (!strcmp(columns[k], key))
				break;
		}
		if (k < sizeof(columns) / sizeof(*columns))
			continue;
		quote = strpbrk(value, " \"") ? "\"" : "";
		ia_buf_add(&buf, "%s%s=%s%s%s", buf.len ? " " : "",
			   key, quote, value, quote);
	}
	return buf.text ? buf.text : "";
}

static const char *separator(const struct ia_buf *buf)
{
	return buf->len ? ", " : "";
}

static void add_driver(struct ia_buf *buf, const struct ia_record *record)
{
	const char *driver = ia_record_find(record, "driver");

	if (!driver)
		return;
	ia_buf_add(buf, "%s%s", strcmp(driver, "-") ? driver : "no driver",
		   strstr(ia_record_get(record, "kind"), "_bind_failed") ?
		   " refused it" : "");
}

static void add_vf(const struct ia_machine *m, struct ia_buf *buf,
		   const struct ia_record *record)
{
	const char *pf = ia_record_find(record, "pf");

	if (pf)
		ia_buf_add(buf, "%sVF %s of %s", separator(buf),
			   ia_record_get(record, "vf_index"),
			   ia_machine_member(m, pf));
}

static void add_group(struct ia_buf *buf, const struct ia_record *record)
{
	const char *group = ia_record_get(record, "group");

	if (!strcmp(group, "none"))
		ia_buf_add(buf, "%sno group", separator(buf));
	else
		ia_buf_add(buf, "%sgroup %s", separator(buf), group);
}

/**
 * ia_event_text() - what happened, besides when, kind, function and task
 * @machine: a joined machine
 * @record: the event, no request for VFs
 */
const char *ia_event_text(const struct ia_machine *machine,
			  const struct ia_record *record)
{
	struct ia_buf buf = { .arena = machine->arena };
	const char *domain = ia_record_get(record, "domain");

	if (!ia_event_kind_known(ia_record_get(record, "kind")))
		return as_it_is(machine->arena, record);
	if (ia_event_is(record, "domain_attach")) {
		ia_buf_add(&buf, "%s → %s", ia_record_get(record, "old_domain"), domain);
		add_group(&buf, record);
		return buf.text;
	}
	add_driver(&buf, record);
	add_vf(machine, &buf, record);
	add_group(&buf, record);
	/* The module has none to tell for the kinds that leave it out. */
	if (strcmp(domain, "-"))
		ia_buf_add(&buf, ", %s", strcmp(domain, "none") ? domain : "no domain");
	return buf.text;
}
