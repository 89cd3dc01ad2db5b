// SPDX-License-Identifier: GPL-2.0
/*
 * The requester id of a fault does not have to be that of a function: a bridge to
 * conventional PCI puts its own in the place of those behind it, some devices use
 * one of their neighbours, and all of VMD's functions use VMD's. The kernel knows
 * the rules (pci_for_each_dma_alias() in drivers/pci/search.c), but exports no way
 * to ask for them; these are the same.
 */
#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../include/uapi/iommu_audit.h"
#include "../compat/compat.h"
#include "../core/fault.h"
#include "../core/text.h"
#include "alias.h"
#include "pci.h"
#include "presence.h"
#include "records.h"

/* What one address takes in a list, with its comma. */
#define ADDRESS_ROOM	16

/* Most ids are one function's. */
#define FIRST_ROOM	(4 * ADDRESS_ROOM)

/**
 * struct users - the functions behind the requester id of a fault
 * @list: their addresses, owned; NULL when there is none
 * @len: its length
 * @room: bytes that there are for it
 * @count: how many
 * @last: the last of them
 * @is_own: one of them has that address itself
 * @is_lost: there was no memory for one
 */
struct users {
	char *list;
	size_t len;
	size_t room;
	unsigned int count;
	u64 last;
	bool is_own;
	bool is_lost;
};

/**
 * struct look - whose requests carry what, for one function at a time
 * @faults: records of struct ia_fault_line
 * @users: of each of them
 * @address: the function
 */
struct look {
	struct ia_records *faults;
	struct users *users;
	u64 address;
};

/* Twice as much each time: however many there are, each is copied once on average. */
static bool make_room(struct users *users)
{
	size_t room = users->room ? 2 * users->room : FIRST_ROOM;
	char *list;

	if (users->room - users->len >= ADDRESS_ROOM)
		return true;
	list = kvmalloc(room, GFP_KERNEL);
	if (!list)
		return false;
	if (users->len)
		memcpy(list, users->list, users->len);
	kvfree(users->list);
	users->list = list;
	users->room = room;
	return true;
}

/* Functions are looked at one after the other, so that one in a list twice is the last one. */
static void add_user(struct users *users, u64 address, bool is_own)
{
	struct ia_text t;

	if (users->is_lost || (users->count && users->last == address))
		return;
	if (!make_room(users)) {
		users->is_lost = true;
		return;
	}
	ia_text_init(&t, users->list + users->len, ADDRESS_ROOM);
	if (users->len)
		ia_text_puts(&t, ",");
	ia_text_bdf(&t, address);
	users->len += strlen(users->list + users->len);
	users->count++;
	users->last = address;
	users->is_own |= is_own;
}

static void add_alias(void *data, int segment, u16 id)
{
	struct look *look = data;
	u64 source = (u64)segment << 16 | id;
	size_t i;

	for (i = 0; i < look->faults->count; i++) {
		const struct ia_fault_line *line = ia_records_at(look->faults, i);

		if (line->line.layout == &ia_fault_layout && line->source.source == source)
			add_user(&look->users[i], look->address, look->address == source);
	}
}

/* Whether a bridge puts an id of its own in place of those below it, and which. */
static bool has_alias(struct pci_dev *bridge, u16 *id)
{
	*id = PCI_DEVID(bridge->bus->number, bridge->devfn);
	if (!pci_is_pcie(bridge)) {
		if (bridge->dev_flags & PCI_DEV_FLAG_PCIE_BRIDGE_ALIAS)
			*id = PCI_DEVID(bridge->subordinate->number, 0);
		return true;
	}
	switch (pci_pcie_type(bridge)) {
	case PCI_EXP_TYPE_PCI_BRIDGE:
		*id = PCI_DEVID(bridge->subordinate->number, 0);
		return true;
	case PCI_EXP_TYPE_PCIE_BRIDGE:
		return true;
	default:
		return false;
	}
}

/**
 * ia_aliases() - the requester ids that requests of a function may carry
 * @pdev: the function; it is held, see ia_presence_hold(), and with it what is above it
 * @visit: called for each, with the segment where requests are seen; for one of them
 *         maybe more than once
 * @data: for @visit
 */
void ia_aliases(struct pci_dev *pdev, void (*visit)(void *data, int segment, u16 id), void *data)
{
	struct pci_dev *real = ia_compat_real_dma_dev(pdev);
	int segment = pci_domain_nr(real->bus);
	struct pci_bus *bus;
	unsigned int devfn;
	u16 id, last = PCI_DEVID(real->bus->number, real->devfn);

	visit(data, segment, last);
	if (real->dma_alias_mask) {
		for_each_set_bit(devfn, real->dma_alias_mask, 256) {
			if (devfn != real->devfn)
				visit(data, segment, PCI_DEVID(real->bus->number, devfn));
		}
	}
	for (bus = real->bus; !pci_is_root_bus(bus); bus = bus->parent) {
		/* VFs may be on a bus of their own, with no bridge. */
		if (!bus->self)
			continue;
		if (bus->self->dev_flags & PCI_DEV_FLAGS_BRIDGE_XLATE_ROOT)
			return;
		/* The first function behind a bridge often has the id that all get. */
		if (has_alias(bus->self, &id) && id != last)
			visit(data, segment, id);
	}
}

static void look_at_functions(struct look *look)
{
	struct pci_dev *pdev = NULL;

	while ((pdev = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, pdev))) {
		if (ia_presence_hold(pdev)) {
			look->address = ia_pci_address(pdev);
			ia_aliases(pdev, add_alias, look);
			ia_presence_release();
		}
		cond_resched();
	}
}

static void release_line(void *record)
{
	struct ia_fault_line *line = record;

	if (line->line.layout == &ia_fault_layout)
		kvfree(line->source.functions);
}

/* A function that is there and alone has nothing to be said of it. */
static int fill(struct ia_fault_line *line, struct users *users)
{
	if (line->line.layout != &ia_fault_layout || line->source.source == IA_ABSENT ||
	    (users->count == 1 && users->is_own))
		return 0;
	if (users->is_lost)
		return -ENOMEM;
	line->source.functions = users->list ?: kstrdup(IOMMU_AUDIT_NONE, GFP_KERNEL);
	users->list = NULL;
	return line->source.functions ? 0 : -ENOMEM;
}

/**
 * ia_fault_functions() - say which functions are behind the requester ids of faults
 * @faults: records of struct ia_fault_line, or an ERR_PTR()
 *
 * Context: process context, may sleep.
 * Return: @faults, or an ERR_PTR()
 */
struct ia_records *ia_fault_functions(struct ia_records *faults)
{
	struct look look = { .faults = faults };
	int ret = 0;
	size_t i;

	if (IS_ERR(faults))
		return faults;
	look.users = kvcalloc(faults->count + 1, sizeof(*look.users), GFP_KERNEL);
	if (!look.users)
		return ia_records_finish(faults, -ENOMEM);
	faults->release = release_line;
	look_at_functions(&look);
	for (i = 0; i < faults->count; i++) {
		ret = ret ?: fill(ia_records_at(faults, i), &look.users[i]);
		kvfree(look.users[i].list);
	}
	kvfree(look.users);
	return ia_records_finish(faults, ret);
}
