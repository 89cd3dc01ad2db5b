// SPDX-License-Identifier: GPL-2.0
#include "functions.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "../machine/kind.h"

#define BUSES	256
#define CLASS_HOST_BRIDGE	0x0600
/* How often a function is looked at as a VF: of no machine more than a few times. */
#define MOST_STEPS	(64 * IA_MAX_FUNCTIONS)

/**
 * struct segment - the buses of a PCI segment
 * @first: its first function
 * @end: behind its last
 * @above: by bus, the bridge that leads to it alone; NULL where there is none, or several
 * @several: by bus, more than one bridge claims it
 * @paths: by bus, the bridges from the root down to it; unknown where that is not told
 */
struct segment {
	struct ia_function *first;
	struct ia_function *end;
	const struct ia_function *above[BUSES];
	bool several[BUSES];
	struct ia_addresses paths[BUSES];
};

/**
 * ia_functions_add() - one more function
 * @arena: owner of the list
 * @functions: the list
 * @address: its address
 * @line: where it was read, for messages
 *
 * Return: the function, all of it but its address unknown; NULL above IA_MAX_FUNCTIONS.
 */
struct ia_function *ia_functions_add(struct ia_arena *arena, struct ia_functions *functions,
				     ia_address address, size_t line)
{
	struct ia_function *function;

	if (functions->count == IA_MAX_FUNCTIONS)
		return NULL;
	functions->items = ia_grow(arena, functions->items, functions->count, &functions->room,
				   sizeof(*functions->items));
	functions->lines = ia_grow(arena, functions->lines, functions->count,
				   &functions->lines_room, sizeof(*functions->lines));
	functions->lines[functions->count] = line;
	function = &functions->items[functions->count++];
	ia_function_init(function, address);
	return function;
}

/* A function where it was, and where it is to be. */
struct sorted {
	ia_address address;
	size_t index;
};

static int by_address(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* Return: NULL, or which of them is there twice. */
static const char *sort(struct ia_arena *arena, struct ia_functions *functions)
{
	struct sorted *order = ia_alloc(arena, functions->count, sizeof(*order));
	struct ia_function *items = ia_alloc(arena, functions->count, sizeof(*items));
	char name[IA_ADDRESS_SIZE];
	size_t i;

	for (i = 0; i < functions->count; i++)
		order[i] = (struct sorted){ functions->items[i].device.address, i };
	if (functions->count)
		qsort(order, functions->count, sizeof(*order), by_address);
	for (i = 0; i < functions->count; i++) {
		items[i] = functions->items[order[i].index];
		if (i && order[i].address == order[i - 1].address)
			return ia_format(arena, ": line %zu: %s is there twice, first in line %zu",
					 functions->lines[order[i].index],
					 ia_address_text(name, order[i].address, true),
					 functions->lines[order[i - 1].index]);
	}
	functions->items = items;
	return NULL;
}

/* A bus below itself is none: numbers grow on the way down. */
static void find_bridges(struct segment *segment)
{
	const struct ia_function *f;

	for (f = segment->first; f < segment->end; f++) {
		unsigned int bus = f->host.secondary.n;

		if (!f->host.secondary.known || bus >= BUSES || bus <= ia_bus(f->device.address))
			continue;
		segment->several[bus] = segment->above[bus] || segment->several[bus];
		segment->above[bus] = segment->several[bus] ? NULL : f;
	}
}

/*
 * VFs may be on buses that no bridge has for its secondary one: then they are below the
 * bridge of their PF, the nearest that has their bus among its subordinate ones.
 */
static const struct ia_function *around(const struct segment *segment, unsigned int bus)
{
	const struct ia_function *f, *nearest = NULL;

	for (f = segment->first; f < segment->end; f++) {
		if (f->host.secondary.known && f->host.subordinate.known &&
		    f->host.secondary.n && f->host.secondary.n < bus &&
		    f->host.subordinate.n >= bus &&
		    (!nearest || f->host.secondary.n > nearest->host.secondary.n))
			nearest = f;
	}
	return nearest;
}

static bool has_pf(const struct segment *segment, unsigned int bus)
{
	const struct ia_function *f;

	for (f = segment->first; f < segment->end; f++) {
		if (ia_bus(f->device.address) == bus && f->device.totalvfs.known)
			return true;
	}
	return false;
}

static bool is_host_bridge(const struct ia_device *device)
{
	return device->class_code.known && device->class_code.n >> 8 == CLASS_HOST_BRIDGE;
}

/* Whether a bus that no bridge leads to is a root bus, or its bridge is not in the dump. */
static bool is_root_bus(const struct segment *segment, unsigned int bus, enum ia_extent extent)
{
	bool below = false, root = false;
	const struct ia_function *f;

	for (f = segment->first; f < segment->end; f++) {
		enum ia_port_type type = f->device.type;

		if (ia_bus(f->device.address) != bus)
			continue;
		if (type == IA_PORT_UPSTREAM || type == IA_PORT_DOWNSTREAM)
			return false;
		below |= type == IA_PORT_ENDPOINT || type == IA_PORT_LEGACY_ENDPOINT ||
			 type == IA_PORT_PCIE_TO_PCI;
		root |= type == IA_PORT_ROOT_PORT || type == IA_PORT_RC_ENDPOINT ||
			type == IA_PORT_RC_EVENT_COLLECTOR || is_host_bridge(&f->device);
	}
	return root || extent == IA_EXTENT_WHOLE || (extent == IA_EXTENT_LISTING && !below);
}

static struct ia_addresses path_below(struct ia_arena *arena, const struct ia_addresses *above,
				      const struct ia_function *bridge)
{
	ia_address *items = ia_alloc(arena, above->count + 1, sizeof(*items));

	if (above->count)
		memcpy(items, above->items, above->count * sizeof(*items));
	items[above->count] = bridge->device.address;
	return (struct ia_addresses){ .known = true, .count = above->count + 1, .items = items };
}

/* Whether there is a bridge of which nothing tells what is below it. */
static bool has_blind_bridge(const struct segment *segment)
{
	const struct ia_function *f;

	for (f = segment->first; f < segment->end; f++) {
		if (ia_is_unknown(f->host.secondary))
			return true;
	}
	return false;
}

/* The bridges above a bus; the buses above it have smaller numbers, and were looked at. */
static struct ia_addresses find_path(struct ia_arena *arena, const struct segment *segment,
				     unsigned int bus, enum ia_extent extent)
{
	const struct ia_function *bridge = segment->above[bus];
	const struct ia_addresses unknown = { 0 }, none = { .absent = true };
	const struct ia_addresses *above;

	if (!bus)
		return none;
	if (segment->several[bus])
		return unknown;
	if (bridge) {
		above = &segment->paths[ia_bus(bridge->device.address)];
		return ia_is_unknown(*above) ? unknown : path_below(arena, above, bridge);
	}
	bridge = around(segment, bus);
	if (bridge)
		return has_pf(segment, bridge->host.secondary.n) ?
		       segment->paths[bridge->host.secondary.n] : unknown;
	return !has_blind_bridge(segment) && is_root_bus(segment, bus, extent) ? none : unknown;
}

static void find_paths(struct ia_arena *arena, struct segment *segment, enum ia_extent extent)
{
	struct ia_function *f;
	unsigned int bus;

	for (bus = 0; bus < BUSES; bus++)
		segment->paths[bus] = find_path(arena, segment, bus, extent);
	for (f = segment->first; f < segment->end; f++)
		f->device.path = segment->paths[ia_bus(f->device.address)];
}

static void find_all_paths(struct ia_machine *m, struct ia_functions *functions)
{
	struct ia_function *f = functions->items, *end = f + functions->count;
	struct segment *segment = ia_alloc(m->arena, 1, sizeof(*segment));

	while (f < end) {
		*segment = (struct segment){ .first = f };
		while (f < end && ia_segment(f->device.address) ==
				  ia_segment(segment->first->device.address))
			f++;
		segment->end = f;
		find_bridges(segment);
		find_paths(m->arena, segment, functions->extent);
	}
}

/* A VF has no place of its own: SR-IOV, 9.3.3.9, of its PF says where it is. */
static void find_vfs_of(struct ia_functions *functions, const struct ia_function *pf,
			size_t *steps)
{
	const struct ia_number *offset = &pf->host.vf_offset, *stride = &pf->host.vf_stride;
	const struct ia_device *d = &pf->device;
	ia_address first = d->address + offset->n, last;
	struct ia_function *f, *end = functions->items + functions->count;

	/* VFs of one PF are none of another: who says so claims too much. */
	if (!d->numvfs.known || !d->numvfs.n || !offset->known || !stride->known)
		return;
	last = first + (d->numvfs.n - 1) * stride->n;
	for (f = functions->items + (pf - functions->items); f < end; f++) {
		uint64_t index = f->device.address - first;

		if (++*steps > MOST_STEPS)
			return;
		if (f->device.address > last || last >> 16 != d->address >> 16)
			break;
		if (f->device.address < first || (stride->n && index % stride->n))
			continue;
		if (!f->device.vendor.known)
			f->device.vendor = d->vendor;
		f->device.vf_of = d->address;
		f->device.vf_index = ia_number_of(stride->n ? index / stride->n : 0);
	}
}

/* PRI and PASID of a VF are its PF's: what cannot be ruled out to be a VF is silent of them. */
static void forget_shared(struct ia_device *d)
{
	if (d->vf_of != IA_UNKNOWN_ADDRESS || d->type != IA_PORT_ENDPOINT)
		return;
	if (d->pri == IA_CAP_ABSENT)
		d->pri = IA_CAP_UNKNOWN;
	if (d->pasid == IA_CAP_ABSENT)
		d->pasid = IA_CAP_UNKNOWN;
}

/* Without VFs where no function has any; unknown where one does not say. */
static void find_vfs(struct ia_functions *functions)
{
	size_t i, steps = 0;
	bool told = true;

	for (i = 0; i < functions->count; i++) {
		const struct ia_function *f = &functions->items[i];

		told &= !ia_is_unknown(f->device.numvfs) &&
			!(f->device.numvfs.n && ia_is_unknown(f->host.vf_offset));
	}
	for (i = 0; told && i < functions->count; i++) {
		functions->items[i].device.vf_of = IA_NO_ADDRESS;
		functions->items[i].device.vf_index = (struct ia_number){ .absent = true };
	}
	for (i = 0; i < functions->count; i++)
		find_vfs_of(functions, &functions->items[i], &steps);
	for (i = 0; i < functions->count; i++)
		forget_shared(&functions->items[i].device);
}

/* Of drivers/pci/controller/vmd.c, up to Linux 7.3. */
static bool is_vmd(const struct ia_device *device)
{
	static const uint16_t ids[] = {
		0x201d, 0x28c0, 0x28c1, 0x467f, 0x4c3d, 0x7d0b, 0x9a0b, 0xa77f, 0xad0b, 0xb06f,
		0xb07f, 0xb60b, 0xd70b, 0xd73b,
	};
	size_t i;

	if (!device->vendor.known || device->vendor.n != IA_PCI_VENDOR_INTEL)
		return false;
	for (i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		if (device->device.known && device->device.n == ids[i])
			return true;
	}
	return false;
}

/*
 * Linux numbers the segments behind a VMD from 0x10000. Which of them is behind which VMD
 * the source may have said; else it is clear where there is one.
 */
static void find_vmds(struct ia_functions *functions)
{
	ia_address only = IA_UNKNOWN_ADDRESS;
	size_t i, vmds = 0;

	for (i = 0; i < functions->count; i++) {
		if (is_vmd(&functions->items[i].device)) {
			only = functions->items[i].device.address;
			vmds++;
		}
	}
	for (i = 0; i < functions->count; i++) {
		struct ia_function *f = &functions->items[i];

		if (ia_segment(f->device.address) <= UINT16_MAX)
			f->host.dma_device = IA_NO_ADDRESS;
		else if (vmds == 1 && !ia_is_address(f->host.dma_device))
			f->host.dma_device = only;
	}
}

static int by_group(const void *a, const void *b)
{
	const struct ia_device *x = *(const struct ia_device *const *)a;
	const struct ia_device *y = *(const struct ia_device *const *)b;

	if (x->group.n != y->group.n)
		return x->group.n < y->group.n ? -1 : 1;
	return x->address < y->address ? -1 : x->address > y->address;
}

/**
 * ia_functions_group() - make the groups that functions name: of members that name them
 * @m: a machine without groups; its functions are there
 */
void ia_functions_group(struct ia_machine *m)
{
	const struct ia_device **devices = ia_alloc(m->arena, m->ndevices, sizeof(*devices));
	struct ia_member *members;
	char name[IA_ADDRESS_SIZE];
	size_t i, count = 0;

	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].group.known)
			devices[count++] = &m->devices[i];
	}
	if (count)
		qsort(devices, count, sizeof(*devices), by_group);
	members = ia_alloc(m->arena, count, sizeof(*members));
	m->groups = ia_alloc(m->arena, count, sizeof(*m->groups));
	for (i = 0; i < count; i++) {
		struct ia_group *group;

		ia_address_text(name, devices[i]->address, true);
		members[i] = (struct ia_member){ devices[i]->address,
						 ia_strndup(m->arena, name, strlen(name)) };
		if (!i || devices[i]->group.n != devices[i - 1]->group.n) {
			group = &m->groups[m->ngroups++];
			ia_record_clear(&ia_records[IA_RECORD_GROUP], group);
			group->group = devices[i]->group;
			group->devices.known = true;
			group->devices.items = &members[i];
		}
		m->groups[m->ngroups - 1].devices.count++;
	}
}

/* Return: NULL, or what is too much. */
static const char *count_hops(struct ia_arena *arena, const struct ia_functions *functions)
{
	size_t i, hops = 0;

	for (i = 0; i < functions->count; i++)
		hops += functions->items[i].device.path.count;
	if (hops <= IA_MAX_HOPS)
		return NULL;
	return ia_format(arena,
			 "has %zu ports, each counted for each function below it; at most %d are read (IA_MAX_HOPS)",
			 hops, IA_MAX_HOPS);
}

/* What no dump has. */
static void describe(struct ia_machine *m)
{
	static const enum ia_source_name blind[] = { IA_SOURCE_UNITS, IA_SOURCE_DOMAINS,
						     IA_SOURCE_TRANSLATIONS };
	const char *why = m->ngroups ?
			  "groups show that an IOMMU is in use; its registers are in no dump" :
			  "registers of IOMMUs and tables of firmware are in no dump";
	size_t i;

	m->sources = ia_alloc(m->arena, sizeof(blind) / sizeof(*blind), sizeof(*m->sources));
	for (i = 0; i < sizeof(blind) / sizeof(*blind); i++)
		m->sources[m->nsources++] = (struct ia_source){
			.name = blind[i], .method = IA_METHOD_NONE,
			.accuracy = IA_ACCURACY_NONE,
			.reason = ia_text_of(blind[i] == IA_SOURCE_UNITS ? why :
					     "only the kernel of that machine tells them"),
			.limit = { .absent = true },
		};
}

/**
 * ia_functions_place() - make a machine out of the functions of a dump
 * @machine: an empty machine with an arena; its functions, ports and groups are filled
 * @functions: the functions; sorted
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_functions_place(struct ia_machine *machine, struct ia_functions *functions)
{
	const char *wrong = sort(machine->arena, functions);

	if (wrong)
		return wrong;
	find_all_paths(machine, functions);
	find_vfs(functions);
	find_vmds(functions);
	wrong = count_hops(machine->arena, functions);
	if (wrong)
		return wrong;
	machine->host.read = true;
	ia_functions_take(machine, functions->items, functions->count);
	ia_functions_group(machine);
	describe(machine);
	return NULL;
}
