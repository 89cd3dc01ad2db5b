// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#include "../machine/kind.h"

static bool candidate(const struct ia_device *device)
{
	return ia_is_card(ia_kind_of(device));
}

static bool wanted(const struct ia_check *check, const struct ia_device *device,
		   bool owned)
{
	switch (check->profile) {
	case IA_PROFILE_VFIO:
		return owned ? ia_user_owned(device) : candidate(device);
	case IA_PROFILE_SRIOV:
		return ia_is_vf(device);
	case IA_PROFILE_VM_MIXED:
		return owned ? ia_user_owned(device) :
			       ia_kind_of(device) == IA_KIND_GPU;
	case IA_PROFILE_GPU_SINGLE:
	case IA_PROFILE_INFERENCE:
		return ia_kind_of(device) == IA_KIND_GPU;
	case IA_PROFILE_GPU_HOST_NIC:
		return !ia_is_vf(device) &&
		       (ia_kind_of(device) == IA_KIND_GPU ||
			ia_kind_of(device) == IA_KIND_NIC);
	case IA_PROFILE_GPU_SRIOV_RDMA:
		return ia_kind_of(device) == IA_KIND_GPU ||
		       (ia_kind_of(device) == IA_KIND_NIC &&
			ia_is_vf(device));
	default:
		return candidate(device);
	}
}

/**
 * ia_check_choose() - choose the functions that a profile is about
 * @check: its machine, facts and profile are set; its functions become a list of
 *         their own, so that a copy of an examination can choose others
 *
 * For devices to be given away: those that user space owns; where it owns
 * none, those that one would give away.
 */
void ia_check_choose(struct ia_check *check)
{
	const struct ia_machine *m = check->machine;
	size_t i;

	check->devices = ia_alloc(m->arena, m->ndevices, sizeof(*check->devices));
	check->ndevices = 0;
	for (i = 0; i < m->ndevices; i++) {
		if (wanted(check, &m->devices[i], check->facts.nowned))
			check->devices[check->ndevices++] = &m->devices[i];
	}
}

/**
 * ia_check_asks() - tell whether a function is among those in question
 * @check: the examination
 * @device: the function
 */
bool ia_check_asks(const struct ia_check *check, const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < check->ndevices; i++) {
		if (check->devices[i] == device)
			return true;
	}
	return false;
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
