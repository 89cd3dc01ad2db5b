// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

#include <stdlib.h>
#include <string.h>

static void gather_vfs(const struct ia_machine *m, struct ia_pf *pf)
{
	bool *seen = ia_alloc(m->arena, m->ngroups, sizeof(*seen));
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *vf = &m->devices[i];
		const struct ia_group *group;

		if (vf->pf_text != pf->device->address)
			continue;
		pf->listed++;
		ia_count_add(m->arena, &pf->drivers, vf->driver_text);
		group = ia_machine_group(m, vf->group_text);
		if (!group)
			continue;
		pf->alone += group->count_text == 1;
		pf->groups += !seen[group - m->groups];
		seen[group - m->groups] = true;
	}
	ia_counts_sort(&pf->drivers);
}

static int by_address(const void *key, const void *element)
{
	const ia_address *address = key;
	const struct ia_pf *pf = element;

	return *address < pf->device->address ? -1 : *address > pf->device->address;
}

static void gather_requests(const struct ia_machine *m, struct ia_facts *f)
{
	enum ia_file file = ia_requests_file(m);
	const struct ia_records *events = &m->files[file];
	size_t i;

	f->requests_blind = ia_requests_blind(m);
	/* The first one ever was number 0; the last ones are never dropped. */
	f->dropped.known = !f->requests_blind;
	if (events->count && file == IA_FILE_EVENTS)
		f->dropped = ia_figure_of(ia_record_get(&events->items[0], "seq"));
	for (i = 0; f->npfs && i < events->count; i++) {
		const struct ia_record *event = &events->items[i];
		const char *dev = ia_record_get(event, "dev");
		ia_address address;
		struct ia_pf *pf;

		if (!ia_event_is(event, IA_EVENT_REQUEST))
			continue;
		address = ia_address_parse(dev, strlen(dev), NULL);
		pf = bsearch(&address, f->pfs, f->npfs, sizeof(*f->pfs), by_address);
		if (pf)
			pf->last = event;
	}
}

/**
 * ia_pfs_gather() - find functions that can have VFs, and who asked for them
 * @machine: a joined machine
 * @facts: its PFs are filled
 */
void ia_pfs_gather(const struct ia_machine *machine, struct ia_facts *facts)
{
	size_t i;

	facts->pfs = ia_alloc(machine->arena, machine->ndevices, sizeof(*facts->pfs));
	for (i = 0; i < machine->ndevices; i++) {
		const struct ia_device *device = &machine->devices[i];

		if (device->totalvfs_text <= 0)
			continue;
		facts->pfs[facts->npfs].device = device;
		gather_vfs(machine, &facts->pfs[facts->npfs++]);
	}
	gather_requests(machine, facts);
}

static bool counts_alike(const struct ia_counts *a, const struct ia_counts *b)
{
	size_t i;

	for (i = 0; i < a->count && i < b->count; i++) {
		if (a->items[i].count != b->items[i].count ||
		    strcmp(a->items[i].word, b->items[i].word))
			return false;
	}
	return a->count == b->count;
}

static bool requests_alike(const struct ia_machine *m, const struct ia_record *a,
			   const struct ia_record *b)
{
	struct ia_request x, y;

	if (!a || !b)
		return a == b;
	ia_request_explain(m, a, &x);
	ia_request_explain(m, b, &y);
	return !strcmp(ia_request_text(m->arena, &x), ia_request_text(m->arena, &y)) &&
	       !strcmp(x.cause ? x.cause : "", y.cause ? y.cause : "");
}

/**
 * ia_pfs_alike() - tell whether nothing but their addresses and times differ
 * @machine: a joined machine
 * @a: a physical function
 * @b: another one
 */
bool ia_pfs_alike(const struct ia_machine *machine, const struct ia_pf *a,
		  const struct ia_pf *b)
{
	return a->device->numvfs_text == b->device->numvfs_text &&
	       a->device->totalvfs_text == b->device->totalvfs_text &&
	       !strcmp(a->device->driver_text, b->device->driver_text) &&
	       a->groups == b->groups && a->alone == b->alone &&
	       a->listed == b->listed && counts_alike(&a->drivers, &b->drivers) &&
	       requests_alike(machine, a->last, b->last);
}
