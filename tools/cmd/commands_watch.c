// SPDX-License-Identifier: GPL-2.0
/* Commands about what happened */
#include "commands.h"

const struct ia_command ia_commands_watch[] = {
	{
		.name = "faults",
		.summary = "DMA that the IOMMUs refused: who, how often, why",
		.about = "DMA requests that the IOMMUs refused: by whom, how often, at which address, and what each reason usually means.",
		.details = {
			"Requests that the IOMMUs refused: each source with its reason, how often, the first and the last time, the last address, access and PASID, then the figures of the units, how the module sees faults, and what each reason usually means. A cross marks a source whose last fault is less than 10 seconds old.",
			"RATE is the count over the time since the first such fault: an average that a pause lowers. With --since and --watch it is what is new over the time between the two readings, by the clock of the machine.",
			"Counts begin when the module is loaded. They are a floor, and it is said, when a unit dropped faults, when records were gone before they could be read, when a probe was missed, or when the module's method does not see every fault. Only otherwise 0 were lost.",
			"It does not judge: its exit code is 0, faults or not. It is 4 when --since is given a snapshot that says nothing of the time since: of another boot or another machine, of the module before it was loaded anew, or of a module that did not count faults. A module that was loaded anew is noticed when a counter of the snapshot went down or is gone; a snapshot without any fault cannot tell.",
		},
		.examples = {
			{ "iommu-audit faults", "all since the module was loaded" },
			{ "iommu-audit faults --watch", "as they come, with rates" },
			{
				"iommu-audit faults --since before.json",
				"those since a snapshot of this boot",
			},
		},
		.options = IA_OPT_READ | IA_OPT_TABLE | IA_OPT(WATCH) | IA_OPT(INTERVAL) |
			   IA_OPT(SINCE) | IA_OPT(LOG),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.run = ia_cmd_faults,
	},
	{
		.name = "events",
		.summary = "what happened to VFs, drivers, groups and domains",
		.about = "What happened to virtual functions, drivers, groups and domains since the module was loaded; failed requests with their cause and the next step.",
		.details = {
			"What happened since the module was loaded, the oldest first: requests for virtual functions and how they ended, functions that were added and removed, drivers that were bound or refused a function, and which IOMMU group and domain each was put into. A request that did not give what was asked for has its cause and the next step beneath it: what an error number means depends on who returned it, the checks of the PCI core behind sriov_numvfs, the driver, or pci_enable_sriov(). What drivers mean by theirs is no rule, and said with mostly.",
			"BOOTTIME is in seconds since boot, suspend included. A line lost tells how many events are missing at its place: the ring had no room for them any more. It is shown whatever --dev and --kind say. A kind of event that this version does not know is shown as it is.",
			"--json writes one object a line: events, {\"lost\":N}, and before them {\"not_seen\":REASON} when the module does not see all of them. Of events, numbers are numbers; a group is a name, as everywhere. A request also has end, which is done, failed, other (no error, but not what was asked for) or unknown, and error, cause and next_step.",
		},
		.examples = {
			{ "iommu-audit events", "all of them" },
			{ "iommu-audit events --dev eth0", "of one device and its VFs" },
			{
				"iommu-audit events --follow --kind vf_request,vf_bind_failed",
				"as they come, of two kinds",
			},
		},
		.own = {
			{
				IA_OPT_DEV, "DEV",
				"only this device and its VFs; it may be gone. Without a segment it is that function in any segment. With --follow the first events of a new VF, which do not name its PF, are shown when it is added",
				0,
			},
		},
		.options = IA_OPT_READ | IA_OPT_TABLE | IA_OPT(FOLLOW) | IA_OPT(DEV) | IA_OPT(KIND),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ(IA_FILE_EVENTS) | IA_READ_NAMES,
		.run = ia_cmd_events,
	},
	{
		.name = "explain",
		.operands = "[LINE...]",
		.summary = "what lines of the kernel log mean, and what to look at next",
		.about = "What lines of a kernel log mean: DMAR, AMD-Vi, SMMU, VFIO, SR-IOV, BAR space, resets, ACS; codes decoded, usual causes, and what to look at next.",
		.details = {
			"What lines of a kernel log mean: DMAR, AMD-Vi and DMAR-IR, SMMU, VFIO, SR-IOV, space for BARs, resets, ACS, SVA; and a few of QEMU, libvirt and DPDK. The log is the arguments, a line each, the file of --input, or standard input, as dmesg, journalctl and syslog write it, also quoted, with colours, and wrapped, with dates of any language, and as JSON of journalctl (-o json and the like) or of dmesg:",
			"dmesg | iommu-audit explain",
			"Each message has what it says, its codes and bits decoded, the function that it is about, what is at its address, the usual causes in their order, what to look at next, and the function that prints it with the kernels that were read. Lines that say the same but for the address are shown once, with their number. A line that seems to be about IOMMUs and is not known is counted and shown as such.",
			"What is at an address is taken from e820, BARs and RMRRs in the log, and from the machine: reserved regions, BARs, and /proc/iomem for root. It holds for physical addresses: what a driver was given need not be one.",
			"The machine is that of --from, --root or --source. Without these it is this host where kernel and command line in the log are its own; where the log does not say whose it is, functions are shown as this host has them, with a warning; and where it is another one's, nothing of this host is shown.",
		},
		.examples = {
			{ "dmesg | iommu-audit explain", "this machine's log" },
			{
				"iommu-audit explain \"DMAR: DRHD: handling fault status reg 2\"",
				"one line",
			},
			{
				"iommu-audit explain --input dmesg.txt --from host.json",
				"the log of a machine elsewhere",
			},
		},
		.takes = IA_OPERANDS_TEXT,
		.options = IA_OPT_READ | IA_OPT(INPUT),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.max = -1,
		.run = ia_cmd_explain,
	},
};

const size_t ia_ncommands_watch = sizeof(ia_commands_watch) / sizeof(*ia_commands_watch);
