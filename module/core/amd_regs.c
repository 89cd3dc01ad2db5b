// SPDX-License-Identifier: GPL-2.0
#include "amd_regs.h"

#include "../../include/uapi/iommu_audit.h"

#define IA_BIT(n)	(1ULL << (n))

/* Capability offset 00h, IOMMU Capability Header */
static const struct ia_bit_name cap_names[] = {
	{ IA_BIT(24), "IotlbSup" },
	{ IA_BIT(25), "HtTunnel" },
	{ IA_BIT(26), "NpCache" },
	{ IA_BIT(27), "EFRSup" },
	{ IA_BIT(28), "CapExt" },
};

/*
 * MMIO 0030h, IOMMU Extended Feature Register. Fields of several bits are not
 * flags and are left out; the raw register stands beside the names.
 */
static const struct ia_bit_name efr_names[] = {
	{ IA_BIT(0), "PreFSup" },
	{ IA_BIT(1), "PPRSup" },
	{ IA_BIT(2), "XTSup" },
	{ IA_BIT(3), "NXSup" },
	{ IA_BIT(4), "GTSup" },
	{ IA_BIT(5), "GAPPISup" },
	{ IA_BIT(6), "IASup" },
	{ IA_BIT(7), "GASup" },
	{ IA_BIT(8), "HESup" },
	{ IA_BIT(9), "PCSup" },
	{ IA_BIT(37), "USSup" },
	{ IA_BIT(40), "PprOvrflwEarlySup" },
	{ IA_BIT(41), "PPRAutoRspSup" },
	{ IA_BIT(44), "BlkStopMrkSup" },
	{ IA_BIT(45), "PerfOptSup" },
	{ IA_BIT(46), "MsiCapMmioSup" },
	{ IA_BIT(48), "GIoSup" },
	{ IA_BIT(49), "HASup" },
	{ IA_BIT(50), "EPHSup" },
	{ IA_BIT(51), "AttrFWSup" },
	{ IA_BIT(52), "HDSup" },
	{ IA_BIT(54), "InvIotlbTypeSup" },
	{ IA_BIT(55), "vIommuSup" },
	{ IA_BIT(61), "GAUpdateDisSup" },
	{ IA_BIT(62), "ForcePhyDestSup" },
	{ IA_BIT(63), "SNPSup" },
};

/* MMIO 0018h, IOMMU Control Register, flags of the low half */
static const struct ia_bit_name control_names[] = {
	{ IA_AMD_CTRL_IOMMU_EN, "IommuEn" },
	{ IA_BIT(1), "HtTunEn" },
	{ IA_AMD_CTRL_EVENT_LOG_EN, "EventLogEn" },
	{ IA_BIT(3), "EventIntEn" },
	{ IA_BIT(4), "ComWaitIntEn" },
	{ IA_BIT(8), "PassPW" },
	{ IA_BIT(9), "ResPassPW" },
	{ IA_BIT(10), "Coherent" },
	{ IA_BIT(11), "Isoc" },
	{ IA_AMD_CTRL_CMD_BUF_EN, "CmdBufEn" },
	{ IA_BIT(13), "PPRLogEn" },
	{ IA_BIT(14), "PprIntEn" },
	{ IA_BIT(15), "PPREn" },
	{ IA_BIT(16), "GTEn" },
	{ IA_AMD_CTRL_GA_EN, "GAEn" },
	{ IA_BIT(22), "SmiFEn" },
	{ IA_BIT(23), "SlfWBdis" },
	{ IA_BIT(24), "SmiFLogEn" },
	{ IA_BIT(28), "GALogEn" },
	{ IA_BIT(29), "GAIntEn" },
};

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

/**
 * ia_amd_text_features() - append the names of the capabilities that are set
 * @t: the text
 * @cap_header: IOMMU Capability Header
 * @efr: Extended Feature Register, 0 where there is none
 */
void ia_amd_text_features(struct ia_text *t, u32 cap_header, u64 efr)
{
	bool first = true;

	ia_text_bits(t, cap_header, cap_names, ARRAY_SIZE(cap_names), &first);
	ia_text_bits(t, efr, efr_names, ARRAY_SIZE(efr_names), &first);
	if (first)
		ia_text_printf(t, IOMMU_AUDIT_NONE);
}

/**
 * ia_amd_text_control() - append the names of the control bits that are set
 * @t: the text
 * @control: low half of the IOMMU Control Register
 */
void ia_amd_text_control(struct ia_text *t, u32 control)
{
	bool first = true;

	ia_text_bits(t, control, control_names, ARRAY_SIZE(control_names), &first);
	if (first)
		ia_text_printf(t, IOMMU_AUDIT_NONE);
}
