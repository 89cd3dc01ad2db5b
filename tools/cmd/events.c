// SPDX-License-Identifier: GPL-2.0
#include "events.h"

#include "../view/facts.h"
#include "../view/near.h"

#include <string.h>

static enum ia_status no_kind(struct ia_arena *arena, const char *name, size_t len)
{
	struct ia_near near = { .word = name, .len = len };
	struct ia_buf buf = { .arena = arena };
	enum ia_event_kind kind;

	for (kind = IA_EVENT_ABSENT + 1; kind < IA_EVENT_KINDS; kind++) {
		ia_near_try(&near, ia_word(&ia_words_event_kinds, kind));
		ia_buf_add(&buf, " %s", ia_word(&ia_words_event_kinds, kind));
	}
	return ia_cmd_usage("%s", ia_unknown_text(arena, &near, "a kind of event", "kinds",
						  buf.text));
}

/* Reads --kind. */
static enum ia_status want_kinds(struct ia_run *run, struct ia_event_filter *filter)
{
	const char *p = ia_opt(run, KIND);
	size_t len;

	for (; p; p = p[len] ? p + len + 1 : NULL) {
		enum ia_event_kind kind;

		len = strcspn(p, ",");
		kind = ia_word_find(&ia_words_event_kinds, p, len);
		if (!ia_is_value(kind))
			return no_kind(run->arena, p, len);
		filter->kinds |= 1u << kind;
	}
	return IA_OK;
}

/* Reads --dev where it is an address: that function may be gone. */
static void want_address(struct ia_run *run, struct ia_event_filter *filter)
{
	const char *text = ia_opt(run, DEV);
	bool full;

	filter->by_device = text;
	filter->device = text ? ia_address_parse(text, strlen(text), &full) : IA_NO_ADDRESS;
	filter->any_segment = ia_is_address(filter->device) && !full;
}

/* And where it is a name, which only a function that is there has. */
static enum ia_status want_named(struct ia_run *run, struct ia_event_filter *filter)
{
	const struct ia_device *device;

	if (!filter->by_device || ia_is_address(filter->device))
		return IA_OK;
	device = ia_cmd_device(run, ia_opt(run, DEV));
	if (!device)
		return IA_USAGE;
	filter->device = device->address;
	return IA_OK;
}

static size_t count_events(const struct ia_events *events)
{
	size_t i, count = 0;

	for (i = 0; i < events->count; i++)
		count += !!events->items[i].event;
	return count;
}

static void show(struct ia_run *run, struct ia_event_filter *filter)
{
	const struct ia_machine *m = &run->machine;
	const struct ia_page page = { &run->out, m, run->arena };
	struct ia_event_page how = { .json = ia_opt(run, JSON) };
	const char *none = "Nothing happened since the module was loaded.";
	bool unseen = ia_events_not_seen(&page, how.json);
	struct ia_events events = { 0 };
	size_t i;

	for (i = 0; i < m->nevents; i++)
		ia_event_filter_learn(filter, &m->events[i]);
	for (i = 0; i < m->nevents; i++)
		ia_event_filter_push(filter, run->arena, &m->events[i], &events);
	ia_events_show(&page, &how, &events);
	if (how.json || count_events(&events))
		return;
	if (m->nevents)
		none = ia_format(run->arena, "None of the %zu events in the ring is such a one.",
				 m->nevents);
	else if (unseen)
		return;
	ia_out_list(&run->out, "", &none, 1, IA_PLAIN);
}

/*
 * iommu-audit events.
 *
 * Return: IA_OK whatever it shows: it does not judge.
 */
enum ia_status ia_cmd_events(struct ia_run *run)
{
	struct ia_event_filter filter = { .arena = run->arena };
	enum ia_status status;

	if (ia_opt(run, FOLLOW) && ia_opt(run, FROM))
		return ia_cmd_usage("--follow excludes --from: it shows live events");
	status = want_kinds(run, &filter);
	if (status)
		return status;
	want_address(run, &filter);
	if (ia_opt(run, FOLLOW)) {
		run->needs_module = true;
		run->reads = IA_READ_STATE | IA_READ_NAMES;
		run->later = IA_MAY_OPEN;
	}
	status = ia_cmd_read(run);
	if (!status)
		status = want_named(run, &filter);
	if (status)
		return status;
	ia_event_filter_know(&filter, &run->machine);
	if (ia_opt(run, FOLLOW))
		return ia_events_follow(run, &filter);
	show(run, &filter);
	return IA_OK;
}
