// SPDX-License-Identifier: GPL-2.0
/* Commands that judge the machine, and say what to change */
#include "commands.h"

const struct ia_command ia_commands_judge[] = {
	{
		.name = "check",
		.summary = "is this host configured for its role?",
		.options = IA_OPT_READ | IA_OPT(PROFILE) | IA_OPT(DEV) | IA_OPT(AGAINST),
		.exits = { { IA_FINDINGS, "a rule fails" } },
		.may = IA_MAY_READ,
		.reads = IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NAMES | IA_READ_NEXT,
		.run = ia_cmd_check,
	},
	{
		.name = "assign",
		.operands = "DEV...",
		.summary = "may a device go to a VM, what goes along, and how",
		.about = {
			"For each DEV one screen: yes, yes with caveats, no, or unknown with what could not be seen. It is the verdict of 'check --profile vfio --dev DEV', but that what the commands below it mend is no obstacle: a driver that the device has, and drivers of the rest of its group.",
			"Then what goes along, how it is reset, what it reaches past the IOMMU, who uses it, its driver now and at the next boot, what a guest comes up against, empty slots where it would be alone, and the commands. Nothing is changed.",
		},
		.examples = {
			{ "iommu-audit assign nvme1", "one disk, by its name" },
			{ "iommu-audit assign 01:00.0 01:00.1", "a GPU and its audio" },
		},
		.exits = {
			{ IA_FINDINGS, "the answer is no, or unknown, for one of them" },
		},
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ,
		.may = IA_MAY_READ,
		.reads = IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NAMES | IA_READ_NEXT,
		.max = -1,
		.run = ia_cmd_assign,
	},
	{
		.name = "suggest",
		.summary = "kernel arguments for a profile; it only prints",
		.options = IA_OPT_READ | IA_OPT(PROFILE) | IA_OPT(DEV) | IA_OPT(FORMAT) |
			   IA_OPT(STEPS) | IA_OPT(ROLE),
		.may = IA_MAY_READ,
		.reads = IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NAMES,
		.run = ia_cmd_suggest,
	},
	{
		.name = "lint",
		.operands = "[CMDLINE]",
		.summary = "what becomes of each word of the kernel command line",
		.exits = {
			{ IA_FINDINGS, "a parameter is not ok, or something is not as requested" },
		},
		.takes = IA_OPERANDS_PARAMETER,
		.options = IA_OPT_READ | IA_OPT(KERNEL),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_CONFIG,
		.max = 1,
		.run = ia_cmd_lint,
	},
	{
		.name = "sriov",
		.operands = "plan",
		.summary = "VFs that pods need against those that this machine can have",
		.exits = { { IA_FINDINGS, "there are not enough, or it is not known" } },
		.takes = IA_OPERANDS_WORD,
		.words = "plan",
		.options = IA_OPT_READ | IA_OPT(PODS) | IA_OPT(VFS_PER_POD) | IA_OPT(HEADROOM) |
			   IA_OPT(DEV) | IA_OPT(FORMAT),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_HOST | IA_READ_NAMES,
		.max = 1,
		.run = ia_cmd_sriov,
	},
};

const size_t ia_ncommands_judge = sizeof(ia_commands_judge) / sizeof(*ia_commands_judge);
