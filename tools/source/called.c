// SPDX-License-Identifier: GPL-2.0
/* What the kernel calls each PCI function: from the folders of /sys/class. */
#include "reader.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../machine/called.h"
#include "../machine/kind.h"
#include "called.h"

#define PCI_DEVICES	"/sys/bus/pci/devices"
#define SUBSYSTEMS	"/sys/devices/virtual/nvme-subsystem"
#define SLOTS		"/sys/bus/pci/slots"

static const char *const folders[IA_CALLED] = {
	[IA_CALLED_NETDEV] = "/sys/class/net",
	[IA_CALLED_RDMA] = "/sys/class/infiniband",
	[IA_CALLED_BLOCK] = "/sys/class/block",
	[IA_CALLED_NVME] = "/sys/class/nvme",
	[IA_CALLED_DRM] = "/sys/class/drm",
};

/* A name, and whose it is. */
struct called {
	ia_address address;
	enum ia_called_as as;
	const char *name;
	size_t order;
};

struct names {
	struct ia_machine *machine;
	const struct ia_root *root;
	struct called *items;
	size_t count;
	size_t room;
	struct called *slots;
	size_t nslots;
};

/**
 * ia_sysfs_function() - the PCI function that something in /sys/devices is behind
 * @link: where it is; NULL for nowhere
 *
 * Return: the last function of that path, IA_NO_ADDRESS where none is.
 */
ia_address ia_sysfs_function(const char *link)
{
	ia_address last = IA_NO_ADDRESS;
	size_t len;

	for (; link && *link; link += len) {
		ia_address address;

		link += strspn(link, "/");
		len = strcspn(link, "/");
		address = ia_address_parse(link, len, NULL);
		if (ia_is_address(address))
			last = address;
	}
	return last;
}

static void add(struct names *names, ia_address address, enum ia_called_as as, const char *name)
{
	if (!ia_is_address(address))
		return;
	names->items = ia_grow(names->machine->arena, names->items, names->count, &names->room,
			       sizeof(*names->items));
	names->items[names->count] = (struct called){ address, as, name, names->count };
	names->count++;
}

/* Connectors of a card are no devices of their own; a partition is one of its disk. */
static bool is_part(const struct names *names, enum ia_called_as as, const char *name)
{
	struct ia_arena *arena = names->machine->arena;
	const char *hidden;

	if (as == IA_CALLED_DRM)
		return strchr(name, '-') ||
		       (strncmp(name, "card", 4) && strncmp(name, "renderD", 7));
	if (as != IA_CALLED_BLOCK)
		return false;
	/* nvme0c1n1 is one path to nvme0n1, which nothing opens. */
	hidden = ia_read_attribute(arena, names->root,
				   ia_format(arena, "/sys/class/block/%s/hidden", name));
	return (hidden && !strcmp(hidden, "1")) ||
	       ia_root_exists(names->root,
			      ia_format(arena, "/sys/class/block/%s/partition", name));
}

static void read_class(struct names *names, enum ia_called_as as)
{
	struct ia_arena *arena = names->machine->arena;
	const char **found;
	size_t i, count = ia_root_list(names->root, arena, folders[as], &found);

	for (i = 0; i < count; i++) {
		ia_address address;

		if (*found[i] == '.')
			continue;
		address = ia_sysfs_function(ia_root_link(names->root, arena,
							 ia_format(arena, "%s/%s", folders[as],
								   found[i])));
		if (ia_is_address(address) && !is_part(names, as, found[i]))
			add(names, address, as, found[i]);
	}
}

/**
 * ia_nvme_paths() - the controllers that lead to a subsystem of NVMe
 * @arena: owner of the list
 * @root: where sysfs is
 * @subsystem: its name, nvme-subsys0
 * @paths: filled with their functions
 *
 * With native multipath a namespace hangs on its subsystem, which has links to its controllers
 * (nvme_init_subsystem() in drivers/nvme/host/core.c).
 *
 * Return: how many of them are behind a PCI function.
 */
size_t ia_nvme_paths(struct ia_arena *arena, const struct ia_root *root, const char *subsystem,
		     ia_address **paths)
{
	const char **found;
	const char *folder = ia_format(arena, SUBSYSTEMS "/%s", subsystem);
	size_t i, n = 0, count = ia_root_list(root, arena, folder, &found);

	*paths = ia_alloc(arena, count, sizeof(**paths));
	for (i = 0; i < count; i++) {
		ia_address address;

		/* nvme0, and not the namespace nvme0n1 */
		if (strncmp(found[i], "nvme", 4) ||
		    found[i][4 + strspn(found[i] + 4, "0123456789")])
			continue;
		address = ia_sysfs_function(ia_root_link(root, arena,
							 ia_format(arena, "%s/%s", folder,
								   found[i])));
		if (ia_is_address(address))
			(*paths)[n++] = address;
	}
	return n;
}

/* Namespaces that several controllers may lead to. */
static void read_subsystems(struct names *names)
{
	struct ia_arena *arena = names->machine->arena;
	const char **systems, **found;
	size_t nsystems = ia_root_list(names->root, arena, SUBSYSTEMS, &systems);
	size_t i, j, k, n, count;

	for (i = 0; i < nsystems; i++) {
		ia_address *paths;

		if (*systems[i] == '.')
			continue;
		n = ia_nvme_paths(arena, names->root, systems[i], &paths);
		count = n ? ia_root_list(names->root, arena,
					 ia_format(arena, SUBSYSTEMS "/%s", systems[i]),
					 &found) : 0;
		for (j = 0; j < count; j++) {
			if (strncmp(found[j], "nvme", 4) ||
			    !ia_root_exists(names->root, ia_format(arena, "/sys/class/block/%s",
								   found[j])))
				continue;
			for (k = 0; k < n; k++)
				add(names, paths[k], IA_CALLED_BLOCK, found[j]);
		}
	}
}

/* "0000:03:00" is a card, "0000:03" whatever is on that bus. */
static void read_slots(struct names *names)
{
	const struct ia_machine *m = names->machine;
	struct ia_arena *arena = m->arena;
	const char **slots;
	size_t i, j, count = ia_root_list(names->root, arena, SLOTS, &slots);

	names->slots = ia_alloc(arena, count, sizeof(*names->slots));
	for (i = 0; i < count; i++) {
		const char *text, *from;
		ia_address first;
		bool bus;

		if (*slots[i] == '.')
			continue;
		text = ia_read_attribute(arena, names->root,
					 ia_format(arena, SLOTS "/%s/address", slots[i]));
		if (!text)
			continue;
		from = strchr(text, ':');
		bus = from && !strchr(from + 1, ':');
		text = ia_format(arena, bus ? "%s:00.0" : "%s.0", text);
		first = ia_address_parse(text, strlen(text), NULL);
		if (ia_is_address(first))
			names->slots[names->nslots++] = (struct called){ .address = first,
									 .name = slots[i] };
		for (j = 0; ia_is_address(first) && j < m->ndevices; j++) {
			ia_address at = m->devices[j].address;

			if (bus ? at >> 8 == first >> 8 : ia_slot(at) == ia_slot(first))
				add(names, at, IA_CALLED_SLOT, slots[i]);
		}
	}
}

static int by_address(const void *a, const void *b)
{
	const struct called *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (x->as != y->as)
		return x->as < y->as ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Names with characters of others are left out, and what is left out is not known. */
static void take(struct ia_texts *list, const struct called *from, size_t count,
		 struct ia_arena *arena)
{
	const char **items = ia_alloc(arena, count, sizeof(*items));
	size_t i, n = 0;

	list->known = true;
	for (i = 0; i < count; i++) {
		if (!ia_text_in(IA_ALPHABET_NAME, from[i].name).known)
			list->known = false;
		else if (!n || strcmp(items[n - 1], from[i].name))
			items[n++] = from[i].name;
	}
	if (list->known) {
		list->count = n;
		list->items = items;
	}
}

static struct ia_number vf_device(const struct names *names, const struct ia_device *device)
{
	struct ia_arena *arena = names->machine->arena;
	ia_address pf = device->vf_of;
	char name[IA_ADDRESS_SIZE];
	const char *text;
	char *end;
	unsigned long n;

	if (pf == IA_UNKNOWN_ADDRESS)
		return (struct ia_number){ 0 };
	if (pf == IA_NO_ADDRESS && device->totalvfs.absent)
		return (struct ia_number){ .absent = true };
	pf = ia_is_address(pf) ? pf : device->address;
	text = ia_read_attribute(arena, names->root,
				 ia_format(arena, PCI_DEVICES "/%s/sriov_vf_device",
					   ia_address_text(name, pf, true)));
	if (!text || ia_hex_digit(*text) < 0)
		return (struct ia_number){ 0 };
	n = strtoul(text, &end, 16);
	return *end || n > 0xffff ? (struct ia_number){ 0 } : ia_number_of(n);
}

/* Slots of the bus below a bridge, empty ones too: those have no function that could name them. */
static void read_slots_below(const struct names *names, const struct ia_device *device,
			     struct ia_texts *list)
{
	struct ia_arena *arena = names->machine->arena;
	struct called *found = ia_alloc(arena, names->nslots, sizeof(*found));
	char name[IA_ADDRESS_SIZE], *end;
	size_t i, count = 0;
	unsigned long bus;
	const char *text;

	list->known = !ia_is_bridge(device);
	if (list->known)
		return;
	text = ia_read_attribute(arena, names->root,
				 ia_format(arena, PCI_DEVICES "/%s/secondary_bus_number",
					   ia_address_text(name, device->address, true)));
	if (!text || !isdigit((unsigned char)*text))
		return;
	bus = strtoul(text, &end, 10);
	if (*end || bus > 0xff)
		return;
	for (i = 0; i < names->nslots; i++) {
		if (names->slots[i].address >> 8 == (device->address >> 16 << 8 | bus))
			found[count++] = names->slots[i];
	}
	take(list, found, count, arena);
}

static struct ia_texts *list_of(struct ia_host_names *names, enum ia_called_as as)
{
	return (struct ia_texts *)ia_called(names, as);
}

/* What was found, by function; each function has a record, also without a name. */
static void sort_out(struct names *names)
{
	struct ia_machine *m = names->machine;
	struct ia_host *host = &m->host;
	size_t i, k = 0, end;

	if (names->count)
		qsort(names->items, names->count, sizeof(*names->items), by_address);
	host->names = ia_alloc(m->arena, m->ndevices, sizeof(*host->names));
	host->nnames = m->ndevices;
	for (i = 0; i < m->ndevices; i++) {
		struct ia_host_names *to = &host->names[i];
		enum ia_called_as as;

		to->address = m->devices[i].address;
		to->sriov_vf_device = vf_device(names, &m->devices[i]);
		read_slots_below(names, &m->devices[i], &to->slots_below);
		while (k < names->count && names->items[k].address < to->address)
			k++;
		for (as = 0; as < IA_CALLED; as++, k = end) {
			for (end = k; end < names->count &&
			     names->items[end].address == to->address &&
			     names->items[end].as == as;)
				end++;
			take(list_of(to, as), names->items + k, end - k, m->arena);
		}
	}
}

/**
 * ia_read_called() - read what the kernel calls each function
 * @machine: a machine that was read live, its devices in order
 * @root: the running system, or a tree
 *
 * Without /sys/class all names stay unknown.
 */
void ia_read_called(struct ia_machine *machine, const struct ia_root *root)
{
	struct names names = { .machine = machine, .root = root };
	enum ia_called_as as;

	if (!ia_root_exists(root, "/sys/class/net") && !ia_root_exists(root, "/sys/class/block"))
		return;
	for (as = 0; as < IA_CALLED; as++) {
		if (folders[as])
			read_class(&names, as);
	}
	read_subsystems(&names);
	read_slots(&names);
	sort_out(&names);
	ia_called_join(machine);
}
