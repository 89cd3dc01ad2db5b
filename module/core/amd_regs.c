// SPDX-License-Identifier: GPL-2.0
#include "amd_regs.h"

static const u8 cap_numbers[] = { IOMMU_AUDIT_AMD_CAP_BITS(IA_NUMBER) };
static const u8 efr_numbers[] = { IOMMU_AUDIT_AMD_EFR_BITS(IA_NUMBER) };
static const u8 control_numbers[] = { IOMMU_AUDIT_AMD_CONTROL_BITS(IA_NUMBER) };

/**
 * ia_amd_revision() - revision of the capability block
 * @cap_header: IOMMU Capability Header; field CapRev, bits 23:19
 */
unsigned int ia_amd_revision(u32 cap_header)
{
	return cap_header >> 19 & 0x1f;
}

/**
 * ia_amd_event_entries() - number of entries of the event log
 * @event_log_base: Event Log Base Address Register; field EventLen, bits 59:56
 *
 * Return: a power of two from 256 (EventLen 8) to 32768 (15); 0 for the
 * reserved values below 8, which also is what an IOMMU without a log shows.
 */
u32 ia_amd_event_entries(u64 event_log_base)
{
	unsigned int len = event_log_base >> 56 & 0xf;

	return len < 8 ? 0 : 1U << len;
}

/* The capabilities that are set in header and Extended Feature Register, 0 without one. */
struct ia_bits ia_amd_features(u32 cap_header, u64 efr)
{
	struct ia_bits bits = {};

	ia_bits_add(&bits, IA_AT_AMD_CAP, cap_header, cap_numbers, ARRAY_SIZE(cap_numbers));
	ia_bits_add(&bits, IA_AT_AMD_EFR, efr, efr_numbers, ARRAY_SIZE(efr_numbers));
	return bits;
}

/* What is set in the low half of the IOMMU Control Register. */
struct ia_bits ia_amd_control(u32 control)
{
	struct ia_bits bits = {};

	ia_bits_add(&bits, IA_AT_AMD_CONTROL, control, control_numbers,
		    ARRAY_SIZE(control_numbers));
	return bits;
}

/* Segments that the device table can have: 2^DevTblSegSup, bits 39:38. */
unsigned int ia_amd_table_segments(u64 efr)
{
	return 1U << (efr >> 38 & 3);
}

/**
 * ia_amd_guest_apic() - whether interrupts can go to virtual APICs, and do
 * @efr: Extended Feature Register; GAMSup, bits 23:21, is 001b for that
 * @control: Control Register; so is GAMEn, bits 27:25, which needs GAEn
 *
 * Return: IA_ABSENT where the IOMMU cannot do it.
 */
enum ia_cap_state ia_amd_guest_apic(u64 efr, u64 control)
{
	if (!(efr & IA_AMD_EFR_GA_SUP) || (efr >> 21 & 7) != 1)
		return IA_CAP_ABSENT;
	return control & IA_AMD_CTRL_GA_EN && (control >> 25 & 7) == 1 ? IA_CAP_ON : IA_CAP_OFF;
}
