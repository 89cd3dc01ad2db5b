// SPDX-License-Identifier: GPL-2.0
/* Commands about the module and the tool itself */
#include "commands.h"

const struct ia_command ia_commands_module[] = {
	{
		.name = "load",
		.operands = "[PATH]",
		.summary = "load the installed module, or a file",
		.takes = IA_OPERANDS_FILE,
		.may = IA_MAY_OPEN | IA_MAY_LOAD,
		.max = 1,
		.run = ia_cmd_load,
	},
	{
		.name = "unload",
		.summary = "unload the module",
		.may = IA_MAY_LOAD,
		.run = ia_cmd_unload,
	},
	{
		.name = "version",
		.summary = "versions of tool and module, and how each fact is obtained",
		.options = IA_OPT_READ,
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.run = ia_cmd_version,
	},
	{
		.name = "help",
		.operands = "[COMMAND]",
		.summary = "this list, or all about one command",
		.takes = IA_OPERANDS_COMMAND,
		.max = 1,
	},
};

const size_t ia_ncommands_module = sizeof(ia_commands_module) / sizeof(*ia_commands_module);
