// SPDX-License-Identifier: GPL-2.0
#include "share.h"

#include <stdlib.h>

#include "kind.h"

#define X(name, word)	word,
static const char *const share_reasons[] = { IA_SHARE_REASONS(X) };
#undef X

const struct ia_wordlist ia_words_share_reasons = {
	share_reasons, sizeof(share_reasons) / sizeof(*share_reasons), NULL,
};

/* Whether a port leads to or from conventional PCI. */
bool ia_acs_is_conventional(const struct ia_acs *acs)
{
	return acs->type == IA_PORT_PCIE_TO_PCI || acs->type == IA_PORT_PCI_TO_PCIE ||
	       acs->type == IA_PORT_PCI_BRIDGE;
}

/* The ACS of a function itself, which says whether its slot is kept apart; or NULL. */
const struct ia_acs *ia_own_acs(const struct ia_device *device)
{
	return device->nports && ia_acs_is_own(device->ports) ? device->ports : NULL;
}

/* Whether the kernel takes a function for kept apart, as the machine was read. */
const struct ia_isolation *ia_isolation_of(const struct ia_machine *machine,
					   const struct ia_device *device)
{
	return &ia_predicted_of(ia_predict_own(machine), device)->isolation;
}

/* Whether the kernel takes a port for one that isolates; so does what is not known. */
bool ia_port_isolates(const struct ia_machine *machine, const struct ia_acs *port)
{
	const struct ia_device *device = ia_machine_device(machine, port->port);

	return !device || ia_isolation_of(machine, device)->isolates != IA_NO;
}

/* A line of the ACS file on a port above a function, or NULL. */
static const struct ia_acs *line_of(const struct ia_device *device, const struct ia_device *port)
{
	size_t i;

	for (i = 0; port && i < device->nports; i++) {
		if (device->ports[i].port == port->address)
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
 * The rule is that of the prediction, where that is sure, puts the two together and the
 * kernel did.
 *
 * Return: whether a rule explains it; not for a function with which the group began.
 */
bool ia_group_cause_find(const struct ia_machine *machine, const struct ia_device *device,
			 struct ia_group_cause *cause)
{
	const struct ia_predicted *one = ia_predicted_of(ia_predict_own(machine), device);
	const struct ia_device *fault = one->at ?: device;

	*cause = (struct ia_group_cause){ .device = device, .missing.known = true };
	if (!one->known || !one->with || !device->in_group ||
	    one->with->in_group != device->in_group)
		return false;
	cause->with = one->with;
	cause->rule = one->rule;
	cause->alias = one->alias;
	cause->port = line_of(device, one->at);
	if (one->rule == IA_GROUP_RULE_PATH || one->rule == IA_GROUP_RULE_SLOT)
		cause->missing.bits = ia_isolation_of(machine, fault)->missing;
	return true;
}

/* What is assigned as one: a VF, all functions of a card, or of a slot of the board. */
static ia_address unit_of(const struct ia_device *device)
{
	if (ia_is_vf(device))
		return device->address << 1 | 1;
	if (device->above && !ia_is_conventional(device->above->type))
		return device->address >> 8 << 9;
	return device->address >> 3 << 4;
}

static int by_unit(const void *a, const void *b)
{
	ia_address x = *(const ia_address *)a, y = *(const ia_address *)b;

	return x < y ? -1 : x > y;
}

/**
 * ia_group_devices() - count the devices of a group that one would assign
 * @machine: a joined machine
 * @group: one of its groups
 *
 * All functions of a card are one, each VF is one. Bridges go along with what is below
 * them, and parts of the chipset are given to nobody.
 */
size_t ia_group_devices(const struct ia_machine *machine, const struct ia_group *group)
{
	ia_address *units = ia_alloc(machine->arena, group->nfunctions, sizeof(*units));
	size_t i, n = 0, count = group->devices.count - group->nfunctions;

	for (i = 0; i < group->nfunctions; i++) {
		const struct ia_device *d = group->functions[i];

		if (!ia_is_bridge(d) && !ia_is_chipset(d))
			units[n++] = unit_of(d);
	}
	if (n)
		qsort(units, n, sizeof(*units), by_unit);
	for (i = 0; i < n; i++)
		count += !i || units[i] != units[i - 1];
	return count;
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

static enum ia_share_reason reason_of(const struct ia_share *share, const bool *rules)
{
	if (rules[IA_GROUP_RULE_PATH] && share->nports)
		return IA_SHARE_PORT;
	if (rules[IA_GROUP_RULE_BRIDGE] && share->nports)
		return IA_SHARE_CONVENTIONAL;
	if (rules[IA_GROUP_RULE_SLOT])
		return IA_SHARE_SLOT;
	return rules[IA_GROUP_RULE_ALIAS] || rules[IA_GROUP_RULE_VMD] ? IA_SHARE_ALIAS :
									IA_SHARE_UNKNOWN;
}

/**
 * ia_share_explain() - find out why the devices of a group share it
 * @machine: a joined machine
 * @share: its group is set; the rest is filled
 */
void ia_share_explain(const struct ia_machine *machine, struct ia_share *share)
{
	const struct ia_group *group = share->group;
	bool rules[IA_GROUP_RULE_SLOT + 1] = { false };
	size_t i;

	share->ports = ia_alloc(machine->arena, group->nfunctions, sizeof(*share->ports));
	share->causes = ia_alloc(machine->arena, group->nfunctions, sizeof(*share->causes));
	for (i = 0; i < group->nfunctions; i++) {
		struct ia_group_cause *cause = &share->causes[share->ncauses];

		if (!ia_group_cause_find(machine, group->functions[i], cause))
			continue;
		share->ncauses++;
		rules[cause->rule] = true;
		if (cause->port && (cause->rule == IA_GROUP_RULE_PATH ||
				    cause->rule == IA_GROUP_RULE_BRIDGE))
			share->ports[share->nports++] = cause->port;
	}
	share->unexplained = group->devices.count - share->ncauses;
	sort_ports(share);
	share->reason = reason_of(share, rules);
}

/**
 * ia_share_by_vmd() - tell whether devices share a group since they are behind a VMD
 * @share: an explained group
 *
 * All behind a VMD use its requester id: by construction, so that no slot and no ACS parts them.
 */
bool ia_share_by_vmd(const struct ia_share *share)
{
	size_t i;

	for (i = 0; i < share->ncauses; i++) {
		if (share->causes[i].rule == IA_GROUP_RULE_VMD)
			return true;
	}
	return false;
}
