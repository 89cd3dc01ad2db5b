// SPDX-License-Identifier: GPL-2.0
/* Commands that keep a machine's state, and compare it */
#include "commands.h"

const struct ia_command ia_commands_keep[] = {
	{
		.name = "snapshot",
		.summary = "everything known about the machine, as one file for --from",
		.about = "Everything known about this machine as one JSON file: with --from, every command gives the same answer from it.",
		.details = {
			"Everything the module reports, including the raw registers of the units, as one JSON file, with the kernel version, its command line, the time, and what sysfs adds: hugepages, NUMA nodes, reset methods, BAR sizes. Every command gives the same answer from it. The time is that of SOURCE_DATE_EPOCH if set.",
		},
		.examples = {
			{ "sudo iommu-audit snapshot -o host.json", "write a file" },
			{
				"sudo iommu-audit snapshot --redact -o post.json",
				"for posting in public",
			},
			{
				"sudo iommu-audit snapshot --baseline -o class.json",
				"for check --against on all nodes of this hardware",
			},
			{ "iommu-audit report --from host.json", "read it, anywhere" },
		},
		.own = {
			{
				IA_OPT_OUTPUT, "FILE",
				"write to this file instead of standard output, completely or not at all; a new file has mode 0600",
				IA_TAKES_FILE,
			},
		},
		.options = IA_OPT(FROM) | IA_OPT(ROOT) | IA_OPT(SOURCE) | IA_OPT(OUTPUT) |
			   IA_OPT(REDACT) | IA_OPT(BASELINE),
		.may = IA_MAY_READ | IA_MAY_SAVE,
		.reads = IA_READ_ALL,
		.run = ia_cmd_snapshot,
	},
	{
		.name = "diff",
		.operands = "OLD [NEW]",
		.forms = { "diff OLD [NEW]", "diff NODE NODE NODE..." },
		.summary = "what changed since a snapshot, and what got worse",
		.about = "What changed between two snapshots, or between a snapshot and this machine, and what got worse.",
		.details = {
			"What changed between the snapshot OLD and the snapshot NEW, or this machine: units, domain types, groups that split or merged, ACS, devices that were added, removed or moved, drivers, virtual functions, peer-to-peer paths, faults since, kernel and command line. Changes are grouped by affected area, regressions first.",
			"A function is recognized by its ids and its serial number (Device Serial Number capability), if no other function has that number; else by its ids and its slot, which is the path of device and function numbers from the root bus, so that renumbered buses alone are no change of device. A different serial number in the same slot means that it was replaced. A function that left its slot is found again by its serial number, below the same bridge, or when it is the only one of its kind on both sides. Nothing is claimed about several identical functions without serial numbers. A device in D3cold is not woken up to read its number.",
			"A value that is unknown on one side is not a change; it is marked with a question mark. Below the differences stands what was not compared: what neither side knows, and what a baseline or --redact leaves out. A baseline of other hardware is not compared. Faults are counted since OLD if both are from the same boot; otherwise each boot is reported separately.",
			"The exit code is 1 when something that matters to the profile got worse, which is marked with a cross. Unknown values and improvements leave it 0.",
			"With three snapshots or more it says what is odd about one of them: they are nodes of one hardware class, and for each fact that most nodes share, those that differ are named. The class is the most frequent system, board and processor; other nodes are listed and not compared. What a node does not know counts for neither side. Values of the command line that are a node's own, as of root=, are not compared. The exit code is 1 when nodes differ, and 7 when fewer than two of them are of one hardware.",
			"With --html it writes a page for a browser: the same differences before and after, and groups that changed as boxes.",
		},
		.examples = {
			{ "iommu-audit diff before.json", "what changed here since" },
			{ "iommu-audit diff before.json after.json", "between two snapshots" },
			{
				"iommu-audit diff before.json --profile vfio",
				"exit code 1 when it got worse for VFIO",
			},
			{ "iommu-audit diff nodes/*.json", "which node is not like the others?" },
		},
		.exits = {
			{ IA_FINDINGS, "something got worse, or nodes differ" },
			{ IA_NOT_SEEN, "fewer than two of the nodes are of one hardware" },
		},
		.takes = IA_OPERANDS_FILE,
		.options = IA_OPT_READ | IA_OPT(PROFILE) | IA_OPT(HTML),
		.may = IA_MAY_READ | IA_MAY_SAVE,
		.reads = IA_READ_STATE | IA_READ_HOST,
		.max = -1,
		.run = ia_cmd_diff,
	},
	{
		.name = "export",
		.operands = "FORMAT",
		.summary = "this machine for a monitoring system, in its format",
		.about = "The state of this machine in the format of another program: prometheus, or nfd for Node Feature Discovery.",
		.details = {
			"prometheus: metrics in the text format of Prometheus, for the textfile collector of node_exporter. What is unknown has no series, so that no 0 stands for it; without the module, what only that sees is unknown. The file is written to a temporary file in the same folder, which is then renamed, so that no half of it is collected. Documentation/monitoring.md has the metrics, a timer for systemd, and alerts.",
			"nfd: a feature file for the local source of Node Feature Discovery, which makes labels of a node of it: whether the IOMMU is on, the default domain, interrupt remapping, VFs, what works, and which profiles the host meets. What is unknown is left out. The first line says when the file expires; --expiry has to be longer than the time between two runs. Documentation/integrations.md has the features.",
			"It loads no module, and answers from sysfs where there is none. The exit code is 0 whatever is exported.",
		},
		.examples = {
			{ "sudo iommu-audit export prometheus", "metrics, to look at" },
			{
				"sudo iommu-audit export prometheus -o iommu_audit.prom",
				"for node_exporter, in its folder",
			},
			{
				"sudo iommu-audit export nfd --expiry 1h",
				"features of a Kubernetes node",
			},
		},
		.own = {
			{
				IA_OPT_OUTPUT, "FILE",
				"write to this file instead of standard output, completely or not at all; a new file has mode 0644",
				IA_TAKES_FILE,
			},
		},
		.takes = IA_OPERANDS_WORD,
		.words = "prometheus nfd",
		.options = IA_OPT(FROM) | IA_OPT(ROOT) | IA_OPT(SOURCE) | IA_OPT(OUTPUT) |
			   IA_OPT(EXPIRY),
		.may = IA_MAY_READ | IA_MAY_SAVE,
		.reads = IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NEXT,
		.max = 1,
		.run = ia_cmd_export,
	},
};

const size_t ia_ncommands_keep = sizeof(ia_commands_keep) / sizeof(*ia_commands_keep);
