// SPDX-License-Identifier: GPL-2.0
/* Messages of VFIO and of programs that use it. */
#include "explain_text.h"

#define READY	"'iommu-audit check --profile vfio --dev {0}'"

static const struct ia_explain_text texts[IA_LOG_MESSAGE_COUNT] = {
	[IA_LOG_BAR_BUSY] = {
		"BAR {4} of {0} ({2}-{3}) is claimed by somebody else in the kernel, so the driver that asks for it, vfio-pci mostly, does not get it.",
		{
			"a boot framebuffer still uses the GPU's memory: simple-framebuffer (simpledrm), efifb or vesafb, which /proc/iomem shows inside the BAR as BOOTFB",
			"another driver has not let go of the device",
			"the BAR overlaps with something that firmware or another device claims",
		},
		"'grep -A3 {9} /proc/iomem' as root names who has it; initcall_blacklist=sysfb_init, or another GPU as boot display, keeps the framebuffer off; "
		READY,
	},
	[IA_LOG_NOT_VIABLE] = {
		"VFIO does not hand out a group in which the host still uses a device: each of them has to be bound to vfio-pci, to pci-stub or to no driver. Bridges with pcieport are excepted.",
		{
			"a function of the same card (audio, USB of a GPU) has its own driver",
			"another device shares the group, since ports or functions are not isolated by ACS",
		},
		"'iommu-audit groups' says who is in the group and why; 'iommu-audit check --profile vfio --dev DEV' what to change",
	},
	[IA_LOG_NO_IR] = {
		"VFIO refuses to assign devices because interrupts are not remapped: a guest's device could send any interrupt.",
		{
			"interrupt remapping is off in firmware, or its tables are wrong: the log says so at boot, with DMAR-IR or AMD-Vi",
			"the kernel runs in a guest whose virtual IOMMU has none",
			"intremap=off",
		},
		"'iommu-audit check --profile vfio'. allow_unsafe_interrupts=1 gives the protection up",
	},
	[IA_LOG_MEMLOCK] = {
		"A program may not pin as much memory as the device would reach: its limit RLIMIT_MEMLOCK is exceeded. A guest's memory is pinned as a whole, for each device that has a container of its own.",
		{
			"the program was started with the usual limit of some MiB: LimitMEMLOCK= of its unit, or ulimit -l",
			"each vDPA or VFIO container counts anew: several devices need a multiple",
			"Kubernetes and libvirt set the limit by the guest's memory; what a device adds may be missing",
		},
		"'grep Max.locked /proc/PID/limits'; 'iommu-audit check --profile vfio'",
	},
	[IA_LOG_MAP_FAILED] = {
		"VFIO could not map a range of the guest's memory for its devices. The errno says why: 12 the limit of locked memory or no memory, 14 pages that are not there (memory of another device's BAR), 22 addresses that the IOMMU cannot have or a range that is not aligned.",
		{
			"-22 at high addresses: the guest's addresses exceed what the IOMMU translates (39 bits on client VT-d): fewer address bits for the guest's CPU mend it",
			"-12: RLIMIT_MEMLOCK",
			"-14 or -22 on a BAR: peer-to-peer between assigned devices does not work then; the guest runs all the same",
		},
		"MGAW in 'iommu-audit units --json'; 'iommu-audit check --profile vfio'",
	},
	[IA_LOG_CONTAINER] = {
		"The group could not be put into an IOMMU domain of VFIO's: {4} {5} {6}. The kernel's log says why at the same time.",
		{
			"Operation not permitted (1): no interrupt remapping, see \"No interrupt remapping support\" in dmesg",
			"Invalid argument (22): firmware's reserved memory (RMRR, IVMD), see \"1:1\" or \"ineligible\" in dmesg",
			"No such device (19): no IOMMU translates, VT-d or AMD-Vi is off",
		},
		"dmesg at that moment, through 'iommu-audit explain'; 'iommu-audit check --profile vfio'",
	},
	[IA_LOG_NO_GROUP] = {
		"{0} is in no IOMMU group, so VFIO cannot hand it out: QEMU does not start with it.",
		{
			"no IOMMU is on: VT-d or AMD-Vi is off in firmware, or the kernel leaves it off (Intel: intel_iommu=on is needed where the kernel was not built with it on; iommu=off, amd_iommu=off)",
			"there is no such device at this address any more: it was renumbered, removed, or is in another slot",
			"QEMU runs in a guest, or a container, that sees no IOMMU",
		},
		"'iommu-audit units' says whether an IOMMU is there and on; 'iommu-audit lint' judges the command line",
	},
	[IA_LOG_GROUP_SPACES] = {
		"Devices of group {4} are in two address spaces of the guest, and a group can be in one only: QEMU does not start.",
		{
			"the guest has a virtual IOMMU, which gives devices of the same group on the host spaces of their own",
		},
		"'iommu-audit groups' for the group; put its devices behind one conventional bridge of the guest (pcie-pci-bridge), or leave the virtual IOMMU out",
	},
	[IA_LOG_GROUP_OPEN] = {
		"/dev/vfio/{4} could not be opened: {5}.",
		{
			"Device or resource busy: another program, or a guest that still runs, has it",
			"No such file or directory: no device of the group is bound to vfio-pci, or no IOMMU is on",
			"Permission denied: the file is root's, and no rule gives it to this user",
		},
		"'iommu-audit groups' for the drivers; 'fuser -v /dev/vfio/*' for who has it",
	},
	[IA_LOG_GROUP_DEVICE] = {
		"The group is open, but its device was not handed over: {5}.",
		{
			"the device is not bound to vfio-pci",
			"it does not answer: D3cold, or a failed reset",
			"a VF whose PF is bound to vfio-pci, without the VF token",
		},
		"the kernel's log at that moment, through 'iommu-audit explain'",
	},
	[IA_LOG_RELAY] = {
		"Somebody takes {0} away from VFIO (unbind, hot-unplug, or its PF removing VFs), and the kernel waits for the guest or program to let go.",
		{
			"driverctl, virsh, or echo to unbind while a guest runs",
			"sriov_numvfs set to 0 while VFs are assigned",
		},
		"end the guest first; 'iommu-audit events' shows who removed VFs",
	},
	[IA_LOG_VF_TOKEN] = {
		"VFIO refuses {0}: its PF is bound to vfio-pci too, and then a VF is handed out only with the token (a UUID) that the PF's user set.",
		{
			"DPDK or QEMU was started without --vfio-vf-token, or with another one than the PF's",
			"a token was given although the PF is not bound to vfio-pci",
		},
		"give the same token to PF and VF, or bind the PF to its own driver",
	},
	[IA_LOG_HIDING] = {
		"VFIO hides a capability of {0} from its user, because it does not virtualise it: number {4}, at offset {5} of configuration space. It is no error; Linux 6.12 prints it only for debugging.",
		{ NULL },
		NULL,
	},
	[IA_LOG_VFIO_LOADED] = {
		"The module vfio is loaded. It says nothing of devices or of an IOMMU.",
		{ NULL },
		NULL,
	},
	[IA_LOG_PROBE_FAILED] = {
		"vfio-pci could not take {0}: errno {4}.",
		{
			"22 (EINVAL): it is no function that VFIO can hand out (a bridge), or it is in no IOMMU group, since no IOMMU is on",
			"16 (EBUSY): its VFs are enabled",
		},
		READY,
	},
	[IA_LOG_VFIO_ADD] = {
		"vfio-pci takes the devices with the ids {4} from now on, of the subsystem {5} (ffffffff: of any), where no other driver has them already.",
		{ NULL },
		"'iommu-audit lint' on vfio-pci.ids=",
	},
	[IA_LOG_VFIO_ADD_BAD] = {
		"vfio-pci could not use the id \"{4}\" of vfio-pci.ids=.",
		{
			"ids are written vendor:device, as 10de:1b80, parted by commas without blanks; an address of a slot is none",
		},
		"'iommu-audit lint'",
	},
	[IA_LOG_ROM] = {
		"The option ROM of {0} cannot be read: what is there is no ROM. Most devices work without; a GPU may give its guest no picture at boot.",
		{
			"the ROM was hidden by the boot framebuffer or was shadowed by firmware: dump it elsewhere and give it to the guest with romfile=",
			"the device does not answer: all ones (0xffff)",
		},
		READY,
	},
	[IA_LOG_ROM_END] = {
		"The option ROM of {0} was read: an image of it is valid but is not marked as the last one, and no other follows. What was read is used; harmless.",
		{ NULL },
		NULL,
	},
	[IA_LOG_IGD] = {
		"VFIO could not find what a guest needs of the integrated GPU {0}: OpRegion, host bridge or LPC bridge.",
		{
			"the GPU is disabled in firmware, or is a VF",
		},
		READY,
	},
	[IA_LOG_PF_VFS_ON] = {
		"vfio-pci does not take {0}, because its VFs are enabled.",
		{
			"sriov_numvfs is not 0",
		},
		"write 0 to sriov_numvfs first, then bind; VFs can be enabled again through vfio-pci's enable_sriov",
	},
	[IA_LOG_CAPTURED] = {
		"VFs of a PF that is bound to vfio-pci go to vfio-pci too: a host driver would trust what the PF's user does.",
		{ NULL },
		NULL,
	},
	[IA_LOG_DENIED] = {
		"vfio-pci has {4} on its list of devices that are not safe to hand out (Intel QAT with known errata).",
		{ NULL },
		"vfio-pci.disable_denylist=1, where its users are trusted",
	},
	[IA_LOG_NOIOMMU] = {
		"A device is handed out without any IOMMU: its user can reach all memory. The kernel is tainted for that.",
		{
			"enable_unsafe_noiommu_mode=1",
		},
		"'iommu-audit check --profile vfio'",
	},
	[IA_LOG_BAR_RESTORE] = {
		"The BARs of {0} do not hold the addresses that VFIO knows: the device lost them in a reset that VFIO did not make, and VFIO writes them back.",
		{
			"the guest, or a program, reset the device by registers of its own",
			"the device came back from a reset, or from D3, later than the kernel thought: look for \"not ready\" before it",
			"the device does not answer (all ones): then the line comes again and again, and the guest's driver fails",
		},
		READY,
	},
	[IA_LOG_INTX_SHARED] = {
		"{0} shares its interrupt line {4} with {7}, and cannot have it for itself: VFIO asks for it alone where the device cannot mask INTx. The guest, or QEMU's start, fails with EBUSY.",
		{
			"the device has no working DisINTx (the kernel has a list of those), and another device uses the same line",
		},
		"free the line: unbind what else is on it ('grep {4}: /proc/interrupts'), or move the card to another slot; MSI in the guest does not use it",
	},
	[IA_LOG_SET_IRQS] = {
		"QEMU could not set up interrupt {4} of {0}: {5}.",
		{
			"Device or resource busy, for INTx: another device has the interrupt line, see \"Flags mismatch irq\" in dmesg",
			"the device does not answer any more, or has no such vector",
		},
		"the kernel's log at that moment, through 'iommu-audit explain'",
	},
	[IA_LOG_VFIO_ERROR] = {
		"PCIe reported an uncorrectable error of {0} to its guest's QEMU, which stops the guest: what the device did last may be lost.",
		{
			"the device or its link failed: the lines of AER at that moment say how",
			"the device was reset, or lost power, while the guest used it",
			"the device sent a request that a port blocks, such as one to an address that is not mapped",
		},
		"AER in dmesg at that moment, through 'iommu-audit explain'",
	},
	[IA_LOG_STUCK] = {
		"The device did not come back from D3 when QEMU wanted to reset it: it does not work until the host, or its slot, is powered off.",
		{
			"the device does not answer (all ones): it hangs, or lost power",
			"it was left so by the guest before, without a reset that works",
		},
		"the kernel's log at that moment: \"not ready\", \"inaccessible\"; disable_idle_d3=1 of vfio-pci keeps an unused device awake",
	},
	[IA_LOG_NO_RESET] = {
		"QEMU found no way to reset {0}: neither a reset of the function (FLR, power management) nor one of its bus or slot. It is a warning, the guest starts; what one guest left in the device the next one finds, and some devices do not start a second time.",
		{
			"usual for functions of the chipset on bus 0 (audio, SATA, USB): no FLR, and no port above whose bus could be reset",
			"a quirk of the kernel that forbids the resets that it has",
			"a reset that is there but failed: the kernel's log says so at that moment",
		},
		"which resets it has: /sys/bus/pci/devices/DEV/reset_method; 'iommu-audit check --profile vfio --dev {0}'",
	},
	[IA_LOG_DEPENDS] = {
		"Resetting the bus would hit {0}, too, which this guest does not own: so no bus reset is done.",
		{
			"functions of a card that are not all given to the same guest",
		},
		"'iommu-audit groups'; give all functions of the slot to the guest",
	},
	[IA_LOG_UNALIGNED] = {
		"A range of the guest's memory is not aligned to pages and is not mapped for devices: mostly registers of other devices (MSI-X), which devices need not reach.",
		{ NULL },
		NULL,
	},
};

/** ia_explain_vfio() - what is said of a message of these subjects; NULL for all others */
const struct ia_explain_text *ia_explain_vfio(enum ia_log_message message)
{
	return texts[message].means ? &texts[message] : NULL;
}
