/* SPDX-License-Identifier: GPL-2.0 */
/* registers.c: which registers a unit has, and the record of each */
#ifndef IA_CORE_REGISTERS_H
#define IA_CORE_REGISTERS_H

#include "records.h"

/**
 * struct ia_register_info - one register, as vtd_regs.h and amd_regs.h list them
 * @name: its name in the specification
 * @offset: bytes from the unit's base
 * @bits: 32 or 64
 */
struct ia_register_info {
	const char *name;
	u16 offset;
	u8 bits;
};

const struct ia_register_info *ia_registers_of(enum ia_vendor vendor, size_t *count);
bool ia_register_exists(enum ia_vendor vendor, unsigned int offset, u64 cap, u64 ecap);
void ia_register_fill(struct ia_register *record, const struct ia_register_info *info,
		      const char *unit, u64 value);

#endif /* IA_CORE_REGISTERS_H */
