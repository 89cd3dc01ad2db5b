// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_events_unseen_text() - what is not seen of events, or of requests for VFs
 * @machine: a joined machine
 * @unseen: how much is
 *
 * Return: why, as the module says it where it does; NULL when all are seen.
 */
const char *ia_events_unseen_text(const struct ia_machine *machine, enum ia_unseen unseen)
{
	switch (unseen) {
	case IA_SEEN:
		return NULL;
	case IA_UNSEEN_OLD_MODULE:
		return "the module predates event tracking; update it";
	case IA_UNSEEN_LEFT_OUT:
		return "a baseline leaves events out";
	case IA_UNSEEN_NO_MODULE:
		return "only the module records events, and it was not used here";
	case IA_UNSEEN_UNSAID:
		return "the module does not say how it monitors events";
	case IA_UNSEEN:
	case IA_UNSEEN_PARTLY:
		break;
	}
	return ia_text(&ia_events_monitor(machine)->reason);
}

/** ia_request_text() - a request for VFs and its result */
const char *ia_request_text(struct ia_arena *arena, const struct ia_request *request)
{
	static const char *const places[] = {
		[IA_PLACE_UNKNOWN] = "an unknown place", [IA_PLACE_ABSENT] = "an unknown place",
		[IA_PLACE_SYSFS] = "sysfs", [IA_PLACE_DRIVER] = "the driver",
		[IA_PLACE_CORE] = "the PCI core",
	};
	const struct ia_event *event = request->event;
	struct ia_buf buf = { .arena = arena };

	ia_buf_add(&buf, "%srequested %s %s, %s → %s",
		   event->via == IA_PLACE_DRIVER ? "the driver " : "",
		   event->requested.known ? ia_number_text(arena, event->requested) :
					    "an unknown number of",
		   event->requested.known && event->requested.n == 1 ? "VF" : "VFs",
		   ia_number_text(arena, event->old_numvfs),
		   ia_number_text(arena, event->result));
	if (request->end == IA_REQUEST_FAILED)
		ia_buf_add(&buf, ": %s from %s", ia_request_error(arena, request),
			   places[event->failed_in]);
	if (request->end == IA_REQUEST_OTHER)
		ia_buf_add(&buf, ": no error, but not the number requested");
	if (request->end == IA_REQUEST_UNKNOWN)
		ia_buf_add(&buf, ": result unknown");
	return buf.text;
}

/* Keys with a column of their own. */
static bool has_column(size_t offset)
{
	return offset == offsetof(struct ia_event, seq) ||
	       offset == offsetof(struct ia_event, time_ns) ||
	       offset == offsetof(struct ia_event, kind) ||
	       offset == offsetof(struct ia_event, device) ||
	       offset == offsetof(struct ia_event, task) ||
	       offset == offsetof(struct ia_event, pid);
}

/* Of a kind that is not known here: everything but what stands in columns. */
static const char *as_it_is(struct ia_arena *arena, const struct ia_event *event)
{
	const struct ia_record_info *info = &ia_records[IA_RECORD_EVENT];
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];
		const char *value, *quote;

		if (has_column(key->offset) || ia_key_absent(key, event))
			continue;
		value = ia_key_text(arena, key, event);
		quote = strpbrk(value, " \"") ? "\"" : "";
		ia_buf_add(&buf, "%s%s=%s%s%s", buf.len ? " " : "", key->name, quote, value, quote);
	}
	return buf.text ? buf.text : "";
}

static const char *separator(const struct ia_buf *buf)
{
	return buf->len ? ", " : "";
}

static void add_driver(struct ia_buf *buf, const struct ia_event *event)
{
	switch (event->kind) {
	case IA_EVENT_VF_BIND:
	case IA_EVENT_DEV_BIND:
	case IA_EVENT_VF_UNBIND:
	case IA_EVENT_DEV_UNBIND:
	case IA_EVENT_BASELINE:
		ia_buf_add(buf, "%s", event->driver.known ? event->driver.text : "no driver");
		break;
	case IA_EVENT_VF_BIND_FAILED:
	case IA_EVENT_DEV_BIND_FAILED:
		ia_buf_add(buf, "%s rejected it", ia_text(&event->driver));
		break;
	default:
		break;
	}
}

static void add_vf(const struct ia_machine *m, struct ia_buf *buf, const struct ia_event *event)
{
	if (event->pf == IA_NO_ADDRESS)
		return;
	ia_buf_add(buf, "%sVF %s of %s", separator(buf),
		   ia_number_text(buf->arena, event->vf_index),
		   ia_is_address(event->pf) ? ia_machine_address(m, event->pf) :
					      IOMMU_AUDIT_UNKNOWN);
}

static void add_group(struct ia_buf *buf, const struct ia_event *event)
{
	if (event->group.absent)
		ia_buf_add(buf, "%sno group", separator(buf));
	else
		ia_buf_add(buf, "%sgroup %s", separator(buf),
			   ia_number_text(buf->arena, event->group));
}

static const char *method_text(const struct ia_event *event)
{
	static const char *const texts[] = {
		[IA_RESET_BY_UNKNOWN] = "by an unknown method",
		[IA_RESET_BY_ABSENT] = "by no method",
		[IA_RESET_BY_DEVICE_SPECIFIC] = "by a quirk for the device",
		[IA_RESET_BY_ACPI] = "by ACPI _RST",
		[IA_RESET_BY_FLR] = "by FLR",
		[IA_RESET_BY_AF_FLR] = "by FLR (Advanced Features)",
		[IA_RESET_BY_PM] = "by D3hot",
		[IA_RESET_BY_BUS] = "by a bus or slot reset",
		[IA_RESET_BY_CXL_BUS] = "by a CXL bus reset",
		[IA_RESET_BY_SECONDARY_BUS] = "of its secondary bus",
	};

	return texts[event->method];
}

/** ia_reset_failed() - whether an event is a reset that failed */
bool ia_reset_failed(const struct ia_event *event)
{
	return event->kind == IA_EVENT_RESET && event->error.known && event->error.n;
}

static void add_reset(struct ia_buf *buf, const struct ia_event *event)
{
	struct ia_number took = ia_number_minus(event->time_ns, event->started_ns);

	if (ia_reset_failed(event)) {
		ia_buf_add(buf, event->method == IA_RESET_BY_ABSENT ?
			   "reset failed: no usable method, %s%s" : "reset %s failed: %s",
			   event->method == IA_RESET_BY_ABSENT ? "" : method_text(event),
			   ia_errno_text(buf->arena, event->error.n));
	} else {
		ia_buf_add(buf, "reset %s%s", method_text(event),
			   event->error.known ? "" : ", result unknown");
	}
	if (took.known)
		ia_buf_add(buf, ", took %llu ms", (unsigned long long)took.n / 1000000);
}

/**
 * ia_event_text() - what happened, besides when, kind, function and task
 * @machine: a joined machine
 * @event: the event, no request for VFs
 */
const char *ia_event_text(const struct ia_machine *machine, const struct ia_event *event)
{
	struct ia_buf buf = { .arena = machine->arena };

	if (!ia_is_value(event->kind))
		return as_it_is(machine->arena, event);
	if (event->kind == IA_EVENT_DOMAIN_ATTACH) {
		ia_buf_add(&buf, "%s → %s", ia_word(&ia_words_domains, event->old_domain),
			   ia_word(&ia_words_domains, event->domain));
		add_group(&buf, event);
		return buf.text;
	}
	if (event->kind == IA_EVENT_RESET)
		add_reset(&buf, event);
	add_driver(&buf, event);
	add_vf(machine, &buf, event);
	add_group(&buf, event);
	/* The module has none to tell for the kinds that leave it out. */
	if (event->domain != IA_DOMAIN_ABSENT)
		ia_buf_add(&buf, ", %s", event->domain == IA_DOMAIN_NONE ? "no domain" :
			   ia_word(&ia_words_domains, event->domain));
	return buf.text;
}
