// SPDX-License-Identifier: GPL-2.0
/* Commands about what happened */
#include "commands.h"

const struct ia_command ia_commands_watch[] = {
	{
		.name = "faults",
		.summary = "DMA that the IOMMUs refused: who, how often, why",
		.options = IA_OPT_READ | IA_OPT(WATCH) | IA_OPT(INTERVAL) | IA_OPT(SINCE) |
			   IA_OPT(LOG),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.run = ia_cmd_faults,
	},
	{
		.name = "events",
		.summary = "what happened to VFs, drivers, groups and domains",
		.options = IA_OPT_READ | IA_OPT(FOLLOW) | IA_OPT(DEV) | IA_OPT(KIND),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ(IA_FILE_EVENTS) | IA_READ_NAMES,
		.run = ia_cmd_events,
	},
	{
		.name = "explain",
		.operands = "[LINE...]",
		.summary = "what lines of the kernel log mean, and what to look at next",
		.takes = IA_OPERANDS_TEXT,
		.options = IA_OPT_READ | IA_OPT(INPUT),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.max = -1,
		.run = ia_cmd_explain,
	},
};

const size_t ia_ncommands_watch = sizeof(ia_commands_watch) / sizeof(*ia_commands_watch);
