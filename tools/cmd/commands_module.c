// SPDX-License-Identifier: GPL-2.0
/* Commands about the module and the tool itself */
#include "commands.h"

const struct ia_command ia_commands_module[] = {
	{
		.name = "load",
		.operands = "[PATH]",
		.summary = "load the installed module, or a file",
		.about = "Load the module installed for the running kernel, or a file. No other command loads it.",
		.examples = {
			{ "sudo iommu-audit load", "the installed one" },
			{ "sudo iommu-audit load ./iommu_audit.ko", "a file" },
		},
		.takes = IA_OPERANDS_FILE,
		.may = IA_MAY_OPEN | IA_MAY_LOAD,
		.max = 1,
		.run = ia_cmd_load,
	},
	{
		.name = "unload",
		.summary = "unload the module",
		.about = "Unload the module. It is not an error if it is not loaded.",
		.examples = {
			{ "sudo iommu-audit unload", "" },
		},
		.may = IA_MAY_LOAD,
		.run = ia_cmd_unload,
	},
	{
		.name = "version",
		.summary = "versions of tool and module, and where each fact comes from",
		.about = "Versions of the tool and of the module, and for each kind of fact how it is obtained and how exact it is.",
		.details = {
			"Versions of the tool and of the module, and for each kind of fact how it is obtained and how exact it is. The same for the monitors that count faults and see events, with the number of times that a probe was missed.",
		},
		.examples = {
			{ "iommu-audit version", "of this machine" },
			{ "iommu-audit --version", "of the tool alone" },
		},
		.options = IA_OPT_READ | IA_OPT_TABLE,
		.may = IA_MAY_READ,
		.reads = IA_READ_STATE,
		.run = ia_cmd_version,
	},
	{
		.name = "help",
		.operands = "[COMMAND]",
		.forms = { "help [COMMAND]", "help glossary" },
		.summary = "this list, the help of one command, or the glossary",
		.about = "All commands, or for one command what it answers, its options and examples. 'help glossary' explains the terms that pages print.",
		.examples = {
			{ "iommu-audit help", "all commands" },
			{ "iommu-audit help check", "one command; the same as check --help" },
			{ "iommu-audit help glossary", "what DMA-FQ, SV or PXB mean" },
			{ "man iommu-audit-check", "more detail" },
		},
		.takes = IA_OPERANDS_COMMAND,
		.words = "glossary",
		.max = 1,
	},
};

const size_t ia_ncommands_module = sizeof(ia_commands_module) / sizeof(*ia_commands_module);
