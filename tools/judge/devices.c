// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#include <stdlib.h>

static bool wanted(enum ia_profile_id profile, const struct ia_device *device, bool owned)
{
	enum ia_kind kind = ia_kind_of(device);

	switch (profile) {
	case IA_PROFILE_VFIO:
		return owned ? ia_user_owned(device) : ia_is_assignable(kind);
	case IA_PROFILE_SRIOV:
		return ia_is_vf(device);
	case IA_PROFILE_VM_MIXED:
		return owned ? ia_user_owned(device) : kind == IA_KIND_GPU;
	case IA_PROFILE_GPU_SINGLE:
	case IA_PROFILE_INFERENCE:
		return kind == IA_KIND_GPU;
	case IA_PROFILE_GPU_HOST_NIC:
		return !ia_is_vf(device) && (kind == IA_KIND_GPU || kind == IA_KIND_NIC);
	case IA_PROFILE_GPU_SRIOV_RDMA:
		return kind == IA_KIND_GPU || (kind == IA_KIND_NIC && ia_is_vf(device));
	default:
		return ia_is_card(kind);
	}
}

/**
 * ia_devices_for() - choose the functions that a profile is about
 * @machine: the machine
 * @facts: what its records amount to
 * @profile: the profile
 * @count: how many they are
 *
 * For devices to be assigned: those that user space owns; where it owns
 * none, those that one would assign.
 *
 * Return: the functions, by address.
 */
const struct ia_device **ia_devices_for(const struct ia_machine *machine,
					const struct ia_facts *facts,
					enum ia_profile_id profile, size_t *count)
{
	const struct ia_device **devices = ia_alloc(machine->arena, machine->ndevices,
						    sizeof(*devices));
	size_t i;

	*count = 0;
	for (i = 0; i < machine->ndevices; i++) {
		if (wanted(profile, &machine->devices[i], facts->nowned))
			devices[(*count)++] = &machine->devices[i];
	}
	return devices;
}

/**
 * ia_check_count() - how many of a kind a check is about
 * @check: a check whose functions are chosen
 * @kind: the kind
 */
size_t ia_check_count(const struct ia_check *check, enum ia_kind kind)
{
	size_t i, count = 0;

	for (i = 0; i < check->ndevices; i++)
		count += ia_kind_of(check->devices[i]) == kind;
	return count;
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/**
 * ia_check_find_nics() - find the NUMA nodes of the NICs that a check is about
 * @check: a check whose functions are chosen
 */
void ia_check_find_nics(struct ia_check *check)
{
	size_t i;

	check->nic_nodes = ia_alloc(check->machine->arena, check->ndevices,
				    sizeof(*check->nic_nodes));
	for (i = 0; i < check->ndevices; i++) {
		const struct ia_device *d = check->devices[i];

		if (ia_kind_of(d) == IA_KIND_NIC && d->numa.known)
			check->nic_nodes[check->nnic_nodes++] = d->numa.n;
	}
	if (check->nnic_nodes)
		qsort(check->nic_nodes, check->nnic_nodes, sizeof(*check->nic_nodes), by_number);
}

/* Tell whether a NIC that a check is about is on a NUMA node. */
bool ia_check_has_nic(const struct ia_check *check, uint64_t node)
{
	return check->nnic_nodes && bsearch(&node, check->nic_nodes, check->nnic_nodes,
					    sizeof(node), by_number);
}
