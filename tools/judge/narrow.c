// SPDX-License-Identifier: GPL-2.0
/* What a check is about when somebody named functions: of all facts only theirs. */
#include "rules.h"

/**
 * ia_asks_group() - tell whether a check is about a group
 * @check: a check whose functions are chosen
 * @group: the group, or NULL
 *
 * Return: true for all groups where nobody named functions.
 */
bool ia_asks_group(const struct ia_check *check, const struct ia_group *group)
{
	size_t i;

	if (!check->chosen)
		return true;
	for (i = 0; group && i < group->nfunctions; i++) {
		if (check->asked[group->functions[i] - check->machine->devices])
			return true;
	}
	return false;
}

/**
 * ia_asks_device() - tell whether a check is about a function
 * @check: a check whose functions are chosen
 * @device: the function
 *
 * Return: true for all functions where nobody named some.
 */
bool ia_asks_device(const struct ia_check *check, const struct ia_device *device)
{
	return !check->chosen || check->asked[device - check->machine->devices];
}

/* How many groups a check is about. */
size_t ia_count_groups(const struct ia_check *check)
{
	size_t i, count = 0;

	for (i = 0; i < check->machine->ngroups; i++)
		count += ia_asks_group(check, &check->machine->groups[i]);
	return count;
}

static bool is_above(const struct ia_check *check, ia_address port)
{
	size_t i, j;

	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];

		for (j = 0; j < d->path.count; j++) {
			if (d->path.items[j] == port)
				return true;
		}
		if (d->address == port)
			return true;
	}
	return false;
}

static void count_modes(struct ia_check *check)
{
	const struct ia_machine *m = check->machine;
	struct ia_facts *f = &check->facts;
	size_t i;

	for (i = 0; i < IA_MODES; i++)
		f->modes[i] = 0;
	for (i = 0; i < m->ngroups; i++) {
		const struct ia_group *group = &m->groups[i];

		if (ia_asks_group(check, group))
			f->modes[ia_mode(group->default_domain, group->flush)]++;
	}
	for (i = 0; i < IA_DOMAIN_TYPES; i++)
		f->domains[i] = 0;
	for (i = 0; i < check->ndevices; i++)
		f->domains[check->devices[i]->domain]++;
}

/* A PF counts with its VFs: those have no record of their own among the facts. */
static void keep_pfs(struct ia_check *check)
{
	const struct ia_machine *m = check->machine;
	bool *keep = ia_alloc(m->arena, m->ndevices, sizeof(*keep));
	struct ia_facts *f = &check->facts;
	size_t i, n = 0;

	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];

		keep[(d->pf ?: d) - m->devices] = true;
	}
	for (i = 0; i < f->npfs; i++) {
		if (keep[f->pfs[i].device - m->devices])
			f->pfs[n++] = f->pfs[i];
	}
	f->npfs = n;
}

/*
 * Faults of functions of other groups: a requester id that is no function's may be anybody's,
 * as that of a bridge above is.
 */
static void keep_faults(struct ia_check *check)
{
	const struct ia_machine *m = check->machine;
	struct ia_faults *f = &check->facts.faults;
	struct ia_fault_status *kept = ia_alloc(m->arena, f->count, sizeof(*kept));
	size_t i, n = 0;

	for (i = 0; i < f->count; i++) {
		const struct ia_device *source = ia_machine_device(m, f->items[i].fault->source);

		if (!source || ia_asks_device(check, source) ||
		    (source->in_group && ia_asks_group(check, source->in_group)) ||
		    is_above(check, source->address))
			kept[n++] = f->items[i];
	}
	f->items = kept;
	f->count = n;
}

/**
 * ia_check_narrow() - leave of the facts of a machine those of the functions that were named
 * @check: a check whose functions are chosen; without a choice nothing is left out
 *
 * What the units do and what cannot be seen stays: it is of the host. So do faults that may be
 * of the functions in question.
 */
void ia_check_narrow(struct ia_check *check)
{
	struct ia_facts *f = &check->facts;
	size_t i, n = 0;

	if (!check->chosen)
		return;
	count_modes(check);
	keep_pfs(check);
	keep_faults(check);
	for (i = 0; i < f->nshares; i++) {
		if (ia_asks_group(check, f->shares[i].group))
			f->shares[n++] = f->shares[i];
	}
	f->nshares = n;
	for (i = 0, n = 0; i < f->nowned; i++) {
		if (ia_asks_device(check, f->owned[i]))
			f->owned[n++] = f->owned[i];
	}
	f->nowned = n;
	for (i = 0, n = 0; i < f->ndrifts; i++) {
		if (is_above(check, f->drifts[i]->port))
			f->drifts[n++] = f->drifts[i];
	}
	f->ndrifts = n;
}
