// SPDX-License-Identifier: GPL-2.0
#include "assign.h"

#include <string.h>

#include "../machine/kind.h"
#include "../machine/use.h"
#include "path.h"
#include "peers.h"
#include "rules.h"
#include "split.h"

/* Whether a rule is a condition without which nobody can say that a device may be assigned. */
static bool is_needed(const struct ia_rule *rule)
{
	static const struct ia_rule *const needed[] = {
		&ia_rule_iommu_on, &ia_rule_interrupt_remapping, &ia_rule_in_use,
		&ia_rule_group_viable, &ia_rule_reset, &ia_rule_reserved,
	};
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++) {
		if (needed[i] == rule)
			return true;
	}
	return false;
}

static void note(const struct ia_machine *m, struct ia_findings *to,
		 const struct ia_finding *finding)
{
	if (!to->items)
		to->items = ia_alloc(m->arena, ia_nrules, sizeof(*to->items));
	to->items[to->count++] = finding;
}

/* Settings of the host that a guest wants: no doubt about the device. */
static bool is_of_host(const struct ia_rule *rule)
{
	return rule == &ia_rule_hugepages || rule == &ia_rule_memlock;
}

/* What the rules say, but for what binding the device and its group mends. */
static void sort(struct ia_assign *a, const struct ia_finding *finding)
{
	const struct ia_machine *m = a->machine;

	if (is_of_host(finding->rule) && finding->verdict == IA_WARN) {
		note(m, &a->settings, finding);
		return;
	}
	switch (finding->verdict) {
	case IA_FAIL:
		note(m, finding->rule == &ia_rule_group_viable && ia_group_lets_go(finding) ?
			&a->caveats : &a->against, finding);
		break;
	case IA_WARN:
		if (finding->rule != &ia_rule_bound)
			note(m, &a->caveats, finding);
		break;
	case IA_UNKNOWN:
		note(m, is_needed(finding->rule) ? &a->unsure : &a->unseen, finding);
		break;
	default:
		break;
	}
}

/* The device, and what goes along with it: one guest has them all. No guest has a bridge. */
static const struct ia_device **all_given(const struct ia_assign *a, size_t *count)
{
	size_t i, along = ia_is_bridge(a->device) ? 0 : a->along.count;
	const struct ia_device **all = ia_alloc(a->machine->arena, along + 1, sizeof(*all));

	all[0] = a->device;
	for (i = 0; i < along; i++)
		all[i + 1] = a->along.items[i];
	*count = along + 1;
	return all;
}

/* What any of those reaches that are given away, the guest reaches. */
static void judge_apart(struct ia_assign *a)
{
	bool *only = ia_alloc(a->machine->arena, ia_nrules, sizeof(*only));
	const struct ia_device **all;
	size_t count, i;

	for (i = 0; i < ia_nrules; i++)
		only[i] = ia_rules[i] == &ia_rule_peers_apart;
	all = all_given(a, &count);
	ia_check_run_rules(a->machine, IA_PROFILE_VFIO, all, count, only, &a->apart);
}

static void judge(struct ia_assign *a)
{
	size_t i;

	ia_check_run(a->machine, IA_PROFILE_VFIO, &a->device, 1, &a->check);
	judge_apart(a);
	for (i = 0; i < a->check.nfindings; i++) {
		const struct ia_finding *one = &a->check.findings[i];

		if (one->rule == &ia_rule_peers_apart && a->apart.nfindings)
			one = a->apart.findings;
		sort(a, one);
	}
	a->bound = ia_driver_kind(a->device) == IA_DRIVER_VFIO;
	a->answer = a->against.count ? IA_ASSIGN_NO : a->unsure.count ? IA_ASSIGN_UNKNOWN :
		    a->caveats.count ? IA_ASSIGN_CAVEATS : IA_ASSIGN_YES;
}

static void add(const struct ia_machine *machine, struct ia_functions *to,
		const struct ia_device *device)
{
	if (!to->items)
		to->items = ia_alloc(machine->arena, machine->ndevices, sizeof(*to->items));
	to->items[to->count++] = device;
}

/* Memory controllers, SMBus, ISA bridge: a guest has no use for them, and the host has. */
static bool is_of_board(const struct ia_device *device)
{
	return !ia_is_bridge(device) && ia_is_chipset(device);
}

static void find_along(struct ia_assign *a)
{
	const struct ia_group *group = a->device->in_group;
	const struct ia_machine *m = a->machine;
	size_t i;

	for (i = 0; group && i < group->nfunctions; i++) {
		const struct ia_device *one = group->functions[i];

		if (one == a->device)
			continue;
		add(m, ia_is_bridge(one) ? &a->stay : &a->along, one);
		if (is_of_board(one))
			add(m, &a->board, one);
	}
	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].pf == a->device)
			add(m, &a->vfs, &m->devices[i]);
	}
}

/* Those that the rule peers-apart counts. */
static void find_peers(struct ia_assign *a)
{
	const struct ia_device **given;
	struct ia_apart apart;
	size_t count;

	given = all_given(a, &count);
	ia_apart_find(a->machine, given, count, &apart);
	a->peers = (struct ia_functions){ apart.to, apart.nto };
	a->peers_unknown = apart.nto_unknown;
}

static bool is_given(const struct ia_assign *a, ia_address address)
{
	size_t i;

	if (address == a->device->address)
		return true;
	for (i = 0; i < a->along.count; i++) {
		if (address == a->along.items[i]->address)
			return true;
	}
	return false;
}

/* What a person can end by a command: a mount of the root file system is none of these. */
static bool ends(const struct ia_use *use)
{
	if (use->what == IA_USE_SWAP)
		return use->name.known;
	return use->what == IA_USE_MOUNT && use->path.known && strcmp(use->path.text, "/");
}

static void find_uses(struct ia_assign *a)
{
	const struct ia_host *host = &a->machine->host;
	size_t i;

	a->uses = ia_alloc(a->machine->arena, host->nuses, sizeof(*a->uses));
	a->end = ia_alloc(a->machine->arena, host->nuses, sizeof(*a->end));
	for (i = 0; i < host->nuses; i++) {
		const struct ia_use *use = &host->uses[i];

		if (!ia_is_address(use->address) || !is_given(a, use->address))
			continue;
		a->uses[a->nuses++] = use;
		if (ends(use))
			a->end[a->nend++] = use;
	}
}

static void find_limits(struct ia_assign *a)
{
	const struct ia_unit *unit = ia_machine_unit(a->machine, &a->device->unit);
	const struct ia_group *group = a->device->in_group;
	const struct ia_host *host = &a->machine->host;
	struct ia_guest_limits *limits = &a->limits;
	size_t i;

	if (unit)
		limits->iommu_bits = ia_unit_width(unit);
	limits->cpu_bits = host->limits.cpu_bits;
	limits->direct = !group ? IA_FLAG_UNKNOWN : group->has_direct ? IA_YES :
			 ia_is_unknown(group->reserved) ? IA_FLAG_UNKNOWN : IA_NO;
	for (i = 0; i < host->nhugepages; i++) {
		const struct ia_hugepages *size = &host->hugepages[i];

		if (size->free.known && size->size_kb.known)
			limits->huge_free_kb = ia_number_of(limits->huge_free_kb.n +
							    size->free.n * size->size_kb.n);
	}
	limits->node = a->device->numa;
	limits->nodes = host->numa.nodes;
}

/*
 * VFIO tolerates functions of a group without a driver: of those that a driver of the host does
 * not hold, only those of the same card are for the guest.
 */
static bool is_to_bind(const struct ia_assign *a, const struct ia_device *one)
{
	struct ia_next_driver next;

	if (ia_driver_kind(one) == IA_DRIVER_HARMLESS)
		return one == a->device;
	if (ia_driver_kind(one) == IA_DRIVER_NONE)
		return one == a->device || ia_same_slot(one, a->device);
	if (ia_driver_kind(one) == IA_DRIVER_HOST)
		return true;
	/* Bound by hand, which the next boot does not know. */
	ia_next_judge(a->machine, one, &next);
	return next.answer == IA_NEXT_OTHER || next.answer == IA_NEXT_NONE;
}

static void find_bind(struct ia_assign *a)
{
	size_t i;

	if (a->answer != IA_ASSIGN_YES && a->answer != IA_ASSIGN_CAVEATS)
		return;
	if (is_to_bind(a, a->device))
		add(a->machine, &a->bind, a->device);
	for (i = 0; i < a->along.count; i++) {
		const struct ia_device *one = a->along.items[i];

		if (!is_of_board(one) && is_to_bind(a, one))
			add(a->machine, &a->bind, one);
		else if (is_of_board(one) && ia_driver_kind(one) == IA_DRIVER_HOST)
			add(a->machine, &a->release, one);
	}
}

/**
 * ia_assign_judge() - judge whether a device can be assigned, and find what goes with that
 * @machine: a joined machine
 * @device: one of its functions
 * @assign: filled; lives as long as the machine
 *
 * The verdict is that of the profile vfio on this device. What the page tells to do is no
 * obstacle: a function that is not bound to vfio-pci yet, and the rest of a group that a driver
 * of the host holds and can let go of.
 */
void ia_assign_judge(const struct ia_machine *machine, const struct ia_device *device,
		     struct ia_assign *assign)
{
	*assign = (struct ia_assign){ .machine = machine, .device = device };
	find_along(assign);
	judge(assign);
	ia_reach_find(machine, device, &assign->reset);
	find_peers(assign);
	assign->unserved = ia_is_served(machine, device) == IA_NO;
	find_uses(assign);
	ia_next_judge(machine, device, &assign->next);
	find_limits(assign);
	ia_assign_find_slots(assign);
	find_bind(assign);
}
