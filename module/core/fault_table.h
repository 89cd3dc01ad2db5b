/* SPDX-License-Identifier: GPL-2.0 */
/* fault_table.c: counters per unit, source, reason, access and PASID */
#ifndef IA_CORE_FAULT_TABLE_H
#define IA_CORE_FAULT_TABLE_H

#include "fault.h"

/* Slots of the module's table. */
#define IA_FAULT_TABLE_SLOTS	2048

/* Places that a table of so many slots has: never more than 3/4 are used. */
#define IA_FAULT_TABLE_ROOM(slots)	((slots) / 4 * 3)

/*
 * A source gets so many places of its own. Then its PASIDs are counted together,
 * by reason and access, in so many places more.
 */
#define IA_FAULT_SOURCE_PLACES	16
#define IA_FAULT_SOURCE_FOLDED	8

/* Entries that are copied in one go, with interrupts off. */
#define IA_FAULT_COPY_CHUNK	32

/**
 * struct ia_fault_source - how much of the table a source has
 * @unit: position of its unit
 * @source: the source
 * @places: places of its own
 * @folded: places where its PASIDs are counted together
 */
struct ia_fault_source {
	unsigned int unit;
	u32 source;
	u8 places;
	u8 folded;
};

/**
 * struct ia_fault_copy - the table in one moment, which is copied bit by bit
 * @counts: the entries
 * @is_copied: for each of them, whether it is in @counts
 * @room: how many both have room for
 * @used: how many there are to copy
 * @next: all before this one are copied
 * @other: what found no room
 */
struct ia_fault_copy {
	struct ia_fault_count *counts;
	bool *is_copied;
	u32 room;
	u32 used;
	u32 next;
	struct ia_fault_count other;
};

/**
 * struct ia_fault_table - a hash table in memory of the caller's
 * @counts: the entries in the order of their arrival, %IA_FAULT_TABLE_ROOM()
 * @slots: by hash, the place of an entry in @counts plus 1; 0 is free
 * @sources: by hash, the sources that have entries; one without places is free
 * @slot_count: slots in @slots and in @sources, a power of 2
 * @used: entries in @counts
 * @other: what found no room; only its count and times mean anything
 * @copy: what is copied just now, or NULL
 */
struct ia_fault_table {
	struct ia_fault_count *counts;
	u16 *slots;
	struct ia_fault_source *sources;
	u32 slot_count;
	u32 used;
	struct ia_fault_count other;
	struct ia_fault_copy *copy;
};

void ia_fault_table_init(struct ia_fault_table *table,
			 struct ia_fault_count *counts, u16 *slots,
			 struct ia_fault_source *sources, u32 slot_count);
void ia_fault_table_add(struct ia_fault_table *table, unsigned int unit,
			const struct ia_fault *fault, u64 now_ns);
bool ia_fault_copy_begin(struct ia_fault_table *table, struct ia_fault_copy *copy);
bool ia_fault_copy_some(struct ia_fault_table *table);

#endif /* IA_CORE_FAULT_TABLE_H */
