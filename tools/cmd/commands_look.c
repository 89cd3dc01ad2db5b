// SPDX-License-Identifier: GPL-2.0
/* Commands that show the machine */
#include "commands.h"

const struct ia_command ia_commands_look[] = {
	{
		.name = "report",
		.summary = "the whole machine at a glance (the default)",
		.options = IA_OPT_READ | IA_OPT(HTML),
		.may = IA_MAY_READ | IA_MAY_SAVE,
		.reads = IA_READ_REQUESTS & ~(IA_READ(IA_FILE_FAULT_LOG) | IA_READ_BOOT),
		.run = ia_cmd_report,
	},
	{
		.name = "devices",
		.operands = "[DEV...]",
		.summary = "PCI functions and the domains they are attached to",
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ | IA_OPT(OUTPUT),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_NAMES,
		.max = -1,
		.run = ia_cmd_list_devices,
	},
	{
		.name = "groups",
		.operands = "[N...]",
		.summary = "IOMMU groups, and why devices share one",
		.takes = IA_OPERANDS_GROUP,
		.options = IA_OPT_READ | IA_OPT(OUTPUT) | IA_OPT(PREDICT) | IA_OPT(WITH) |
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
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ,
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
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT_READ | IA_OPT(MATRIX) | IA_OPT(DEV),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_HOST | IA_READ_NAMES,
		.max = 2,
		.run = ia_cmd_p2p,
	},
	{
		.name = "units",
		.summary = "IOMMUs of the firmware tables and their state",
		.options = IA_OPT_READ | IA_OPT(OUTPUT),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.run = ia_cmd_units,
	},
};

const size_t ia_ncommands_look = sizeof(ia_commands_look) / sizeof(*ia_commands_look);
