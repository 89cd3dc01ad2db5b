// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include "text.h"

/* Columns of a terminal that what happened should have. */
#define TEXT_WIDTH	40

enum { SEQ, TIME, AGO, KIND, DEV, TASK, WHAT, COLUMNS };

static const struct ia_column columns[COLUMNS] = {
	[SEQ] = { "SEQ", IA_COLUMN_RIGHT, 4, .about = "number of the event" },
	[TIME] = { "BOOTTIME", IA_COLUMN_RIGHT, 3, .about = "when, since the boot" },
	[AGO] = { "AGO", IA_COLUMN_RIGHT, 1, .about = "how long ago" },
	[KIND] = { "KIND", 0, 0, .about = "what kind of event" },
	[DEV] = { "DEV", 0, 0, .about = "the function" },
	[TASK] = { "TASK", 0, 5, .about = "the task that did it" },
	[WHAT] = { "WHAT", IA_COLUMN_WRAP, 0, .about = "what happened" },
};

const struct ia_columns ia_event_columns = IA_COLUMNS(columns);

/* Least widths of a stream's columns: what is to come is not known. */
static const int widths[COLUMNS] = {
	[SEQ] = 6, [TIME] = 14, [KIND] = 15, [DEV] = 7, [TASK] = 22,
};

static void set(const struct ia_event_page *how, struct ia_table *table,
		long row, size_t column, enum ia_state state, const char *text)
{
	int width = how->follows ? widths[column] : 0;

	if (!(columns[column].flags & IA_COLUMN_RIGHT))
		width = -width;
	ia_table_set(table, row, column, state, width ?
		     ia_format(table->arena, "%*s", width, text) : text);
}

static void add_text(struct ia_table *table, const char *text)
{
	ia_table_set(table, ia_table_row(table, -1), WHAT, IA_PLAIN, text);
}

static void add_lost(const struct ia_event_page *how, struct ia_table *table, uint64_t lost)
{
	long row = ia_table_row(table, -1);

	set(how, table, row, KIND, IA_ATTENTION, "lost");
	ia_table_set(table, row, WHAT, IA_ATTENTION,
		     ia_format(table->arena, "%llu %s overwritten in the ring before %s read",
			       (unsigned long long)lost,
			       lost == 1 ? "event" : "events",
			       lost == 1 ? "it was" : "they were"));
}

static enum ia_state state_of(const struct ia_event *event, const struct ia_request *request)
{
	switch (event->kind) {
	case IA_EVENT_VF_REQUEST:
		return request->end == IA_REQUEST_FAILED ? IA_BROKEN :
		       request->end == IA_REQUEST_DONE ? IA_PLAIN : IA_ATTENTION;
	case IA_EVENT_VF_BIND_FAILED:
	case IA_EVENT_DEV_BIND_FAILED:
		return IA_ATTENTION;
	case IA_EVENT_RESET:
		return ia_reset_failed(event) ? IA_BROKEN : IA_PLAIN;
	default:
		return IA_PLAIN;
	}
}

static void add_columns(const struct ia_page *page, const struct ia_event_page *how,
			struct ia_table *table, long row, const struct ia_event *event)
{
	const struct ia_machine *m = page->machine;
	struct ia_arena *arena = page->arena;

	set(how, table, row, SEQ, IA_PLAIN, ia_number_text(arena, event->seq));
	set(how, table, row, TIME, IA_PLAIN, ia_boottime(arena, event->time_ns));
	if (!how->follows)
		set(how, table, row, AGO, IA_PLAIN,
		    ia_duration(arena, ia_number_minus(m->boottime_ns, event->time_ns)));
	set(how, table, row, DEV, IA_PLAIN, ia_machine_address(m, event->device));
	set(how, table, row, TASK, IA_PLAIN, !event->task.known ? ia_text(&event->task) :
	    ia_format(arena, "%s[%s]", event->task.text, ia_number_text(arena, event->pid)));
}

static void add_event(const struct ia_page *page, const struct ia_event_page *how,
		      struct ia_table *table, const struct ia_event *event)
{
	bool is_request = event->kind == IA_EVENT_VF_REQUEST;
	struct ia_request request;
	long row = ia_table_row(table, -1);
	enum ia_state state;

	if (is_request)
		ia_request_explain(page->machine, event, &request);
	state = state_of(event, &request);
	add_columns(page, how, table, row, event);
	set(how, table, row, KIND, state, ia_word(&ia_words_event_kinds, event->kind));
	ia_table_set(table, row, WHAT, state, is_request ?
		     ia_request_text(page->arena, &request) :
		     ia_event_text(page->machine, event));
	if (!is_request || !request.cause)
		return;
	add_text(table, ia_request_cause(page->arena, &request));
	add_text(table, ia_format(page->arena, "next: %s", ia_request_next(&request)));
}

static void show_line(const struct ia_page *page, const struct ia_event_line *line)
{
	struct ia_request request;

	if (!line->event) {
		ia_answer_line(page->out, page->machine, &ia_answer_lost, line);
	} else if (line->event->kind == IA_EVENT_VF_REQUEST) {
		ia_request_explain(page->machine, line->event, &request);
		ia_answer_line(page->out, page->machine, &ia_answer_request, &request);
	} else {
		ia_answer_line(page->out, page->machine, &ia_answer_event, line);
	}
}

/**
 * ia_events_show() - write events, as a table or one object a line
 * @page: where to
 * @how: how; remembers that it has headings now
 * @events: the events
 */
void ia_events_show(const struct ia_page *page, struct ia_event_page *how,
		    const struct ia_events *events)
{
	struct ia_table *table;
	size_t i;

	if (!events->count)
		return;
	for (i = 0; how->json && i < events->count; i++)
		show_line(page, &events->items[i]);
	if (how->json)
		return;
	table = ia_table_new(page->arena, columns, COLUMNS);
	table->untitled = how->titled;
	table->least = TEXT_WIDTH;
	for (i = 0; i < events->count; i++) {
		if (events->items[i].event)
			add_event(page, how, table, events->items[i].event);
		else
			add_lost(how, table, events->items[i].lost);
	}
	ia_table_print(page->out, table);
	how->titled = true;
}

static const char *not_seen(const struct ia_page *page, const void *object)
{
	(void)object;
	return ia_events_unseen_text(page->machine, ia_events_unseen(page->machine));
}

/**
 * ia_events_not_seen() - say what is not seen, before the events that are
 * @page: where to
 * @json: for programs
 *
 * Who reads on must not take them for all.
 *
 * Return: whether none is seen.
 */
bool ia_events_not_seen(const struct ia_page *page, bool json)
{
	enum ia_unseen unseen = ia_events_unseen(page->machine);
	bool partly = unseen == IA_UNSEEN_PARTLY;
	const char *text;

	if (unseen == IA_SEEN)
		return false;
	if (json) {
		ia_answer_line(page->out, page->machine, &ia_answer_not_seen, &unseen);
		return !partly;
	}
	text = ia_format(page->arena, partly ? "Incomplete, %s" : "Events are unknown: %s",
			 not_seen(page, NULL));
	ia_out_list(page->out, "", &text, 1, IA_ATTENTION);
	ia_source_next(page->out, page->machine, NULL);
	return !partly;
}

static const char *request_error(const struct ia_page *page, const void *object)
{
	return ia_request_error(page->arena, object);
}

static const char *request_cause(const struct ia_page *page, const void *object)
{
	return ia_request_cause(page->arena, object);
}

static const char *request_next(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_request_next(object);
}

static const char *const end_words[] = {
	[IA_REQUEST_UNKNOWN] = "unknown",
	[IA_REQUEST_DONE] = "done",
	[IA_REQUEST_OTHER] = "other",
	[IA_REQUEST_FAILED] = "failed",
};

static const struct ia_wordlist ends = { end_words, 4, NULL };

static const struct ia_field event_fields[] = {
	IA_F_RECORD(struct ia_event_line, event, NULL, EVENT, ""),
};

const struct ia_answer ia_answer_event = {
	.about = "an event", IA_FIELDS(event_fields),
};

static const struct ia_field request_fields[] = {
	IA_F_RECORD(struct ia_request, event, NULL, EVENT, ""),
	IA_F_WORD(struct ia_request, end, "end", &ends,
		  "result: done (as many VFs as requested), other (no error, but another number), "
		  "failed, unknown"),
	IA_F_SENTENCE("error", request_error, "errno, by name, or null"),
	IA_F_SENTENCE("cause", request_cause, "why the request was not met, or null"),
	IA_F_SENTENCE("next_step", request_next, "what to do about it, or null"),
};

const struct ia_answer ia_answer_request = {
	.about = "a request for VFs", IA_FIELDS(request_fields),
};

static const struct ia_field lost_fields[] = {
	IA_F(struct ia_event_line, lost, "lost", U64, "events missing here"),
};

const struct ia_answer ia_answer_lost = {
	.about = "events overwritten in the ring before they were read",
	IA_FIELDS(lost_fields),
};

static const struct ia_field not_seen_fields[] = {
	IA_F_SENTENCE("not_seen", not_seen, "what cannot be seen, and why"),
};

const struct ia_answer ia_answer_not_seen = {
	.about = "some or all events cannot be seen", IA_FIELDS(not_seen_fields),
};
