/* SPDX-License-Identifier: GPL-2.0 */
/*
 * units.c: the units that firmware describes, for those who watch their registers
 * units_x86.c, units_arm64.c: where an architecture's are found
 */
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

/**
 * struct ia_unit_finding - how units were found
 * @add: adds what firmware says of one unit, but for its scope, which @write_scope makes of
 *       @table and @entry; 0 or -ENOMEM
 * @method: in which table they were, for the file "version"
 * @limit: what is not seen there, or NULL
 * @reason: what was wrong, or empty
 */
struct ia_unit_finding {
	int (*add)(struct ia_unit_finding *finding, const struct ia_mapped_unit *found,
		   void (*write_scope)(struct ia_text *t, const void *table, const void *entry),
		   const void *table, const void *entry);
	enum ia_source_method method;
	const char *limit;
	char reason[160];
};

/* units_x86.c, units_arm64.c */
int ia_units_load(struct ia_unit_finding *finding);

unsigned int ia_units_count(void);
const struct ia_mapped_unit *ia_units_at(unsigned int index);
int ia_units_find(enum ia_vendor vendor, u64 base);

#endif /* IA_SOURCE_UNIT_TABLE_H */
