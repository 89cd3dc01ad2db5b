// SPDX-License-Identifier: GPL-2.0
/* Commands about what happened */
#include "commands.h"

const struct ia_command ia_commands_watch[] = {
	{
		.name = "faults",
		.summary = "DMA requests that the IOMMUs blocked: by whom, how often, why",
		.about = "DMA requests that the IOMMUs blocked: by whom, how often, at which address, and what each reason usually means.",
		.details = {
			"Requests that the IOMMUs blocked: each source with its reason, count, first and last time, last address, access and PASID, then the counters of the units, how the module sees faults, and what each reason usually means. A cross marks a source whose last fault is less than 10 seconds old.",
			"RATE is the count divided by the time since the first such fault: an average, which pauses lower. With --since and --watch it is the number of new faults divided by the time between the two readings, by the machine's clock.",
			"Counts start when the module is loaded. They are a lower bound, and marked as such, when a unit dropped faults, when records were overwritten before they could be read, when a probe was missed, or when the module's method does not see every fault. Otherwise, none were lost.",
			"It does not judge: the exit code is 0 with or without faults. It is 4 when the snapshot of --since cannot be compared: it is from another boot or another machine, from before the module was reloaded, or from a module that did not count faults. A reload is noticed when a counter of the snapshot decreased or is gone; a snapshot without faults cannot show it.",
		},
		.examples = {
			{ "iommu-audit faults", "all faults since the module was loaded" },
			{ "iommu-audit faults --watch", "as they happen, with rates" },
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
			"What happened since the module was loaded, oldest first: requests for virtual functions and their results, functions added and removed, drivers that bound to a function or failed to, and the IOMMU group and domain that each was put into. Below a request that did not get what it asked for stand the cause and the next step: what an error number means depends on who returned it, the PCI core's checks behind sriov_numvfs, the driver, or pci_enable_sriov(). Drivers use errors differently, so their meaning is given as \"mostly\".",
			"BOOTTIME is in seconds since boot, suspend included. A line \"lost\" says how many events are missing at that place because the ring buffer was full. It is shown whatever --dev and --kind select. An event of a kind that this version does not know is shown as is.",
			"--json writes one object per line: events, {\"lost\":N}, and before them {\"not_seen\":REASON} when the module does not see all of them. Numbers in events are JSON numbers; a group is a string, as everywhere. A request also has end, which is done, failed, other (no error, but not what was asked for) or unknown, and error, cause and next_step.",
		},
		.examples = {
			{ "iommu-audit events", "all of them" },
			{ "iommu-audit events --dev eth0", "one device and its VFs" },
			{
				"iommu-audit events --follow --kind vf_request,vf_bind_failed",
				"as they happen, of two kinds",
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
			"What lines of a kernel log mean: DMAR, AMD-Vi and DMAR-IR, SMMU, VFIO, SR-IOV, BAR space, resets, ACS, SVA; and a few messages of QEMU, libvirt and DPDK. The log is read from the arguments (one line each), the file of --input, or standard input, as written by dmesg, journalctl and syslog; it may be quoted, colored or wrapped, have dates in any language, or be JSON from journalctl (-o json and similar) or dmesg:",
			"dmesg | iommu-audit explain",
			"For each message: its meaning, with codes and bits decoded, the PCI function concerned, what is at the address, the usual causes, what to look at next, and the kernel function that prints it, with the kernel versions studied. Lines that differ only in their addresses are shown once, with a count. Lines that seem to concern IOMMUs but are not known are counted and shown as such.",
			"What is at an address comes from e820, BARs and RMRRs in the log, and from the machine: reserved regions, BARs, and /proc/iomem for root. This applies to physical addresses; an address that a driver got from the DMA API may be an IOVA.",
			"The machine is that of --from, --root or --source. Without these it is this host, if kernel and command line in the log match; if the log does not show where it is from, devices of this host are shown, with a warning; if it is from another machine, nothing of this host is used.",
		},
		.examples = {
			{ "dmesg | iommu-audit explain", "this machine's log" },
			{
				"iommu-audit explain \"DMAR: DRHD: handling fault status reg 2\"",
				"one line",
			},
			{
				"iommu-audit explain --input dmesg.txt --from host.json",
				"a log from another machine",
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
