// SPDX-License-Identifier: GPL-2.0
#include "machine.h"
#include "bridge.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

const char *const ia_file_names[IA_FILES] = {
	[IA_FILE_VERSION] = IOMMU_AUDIT_FILE_VERSION,
	[IA_FILE_UNITS] = IOMMU_AUDIT_FILE_UNITS,
	[IA_FILE_GROUPS] = IOMMU_AUDIT_FILE_GROUPS,
	[IA_FILE_DEVICES] = IOMMU_AUDIT_FILE_DEVICES,
	[IA_FILE_ACS] = IOMMU_AUDIT_FILE_ACS,
	[IA_FILE_FAULTS] = IOMMU_AUDIT_FILE_FAULTS,
	[IA_FILE_FAULT_LOG] = IOMMU_AUDIT_FILE_FAULT_LOG,
	[IA_FILE_EVENTS] = IOMMU_AUDIT_FILE_EVENTS,
	[IA_FILE_VF_REQUESTS] = IOMMU_AUDIT_FILE_VF_REQUESTS,
};

/**
 * ia_file_optional() - tell whether the first modules lacked a file
 * @file: the file
 */
bool ia_file_optional(enum ia_file file)
{
	return file >= IA_FILE_FAULTS;
}

/**
 * ia_number() - read a decimal number
 * @value: a value of a record
 *
 * Return: the number, or -1 for "-", "unknown" and all else that is none.
 */
long ia_number(const char *value)
{
	long n = 0;
	int digits;

	for (digits = 0; value[digits]; digits++) {
		if (value[digits] < '0' || value[digits] > '9' || digits == 9)
			return -1;
		n = n * 10 + (value[digits] - '0');
	}
	return digits ? n : -1;
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

static int by_address(const void *a, const void *b)
{
	const struct ia_device *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

static int by_device_and_hop(const void *a, const void *b)
{
	const struct ia_acs *x = a, *y = b;

	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	if (x->hop_text != y->hop_text)
		return x->hop_text < y->hop_text ? -1 : 1;
	return x->port < y->port ? -1 : x->port > y->port;
}

static bool address_of(const struct ia_record *record, size_t *at,
		       const char *key, ia_address *address)
{
	const char *value = ia_record_next(record, at, key);

	*address = ia_address_parse(value, strlen(value), NULL);
	return *address != IA_NO_ADDRESS;
}

static const char *join_path(struct ia_machine *m, struct ia_device *d,
			     const char *path)
{
	const char *end = path;
	size_t room = 0;

	if (ia_is_word(path))
		return NULL;
	for (;; path = end + 1) {
		end = path + strcspn(path, "/");
		if (d->hops_text == IA_MAX_HOPS)
			return "devices: a path with more than 256 bridges";
		d->path_text = ia_grow(m->arena, d->path_text, d->hops_text, &room,
				  sizeof(*d->path_text));
		d->path_text[d->hops_text] = ia_address_parse(path, end - path, NULL);
		if (d->path_text[d->hops_text++] == IA_NO_ADDRESS)
			return "devices: a path that is not made of PCI addresses";
		if (!*end)
			return NULL;
	}
}

static const char *join_device(struct ia_machine *m, struct ia_device *d,
			       const struct ia_record *record)
{
	const char *wrong = ia_bridge_fill(m->arena, IA_RECORD_DEVICE, record, d);
	size_t at = 0;

	if (wrong)
		return wrong;
	d->record = record;
	if (!address_of(record, &at, "dev", &d->address))
		return "devices: a line without a PCI address in dev=";
	d->vendor_text = ia_record_next(record, &at, "vendor");
	d->device_text = ia_record_next(record, &at, "device");
	d->class_text = ia_record_next(record, &at, "class");
	d->driver_text = ia_record_next(record, &at, "driver");
	d->group_text = ia_record_next(record, &at, "group");
	d->domain_text = ia_record_next(record, &at, "domain");
	d->def_text = ia_record_next(record, &at, "default");
	address_of(record, &at, "vf_of", &d->pf_text);
	d->numvfs_text = ia_number(ia_record_next(record, &at, "numvfs"));
	d->totalvfs_text = ia_number(ia_record_next(record, &at, "totalvfs"));
	wrong = join_path(m, d, ia_record_next(record, &at, "path"));
	if (wrong)
		return wrong;
	d->type_text = ia_record_next(record, &at, "type");
	m->segments |= ia_segment(d->address) != 0;
	return NULL;
}

/**
 * struct flags - the flags of an ACS register as they were last read
 * @list: as in the record; NULL before the first one
 * @set: the flags
 */
struct flags {
	const char *list;
	struct ia_acs_set set;
};

/* Reads flags; those of the line before mostly are the same. */
static struct ia_acs_set flags_of(const struct ia_record *record, size_t *at,
				  const char *key, struct flags *last)
{
	const char *list = ia_record_next(record, at, key);

	if (!last->list || strcmp(last->list, list))
		*last = (struct flags){ list, ia_acs_parse(list) };
	return last->set;
}

static const char *join_acs(struct ia_machine *m, struct ia_acs *a,
			    const struct ia_record *record, struct flags last[3])
{
	const char *hop, *wrong = ia_bridge_fill(m->arena, IA_RECORD_ACS, record, a);
	size_t at = 0;

	if (wrong)
		return wrong;
	a->record = record;
	if (!address_of(record, &at, "dev", &a->device))
		return "acs: a line without a PCI address in dev=";
	hop = ia_record_next(record, &at, "hop");
	if (!address_of(record, &at, "port", &a->port))
		return "acs: a line without a PCI address in port=";
	a->hop_text = a->port == a->device ? -1 : ia_number(hop);
	a->type_text = ia_record_next(record, &at, "type");
	a->cap_text = flags_of(record, &at, "cap", &last[0]);
	a->ctl_text = flags_of(record, &at, "ctl", &last[1]);
	a->at_load_text = flags_of(record, &at, "ctl_at_load", &last[2]);
	a->present_text = a->cap_text.bits ||
		     !strcmp(ia_record_next(record, &at, "present"), "1");
	/* Older modules did not say so; a bit proves the capability. */
	if (a->cap.bits)
		a->present = IA_YES;
	return NULL;
}

/* Splits a list in its items; none for "-", "none" and "unknown". */
static const char **split(struct ia_arena *arena, const char *list, char mark,
			  size_t *count)
{
	const char **items = NULL, *end;
	size_t room = 0;

	*count = 0;
	if (ia_is_word(list))
		return NULL;
	for (;; list = end + 1) {
		end = strchrnul(list, mark);
		items = ia_grow(arena, items, *count, &room, sizeof(*items));
		items[(*count)++] = ia_strndup(arena, list, end - list);
		if (!*end)
			return items;
	}
}

/* The order of numbers, which the file has already. */
static int name_order(const char *a, const char *b)
{
	size_t x = strlen(a), y = strlen(b);

	return x != y ? (x < y ? -1 : 1) : strcmp(a, b);
}

static int by_name(const void *a, const void *b)
{
	const struct ia_group *const *x = a, *const *y = b;
	int order = name_order((*x)->name_text, (*y)->name_text);

	/* Of those that have one name, which no module writes, the first. */
	return order ? order : *x < *y ? -1 : *x > *y;
}

static const char *join_groups(struct ia_machine *m)
{
	const struct ia_records *records = &m->files[IA_FILE_GROUPS];
	size_t i;

	m->groups = ia_alloc(m->arena, records->count, sizeof(*m->groups));
	m->by_name = ia_alloc(m->arena, records->count, sizeof(*m->by_name));
	for (i = 0; i < records->count; i++) {
		const struct ia_record *record = &records->items[i];
		struct ia_group *g = &m->groups[m->ngroups++];
		const char *wrong = ia_bridge_fill(m->arena, IA_RECORD_GROUP, record, g);

		if (wrong)
			return wrong;
		g->record = record;
		g->name_text = ia_record_find(record, "group");
		if (!g->name_text)
			return "groups: a line without group=";
		g->domain_text = ia_record_get(record, "domain");
		g->def_text = ia_record_get(record, "default");
		g->members_text = split(m->arena, ia_record_get(record, "devices"),
				   ',', &g->count_text);
		m->by_name[i] = g;
	}
	sort(m->by_name, m->ngroups, sizeof(*m->by_name), by_name);
	return NULL;
}

static const char *require_unit(struct ia_machine *m, enum ia_file file)
{
	size_t i;

	for (i = 0; i < m->files[file].count; i++) {
		if (!ia_record_find(&m->files[file].items[i], "unit"))
			return ia_format(m->arena, "%s: a line without unit=",
					 ia_file_names[file]);
	}
	return NULL;
}

/* Gives each function its group, ports and bridge, and each group its functions. */
static void tie(struct ia_machine *m)
{
	size_t i, j, k = 0;

	for (i = 0; i < m->ndevices; i++) {
		struct ia_device *d = &m->devices[i];

		while (k < m->nacs && m->acs[k].device < d->address)
			k++;
		d->ports = &m->acs[k];
		while (k < m->nacs && m->acs[k].device == d->address)
			k++;
		d->nports = &m->acs[k] - d->ports;
		d->above = ia_machine_above(m, d);
		d->pf = ia_is_address(d->vf_of) ? ia_machine_device(m, d->vf_of) : NULL;
	}
	for (i = 0; i < m->ngroups; i++) {
		struct ia_group *g = &m->groups[i];

		g->functions = ia_alloc(m->arena, g->devices.count, sizeof(*g->functions));
		for (j = 0; j < g->devices.count; j++) {
			struct ia_device *d = NULL;

			if (g->devices.items[j].address != IA_NO_ADDRESS)
				d = ia_machine_device(m, g->devices.items[j].address);
			if (d)
				g->functions[g->nfunctions++] = d;
		}
	}
	for (i = 0; i < m->ndevices; i++)
		m->devices[i].in_group = ia_machine_group(m, m->devices[i].group_text);
}

/**
 * ia_machine_join() - make devices, groups and ports of the records
 * @machine: a machine whose files are filled
 *
 * Return: NULL, or what is wrong with the records, as a sentence's end.
 */
const char *ia_machine_join(struct ia_machine *machine)
{
	const struct ia_records *devices = &machine->files[IA_FILE_DEVICES];
	static const enum ia_file by_unit[] = {
		IA_FILE_UNITS, IA_FILE_FAULTS, IA_FILE_FAULT_LOG,
	};
	const struct ia_records *acs = &machine->files[IA_FILE_ACS];
	struct flags last[3] = { 0 };
	const char *wrong;
	size_t i;

	machine->devices = ia_alloc(machine->arena, devices->count,
				    sizeof(*machine->devices));
	for (i = 0; i < devices->count; i++) {
		wrong = join_device(machine, &machine->devices[i],
				    &devices->items[i]);
		if (wrong)
			return wrong;
	}
	machine->ndevices = devices->count;
	sort(machine->devices, machine->ndevices, sizeof(*machine->devices),
	     by_address);

	machine->acs = ia_alloc(machine->arena, acs->count,
				sizeof(*machine->acs));
	for (i = 0; i < acs->count; i++) {
		wrong = join_acs(machine, &machine->acs[i], &acs->items[i], last);
		if (wrong)
			return wrong;
	}
	machine->nacs = acs->count;
	sort(machine->acs, machine->nacs, sizeof(*machine->acs),
	     by_device_and_hop);

	for (i = 0; i < sizeof(by_unit) / sizeof(*by_unit); i++) {
		wrong = require_unit(machine, by_unit[i]);
		if (wrong)
			return wrong;
	}
	wrong = join_groups(machine);
	if (!wrong)
		wrong = ia_bridge(machine);
	if (wrong)
		return wrong;
	ia_bridge_host(machine);
	tie(machine);
	return NULL;
}

static int by_id(const void *key, const void *element)
{
	const struct ia_record *record = element;

	return strcmp(key, ia_record_get(record, "id"));
}

static const char *name_of(const struct ia_machine *machine, const char *id)
{
	const struct ia_record *record = NULL;

	if (machine->names.count)
		record = bsearch(id, machine->names.items, machine->names.count,
				 sizeof(*record), by_id);
	return record ? ia_record_find(record, "name") : NULL;
}

/* VFs come in hundreds that need to be named only once. */
static bool alike(const struct ia_device *a, const struct ia_device *b)
{
	return !strcmp(a->device_text, b->device_text) && !strcmp(a->vendor_text, b->vendor_text) &&
	       !strcmp(a->class_text, b->class_text);
}

/**
 * ia_machine_name() - give every device the name of its model or its class
 * @machine: a joined machine, its names sorted by id
 */
void ia_machine_name(struct ia_machine *machine)
{
	size_t i;

	for (i = 0; i < machine->ndevices; i++) {
		struct ia_device *d = &machine->devices[i];
		const char *id;

		if (i && alike(&d[-1], d)) {
			d->name = d[-1].name;
			continue;
		}
		id = ia_format(machine->arena, "%s:%s", d->vendor_text, d->device_text);
		d->name = name_of(machine, id);
		if (!d->name)
			d->name = name_of(machine, d->class_text);
	}
}

/**
 * ia_machine_device() - find a PCI function
 * @machine: a joined machine
 * @address: where it is
 *
 * Return: the device, or NULL.
 */
struct ia_device *ia_machine_device(const struct ia_machine *machine,
				    ia_address address)
{
	struct ia_device key = { .address = address };

	if (!machine->ndevices)
		return NULL;
	return bsearch(&key, machine->devices, machine->ndevices, sizeof(key),
		       by_address);
}

/**
 * ia_machine_above() - find the bridge above a PCI function
 * @machine: a joined machine
 * @device: the function
 *
 * Return: the bridge, or NULL on a root bus, and where it is not listed.
 */
struct ia_device *ia_machine_above(const struct ia_machine *machine,
				   const struct ia_device *device)
{
	return device->hops_text ?
	       ia_machine_device(machine, device->path_text[device->hops_text - 1]) : NULL;
}

/**
 * ia_machine_group() - find a group
 * @machine: a joined machine
 * @name: its number, as text
 *
 * Return: the group, or NULL.
 */
const struct ia_group *ia_machine_group(const struct ia_machine *machine,
					const char *name)
{
	size_t low = 0, high = machine->ngroups;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_order(machine->by_name[middle]->name_text, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == machine->ngroups ||
	    strcmp(machine->by_name[low]->name_text, name))
		return NULL;
	return machine->by_name[low];
}

/**
 * ia_machine_unit() - find an IOMMU by its name
 * @machine: a joined machine
 * @name: the name
 *
 * Return: the unit, or NULL.
 */
const struct ia_unit *ia_machine_unit(const struct ia_machine *machine,
				      const struct ia_text *name)
{
	size_t i;

	for (i = 0; name->known && i < machine->nunits; i++) {
		if (!strcmp(machine->units[i].unit.text, name->text))
			return &machine->units[i];
	}
	return NULL;
}

/**
 * ia_machine_address() - write an address, short where that is unambiguous
 * @machine: a joined machine
 * @address: the address
 */
const char *ia_machine_address(const struct ia_machine *machine,
			       ia_address address)
{
	char buf[IA_ADDRESS_SIZE];

	ia_address_text(buf, address,
			machine->segments || ia_segment(address));
	return ia_strndup(machine->arena, buf, strlen(buf));
}

/**
 * ia_machine_member() - write the name of a group's member
 * @machine: a joined machine
 * @name: as in the file groups; shortened when it is a PCI address
 */
const char *ia_machine_member(const struct ia_machine *machine,
			      const char *name)
{
	ia_address address = ia_address_parse(name, strlen(name), NULL);

	if (address == IA_NO_ADDRESS)
		return name;
	return ia_machine_address(machine, address);
}

/**
 * ia_machine_acs() - find the ports above a device
 * @machine: a joined machine
 * @device: the device
 * @count: number of ports found
 *
 * Return: its lines, the device's own first, then from hop 0 to the root.
 */
const struct ia_acs *ia_machine_acs(const struct ia_machine *machine,
				    ia_address device, size_t *count)
{
	size_t low = 0, high = machine->nacs, end;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (machine->acs[mid].device < device)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < machine->nacs; end++) {
		if (machine->acs[end].device != device)
			break;
	}
	*count = end - low;
	return machine->acs + low;
}

/**
 * ia_machine_identity() - a value of the first line of the file version
 * @machine: the machine
 * @key: the key
 *
 * Return: the value, or "unknown".
 */
const char *ia_machine_identity(const struct ia_machine *machine,
				const char *key)
{
	const struct ia_records *version = &machine->files[IA_FILE_VERSION];

	if (!version->count)
		return IOMMU_AUDIT_UNKNOWN;
	return ia_record_get(&version->items[0], key);
}
