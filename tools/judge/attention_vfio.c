// SPDX-License-Identifier: GPL-2.0
/* What deserves attention of devices that VFIO has, or that vfio-pci.ids= names for it */
#include "attention.h"

#include "../machine/kind.h"
#include "peers.h"
#include "rules.h"

static bool is_wanted(const struct ia_machine *m, const struct ia_device *device)
{
	return ia_driver_kind(device) == IA_DRIVER_VFIO || ia_attention_meant(m, device);
}

static bool is_listed(const struct ia_attentions *list, const struct ia_group *group)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (list->items[i].group == group)
			return true;
	}
	return false;
}

/* VFIO takes a group whole: a driver of the host that has a part of it keeps all of it. */
static void add_held(const struct ia_check *check, const struct ia_group *group,
		     struct ia_attentions *list)
{
	const struct ia_machine *m = check->machine;
	const struct ia_device *first = NULL;
	struct ia_finding *finding;
	struct ia_attention *one;
	bool held = false;
	size_t i;

	for (i = 0; i < group->nfunctions; i++) {
		enum ia_driver_kind kind = ia_driver_kind(group->functions[i]);

		held |= kind == IA_DRIVER_HOST;
		if (kind == IA_DRIVER_VFIO && !first)
			first = group->functions[i];
	}
	if (!held || !first || is_listed(list, group))
		return;
	one = ia_attention_add(m, list, IA_ATTENTION_HELD, IA_SEVERITY_ATTENTION);
	one->group = group;
	one->functions = ia_alloc(m->arena, group->nfunctions, sizeof(*one->functions));
	one->against = ia_alloc(m->arena, group->nfunctions, sizeof(*one->against));
	for (i = 0; i < group->nfunctions; i++) {
		const struct ia_device *d = group->functions[i];
		enum ia_driver_kind kind = ia_driver_kind(d);

		if (kind == IA_DRIVER_VFIO)
			one->functions[one->nfunctions++] = d;
		else if (kind == IA_DRIVER_HOST)
			one->against[one->nagainst++] = d;
	}
	finding = ia_alloc(m->arena, 1, sizeof(*finding));
	if (ia_rule_ask(check, &ia_rule_group_viable, first, finding) &&
	    finding->verdict == IA_FAIL)
		one->rule = finding;
}

/* What firmware keeps mapped, VFIO refuses, or takes away from it. */
static void add_reserved(const struct ia_check *check, const struct ia_device *device,
			 struct ia_attentions *list)
{
	const struct ia_machine *m = check->machine;
	struct ia_finding *finding = ia_alloc(m->arena, 1, sizeof(*finding));
	struct ia_attention *one;

	if (!ia_rule_ask(check, &ia_rule_reserved, device, finding) ||
	    (finding->verdict != IA_FAIL && finding->verdict != IA_WARN))
		return;
	one = ia_attention_add(m, list, IA_ATTENTION_RESERVED, IA_SEVERITY_ATTENTION);
	one->functions = ia_alloc(m->arena, 1, sizeof(*one->functions));
	one->functions[one->nfunctions++] = device;
	one->group = device->in_group;
	one->rule = finding;
}

/* Devices of other groups that are not kept apart: for the kernel they are, for a switch not. */
static void add_peers(const struct ia_machine *m, const struct ia_device *const *wanted,
		      size_t count, struct ia_attentions *list)
{
	struct ia_attention *one;
	struct ia_apart apart;

	ia_apart_find(m, wanted, count, &apart);
	if (!apart.direct)
		return;
	one = ia_attention_add(m, list, IA_ATTENTION_PEERS, IA_SEVERITY_ATTENTION);
	one->functions = apart.from;
	one->nfunctions = apart.nfrom;
	one->against = apart.to;
	one->nagainst = apart.nto;
}

/**
 * ia_attention_vfio() - find what keeps devices from a guest, or a guest's device from isolation
 * @check: an examination of the machine
 * @list: what was found so far; groups that are in it are not told again
 */
void ia_attention_vfio(const struct ia_check *check, struct ia_attentions *list)
{
	const struct ia_machine *m = check->machine;
	const struct ia_device **wanted = ia_alloc(m->arena, m->ndevices, sizeof(*wanted));
	size_t i, count = 0;

	for (i = 0; i < m->ngroups; i++)
		add_held(check, &m->groups[i], list);
	for (i = 0; i < m->ndevices; i++) {
		if (!is_wanted(m, &m->devices[i]))
			continue;
		wanted[count++] = &m->devices[i];
		add_reserved(check, &m->devices[i], list);
	}
	if (count)
		add_peers(m, wanted, count, list);
}
