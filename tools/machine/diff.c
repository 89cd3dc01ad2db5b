// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

/* What is there, and what it has become, function by function. */
static void tell_devices(struct ia_diff *diff)
{
	size_t i;

	for (i = 0; i < diff->npairs; i++) {
		const struct ia_pair_of *p = &diff->pairs[i];

		ia_diff_place(diff, p);
		if (p->old && p->now)
			ia_diff_device(diff, p);
	}
}

/**
 * ia_diff_gather() - find out what is different between two readings
 * @old: the first one, joined
 * @now: the second one, joined
 * @diff: filled, in no order yet; lives as long as @now's arena
 */
void ia_diff_gather(const struct ia_machine *old, const struct ia_machine *now,
		    struct ia_diff *diff)
{
	*diff = (struct ia_diff){
		.arena = now->arena, .old = old, .now = now,
		.same_boot = old->boot_id.known && now->boot_id.known &&
			     !strcmp(old->boot_id.text, now->boot_id.text),
		.two_hosts = ia_are_two_hosts(old, now),
		.baseline = old->baseline == IA_YES || now->baseline == IA_YES,
	};
	ia_diff_pair(diff);
	/* Differences of hardware are no differences from a baseline. */
	if (diff->baseline)
		diff->other = ia_diff_hardware(diff);
	if (diff->other)
		return;
	ia_diff_platform(diff);
	ia_diff_units(diff);
	tell_devices(diff);
	ia_diff_software(diff);
	ia_diff_host(diff);
	ia_diff_groups(diff);
	ia_diff_acs(diff);
	ia_diff_faults(diff);
}
