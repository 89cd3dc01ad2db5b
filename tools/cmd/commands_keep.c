// SPDX-License-Identifier: GPL-2.0
/* Commands that keep a machine's state, and compare it */
#include "commands.h"

const struct ia_command ia_commands_keep[] = {
	{
		.name = "snapshot",
		.summary = "everything that is known of the machine, as one file for --from",
		.own = { { IA_OPT_OUTPUT, "FILE", "write to this file instead of printing" } },
		.options = IA_OPT(FROM) | IA_OPT(ROOT) | IA_OPT(SOURCE) | IA_OPT(OUTPUT),
		.may = IA_MAY_READ | IA_MAY_SAVE,
		.reads = IA_READ_ALL,
		.run = ia_cmd_snapshot,
	},
	{
		.name = "diff",
		.operands = "OLD [NEW]",
		.summary = "what changed since a snapshot, and for whom it got worse",
		.exits = { { IA_FINDINGS, "something got worse" } },
		.takes = IA_OPERANDS_FILE,
		.options = IA_OPT_READ | IA_OPT(PROFILE),
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE | IA_READ_HOST,
		.max = 2,
		.run = ia_cmd_diff,
	},
};

const size_t ia_ncommands_keep = sizeof(ia_commands_keep) / sizeof(*ia_commands_keep);
