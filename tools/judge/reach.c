// SPDX-License-Identifier: GPL-2.0
/*
 * How a function can be reset: drivers/pci/pci.c, pci_bus_resettable(),
 * pci_parent_bus_reset(), pci_reset_bus(); drivers/vfio/pci/vfio_pci_core.c,
 * vfio_pci_dev_set_hot_reset().
 */
#include "reach.h"

#include "../machine/facts.h"
#include "../machine/kind.h"

#define X(name, word)	word,
static const char *const bus_reset_words[] = { IA_BUS_RESETS(X) };
#undef X

const struct ia_wordlist ia_words_bus_resets = { bus_reset_words, IA_BUS_RESET_COUNT, NULL };

static bool is_below(const struct ia_device *device, const struct ia_device *port)
{
	const struct ia_device *at;

	for (at = device->above; at; at = at->above) {
		if (at == port)
			return true;
	}
	return false;
}

static void find_avoided(const struct ia_device *device, struct ia_release release,
			 struct ia_reach *reach)
{
	enum ia_reset_kind kind;

	for (kind = IA_RESET_FLR; kind <= IA_RESET_BUS; kind++) {
		const struct ia_reset_quirk *quirk;
		enum ia_flag avoided = ia_reset_quirk_of(device, kind, release, &quirk);

		if (!quirk || (kind == IA_RESET_FLR && device->flr == IA_NO))
			continue;
		reach->avoided[reach->navoided++] = (struct ia_avoided){
			.kind = kind, .quirk = quirk, .certain = avoided == IA_YES,
		};
	}
}

/* One function that PCI_DEV_FLAGS_NO_BUS_RESET keeps the whole bus from being reset. */
static void find_culprit(const struct ia_device *device, struct ia_release release,
			 struct ia_reach *reach)
{
	const struct ia_reset_quirk *quirk;
	enum ia_flag avoided = ia_reset_quirk_of(device, IA_RESET_BUS, release, &quirk);

	if (!quirk || reach->bus == IA_BUS_RESET_AVOIDED)
		return;
	reach->bus = avoided == IA_YES ? IA_BUS_RESET_AVOIDED : IA_BUS_RESET_MAYBE_AVOIDED;
	reach->fixup = quirk;
	reach->culprit = device;
}

static void find_others(const struct ia_machine *m, const struct ia_device *port,
			struct ia_release release, struct ia_reach *reach)
{
	size_t i, room = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *one = &m->devices[i];

		if (one != reach->device && is_below(one, port)) {
			reach->others = ia_grow(m->arena, reach->others, reach->nothers, &room,
						sizeof(*reach->others));
			reach->others[reach->nothers++] = one;
			if (!reach->held && one->driver.known && !ia_user_owned(one) &&
			    !ia_is_bridge(one))
				reach->held = one;
			if (!reach->bridge && ia_is_bridge(one))
				reach->bridge = one;
			if (!reach->sibling && one->above == port)
				reach->sibling = one;
			find_culprit(one, release, reach);
		}
	}
}

/**
 * ia_reach_find() - work out how a function can be reset
 * @machine: a joined machine
 * @device: one of its functions
 * @reach: filled; lives as long as the machine
 */
void ia_reach_find(const struct ia_machine *machine, const struct ia_device *device,
		   struct ia_reach *reach)
{
	struct ia_release release = ia_release_parse(machine->kernel.known ?
						     machine->kernel.text : NULL);

	*reach = (struct ia_reach){ .device = device, .port = device->above };
	find_avoided(device, release, reach);
	if (device->above) {
		find_culprit(device, release, reach);
		find_culprit(device->above, release, reach);
		find_others(machine, device->above, release, reach);
		if (reach->bus == IA_BUS_RESET_UNKNOWN)
			reach->bus = reach->nothers ? IA_BUS_RESET_OTHERS : IA_BUS_RESET_ALONE;
	} else if (device->path.absent) {
		reach->bus = IA_BUS_RESET_ROOT_BUS;
	}
}

/**
 * ia_reach_hot() - tell whether a hot reset by VFIO resets a function and nothing of another group
 * @reach: how it can be reset
 *
 * A group has one owner, and VFIO resets a bus when one owner has all that is on it and below:
 * vfio_pci_dev_set_resettable(). No bridge is VFIO's. The reset of a VF is its own, or its PF's.
 */
enum ia_flag ia_reach_hot(const struct ia_reach *reach)
{
	size_t i;

	if (ia_is_vf(reach->device))
		return IA_NO;
	switch (reach->bus) {
	case IA_BUS_RESET_ALONE:
		return IA_YES;
	case IA_BUS_RESET_OTHERS:
		break;
	case IA_BUS_RESET_ROOT_BUS:
	case IA_BUS_RESET_AVOIDED:
		return IA_NO;
	default:
		return IA_FLAG_UNKNOWN;
	}
	if (reach->bridge)
		return IA_NO;
	for (i = 0; i < reach->nothers; i++) {
		const struct ia_device *other = reach->others[i];

		if (!other->in_group || other->in_group != reach->device->in_group)
			return ia_is_unknown(other->group) ? IA_FLAG_UNKNOWN : IA_NO;
	}
	return IA_YES;
}
