// SPDX-License-Identifier: GPL-2.0
#include "fault_table.h"

/**
 * ia_fault_table_init() - start an empty table
 * @table: the table
 * @counts: memory for %IA_FAULT_TABLE_ROOM() entries, all zero
 * @slots: memory for the slots, all zero
 * @slot_count: slots in @slots, a power of 2, at most 65536
 *
 * Both memories have to outlive the table.
 */
void ia_fault_table_init(struct ia_fault_table *table,
			 struct ia_fault_count *counts, u16 *slots,
			 u32 slot_count)
{
	memset(table, 0, sizeof(*table));
	table->counts = counts;
	table->slots = slots;
	table->slot_count = slot_count;
}

static bool same(const struct ia_fault_count *entry, unsigned int unit,
		 const struct ia_fault *fault)
{
	return entry->unit == unit && entry->fault.source == fault->source &&
	       entry->fault.reason == fault->reason &&
	       entry->fault.access == fault->access &&
	       entry->fault.pasid == fault->pasid;
}

/*
 * Multiplication by 2^32 divided by the golden ratio, after Knuth. It carries
 * only upwards, so the high half is folded down: the low bits are what is used.
 */
static u32 mix(u32 hash, u32 value)
{
	hash = (hash ^ value) * 0x9e3779b1U;
	return hash ^ hash >> 16;
}

static u32 hash(unsigned int unit, const struct ia_fault *fault)
{
	u32 h = mix(unit, fault->source);

	h = mix(h, fault->pasid);
	return mix(h, (u32)fault->reason << 8 | fault->access);
}

static void count(struct ia_fault_count *entry, u64 now_ns)
{
	if (!entry->count++)
		entry->first_ns = now_ns;
	entry->last_ns = now_ns;
}

/**
 * ia_fault_table_add() - count one fault
 * @table: the table
 * @unit: position of the unit that logged it
 * @fault: the fault
 * @now_ns: the time, CLOCK_BOOTTIME
 *
 * A new combination takes a place while there is room, and is counted in
 * @table->other afterwards; what has a place keeps it. Never allocates, and
 * looks at no more than @table->slot_count slots.
 *
 * Context: any; the caller serialises.
 */
void ia_fault_table_add(struct ia_fault_table *table, unsigned int unit,
			const struct ia_fault *fault, u64 now_ns)
{
	u32 mask = table->slot_count - 1;
	u32 at = hash(unit, fault) & mask;
	struct ia_fault_count *entry;

	/* A quarter of the slots is always free, so that this ends. */
	for (; table->slots[at]; at = (at + 1) & mask) {
		entry = &table->counts[table->slots[at] - 1];
		if (same(entry, unit, fault)) {
			entry->fault = *fault;
			count(entry, now_ns);
			return;
		}
	}
	if (table->used == IA_FAULT_TABLE_ROOM(table->slot_count)) {
		count(&table->other, now_ns);
		return;
	}
	entry = &table->counts[table->used++];
	table->slots[at] = table->used;
	entry->unit = unit;
	entry->fault = *fault;
	count(entry, now_ns);
}
