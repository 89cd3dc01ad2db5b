// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include <stdlib.h>
#include <string.h>

static int by_pf_and_driver(const void *a, const void *b)
{
	const struct ia_device *x = *(const struct ia_device *const *)a;
	const struct ia_device *y = *(const struct ia_device *const *)b;

	if (x->vf_of != y->vf_of)
		return x->vf_of < y->vf_of ? -1 : 1;
	if (!x->driver.known || !y->driver.known)
		return y->driver.known - x->driver.known;
	return strcmp(x->driver.text, y->driver.text);
}

/* The most frequent driver first, and those without one last. */
static int by_count(const void *a, const void *b)
{
	const struct ia_name_count *x = a, *y = b;

	if (!x->name != !y->name)
		return !x->name - !y->name;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->name ? strcmp(x->name, y->name) : 0;
}

/* All VFs, those of one PF together, and of these those with one driver. */
static const struct ia_device **all_vfs(const struct ia_machine *m, size_t *count)
{
	const struct ia_device **vfs = ia_alloc(m->arena, m->ndevices, sizeof(*vfs));
	size_t i;

	*count = 0;
	for (i = 0; i < m->ndevices; i++) {
		if (ia_is_address(m->devices[i].vf_of))
			vfs[(*count)++] = &m->devices[i];
	}
	if (*count)
		qsort(vfs, *count, sizeof(*vfs), by_pf_and_driver);
	return vfs;
}

/* Counts a PF's VFs; @seen has for each group the last PF that had a VF in it. */
static void count_vfs(const struct ia_machine *m, struct ia_pf *pf,
		      const struct ia_device **vfs, const struct ia_pf **seen)
{
	size_t i;

	pf->drivers = ia_alloc(m->arena, pf->listed, sizeof(*pf->drivers));
	for (i = 0; i < pf->listed; i++) {
		const struct ia_group *group = vfs[i]->in_group;

		if (!i || by_pf_and_driver(&vfs[i - 1], &vfs[i]))
			pf->drivers[pf->ndrivers++].name =
				vfs[i]->driver.known ? vfs[i]->driver.text :
				vfs[i]->driver.absent ? NULL : "unknown driver";
		pf->drivers[pf->ndrivers - 1].count++;
		if (!group)
			continue;
		pf->alone += group->devices.count == 1;
		pf->groups += seen[group - m->groups] != pf;
		seen[group - m->groups] = pf;
	}
	if (pf->ndrivers)
		qsort(pf->drivers, pf->ndrivers, sizeof(*pf->drivers), by_count);
}

static int by_address(const void *key, const void *element)
{
	const ia_address *address = key;
	const struct ia_pf *pf = element;

	return *address < pf->device->address ? -1 : *address > pf->device->address;
}

static void gather_requests(const struct ia_machine *m, struct ia_facts *f)
{
	size_t i, count;
	const struct ia_event *events = ia_requests(m, &count);

	f->requests = ia_requests_unseen(m);
	/* The first one ever was number 0; the last ones are never dropped. */
	f->dropped.known = !f->requests;
	if (count && m->absent[IA_FILE_VF_REQUESTS])
		f->dropped = events[0].seq;
	for (i = 0; f->npfs && i < count; i++) {
		struct ia_request *request;
		struct ia_pf *pf;

		if (events[i].kind != IA_EVENT_VF_REQUEST)
			continue;
		pf = bsearch(&events[i].device, f->pfs, f->npfs, sizeof(*f->pfs), by_address);
		if (!pf)
			continue;
		request = ia_alloc(m->arena, 1, sizeof(*request));
		ia_request_explain(m, &events[i], request);
		pf->last = request;
	}
}

/**
 * ia_pfs_gather() - find functions that can have VFs, and who asked for them
 * @machine: a joined machine
 * @facts: its PFs are filled
 */
void ia_pfs_gather(const struct ia_machine *machine, struct ia_facts *facts)
{
	const struct ia_pf **seen = ia_alloc(machine->arena, machine->ngroups, sizeof(*seen));
	size_t i, nvfs, k = 0;
	const struct ia_device **vfs = all_vfs(machine, &nvfs);

	facts->pfs = ia_alloc(machine->arena, machine->ndevices, sizeof(*facts->pfs));
	for (i = 0; i < machine->ndevices; i++) {
		const struct ia_device *device = &machine->devices[i];
		struct ia_pf *pf = &facts->pfs[facts->npfs];

		if (!device->totalvfs.n)
			continue;
		facts->npfs++;
		pf->device = device;
		while (k < nvfs && vfs[k]->vf_of < device->address)
			k++;
		while (k + pf->listed < nvfs && vfs[k + pf->listed]->vf_of == device->address)
			pf->listed++;
		count_vfs(machine, pf, vfs + k, seen);
	}
	gather_requests(machine, facts);
}

static bool drivers_alike(const struct ia_pf *a, const struct ia_pf *b)
{
	size_t i;

	for (i = 0; i < a->ndrivers && i < b->ndrivers; i++) {
		if (by_count(&a->drivers[i], &b->drivers[i]))
			return false;
	}
	return a->ndrivers == b->ndrivers;
}

static bool same(struct ia_number a, struct ia_number b)
{
	return a.known == b.known && a.n == b.n;
}

static bool requests_alike(const struct ia_request *a, const struct ia_request *b)
{
	if (!a || !b)
		return a == b;
	return a->end == b->end && a->cause == b->cause &&
	       a->event->via == b->event->via && a->event->failed_in == b->event->failed_in &&
	       same(a->event->requested, b->event->requested) &&
	       same(a->event->old_numvfs, b->event->old_numvfs) &&
	       same(a->event->result, b->event->result) &&
	       same(a->event->error, b->event->error);
}

/**
 * ia_pfs_alike() - tell whether nothing but their addresses and times differ
 * @a: a physical function
 * @b: another one
 */
bool ia_pfs_alike(const struct ia_pf *a, const struct ia_pf *b)
{
	const struct ia_device *x = a->device, *y = b->device;

	return same(x->numvfs, y->numvfs) && same(x->totalvfs, y->totalvfs) &&
	       x->driver.known == y->driver.known &&
	       (!x->driver.known || !strcmp(x->driver.text, y->driver.text)) &&
	       a->groups == b->groups && a->alone == b->alone &&
	       a->listed == b->listed && drivers_alike(a, b) &&
	       requests_alike(a->last, b->last);
}
