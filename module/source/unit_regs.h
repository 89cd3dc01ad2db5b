/* SPDX-License-Identifier: GPL-2.0 */
/*
 * unit_regs.c: the registers of one IOMMU, read and never written
 * unit_tables.c: what the tables in memory say that its registers point to
 */
#ifndef IA_SOURCE_UNIT_REGS_H
#define IA_SOURCE_UNIT_REGS_H

#include <linux/types.h>

struct ia_amd_root;
struct ia_mapped_unit;
struct ia_unit_regs;
struct ia_vtd_root;

void ia_unit_map(struct ia_mapped_unit *mapped);
void ia_unit_unmap(struct ia_mapped_unit *mapped);
u64 ia_unit_register(const struct ia_mapped_unit *mapped, unsigned int offset, unsigned int bits);
void ia_unit_read(const struct ia_mapped_unit *mapped, struct ia_unit_regs *unit);
bool ia_unit_read_vtd_root(void __iomem *regs, struct ia_vtd_root *root);
bool ia_unit_read_amd_root(void __iomem *regs, struct ia_amd_root *root);

void ia_unit_read_intremap(struct ia_unit_regs *unit);

#endif /* IA_SOURCE_UNIT_REGS_H */
