// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include <stdlib.h>
#include <string.h>

/* What makes a line of the file faults the same line in two readings. */
static int by_key(const void *a, const void *b)
{
	static const char *const keys[] = {
		"unit", "source", "reason", "access", "pasid",
	};
	const struct ia_record *x = *(const struct ia_record *const *)a;
	const struct ia_record *y = *(const struct ia_record *const *)b;
	size_t i;
	int order = 0;

	for (i = 0; !order && i < sizeof(keys) / sizeof(*keys); i++)
		order = strcmp(ia_record_get(x, keys[i]),
			       ia_record_get(y, keys[i]));
	return order;
}

static int by_unit(const void *a, const void *b)
{
	const struct ia_record *const *x = a, *const *y = b;

	return strcmp(ia_record_get(*x, "unit"), ia_record_get(*y, "unit"));
}

static const struct ia_record **sorted(struct ia_arena *arena,
				       const struct ia_faults *f)
{
	const struct ia_record **list = ia_alloc(arena, f->count, sizeof(*list));
	size_t i;

	for (i = 0; i < f->count; i++)
		list[i] = f->items[i].record;
	if (f->count)
		qsort(list, f->count, sizeof(*list), by_key);
	return list;
}

static bool same(struct ia_number a, struct ia_number b)
{
	return a.known == b.known && a.n == b.n;
}

/* Counters only grow, and the first time stays: else they started anew. */
static bool subtract_items(const struct ia_machine *m, struct ia_faults *f,
			   const struct ia_faults *before)
{
	const struct ia_record **old = sorted(m->arena, before);
	size_t i, hits = 0;

	for (i = 0; i < f->count; i++) {
		struct ia_fault_item *item = &f->items[i];
		const struct ia_record **hit = NULL;
		struct ia_number count, first;

		if (before->count)
			hit = bsearch(&item->record, old, before->count,
				      sizeof(*old), by_key);
		item->fresh = item->count;
		if (!hit)
			continue;
		hits++;
		count = ia_figure_of(ia_record_get(*hit, "count"));
		first = ia_figure_of(ia_record_get(*hit, "first_ns"));
		if (!same(first, item->first) ||
		    (count.known && item->count.known && count.n > item->count.n))
			return false;
		item->fresh = ia_figure_minus(item->count, count);
	}
	return hits == before->count;
}

static bool subtract_units(const struct ia_machine *m, struct ia_faults *f,
			   const struct ia_faults *before)
{
	const struct ia_record **old = ia_alloc(m->arena, before->nunits,
						sizeof(*old));
	size_t i;

	for (i = 0; i < before->nunits; i++)
		old[i] = before->units[i];
	if (before->nunits)
		qsort(old, before->nunits, sizeof(*old), by_unit);
	for (i = 0; i < f->nunits; i++) {
		const struct ia_record **hit = NULL;
		struct ia_number now, then;

		if (before->nunits)
			hit = bsearch(&f->units[i], old, before->nunits,
				      sizeof(*old), by_unit);
		if (!hit)
			continue;
		now = ia_figure_of(ia_record_get(f->units[i], "records"));
		then = ia_figure_of(ia_record_get(*hit, "records"));
		if (now.known && then.known && now.n < then.n)
			return false;
	}
	f->fresh.records = ia_figure_minus(f->sums.records, before->sums.records);
	f->fresh.unattributed = ia_figure_minus(f->sums.unattributed,
						before->sums.unattributed);
	f->fresh.overflows = ia_figure_minus(f->sums.overflows, before->sums.overflows);
	f->fresh.missed = ia_figure_minus(f->sums.missed, before->sums.missed);
	return true;
}

/**
 * ia_faults_since() - what was added since another reading of the machine
 * @machine: the machine
 * @faults: its faults; what is @fresh and @elapsed is filled
 * @then: the machine as it was read before
 * @before: its faults then
 *
 * Return: NULL, or why the two readings do not belong together.
 */
const char *ia_faults_since(const struct ia_machine *machine,
			    struct ia_faults *faults,
			    const struct ia_machine *then,
			    const struct ia_faults *before)
{
	bool boots = strcmp(machine->boot_text, "unknown") &&
		     strcmp(then->boot_text, "unknown");

	if (faults->absent)
		return "says nothing here: the module that this was read from is older than "
		       "fault counting";
	if (before->absent)
		return "holds no faults: its module was older than fault counting";
	if (boots && strcmp(machine->boot_text, then->boot_text))
		return "is of another boot or machine: counters began anew since";
	if (faults->now.known && before->now.known &&
	    faults->now.n < before->now.n)
		return "is the later one of the two, or of another boot";
	if (faults->loaded.known && before->loaded.known &&
	    faults->loaded.n != before->loaded.n)
		return "is of another load of the module: counters began anew since";
	if (!subtract_items(machine, faults, before) ||
	    !subtract_units(machine, faults, before))
		return "has counters that did not go on: the module was reloaded since";
	/* A line with the same first time, in ns, is proof as well. */
	if (!boots && !before->count)
		return "does not say which boot it is of: nothing can be said";
	faults->elapsed = ia_figure_minus(faults->now, before->now);
	return NULL;
}
