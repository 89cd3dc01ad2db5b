/* SPDX-License-Identifier: GPL-2.0 */
/* why.c: why a device has its domain and its group, in sentences */
#ifndef IA_JUDGE_WHY_H
#define IA_JUDGE_WHY_H

#include "domain.h"

/* What no interface of the kernel tells, and no answer here claims. */
#define IA_WHY_QUIRKS \
	"The kernel's own table of quirks (functions that isolate without ACS, DMA aliases) and " \
	"what pcie_acs_override makes it believe cannot be queried: this is what the bits say."

/**
 * struct ia_why - why a device is where it is
 * @device: the device
 * @group: its group, or NULL
 * @domain: why it has its domain
 * @share: why its group has its members
 * @chain: its own tie, then that of the function that it joined, and so on
 * @nchain: number of @chain
 * @group_text: why it is in this group
 * @others_text: how the other members came there, or NULL
 * @split_text: what would part it from them, or NULL when it is alone
 */
struct ia_why {
	const struct ia_device *device;
	const struct ia_group *group;
	struct ia_domain_why domain;
	struct ia_share share;
	const struct ia_tie **chain;
	size_t nchain;
	const char *group_text;
	const char *others_text;
	const char *split_text;
};

void ia_why_explain(const struct ia_view *view, const struct ia_device *device,
		    struct ia_why *why);

#endif /* IA_JUDGE_WHY_H */
