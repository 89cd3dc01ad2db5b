/* SPDX-License-Identifier: GPL-2.0 */
/*
 * amd_regs.c: registers of an AMD-Vi IOMMU
 *
 * The AMD I/O Virtualization Technology specification, publication 48882, heads
 * each register by its offset. That is what is cited here: the numbers of its
 * sections move between revisions.
 */
#ifndef IA_CORE_AMD_REGS_H
#define IA_CORE_AMD_REGS_H

#include "format.h"

/* Offsets inside the capability block in configuration space */
#define IA_AMD_CAP_HEADER	0x00	/* 32 bits */
#define IA_AMD_CAP_BASE_LOW	0x04	/* 32 bits */
#define IA_AMD_CAP_BASE_HIGH	0x08	/* 32 bits */

/* Capability offset 00h, IOMMU Capability Header */
#define IA_AMD_CAP_ID		0x0f
#define IA_AMD_CAP_EFR_SUP	0x08000000

/* Offsets from the MMIO base; all read-only here */
#define IA_AMD_EVENT_LOG_BASE	0x0010	/* 64 bits */
#define IA_AMD_CONTROL		0x0018	/* 64 bits */
#define IA_AMD_EFR		0x0030	/* 64 bits, with IA_AMD_CAP_EFR_SUP only */

/* MMIO 0018h, IOMMU Control Register */
#define IA_AMD_CTRL_IOMMU_EN		0x00000001
#define IA_AMD_CTRL_EVENT_LOG_EN	0x00000004
#define IA_AMD_CTRL_CMD_BUF_EN		0x00001000
#define IA_AMD_CTRL_GA_EN		0x00020000

unsigned int ia_amd_revision(u32 cap_header);
u32 ia_amd_event_entries(u64 event_log_base);
struct ia_bits ia_amd_features(u32 cap_header, u64 efr);
struct ia_bits ia_amd_control(u32 control);

#endif /* IA_CORE_AMD_REGS_H */
