// SPDX-License-Identifier: GPL-2.0
/* Commands that show the machine */
#include "commands.h"

const struct ia_command ia_commands_look[] = {
	{
		.name = "report",
		.summary = "the whole machine at a glance (the default)",
		.about = "The whole machine at a glance: whether its IOMMUs translate, what stands out, and the PCIe tree with each device's group, domain and driver. It does not judge.",
		.details = {
			"The whole machine at a glance. The first line says what the IOMMUs do, where the facts are from, and how old they are. Then come facts, and what deserves attention, each with its reason, the fix and the next command: IOMMUs that are off, devices whose last fault is less than 10 seconds old, failed invalidations, ACS bits that changed since the module was loaded, devices that only pcie_acs_override= separates, devices listed in vfio-pci.ids= that another driver holds, and parameters of the command line that have no effect. A group with several devices is a fact; it deserves attention where user space owns one of them, or where the host is set up to assign devices. For each physical function: how many of its virtual functions are enabled, their drivers and groups, and the last request for them with its result; more than two in a row that differ only in their addresses share a line. Then the PCIe tree. More than 8 virtual functions in a row that differ only in their numbers share a line, and so do more than 3 parts of the chipset in a row, which nobody assigns; -o and devices list each function. This is the default command. Its exit code is always 0: it does not judge.",
			"With --html the report is one page for a browser that needs no other file, no script and no network.",
		},
		.examples = {
			{ "iommu-audit", "this machine" },
			{
				"iommu-audit report --from host.json",
				"a machine elsewhere, from its snapshot",
			},
			{
				"lspci -xxxx | iommu-audit report --from -",
				"from a hex dump of configuration space",
			},
		},
		.options = IA_OPT_READ | IA_OPT_TABLE | IA_OPT(HTML),
		.may = IA_MAY_READ | IA_MAY_SAVE,
		.reads = IA_READ_REQUESTS & ~(IA_READ(IA_FILE_FAULT_LOG) | IA_READ_BOOT),
		.run = ia_cmd_report,
	},
	{
		.name = "devices",
		.operands = "[DEV...]",
		.summary = "PCI functions and the domains they are attached to",
		.about = "Each PCI function with its group, its attached and its default domain, its IOMMU and driver, ATS, PRI, PASID and reset, and what the kernel calls it.",
		.details = {
			"PCI functions: group, attached and default domain, IOMMU, driver, NUMA node, ATS, PRI, PASID, FLR and virtual functions, and what the kernel calls them, where it has names for any. Columns of --output for the latter are netdev, rdma, block, nvme, drm, slot and sriov_vf_device, the device id that the virtual functions have.",
		},
		.examples = {
			{ "iommu-audit devices", "all functions" },
			{
				"iommu-audit devices eth0 03:00.0",
				"two of them, by name and by address",
			},
			{
				"iommu-audit devices -o dev,driver,group",
				"chosen columns; -o list names all",
			},
		},
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ | IA_OPT_TABLE,
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_NAMES,
		.max = -1,
		.run = ia_cmd_list_devices,
	},
	{
		.name = "groups",
		.operands = "[N...]",
		.summary = "IOMMU groups, and why devices share one",
		.about = "IOMMU groups, and why their devices share them; or, with --predict, the groups that another kernel or other parameters would create.",
		.details = {
			"IOMMU groups. For those with more than one device also the reason, by the rules of the kernel's grouping.",
			"--predict shows the groups that the kernel would create, by these rules, its tables of quirks by version, and its parameters: why each function joins a group, and where the kernel's actual groups differ. Where a deciding fact is unknown, the groups that depend on it are unknown, and the fact is named. --with and --kernel predict another boot. An IOMMU is assumed to be on, whatever the parameters say: a machine without groups gets those that it would have. Documentation/prediction.md has the rules.",
		},
		.examples = {
			{
				"iommu-audit groups",
				"all groups, and why devices share one",
			},
			{ "iommu-audit groups 7", "one of them" },
			{
				"iommu-audit groups --predict --with pcie_acs_override=downstream",
				"the groups with another parameter",
			},
		},
		.takes = IA_OPERANDS_GROUP,
		.options = IA_OPT_READ | IA_OPT_TABLE | IA_OPT(PREDICT) | IA_OPT(WITH) |
			   IA_OPT(KERNEL),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.max = -1,
		.run = ia_cmd_groups,
	},
	{
		.name = "why",
		.operands = "DEV",
		.summary = "why a device has its domain and its group",
		.about = "Why one device has its domain and its group: what decided, what merged it with others, what would change that, how it can be reset, and which driver takes it at the next boot.",
		.details = {
			"Why a function has its domain and its group: the command line, defaults and hardware that decided its domain; the bridge, port or slot that merged it with others, by the rules of the kernel's pci_device_group(), with the missing ACS bits and where they are missing; and what would change it. With the module, also what the IOMMU's tables do with each of its requester ids, and whether that matches its domain. Kernel quirks that apply to it or to a port above are named, with the kernel's function. Then how it can be reset: the methods that the kernel has, those that it avoids because of a quirk, and which other functions a hot reset by VFIO affects.",
			"Last comes the driver that will bind to it at the next boot of the same kernel, decided by built-in drivers, the initramfs, modprobe.d, module lists, the command line and driverctl. Where nothing orders two drivers, the answer is \"not determined\". udev rules and scripts are not examined.",
		},
		.examples = {
			{ "iommu-audit why 03:00.0", "by address" },
			{ "iommu-audit why eth0", "by the name of its interface" },
			{ "iommu-audit why nvme0 --from host.json",
			  "on another machine, from its snapshot" },
		},
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ,
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_HOST | IA_READ_NAMES | IA_READ_NEXT,
		.max = 1,
		.run = ia_cmd_why,
	},
	{
		.name = "acs",
		.operands = "[DEV...]",
		.summary = "ACS of every port from a device to the root",
		.about = "ACS of a device and of every port above it: what each supports, what is enabled, and what was enabled when the module was loaded.",
		.examples = {
			{ "iommu-audit acs", "all paths" },
			{ "iommu-audit acs 03:00.0", "the ports above one device" },
			{ "iommu-audit acs eth0 --json", "the same for scripts" },
		},
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ | IA_OPT_TABLE,
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_NAMES,
		.max = -1,
		.run = ia_cmd_acs,
	},
	{
		.name = "p2p",
		.operands = "[A B]",
		.forms = { "p2p A B", "p2p --matrix" },
		.summary = "the path of peer-to-peer DMA, and what would change it",
		.about = "The path of DMA from one device to another: redirected to the IOMMU or turned around in a switch, by which ACS bit of which port; and what would change it.",
		.details = {
			"The path of a peer-to-peer request from A to B, port by port: turned around in a switch, redirected to the root complex by ACS (and by which bit of which port), or unknown and why. Then the path back, what the IOMMU does with the request, what ATS changes, whether the kernel's P2PDMA accepts the pair, and the kernel argument that would keep the request at the switch, with its isolation impact.",
			"What a root complex does with requests from one root port to another is never claimed: no register tells. The argument is one that this machine's kernel supports. It names every ACS bit of a port: bits that config_acs omits get the firmware's value, not the kernel's.",
			"--matrix shows all paths between GPUs, NICs and NVMe drives, without virtual functions, in the terms of nvidia-smi topo (PIX: at most one switch, PXB: several, PHB: a host bridge, NODE: two of them on one NUMA node, SYS: two NUMA nodes), and what ACS does to each. With more than 128 functions it shows the first 128, and says so; --dev chooses others.",
		},
		.examples = {
			{ "iommu-audit p2p 03:00.0 04:00.0", "one pair, both ways" },
			{ "iommu-audit p2p --matrix", "all GPUs, NICs and NVMe drives" },
			{
				"iommu-audit p2p --matrix --dev mlx5_0,mlx5_1,card0",
				"only those listed",
			},
		},
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ | IA_OPT_TABLE | IA_OPT(MATRIX) | IA_OPT(DEV),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_HOST | IA_READ_NAMES,
		.max = 2,
		.run = ia_cmd_p2p,
	},
	{
		.name = "units",
		.summary = "IOMMUs of the firmware tables and their state",
		.about = "The IOMMUs in the firmware's tables: whether they translate and remap interrupts, and which devices are behind them.",
		.examples = {
			{ "iommu-audit units", "all of them" },
			{ "iommu-audit units -o list", "the available columns" },
			{ "iommu-audit units --json", "the same for scripts" },
		},
		.options = IA_OPT_READ | IA_OPT_TABLE,
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.run = ia_cmd_units,
	},
};

const size_t ia_ncommands_look = sizeof(ia_commands_look) / sizeof(*ia_commands_look);
