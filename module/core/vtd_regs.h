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

/*
 * 11.4, the registers that are read; none of them is changed by that, and none written:
 *
 *	X(NAME, "name in the specification", offset, bits, condition)
 *
 * A register is reserved where its condition does not hold for the Capability
 * Register, cap, and the Extended Capability Register, ecap.
 */
#define IA_VTD_REGISTERS(X)							\
	X(VER, "VER_REG", 0x000, 32, true)					\
	X(CAP, "CAP_REG", 0x008, 64, true)					\
	X(ECAP, "ECAP_REG", 0x010, 64, true)					\
	X(GSTS, "GSTS_REG", 0x01c, 32, true)					\
	X(RTADDR, "RTADDR_REG", 0x020, 64, true)				\
	X(FSTS, "FSTS_REG", 0x034, 32, true)					\
	X(FECTL, "FECTL_REG", 0x038, 32, true)					\
	X(FEDATA, "FEDATA_REG", 0x03c, 32, true)				\
	X(FEADDR, "FEADDR_REG", 0x040, 32, true)				\
	X(FEUADDR, "FEUADDR_REG", 0x044, 32, ecap & IA_VTD_ECAP_EIM)		\
	X(AFLOG, "AFLOG_REG", 0x058, 64, cap & IA_VTD_CAP_AFL)			\
	X(PMEN, "PMEN_REG", 0x064, 32, cap & (IA_VTD_CAP_PLMR | IA_VTD_CAP_PHMR)) \
	X(PLMBASE, "PLMBASE_REG", 0x068, 32, cap & IA_VTD_CAP_PLMR)		\
	X(PLMLIMIT, "PLMLIMIT_REG", 0x06c, 32, cap & IA_VTD_CAP_PLMR)		\
	X(PHMBASE, "PHMBASE_REG", 0x070, 64, cap & IA_VTD_CAP_PHMR)		\
	X(PHMLIMIT, "PHMLIMIT_REG", 0x078, 64, cap & IA_VTD_CAP_PHMR)		\
	X(IQH, "IQH_REG", 0x080, 64, ecap & IA_VTD_ECAP_QI)			\
	X(IQT, "IQT_REG", 0x088, 64, ecap & IA_VTD_ECAP_QI)			\
	X(IQA, "IQA_REG", 0x090, 64, ecap & IA_VTD_ECAP_QI)			\
	X(ICS, "ICS_REG", 0x09c, 32, ecap & IA_VTD_ECAP_QI)			\
	X(IECTL, "IECTL_REG", 0x0a0, 32, ecap & IA_VTD_ECAP_QI)			\
	X(IEDATA, "IEDATA_REG", 0x0a4, 32, ecap & IA_VTD_ECAP_QI)		\
	X(IEADDR, "IEADDR_REG", 0x0a8, 32, ecap & IA_VTD_ECAP_QI)		\
	X(IEUADDR, "IEUADDR_REG", 0x0ac, 32,					\
	  ecap & IA_VTD_ECAP_QI && ecap & IA_VTD_ECAP_EIM)			\
	X(IQERCD, "IQERCD_REG", 0x0b0, 64, ecap & IA_VTD_ECAP_QI)		\
	X(IRTA, "IRTA_REG", 0x0b8, 64, ecap & IA_VTD_ECAP_IR)			\
	X(PQH, "PQH_REG", 0x0c0, 64, ecap & IA_VTD_ECAP_PRS)			\
	X(PQT, "PQT_REG", 0x0c8, 64, ecap & IA_VTD_ECAP_PRS)			\
	X(PQA, "PQA_REG", 0x0d0, 64, ecap & IA_VTD_ECAP_PRS)			\
	X(PRS, "PRS_REG", 0x0dc, 32, ecap & IA_VTD_ECAP_PRS)			\
	X(PECTL, "PECTL_REG", 0x0e0, 32, ecap & IA_VTD_ECAP_PRS)		\
	X(PEDATA, "PEDATA_REG", 0x0e4, 32, ecap & IA_VTD_ECAP_PRS)		\
	X(PEADDR, "PEADDR_REG", 0x0e8, 32, ecap & IA_VTD_ECAP_PRS)		\
	X(PEUADDR, "PEUADDR_REG", 0x0ec, 32,					\
	  ecap & IA_VTD_ECAP_PRS && ecap & IA_VTD_ECAP_EIM)

#define IA_OFFSET(name, text, offset, ...)	IA_VTD_##name = (offset),
enum ia_vtd_register { IA_VTD_REGISTERS(IA_OFFSET) };
#undef IA_OFFSET

/* 11.4.4.2, Global Status Register */
#define IA_VTD_GSTS_TES		0x80000000
#define IA_VTD_GSTS_RTPS	0x40000000
#define IA_VTD_GSTS_WBFS	0x08000000
#define IA_VTD_GSTS_QIES	0x04000000
#define IA_VTD_GSTS_IRES	0x02000000
#define IA_VTD_GSTS_IRTPS	0x01000000
#define IA_VTD_GSTS_CFIS	0x00800000

/* 11.4.2, Capability Register */
#define IA_VTD_CAP_AFL		0x00000008
#define IA_VTD_CAP_PLMR		0x00000020
#define IA_VTD_CAP_PHMR		0x00000040
#define IA_VTD_CAP_CM		0x00000080
#define IA_VTD_CAP_PI		0x0800000000000000ULL

/* 11.4.3, Extended Capability Register */
#define IA_VTD_ECAP_QI		0x00000002
#define IA_VTD_ECAP_IR		0x00000008
#define IA_VTD_ECAP_EIM		0x00000010
#define IA_VTD_ECAP_PRS		0x20000000

/* Protected Memory Enable Register: whether its regions are protected now */
#define IA_VTD_PMEN_PRS		0x00000001

/* Interrupt Remapping Table Address Register */
#define IA_VTD_IRTA_EIME	0x00000800

/* 9.10, Interrupt Remapping Table Entry: 128 bits */
#define IA_VTD_IRTE_WORDS	2
#define IA_VTD_IRTE_SIZE	(IA_VTD_IRTE_WORDS * 8)

bool ia_vtd_answers(u64 cap);
int ia_vtd_revision(u32 version);
unsigned int ia_vtd_fault_regs(u64 cap);
unsigned int ia_vtd_fault_offset(u64 cap);
unsigned int ia_vtd_mgaw(u64 cap);
int ia_vtd_domains(u64 cap);
struct ia_ints ia_vtd_sagaw(u64 cap);
struct ia_bits ia_vtd_features(u64 cap, u64 ecap);
struct ia_bits ia_vtd_status(u32 gsts);
u64 ia_vtd_irta_base(u64 irta);
unsigned int ia_vtd_irta_entries(u64 irta);
bool ia_vtd_irte_posts(const u64 *irte);

#endif /* IA_CORE_VTD_REGS_H */
