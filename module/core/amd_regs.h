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

/*
 * The registers that are read, by their offset from the MMIO base; none of them is
 * changed by that, and none written. All have 64 bits:
 *
 *	X(NAME, "name in the specification", offset, bits, condition)
 *
 * A register is reserved where its condition does not hold for the Capability
 * Header, cap, and the Extended Feature Register, efr, 0 without one.
 */
#define IA_AMD_REGISTERS(X)							\
	X(DEVICE_TABLE, "Device Table Base Address Register", 0x0000, 64, true)	\
	X(COMMAND_BASE, "Command Buffer Base Address Register", 0x0008, 64, true) \
	X(EVENT_LOG_BASE, "Event Log Base Address Register", 0x0010, 64, true)	\
	X(CONTROL, "IOMMU Control Register", 0x0018, 64, true)			\
	X(EXCL_BASE, "IOMMU Exclusion Base Register", 0x0020, 64, true)		\
	X(EXCL_LIMIT, "IOMMU Exclusion Range Limit Register", 0x0028, 64, true)	\
	X(EFR, "IOMMU Extended Feature Register", 0x0030, 64, cap & IA_AMD_CAP_EFR_SUP) \
	X(PPR_LOG_BASE, "PPR Log Base Address Register", 0x0038, 64, efr & IA_AMD_EFR_PPR_SUP) \
	X(GA_LOG_BASE, "Guest Virtual APIC Log Base Address Register", 0x00e0, 64, \
	  efr & IA_AMD_EFR_GA_SUP)						\
	X(GA_LOG_TAIL_ADDRESS, "Guest Virtual APIC Log Tail Address Register", 0x00e8, 64, \
	  efr & IA_AMD_EFR_GA_SUP)						\
	X(DEVICE_TABLE_1, "Device Table Segment 1 Base Address Register", 0x0100, 64, \
	  ia_amd_table_segments(efr) > 1)					\
	X(DEVICE_TABLE_2, "Device Table Segment 2 Base Address Register", 0x0108, 64, \
	  ia_amd_table_segments(efr) > 2)					\
	X(DEVICE_TABLE_3, "Device Table Segment 3 Base Address Register", 0x0110, 64, \
	  ia_amd_table_segments(efr) > 3)					\
	X(DEVICE_TABLE_4, "Device Table Segment 4 Base Address Register", 0x0118, 64, \
	  ia_amd_table_segments(efr) > 4)					\
	X(DEVICE_TABLE_5, "Device Table Segment 5 Base Address Register", 0x0120, 64, \
	  ia_amd_table_segments(efr) > 5)					\
	X(DEVICE_TABLE_6, "Device Table Segment 6 Base Address Register", 0x0128, 64, \
	  ia_amd_table_segments(efr) > 6)					\
	X(DEVICE_TABLE_7, "Device Table Segment 7 Base Address Register", 0x0130, 64, \
	  ia_amd_table_segments(efr) > 7)					\
	X(EFR2, "IOMMU Extended Feature 2 Register", 0x01a0, 64, cap & IA_AMD_CAP_EFR_SUP) \
	X(COMMAND_HEAD, "Command Buffer Head Pointer Register", 0x2000, 64, true) \
	X(COMMAND_TAIL, "Command Buffer Tail Pointer Register", 0x2008, 64, true) \
	X(EVENT_HEAD, "Event Log Head Pointer Register", 0x2010, 64, true)	\
	X(EVENT_TAIL, "Event Log Tail Pointer Register", 0x2018, 64, true)	\
	X(STATUS, "IOMMU Status Register", 0x2020, 64, true)			\
	X(PPR_HEAD, "PPR Log Head Pointer Register", 0x2030, 64, efr & IA_AMD_EFR_PPR_SUP) \
	X(PPR_TAIL, "PPR Log Tail Pointer Register", 0x2038, 64, efr & IA_AMD_EFR_PPR_SUP) \
	X(GA_HEAD, "Guest Virtual APIC Log Head Pointer Register", 0x2040, 64,	\
	  efr & IA_AMD_EFR_GA_SUP)						\
	X(GA_TAIL, "Guest Virtual APIC Log Tail Pointer Register", 0x2048, 64,	\
	  efr & IA_AMD_EFR_GA_SUP)

#define IA_OFFSET(name, text, offset, ...)	IA_AMD_##name = (offset),
enum ia_amd_register { IA_AMD_REGISTERS(IA_OFFSET) };
#undef IA_OFFSET

/* Bytes that hold all of them. */
#define IA_AMD_REGS_END		0x2050

/* MMIO 0020h, IOMMU Exclusion Base Register; base and limit count pages, bits 51:12 */
#define IA_AMD_EXCL_EN		0x00000001
#define IA_AMD_EXCL_PAGES	0x000ffffffffff000ULL

/* MMIO 0030h, IOMMU Extended Feature Register */
#define IA_AMD_EFR_PPR_SUP	0x00000002
#define IA_AMD_EFR_GA_SUP	0x00000080

/* MMIO 0018h, IOMMU Control Register */
#define IA_AMD_CTRL_IOMMU_EN		0x00000001
#define IA_AMD_CTRL_EVENT_LOG_EN	0x00000004
#define IA_AMD_CTRL_CMD_BUF_EN		0x00001000
#define IA_AMD_CTRL_GT_EN		0x00010000
#define IA_AMD_CTRL_GA_EN		0x00020000
#define IA_AMD_CTRL_XT_EN		0x0004000000000000ULL

unsigned int ia_amd_revision(u32 cap_header);
u32 ia_amd_event_entries(u64 event_log_base);
struct ia_bits ia_amd_features(u32 cap_header, u64 efr);
struct ia_bits ia_amd_control(u32 control);
unsigned int ia_amd_table_segments(u64 efr);
enum ia_cap_state ia_amd_guest_apic(u64 efr, u64 control);

#endif /* IA_CORE_AMD_REGS_H */
