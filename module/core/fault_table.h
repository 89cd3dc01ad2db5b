/* SPDX-License-Identifier: GPL-2.0 */
/* fault_table.c: counters per unit, source, reason, access and PASID */
#ifndef IA_CORE_FAULT_TABLE_H
#define IA_CORE_FAULT_TABLE_H

#include "fault.h"

/* Places that a table of so many slots has: never more than 3/4 are used. */
#define IA_FAULT_TABLE_ROOM(slots)	((slots) / 4 * 3)

/**
 * struct ia_fault_table - a hash table in memory of the caller's
 * @counts: the entries in the order of their arrival, %IA_FAULT_TABLE_ROOM()
 * @slots: by hash, the place of an entry in @counts plus 1; 0 is free
 * @slot_count: slots in @slots, a power of 2
 * @used: entries in @counts
 * @other: what found no room; only its count and times mean anything
 */
struct ia_fault_table {
	struct ia_fault_count *counts;
	u16 *slots;
	u32 slot_count;
	u32 used;
	struct ia_fault_count other;
};

void ia_fault_table_init(struct ia_fault_table *table,
			 struct ia_fault_count *counts, u16 *slots,
			 u32 slot_count);
void ia_fault_table_add(struct ia_fault_table *table, unsigned int unit,
			const struct ia_fault *fault, u64 now_ns);

#endif /* IA_CORE_FAULT_TABLE_H */
