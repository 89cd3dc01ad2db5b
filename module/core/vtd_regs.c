// SPDX-License-Identifier: GPL-2.0
#include "vtd_regs.h"

static const u8 cap_numbers[] = { IOMMU_AUDIT_VTD_CAP_BITS(IA_NUMBER) };
static const u8 ecap_numbers[] = { IOMMU_AUDIT_VTD_ECAP_BITS(IA_NUMBER) };
static const u8 status_numbers[] = { IOMMU_AUDIT_VTD_STATUS_BITS(IA_NUMBER) };

/**
 * ia_vtd_answers() - whether a unit is behind its registers
 * @cap: Capability Register
 *
 * What does not answer reads as all ones, or as all zeros. No unit has a reserved
 * number of domains and all else, and none has no page tables of any width.
 */
bool ia_vtd_answers(u64 cap)
{
	return cap && cap != ~0ULL;
}

/* Major and minor version of the architecture, from the Version Register, 11.4.1: from 1.0 on. */
int ia_vtd_revision(u32 version)
{
	if (!version || version == ~0U)
		return IA_UNKNOWN;
	return IA_REVISION(version >> 4 & 0xf, version & 0xf);
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
 * Return: the number, IA_UNKNOWN for the reserved value 7 of ND.
 */
int ia_vtd_domains(u64 cap)
{
	unsigned int nd = cap & 7;

	return nd == 7 ? IA_UNKNOWN : 1 << (4 + 2 * nd);
}

/*
 * The address widths that page tables may have: bits 1, 2, 3 of field SAGAW stand
 * for 39, 48 and 57 bits (3, 4, 5 levels), the others are reserved.
 */
struct ia_ints ia_vtd_sagaw(u64 cap)
{
	static const u16 widths[] = { 39, 48, 57, 39, 57 };
	static const struct ia_ints sets[] = {
		{ 0, widths }, { 1, widths }, { 1, widths + 1 }, { 2, widths },
		{ 1, widths + 2 }, { 2, widths + 3 }, { 2, widths + 1 }, { 3, widths },
	};

	return sets[cap >> 9 & 7];
}

/* The capabilities that are set in Capability and Extended Capability Register. */
struct ia_bits ia_vtd_features(u64 cap, u64 ecap)
{
	struct ia_bits bits = {};

	ia_bits_add(&bits, IA_AT_VTD_CAP, cap, cap_numbers, ARRAY_SIZE(cap_numbers));
	ia_bits_add(&bits, IA_AT_VTD_ECAP, ecap, ecap_numbers, ARRAY_SIZE(ecap_numbers));
	return bits;
}

/* What is set in the Global Status Register. */
struct ia_bits ia_vtd_status(u32 gsts)
{
	struct ia_bits bits = {};

	ia_bits_add(&bits, IA_AT_VTD_STATUS, gsts, status_numbers, ARRAY_SIZE(status_numbers));
	return bits;
}

/* Physical address of the interrupt remapping table, from IRTA_REG. */
u64 ia_vtd_irta_base(u64 irta)
{
	return irta & ~0xfffULL;
}

/* Number of its entries: field S = n stands for 2^(n + 1). */
unsigned int ia_vtd_irta_entries(u64 irta)
{
	return 2U << (irta & 0xf);
}

/**
 * ia_vtd_irte_posts() - whether an entry is in use for a posted interrupt
 * @irte: the two 64-bit words of the entry; P is bit 0, IM (IRTE Mode) bit 15
 */
bool ia_vtd_irte_posts(const u64 *irte)
{
	return irte[0] & 1 && irte[0] >> 15 & 1;
}
