// SPDX-License-Identifier: GPL-2.0
/* Commands that measure */
#include "commands.h"

const struct ia_command ia_commands_measure[] = {
	{
		.name = "bench",
		.operands = "[DEV]",
		.forms = { "bench [DEV]", "bench plan A B [DEV]", "bench --next",
			   "bench --from RESULT" },
		.summary = "what mapping DMA memory costs, here or across boots",
		.exits = { { IA_FINDINGS, "with --fail-if-slower: something got slower" } },
		.own = { { IA_OPT_FROM, "FILE", "show a saved result" } },
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT(JSON) | IA_OPT(FROM) | IA_OPT(NO_COLOR) | IA_OPT_REQUEST |
			   IA_OPT(SWEEP) | IA_OPT(REPEAT) | IA_OPT(SAVE) | IA_OPT(DOMAINS) |
			   IA_OPT(NEXT) | IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE),
		.may = IA_MAY_READ | IA_MAY_SWITCH | IA_MAY_SAVE,
		.reads = IA_READ_STATE | IA_READ_NAMES,
		.max = 4,
		.run = ia_cmd_bench,
	},
	{
		.name = "compare",
		.operands = "RESULT...",
		.summary = "saved results of bench: do they really differ?",
		.exits = { { IA_FINDINGS, "with --fail-if-slower: something got slower" } },
		.takes = IA_OPERANDS_RESULT,
		.options = IA_OPT(JSON) | IA_OPT(ROOT) | IA_OPT(NO_COLOR) | IA_OPT(VARY) |
			   IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE),
		.may = IA_MAY_OPEN,
		.max = -1,
		.run = ia_cmd_compare,
	},
};

const size_t ia_ncommands_measure = sizeof(ia_commands_measure) / sizeof(*ia_commands_measure);
