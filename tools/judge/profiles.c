// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include <string.h>

const struct ia_profile ia_profiles[IA_PROFILES] = {
	[IA_PROFILE_BASELINE] = { "baseline",
		"an IOMMU that is on, translates, remaps interrupts and refuses nothing",
		"Nothing special: the kernel's default, translated and lazy, keeps devices apart "
		"at little cost. The strict mode closes the window in which an unmapped page can "
		"still be reached, and costs every unmap.", false },
	[IA_PROFILE_VFIO] = { "vfio",
		"devices given whole to virtual machines or to DPDK",
		"The IOMMU on and interrupt remapping on. iommu=pt changes nothing for a device "
		"that VFIO holds: it is translated anyway. For the host's own devices it gives their "
		"isolation away, and saves them the cost of mapping.", false },
	[IA_PROFILE_SRIOV] = { "sriov",
		"virtual functions, from the firmware down to their driver",
		"The IOMMU on, VFs created at every boot, a driver or vfio-pci for each. Creating "
		"VFs needs no IOMMU; giving them away does. Hugepages matter to users of VFIO and "
		"DPDK only, not to containers.", true },
	[IA_PROFILE_GPU_SINGLE] = { "gpu-single",
		"training on the GPUs of one host",
		"GPUs below one switch, ACS redirect off on its downstream ports, translation lazy "
		"or identity. iommu=pt does not bring requests back that ACS sends up to the root "
		"complex.", false },
	[IA_PROFILE_GPU_HOST_NIC] = { "gpu-host-nic",
		"training on several hosts, GPUs beside a NIC of the host",
		"As gpu-single, and for every GPU a NIC below the same switch, on the same NUMA "
		"node.", false },
	[IA_PROFILE_GPU_SRIOV_RDMA] = { "gpu-sriov-rdma",
		"training on several hosts, GPUs beside RDMA virtual functions",
		"VFs that belong to somebody else want translation and ACS on; then the way to keep "
		"peer-to-peer requests at the switch is ATS with ACS Direct Translated, not ACS "
		"off.", false },
	[IA_PROFILE_VM_MIXED] = { "vm-mixed",
		"virtual machines with devices beside GPUs of the host",
		"ACS on everywhere, translation on, interrupt remapping on: what keeps one tenant's "
		"device from the other's sends peer-to-peer requests through the root complex. Both "
		"at once is had below different switches only.", false },
	[IA_PROFILE_INFERENCE] = { "inference",
		"inference: each GPU for itself",
		"Peer-to-peer hardly matters, so nothing speaks for ACS off: lazy translation keeps "
		"the isolation at little cost, identity is the last bit of it.", false },
};

/**
 * ia_profile_find() - find a profile
 * @name: as --profile takes it
 *
 * Return: the profile, or NULL.
 */
const struct ia_profile *ia_profile_find(const char *name)
{
	size_t i;

	for (i = 0; i < IA_PROFILES; i++) {
		if (!strcmp(ia_profiles[i].name, name))
			return &ia_profiles[i];
	}
	return NULL;
}
