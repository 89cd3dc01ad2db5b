// SPDX-License-Identifier: GPL-2.0
#include "use.h"

#include <string.h>

#include "called.h"
#include "facts.h"
#include "kind.h"

/* Base classes (PCI Code and ID Assignment Specification, chapter 1). */
#define BASE_OLD	0x00
#define BASE_STORAGE	0x01
#define BASE_MEMORY	0x05
#define BASE_SERIAL	0x07
#define BASE_SERIAL_BUS	0x0c
#define BASE_WIRELESS	0x0d
#define BASE_SIGNALS	0x11
#define BASE_NONE	0xff

/* What the host could do with a function. */
enum part {
	PART_STORAGE = 1,
	PART_NETWORK = 2,
	PART_CONSOLE = 4,
	PART_SERIAL = 8,
	PART_ANY = PART_STORAGE | PART_NETWORK | PART_CONSOLE | PART_SERIAL,
};

/*
 * Functions of virtio before version 1.0, of CXL's memory, of modems and of UARTs on a chip
 * have classes of their own, or none.
 */
static const unsigned int parts_by_class[] = {
	[BASE_OLD] = PART_ANY & ~PART_CONSOLE,
	[BASE_STORAGE] = PART_STORAGE,
	[IA_PCI_BASE_NETWORK] = PART_NETWORK,
	[BASE_MEMORY] = PART_STORAGE,
	[BASE_SERIAL] = PART_NETWORK | PART_SERIAL,
	[BASE_SERIAL_BUS] = PART_STORAGE | PART_NETWORK | PART_SERIAL,
	[BASE_WIRELESS] = PART_NETWORK,
	[BASE_SIGNALS] = PART_SERIAL,
	[BASE_NONE] = PART_ANY & ~PART_CONSOLE,
};

/* How bad it is to lose it: the most important use is told. */
static unsigned int weight(const struct ia_use *use)
{
	static const unsigned int of[] = {
		[IA_USE_MOUNT] = 7, [IA_USE_DEFAULT_ROUTE] = 6, [IA_USE_SWAP] = 5,
		[IA_USE_HOLDER] = 4, [IA_USE_MEMBER] = 3, [IA_USE_CONSOLE] = 2,
		[IA_USE_BOOT_VGA] = 1,
	};

	if (use->what == IA_USE_MOUNT && use->path.known && !strcmp(use->path.text, "/"))
		return 8;
	return use->what < sizeof(of) / sizeof(*of) ? of[use->what] : 0;
}

/*
 * Without a driver, or with pci-stub, there is neither a disk nor an interface; a console may be
 * the firmware's.
 */
static unsigned int parts_of(const struct ia_device *device)
{
	const struct ia_texts *disks = ia_called_device(device, IA_CALLED_BLOCK);
	const struct ia_texts *interfaces = ia_called_device(device, IA_CALLED_NETDEV);
	struct ia_number class = ia_subclass(device);
	unsigned int parts = 0, base = class.n >> 8;
	/* A driver that nobody could see may be any. */
	bool driven = !device->driver.absent && ia_driver_kind(device) != IA_DRIVER_HARMLESS;

	if (!class.known)
		return PART_ANY;
	if (driven)
		parts = parts_by_class[base];
	if (driven && disks->count)
		parts |= PART_STORAGE;
	if (driven && interfaces->count)
		parts |= PART_NETWORK;
	if (base == IA_PCI_BASE_DISPLAY)
		parts |= PART_CONSOLE;
	return parts;
}

static unsigned int part_of(enum ia_use_kind what)
{
	switch (what) {
	case IA_USE_CONSOLE:
	case IA_USE_BOOT_VGA:
		return PART_CONSOLE;
	case IA_USE_DEFAULT_ROUTE:
	case IA_USE_MEMBER:
	case IA_USE_ROUTE:
		return PART_NETWORK;
	case IA_USE_REMOTE:
		/* An interface that it goes through has a route. */
		return 0;
	default:
		return PART_STORAGE;
	}
}

/**
 * struct sight - uses that a function has, or may have
 * @route: a route of its own that is not the default one, or NULL
 * @somewhere: a use that nothing shows the function of, and which it could have, or NULL
 * @leads: what goes through some route, through which one nothing shows, or NULL
 */
struct sight {
	const struct ia_use *route;
	const struct ia_use *somewhere;
	const struct ia_use *leads;
};

/* A root or swap on another host goes down with the interface that leads there. */
static bool is_lost_with_route(const struct ia_use *use)
{
	if (use->what == IA_USE_DEFAULT_ROUTE)
		return true;
	return use->what == IA_USE_REMOTE &&
	       (use->path.absent || (use->path.known && !strcmp(use->path.text, "/")));
}

static void look(const struct ia_machine *m, const struct ia_device *device, unsigned int parts,
		 struct ia_used *used, struct sight *sight)
{
	size_t i;

	for (i = 0; i < m->host.nuses; i++) {
		const struct ia_use *use = &m->host.uses[i];

		if (use->address == device->address) {
			if (!weight(use))
				sight->route = use;
			else if (!used->use || weight(use) > weight(used->use))
				used->use = use;
		} else if (!ia_is_address(use->address)) {
			if (parts & part_of(use->what))
				sight->somewhere = use;
			if (is_lost_with_route(use))
				sight->leads = use;
		}
	}
}

/**
 * struct ia_uses_known - what is known of the uses of all functions
 * @of: by the place of a function in the machine
 * @first: by the place of a group, the first of its functions that is used, or NULL
 * @unsure: the first of which that is not known, or NULL
 */
struct ia_uses_known {
	struct ia_used *of;
	const struct ia_device **first;
	const struct ia_device **unsure;
};

static bool all_read(const struct ia_machine *m, unsigned int parts)
{
	const struct ia_usage *usage = &m->host.usage;

	return !((parts & PART_STORAGE && usage->storage != IA_YES) ||
		 (parts & PART_NETWORK && usage->network != IA_YES) ||
		 (parts & (PART_CONSOLE | PART_SERIAL) && usage->console != IA_YES));
}

/* With @used->vf filled. */
static void judge(const struct ia_machine *machine, const struct ia_device *device,
		  struct ia_used *used)
{
	const struct ia_texts *interfaces = ia_called_device(device, IA_CALLED_NETDEV);
	struct ia_number class = ia_subclass(device);
	unsigned int parts = parts_of(device);
	struct sight sight = { 0 };

	look(machine, device, parts, used, &sight);
	if (used->use) {
		used->state = IA_USE_SEEN;
	} else if (used->vf) {
		used->state = IA_USE_VFS;
	} else if (ia_is_for_programs(device)) {
		used->state = IA_USE_PROCESS;
	} else if (sight.route) {
		used->state = sight.leads ? IA_USE_MAY_LEAD : IA_USE_NETWORK_SEEN;
		used->use = sight.route;
		used->leads = sight.leads;
	} else if (!all_read(machine, parts)) {
		used->state = IA_USE_NOT_READ;
	} else if (sight.somewhere) {
		used->state = IA_USE_SOMEWHERE;
		used->use = sight.somewhere;
	} else if (parts & PART_NETWORK && class.known && class.n >> 8 == IA_PCI_BASE_NETWORK &&
		   !interfaces->count) {
		used->state = IA_USE_ELSEWHERE;
	}
}

/* What user space drives is not the host's any more, whatever it was at boot. */
static const struct ia_uses_known *all(const struct ia_machine *m)
{
	struct ia_uses_known *known;
	size_t i, group;

	if (m->memo->uses)
		return m->memo->uses;
	known = ia_alloc(m->arena, 1, sizeof(*known));
	known->of = ia_alloc(m->arena, m->ndevices, sizeof(*known->of));
	known->first = ia_alloc(m->arena, m->ngroups, sizeof(*known->first));
	known->unsure = ia_alloc(m->arena, m->ngroups, sizeof(*known->unsure));
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		/* A PF's VFs go with it. */
		if (d->pf && d->driver.known && !known->of[d->pf - m->devices].vf)
			known->of[d->pf - m->devices].vf = d;
	}
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (ia_user_owned(d) && !ia_is_for_programs(d)) {
			known->of[i].vf = NULL;
			continue;
		}
		judge(m, d, &known->of[i]);
		if (!d->in_group || ia_is_bridge(d))
			continue;
		group = d->in_group - m->groups;
		if (ia_is_used(known->of[i].state) && !known->first[group])
			known->first[group] = d;
		if (ia_is_use_unknown(known->of[i].state) && !known->unsure[group])
			known->unsure[group] = d;
	}
	m->memo->uses = known;
	return known;
}

/**
 * ia_used() - tell what the host does with a function
 * @machine: a joined machine
 * @device: the function
 * @used: filled
 *
 * What user space drives is not the host's. What nobody looked for is unknown.
 */
void ia_used(const struct ia_machine *machine, const struct ia_device *device,
	     struct ia_used *used)
{
	*used = all(machine)->of[device - machine->devices];
}

/**
 * ia_used_with() - find the function whose use keeps another one from being given away
 * @machine: a joined machine
 * @device: the function that one would give away
 * @used: filled with what is known of the one that is returned
 *
 * VFIO takes a group whole.
 *
 * Return: itself, where it is used or nothing of its group is, else another one of the group.
 */
const struct ia_device *ia_used_with(const struct ia_machine *machine,
				     const struct ia_device *device, struct ia_used *used)
{
	const struct ia_device *other = !device->in_group ? NULL :
					all(machine)->first[device->in_group - machine->groups];

	ia_used(machine, device, used);
	if (ia_is_used(used->state) || !other)
		return device;
	ia_used(machine, other, used);
	return other;
}

/**
 * ia_use_unseen_with() - find a function of a group of which its use is not known
 * @machine: a joined machine
 * @device: a function of the group
 *
 * Return: NULL where there is none, or @device is in no group.
 */
const struct ia_device *ia_use_unseen_with(const struct ia_machine *machine,
					   const struct ia_device *device)
{
	return device->in_group ? all(machine)->unsure[device->in_group - machine->groups] : NULL;
}
