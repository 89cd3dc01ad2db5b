// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#define P(name)	(1u << IA_PROFILE_##name)
#define EVERY	((1u << IA_PROFILES) - 1)
#define GPUS	(P(GPU_SINGLE) | P(GPU_HOST_NIC) | P(GPU_SRIOV_RDMA) | P(INFERENCE))

/* In the order of the answer; where a profile is a chain, its links. */
const struct ia_rule ia_rules[] = {
	{ "iommu-on", "an IOMMU is on and translates",
	  "Without it no device can be kept from memory that is not its own, and VFIO gives none away.",
	  NULL,
	  EVERY & ~GPUS, P(GPU_SRIOV_RDMA), ia_look_iommu_on },
	{ "covered", "every PCI function is behind an IOMMU",
	  "A function that no unit serves reaches all memory, whatever the others do.",
	  "a firmware whose DMAR or IVRS table names these devices",
	  0, P(BASELINE) | P(VM_MIXED), ia_look_covered },
	{ "interrupt-remapping", "interrupts are remapped",
	  "Without it a device can send any interrupt to any CPU; VFIO refuses devices then, unless told to allow unsafe interrupts.",
	  "take intremap=off and nointremap off the kernel command line; where they are not on it, switch interrupt remapping on in the firmware",
	  P(BASELINE) | P(VFIO) | P(SRIOV) | P(VM_MIXED), 0, ia_look_intremap },
	{ "translated", "devices of the host are translated",
	  "Identity (iommu=pt) is no isolation: such a device reaches all memory. VFIO translates what it holds in either case. A VF that a host driver or a container uses is not isolated either.",
	  "iommu.passthrough=0 in place of iommu=pt and iommu.passthrough=1",
	  0, P(BASELINE) | P(SRIOV) | P(GPU_SRIOV_RDMA) | P(VM_MIXED), ia_look_translated },
	{ "not-strict", "unmaps do not wait for the IOMMU",
	  "Strict invalidates the IOTLB at every unmap; lazy collects. \"Translated\" does not mean strict, and iommu=strict asks for nothing: iommu.strict=1 does.",
	  "iommu.strict=0 in place of iommu.strict=1, intel_iommu=strict or amd_iommu=fullflush; a hypervisor's IOMMU can force it all the same",
	  0, GPUS, ia_look_not_strict },
	{ "no-faults", "no DMA was refused",
	  "A refused request is a driver, a firmware or a device that uses memory it was not given; the data it wanted is missing.",
	  "iommu-audit faults says what each reason usually means",
	  EVERY & ~GPUS, GPUS, ia_look_faults },
	{ "groups", "every group holds one device",
	  "Devices of one group reach each other past the IOMMU; they are given away together or not at all.",
	  "a slot below ports with ACS, or ACS that the hardware has and that is off: iommu-audit acs",
	  0, P(BASELINE), ia_look_groups },
	{ "acs-drift", "ACS is as it was when the module was loaded",
	  "Groups were made from the bits at boot; bits that changed since make their isolation untrue, and a reset brings the old bits back.",
	  "set ACS by the kernel command line instead of setpci: a reset undoes setpci, and groups are made at boot",
	  0, EVERY, ia_look_acs_drift },
	{ "seen", "the module sees everything it reports",
	  "Where a kernel cannot tell, a check can only say so.",
	  NULL,
	  0, P(BASELINE), ia_look_seen },
};

const size_t ia_nrules = sizeof(ia_rules) / sizeof(*ia_rules);
