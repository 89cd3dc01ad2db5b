/* SPDX-License-Identifier: GPL-2.0 */
/* commands_*.c: every command once: what it takes, what it may, and what is said of it */
#ifndef IA_CMD_COMMANDS_H
#define IA_CMD_COMMANDS_H

#include "cmd.h"

#define IA_MAX_FORMS	4
#define IA_MAX_DETAILS	12
#define IA_MAX_EXAMPLES	4
#define IA_MAX_EXITS	4
#define IA_MAX_OWN	8

/* What the arguments of a command are, for the completion. */
enum ia_operands {
	IA_OPERANDS_NONE,
	IA_OPERANDS_DEVICE,
	IA_OPERANDS_GROUP,
	IA_OPERANDS_FILE,
	IA_OPERANDS_RESULT,
	IA_OPERANDS_COMMAND,
	IA_OPERANDS_WORD,	/* one of words */
	IA_OPERANDS_PARAMETER,
	IA_OPERANDS_TEXT,	/* nothing that could be offered */
};

/**
 * struct ia_example - an example of a command
 * @line: what is typed
 * @says: what it answers, in a few words
 */
struct ia_example {
	const char *line;
	const char *says;
};

/**
 * struct ia_exit - an exit code that means something special of a command
 * @code: the code
 * @when: when it is returned
 * @brief: the same in a few words, for the list of all; NULL for a code of one command
 */
struct ia_exit {
	int code;
	const char *when;
	const char *brief;
};

/**
 * struct ia_own - what an option means to one command, where that differs from the others
 * @option: enum ia_option
 * @argument: as in the table of options
 * @summary: likewise
 * @takes: likewise; IA_TAKES_NOTHING for what it takes elsewhere
 */
struct ia_own {
	int option;
	const char *argument;
	const char *summary;
	enum ia_takes takes;
};

/**
 * struct ia_command - one command: the source of its help, man page and completion
 * @name: its name
 * @operands: what may follow it
 * @forms: how it is called, where that is more than name, @operands and options
 * @summary: what it does, in one line of the list
 * @about: what it answers, in a few sentences
 * @details: the rest, in paragraphs, for the man page
 * @examples: what to type
 * @exits: exit codes of its own; the common ones are ia_exits
 * @own: options that mean something special here
 * @takes: what @operands are
 * @words: with IA_OPERANDS_WORD: which, with blanks between them; of help, besides commands
 * @options: options it takes besides --help and --version, IA_OPT()
 * @may: what of root's power it may need, IA_MAY_*: see SECURITY.md
 * @reads: what it reads of the running system, IA_READ_*
 * @max: most arguments it takes, negative for any number
 * @run: does it; NULL for help, which is about the others
 */
struct ia_command {
	const char *name;
	const char *operands;
	const char *forms[IA_MAX_FORMS];
	const char *summary;
	const char *about;
	const char *details[IA_MAX_DETAILS];
	struct ia_example examples[IA_MAX_EXAMPLES];
	struct ia_exit exits[IA_MAX_EXITS];
	struct ia_own own[IA_MAX_OWN];
	enum ia_operands takes;
	const char *words;
	uint64_t options;
	unsigned int may;
	unsigned int reads;
	int max;
	enum ia_status (*run)(struct ia_run *run);
};

/**
 * struct ia_task - commands for one task of people
 * @title: what they do
 * @commands: the commands, in the order of the help
 * @count: number of @commands
 */
struct ia_task {
	const char *title;
	const struct ia_command *commands;
	size_t count;
};

/* To read the machine: files of the module, or tables and configuration space. */
#define IA_MAY_READ	(IA_MAY_OPEN | IA_MAY_CONFIG)

extern const struct ia_command ia_commands_look[];
extern const size_t ia_ncommands_look;
extern const struct ia_command ia_commands_judge[];
extern const size_t ia_ncommands_judge;
extern const struct ia_command ia_commands_keep[];
extern const size_t ia_ncommands_keep;
extern const struct ia_command ia_commands_watch[];
extern const size_t ia_ncommands_watch;
extern const struct ia_command ia_commands_measure[];
extern const size_t ia_ncommands_measure;
extern const struct ia_command ia_commands_module[];
extern const size_t ia_ncommands_module;

#define IA_TASKS	6

extern const struct ia_exit ia_exits[];
extern const size_t ia_nexits;

void ia_tasks(struct ia_task tasks[IA_TASKS]);
const struct ia_command *ia_command_at(size_t i);
const struct ia_command *ia_command_find(const char *name);
const struct ia_own *ia_command_own(const struct ia_command *command, int option);
enum ia_status ia_cmd_no_command(struct ia_arena *arena, const char *name);

/* help.c */
void ia_help(struct ia_run *run, const struct ia_command *command);
void ia_help_glossary(struct ia_run *run);

#endif /* IA_CMD_COMMANDS_H */
