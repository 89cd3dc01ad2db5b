/* SPDX-License-Identifier: GPL-2.0 */
/* unit_index.c: units by the address of their registers */
#ifndef IA_CORE_UNIT_INDEX_H
#define IA_CORE_UNIT_INDEX_H

#include "types.h"
#include "words.h"

/**
 * struct ia_unit_slot - one unit
 * @base: physical address of its registers
 * @vendor: its vendor
 * @unit: its position plus 1, 0 when the slot is free
 */
struct ia_unit_slot {
	u64 base;
	enum ia_vendor vendor;
	unsigned int unit;
};

/**
 * struct ia_unit_index - all of them, by hash
 * @slots: memory of the caller's
 * @count: how many, a power of 2
 */
struct ia_unit_index {
	struct ia_unit_slot *slots;
	unsigned int count;
};

unsigned int ia_unit_index_room(unsigned int units);
bool ia_unit_index_add(struct ia_unit_index *index, enum ia_vendor vendor, u64 base,
		       unsigned int unit);
int ia_unit_index_find(const struct ia_unit_index *index, enum ia_vendor vendor, u64 base);

#endif /* IA_CORE_UNIT_INDEX_H */
