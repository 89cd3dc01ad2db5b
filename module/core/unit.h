/* SPDX-License-Identifier: GPL-2.0 */
/* unit.c: from the registers of one IOMMU to its record */
#ifndef IA_CORE_UNIT_H
#define IA_CORE_UNIT_H

#include "records.h"

/* "dmar" or "ivhd", and a number. */
#define IA_UNIT_NAME_SIZE	16

/**
 * struct ia_unit_regs - what is read of one DMA remapping unit
 * @vendor: which of the register layouts below applies
 * @index: number in the firmware table: dmar<index>, ivhd<index>
 * @segment: PCI segment it serves
 * @base: physical address of its registers
 * @regs_read: whether the registers below could be read; all else is firmware's
 * @version: VT-d VER_REG; AMD: the capability header's revision
 * @cap: VT-d CAP_REG; AMD: first dword of the PCI capability block
 * @ecap: VT-d ECAP_REG; AMD: Extended Feature Register
 * @status: VT-d GSTS_REG; AMD: Control Register
 * @event_log: AMD: Event Log Base Address Register
 * @intremap: interrupt remapping: 1, 0, or IA_UNKNOWN
 * @scope: what firmware says it serves, already as text; owned by the caller
 */
struct ia_unit_regs {
	enum ia_vendor vendor;
	unsigned int index;
	u16 segment;
	u64 base;
	bool regs_read;
	u32 version;
	u64 cap;
	u64 ecap;
	u32 status;
	u64 event_log;
	int intremap;
	const char *scope;
};

void ia_unit_name(enum ia_vendor vendor, unsigned int index, char name[IA_UNIT_NAME_SIZE]);
void ia_unit_fill(struct ia_unit *unit, const struct ia_unit_regs *regs, const char *name);

#endif /* IA_CORE_UNIT_H */
