/* SPDX-License-Identifier: GPL-2.0 */
/* unit.c: from the registers of one IOMMU to its record */
#ifndef IA_CORE_UNIT_H
#define IA_CORE_UNIT_H

#include "records.h"

/* "dmar" or "ivhd", and a number. */
#define IA_UNIT_NAME_SIZE	16

/* Room for every list of ia_unit_regions(). */
#define IA_UNIT_REGIONS_SIZE	128

/**
 * struct ia_unit_range - the base and the limit register of a range of memory
 * @base: where it begins
 * @limit: where it ends
 */
struct ia_unit_range {
	u64 base;
	u64 limit;
};

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
 * @status: VT-d GSTS_REG; AMD: Control Register, 64 bits
 * @device_table: AMD: Device Table Base Address Register
 * @event_log: AMD: Event Log Base Address Register
 * @irta: VT-d: IRTA_REG
 * @pmen: VT-d: PMEN_REG
 * @ranges: VT-d: protected low and high memory; AMD: the exclusion range
 * @intremap: interrupt remapping: 1, 0, or IA_UNKNOWN
 * @ir_entries: AMD: entries of the largest interrupt remapping table, while @intremap is 1
 * @posted_entries: VT-d: entries that post interrupts, or IA_UNKNOWN, while @intremap is 1
 * @regions: what ia_unit_regions() made of the registers; owned by the caller
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
	u64 status;
	u64 device_table;
	u64 event_log;
	u64 irta;
	u32 pmen;
	struct ia_unit_range ranges[2];
	int intremap;
	int ir_entries;
	int posted_entries;
	const char *regions;
	const char *scope;
};

void ia_unit_name(enum ia_vendor vendor, unsigned int index, char name[IA_UNIT_NAME_SIZE]);
void ia_unit_regions(const struct ia_unit_regs *regs, struct ia_text *t);
void ia_unit_fill(struct ia_unit *unit, const struct ia_unit_regs *regs, const char *name);

#endif /* IA_CORE_UNIT_H */
