// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include <math.h>
#include <stdlib.h>

/**
 * ia_number_minus() - the difference of two numbers
 * @a: the larger one
 * @b: the smaller one
 *
 * Return: @a - @b; unknown when one is not known, or when it were negative.
 */
struct ia_number ia_number_minus(struct ia_number a, struct ia_number b)
{
	if (!a.known || !b.known || a.n < b.n)
		return (struct ia_number){ 0 };
	return ia_number_of(a.n - b.n);
}

/**
 * ia_per_second() - how often something happened
 * @count: how many times
 * @ns: in how many nanoseconds
 *
 * Return: NAN where one is not known, and for no time.
 */
double ia_per_second(struct ia_number count, struct ia_number ns)
{
	return count.known && ns.known && ns.n ? count.n / ((double)ns.n / IA_SECOND) : NAN;
}

static uint64_t plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* What follows from when the first one and the last one came. */
static void see_times(struct ia_faults *f, struct ia_fault_status *status)
{
	status->fresh.absent = true;
	status->span = ia_number_minus(f->now, status->first);
	status->per_second = ia_per_second(status->count, status->span);
	status->fresh_per_second = NAN;
	if (f->now.known && status->last.known) {
		/* /proc/uptime, read below --root, knows no more than 10 ms. */
		status->age.known = status->last.n <= f->now.n ||
				    status->last.n - f->now.n < IA_SECOND;
		if (status->last.n < f->now.n)
			status->age.n = f->now.n - status->last.n;
	}
	status->now = status->age.known && status->age.n < IA_FAULT_NOW;
	if (status->first.known && (!f->first.known || status->first.n < f->first.n))
		f->first = status->first;
}

static void gather_items(const struct ia_machine *m, struct ia_faults *f)
{
	size_t i;

	f->count = m->nfaults;
	f->items = ia_alloc(m->arena, m->nfaults, sizeof(*f->items));
	for (i = 0; i < m->nfaults; i++) {
		const struct ia_fault *fault = &m->faults[i];
		const struct ia_unit *unit = ia_machine_unit(m, &fault->unit);
		struct ia_fault_status *status = &f->items[i];

		*status = (struct ia_fault_status){
			.fault = fault, .vendor = unit ? unit->vendor : IA_VENDOR_UNKNOWN,
			.count = fault->count, .first = fault->first_ns, .last = fault->last_ns,
		};
		if (ia_is_address(fault->source))
			status->device = ia_machine_device(m, fault->source);
		see_times(f, status);
	}
	if (!m->nfault_other)
		return;
	f->other = ia_alloc(m->arena, 1, sizeof(*f->other));
	f->other->count = m->fault_other->count;
	f->other->first = m->fault_other->first_ns;
	f->other->last = m->fault_other->last_ns;
	see_times(f, f->other);
}

static int by_source(const void *a, const void *b)
{
	const struct ia_fault_status *x = a, *y = b;

	if (x->fault->source != y->fault->source)
		return x->fault->source < y->fault->source ? -1 : 1;
	if (x->count.n != y->count.n)
		return x->count.n > y->count.n ? -1 : 1;
	/* The rest in the order of the file. */
	return x->fault < y->fault ? -1 : x->fault > y->fault;
}

static int by_total(const void *a, const void *b)
{
	const struct ia_fault_status *x = a, *y = b;

	if (x->total == y->total)
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
		ia_address source = f->items[i].fault->source;
		uint64_t total = 0;

		for (j = i; j < f->count && f->items[j].fault->source == source; j++)
			total = plus(total, f->items[j].count.n);
		for (k = i; k < j; k++)
			f->items[k].total = total;
	}
	qsort(f->items, f->count, sizeof(*f->items), by_total);
}

/* 0 for a unit whose faults nobody reads says nothing. */
static size_t count_unwatched(const struct ia_machine *m)
{
	size_t i, count = 0;

	for (i = 0; i < m->nunits; i++)
		count += ia_is_unknown(m->units[i].fault_regs) ||
			 ia_is_unknown(m->units[i].event_entries);
	return count;
}

static void sum(struct ia_number *to, struct ia_number figure)
{
	to->known &= figure.known;
	to->n = plus(to->n, figure.n);
}

/* The vendor whose units a fault monitor watches. */
static enum ia_vendor watches(const struct ia_monitor *monitor)
{
	switch (monitor->name) {
	case IA_MONITOR_VTD:
		return IA_VENDOR_VTD;
	case IA_MONITOR_AMD:
		return IA_VENDOR_AMD;
	case IA_MONITOR_SMMUV3:
		return IA_VENDOR_SMMUV3;
	default:
		return IA_VENDOR_UNKNOWN;
	}
}

static bool has_vendor(const struct ia_machine *m, enum ia_vendor vendor)
{
	size_t i;

	for (i = 0; i < m->nunits; i++) {
		if (m->units[i].vendor == vendor)
			return true;
	}
	return false;
}

/* Those for this machine's units; all where no unit tells which these are. */
static void gather_monitors(const struct ia_machine *m, struct ia_faults *f)
{
	bool any = m->nunits;
	size_t i;

	f->monitors = ia_alloc(m->arena, m->nmonitors, sizeof(*f->monitors));
	f->unseen = IA_UNSEEN_UNSAID;
	f->exact = true;
	f->sums.missed.known = true;
	for (i = 0; i < m->nmonitors; i++) {
		const struct ia_monitor *monitor = &m->monitors[i];
		enum ia_vendor vendor = watches(monitor);

		if (!ia_is_value(vendor) || (any && !has_vendor(m, vendor)))
			continue;
		f->monitors[f->nmonitors++] = monitor;
		if (f->unseen != IA_SEEN)
			f->unseen = IA_UNSEEN;
		if (monitor->accuracy == IA_ACCURACY_NONE)
			continue;
		f->unseen = IA_SEEN;
		f->exact &= monitor->accuracy == IA_ACCURACY_EXACT;
		sum(&f->sums.missed, monitor->missed);
	}
	if (m->baseline == IA_YES)
		f->unseen = IA_UNSEEN_LEFT_OUT;
	else if (m->absent[IA_FILE_FAULTS])
		f->unseen = ia_from_module(m) ? IA_UNSEEN_OLD_MODULE : IA_UNSEEN_NO_MODULE;
	f->seen = f->unseen == IA_SEEN;
}

static bool is_zero(struct ia_number figure)
{
	return figure.known && !figure.n;
}

/**
 * ia_faults_complete() - find out whether not a single fault was lost
 * @faults: the faults
 * @sums: their figures; completed
 */
void ia_faults_complete(const struct ia_faults *faults, struct ia_fault_sums *sums)
{
	sums->complete = faults->unseen == IA_SEEN && faults->exact && !faults->unwatched &&
			 sums->records.known && is_zero(sums->unattributed) &&
			 is_zero(sums->overflows) && is_zero(sums->missed);
}

/**
 * ia_faults_gather() - work out what a machine's faults amount to
 * @machine: a joined machine
 * @faults: filled; lives as long as the machine
 */
void ia_faults_gather(const struct ia_machine *machine, struct ia_faults *faults)
{
	struct ia_fault_sums *sums = &faults->sums;
	size_t i;

	*faults = (struct ia_faults){
		.now = machine->boottime_ns, .loaded = machine->identity.loaded_ns,
		.units = machine->fault_units, .nunits = machine->nfault_units,
		.invalidations = machine->invalidations, .ninvalidations = machine->ninvalidations,
		.unwatched = count_unwatched(machine), .elapsed.absent = true,
	};
	gather_monitors(machine, faults);
	gather_items(machine, faults);
	sums->records.known = true;
	sums->unattributed.known = true;
	sums->overflows.known = true;
	for (i = 0; i < faults->nunits; i++) {
		sum(&sums->records, faults->units[i].records);
		sum(&sums->unattributed, faults->units[i].unattributed);
		sum(&sums->overflows, faults->units[i].overflows);
	}
	/* Nothing was there to count them: that is no 0. */
	if (!faults->nunits || (faults->unseen != IA_SEEN && !sums->records.n))
		*sums = (struct ia_fault_sums){ 0 };
	ia_faults_complete(faults, sums);
	sort(faults);
}
