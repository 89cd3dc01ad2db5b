// SPDX-License-Identifier: GPL-2.0
/* iommu-audit: what the module iommu_audit saw, as answers */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/escape.h"
#include "cmd/cmd.h"

/**
 * struct command - one command
 * @name: its name
 * @arguments: what may follow it, for the help
 * @summary: what it does
 * @options: options it takes besides --help
 * @may: what of root's power it may need, IA_MAY_*: see SECURITY.md
 * @reads: what it reads of the running system, IA_READ_*
 * @max: most arguments it takes, negative for any number
 * @run: does it
 */
struct command {
	const char *name;
	const char *arguments;
	const char *summary;
	uint64_t options;
	unsigned int may;
	unsigned int reads;
	int max;
	enum ia_status (*run)(struct ia_run *run);
};

/* To read the machine: files of the module, or tables and configuration space. */
#define MAY_READ	(IA_MAY_OPEN | IA_MAY_CONFIG)

static const struct command commands[] = {
	{ "report", "", "the whole machine at a glance (the default)",
	  IA_OPT_READ, MAY_READ,
	  IA_READ_REQUESTS & ~(IA_READ(IA_FILE_FAULT_LOG) | IA_READ_BOOT), 0, ia_cmd_report },
	{ "devices", "[DEV...]", "PCI functions and the domains they are attached to",
	  IA_OPT_READ | IA_OPT(OUTPUT), MAY_READ, IA_READ_STATE | IA_READ_NAMES, -1,
	  ia_cmd_list_devices },
	{ "groups", "[N...]", "IOMMU groups, and why devices share one",
	  IA_OPT_READ | IA_OPT(OUTPUT) | IA_OPT(PREDICT) | IA_OPT(WITH) | IA_OPT(KERNEL),
	  MAY_READ, IA_READ_STATE, -1, ia_cmd_groups },
	{ "acs", "[DEV...]", "ACS of every port from a device to the root",
	  IA_OPT_READ, MAY_READ, IA_READ_STATE | IA_READ_NAMES, -1, ia_cmd_acs },
	{ "p2p", "[A B]", "the path of a peer-to-peer request, and what would change it",
	  IA_OPT_READ | IA_OPT(MATRIX) | IA_OPT(DEV), MAY_READ,
	  IA_READ_STATE | IA_READ_HOST | IA_READ_NAMES, 2, ia_cmd_p2p },
	{ "check", "", "is this host set up for what it is wanted for; exit code 1 if not",
	  IA_OPT_READ | IA_OPT(PROFILE) | IA_OPT(DEV) | IA_OPT(AGAINST), MAY_READ,
	  IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NAMES | IA_READ_NEXT, 0,
	  ia_cmd_check },
	{ "suggest", "", "kernel arguments for a profile on this machine; it only prints",
	  IA_OPT_READ | IA_OPT(PROFILE) | IA_OPT(DEV) | IA_OPT(FORMAT) | IA_OPT(STEPS) |
	  IA_OPT(ROLE), MAY_READ,
	  IA_READ_REQUESTS | IA_READ_HOST | IA_READ_NAMES, 0, ia_cmd_suggest },
	{ "sriov", "plan", "VFs that pods need, against those that this machine can have",
	  IA_OPT_READ | IA_OPT(PODS) | IA_OPT(VFS_PER_POD) | IA_OPT(HEADROOM) | IA_OPT(DEV) |
	  IA_OPT(FORMAT), MAY_READ, IA_READ_STATE | IA_READ_HOST | IA_READ_NAMES, 1,
	  ia_cmd_sriov },
	{ "why", "DEV", "why a function has its domain and its group",
	  IA_OPT_READ, MAY_READ, IA_READ_STATE | IA_READ_HOST | IA_READ_NAMES | IA_READ_NEXT,
	  1, ia_cmd_why },
	{ "lint", "[CMDLINE]", "what becomes of each word of the kernel command line",
	  IA_OPT_READ | IA_OPT(KERNEL), MAY_READ, IA_READ_STATE | IA_READ_CONFIG, 1,
	  ia_cmd_lint },
	{ "explain", "[LINE...]", "what lines of the kernel log mean, and what to look at next",
	  IA_OPT_READ | IA_OPT(INPUT), MAY_READ, IA_READ_STATE, -1, ia_cmd_explain },
	{ "faults", "", "DMA that the IOMMUs refused: who, how often, why",
	  IA_OPT_READ | IA_OPT(WATCH) | IA_OPT(INTERVAL) | IA_OPT(SINCE) | IA_OPT(LOG),
	  MAY_READ, IA_READ_STATE, 0, ia_cmd_faults },
	{ "events", "", "what happened to VFs, drivers, groups and domains, and what failed",
	  IA_OPT_READ | IA_OPT(FOLLOW) | IA_OPT(DEV) | IA_OPT(KIND),
	  MAY_READ, IA_READ_STATE | IA_READ(IA_FILE_EVENTS) | IA_READ_NAMES, 0, ia_cmd_events },
	{ "units", "", "IOMMUs of the firmware tables and their state",
	  IA_OPT_READ | IA_OPT(OUTPUT), MAY_READ, IA_READ_STATE, 0, ia_cmd_units },
	{ "snapshot", "", "everything that is known of the machine, as one file for --from",
	  IA_OPT(FROM) | IA_OPT(ROOT) | IA_OPT(SOURCE) | IA_OPT(OUTPUT), MAY_READ | IA_MAY_SAVE,
	  IA_READ_ALL, 0, ia_cmd_snapshot },
	{ "diff", "OLD [NEW]", "what changed since a snapshot, and for whom it got worse",
	  IA_OPT_READ | IA_OPT(PROFILE), MAY_READ, IA_READ_STATE | IA_READ_HOST, 2,
	  ia_cmd_diff },
	{ "bench", "[DEV]", "what mapping DMA memory costs; 'bench plan A B' compares boots",
	  IA_OPT(JSON) | IA_OPT(FROM) | IA_OPT(NO_COLOR) | IA_OPT_REQUEST | IA_OPT(SWEEP) |
	  IA_OPT(REPEAT) | IA_OPT(SAVE) | IA_OPT(DOMAINS) | IA_OPT(NEXT) |
	  IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE),
	  MAY_READ | IA_MAY_SWITCH | IA_MAY_SAVE, IA_READ_STATE | IA_READ_NAMES, 4,
	  ia_cmd_bench },
	{ "compare", "RESULT...", "saved results of bench, and whether they really differ",
	  IA_OPT(JSON) | IA_OPT(ROOT) | IA_OPT(NO_COLOR) | IA_OPT(VARY) |
	  IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE), IA_MAY_OPEN, 0, -1, ia_cmd_compare },
	{ "load", "[PATH]", "load the installed module, or a file",
	  0, IA_MAY_OPEN | IA_MAY_LOAD, 0, 1, ia_cmd_load },
	{ "unload", "", "unload the module",
	  0, IA_MAY_LOAD, 0, 0, ia_cmd_unload },
	{ "version", "", "versions of tool and module, and how each fact is obtained",
	  IA_OPT_READ, MAY_READ, IA_READ_STATE, 0, ia_cmd_version },
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static void out_of_memory(void)
{
	static const char text[] = "iommu-audit: out of memory\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(IA_WRITE);
	_exit(IA_WRITE);
}

static const struct command *find(const char *name)
{
	size_t i;

	for (i = 0; i < COMMANDS; i++) {
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	}
	return NULL;
}

static void help(struct ia_run *run, const struct command *command)
{
	struct ia_buf buf = { .arena = run->arena };
	size_t i;

	if (command) {
		ia_buf_add(&buf, "Usage: iommu-audit %s%s%s [OPTIONS]\n\n%s\n",
			   command->name, *command->arguments ? " " : "",
			   command->arguments, command->summary);
	} else {
		ia_buf_add(&buf, "Usage: iommu-audit [COMMAND] [OPTIONS]\n\n"
			   "What the IOMMUs of this machine really do: who is attached to what,\n"
			   "who shares a group and why, and whose DMA they refused.\n\nCommands:\n");
		for (i = 0; i < COMMANDS; i++)
			ia_buf_add(&buf, "  %-9s%-10s %s\n", commands[i].name,
				   commands[i].arguments, commands[i].summary);
	}
	ia_buf_add(&buf, "\nOptions:\n");
	ia_options_help(&buf, command ? command->options : ~UINT64_C(0));
	if (!command)
		ia_buf_add(&buf, "\n"
			   "Exit codes: 0 done, 1 findings (of commands that judge; the report does not),\n"
			   "2 usage, 3 module, debugfs or privilege missing, 4 input that could not be\n"
			   "parsed, 5 the answer could not be written.\n");
	ia_out_text(&run->out, IA_PLAIN, buf.text);
}

/* The command line as a shell takes it. */
static const char *line(struct ia_arena *arena, int argc, char **argv)
{
	struct ia_buf buf = { .arena = arena };
	int i;

	ia_buf_add(&buf, "iommu-audit");
	for (i = 1; i < argc; i++)
		ia_buf_add(&buf, " %s", ia_escape_shell(arena, argv[i]));
	return buf.text;
}

/* "- intel_iommu=on", an item of a list, and "-- word" are pasted: no option has a blank there. */
static void plain_pastes(struct ia_arena *arena, int argc, char **argv)
{
	bool lint = false;
	int i;

	for (i = 1; i < argc; i++) {
		size_t dashes = strspn(argv[i], "-");

		if (lint && dashes && strchr(" \t\n", argv[i][dashes]) && argv[i][dashes])
			argv[i] = ia_format(arena, " %s", argv[i]);
		lint |= !strcmp(argv[i], "lint");
	}
}

#define LINE_END	"an argument holds a line end: no name, file or word may"

/* Messages repeat arguments: one of two lines could pretend to be a message of its own. */
static bool has_line_end(int argc, char **argv)
{
	bool lint = false;
	int i;

	for (i = 1; i < argc; i++) {
		/* What is pasted for lint may have several: no message repeats it. */
		if (strchr(argv[i], '\n') && (!lint || *argv[i] == '-'))
			return true;
		lint |= !strcmp(argv[i], "lint");
	}
	return false;
}

/* The same for the options of lint: it was not known which argument is one. */
static bool has_odd_value(const struct ia_options *options)
{
	size_t i;

	for (i = 0; i < IA_OPTIONS; i++) {
		if (options->value[i] && strchr(options->value[i], '\n'))
			return true;
	}
	return false;
}

static const char *command_names(struct ia_arena *arena)
{
	struct ia_buf list = { .arena = arena };
	size_t i;

	for (i = 0; i < COMMANDS; i++)
		ia_buf_add(&list, " %s", commands[i].name);
	return list.text;
}

static enum ia_status run_command(struct ia_run *run, const struct command *command)
{
	struct ia_problem problem;
	enum ia_status status = ia_options_check(run->arena, &run->options,
						 command->name, command->options);

	if (status)
		return status;
	if (command->max >= 0 && run->argc > command->max)
		return ia_cmd_usage("'%s' is too much: %s takes %s",
				    run->argv[command->max], command->name,
				    command->max ? command->arguments :
				    "no argument");
	if (ia_opt(run, ROOT) &&
	    !ia_root_open(&run->root, run->arena, ia_opt(run, ROOT), &problem))
		return ia_cmd_fail(&problem);
	return ia_out_close(&run->out, command->run(run));
}

static enum ia_status start(struct ia_run *run, int argc, char **argv)
{
	const struct command *command;
	enum ia_status status;
	bool named;

	plain_pastes(run->arena, argc, argv);
	if (has_line_end(argc, argv))
		return ia_cmd_usage(LINE_END);
	run->line = line(run->arena, argc, argv);
	status = ia_options_parse(run->arena, &run->options, &argc, &argv);
	if (status)
		return status;
	if (has_odd_value(&run->options) || (argc > 0 && strchr(argv[0], '\n')) ||
	    (argc > 2 && strchr(argv[2], '\n')))
		return ia_cmd_usage(LINE_END);
	ia_out_open(&run->out, run->arena, ia_opt(run, NO_COLOR));
	if (ia_opt(run, VERSION)) {
		ia_privilege_keep(0);
		ia_out_text(&run->out, IA_PLAIN, "iommu-audit " IA_VERSION "\n");
		return ia_out_close(&run->out, IA_OK);
	}
	named = argc > 0;
	run->command = named ? argv[0] : "report";
	run->argc = named ? argc - 1 : 0;
	run->argv = named ? argv + 1 : argv;
	command = find(run->command);
	if (!command)
		return ia_cmd_usage("'%s' is not a command; commands are:%s",
				    run->command, command_names(run->arena));
	run->reads = command->reads;
	run->root = ia_root_system;
	ia_cmd_may(run, ia_opt(run, HELP) ? 0 : command->may);
	if (!ia_opt(run, HELP))
		return run_command(run, command);
	help(run, named ? command : NULL);
	return ia_out_close(&run->out, IA_OK);
}

/**
 * main() - find the command and run it
 * @argc: number of arguments
 * @argv: arguments
 */
int main(int argc, char **argv)
{
	/* Never freed: the end of the process does that faster. */
	static struct ia_arena arena;
	struct ia_run run = {
		.arena = &arena,
		.machine = { .arena = &arena },
	};

	ia_root_standard();
	setlocale(LC_CTYPE, "");
	/* What is too long for a limit is an error of its write(). */
	signal(SIGXFSZ, SIG_IGN);
	ia_out_of_memory = out_of_memory;
	return start(&run, argc, argv);
}
