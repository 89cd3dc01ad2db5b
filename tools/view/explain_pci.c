// SPDX-License-Identifier: GPL-2.0
/* Messages of the PCI core: SR-IOV, space for BARs, resets and power, ACS, peer-to-peer; SVA. */
#include "explain_text.h"

#define SRIOV	"'iommu-audit check --profile sriov --dev {0}'"

static const struct ia_explain_text texts[IA_LOG_MESSAGE_COUNT] = {
	[IA_LOG_MMIO] = {
		"VFs of {0} cannot be enabled, since firmware and kernel gave the BARs of its VFs no addresses: writing sriov_numvfs fails with ENOMEM (\"Cannot allocate memory\"). It is about addresses, not about memory.",
		{
			"SR-IOV or \"Above 4G decoding\" (large BARs, MMIO high) is off in firmware",
			"the bridge window above the device is too small: the log shows \"can't assign; no space\" for VF BARs at boot",
			"the device was hot-plugged, or its driver changed the number of VFs after boot",
		},
		"switch both on in firmware; pci=realloc lets the kernel make larger windows; "
		SRIOV,
	},
	[IA_LOG_BUSES] = {
		"VFs of {0} need bus numbers that the bridge above does not have: writing sriov_numvfs fails with ENOMEM.",
		{
			"ARI is not on in the port above, so VFs spread over more buses",
			"firmware gave the bridge too few buses",
		},
		"pci=assign-busses, or SR-IOV in firmware; "
		SRIOV,
	},
	[IA_LOG_SRIOV_ENABLE] = {
		"VFs of {0} could not be enabled.",
		{
			"their BARs got no addresses at boot",
		},
		SRIOV,
	},
	[IA_LOG_SRIOV_DRIVER] = {
		"The driver of {0} has no way to enable VFs through sysfs: writing sriov_numvfs fails with ENOENT.",
		{
			"a driver that makes VFs by its own parameter or tool, or not at all",
			"vfio-pci without enable_sriov=1",
		},
		SRIOV,
	},
	[IA_LOG_SRIOV_UNBOUND] = {
		"{0} has no driver, and only a driver can enable VFs: writing sriov_numvfs fails with ENOENT.",
		{
			"its driver is not loaded, or was unbound",
		},
		SRIOV,
	},
	[IA_LOG_SRIOV_ENABLED] = {
		"{4} VFs are enabled, and another number was asked for: EBUSY. The number cannot be changed at once.",
		{ NULL },
		"write 0 first, when no guest has one of them, then {5}",
	},
	[IA_LOG_SRIOV_FEWER] = {
		"{4} VFs were asked for, the driver enabled {5}.",
		{
			"resources of the device: queues, MSI-X vectors",
		},
		SRIOV,
	},
	[IA_LOG_SRIOV_ASSIGNED] = {
		"VFs of {0} are in use by guests, so they stay.",
		{
			"the PF's driver was unbound, or VFs were to be removed, while a guest has one",
		},
		"end the guests first",
	},
	[IA_LOG_SRIOV_LEFT] = {
		"The PF's driver is gone and left its VFs enabled: nobody manages them.",
		{ NULL },
		"'iommu-audit events'",
	},
	[IA_LOG_VF_SPACE] = {
		"What the BARs of all VFs of {0} take together.",
		{ NULL },
		NULL,
	},
	[IA_LOG_NO_SPACE] = {
		"No window above {0}, of a bridge or, on a root bus, of the host bridge, has room for this resource: it has no address.",
		{ NULL },
		"pci=realloc; options for MMIO in firmware. A device whose BAR has no address does not work; for VF BARs only SR-IOV is lost",
	},
	[IA_LOG_NOT_ASSIGNED] = {
		"This resource of {0} has no address: what needs it does not work. For a VF BAR only SR-IOV is lost, for I/O ports of a bridge mostly nothing.",
		{ NULL },
		"pci=realloc; \"Above 4G decoding\" in firmware",
	},
	[IA_LOG_NO_WINDOW] = {
		"Firmware gave this BAR of {0} an address that no bridge window above it passes on, or none: the kernel looks for another one later.",
		{
			"usual for platform devices on bus 0 whose address is fixed (the SPI flash of Intel's PCH, 00:1f.5): harmless",
		},
		"look for \"assigned\" or \"can't assign\" of the same device further down",
	},
	[IA_LOG_CONFLICT] = {
		"Firmware gave this BAR of {0} an address that something else has: the kernel looks for another one later.",
		{
			"a bug of the firmware",
		},
		"look for \"assigned\" or \"can't assign\" of the same device further down",
	},
	[IA_LOG_REALLOC] = {
		"Some BARs have no address, and the kernel was not allowed to change the bridge windows that firmware made.",
		{
			"windows of firmware are too small",
		},
		"pci=realloc, or \"Above 4G decoding\" in firmware",
	},
	[IA_LOG_RESIZE] = {
		"The driver wanted BAR {4} of {0} as large as {5} MiB and did not get it: the device works with the smaller one, through which the CPU sees a part of its memory at a time.",
		{
			"the windows of the bridges above were made for the smaller BAR: \"Resizable BAR\" is off in firmware, or the board does not have it",
		},
		"\"Resizable BAR\" in firmware",
	},
	[IA_LOG_SANITY] = {
		"A driver maps more than the resource that it belongs to, {4}; the kernel only warns.",
		{
			"the video ROM at 0xc0000-0xdffff, which vfio-pci reads of a boot GPU: harmless",
		},
		NULL,
	},
	[IA_LOG_NOT_READY] = {
		"{0} did not come back after a reset or from sleep; the kernel gave up waiting. It is gone until the machine, or its slot, is powered off.",
		{
			"a card that does not survive this kind of reset: some GPUs, some NVMe drives after FLR",
			"it lost power, or its link is down",
			"the guest left it in a state that a reset does not end",
		},
		"which resets it has: 'iommu-audit check --profile vfio --dev {0}'; /sys/bus/pci/devices/DEV/reset_method chooses another",
	},
	[IA_LOG_WAITING] = {
		"{0} is not back yet, {4} ms after {5}; the kernel waits up to a minute.",
		{ NULL },
		"\"giving up\" or \"ready\" comes next",
	},
	[IA_LOG_SLOT_DOWN] = {
		"The link below the port {0} went down, or its slot {4} is empty: what was there is gone, and accesses to it fail.",
		{
			"the device, or a dock, was pulled out or switched off",
			"the device was reset, or its link failed: look for AER beside it",
		},
		NULL,
	},
	[IA_LOG_INACCESSIBLE] = {
		NULL,
		{ NULL },
		"disable_idle_d3=1 of vfio-pci keeps an unused device awake; 'iommu-audit check --profile vfio --dev {0}' for its resets",
	},
	[IA_LOG_REFUSED] = {
		NULL,
		{
			"the device hangs, or is in reset",
		},
		"'iommu-audit check --profile vfio --dev {0}' for its resets",
	},
	[IA_LOG_PENDING] = {
		"{0} has requests under way that do not end; the kernel resets it all the same.",
		{
			"a device that hangs, or that waits for memory that its guest no longer maps",
		},
		"what follows says whether it came back",
	},
	[IA_LOG_RESETTING] = {
		"{0} is being reset: somebody opened or closed it, or wrote to its file reset.",
		{ NULL },
		NULL,
	},
	[IA_LOG_RESET_DONE] = {
		"The reset of {0} is over. Whether it works again only its driver can tell.",
		{ NULL },
		NULL,
	},
	[IA_LOG_ACS_SET] = {
		"pci=config_acs= or disable_acs_redir= has changed ACS of {0}: its ACS Control Register is {4} now.",
		{ NULL },
		"'iommu-audit acs {0}'",
	},
	[IA_LOG_ACS_DEBUG] = {
		"How pci=config_acs= or disable_acs_redir= was read for {0}: which bits it asks for, and the register before and after.",
		{ NULL },
		"'iommu-audit acs {0}'",
	},
	[IA_LOG_ACS_QUIRK] = {
		"{0} has no standard ACS, or a broken one; the kernel's quirk isolates it by other registers.",
		{ NULL },
		"'iommu-audit acs {0}'",
	},
	[IA_LOG_ACS_OVERRIDE] = {
		"This kernel carries the ACS override patch, and pcie_acs_override= is given: groups are smaller than what the hardware isolates. Devices in different groups may reach each other.",
		{
			"pcie_acs_override= on a kernel of Proxmox, zen, Unraid, CachyOS or the like",
		},
		"'iommu-audit check --profile vm-mixed' says what the registers isolate",
	},
	[IA_LOG_ACS_PARSE] = {
		"The kernel could not read what pci=config_acs= or disable_acs_redir= asks for, and ignores it from there on.",
		{
			"flags and device are written FLAGS@DEVICE; a device as 0000:03:00.0 or pci:VENDOR:DEVICE",
		},
		"'iommu-audit lint'",
	},
	[IA_LOG_ACS_REDIR_OFF] = {
		"ACS redirect is off at {0}: requests between devices below it may go directly, past the IOMMU.",
		{
			"pci=disable_acs_redir=",
		},
		"'iommu-audit acs {0}'; 'iommu-audit p2p'",
	},
	[IA_LOG_ACS_CANNOT] = {
		"{0} has no ACS, so its redirect cannot be switched off.",
		{
			"disable_acs_redir= names a device that is no port with ACS",
		},
		"'iommu-audit acs {0}'",
	},
	[IA_LOG_ACS_VIOLATION] = {
		"{0} stopped a request that its ACS bits forbid (ACS Violation): mostly one with a requester id that is not on its bus (SV), or a translated one that it blocks (TB).",
		{
			"a device that sends with another requester id than its own",
			"a reset or a hot-plug while requests were under way",
			"ATS where ACS blocks translated requests",
		},
		"'iommu-audit acs {0}'",
	},
	[IA_LOG_P2P_REDIRECT] = {
		"PCI_P2PDMA refuses peer-to-peer for {0}: ACS redirect sends requests between the two up to the root complex.",
		{ NULL },
		"'iommu-audit p2p A B'; pci=disable_acs_redir= of the ports named gives isolation up for speed",
	},
	[IA_LOG_P2P_CANNOT] = {
		"PCI_P2PDMA refuses peer-to-peer for {0}: the way leads through a host bridge that the kernel does not know to pass it on.",
		{
			"the two are below different root ports, of a CPU that the kernel has not on its list",
		},
		"'iommu-audit p2p A B'",
	},
	[IA_LOG_SVA_OFF] = {
		"{0} cannot work on a process's own addresses (SVA): its shared work queues and its use from user space with PASIDs stay off.",
		{
			"VT-d is not in scalable mode: intel_iommu=on,sm_on is needed before it is the kernel's default",
			"the units are not all able: PASIDs, first-stage tables, page requests",
			"in a guest: the virtual IOMMU has no PASIDs",
			"the default domain is passthrough on kernels that need it to be translated",
		},
		"SM and PASID of the units: 'iommu-audit units'; PASID of the device: 'iommu-audit devices'; then 'iommu-audit lint'",
	},
	[IA_LOG_SVA_FORCED_OFF] = {
		"The driver's parameter sva=0 keeps SVA off.",
		{
			"idxd.sva=0",
		},
		"'iommu-audit lint'",
	},
	[IA_LOG_SVA_KERNEL] = {
		"The kernel itself cannot use {0} with a PASID; user space still can.",
		{ NULL },
		NULL,
	},
	[IA_LOG_SVA_BIND] = {
		"The driver could not give {0} the addresses of a process (SVA): errno {4}. The program cannot use the device.",
		{
			"19 (ENODEV): the IOMMU is off, or the device has no domain that takes PASIDs: amd_iommu=off, iommu=off, or a unit without PASID and v2 page tables",
			"22 (EINVAL) or 95 (EOPNOTSUPP): ATS, PRI or PASID of the device or of the unit is missing or off",
			"28 (ENOSPC): no PASID is left",
		},
		"PASID of the device: 'iommu-audit devices'; of the units: 'iommu-audit units'; then 'iommu-audit lint'",
	},
	[IA_LOG_SHARED_WQ] = {
		"A shared work queue was configured on {0}, which has no PASID enabled: only dedicated queues work.",
		{
			"SVA is off: \"Unable to turn on user SVA feature\" earlier in the log says so",
		},
		"'iommu-audit units' for SM and PASID",
	},
	[IA_LOG_PRQ_OVERFLOW] = {
		"Unit {4} dropped page requests: devices asked for more pages at once than its queue holds. They ask again.",
		{ NULL },
		"'iommu-audit faults' counts them",
	},
	[IA_LOG_PAGE_REQUEST] = {
		"Unit {4} got a page request that cannot be served.",
		{
			"a device that asks for an address that no process has, or with rights that it may not have",
		},
		"'iommu-audit faults'",
	},
	[IA_LOG_ATS_OFF] = {
		"pci=noats is given: no device uses ATS, so PRI and SVA are off too.",
		{ NULL },
		"'iommu-audit lint'",
	},
};

/** ia_explain_pci() - what is said of a message of these subjects; NULL for all others */
const struct ia_explain_text *ia_explain_pci(enum ia_log_message message)
{
	return texts[message].means || texts[message].next ? &texts[message] : NULL;
}
