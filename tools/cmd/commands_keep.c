// SPDX-License-Identifier: GPL-2.0
/* Commands that keep a machine's state, and compare it */
#include "commands.h"

const struct ia_command ia_commands_keep[] = {
	{
		.name = "snapshot",
		.summary = "everything that is known of the machine, as one file for --from",
		.about = "Everything that is known of this machine as one JSON file: every command gives the same answer from it with --from.",
		.details = {
			"Everything the module knows as one JSON file, the raw registers of the units among it, with the kernel, its command line, the time, and what the kernel tells beside the module: hugepages, NUMA nodes, reset methods, BAR sizes. Every command gives the same answer from it. The time is that of SOURCE_DATE_EPOCH when that is set.",
		},
		.examples = {
			{ "sudo iommu-audit snapshot -o host.json", "to a file of one's own" },
			{
				"sudo iommu-audit snapshot --redact -o post.json",
				"for posting in public",
			},
			{ "iommu-audit report --from host.json", "and what it is for" },
		},
		.own = {
			{
				IA_OPT_OUTPUT, "FILE",
				"write to this file, whole or not at all, and do not print; a new one is for its owner alone (mode 0600)",
				IA_TAKES_FILE,
			},
		},
		.options = IA_OPT(FROM) | IA_OPT(ROOT) | IA_OPT(SOURCE) | IA_OPT(OUTPUT) |
			   IA_OPT(REDACT),
		.may = IA_MAY_READ | IA_MAY_SAVE,
		.reads = IA_READ_ALL,
		.run = ia_cmd_snapshot,
	},
	{
		.name = "diff",
		.operands = "OLD [NEW]",
		.summary = "what changed since a snapshot, and for whom it got worse",
		.about = "What is different between two snapshots, or a snapshot and this machine, and for whom it got worse.",
		.details = {
			"What is different between the snapshot OLD and the snapshot NEW, or this machine: units, domain types, groups that split or merged, ACS, devices that were added, removed or moved, drivers, virtual functions, paths between peers, faults since, kernel and command line. It comes by what it means something to, what got worse first.",
			"A function is the same one when its ids and its serial number are, of the Device Serial Number capability, and no other one has that number; else when its ids and its slot are: the devices and functions on the way from the root bus to it, so that other bus numbers are no difference but their own. With another serial number in the same slot it was replaced. One that left its slot is found again by its number, below the same bridge, or when it is the only one of its kind on both sides. Of several alike without numbers nothing is claimed. What is in D3cold is not woken up to ask for its number.",
			"What is unknown in one of the two is no change; a question mark says it. Faults are counted from OLD on when both are of one boot; else each boot is told for itself.",
			"The exit code is 1 when something got worse that matters to the profile, which a cross marks. What is unknown, or better, leaves it 0.",
			"With --html it writes a page for a browser: the same differences before and after, and groups that changed as boxes.",
		},
		.examples = {
			{ "iommu-audit diff before.json", "what changed here since" },
			{ "iommu-audit diff before.json after.json", "between two" },
			{
				"iommu-audit diff before.json --profile vfio",
				"exit code 1 when VFIO lost something",
			},
		},
		.exits = { { IA_FINDINGS, "something got worse" } },
		.takes = IA_OPERANDS_FILE,
		.options = IA_OPT_READ | IA_OPT(PROFILE) | IA_OPT(HTML),
		.may = IA_MAY_READ | IA_MAY_SAVE,
		.reads = IA_READ_STATE | IA_READ_HOST,
		.max = 2,
		.run = ia_cmd_diff,
	},
};

const size_t ia_ncommands_keep = sizeof(ia_commands_keep) / sizeof(*ia_commands_keep);
