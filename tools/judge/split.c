// SPDX-License-Identifier: GPL-2.0
#include "split.h"

#include "../machine/kind.h"
#include "path.h"

/**
 * ia_split_at() - find the function that would have to keep another one apart
 * @machine: a joined machine
 * @cause: what brought that one into its group
 *
 * Return: a port above, or the function itself.
 */
const struct ia_device *ia_split_at(const struct ia_machine *machine,
				    const struct ia_group_cause *cause)
{
	if (cause->rule != IA_GROUP_RULE_PATH)
		return cause->device;
	return ia_predicted_of(ia_predict_own(machine), cause->device)->at;
}

static enum ia_split split_slot(const struct ia_machine *machine, const struct ia_device *device)
{
	return ia_isolation_of(machine, device)->by == IA_ISOLATED_BY_BITS ? IA_SPLIT_BITS :
									     IA_SPLIT_SLOT;
}

/**
 * ia_split_by() - tell what would undo a cause of a group
 * @machine: a joined machine
 * @cause: what brought a function into its group
 */
enum ia_split ia_split_by(const struct ia_machine *machine, const struct ia_group_cause *cause)
{
	switch (cause->rule) {
	case IA_GROUP_RULE_BRIDGE:
		return IA_SPLIT_BRIDGE;
	case IA_GROUP_RULE_ALIAS:
		return IA_SPLIT_ALIAS;
	case IA_GROUP_RULE_VMD:
		return IA_SPLIT_VMD;
	case IA_GROUP_RULE_SLOT:
		return split_slot(machine, cause->device);
	case IA_GROUP_RULE_PATH:
		return IA_SPLIT_PATH;
	default:
		return IA_SPLIT_UNSEEN;
	}
}

/*
 * A function that has no requester id but a VMD's; the topology's aliases come before all other
 * causes of its group. Its domain is there only as long as the driver vmd holds the VMD:
 * vmd_remove() takes the root bus away (drivers/pci/controller/vmd.c).
 */
static bool is_behind_vmd(const struct ia_machine *machine, const struct ia_device *device)
{
	struct ia_group_cause cause;

	return ia_group_cause_find(machine, device, &cause) && cause.rule == IA_GROUP_RULE_VMD;
}

/**
 * ia_is_of_vmd() - tell whether a function is a VMD, behind one, or in the group of one
 * @machine: a joined machine
 * @device: the function; without a group it is of none
 */
bool ia_is_of_vmd(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_group *group = device->in_group;
	size_t i;

	for (i = 0; group && i < group->nfunctions; i++) {
		if (is_behind_vmd(machine, group->functions[i]))
			return true;
	}
	return false;
}

/**
 * ia_are_tied() - tell whether two functions share a group below any port
 * @machine: a joined machine
 * @a: a function
 * @b: another one
 *
 * get_pci_function_alias_group() puts functions of a slot together, unless each of them keeps
 * itself apart. What a port above does is found first, and hides that.
 */
bool ia_are_tied(const struct ia_machine *machine, const struct ia_device *a,
		 const struct ia_device *b)
{
	return a != b && !ia_is_bridge(a) && ia_same_slot(a, b) &&
	       ia_isolation_of(machine, a)->isolates == IA_NO &&
	       ia_isolation_of(machine, b)->isolates == IA_NO;
}

/**
 * ia_split_from() - tell what would part a function from another one of its group
 * @machine: a joined machine
 * @device: the function
 * @other: the other one
 */
enum ia_split ia_split_from(const struct ia_machine *machine, const struct ia_device *device,
			    const struct ia_device *other)
{
	struct ia_group_cause cause;

	if (ia_are_tied(machine, device, other))
		return split_slot(machine, device);
	/* The group began with one of them: the others joined, and they would have to leave. */
	if (!ia_group_cause_find(machine, device, &cause) &&
	    !ia_group_cause_find(machine, other, &cause))
		return IA_SPLIT_UNSEEN;
	return ia_split_by(machine, &cause);
}
