/* SPDX-License-Identifier: GPL-2.0 */
/* unit_regs.c: the registers of one IOMMU, read and never written */
#ifndef IA_SOURCE_UNIT_REGS_H
#define IA_SOURCE_UNIT_REGS_H

#include <linux/types.h>

struct ia_mapped_unit;
struct ia_unit_regs;

void ia_unit_map(struct ia_mapped_unit *mapped);
void ia_unit_unmap(struct ia_mapped_unit *mapped);
void ia_unit_read_vtd(void __iomem *regs, struct ia_unit_regs *unit);
void ia_unit_read_amd(void __iomem *regs, u16 device, u16 capability,
		      struct ia_unit_regs *unit);

#endif /* IA_SOURCE_UNIT_REGS_H */
