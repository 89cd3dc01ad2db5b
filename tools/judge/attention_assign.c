// SPDX-License-Identifier: GPL-2.0
/* What deserves attention because somebody assigns devices, or means to */
#include "attention.h"

#include <string.h>

#include "../machine/kind.h"

/* VMs are what Proxmox VE's kernels are for; that devices are assigned to them, a word shows. */
static bool is_of_hypervisor(const struct ia_machine *m)
{
	return m->kernel.known && strstr(m->kernel.text, "-pve");
}

/*
 * Whether a host is plainly set up to assign devices.
 *
 * User space owns one, ids= hand some to vfio-pci, VFs are enabled, groups were split by
 * pcie_acs_override=, or a hypervisor's kernel was told to switch VT-d on, which without VMs that
 * get devices serves nothing. What is not known speaks for none of it.
 */
bool ia_attention_assigns(const struct ia_machine *machine, const struct ia_facts *facts)
{
	const struct ia_lint *lint = ia_lint_machine(machine);
	size_t i;

	if (facts->nowned)
		return true;
	for (i = 0; i < machine->ndevices; i++) {
		const struct ia_device *d = &machine->devices[i];

		if (ia_is_vf(d) || (d->numvfs.known && d->numvfs.n))
			return true;
	}
	if (!machine->cmdline.known)
		return false;
	if (ia_lint_setting(lint, IA_SETTING_VFIO_IDS) || ia_predict_unforced(machine))
		return true;
	return ia_lint_sets(lint, IA_SETTING_VTD, IA_SET_ON) && is_of_hypervisor(machine);
}

/* User space has it, or is meant to. */
static bool is_wanted(const struct ia_machine *m, const struct ia_device *device)
{
	return ia_user_owned(device) || ia_attention_meant(m, device);
}

/* Functions of one slot are one card; so are those of a device on a bus of its own. */
static bool is_same_card(const struct ia_device *a, const struct ia_device *b)
{
	return a->address >> 3 == b->address >> 3 ||
	       (a->above && a->above == b->above && !ia_is_vf(a) && !ia_is_vf(b) &&
		!ia_is_conventional(a->above->type));
}

static bool is_part(const struct ia_predicted *one)
{
	return one->known && one->device->in_group && !ia_is_bridge(one->device) &&
	       !ia_is_chipset(one->device);
}

/* Whether the kernel made several groups of one, and something else than one card is in it. */
static bool is_split(const struct ia_predicted_group *group)
{
	const struct ia_device *first = NULL;
	bool groups = false, cards = false;
	size_t i;

	for (i = 0; i < group->count; i++) {
		const struct ia_device *d = group->members[i]->device;

		if (!is_part(group->members[i]))
			continue;
		first = first ?: d;
		groups |= d->in_group != first->in_group;
		cards |= !is_same_card(d, first);
	}
	return groups && cards;
}

/* Ports that were believed to isolate, by address as the group has them. */
static void add_ports(const struct ia_machine *m, const struct ia_predicted_group *group,
		      struct ia_attention *one)
{
	ia_address *ports = ia_alloc(m->arena, group->count, sizeof(*ports));
	size_t i;

	for (i = 0; i < group->count; i++) {
		const struct ia_predicted *member = group->members[i];

		if (ia_is_bridge(member->device) && member->isolation.isolates == IA_NO)
			ports[one->nports++] = member->device->address;
	}
	one->ports = ports;
}

static void add_override(const struct ia_machine *m, const struct ia_predicted_group *group,
			 bool owners, struct ia_attentions *list)
{
	const struct ia_device **owned = ia_alloc(m->arena, group->count, sizeof(*owned));
	const struct ia_device **others = ia_alloc(m->arena, group->count, sizeof(*others));
	const struct ia_lint *lint = ia_lint_machine(m);
	struct ia_attention *one;
	size_t i, n = 0, rest = 0;

	for (i = 0; i < group->count; i++) {
		const struct ia_device *d = group->members[i]->device;

		if (!is_part(group->members[i]))
			continue;
		if (!owners || is_wanted(m, d))
			owned[n++] = d;
		else
			others[rest++] = d;
	}
	if (!n)
		return;
	one = ia_attention_add(m, list, IA_ATTENTION_OVERRIDE, IA_SEVERITY_ATTENTION);
	one->functions = owned;
	one->nfunctions = n;
	one->against = others;
	one->nagainst = rest;
	add_ports(m, group, one);
	one->parameters = ia_alloc(m->arena, lint->count, sizeof(*one->parameters));
	for (i = 0; i < lint->count; i++) {
		if (lint->parameters[i].entry &&
		    !strcmp(lint->parameters[i].entry->name, "pcie_acs_override"))
			one->parameters[one->nparameters++] = &lint->parameters[i];
	}
}

static bool has_owners(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (is_wanted(m, &m->devices[i]))
			return true;
	}
	return false;
}

/**
 * ia_attention_overrides() - find devices that nothing but pcie_acs_override= keeps apart
 * @machine: the machine
 * @list: what was found so far
 *
 * The functions of one card are apart from each other by it as well, and nobody minds. Where
 * some device was given away, others matter only where it may reach them.
 */
void ia_attention_overrides(const struct ia_machine *machine, struct ia_attentions *list)
{
	const struct ia_prediction *without = ia_predict_unforced(machine);
	bool owners = without && has_owners(machine);
	size_t i;

	for (i = 0; without && i < without->ngroups; i++) {
		if (is_split(&without->groups[i]))
			add_override(machine, &without->groups[i], owners, list);
	}
}

/* Members of a group may be no PCI functions, or have no record: of these alone nothing follows. */
static void add_share(const struct ia_machine *m, const struct ia_share *share,
		      struct ia_attentions *list)
{
	const struct ia_group *group = share->group;
	const struct ia_device **functions = ia_alloc(m->arena, group->nfunctions,
						      sizeof(*functions));
	ia_address *ports = ia_alloc(m->arena, share->nports, sizeof(*ports));
	struct ia_attention *one;
	size_t i, n = 0;

	for (i = 0; i < group->nfunctions; i++) {
		const struct ia_device *d = group->functions[i];

		if (!ia_is_bridge(d) && !ia_is_chipset(d))
			functions[n++] = d;
	}
	if (!n)
		return;
	one = ia_attention_add(m, list, IA_ATTENTION_SHARED, IA_SEVERITY_ATTENTION);
	one->group = group;
	one->share = share;
	one->functions = functions;
	one->nfunctions = n;
	for (i = 0; i < share->nports; i++)
		ports[i] = share->ports[i]->port;
	one->ports = ports;
	one->nports = share->nports;
}

/**
 * ia_attention_shared() - tell whether it matters that devices share a group
 * @machine: the machine
 * @share: the group, and why it is one
 * @assigns: the host is set up to assign devices: ia_attention_assigns()
 *
 * It does where user space has a device of it, or is meant to, or where the host is set up to
 * assign devices; elsewhere it is a fact.
 */
bool ia_attention_shared(const struct ia_machine *machine, const struct ia_share *share,
			 bool assigns)
{
	size_t i;

	if (assigns && !ia_share_by_vmd(share))
		return true;
	for (i = 0; i < share->group->nfunctions; i++) {
		if (is_wanted(machine, share->group->functions[i]))
			return true;
	}
	return false;
}

/**
 * ia_attention_shares() - find groups of several devices, of which somebody wants one
 * @machine: the machine
 * @facts: what its records amount to
 * @list: what was found so far; says whether this host is set up to assign devices
 */
void ia_attention_shares(const struct ia_machine *machine, const struct ia_facts *facts,
			 struct ia_attentions *list)
{
	size_t i;

	for (i = 0; i < facts->nshares; i++) {
		if (ia_attention_shared(machine, &facts->shares[i], list->assigns))
			add_share(machine, &facts->shares[i], list);
	}
}
