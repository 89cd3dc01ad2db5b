/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vtd_regs.c: registers of an Intel VT-d unit
 *
 * Section numbers are those of the VT-d specification, from revision 4.0
 * on; older ones have the same registers in chapter 10.
 */
#ifndef IA_CORE_VTD_REGS_H
#define IA_CORE_VTD_REGS_H

#include "format.h"

/* 11.4, offsets from the register base; all read-only here */
#define IA_VTD_VER		0x000	/* 11.4.1, 32 bits */
#define IA_VTD_CAP		0x008	/* 11.4.2, 64 bits */
#define IA_VTD_ECAP		0x010	/* 11.4.3, 64 bits */
#define IA_VTD_GSTS		0x01c	/* 11.4.4.2, 32 bits */

/* 11.4.4.2, Global Status Register */
#define IA_VTD_GSTS_TES		0x80000000
#define IA_VTD_GSTS_RTPS	0x40000000
#define IA_VTD_GSTS_WBFS	0x08000000
#define IA_VTD_GSTS_QIES	0x04000000
#define IA_VTD_GSTS_IRES	0x02000000
#define IA_VTD_GSTS_IRTPS	0x01000000
#define IA_VTD_GSTS_CFIS	0x00800000

/* 11.4.2, Capability Register */
#define IA_VTD_CAP_CM		0x00000080
#define IA_VTD_CAP_PI		0x0800000000000000ULL

/* 11.4.3, Extended Capability Register */
#define IA_VTD_ECAP_QI		0x00000002
#define IA_VTD_ECAP_IR		0x00000008
#define IA_VTD_ECAP_EIM		0x00000010

int ia_vtd_revision(u32 version);
unsigned int ia_vtd_fault_regs(u64 cap);
unsigned int ia_vtd_fault_offset(u64 cap);
unsigned int ia_vtd_mgaw(u64 cap);
int ia_vtd_domains(u64 cap);
struct ia_ints ia_vtd_sagaw(u64 cap);
struct ia_bits ia_vtd_features(u64 cap, u64 ecap);
struct ia_bits ia_vtd_status(u32 gsts);

#endif /* IA_CORE_VTD_REGS_H */
