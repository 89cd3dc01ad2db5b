// SPDX-License-Identifier: GPL-2.0
#include "vtd_regs.h"

#include "../../include/uapi/iommu_audit.h"

#define IA_BIT(n)	(1ULL << (n))

/*
 * 11.4.2. Revision 3.4 of the specification renamed first and second level to
 * first and second stage, and the fields with them (SSLPS, FS1GP; in 11.4.3
 * SSADS, SSTS, FSTS). The names here are the older ones: the Linux driver and
 * Intel's data sheets kept them.
 */
static const struct ia_bit_name cap_names[] = {
	{ IA_BIT(3), "AFL" },
	{ IA_BIT(4), "RWBF" },
	{ IA_BIT(5), "PLMR" },
	{ IA_BIT(6), "PHMR" },
	{ IA_BIT(7), "CM" },
	{ IA_BIT(22), "ZLR" },
	{ IA_BIT(34), "SLLPS_2M" },
	{ IA_BIT(35), "SLLPS_1G" },
	{ IA_BIT(39), "PSI" },
	{ IA_BIT(54), "DWD" },
	{ IA_BIT(55), "DRD" },
	{ IA_BIT(56), "FL1GP" },
	{ IA_BIT(59), "PI" },
	{ IA_BIT(60), "FL5LP" },
	{ IA_BIT(61), "ECMDS" },
	{ IA_BIT(62), "ESIRTPS" },
	{ IA_BIT(63), "ESRTPS" },
};

/* 11.4.3 */
static const struct ia_bit_name ecap_names[] = {
	{ IA_BIT(0), "C" },
	{ IA_BIT(1), "QI" },
	{ IA_BIT(2), "DT" },
	{ IA_BIT(3), "IR" },
	{ IA_BIT(4), "EIM" },
	{ IA_BIT(6), "PT" },
	{ IA_BIT(7), "SC" },
	{ IA_BIT(25), "MTS" },
	{ IA_BIT(26), "NEST" },
	{ IA_BIT(29), "PRS" },
	{ IA_BIT(30), "ERS" },
	{ IA_BIT(31), "SRS" },
	{ IA_BIT(33), "NWFS" },
	{ IA_BIT(34), "EAFS" },
	{ IA_BIT(40), "PASID" },
	{ IA_BIT(41), "DIT" },
	{ IA_BIT(42), "PDS" },
	{ IA_BIT(43), "SMTS" },
	{ IA_BIT(44), "VCS" },
	{ IA_BIT(45), "SLADS" },
	{ IA_BIT(46), "SLTS" },
	{ IA_BIT(47), "FLTS" },
	{ IA_BIT(48), "SMPWCS" },
	{ IA_BIT(49), "RPS" },
	{ IA_BIT(51), "PMS" },
	{ IA_BIT(52), "ADMS" },
	{ IA_BIT(53), "RPRIVS" },
	{ IA_BIT(58), "SMS" },
};

/* 11.4.4.2 */
static const struct ia_bit_name gsts_names[] = {
	{ IA_VTD_GSTS_TES, "TES" },
	{ IA_VTD_GSTS_RTPS, "RTPS" },
	{ IA_BIT(29), "FLS" },
	{ IA_BIT(28), "AFLS" },
	{ IA_VTD_GSTS_WBFS, "WBFS" },
	{ IA_VTD_GSTS_QIES, "QIES" },
	{ IA_VTD_GSTS_IRES, "IRES" },
	{ IA_VTD_GSTS_IRTPS, "IRTPS" },
	{ IA_VTD_GSTS_CFIS, "CFIS" },
};

/**
 * ia_vtd_major() - major version of the architecture
 * @version: Version Register, 11.4.1
 */
unsigned int ia_vtd_major(u32 version)
{
	return version >> 4 & 0xf;
}

/**
 * ia_vtd_minor() - minor version of the architecture
 * @version: Version Register, 11.4.1
 */
unsigned int ia_vtd_minor(u32 version)
{
	return version & 0xf;
}

/**
 * ia_vtd_fault_regs() - number of fault recording registers, 1 to 256
 * @cap: Capability Register; field NFR holds the number less one
 */
unsigned int ia_vtd_fault_regs(u64 cap)
{
	return (cap >> 40 & 0xff) + 1;
}

/**
 * ia_vtd_fault_offset() - offset of the first fault recording register
 * @cap: Capability Register; field FRO counts units of 16 bytes
 *
 * Return: bytes from the register base.
 */
unsigned int ia_vtd_fault_offset(u64 cap)
{
	return (cap >> 24 & 0x3ff) * 16;
}

/**
 * ia_vtd_mgaw() - widest address that DMA may carry, in bits
 * @cap: Capability Register; field MGAW holds the width less one
 */
unsigned int ia_vtd_mgaw(u64 cap)
{
	return (cap >> 16 & 0x3f) + 1;
}

/**
 * ia_vtd_domains() - number of domain ids
 * @cap: Capability Register; field ND = n stands for 2^(4 + 2n)
 *
 * Return: the number, 0 for the reserved value 7 of ND.
 */
u32 ia_vtd_domains(u64 cap)
{
	unsigned int nd = cap & 7;

	return nd == 7 ? 0 : 1U << (4 + 2 * nd);
}

/**
 * ia_vtd_text_sagaw() - append the address widths that page tables may have
 * @t: the text
 * @cap: Capability Register; bits 1, 2, 3 of field SAGAW stand for 39, 48 and
 *       57 bits (3, 4, 5 levels), the others are reserved
 */
void ia_vtd_text_sagaw(struct ia_text *t, u64 cap)
{
	static const struct ia_bit_name widths[] = {
		{ IA_BIT(9), "39" },
		{ IA_BIT(10), "48" },
		{ IA_BIT(11), "57" },
	};
	bool first = true;

	ia_text_bits(t, cap, widths, ARRAY_SIZE(widths), &first);
	if (first)
		ia_text_printf(t, IOMMU_AUDIT_NONE);
}

/**
 * ia_vtd_text_features() - append the names of the capabilities that are set
 * @t: the text
 * @cap: Capability Register
 * @ecap: Extended Capability Register
 */
void ia_vtd_text_features(struct ia_text *t, u64 cap, u64 ecap)
{
	bool first = true;

	ia_text_bits(t, cap, cap_names, ARRAY_SIZE(cap_names), &first);
	ia_text_bits(t, ecap, ecap_names, ARRAY_SIZE(ecap_names), &first);
	if (first)
		ia_text_printf(t, IOMMU_AUDIT_NONE);
}

/**
 * ia_vtd_text_status() - append the names of the status bits that are set
 * @t: the text
 * @gsts: Global Status Register
 */
void ia_vtd_text_status(struct ia_text *t, u32 gsts)
{
	bool first = true;

	ia_text_bits(t, gsts, gsts_names, ARRAY_SIZE(gsts_names), &first);
	if (first)
		ia_text_printf(t, IOMMU_AUDIT_NONE);
}
