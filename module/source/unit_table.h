/* SPDX-License-Identifier: GPL-2.0 */
/* units.c: the units of the firmware tables, for those who watch their registers */
#ifndef IA_SOURCE_UNIT_TABLE_H
#define IA_SOURCE_UNIT_TABLE_H

#include "../core/unit.h"

/**
 * struct ia_mapped_unit - one unit of the firmware table, for the module's life
 * @unit: what firmware says, @unit.scope owned
 * @name: its name
 * @regs: its registers, or NULL when they could not be mapped
 * @fault_regs: VT-d: Fault Recording Registers in @regs, 0 when they cannot
 *              be read
 * @fault_offset: VT-d: where they start
 * @device: AMD: device id of the IOMMU itself
 * @capability: AMD: offset of its capability block
 */
struct ia_mapped_unit {
	struct ia_unit_regs unit;
	char name[IA_UNIT_NAME_SIZE];
	void __iomem *regs;
	unsigned int fault_regs;
	size_t fault_offset;
	u16 device;
	u16 capability;
};

unsigned int ia_units_count(void);
const struct ia_mapped_unit *ia_units_at(unsigned int index);
int ia_units_find(enum ia_vendor vendor, u64 base);

#endif /* IA_SOURCE_UNIT_TABLE_H */
