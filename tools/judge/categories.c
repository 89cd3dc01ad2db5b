// SPDX-License-Identifier: GPL-2.0
#include "categories.h"

#define C(name)	(1u << IA_CATEGORY_##name)
/* What is bad for everybody: a device that was removed, and blocked DMA. */
#define EVERY	(C(DEVICES) | C(FAULTS))

static const unsigned int categories[IA_PROFILES] = {
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
 * ia_diff_machines() - find, sort and judge all differences between two readings
 * @old: the first one, joined
 * @now: the second one, joined
 * @profile: the profile that judges
 * @answer: filled; lives as long as @now's arena
 */
void ia_diff_machines(const struct ia_machine *old, const struct ia_machine *now,
		      enum ia_profile_id profile, struct ia_diff_answer *answer)
{
	struct ia_diff *diff = &answer->diff;
	size_t i;

	*answer = (struct ia_diff_answer){ .profile = ia_profiles[profile].name };
	ia_diff_gather(old, now, diff);
	if (!diff->other)
		ia_diff_p2p(diff);
	ia_diff_sort(diff);
	ia_diff_sort_untold(diff);
	for (i = 0; i < diff->count; i++) {
		struct ia_change *change = &diff->changes[i];

		change->matters = change->trend == IA_TREND_WORSE &&
				  categories[profile] & 1u << change->category;
		answer->matter += change->matters;
		answer->trends[change->trend]++;
	}
	for (i = 0; i < diff->nuntold; i++) {
		const struct ia_untold *untold = &diff->untold[i];

		if (!(categories[profile] & 1u << untold->category))
			continue;
		answer->untold++;
		answer->unknown += untold->why != IA_UNTOLD_BASELINE &&
				   untold->why != IA_UNTOLD_REDACTED;
	}
	answer->unknown += answer->trends[IA_TREND_INCONCLUSIVE] + !!diff->other;
}
