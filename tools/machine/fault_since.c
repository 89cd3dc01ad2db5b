// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const struct ia_string *a, const struct ia_string *b)
{
	if (!a->known || !b->known)
		return a->known - b->known;
	return strcmp(a->text, b->text);
}

static int by_n(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* What makes a fault the same one in two readings. */
static int by_key(const void *a, const void *b)
{
	const struct ia_fault *x = (*(const struct ia_fault_status *const *)a)->fault;
	const struct ia_fault *y = (*(const struct ia_fault_status *const *)b)->fault;
	int order = by_n(x->source, y->source);

	if (!order)
		order = by_n(x->reason.n, y->reason.n);
	if (!order)
		order = by_n(x->access, y->access);
	if (!order)
		order = x->pasid.known - y->pasid.known;
	if (!order)
		order = by_n(x->pasid.n, y->pasid.n);
	return order ? order : by_text(&x->unit, &y->unit);
}

static int by_unit(const void *a, const void *b)
{
	const struct ia_fault_unit *const *x = a, *const *y = b;

	return by_text(&(*x)->unit, &(*y)->unit);
}

static const struct ia_fault_status **sorted(struct ia_arena *arena, const struct ia_faults *f)
{
	const struct ia_fault_status **list = ia_alloc(arena, f->count, sizeof(*list));
	size_t i;

	for (i = 0; i < f->count; i++)
		list[i] = &f->items[i];
	if (f->count)
		qsort(list, f->count, sizeof(*list), by_key);
	return list;
}

/* Counters only grow, and the first time stays: else they started anew. */
static bool subtract(struct ia_fault_status *now, const struct ia_fault_status *then)
{
	now->fresh = now->count;
	if (!then)
		return true;
	if (then->first.known != now->first.known || then->first.n != now->first.n ||
	    (then->count.known && now->count.known && then->count.n > now->count.n))
		return false;
	now->fresh = ia_number_minus(now->count, then->count);
	return true;
}

static bool subtract_items(const struct ia_machine *m, struct ia_faults *f,
			   const struct ia_faults *before)
{
	const struct ia_fault_status **old = sorted(m->arena, before);
	size_t i, hits = 0;

	for (i = 0; i < f->count; i++) {
		const struct ia_fault_status *key = &f->items[i], **hit = NULL;

		if (before->count)
			hit = bsearch(&key, old, before->count, sizeof(*old), by_key);
		hits += !!hit;
		if (!subtract(&f->items[i], hit ? *hit : NULL))
			return false;
	}
	if (before->other && !f->other)
		return false;
	if (f->other && !subtract(f->other, before->other))
		return false;
	return hits == before->count;
}

static bool subtract_units(const struct ia_machine *m, struct ia_faults *f,
			   const struct ia_faults *before)
{
	const struct ia_fault_unit **old = ia_alloc(m->arena, before->nunits, sizeof(*old));
	struct ia_fault_sums *fresh = ia_alloc(m->arena, 1, sizeof(*fresh));
	size_t i;

	for (i = 0; i < before->nunits; i++)
		old[i] = &before->units[i];
	if (before->nunits)
		qsort(old, before->nunits, sizeof(*old), by_unit);
	for (i = 0; i < f->nunits; i++) {
		const struct ia_fault_unit *key = &f->units[i], **hit = NULL;

		if (before->nunits)
			hit = bsearch(&key, old, before->nunits, sizeof(*old), by_unit);
		if (hit && key->records.known && (*hit)->records.known &&
		    key->records.n < (*hit)->records.n)
			return false;
	}
	fresh->records = ia_number_minus(f->sums.records, before->sums.records);
	fresh->unattributed = ia_number_minus(f->sums.unattributed, before->sums.unattributed);
	fresh->overflows = ia_number_minus(f->sums.overflows, before->sums.overflows);
	fresh->missed = ia_number_minus(f->sums.missed, before->sums.missed);
	ia_faults_complete(f, fresh);
	f->fresh = fresh;
	return true;
}

/**
 * ia_faults_since() - what was added since another reading of the machine
 * @machine: the machine
 * @faults: its faults; what is @fresh and @elapsed is filled
 * @then: the machine as it was read before
 * @before: its faults then
 *
 * Return: IA_SINCE_OK, or why the two readings do not belong together.
 */
enum ia_since ia_faults_since(const struct ia_machine *machine, struct ia_faults *faults,
			      const struct ia_machine *then, const struct ia_faults *before)
{
	bool boots = machine->boot_id.known && then->boot_id.known;
	size_t i;

	if (faults->unseen == IA_UNSEEN_LEFT_OUT || before->unseen == IA_UNSEEN_LEFT_OUT)
		return IA_SINCE_BASELINE;
	if (faults->unseen == IA_UNSEEN_NO_MODULE)
		return IA_SINCE_NO_MODULE_NOW;
	if (before->unseen == IA_UNSEEN_NO_MODULE)
		return IA_SINCE_NO_MODULE_THEN;
	if (faults->unseen == IA_UNSEEN_OLD_MODULE)
		return IA_SINCE_OLD_MODULE_NOW;
	if (before->unseen == IA_UNSEEN_OLD_MODULE)
		return IA_SINCE_OLD_MODULE_THEN;
	if (boots && strcmp(machine->boot_id.text, then->boot_id.text))
		return IA_SINCE_OTHER_BOOT;
	if (faults->now.known && before->now.known && faults->now.n < before->now.n)
		return IA_SINCE_LATER;
	if (faults->loaded.known && before->loaded.known && faults->loaded.n != before->loaded.n)
		return IA_SINCE_OTHER_LOAD;
	if (!subtract_items(machine, faults, before) ||
	    !subtract_units(machine, faults, before))
		return IA_SINCE_RELOADED;
	/* A record with the same first time, in ns, is proof as well. */
	if (!boots && !before->count && !before->other)
		return IA_SINCE_BOOT_UNKNOWN;
	faults->elapsed = ia_number_minus(faults->now, before->now);
	for (i = 0; i < faults->count; i++)
		faults->items[i].fresh_per_second =
			ia_per_second(faults->items[i].fresh, faults->elapsed);
	return IA_SINCE_OK;
}
