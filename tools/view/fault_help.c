// SPDX-License-Identifier: GPL-2.0
/* What a fault reason usually means, and what to look at next */
#include "text.h"

/* A row serves all codes from the first to the last. */
struct help {
	unsigned char first;
	unsigned char last;
	const char *text;
};

/*
 * Codes of the VT-d specification, 7.1.3 (00-0e legacy, 30-91 scalable mode)
 * and 7.1.4 (20-28 interrupt remapping).
 */
static const struct help vtd[] = {
	{ 0x01, 0x01,
	  "No function on this bus was ever given a domain: look for a device that the kernel "
	  "does not list, or one that uses a wrong bus number in its requester ID.",
	},
	{ 0x02, 0x02,
	  "The device does DMA without a domain: firmware that uses it without an RMRR in the "
	  "DMAR table, or bus mastering left on by firmware or by a crashed kernel (kdump).",
	},
	{ 0x03, 0x03,
	  "The unit rejects the entry that the kernel wrote for this device: a kernel bug or a "
	  "hardware erratum; compare the unit's features in 'iommu-audit units' and try a newer "
	  "kernel or firmware.",
	},
	{ 0x04, 0x04,
	  "The address exceeds what the unit can translate: a corrupted address, or a driver "
	  "whose DMA mask exceeds mgaw of the unit; compare dma_mask in 'iommu-audit devices "
	  "--json' with mgaw in 'iommu-audit units --json'.",
	},
	{ 0x05, 0x05,
	  "The device wrote to an address that is not mapped for writing: its driver unmapped the "
	  "buffer while the device still used it, mapped it read-only, or handed out an address "
	  "that was never mapped; compare the address with those of the driver.",
	},
	{ 0x06, 0x06,
	  "The device read from an address that is not mapped for reading: its driver unmapped "
	  "the buffer while the device still used it, mapped it write-only, or handed out an "
	  "address that was never mapped; compare the address with those of the driver.",
	},
	{ 0x07, 0x07,
	  "The unit could not read a page table of this device from memory: a corrupted table or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x08, 0x09,
	  "The unit could not read its own tables from memory: a corrupted table address or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x0a, 0x0c,
	  "A table entry has reserved bits set: corrupted memory, or the kernel uses a feature "
	  "that the unit lacks; look for machine checks, then try another kernel.",
	},
	{ 0x0d, 0x0d,
	  "The device sent an ATS translation request, which its entry forbids: ATS is on in the "
	  "device but not for the unit, or the device misbehaves; look at ATS in 'iommu-audit "
	  "devices'.",
	},
	{ 0x0e, 0x0e,
	  "A request targeted 0xfee00000-0xfeefffff, the interrupt address range: a corrupted "
	  "address, or an ATS translation request for it.",
	},
	{ 0x20, 0x20,
	  "The device sent a malformed interrupt message: its MSI address was corrupted, or not "
	  "written by this kernel.",
	},
	{ 0x21, 0x21,
	  "The device sent an interrupt whose index is beyond the remapping table: stale or "
	  "corrupted MSI registers, e.g. not restored after a reset.",
	},
	{ 0x22, 0x22,
	  "The device sent an interrupt that is not set up (not yet, or no longer): its driver "
	  "freed it too early, or the previous kernel (kdump, kexec) left the device running.",
	},
	{ 0x23, 0x23,
	  "The unit could not read the interrupt remapping table from memory: a corrupted table address or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x24, 0x24,
	  "An entry of the interrupt remapping table has reserved bits set: corrupted memory, or "
	  "the kernel uses a feature that the unit lacks.",
	},
	{ 0x25, 0x25,
	  "The device sent an interrupt in compatibility format, which is blocked: its MSI "
	  "registers were written by firmware, a guest or user space instead of this kernel.",
	},
	{ 0x26, 0x26,
	  "The interrupt's source ID is not the one it was set up for: a bridge that changes the "
	  "ID, a wrong I/O APIC or HPET scope in the DMAR table, or a device that forges "
	  "interrupts.",
	},
	{ 0x27, 0x27,
	  "An interrupt was sent as an atomic operation or with a PASID, which is invalid: the "
	  "device misbehaves; look for newer device firmware.",
	},
	{ 0x28, 0x28,
	  "A posted-interrupt descriptor has reserved bits set: corrupted memory in the "
	  "hypervisor, or a bug in its kernel.",
	},
	{ 0x30, 0x30,
	  "The unit rejects the address or mode of its root table: a kernel or platform bug, not "
	  "the device.",
	},
	{ 0x31, 0x32,
	  "The device sent a type of request that the unit's translation mode does not allow: "
	  "PASID or page requests are on in the device but not for the unit; look at PASID and "
	  "PRI in 'iommu-audit devices'.",
	},
	{ 0x38, 0x38,
	  "The unit could not read its root table from memory: a corrupted table address or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x39, 0x39,
	  "No function on this half of the bus was ever given a domain: look for a device that "
	  "the kernel does not list, or one that uses a wrong bus number in its requester ID.",
	},
	{ 0x3a, 0x3a,
	  "A root entry has reserved bits set: corrupted memory, or the kernel uses a feature "
	  "that the unit lacks.",
	},
	{ 0x40, 0x40,
	  "The unit could not read its context table from memory: a corrupted table address or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x41, 0x41,
	  "The device does DMA without a domain: firmware that uses it without an RMRR in the "
	  "DMAR table, or bus mastering left on by firmware or by a crashed kernel (kdump).",
	},
	{ 0x42, 0x43,
	  "The unit rejects the entry that the kernel wrote for this device: corrupted memory, a "
	  "kernel bug, or a hardware erratum; try a newer kernel or firmware.",
	},
	{ 0x44, 0x44,
	  "The device sent an ATS translation request, which its entry forbids: ATS is on in the "
	  "device but not for the unit; look at ATS in 'iommu-audit devices'.",
	},
	{ 0x45, 0x45,
	  "The device sent a request with a PASID, which is not enabled for it: PASID is on in "
	  "the device but not for the unit; look at PASID in 'iommu-audit devices'.",
	},
	{ 0x46, 0x46,
	  "The device used a PASID beyond the PASID table: a corrupted or stale work descriptor, "
	  "or a program that guesses PASIDs.",
	},
	{ 0x47, 0x47,
	  "The device sent a page request, which is not enabled for it: PRI is on in the device "
	  "but not for the unit; look at PRI in 'iommu-audit devices'.",
	},
	{ 0x48, 0x48,
	  "The unit rejects the PASID that the kernel chose for requests without one: a kernel "
	  "bug.",
	},
	{ 0x50, 0x50,
	  "The unit could not read a PASID directory from memory: a corrupted table address or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x51, 0x51,
	  "The device used a PASID that is not allocated: the process exited with work still "
	  "queued, or a stale or corrupted work descriptor.",
	},
	{ 0x52, 0x52,
	  "A PASID directory entry has reserved bits set: corrupted memory, or the kernel uses a "
	  "feature that the unit lacks.",
	},
	{ 0x58, 0x58,
	  "The unit could not read a PASID table from memory: a corrupted table address or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x59, 0x59,
	  "Nothing is set up for this request: without a PASID the device has no domain (firmware "
	  "without an RMRR, bus mastering left on by a crashed kernel); with one, the process "
	  "that held it exited with work still queued.",
	},
	{ 0x5a, 0x5b,
	  "The unit rejects the entry that the kernel wrote for this PASID: corrupted memory, a "
	  "kernel bug, or a hardware erratum.",
	},
	{ 0x5c, 0x5d,
	  "The device requested execute or supervisor permission, which the kernel does not "
	  "grant: look at how the driver uses PASIDs, and for newer device firmware.",
	},
	{ 0x70, 0x70,
	  "The unit could not read a first-stage page table from memory: a corrupted table or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x71, 0x71,
	  "Nothing is mapped at this address: the driver unmapped the buffer while the device still used it, or the address was never mapped; with a PASID, the process freed its memory before the device was done.",
	},
	{ 0x72, 0x72,
	  "A first-stage page table entry has reserved bits set: corrupted memory, or the kernel "
	  "uses a feature that the unit lacks.",
	},
	{ 0x73, 0x73,
	  "The unit could not read a first-stage top-level table from memory: a corrupted table or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x74, 0x77,
	  "Nested translation: a guest page table is in memory that the unit may not read or "
	  "write; look at the guest kernel and at the memory that the hypervisor gave it.",
	},
	{ 0x78, 0x78,
	  "The unit could not read a second-stage page table from memory: a corrupted table or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x79, 0x79,
	  "The device accessed an address that is not mapped: its driver unmapped the buffer "
	  "while the device still used it, or handed out an address that was never mapped; for a "
	  "guest's device, an address beyond the guest's memory.",
	},
	{ 0x7a, 0x7b,
	  "The unit rejects a second-stage page table: corrupted memory, or the kernel uses a "
	  "feature that the unit lacks.",
	},
	{ 0x7c, 0x7c,
	  "Accessed and dirty bits in the second stage need snooping, which is off for this "
	  "request: a kernel bug or a platform setting.",
	},
	{ 0x80, 0x80,
	  "The address is not canonical: a corrupted pointer in a work descriptor, or an address "
	  "that was not sign-extended.",
	},
	{ 0x81, 0x81,
	  "A user-mode request hit a supervisor page: a wrong pointer in a work descriptor, or a "
	  "request with the wrong PASID.",
	},
	{ 0x82, 0x82,
	  "The device tried to execute from a page that is not executable: look at the work "
	  "submitted to it.",
	},
	{ 0x83, 0x84,
	  "The address exceeds what the unit can translate: a corrupted address, or a driver "
	  "whose DMA mask exceeds the unit's width; compare dma_mask in 'iommu-audit devices "
	  "--json' with mgaw in 'iommu-audit units --json'.",
	},
	{ 0x85, 0x85,
	  "The device wrote to a read-only page: the driver mapped the buffer for the other "
	  "direction, or the process made the page read-only.",
	},
	{ 0x86, 0x86,
	  "The device read from a page without read permission: the driver mapped the buffer for "
	  "the other direction, or unmapped it while the device still used it.",
	},
	{ 0x87, 0x87,
	  "A request targeted 0xfee00000-0xfeefffff, the interrupt address range: a corrupted "
	  "address, or an ATS translation request for it.",
	},
	{ 0x90, 0x90,
	  "Accessed and dirty bits in the first stage need snooping, which is off for this "
	  "request: a kernel bug or a platform setting.",
	},
	{ 0x91, 0x91,
	  "The unit could not set accessed or dirty bits in a first-stage page table: the table "
	  "is in memory without atomic operations, or a memory error; look for machine checks in "
	  "the kernel log.",
	},
};

/* Codes of the AMD I/O Virtualization specification, 2.5. */
static const struct help amd[] = {
	{ 0x1, 0x1,
	  "The unit rejects the device table entry: corrupted memory, a feature that the unit "
	  "lacks, or a source ID that the IVRS table does not list.",
	},
	{ 0x2, 0x2,
	  "The device accessed an address that is not mapped, or not for this direction: its "
	  "driver unmapped the buffer while the device still used it, used an address that was "
	  "never mapped, or firmware uses the device without an IVMD entry in the IVRS table.",
	},
	{ 0x3, 0x3,
	  "The unit could not read its device table from memory: a corrupted table address or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x4, 0x4,
	  "The unit could not read a page table from memory: a corrupted table or a memory error; look for machine checks in the kernel log.",
	},
	{ 0x5, 0x5,
	  "The unit rejected a command and stopped processing commands: a kernel bug, or "
	  "corrupted memory; reboot.",
	},
	{ 0x6, 0x6,
	  "The unit could not read a command from memory and stopped processing commands: a "
	  "memory error; look for machine checks in the kernel log.",
	},
	{ 0x7, 0x7,
	  "The device did not complete a device-TLB invalidation (ATS) in time: it hangs, is "
	  "gone, or is in a low-power state; look at its own errors and AER, and try pci=noats.",
	},
	{ 0x8, 0x8,
	  "The device sent a request that its entry forbids: a translated address or a PASID that "
	  "it may not use, or an access to a reserved range such as the interrupt range; look at "
	  "ATS and PASID in 'iommu-audit devices'.",
	},
	{ 0x9, 0x9,
	  "The device sent a page request that is malformed or not enabled for it: look at PRI in "
	  "'iommu-audit devices', and for newer device firmware.",
	},
	{ 0xa, 0xa,
	  "Not a fault: a performance counter of the unit overflowed, as set up by a profiler "
	  "(perf).",
	},
	{ 0xb, 0xb,
	  "A guest with a virtual IOMMU caused a fault in its own tables: look at the guest's "
	  "kernel log.",
	},
	{ 0xc, 0xc,
	  "The unit could not read or write memory of a virtual IOMMU: a memory error, or a bug of the hypervisor; look for machine checks in the kernel log.",
	},
	{ 0xd, 0xd,
	  "The device accessed memory that SEV-SNP assigned to another owner: its driver used a "
	  "buffer that belongs to a guest or is not shared, or the device still uses a buffer "
	  "that was handed over.",
	},
	{ 0xe, 0xe,
	  "The unit could not read the table of page owners of SEV-SNP (RMP): a memory error or wrong firmware settings; look for machine checks in the kernel log.",
	},
};

/**
 * ia_fault_help() - what a reason usually means and what to look at next
 * @vendor: whose reason it is
 * @reason: VT-d fault reason or AMD event code
 *
 * Return: a sentence, or NULL for a code that the specification does not have.
 */
const char *ia_fault_help(enum ia_vendor vendor, uint64_t reason)
{
	const struct help *helps = vendor == IA_VENDOR_AMD ? amd : vtd;
	size_t count = vendor == IA_VENDOR_AMD ? sizeof(amd) / sizeof(*amd) :
		       vendor == IA_VENDOR_VTD ? sizeof(vtd) / sizeof(*vtd) : 0, i;

	for (i = 0; i < count; i++) {
		if (reason >= helps[i].first && reason <= helps[i].last)
			return helps[i].text;
	}
	return NULL;
}
