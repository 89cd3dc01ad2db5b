// SPDX-License-Identifier: GPL-2.0
#include "events.h"

#include <string.h>

/* Columns of a terminal that what happened should have. */
#define TEXT_WIDTH	40

enum { SEQ, TIME, AGO, KIND, DEV, TASK, WHAT, COLUMNS };

static const struct ia_column columns[COLUMNS] = {
	[SEQ] = { "SEQ", IA_COLUMN_RIGHT, 4 },
	[TIME] = { "BOOTTIME", IA_COLUMN_RIGHT, 3 },
	[AGO] = { "AGO", IA_COLUMN_RIGHT, 1 },
	[KIND] = { "KIND", 0, 0 },
	[DEV] = { "DEV", 0, 0 },
	[TASK] = { "TASK", 0, 5 },
	[WHAT] = { "WHAT", IA_COLUMN_WRAP, 0 },
};

/* Least widths of a stream's columns: what is to come is not known. */
static const int widths[COLUMNS] = {
	[SEQ] = 6, [TIME] = 14, [KIND] = 15, [DEV] = 7, [TASK] = 22,
};

static void set(const struct ia_event_page *page, struct ia_table *table,
		long row, size_t column, enum ia_state state, const char *text)
{
	int width = page->follows ? widths[column] : 0;

	if (!(columns[column].flags & IA_COLUMN_RIGHT))
		width = -width;
	ia_table_set(table, row, column, state, width ?
		     ia_format(table->arena, "%*s", width, text) : text);
}

static void add_text(struct ia_table *table, const char *text)
{
	ia_table_set(table, ia_table_row(table, -1), WHAT, IA_PLAIN, text);
}

static void add_lost(const struct ia_event_page *page, struct ia_table *table,
		     uint64_t lost)
{
	long row = ia_table_row(table, -1);

	set(page, table, row, KIND, IA_ATTENTION, "lost");
	ia_table_set(table, row, WHAT, IA_ATTENTION,
		     ia_format(table->arena, "%llu %s: overwritten in the ring before %s read",
			       (unsigned long long)lost,
			       lost == 1 ? "event" : "events",
			       lost == 1 ? "it was" : "they were"));
}

static enum ia_state state_of(const struct ia_record *record,
			      const struct ia_request *request)
{
	if (request->record && request->end == IA_REQUEST_FAILED)
		return IA_BROKEN;
	if (request->record && request->end != IA_REQUEST_DONE)
		return IA_ATTENTION;
	return ia_event_is(record, "vf_bind_failed") ||
	       ia_event_is(record, "dev_bind_failed") ? IA_ATTENTION : IA_PLAIN;
}

static void add_event(const struct ia_event_page *page, struct ia_table *table,
		      const struct ia_record *record)
{
	const struct ia_machine *m = page->machine;
	struct ia_number time = ia_figure_of(ia_record_get(record, "time_ns"));
	const char *task = ia_record_find(record, "task");
	struct ia_request request = { 0 };
	long row = ia_table_row(table, -1);
	enum ia_state state;

	if (ia_event_is(record, IA_EVENT_REQUEST))
		ia_request_explain(m, record, &request);
	state = state_of(record, &request);
	set(page, table, row, SEQ, IA_PLAIN, ia_record_get(record, "seq"));
	set(page, table, row, TIME, IA_PLAIN, ia_boottime(m->arena, time));
	if (!page->follows)
		set(page, table, row, AGO, IA_PLAIN,
		    ia_duration(m->arena, ia_figure_minus(ia_figure_of(m->boottime_ns_text), time)));
	set(page, table, row, KIND, state, ia_record_get(record, "kind"));
	set(page, table, row, DEV, IA_PLAIN,
	    ia_machine_member(m, ia_record_get(record, "dev")));
	set(page, table, row, TASK, IA_PLAIN, !task ? "-" :
	    ia_format(m->arena, "%s[%s]", task, ia_record_get(record, "pid")));
	ia_table_set(table, row, WHAT, state, request.record ?
		     ia_request_text(m->arena, &request) : ia_event_text(m, record));
	if (request.cause)
		add_text(table, request.cause);
	if (request.next)
		add_text(table, ia_format(m->arena, "next: %s", request.next));
}

/**
 * ia_events_page() - write events
 * @out: where to
 * @page: how; remembers that it has headings now
 * @events: the events
 */
void ia_events_page(struct ia_out *out, struct ia_event_page *page,
		    const struct ia_events *events)
{
	struct ia_table *table;
	size_t i;

	if (!events->count)
		return;
	for (i = 0; page->json && i < events->count; i++)
		ia_json_line(out, ia_json_event(page->machine, &events->items[i]));
	if (page->json)
		return;
	table = ia_table_new(page->machine->arena, columns, COLUMNS);
	table->untitled = page->titled;
	table->least = TEXT_WIDTH;
	for (i = 0; i < events->count; i++) {
		if (events->items[i].record)
			add_event(page, table, events->items[i].record);
		else
			add_lost(page, table, events->items[i].lost);
	}
	ia_table_print(out, table);
	page->titled = true;
}

/**
 * ia_events_not_seen() - say what is not seen, before the events that are
 * @run: the invocation, its machine read
 *
 * Who reads on must not take them for all.
 */
void ia_events_not_seen(struct ia_run *run)
{
	const char *blind = ia_events_blind(&run->machine);
	const char *reason = blind ? blind : ia_events_partial(&run->machine);

	if (!reason)
		return;
	if (ia_opt(run, JSON)) {
		ia_json_line(&run->out, ia_json_not_seen(reason));
		return;
	}
	reason = ia_format(run->arena, blind ? "Events are unknown: %s" :
			   "Incomplete, %s", reason);
	ia_out_list(&run->out, "", &reason, 1, IA_ATTENTION);
}
