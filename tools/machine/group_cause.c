// SPDX-License-Identifier: GPL-2.0
#include "group_cause.h"

#include <stdlib.h>

#define X(name, word)	word,
static const char *const share_reasons[] = { IA_SHARE_REASONS(X) };
static const char *const group_rules[] = { IA_GROUP_RULES(X) };
#undef X

#define COUNT(words)	(sizeof(words) / sizeof(*(words)))

const struct ia_wordlist ia_words_share_reasons = { share_reasons, COUNT(share_reasons), NULL };
const struct ia_wordlist ia_words_group_rules = { group_rules, COUNT(group_rules), NULL };

/* A VF has the address of another slot's function, but no slot of its own. */
static const struct ia_device *in_slot(const struct ia_machine *m, ia_address slot,
				       unsigned int fn)
{
	const struct ia_device *device = ia_machine_device(m, slot << 3 | fn);

	return device && !ia_is_address(device->vf_of) ? device : NULL;
}

static bool multifunction(const struct ia_machine *m, ia_address address)
{
	unsigned int fn;

	for (fn = 0; fn < 8; fn++) {
		if (fn != (address & 7) && in_slot(m, ia_slot(address), fn))
			return true;
	}
	return false;
}

/* Whether a port leads to or from conventional PCI. */
bool ia_acs_is_conventional(const struct ia_acs *acs)
{
	return acs->type == IA_PORT_PCIE_TO_PCI || acs->type == IA_PORT_PCI_TO_PCIE ||
	       acs->type == IA_PORT_PCI_BRIDGE;
}

/* Of these two kinds, ACS is asked whatever else is in their slot. */
static bool isolates(const struct ia_machine *m, const struct ia_acs *acs)
{
	return ia_acs_isolates(acs, acs->type == IA_PORT_ROOT_PORT ||
				    acs->type == IA_PORT_DOWNSTREAM ||
				    multifunction(m, acs->port));
}

static bool together(const struct ia_device *a, const struct ia_device *b)
{
	return a && b && a->in_group && a->in_group == b->in_group;
}

/* Bits that a port could have on for isolation and has not; without one, all of them. */
static struct ia_bits missing(const struct ia_acs *acs)
{
	struct ia_bits bits = { .known = true, .bits = IA_ACS_ISOLATION };

	if (acs && acs->present == IA_YES)
		bits.bits &= acs->cap.bits &
			     ~(acs->ctl_at_load.known ? acs->ctl_at_load.bits : acs->ctl.bits);
	return bits;
}

/*
 * pci_for_each_dma_alias(): requests from behind a bridge of conventional PCI
 * carry the bridge's requester id, so the IOMMU cannot tell who sent them.
 */
static bool joined_by_alias(const struct ia_machine *m, const struct ia_device *device,
			    struct ia_group_cause *cause)
{
	size_t i;

	for (i = 0; i < device->nports; i++) {
		const struct ia_acs *acs = &device->ports[i];
		const struct ia_device *bridge;

		if (ia_acs_is_own(acs) || !ia_acs_is_conventional(acs))
			continue;
		bridge = ia_machine_device(m, acs->port);
		if (!together(bridge, device))
			continue;
		cause->rule = IA_GROUP_RULE_BRIDGE;
		cause->with = bridge;
		cause->port = acs;
		return true;
	}
	return false;
}

/*
 * pci_acs_path_enabled() up to the root: one port that does not isolate, and
 * all below it share the group of the bridge that is the nearest to each.
 */
static bool joined_by_path(const struct ia_machine *m, const struct ia_device *device,
			   struct ia_group_cause *cause)
{
	const struct ia_device *nearest = NULL;
	size_t i;

	for (i = 0; i < device->nports; i++) {
		const struct ia_acs *acs = &device->ports[i];
		const struct ia_device *port;

		if (ia_acs_is_own(acs))
			continue;
		port = ia_machine_device(m, acs->port);
		if (!nearest)
			nearest = port;
		if (!together(nearest, device))
			return false;
		if (!together(port, device) || isolates(m, acs))
			continue;
		cause->rule = IA_GROUP_RULE_PATH;
		cause->with = nearest;
		cause->port = acs;
		cause->missing = missing(acs);
		return true;
	}
	return false;
}

/* The ACS of a function itself, which says whether its slot is kept apart; or NULL. */
const struct ia_acs *ia_own_acs(const struct ia_device *device)
{
	return device->nports && ia_acs_is_own(device->ports) ? device->ports : NULL;
}

static bool isolates_itself(const struct ia_device *device)
{
	const struct ia_acs *own = ia_own_acs(device);

	return own && ia_acs_isolates(own, true);
}

/*
 * get_pci_function_alias_group(): functions of one slot that do not isolate
 * themselves share the group of the first of them.
 */
static bool joined_by_slot(const struct ia_machine *m, const struct ia_device *device,
			   struct ia_group_cause *cause)
{
	unsigned int fn;

	if (ia_is_address(device->vf_of) || isolates_itself(device))
		return false;
	for (fn = 0; fn < (device->address & 7); fn++) {
		const struct ia_device *other = in_slot(m, ia_slot(device->address), fn);

		if (!together(other, device) || isolates_itself(other))
			continue;
		cause->rule = IA_GROUP_RULE_SLOT;
		cause->with = other;
		cause->missing = missing(ia_own_acs(device));
		return true;
	}
	return false;
}

/*
 * Find the nearest port above a function that does not isolate.
 *
 * Return: the port, or NULL when none is known to be so.
 */
const struct ia_acs *ia_open_port(const struct ia_machine *machine,
				  const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < device->nports; i++) {
		if (!ia_acs_is_own(&device->ports[i]) && !isolates(machine, &device->ports[i]))
			return &device->ports[i];
	}
	return NULL;
}

/**
 * ia_group_cause_find() - find out whose group a function joined, and by which rule
 * @machine: a joined machine
 * @device: the function
 * @cause: filled
 *
 * The rules of the kernel's pci_device_group(), in its order. What the kernel
 * believes by its table of quirks, or by a parameter, cannot be read; a rule is
 * named only where the groups agree with it.
 *
 * Return: whether a rule explains it; not for a function whose group began
 * with it, and not for one that an alias or a quirk brought there.
 */
bool ia_group_cause_find(const struct ia_machine *machine, const struct ia_device *device,
			 struct ia_group_cause *cause)
{
	*cause = (struct ia_group_cause){ .device = device, .missing.known = true };
	/* Without any line on ACS, nothing can be said of what lacks it. */
	return machine->nacs && (joined_by_alias(machine, device, cause) ||
				 joined_by_path(machine, device, cause) ||
				 joined_by_slot(machine, device, cause));
}

static int by_port(const void *a, const void *b)
{
	const struct ia_acs *const *x = a, *const *y = b;

	return (*x)->port < (*y)->port ? -1 : (*x)->port > (*y)->port;
}

/* Each port once. */
static void sort_ports(struct ia_share *share)
{
	size_t i, n = 0;

	qsort(share->ports, share->nports, sizeof(*share->ports), by_port);
	for (i = 0; i < share->nports; i++) {
		if (!n || share->ports[n - 1]->port != share->ports[i]->port)
			share->ports[n++] = share->ports[i];
	}
	share->nports = n;
}

/**
 * ia_share_explain() - find out why the devices of a group share it
 * @machine: a joined machine
 * @share: its group is set; the rest is filled
 */
void ia_share_explain(const struct ia_machine *machine, struct ia_share *share)
{
	const struct ia_group *group = share->group;
	bool path = false, slot = false;
	size_t i;

	share->ports = ia_alloc(machine->arena, group->nfunctions, sizeof(*share->ports));
	share->causes = ia_alloc(machine->arena, group->nfunctions, sizeof(*share->causes));
	for (i = 0; i < group->nfunctions; i++) {
		struct ia_group_cause *cause = &share->causes[share->ncauses];

		if (!ia_group_cause_find(machine, group->functions[i], cause))
			continue;
		share->ncauses++;
		if (cause->rule == IA_GROUP_RULE_SLOT)
			slot = true;
		else
			share->ports[share->nports++] = cause->port;
		path |= cause->rule == IA_GROUP_RULE_PATH;
	}
	share->unexplained = group->devices.count - share->ncauses;
	sort_ports(share);
	if (share->nports)
		share->reason = path ? IA_SHARE_PORT : IA_SHARE_CONVENTIONAL;
	else
		share->reason = slot ? IA_SHARE_SLOT : IA_SHARE_UNKNOWN;
}
