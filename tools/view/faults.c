// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include <string.h>

#include "text.h"

/* No vendor has more; a machine has units of one. */
#define KNOWN_REASONS	256

enum {
	MARK, DEV, WHAT, DRIVER, REASON, COUNT, NEW, RATE, FIRST, LAST, ADDRESS,
	ACCESS, PASID, UNIT,
};

static const struct ia_column columns[] = {
	[MARK] = { "", 0, .drop = 0 },
	[DEV] = { "DEV", 0, 0, .about = "the source, or the unit" },
	[WHAT] = { "WHAT", IA_COLUMN_CUT, 6, .about = "model of the function" },
	[DRIVER] = { "DRIVER", 0, 5, .about = "bound driver" },
	[REASON] = { "REASON", IA_COLUMN_WRAP, 0, .about = "why the request was refused" },
	[COUNT] = { "COUNT", IA_COLUMN_RIGHT, 0, .about = "how often" },
	[NEW] = { "NEW", IA_COLUMN_RIGHT, 0, .about = "how often since the other reading" },
	[RATE] = { "RATE", IA_COLUMN_RIGHT, 3, .about = "faults a second" },
	[FIRST] = { "FIRST", IA_COLUMN_RIGHT, 7, .about = "how long ago the first was" },
	[LAST] = { "LAST", IA_COLUMN_RIGHT, 1, .about = "how long ago the last was" },
	[ADDRESS] = { "LAST_ADDRESS", 0, 2, .about = "address of the last" },
	[ACCESS] = { "ACCESS", 0, 4, .about = "read or write" },
	[PASID] = { "PASID", 0, 8, .about = "PASID of the last" },
	[UNIT] = { "UNIT", 0, 9, .about = "the IOMMU" },
};

const struct ia_columns ia_fault_columns = IA_COLUMNS(columns);

static const char *pasid_text(struct ia_arena *arena, struct ia_number pasid)
{
	return pasid.known ? ia_format(arena, "0x%05llx", (unsigned long long)pasid.n) :
			     ia_number_text(arena, pasid);
}

static void add_status(const struct ia_page *p, const struct ia_fault_page *page,
		       struct ia_table *table, const struct ia_fault_status *status)
{
	const struct ia_faults *f = page->faults;
	const struct ia_fault *fault = status->fault;
	const struct ia_machine *m = p->machine;
	struct ia_arena *arena = p->arena;
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, MARK, IA_BROKEN, status->now ? "✗" : NULL);
	ia_table_set(table, row, DEV, IA_PLAIN, ia_fault_source(m, fault));
	ia_table_set(table, row, WHAT, IA_PLAIN, ia_fault_what(arena, m, status));
	ia_table_set(table, row, DRIVER, IA_PLAIN,
		     status->device ? ia_text(&status->device->driver) : "-");
	ia_table_set(table, row, REASON, IA_PLAIN, ia_fault_reason(arena, fault));
	ia_table_set(table, row, COUNT, IA_PLAIN, ia_number_text(arena, status->count));
	if (page->since) {
		ia_table_set(table, row, NEW, IA_PLAIN, ia_number_text(arena, status->fresh));
		ia_table_set(table, row, RATE, IA_PLAIN,
			     ia_rate(arena, status->fresh, f->elapsed));
	} else {
		ia_table_set(table, row, RATE, IA_PLAIN,
			     status->count.known && status->count.n == 1 ? "-" :
			     ia_rate(arena, status->count, status->span));
		ia_table_set(table, row, FIRST, IA_PLAIN, ia_ago(arena, status->span));
	}
	ia_table_set(table, row, LAST, status->now ? IA_BROKEN : IA_PLAIN,
		     ia_ago(arena, status->age));
	ia_table_set(table, row, ADDRESS, IA_PLAIN, ia_fault_address(arena, status));
	ia_table_set(table, row, ACCESS, IA_PLAIN,
		     fault ? ia_word(&ia_words_accesses, fault->access) : "-");
	ia_table_set(table, row, PASID, IA_PLAIN, fault ? pasid_text(arena, fault->pasid) : "-");
	ia_table_set(table, row, UNIT, IA_PLAIN, fault ? ia_text(&fault->unit) : "-");
}

enum { U_UNIT, U_RECORDS, U_ATTRIBUTED, U_UNATTRIBUTED, U_OVERFLOWS, U_COLUMNS };

static const struct ia_column unit_columns[] = {
	[U_UNIT] = { "UNIT", 0, 0, .about = "the IOMMU" },
	[U_RECORDS] = { "RECORDS", IA_COLUMN_RIGHT, 0, .about = "faults that it logged" },
	[U_ATTRIBUTED] = { "ATTRIBUTED", IA_COLUMN_RIGHT, 0, .about = "those that could be read" },
	[U_UNATTRIBUTED] = { "UNATTRIBUTED", IA_COLUMN_RIGHT, 0, .about = "those that could not" },
	[U_OVERFLOWS] = { "OVERFLOWS", IA_COLUMN_RIGHT, 0,
		.about = "times that it dropped faults" },
};

const struct ia_columns ia_fault_unit_columns = IA_COLUMNS(unit_columns);

/* None were lost only where that is known. */
static enum ia_state loss_state(struct ia_number lost)
{
	return lost.known && !lost.n ? IA_PLAIN : IA_ATTENTION;
}

static void print_figures(const struct ia_page *p, const struct ia_faults *f)
{
	struct ia_table *table = ia_table_new(p->arena, unit_columns, U_COLUMNS);
	size_t i;

	for (i = 0; i < f->nunits; i++) {
		const struct ia_fault_unit *unit = &f->units[i];
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, U_UNIT, IA_PLAIN, ia_text(&unit->unit));
		ia_table_set(table, row, U_RECORDS, IA_PLAIN,
			     ia_number_text(p->arena, unit->records));
		ia_table_set(table, row, U_ATTRIBUTED, IA_PLAIN,
			     ia_number_text(p->arena, unit->attributed));
		ia_table_set(table, row, U_UNATTRIBUTED, loss_state(unit->unattributed),
			     ia_number_text(p->arena, unit->unattributed));
		ia_table_set(table, row, U_OVERFLOWS, loss_state(unit->overflows),
			     ia_number_text(p->arena, unit->overflows));
	}
	ia_table_print(p->out, table);
}

/* The functions that a kind of error was about, as far as the hardware names them. */
static const char *requesters(const struct ia_page *p, const struct ia_faults *f,
			      const struct ia_fault_unit *unit, enum ia_inval_error error)
{
	struct ia_buf buf = { .arena = p->arena };
	size_t i, n = 0;

	for (i = 0; i < f->ninvalidations; i++) {
		const struct ia_invalidation *one = &f->invalidations[i];

		if (one->error != error || !ia_is_address(one->requester) ||
		    strcmp(ia_text(&one->unit), ia_text(&unit->unit)) != 0)
			continue;
		ia_buf_add(&buf, "%s%s ×%s", n++ ? ", " : ": ",
			   ia_machine_address(p->machine, one->requester),
			   ia_number_text(p->arena, one->count));
	}
	return n ? buf.text : "";
}

static void print_error(const struct ia_page *p, const struct ia_fault_unit *unit,
			struct ia_number count, const char *what, const char *whose)
{
	const char *item;

	if (!count.known || !count.n)
		return;
	item = ia_format(p->arena, "%s: %s %s times%s", ia_text(&unit->unit), what,
			 ia_number_text(p->arena, count), whose);
	ia_out_list(p->out, "! ", &item, 1, IA_ATTENTION);
}

/* What went wrong besides faults; nothing is said of what did not, or is not seen. */
static void print_errors(const struct ia_page *p, const struct ia_faults *f)
{
	size_t i;

	for (i = 0; i < f->nunits; i++) {
		const struct ia_fault_unit *unit = &f->units[i];

		print_error(p, unit, unit->inv_timeouts,
			    "device-TLB invalidation (ATS) timed out",
			    requesters(p, f, unit, IA_INVAL_TIMEOUT));
		print_error(p, unit, unit->inv_completion_errors,
			    "invalid completion of a device-TLB invalidation",
			    requesters(p, f, unit, IA_INVAL_COMPLETION));
		print_error(p, unit, unit->inv_queue_errors, "invalidation command rejected", "");
		print_error(p, unit, unit->page_request_overflows,
			    "page requests dropped", "");
	}
}

/* What the units logged, and how well that is seen. */
static void print_units(const struct ia_page *p, const struct ia_faults *f)
{
	const struct ia_record_info *info = &ia_records[IA_RECORD_MONITOR];
	const struct ia_key *method = ia_key_find(info, "method", strlen("method"));
	const char *item;
	size_t i;

	print_figures(p, f);
	for (i = 0; i < f->nmonitors; i++) {
		const struct ia_monitor *monitor = f->monitors[i];

		item = ia_format(p->arena, "fault monitor %s: %s, %s%s%s, missed %s",
				 ia_word(&ia_words_monitors, monitor->name),
				 ia_key_text(p->arena, method, monitor),
				 ia_word(&ia_words_accuracies, monitor->accuracy),
				 monitor->reason.known ? ": " : "",
				 monitor->reason.known ? monitor->reason.text : "",
				 ia_number_text(p->arena, monitor->missed));
		ia_out_list(p->out, "", &item, 1, IA_PLAIN);
	}
	for (i = 0; i < f->nunits; i++) {
		const struct ia_fault_unit *unit = &f->units[i];

		if (loss_state(unit->overflows) == IA_PLAIN)
			continue;
		item = ia_format(p->arena, "%s dropped faults %s times: its counts are a lower "
				 "bound",
				 ia_text(&unit->unit), ia_number_text(p->arena, unit->overflows));
		ia_out_list(p->out, "! ", &item, 1, IA_ATTENTION);
	}
	print_errors(p, f);
	if (f->unwatched) {
		item = ia_format(p->arena,
				 "%zu of the units cannot be watched, and 0 says nothing there: "
				 "see 'iommu-audit units'",
				 f->unwatched);
		ia_out_list(p->out, "! ", &item, 1, IA_ATTENTION);
	}
}

static const char *help_of(const struct ia_fault_status *status)
{
	return status->fault && status->fault->reason.known ?
	       ia_fault_help(status->vendor, status->fault->reason.n) : NULL;
}

/* Each reason of the table once. */
static void print_help(const struct ia_page *p, const struct ia_faults *f)
{
	bool seen[KNOWN_REASONS] = { false };
	size_t i;

	for (i = 0; i < f->count; i++) {
		const struct ia_fault *fault = f->items[i].fault;
		const char *help = help_of(&f->items[i]), *text;

		/* What has a help is a code of the specification: those are bytes. */
		if (!help || seen[fault->reason.n])
			continue;
		seen[fault->reason.n] = true;
		text = ia_format(p->arena, "%s: %s", ia_fault_reason(p->arena, fault), help);
		ia_out_text(p->out, IA_PLAIN, "\n");
		ia_out_list(p->out, "", &text, 1, IA_PLAIN);
	}
}

static void print_sums(const struct ia_page *p, const struct ia_fault_page *page)
{
	const struct ia_faults *f = page->faults;
	const struct ia_fault_sums *fresh = page->since ? f->fresh : NULL;
	struct ia_arena *arena = p->arena;
	const char *items[4];
	size_t n = 0;

	if (fresh) {
		items[n++] = ia_format(arena, "%s new %s", ia_number_text(arena, fresh->records),
				       page->since);
		if (fresh->records.known && fresh->records.n)
			items[n++] = ia_format(arena, "%s in %s",
					       ia_rate(arena, fresh->records, f->elapsed),
					       ia_duration(arena, f->elapsed));
		items[n++] = ia_faults_lost(arena, f, fresh);
	}
	items[n] = ia_format(arena, "%s logged %s", ia_number_text(arena, f->sums.records),
			     ia_faults_span(arena, f));
	if (f->first.known)
		items[n] = ia_format(arena, "%s, the first %s", items[n],
				     ia_ago(arena, ia_number_minus(f->now, f->first)));
	items[n] = ia_format(arena, "%s, %s", items[n], ia_faults_lost(arena, f, &f->sums));
	ia_out_list(p->out, "", items, n + 1, (fresh ? fresh : &f->sums)->complete ?
		    IA_PLAIN : IA_ATTENTION);
}

/* The lines that there is room for; those without a place of their own come last. */
static size_t print_table(const struct ia_page *p, const struct ia_fault_page *page)
{
	const struct ia_faults *f = page->faults;
	struct ia_table *table = ia_table_new(p->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i, all = f->count + !!f->other;

	for (i = 0; i < all && (!page->lines || i < page->lines); i++)
		add_status(p, page, table, i < f->count ? &f->items[i] : f->other);
	if (table->nrows) {
		ia_out_text(p->out, IA_PLAIN, "\n");
		ia_table_print(p->out, table);
	}
	if (i < all)
		ia_out_text(p->out, IA_PLAIN,
			    ia_format(p->arena, "… and %zu more\n", all - i));
	return table->nrows;
}

/* Why nothing is known of faults, and how that changes. */
static bool print_unseen(const struct ia_page *p, const struct ia_faults *f, enum ia_state state)
{
	const char *text = ia_faults_unseen(p->arena, f);

	if (!text)
		return false;
	text = ia_format(p->arena, "Faults are unknown: %s", text);
	ia_out_list(p->out, "", &text, 1, state);
	ia_source_next(p->out, p->machine, "dmesg | iommu-audit explain: what the kernel printed of them");
	return true;
}

/* Sums, sources, and what their reasons mean. */
static void faults_page(const struct ia_page *p, const void *object)
{
	const struct ia_fault_page *page = object;
	const struct ia_faults *f = page->faults;

	if (print_unseen(p, f, IA_ATTENTION) && !f->count && !f->other)
		return;
	print_sums(p, page);
	if (print_table(p, page) && !page->brief)
		ia_out_text(p->out, IA_PLAIN, page->since ?
			    "RATE is NEW divided by the time between the two readings.\n" :
			    "RATE is COUNT divided by the time since the first fault.\n");
	if (page->brief)
		return;
	if (f->nunits) {
		ia_out_text(p->out, IA_PLAIN, "\n");
		print_units(p, f);
	}
	print_help(p, f);
}

enum { L_SEQ, L_TIME, L_AGO, L_DEV, L_REASON, L_ADDRESS, L_ACCESS, L_PASID, L_UNIT };

static const struct ia_column log_columns[] = {
	[L_SEQ] = { "SEQ", IA_COLUMN_RIGHT, 4, .about = "number of the fault" },
	[L_TIME] = { "BOOTTIME", IA_COLUMN_RIGHT, 2, .about = "when, since the boot" },
	[L_AGO] = { "AGO", IA_COLUMN_RIGHT, 0, .about = "how long ago" },
	[L_DEV] = { "DEV", 0, 0, .about = "the source, or the unit" },
	[L_REASON] = { "REASON", IA_COLUMN_WRAP, 0, .about = "why the request was refused" },
	[L_ADDRESS] = { "ADDRESS", 0, 0, .about = "the address" },
	[L_ACCESS] = { "ACCESS", 0, 1, .about = "read or write" },
	[L_PASID] = { "PASID", 0, 3, .about = "the PASID" },
	[L_UNIT] = { "UNIT", 0, 5, .about = "the IOMMU" },
};

const struct ia_columns ia_fault_log_columns = IA_COLUMNS(log_columns);

static void add_logged(const struct ia_page *p, struct ia_table *table,
		       const struct ia_fault_record *record)
{
	const struct ia_unit *unit = ia_machine_unit(p->machine, &record->unit);
	struct ia_number age = ia_number_minus(p->machine->boottime_ns, record->time_ns);
	struct ia_fault fault = ia_fault_of(record);
	struct ia_fault_status status = {
		.fault = &fault, .vendor = unit ? unit->vendor : IA_VENDOR_UNKNOWN,
	};
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, L_SEQ, IA_PLAIN, ia_number_text(p->arena, record->seq));
	ia_table_set(table, row, L_TIME, IA_PLAIN, ia_boottime(p->arena, record->time_ns));
	ia_table_set(table, row, L_AGO, IA_PLAIN, ia_duration(p->arena, age));
	ia_table_set(table, row, L_DEV, IA_PLAIN, ia_fault_source(p->machine, &fault));
	ia_table_set(table, row, L_REASON, IA_PLAIN, ia_fault_reason(p->arena, &fault));
	ia_table_set(table, row, L_ADDRESS, IA_PLAIN, ia_fault_address(p->arena, &status));
	ia_table_set(table, row, L_ACCESS, IA_PLAIN,
		     ia_word(&ia_words_accesses, record->access));
	ia_table_set(table, row, L_PASID, IA_PLAIN, pasid_text(p->arena, record->pasid));
	ia_table_set(table, row, L_UNIT, IA_PLAIN, ia_text(&record->unit));
}

static void log_page(const struct ia_page *p, const void *object)
{
	const struct ia_fault_page *page = object;
	struct ia_table *table = ia_table_new(p->arena, log_columns,
					      sizeof(log_columns) / sizeof(*log_columns));
	size_t i;

	for (i = 0; i < page->nlog; i++)
		add_logged(p, table, &page->log[i]);
	if (table->nrows) {
		ia_table_print(p->out, table);
		return;
	}
	if (!print_unseen(p, page->faults, IA_PLAIN))
		ia_out_text(p->out, IA_PLAIN, "No faults since the module was loaded.\n");
}

static const char *device_name(const struct ia_page *page, const void *object)
{
	const struct ia_fault_status *status = object;

	(void)page;
	return status->device ? status->device->name : NULL;
}

static const char *device_driver(const struct ia_page *page, const void *object)
{
	const struct ia_fault_status *status = object;

	(void)page;
	return status->device && status->device->driver.known ? status->device->driver.text : NULL;
}

static const char *meaning(const struct ia_page *page, const void *object)
{
	(void)page;
	return help_of(object);
}

static const char *not_seen_because(const struct ia_page *page, const void *object)
{
	return ia_faults_unseen(page->arena, object);
}

/* What follows from the times of a count and, with --since, from another reading. */
#define TIMES									\
	IA_F(struct ia_fault_status, span, "seconds_since_first", SECONDS,	\
	     "time from the first fault to this reading"),			\
	IA_F(struct ia_fault_status, age, "seconds_since_last", SECONDS,	\
	     "time from the last fault to this reading"),			\
	IA_F(struct ia_fault_status, per_second, "per_second_since_first", DOUBLE, \
	     "rate since the first fault"),					\
	IA_F(struct ia_fault_status, fresh, "new", NUMBER,			\
	     "faults since the --since snapshot"),		\
	IA_F(struct ia_fault_status, fresh_per_second, "new_per_second", DOUBLE, \
	     "rate since that snapshot"),						\
	IA_F(struct ia_fault_status, now, "faults_now", BOOL,			\
	     "the last fault was less than 10 seconds ago")

static const struct ia_field status_fields[] = {
	IA_F_RECORD(struct ia_fault_status, fault, NULL, FAULT, ""),
	IA_F_SENTENCE("device", device_name, "name of the function; null when it is no longer "
		      "present"),
	IA_F_SENTENCE("driver", device_driver, "its driver; null without one"),
	TIMES,
	IA_F_SENTENCE("meaning", meaning,
		      "what the reason usually means, and where to look next"),
};

static const struct ia_answer status_answer = {
	.about = "a source and a reason", IA_FIELDS(status_fields),
};

static const struct ia_field other_fields[] = {
	IA_F(struct ia_fault_status, count, "count", NUMBER, "how many"),
	IA_F(struct ia_fault_status, first, "first_ns", NUMBER, "time of the first fault, "
	     "CLOCK_BOOTTIME"),
	IA_F(struct ia_fault_status, last, "last_ns", NUMBER, "time of the last fault, "
	     "CLOCK_BOOTTIME"),
	TIMES,
};

static const struct ia_answer other_answer = {
	.about = "faults beyond the size of the module's table",
	IA_FIELDS(other_fields),
};

static const struct ia_field sums_fields[] = {
	IA_F(struct ia_fault_sums, records, "records", NUMBER,
	     "faults logged by the hardware, as far as the module saw them"),
	IA_F(struct ia_fault_sums, unattributed, "unattributed", NUMBER,
	     "faults overwritten before they could be read"),
	IA_F(struct ia_fault_sums, overflows, "overflows", NUMBER,
	     "times a unit reported an overflow"),
	IA_F(struct ia_fault_sums, missed, "probes_missed", NUMBER,
	     "probe hits that were missed"),
	IA_F(struct ia_fault_sums, complete, "complete", BOOL, "no fault was lost"),
};

static const struct ia_answer sums_answer = {
	.about = "totals of all units", IA_FIELDS(sums_fields),
};

static const struct ia_field member_fields[] = {
	IA_F(struct ia_faults, seen, "seen", BOOL, "a fault monitor is active"),
	IA_F_SENTENCE("not_seen_because", not_seen_because, "why faults cannot be monitored, or "
		      "null"),
	IA_F(struct ia_faults, now, "boottime_ns", NUMBER, "when this was read, CLOCK_BOOTTIME"),
	IA_F_OBJECT(struct ia_faults, sums, "total", &sums_answer, "since the module was loaded"),
	IA_F_POINTER(struct ia_faults, fresh, "new", &sums_answer,
		     "since the --since snapshot; null without"),
	IA_F(struct ia_faults, elapsed, "seconds", SECONDS, "time between the two readings"),
	IA_F_RECORD_POINTERS(struct ia_faults, monitors, nmonitors, "monitors", MONITOR,
			     "the fault monitors for this machine's units"),
	IA_F_RECORDS(struct ia_faults, units, nunits, "units", FAULT_UNIT, "counts of each unit"),
	IA_F_RECORDS(struct ia_faults, invalidations, ninvalidations, "invalidations",
		     INVALIDATION, "invalidation errors, by unit and function"),
	IA_F_OBJECTS(struct ia_faults, items, count, "faults", &status_answer,
		     "by source and reason, most faults first"),
	IA_F_POINTER(struct ia_faults, other, "other", &other_answer,
		     "faults beyond the table, or null"),
};

const struct ia_answer ia_answer_faults_member = {
	.about = "faults logged by the units", IA_FIELDS(member_fields),
};

static const struct ia_field page_fields[] = {
	IA_F_POINTER(struct ia_fault_page, faults, "faults", &ia_answer_faults_member,
		     "faults logged by the units"),
};

const struct ia_answer ia_answer_faults = {
	.kind = "iommu_audit faults", .about = "blocked DMA, by source and reason",
	IA_FIELDS(page_fields),
	.page = faults_page,
};

static const struct ia_field log_fields[] = {
	IA_F_RECORDS(struct ia_fault_page, log, nlog, "log", FAULT_RECORD,
		     "the last faults, the oldest first"),
};

const struct ia_answer ia_answer_fault_log = {
	.kind = "iommu_audit fault_log", .about = "the last faults, one by one",
	IA_FIELDS(log_fields),
	.page = log_page,
};
