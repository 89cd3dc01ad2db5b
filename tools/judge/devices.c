// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

static bool wanted(enum ia_profile_id profile, const struct ia_device *device, bool owned)
{
	enum ia_kind kind = ia_kind_of(device);

	switch (profile) {
	case IA_PROFILE_VFIO:
		return owned ? ia_user_owned(device) : ia_is_card(kind);
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
