/* SPDX-License-Identifier: GPL-2.0 */
/* amd_dte.c: the device table of an AMD-Vi IOMMU */
#ifndef IA_CORE_AMD_DTE_H
#define IA_CORE_AMD_DTE_H

#include "types.h"

/* AMD publication 48882, 2.2.2, Device Table Entry Format: an entry is 256 bits. */
#define IA_AMD_DTE_WORDS	4
#define IA_AMD_DTE_SIZE		(IA_AMD_DTE_WORDS * 8)

u64 ia_amd_device_table_base(u64 reg);
size_t ia_amd_device_table_size(u64 reg);
bool ia_amd_dte_remaps_interrupts(const u64 *dte);
unsigned int ia_amd_dte_interrupts(const u64 *dte);

#endif /* IA_CORE_AMD_DTE_H */
