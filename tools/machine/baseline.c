// SPDX-License-Identifier: GPL-2.0
#include "baseline.h"

#include <stdlib.h>
#include <string.h>

#define HOST(member)	offsetof(struct ia_machine, host.member)
#define NONE		SIZE_MAX

/*
 * Records of a machine that are in none of the module's files: where they are, and how many of
 * a list there are; NONE for a single one.
 */
static const struct {
	enum ia_record_id id;
	size_t at;
	size_t count;
} host_records[] = {
	{ IA_RECORD_HOST_NUMA, HOST(numa), NONE },
	{ IA_RECORD_HOST_NODE, HOST(nodes), HOST(nnodes) },
	{ IA_RECORD_HOST_NODE_PAGES, HOST(node_pages), HOST(nnode_pages) },
	{ IA_RECORD_HOST_LIMITS, HOST(limits), NONE },
	{ IA_RECORD_HOST_CONFIG, HOST(config), NONE },
	{ IA_RECORD_HOST_VFIO, HOST(vfio), NONE },
	{ IA_RECORD_HOST_HUGEPAGES, HOST(hugepages), HOST(nhugepages) },
	{ IA_RECORD_HOST_NEXT_BOOT, HOST(boot), NONE },
	{ IA_RECORD_HOST_MODULE, HOST(modules), HOST(nmodules) },
	{ IA_RECORD_HOST_DEVICE, HOST(devices), HOST(ndevices) },
	{ IA_RECORD_HOST_NAMES, HOST(names), HOST(nnames) },
	{ IA_RECORD_HOST_PLATFORM, HOST(platform), NONE },
	{ IA_RECORD_HOST_FIRMWARE, HOST(firmware), HOST(nfirmware) },
	{ IA_RECORD_HOST_USAGE, HOST(usage), NONE },
	{ IA_RECORD_HOST_USE, HOST(uses), HOST(nuses) },
};

#define NHOST_RECORDS	(sizeof(host_records) / sizeof(*host_records))

static void leave_out(enum ia_record_id id, void *records, size_t count)
{
	const struct ia_record_info *info = &ia_records[id];
	char *record = records;
	size_t i, j;

	for (i = 0; i < count; i++, record += info->size) {
		for (j = 0; j < info->count; j++) {
			if (info->keys[j].varies)
				ia_key_leave_out(&info->keys[j], record);
		}
	}
}

static void *list_at(struct ia_machine *m, size_t offset)
{
	return *(void **)((char *)m + offset);
}

static size_t *count_at(struct ia_machine *m, size_t offset)
{
	return (size_t *)((char *)m + offset);
}

/**
 * ia_baseline_leave_out() - leave out of a machine what differs between nodes
 * @machine: the machine; its records are changed
 */
void ia_baseline_leave_out(struct ia_machine *machine)
{
	struct ia_origin origin = { .time = machine->time };
	size_t i;

	leave_out(IA_RECORD_HOST_ORIGIN, &origin, 1);
	machine->time = origin.time;
	machine->boot_id = origin.boot_id;
	machine->boottime_ns = origin.boottime_ns;
	machine->baseline = IA_YES;
	for (i = 0; i < ia_nrecord_lists; i++) {
		const struct ia_record_list *list = &ia_record_lists[i];

		if (!list->name)
			continue;
		if (ia_baseline_lacks(list->id)) {
			*count_at(machine, list->count) = 0;
			machine->absent[list->file] = true;
		} else {
			leave_out(list->id, list_at(machine, list->items),
				  *count_at(machine, list->count));
		}
	}
	for (i = 0; i < NHOST_RECORDS; i++) {
		bool alone = host_records[i].count == NONE;

		if (alone)
			leave_out(host_records[i].id, (char *)machine + host_records[i].at, 1);
		else if (ia_baseline_lacks(host_records[i].id))
			*count_at(machine, host_records[i].count) = 0;
		else
			leave_out(host_records[i].id, list_at(machine, host_records[i].at),
				  *count_at(machine, host_records[i].count));
	}
}

static int by_member(const void *a, const void *b)
{
	const struct ia_member *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void sort_members(struct ia_arena *arena, struct ia_members *members)
{
	struct ia_member *items = ia_alloc(arena, members->count, sizeof(*items));

	if (!members->count)
		return;
	memcpy(items, members->items, members->count * sizeof(*items));
	qsort(items, members->count, sizeof(*items), by_member);
	members->items = items;
}

/* Groups are numbered as they are made, which is not the same at each boot. */
static int by_first_member(const void *a, const void *b)
{
	const struct ia_group *x = *(const struct ia_group *const *)a;
	const struct ia_group *y = *(const struct ia_group *const *)b;
	int less = !x->devices.count - !y->devices.count;

	if (!less && x->devices.count)
		less = by_member(x->devices.items, y->devices.items);
	return less ? less : x < y ? -1 : x > y;
}

static int by_number(const void *a, const void *b)
{
	const struct ia_group *x = a, *y = b;

	return x->group.n < y->group.n ? -1 : x->group.n > y->group.n;
}

static void number_groups(struct ia_machine *m)
{
	const struct ia_group **order = ia_alloc(m->arena, m->ngroups, sizeof(*order));
	uint64_t *numbers = ia_alloc(m->arena, m->ngroups, sizeof(*numbers));
	size_t i;

	for (i = 0; i < m->ngroups; i++) {
		sort_members(m->arena, &m->groups[i].devices);
		order[i] = &m->groups[i];
	}
	if (m->ngroups)
		qsort(order, m->ngroups, sizeof(*order), by_first_member);
	for (i = 0; i < m->ngroups; i++)
		numbers[order[i] - m->groups] = i;
	for (i = 0; i < m->ndevices; i++) {
		struct ia_number *group = &m->devices[i].group;

		if (!group->known)
			continue;
		if (m->devices[i].in_group)
			group->n = numbers[m->devices[i].in_group - m->groups];
		else
			*group = (struct ia_number){ 0 };
	}
	for (i = 0; i < m->ngroups; i++)
		m->groups[i].group.n = numbers[i];
	if (m->ngroups)
		qsort(m->groups, m->ngroups, sizeof(*m->groups), by_number);
}

/**
 * ia_baseline_make() - turn a machine into a baseline
 * @machine: a joined machine; its records are no longer tied together
 *
 * What differs between nodes is left out, and groups are numbered by their first members.
 */
void ia_baseline_make(struct ia_machine *machine)
{
	if (machine->baseline == IA_YES)
		return;
	number_groups(machine);
	ia_baseline_leave_out(machine);
}
