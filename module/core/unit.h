/* SPDX-License-Identifier: GPL-2.0 */
/* unit.c: the record of one IOMMU, and its line in the file "units" */
#ifndef IA_CORE_UNIT_H
#define IA_CORE_UNIT_H

#include "types.h"

enum ia_vendor {
	IA_VENDOR_VTD,
	IA_VENDOR_AMD,
};

/**
 * struct ia_unit - one DMA remapping unit, as plain data
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
 * @intremap: interrupt remapping: 1, 0, or -1 when it cannot be told
 * @scope: what firmware says it serves, already as text; owned by the caller
 */
struct ia_unit {
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

size_t ia_unit_format(const struct ia_unit *unit, char *buf, size_t size);

#endif /* IA_CORE_UNIT_H */
