// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include <stdlib.h>
#include <string.h>

/**
 * ia_figure_of() - read a number of up to 64 bits
 * @value: a value of a record
 *
 * Return: the number; not known for "-", "unknown" and all else that is none.
 */
struct ia_number ia_figure_of(const char *value)
{
	struct ia_number figure = { .known = *value };

	for (; *value; value++) {
		unsigned int digit = *value - '0';

		if (*value < '0' || *value > '9' ||
		    figure.n > (UINT64_MAX - digit) / 10)
			return (struct ia_number){ 0 };
		figure.n = figure.n * 10 + digit;
	}
	return figure;
}

/**
 * ia_figure_minus() - the difference of two numbers
 * @a: the larger one
 * @b: the smaller one
 *
 * Return: @a - @b; not known when one is not, or when it were negative.
 */
struct ia_number ia_figure_minus(struct ia_number a, struct ia_number b)
{
	struct ia_number none = { 0 };

	if (!a.known || !b.known || a.n < b.n)
		return none;
	return ia_number_of(a.n - b.n);
}

static uint64_t plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static bool starts(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/**
 * ia_fault_vendor() - whose reasons a unit's faults have
 * @record: a line with the name of a unit
 */
enum ia_fault_vendor ia_fault_vendor(const struct ia_record *record)
{
	const char *unit = ia_record_get(record, "unit");

	if (starts(unit, "dmar"))
		return IA_FAULT_OF_VTD;
	return starts(unit, "ivhd") ? IA_FAULT_OF_AMD : IA_FAULT_OF_NOBODY;
}

/**
 * ia_fault_code() - a reason as a number
 * @record: a line about a source, or of the log
 *
 * Return: the number, or -1 when there is none.
 */
long ia_fault_code(const struct ia_record *record)
{
	const char *reason = ia_record_get(record, "reason");
	char *end;
	unsigned long code = strtoul(reason, &end, 16);

	return starts(reason, "0x") && reason[2] && !*end && code <= UINT16_MAX ?
	       (long)code : -1;
}

/* The line with what found no room in the module's table. */
static bool is_other(const struct ia_record *record)
{
	return !strcmp(ia_record_get(record, "source"), "other");
}

static void gather_item(const struct ia_machine *m, struct ia_faults *f,
			const struct ia_record *record)
{
	struct ia_fault_item *item = &f->items[f->count++];
	const char *source = ia_record_get(record, "source");
	long code = ia_fault_code(record);

	item->record = record;
	item->address = ia_address_parse(source, strlen(source), NULL);
	if (item->address != IA_NO_ADDRESS)
		item->device = ia_machine_device(m, item->address);
	if (code >= 0)
		item->help = ia_fault_help(ia_fault_vendor(record), code);
	item->count = ia_figure_of(ia_record_get(record, "count"));
	item->first = ia_figure_of(ia_record_get(record, "first_ns"));
	item->last = ia_figure_of(ia_record_get(record, "last_ns"));
	if (f->now.known && item->last.known) {
		/* /proc/uptime, read below --root, knows no more than 10 ms. */
		item->age.known = item->last.n <= f->now.n ||
				  item->last.n - f->now.n < IA_SECOND;
		if (item->last.n < f->now.n)
			item->age.n = f->now.n - item->last.n;
	}
	item->now = item->age.known && item->age.n < IA_FAULT_NOW;
	if (item->first.known && (!f->first.known || item->first.n < f->first.n))
		f->first = item->first;
}

static int by_source(const void *a, const void *b)
{
	const struct ia_fault_item *x = a, *y = b;
	int order;

	if (is_other(x->record) != is_other(y->record))
		return is_other(x->record) - is_other(y->record);
	order = strcmp(ia_record_get(x->record, "source"),
		       ia_record_get(y->record, "source"));
	if (order)
		return order;
	if (x->count.n != y->count.n)
		return x->count.n > y->count.n ? -1 : 1;
	/* The rest in the order of the file. */
	return x->record < y->record ? -1 : x->record > y->record;
}

static int by_total(const void *a, const void *b)
{
	const struct ia_fault_item *x = a, *y = b;

	if (is_other(x->record) != is_other(y->record) || x->total == y->total)
		return by_source(a, b);
	return x->total > y->total ? -1 : 1;
}

static void sort(struct ia_faults *f)
{
	size_t i, j, k;

	if (!f->count)
		return;
	qsort(f->items, f->count, sizeof(*f->items), by_source);
	for (i = 0; i < f->count; i = j) {
		const char *source = ia_record_get(f->items[i].record, "source");
		uint64_t total = 0;

		for (j = i; j < f->count; j++) {
			if (strcmp(ia_record_get(f->items[j].record, "source"),
				   source))
				break;
			total = plus(total, f->items[j].count.n);
		}
		for (k = i; k < j; k++)
			f->items[k].total = total;
	}
	qsort(f->items, f->count, sizeof(*f->items), by_total);
}

static bool has_vendor(const struct ia_machine *m, enum ia_fault_vendor vendor)
{
	static const enum ia_file files[] = { IA_FILE_UNITS, IA_FILE_FAULTS };
	size_t i, j;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		const struct ia_records *records = &m->files[files[i]];

		for (j = 0; j < records->count; j++) {
			if (ia_fault_vendor(&records->items[j]) == vendor)
				return true;
		}
	}
	return false;
}

/* 0 for a unit whose faults nobody reads says nothing. */
static size_t count_unwatched(const struct ia_machine *m)
{
	const struct ia_records *units = &m->files[IA_FILE_UNITS];
	size_t i, count = 0;

	for (i = 0; i < units->count; i++) {
		const char *regs = ia_record_find(&units->items[i], "fault_regs");
		const char *log = ia_record_find(&units->items[i], "event_entries");

		count += (regs && !strcmp(regs, "unknown")) ||
			 (log && !strcmp(log, "unknown"));
	}
	return count;
}

static void sum(struct ia_number *to, const char *value)
{
	struct ia_number figure = ia_figure_of(value);

	to->known &= figure.known;
	to->n = plus(to->n, figure.n);
}

static void gather_taps(const struct ia_machine *m, struct ia_faults *f)
{
	const struct ia_records *version = &m->files[IA_FILE_VERSION];
	bool vtd = has_vendor(m, IA_FAULT_OF_VTD);
	bool amd = has_vendor(m, IA_FAULT_OF_AMD);
	size_t i;

	f->taps = ia_alloc(m->arena, version->count, sizeof(*f->taps));
	f->blind = true;
	f->exact = true;
	f->sums.missed.known = true;
	for (i = 0; i < version->count; i++) {
		const struct ia_record *tap = &version->items[i];
		const char *name = ia_record_find(tap, "tap");
		const char *accuracy = ia_record_get(tap, "accuracy");

		if (!name || !strcmp(name, "events") || (vtd && !amd && !strcmp(name, "amd")) ||
		    (amd && !vtd && !strcmp(name, "vtd")))
			continue;
		f->taps[f->ntaps++] = tap;
		if (!strcmp(accuracy, "none") || !strcmp(accuracy, "unknown"))
			continue;
		f->blind = false;
		f->exact &= !strcmp(accuracy, "exact");
		sum(&f->sums.missed, ia_record_get(tap, "missed"));
	}
}

/**
 * ia_faults_gather() - work out what a machine's faults amount to
 * @machine: a joined machine
 * @faults: filled; lives as long as the machine
 */
void ia_faults_gather(const struct ia_machine *machine,
		      struct ia_faults *faults)
{
	const struct ia_records *records = &machine->files[IA_FILE_FAULTS];
	struct ia_fault_sums *sums = &faults->sums;
	size_t i;

	memset(faults, 0, sizeof(*faults));
	faults->absent = machine->absent[IA_FILE_FAULTS];
	faults->now = ia_figure_of(machine->boottime_ns_text);
	faults->loaded = ia_figure_of(ia_machine_identity(machine, "loaded_ns"));
	faults->units = ia_alloc(machine->arena, records->count,
				 sizeof(*faults->units));
	faults->items = ia_alloc(machine->arena, records->count,
				 sizeof(*faults->items));
	faults->unwatched = count_unwatched(machine);
	gather_taps(machine, faults);
	sums->records.known = true;
	sums->unattributed.known = true;
	sums->overflows.known = true;
	for (i = 0; i < records->count; i++) {
		const struct ia_record *record = &records->items[i];

		if (ia_record_find(record, "source")) {
			gather_item(machine, faults, record);
			continue;
		}
		faults->units[faults->nunits++] = record;
		sum(&sums->records, ia_record_get(record, "records"));
		sum(&sums->unattributed, ia_record_get(record, "unattributed"));
		sum(&sums->overflows, ia_record_get(record, "overflows"));
	}
	/* Nothing was there to count them: that is no 0. */
	if (!faults->nunits || (faults->blind && !sums->records.n))
		*sums = (struct ia_fault_sums){ 0 };
	sort(faults);
}
