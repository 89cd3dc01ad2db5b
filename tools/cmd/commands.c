// SPDX-License-Identifier: GPL-2.0
#include "commands.h"

#include <string.h>

#include "../view/near.h"

/* What the codes of every command mean: base/status.h. */
const struct ia_exit ia_exits[] = {
	{ IA_OK, "done", "done" },
	{ IA_FINDINGS, "findings (check, assign, lint, diff and others that judge)",
	  "findings (check, assign, lint, diff)" },
	{ IA_USAGE, "wrong usage: nothing was done", "usage" },
	{ IA_MISSING, "the module, debugfs or a privilege is missing",
	  "module or privilege missing" },
	{ IA_PARSE, "an input could not be read, or does not answer the question", "bad input" },
	{ IA_WRITE, "the answer could not be written, or memory ran out", "answer not written" },
	{ IA_WARNED, "a warning is the worst (check --fail-on)", "warnings (check --fail-on)" },
	{ IA_NOT_SEEN, "an unknown is the worst (check --fail-on, assign)",
	  "unknown (check --fail-on, assign)" },
};

const size_t ia_nexits = sizeof(ia_exits) / sizeof(*ia_exits);

/**
 * ia_tasks() - all commands, by task
 * @tasks: filled, in the order of the help
 */
void ia_tasks(struct ia_task tasks[IA_TASKS])
{
	const struct ia_task all[IA_TASKS] = {
		{ "Look at the machine", ia_commands_look, ia_ncommands_look },
		{ "Judge and change it", ia_commands_judge, ia_ncommands_judge },
		{ "Faults, events and the kernel log", ia_commands_watch, ia_ncommands_watch },
		{ "Keep and compare states", ia_commands_keep, ia_ncommands_keep },
		{ "Measure DMA mapping", ia_commands_measure, ia_ncommands_measure },
		{ "Module and help", ia_commands_module, ia_ncommands_module },
	};

	memcpy(tasks, all, sizeof(all));
}

/**
 * ia_command_at() - the commands in their order
 * @i: which, from 0
 *
 * Return: NULL behind the last one.
 */
const struct ia_command *ia_command_at(size_t i)
{
	struct ia_task tasks[IA_TASKS];
	size_t t;

	ia_tasks(tasks);
	for (t = 0; t < IA_TASKS; t++) {
		if (i < tasks[t].count)
			return &tasks[t].commands[i];
		i -= tasks[t].count;
	}
	return NULL;
}

/* The command of that name, or NULL. */
const struct ia_command *ia_command_find(const char *name)
{
	const struct ia_command *command;
	size_t i;

	for (i = 0; (command = ia_command_at(i)); i++) {
		if (!strcmp(command->name, name))
			break;
	}
	return command;
}

/**
 * ia_command_own() - what an option means to one command alone
 * @command: the command
 * @option: enum ia_option
 *
 * Return: NULL where it means what it means everywhere.
 */
const struct ia_own *ia_command_own(const struct ia_command *command, int option)
{
	size_t i;

	for (i = 0; i < IA_MAX_OWN && command->own[i].summary; i++) {
		if (command->own[i].option == option)
			return &command->own[i];
	}
	return NULL;
}

/* Tells that there is no command of that name, and which one was probably meant. */
enum ia_status ia_cmd_no_command(struct ia_arena *arena, const char *name)
{
	struct ia_near near = { .word = name, .len = strlen(name) };
	struct ia_buf list = { .arena = arena };
	const struct ia_command *command;
	size_t i;

	for (i = 0; (command = ia_command_at(i)); i++) {
		ia_near_try(&near, command->name);
		ia_buf_add(&list, " %s", command->name);
	}
	return ia_cmd_usage("%s\n'iommu-audit help' says what each does",
			    ia_unknown_text(arena, &near, "a command", "commands", list.text));
}
