// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include <string.h>

/* No vendor has more; a machine has units of one. */
#define KNOWN_REASONS	256

enum {
	MARK, DEV, WHAT, DRIVER, REASON, COUNT, NEW, RATE, FIRST, LAST, ADDRESS,
	ACCESS, PASID, UNIT,
};

static const struct ia_column columns[] = {
	[MARK] = { "", 0, 0 },
	[DEV] = { "DEV", 0, 0 },
	[WHAT] = { "WHAT", IA_COLUMN_CUT, 6 },
	[DRIVER] = { "DRIVER", 0, 5 },
	[REASON] = { "REASON", IA_COLUMN_WRAP, 0 },
	[COUNT] = { "COUNT", IA_COLUMN_RIGHT, 0 },
	[NEW] = { "NEW", IA_COLUMN_RIGHT, 0 },
	[RATE] = { "RATE", IA_COLUMN_RIGHT, 3 },
	[FIRST] = { "FIRST", IA_COLUMN_RIGHT, 7 },
	[LAST] = { "LAST", IA_COLUMN_RIGHT, 1 },
	[ADDRESS] = { "LAST_ADDRESS", 0, 2 },
	[ACCESS] = { "ACCESS", 0, 4 },
	[PASID] = { "PASID", 0, 8 },
	[UNIT] = { "UNIT", 0, 9 },
};

enum { U_UNIT, U_RECORDS, U_ATTRIBUTED, U_UNATTRIBUTED, U_OVERFLOWS };

static const struct ia_column unit_columns[] = {
	[U_UNIT] = { "UNIT", 0, 0 },
	[U_RECORDS] = { "RECORDS", IA_COLUMN_RIGHT, 0 },
	[U_ATTRIBUTED] = { "ATTRIBUTED", IA_COLUMN_RIGHT, 0 },
	[U_UNATTRIBUTED] = { "UNATTRIBUTED", IA_COLUMN_RIGHT, 0 },
	[U_OVERFLOWS] = { "OVERFLOWS", IA_COLUMN_RIGHT, 0 },
};

static const char *const unit_keys[] = {
	[U_UNIT] = "unit", [U_RECORDS] = "records",
	[U_ATTRIBUTED] = "attributed", [U_UNATTRIBUTED] = "unattributed",
	[U_OVERFLOWS] = "overflows",
};

static const char *what_text(const struct ia_machine *m,
			     const struct ia_fault_item *item)
{
	const char *source = ia_record_get(item->record, "source");

	if (item->device)
		return ia_cmd_label(m, item->device);
	if (item->address != IA_NO_ADDRESS)
		return "(no such function now)";
	return strcmp(source, "other") ? "(the unit itself)" : "(any)";
}

static void add_item(const struct ia_fault_page *page, struct ia_table *table,
		     const struct ia_fault_item *item)
{
	const struct ia_faults *f = page->faults;
	const struct ia_machine *m = page->machine;
	struct ia_arena *arena = m->arena;
	struct ia_number span = ia_figure_minus(f->now, item->first);
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, MARK, IA_BROKEN, item->now ? "✗" : NULL);
	ia_table_set(table, row, DEV, IA_PLAIN, ia_fault_source(m, item->record));
	ia_table_set(table, row, WHAT, IA_PLAIN, what_text(m, item));
	ia_table_set(table, row, DRIVER, IA_PLAIN,
		     item->device ? item->device->driver_text : "-");
	ia_table_set(table, row, REASON, IA_PLAIN, ia_fault_reason(arena, item->record));
	ia_table_set(table, row, COUNT, IA_PLAIN,
		     ia_figure_text(arena, item->count));
	if (page->since) {
		ia_table_set(table, row, NEW, IA_PLAIN,
			     ia_figure_text(arena, item->fresh));
		ia_table_set(table, row, RATE, IA_PLAIN,
			     ia_rate(arena, item->fresh, f->elapsed));
	} else {
		ia_table_set(table, row, RATE, IA_PLAIN,
			     item->count.known && item->count.n == 1 ? "-" :
			     ia_rate(arena, item->count, span));
		ia_table_set(table, row, FIRST, IA_PLAIN, ia_ago(arena, span));
	}
	ia_table_set(table, row, LAST, item->now ? IA_BROKEN : IA_PLAIN,
		     ia_ago(arena, item->age));
	ia_table_set(table, row, ADDRESS, IA_PLAIN,
		     ia_fault_address(arena, item->record, "last_addr"));
	ia_table_set(table, row, ACCESS, IA_PLAIN,
		     ia_record_get(item->record, "access"));
	ia_table_set(table, row, PASID, IA_PLAIN,
		     ia_record_get(item->record, "pasid"));
	ia_table_set(table, row, UNIT, IA_PLAIN,
		     ia_record_get(item->record, "unit"));
}

static void print_units(struct ia_out *out, const struct ia_fault_page *page)
{
	const struct ia_faults *f = page->faults;
	struct ia_table *table = ia_table_new(page->machine->arena, unit_columns,
					      sizeof(unit_columns) /
					      sizeof(*unit_columns));
	const char *item;
	size_t i, k;

	for (i = 0; i < f->nunits; i++) {
		long row = ia_table_row(table, -1);

		for (k = 0; k < sizeof(unit_keys) / sizeof(*unit_keys); k++) {
			const char *value = ia_record_get(f->units[i], unit_keys[k]);
			bool loss = k >= U_UNATTRIBUTED && strcmp(value, "0");

			ia_table_set(table, row, k, loss ? IA_ATTENTION : IA_PLAIN,
				     value);
		}
	}
	if (f->nunits)
		ia_table_print(out, table);
	for (i = 0; i < f->ntaps; i++) {
		const struct ia_record *tap = f->taps[i];
		const char *reason = ia_record_get(tap, "reason");

		item = ia_format(table->arena, "tap %s: %s, %s%s%s, missed %s",
				 ia_record_get(tap, "tap"),
				 ia_record_get(tap, "method"),
				 ia_record_get(tap, "accuracy"),
				 strcmp(reason, "-") ? ": " : "",
				 strcmp(reason, "-") ? reason : "",
				 ia_record_get(tap, "missed"));
		ia_out_list(out, "", &item, 1, IA_PLAIN);
	}
	for (i = 0; i < f->nunits; i++) {
		const char *value = ia_record_get(f->units[i], "overflows");

		if (!strcmp(value, "0"))
			continue;
		item = ia_format(table->arena,
				 "%s dropped faults %s times: its figures are a floor",
				 ia_record_get(f->units[i], "unit"), value);
		ia_out_list(out, "! ", &item, 1, IA_ATTENTION);
	}
	if (f->unwatched) {
		item = ia_format(table->arena,
				 "%zu of the units cannot be watched, and 0 says nothing there: see 'iommu-audit units'",
				 f->unwatched);
		ia_out_list(out, "! ", &item, 1, IA_ATTENTION);
	}
}

/* Each reason of the table once. */
static void print_help(struct ia_out *out, const struct ia_fault_page *page)
{
	const struct ia_faults *f = page->faults;
	const struct ia_record *seen[KNOWN_REASONS];
	size_t i, j, n = 0;

	for (i = 0; i < f->count && n < KNOWN_REASONS; i++) {
		const struct ia_fault_item *item = &f->items[i];
		const char *text;

		if (!item->help)
			continue;
		for (j = 0; j < n; j++) {
			if (!strcmp(ia_record_get(seen[j], "reason"),
				    ia_record_get(item->record, "reason")))
				break;
		}
		if (j < n)
			continue;
		seen[n++] = item->record;
		text = ia_format(page->machine->arena, "%s: %s",
				 ia_fault_reason(page->machine->arena, item->record),
				 item->help);
		ia_out_text(out, IA_PLAIN, "\n");
		ia_out_list(out, "", &text, 1, IA_PLAIN);
	}
}

static void print_sums(struct ia_out *out, const struct ia_fault_page *page)
{
	const struct ia_faults *f = page->faults;
	struct ia_arena *arena = page->machine->arena;
	const char *items[4];
	size_t n = 0;

	if (page->since) {
		items[n++] = ia_format(arena, "%s new %s",
				       ia_figure_text(arena, f->fresh.records),
				       page->since);
		if (f->fresh.records.known && f->fresh.records.n)
			items[n++] = ia_format(arena, "%s in %s",
					       ia_rate(arena, f->fresh.records,
						       f->elapsed),
					       ia_duration(arena, f->elapsed));
		items[n++] = ia_faults_lost(arena, f, &f->fresh);
	}
	items[n] = ia_format(arena, "%s logged %s",
			     ia_figure_text(arena, f->sums.records),
			     ia_faults_span(arena, f));
	if (f->first.known)
		items[n] = ia_format(arena, "%s, the first %s", items[n],
				     ia_ago(arena, ia_figure_minus(f->now, f->first)));
	items[n] = ia_format(arena, "%s, %s", items[n],
			     ia_faults_lost(arena, f, &f->sums));
	ia_out_list(out, "", items, n + 1,
		    ia_faults_complete(f, page->since ? &f->fresh : &f->sums) ?
		    IA_PLAIN : IA_ATTENTION);
}

/**
 * ia_faults_page() - write sums, sources, and what their reasons mean
 * @out: where to
 * @page: what to write
 */
void ia_faults_page(struct ia_out *out, const struct ia_fault_page *page)
{
	const struct ia_faults *f = page->faults;
	const char *blind = ia_faults_blind(page->machine->arena, f);
	struct ia_table *table;
	size_t i;

	if (blind) {
		blind = ia_format(page->machine->arena,
				  "Faults are unknown: %s", blind);
		ia_out_list(out, "", &blind, 1, IA_ATTENTION);
		if (!f->count)
			return;
	}
	print_sums(out, page);
	table = ia_table_new(page->machine->arena, columns,
			     sizeof(columns) / sizeof(*columns));
	for (i = 0; i < f->count && (!page->lines || i < page->lines); i++)
		add_item(page, table, &f->items[i]);
	if (table->nrows) {
		ia_out_text(out, IA_PLAIN, "\n");
		ia_table_print(out, table);
	}
	if (i < f->count)
		ia_out_text(out, IA_PLAIN, ia_format(table->arena,
						     "… and %zu more\n",
						     f->count - i));
	if (page->brief)
		return;
	if (table->nrows)
		ia_out_text(out, IA_PLAIN, page->since ?
			    "RATE is NEW over the time between the two readings.\n" :
			    "RATE is COUNT over the time since the first one.\n");
	if (f->nunits) {
		ia_out_text(out, IA_PLAIN, "\n");
		print_units(out, page);
	}
	print_help(out, page);
}
