/* SPDX-License-Identifier: GPL-2.0 */
/*
 * baseline.c: a machine that stands for all nodes of its hardware. The description of each key
 * says whether nodes differ in it; a record whose first key does is left out whole.
 */
#ifndef IA_MACHINE_BASELINE_H
#define IA_MACHINE_BASELINE_H

#include "machine.h"

/* Whether records of this kind are about one node alone. */
static inline bool ia_baseline_lacks(enum ia_record_id id)
{
	return ia_records[id].keys->varies;
}

void ia_baseline_leave_out(struct ia_machine *machine);
void ia_baseline_make(struct ia_machine *machine);

#endif /* IA_MACHINE_BASELINE_H */
