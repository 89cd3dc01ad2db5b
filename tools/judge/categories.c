// SPDX-License-Identifier: GPL-2.0
#include "categories.h"

#define C(name)	(1u << IA_CONCERN_##name)
/* What is wrong for everybody: a device that went, and refused DMA. */
#define EVERY	(C(DEVICES) | C(FAULTS))

static const unsigned int concerns[IA_PROFILES] = {
	[IA_PROFILE_BASELINE] = EVERY | C(IOMMU) | C(HOST_DMA) | C(ISOLATION),
	/* VFIO translates what it holds, whatever the default domain is. */
	[IA_PROFILE_VFIO] = EVERY | C(IOMMU) | C(ISOLATION) | C(PASSTHROUGH),
	[IA_PROFILE_SRIOV] = EVERY | C(IOMMU) | C(HOST_DMA) | C(ISOLATION) |
			     C(PASSTHROUGH) | C(VFS),
	[IA_PROFILE_GPU_SINGLE] = EVERY | C(P2P),
	[IA_PROFILE_GPU_HOST_NIC] = EVERY | C(P2P),
	[IA_PROFILE_GPU_SRIOV_RDMA] = EVERY | C(IOMMU) | C(HOST_DMA) | C(ISOLATION) |
				      C(VFS) | C(P2P),
	[IA_PROFILE_VM_MIXED] = EVERY | C(IOMMU) | C(HOST_DMA) | C(ISOLATION) |
				C(PASSTHROUGH) | C(VFS),
	[IA_PROFILE_INFERENCE] = EVERY,
};

/**
 * ia_compare() - find and sort all differences between two readings
 * @old: the first one, joined
 * @now: the second one, joined
 * @diff: filled; lives as long as @now's arena
 */
void ia_compare(const struct ia_machine *old, const struct ia_machine *now,
		struct ia_diff *diff)
{
	ia_diff_gather(old, now, diff);
	ia_diff_p2p(diff);
	ia_diff_sort(diff);
}

/**
 * ia_profile_minds() - tell whether a difference is bad for a profile
 * @profile: the profile
 * @change: the difference
 */
bool ia_profile_minds(enum ia_profile_id profile, const struct ia_change *change)
{
	return change->trend == IA_WORSE && concerns[profile] & 1u << change->concern;
}

/**
 * ia_profile_minded() - count the differences that are bad for a profile
 * @profile: the profile
 * @diff: the differences
 */
size_t ia_profile_minded(enum ia_profile_id profile, const struct ia_diff *diff)
{
	size_t i, n = 0;

	for (i = 0; i < diff->count; i++)
		n += ia_profile_minds(profile, &diff->changes[i]);
	return n;
}
