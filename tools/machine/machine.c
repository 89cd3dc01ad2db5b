// SPDX-License-Identifier: GPL-2.0
#include "machine.h"

#include "called.h"
#include "cmdline.h"
#include "quirks.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

const char *const ia_file_names[IA_ALL_FILES] = {
	[IA_FILE_VERSION] = IOMMU_AUDIT_FILE_VERSION,
	[IA_FILE_UNITS] = IOMMU_AUDIT_FILE_UNITS,
	[IA_FILE_GROUPS] = IOMMU_AUDIT_FILE_GROUPS,
	[IA_FILE_DEVICES] = IOMMU_AUDIT_FILE_DEVICES,
	[IA_FILE_ACS] = IOMMU_AUDIT_FILE_ACS,
	[IA_FILE_FAULTS] = IOMMU_AUDIT_FILE_FAULTS,
	[IA_FILE_FAULT_LOG] = IOMMU_AUDIT_FILE_FAULT_LOG,
	[IA_FILE_EVENTS] = IOMMU_AUDIT_FILE_EVENTS,
	[IA_FILE_VF_REQUESTS] = IOMMU_AUDIT_FILE_VF_REQUESTS,
	[IA_FILE_REGISTERS] = IOMMU_AUDIT_FILE_REGISTERS,
	[IA_FILE_TRANSLATIONS] = IOMMU_AUDIT_FILE_TRANSLATIONS,
	[IA_FILE_EVENTS_PIPE] = IOMMU_AUDIT_FILE_EVENTS_PIPE,
	[IA_FILE_BENCH_RESULT] = IOMMU_AUDIT_FILE_BENCH_RESULT,
};

#define LIST(id, file, member)							\
	{ IA_RECORD_##id, IA_FILE_##file, #member, offsetof(struct ia_machine, member), \
	  offsetof(struct ia_machine, n##member) }
#define ELSEWHERE(id, file)	{ IA_RECORD_##id, IA_FILE_##file, NULL, 0, 0 }

const struct ia_record_list ia_record_lists[] = {
	LIST(IDENTITY, VERSION, identities),
	LIST(SOURCE, VERSION, sources),
	LIST(MONITOR, VERSION, monitors),
	LIST(UNIT, UNITS, units),
	LIST(GROUP, GROUPS, groups),
	LIST(DEVICE, DEVICES, devices),
	LIST(ACS, ACS, acs),
	LIST(FAULT_UNIT, FAULTS, fault_units),
	LIST(FAULT, FAULTS, faults),
	LIST(INVALIDATION, FAULTS, invalidations),
	LIST(FAULT_OTHER, FAULTS, fault_other),
	LIST(FAULT_RECORD, FAULT_LOG, fault_log),
	LIST(EVENT, EVENTS, events),
	LIST(EVENT, VF_REQUESTS, vf_requests),
	LIST(REGISTER, REGISTERS, registers),
	LIST(REQUESTER, TRANSLATIONS, translations),
	ELSEWHERE(EVENT, EVENTS_PIPE),
	ELSEWHERE(EVENTS_LOST, EVENTS_PIPE),
	ELSEWHERE(BENCH_STATE, BENCH_RESULT),
	ELSEWHERE(BENCH_PARAMS, BENCH_RESULT),
	ELSEWHERE(BENCH_CONTEXT, BENCH_RESULT),
	ELSEWHERE(BENCH_OP, BENCH_RESULT),
	ELSEWHERE(BENCH_BIN, BENCH_RESULT),
};

const size_t ia_nrecord_lists = sizeof(ia_record_lists) / sizeof(*ia_record_lists);

/* Tell whether the first modules lacked a file. */
bool ia_file_optional(enum ia_file file)
{
	return file >= IA_FILE_FAULTS;
}

/**
 * ia_machine_without_module() - say that a machine is read without the module
 * @machine: an empty machine
 * @source: where it is read instead
 */
void ia_machine_without_module(struct ia_machine *machine, enum ia_machine_source source)
{
	enum ia_file file;

	machine->source = source;
	for (file = 0; file < IA_FILES; file++)
		machine->absent[file] = ia_file_optional(file);
}

/*
 * Tell whether a machine has all units of the firmware's tables: where nobody could read
 * these there may be more of them, or some.
 */
bool ia_lists_units(const struct ia_machine *machine)
{
	size_t i;

	if (ia_from_module(machine))
		return true;
	if (machine->source != IA_FROM_SYSFS)
		return false;
	for (i = 0; i < machine->nsources; i++) {
		if (machine->sources[i].name == IA_SOURCE_UNITS)
			return machine->sources[i].method != IA_METHOD_SYSFS;
	}
	return false;
}

/** ia_machine_hides_groups() - tell whether nothing says which groups there are, as in a dump */
bool ia_machine_hides_groups(const struct ia_machine *machine)
{
	size_t i;

	for (i = 0; i < machine->ndevices; i++) {
		if (!ia_is_unknown(machine->devices[i].group))
			return false;
	}
	return machine->ndevices;
}

/* Forget the records of a file. */
void ia_machine_clear(struct ia_machine *machine, enum ia_file file)
{
	size_t i;

	for (i = 0; i < ia_nrecord_lists; i++) {
		const struct ia_record_list *list = &ia_record_lists[i];

		if (list->file == file && list->name)
			*(size_t *)((char *)machine + list->count) = 0;
	}
}

/* Sorts; the module's files mostly are in order already. */
static void sort(void *items, size_t count, size_t size,
		 int (*compare)(const void *, const void *))
{
	const char *item = items;
	size_t i;

	for (i = 1; i < count; i++, item += size) {
		if (compare(item, item + size) > 0) {
			qsort(items, count, size, compare);
			return;
		}
	}
}

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_address(const void *a, const void *b)
{
	const struct ia_device *x = a, *y = b;

	return order(x->address, y->address);
}

static int by_host_address(const void *a, const void *b)
{
	const struct ia_host_device *x = a, *y = b;

	return order(x->address, y->address);
}

static int by_number(const void *a, const void *b)
{
	const struct ia_group *x = a, *y = b;

	return order(x->group.n, y->group.n);
}

/* A function's own record comes first: its hop does not apply, and counts as 0. */
static int by_device_and_hop(const void *a, const void *b)
{
	const struct ia_acs *x = a, *y = b;
	int first = order(x->device, y->device);

	if (!first)
		first = order(x->port != x->device, y->port != y->device);
	if (!first)
		first = order(x->hop.n, y->hop.n);
	return first ? first : order(x->port, y->port);
}

/* Older modules do not say whether the capability is there; a bit proves it. */
static void complete_acs(struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->nacs; i++) {
		struct ia_acs *acs = &m->acs[i];

		if (acs->cap.known && acs->cap.bits)
			acs->present = IA_YES;
		if (acs->port == acs->device)
			acs->hop = (struct ia_number){ .absent = true };
	}
}

/* It has fewer bridges above it, so there is no cycle, whatever the records say. */
static const struct ia_device *above(const struct ia_machine *m, const struct ia_device *d)
{
	const struct ia_device *bridge;

	if (!d->path.count)
		return NULL;
	bridge = ia_machine_device(m, d->path.items[d->path.count - 1]);
	return bridge && bridge->path.count < d->path.count ? bridge : NULL;
}

static void tie_devices(struct ia_machine *m)
{
	size_t i, k = 0;

	for (i = 0; i < m->ndevices; i++) {
		struct ia_device *d = &m->devices[i];

		while (k < m->nacs && m->acs[k].device < d->address)
			k++;
		d->ports = m->acs ? &m->acs[k] : NULL;
		d->nports = k;
		while (k < m->nacs && m->acs[k].device == d->address)
			k++;
		d->nports = k - d->nports;
		d->in_group = d->group.known ? ia_machine_group(m, d->group.n) : NULL;
		d->above = above(m, d);
		d->pf = ia_is_address(d->vf_of) ? ia_machine_device(m, d->vf_of) : NULL;
		m->segments |= ia_segment(d->address) != 0;
	}
}

static bool has_direct(const struct ia_group *group)
{
	size_t i;

	for (i = 0; i < group->reserved.count; i++) {
		if (group->reserved.items[i].type == IA_REGION_DIRECT)
			return true;
	}
	return false;
}

static void tie_groups(struct ia_machine *m)
{
	size_t i, j;

	for (i = 0; i < m->ngroups; i++) {
		struct ia_group *g = &m->groups[i];

		g->functions = ia_alloc(m->arena, g->devices.count, sizeof(*g->functions));
		g->nfunctions = 0;
		g->with_pasid = NULL;
		g->has_direct = has_direct(g);
		for (j = 0; j < g->devices.count; j++) {
			ia_address at = g->devices.items[j].address;
			const struct ia_device *d = ia_is_address(at) ?
						    ia_machine_device(m, at) : NULL;

			if (!d)
				continue;
			g->functions[g->nfunctions++] = d;
			if (!g->with_pasid && ia_is_value(d->pasid))
				g->with_pasid = d;
		}
	}
}

static int by_unit(const void *a, const void *b)
{
	const struct ia_unit *x = *(const struct ia_unit *const *)a;
	const struct ia_unit *y = *(const struct ia_unit *const *)b;
	int less = strcmp(x->unit.text, y->unit.text);

	/* Of those with one name the first one of the file. */
	return less ? less : x < y ? -1 : x > y;
}

static void tie_units(struct ia_machine *m)
{
	size_t i;

	m->units_by_name = ia_alloc(m->arena, m->nunits, sizeof(*m->units_by_name));
	m->vendor = m->nunits ? m->units[0].vendor : IA_VENDOR_ABSENT;
	for (i = 0; i < m->nunits; i++) {
		m->units_by_name[i] = &m->units[i];
		if (m->units[i].vendor != m->units[0].vendor)
			m->vendor = IA_VENDOR_UNKNOWN;
	}
	if (m->nunits)
		qsort(m->units_by_name, m->nunits, sizeof(*m->units_by_name), by_unit);
}

/* The architecture of a machine's kernel: older snapshots have it in the release, if at all. */
enum ia_arch ia_machine_arch(const struct ia_machine *machine)
{
	return ia_is_value(machine->arch) ? machine->arch :
	       ia_release_parse(machine->kernel.known ? machine->kernel.text : NULL).arch;
}

/**
 * ia_machine_join() - sort the records of a machine, and tie them together
 * @machine: a machine whose records were read
 */
void ia_machine_join(struct ia_machine *machine)
{
	sort(machine->devices, machine->ndevices, sizeof(*machine->devices), by_address);
	sort(machine->groups, machine->ngroups, sizeof(*machine->groups), by_number);
	complete_acs(machine);
	sort(machine->acs, machine->nacs, sizeof(*machine->acs), by_device_and_hop);
	ia_record_clear(&ia_records[IA_RECORD_IDENTITY], &machine->identity);
	if (machine->nidentities)
		machine->identity = machine->identities[0];
	tie_devices(machine);
	tie_groups(machine);
	tie_units(machine);
	ia_machine_join_host(machine);
}

/**
 * ia_machine_correct_acs() - take ACS Control of ports that do not have it where others do
 * @machine: a machine whose functions have their ids, and their host's records where there are any
 *
 * Sunrise Point's ports and those of its successors have it as a dword 8 bytes into the
 * capability (INTEL_SPT_ACS_CTRL of drivers/pci/quirks.c). What stands where the specification
 * has it is no control, whoever read it.
 */
void ia_machine_correct_acs(struct ia_machine *machine)
{
	size_t i;

	for (i = 0; i < machine->nacs; i++) {
		struct ia_acs *acs = &machine->acs[i];
		const struct ia_device *port = ia_machine_device(machine, acs->port);

		if (!port || acs->present != IA_YES || !ia_acs_is_spt(port))
			continue;
		acs->ctl_at_load = (struct ia_bits){ 0 };
		acs->ctl = (struct ia_bits){ 0 };
		if (port->host && port->host->spt_acs_ctl.known)
			acs->ctl = (struct ia_bits){
				.known = true,
				.bits = port->host->spt_acs_ctl.n & ((1u << IA_ACS_BITS) - 1),
			};
	}
}

static int by_module(const void *a, const void *b)
{
	const struct ia_module *x = a, *y = b;
	int less = strcmp(x->module.text, y->module.text);

	return less ? less : order(x->stage, y->stage);
}

/* Sort the modules that could drive functions. */
void ia_machine_sort_modules(struct ia_machine *machine)
{
	sort(machine->host.modules, machine->host.nmodules, sizeof(*machine->host.modules),
	     by_module);
}

/*
 * Find what modprobe is told of a module in a stage of the boot.
 *
 * Return: that, or NULL.
 */
const struct ia_module *ia_machine_module(const struct ia_machine *machine, const char *name,
					  enum ia_module_stage stage)
{
	struct ia_module key = { .module = { .text = name }, .stage = stage };

	if (!machine->host.nmodules)
		return NULL;
	return bsearch(&key, machine->host.modules, machine->host.nmodules, sizeof(key), by_module);
}

/**
 * ia_machine_join_host() - give each device what the kernel tells of it
 * @machine: a machine whose host was read, after it was joined or before
 */
void ia_machine_join_host(struct ia_machine *machine)
{
	struct ia_host *host = &machine->host;
	size_t i, j = 0;

	machine->memo = ia_alloc(machine->arena, 1, sizeof(*machine->memo));
	ia_machine_sort_modules(machine);
	sort(host->devices, host->ndevices, sizeof(*host->devices), by_host_address);
	for (i = 0; i < machine->ndevices; i++) {
		struct ia_device *d = &machine->devices[i];

		while (j < host->ndevices && host->devices[j].address < d->address)
			j++;
		d->host = j < host->ndevices && host->devices[j].address == d->address ?
			  &host->devices[j] : NULL;
		if (d->host && d->class_code.known)
			host->devices[j].subclass = (struct ia_number){ .absent = true };
	}
	ia_called_join(machine);
	ia_machine_correct_acs(machine);
}

static int by_id(const void *a, const void *b)
{
	const struct ia_name *x = a, *y = b;

	return order(x->id, y->id);
}

static const char *name_of(const struct ia_machine *machine, uint64_t id)
{
	struct ia_name key = { .id = id }, *found = NULL;

	if (machine->nnames)
		found = bsearch(&key, machine->names, machine->nnames, sizeof(key), by_id);
	return found ? found->name : NULL;
}

/**
 * ia_machine_name() - give every device the name of its model or its class
 * @machine: a joined machine with its names
 */
void ia_machine_name(struct ia_machine *machine)
{
	size_t i;

	sort(machine->names, machine->nnames, sizeof(*machine->names), by_id);
	for (i = 0; i < machine->ndevices; i++) {
		struct ia_device *d = &machine->devices[i];

		d->name = NULL;
		if (d->vendor.known && d->device.known)
			d->name = name_of(machine, ia_model_id(d->vendor.n, d->device.n));
		if (!d->name && d->class_code.known)
			d->name = name_of(machine, ia_class_id(d->class_code.n));
		if (!d->vendor.known && d->host && d->host->name.known)
			d->name = d->host->name.text;
	}
}

/**
 * ia_machine_device() - find a PCI function
 * @machine: a machine whose devices are sorted
 * @address: where it is
 *
 * Return: the device, or NULL.
 */
struct ia_device *ia_machine_device(const struct ia_machine *machine, ia_address address)
{
	struct ia_device key = { .address = address };

	if (!machine->ndevices)
		return NULL;
	return bsearch(&key, machine->devices, machine->ndevices, sizeof(key), by_address);
}

/**
 * ia_machine_group() - find a group
 * @machine: a machine whose groups are sorted
 * @number: its number
 *
 * Return: the group, or NULL.
 */
const struct ia_group *ia_machine_group(const struct ia_machine *machine, uint64_t number)
{
	struct ia_group key = { .group.n = number };

	if (!machine->ngroups)
		return NULL;
	return bsearch(&key, machine->groups, machine->ngroups, sizeof(key), by_number);
}

/*
 * Find an IOMMU by its name.
 *
 * Return: the unit, or NULL.
 */
const struct ia_unit *ia_machine_unit(const struct ia_machine *machine,
				      const struct ia_string *name)
{
	size_t low = 0, high = name->known ? machine->nunits : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(machine->units_by_name[middle]->unit.text, name->text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return name->known && low < machine->nunits &&
	       !strcmp(machine->units_by_name[low]->unit.text, name->text) ?
	       machine->units_by_name[low] : NULL;
}

/* Write an address, short where that is unambiguous. */
const char *ia_machine_address(const struct ia_machine *machine, ia_address address)
{
	char buf[IA_ADDRESS_SIZE];

	ia_address_text(buf, address, machine->segments || ia_segment(address));
	return ia_strndup(machine->arena, buf, strlen(buf));
}

/**
 * ia_machine_member() - write the name of a group's member
 * @machine: a joined machine
 * @member: the member; shortened when it is a PCI function
 */
const char *ia_machine_member(const struct ia_machine *machine,
			      const struct ia_member *member)
{
	return ia_is_address(member->address) ?
	       ia_machine_address(machine, member->address) : member->name;
}
