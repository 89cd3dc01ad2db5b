// SPDX-License-Identifier: GPL-2.0
/*
 * Every probe of a fault handler asks whose registers these are. Units are put in
 * when the module is loaded, and never taken out: to look one up takes no lock.
 */
#include "unit_index.h"

/**
 * ia_unit_index_room() - slots that so many units should have
 * @units: how many
 *
 * Return: a power of 2; at least half of the slots stay free
 */
unsigned int ia_unit_index_room(unsigned int units)
{
	unsigned int room;

	for (room = 2; room < 2 * units; room *= 2)
		;
	return room;
}

/* Registers begin where a page does. */
static unsigned int first_slot(const struct ia_unit_index *index, u64 base)
{
	u64 page = base >> 12;

	return hash_32(page ^ page >> 32, 16) & (index->count - 1);
}

/* The slot of a unit, or the free one that it would get; NULL when there is none. */
static struct ia_unit_slot *find_slot(const struct ia_unit_index *index, enum ia_vendor vendor,
				      u64 base)
{
	unsigned int first = first_slot(index, base), tries;

	for (tries = 0; tries < index->count; tries++) {
		struct ia_unit_slot *slot = &index->slots[(first + tries) & (index->count - 1)];

		if (!slot->unit || (slot->base == base && slot->vendor == vendor))
			return slot;
	}
	return NULL;
}

/**
 * ia_unit_index_add() - put a unit in
 * @index: the index; nobody looks for a unit yet
 * @vendor: its vendor
 * @base: physical address of its registers
 * @unit: its position
 *
 * Of two units with the same registers the first one is found.
 *
 * Return: whether there was room
 */
bool ia_unit_index_add(struct ia_unit_index *index, enum ia_vendor vendor, u64 base,
		       unsigned int unit)
{
	struct ia_unit_slot *slot = find_slot(index, vendor, base);

	if (slot && !slot->unit)
		*slot = (struct ia_unit_slot){ base, vendor, unit + 1 };
	return slot;
}

/**
 * ia_unit_index_find() - a unit by the address of its registers
 * @index: the index
 * @vendor: its vendor
 * @base: physical address of its registers
 *
 * Context: any.
 * Return: its position, or -1
 */
int ia_unit_index_find(const struct ia_unit_index *index, enum ia_vendor vendor, u64 base)
{
	const struct ia_unit_slot *slot = find_slot(index, vendor, base);

	return slot ? (int)slot->unit - 1 : -1;
}
