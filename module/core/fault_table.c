// SPDX-License-Identifier: GPL-2.0
#include "fault_table.h"

/**
 * ia_fault_table_init() - start an empty table
 * @table: the table
 * @counts: memory for %IA_FAULT_TABLE_ROOM() entries, all zero
 * @slots: memory for the slots, all zero
 * @sources: memory for as many sources, all zero
 * @slot_count: slots in @slots, a power of 2, at most 65536
 *
 * All three have to outlive the table.
 */
void ia_fault_table_init(struct ia_fault_table *table,
			 struct ia_fault_count *counts, u16 *slots,
			 struct ia_fault_source *sources, u32 slot_count)
{
	memset(table, 0, sizeof(*table));
	table->counts = counts;
	table->slots = slots;
	table->sources = sources;
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

/* A multiplication carries only upwards, and the low bits are what is used. */
static u32 mix(u32 hash, u32 value)
{
	hash = hash_32(hash ^ value, 32);
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

/*
 * The slot of an entry, or the free one that it would get. A quarter of the slots
 * is always free, so that this ends.
 */
static u32 find_slot(const struct ia_fault_table *table, unsigned int unit,
		     const struct ia_fault *fault)
{
	u32 mask = table->slot_count - 1;
	u32 at = hash(unit, fault) & mask;

	while (table->slots[at] && !same(&table->counts[table->slots[at] - 1], unit, fault))
		at = (at + 1) & mask;
	return at;
}

/* What a source has of the table; there are never more of them than entries. */
static struct ia_fault_source *find_source(struct ia_fault_table *table, unsigned int unit,
					   u32 id)
{
	u32 mask = table->slot_count - 1;
	u32 at = mix(mix(0, unit), id) & mask;
	struct ia_fault_source *source = &table->sources[at];

	while ((source->places || source->folded) &&
	       (source->unit != unit || source->source != id)) {
		at = (at + 1) & mask;
		source = &table->sources[at];
	}
	source->unit = unit;
	source->source = id;
	return source;
}

/* Before an entry is changed: it is copied as it was in that one moment. */
static void save(struct ia_fault_table *table, u32 at)
{
	struct ia_fault_copy *copy = table->copy;

	if (!copy || at >= copy->used || copy->is_copied[at])
		return;
	copy->counts[at] = table->counts[at];
	copy->is_copied[at] = true;
}

static bool count_at(struct ia_fault_table *table, u32 slot, const struct ia_fault *fault,
		     u64 now_ns)
{
	u32 at = table->slots[slot] - 1;
	struct ia_fault_count *entry = &table->counts[at];

	if (!table->slots[slot])
		return false;
	save(table, at);
	entry->fault = *fault;
	count(entry, now_ns);
	return true;
}

static bool add_at(struct ia_fault_table *table, u32 slot, unsigned int unit,
		   const struct ia_fault *fault, u64 now_ns)
{
	if (table->used == IA_FAULT_TABLE_ROOM(table->slot_count))
		return false;
	table->counts[table->used].unit = unit;
	table->slots[slot] = ++table->used;
	return count_at(table, slot, fault, now_ns);
}

/* A source that has all its places: whatever PASID the fault has. */
static bool add_folded(struct ia_fault_table *table, struct ia_fault_source *source,
		       const struct ia_fault *fault, u64 now_ns)
{
	struct ia_fault folded = *fault;
	u32 slot;

	folded.pasid = IA_MANY_PASIDS;
	slot = find_slot(table, source->unit, &folded);
	if (count_at(table, slot, &folded, now_ns))
		return true;
	if (source->folded == IA_FAULT_SOURCE_FOLDED ||
	    !add_at(table, slot, source->unit, &folded, now_ns))
		return false;
	source->folded++;
	return true;
}

/**
 * ia_fault_table_add() - count one fault
 * @table: the table
 * @unit: position of the unit that logged it
 * @fault: the fault
 * @now_ns: the time, CLOCK_BOOTTIME
 *
 * A new combination takes a place while there is room and its source has not too
 * many: one bad function does not end attribution for all others. Then the source's
 * PASIDs are counted together, and what finds no place at all in @table->other.
 * What has a place keeps it. Never allocates, and looks at no more than
 * @table->slot_count slots three times.
 *
 * Context: any; the caller serialises.
 */
void ia_fault_table_add(struct ia_fault_table *table, unsigned int unit,
			const struct ia_fault *fault, u64 now_ns)
{
	u32 slot = find_slot(table, unit, fault);
	struct ia_fault_source *source;

	if (count_at(table, slot, fault, now_ns))
		return;
	source = find_source(table, unit, fault->source);
	if (source->places < IA_FAULT_SOURCE_PLACES) {
		if (add_at(table, slot, unit, fault, now_ns)) {
			source->places++;
			return;
		}
	} else if (add_folded(table, source, fault, now_ns)) {
		return;
	}
	count(&table->other, now_ns);
}

/**
 * ia_fault_copy_begin() - take a copy of the table as it is now
 * @table: the table; no other copy is taken
 * @copy: its room and memory filled in, @copy->is_copied all false
 *
 * Return: false when @copy has too little room, for @copy->used entries; else
 *	   ia_fault_copy_some() has to follow until it returns false
 *
 * Context: any; the caller serialises.
 */
bool ia_fault_copy_begin(struct ia_fault_table *table, struct ia_fault_copy *copy)
{
	copy->used = table->used;
	copy->next = 0;
	copy->other = table->other;
	if (copy->used > copy->room)
		return false;
	table->copy = copy;
	return true;
}

/**
 * ia_fault_copy_some() - copy %IA_FAULT_COPY_CHUNK more entries
 * @table: the table; ia_fault_copy_begin() has returned true for it
 *
 * Context: any; the caller serialises.
 * Return: whether there are more
 */
bool ia_fault_copy_some(struct ia_fault_table *table)
{
	struct ia_fault_copy *copy = table->copy;
	u32 count;

	for (count = IA_FAULT_COPY_CHUNK; count && copy->next < copy->used; count--)
		save(table, copy->next++);
	if (copy->next < copy->used)
		return true;
	table->copy = NULL;
	return false;
}
