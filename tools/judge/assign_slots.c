// SPDX-License-Identifier: GPL-2.0
/* Where a device could be moved to, whose place does not isolate it */
#include "assign.h"

#include "split.h"

/* What another slot would end: a group that ports make, and peers behind the same switch. */
static bool wants_slot(const struct ia_assign *a)
{
	size_t i;

	for (i = 0; i < a->along.count; i++) {
		if (ia_split_from(a->machine, a->device, a->along.items[i]) == IA_SPLIT_PATH)
			return true;
	}
	return a->peers.count;
}

/**
 * ia_assign_find_slots() - find where a device could be moved to
 * @assign: its group and peers are filled
 */
void ia_assign_find_slots(struct ia_assign *assign)
{
	assign->wants_slot = wants_slot(assign);
	if (assign->wants_slot)
		ia_free_slots_find(assign->machine, &assign->slots);
}
