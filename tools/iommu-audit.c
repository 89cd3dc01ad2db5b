// SPDX-License-Identifier: GPL-2.0
/* iommu-audit: what the module iommu_audit saw, as answers */
#include <getopt.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"

enum {
	OPT_JSON = 1,
	OPT_FROM = 2,
	OPT_ROOT = 4,
	OPT_OUTPUT = 8,
	OPT_COLOR = 16,
	OPT_WATCH = 32,
	OPT_INTERVAL = 64,
	OPT_SINCE = 128,
	OPT_LOG = 256,
	OPT_READ = OPT_JSON | OPT_FROM | OPT_ROOT | OPT_COLOR,
};

/**
 * struct command - one command
 * @name: its name
 * @arguments: what may follow it, for the help
 * @summary: what it does
 * @options: options it takes besides --help
 * @max: most arguments it takes, negative for any number
 * @run: does it
 */
struct command {
	const char *name;
	const char *arguments;
	const char *summary;
	unsigned int options;
	int max;
	enum ia_status (*run)(struct ia_run *run);
};

static const struct command commands[] = {
	{ "report", "", "the whole machine at a glance (the default)",
	  OPT_READ, 0, ia_cmd_report },
	{ "devices", "[DEV...]", "PCI functions and the domains they are attached to",
	  OPT_READ, -1, ia_cmd_list_devices },
	{ "groups", "[N...]", "IOMMU groups, and why devices share one",
	  OPT_READ, -1, ia_cmd_groups },
	{ "acs", "[DEV...]", "ACS of every port from a device to the root",
	  OPT_READ, -1, ia_cmd_acs },
	{ "faults", "", "DMA that the IOMMUs refused: who, how often, why",
	  OPT_READ | OPT_WATCH | OPT_INTERVAL | OPT_SINCE | OPT_LOG, 0,
	  ia_cmd_faults },
	{ "units", "", "IOMMUs of the firmware tables and their state",
	  OPT_READ, 0, ia_cmd_units },
	{ "snapshot", "", "everything the module knows, as one file for --from",
	  OPT_FROM | OPT_ROOT | OPT_OUTPUT, 0, ia_cmd_snapshot },
	{ "load", "[PATH]", "load the installed module, or a file",
	  0, 1, ia_cmd_load },
	{ "unload", "", "unload the module",
	  0, 0, ia_cmd_unload },
	{ "version", "", "versions of tool and module, and how each fact is obtained",
	  OPT_READ, 0, ia_cmd_version },
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static const struct {
	struct option option;
	unsigned int bit;
	const char *argument;
	const char *summary;
} options[] = {
	{ { "json", no_argument, NULL, 'j' }, OPT_JSON, "",
	  "answer in JSON" },
	{ { "from", required_argument, NULL, 'f' }, OPT_FROM, "FILE",
	  "answer from a snapshot; needs neither root nor the module" },
	{ { "root", required_argument, NULL, 'r' }, OPT_ROOT, "DIR",
	  "read below DIR/sys and DIR/proc instead of /sys and /proc" },
	{ { "output", required_argument, NULL, 'o' }, OPT_OUTPUT, "FILE",
	  "write the snapshot to FILE, whole or not at all (also -o)" },
	{ { "watch", no_argument, NULL, 'w' }, OPT_WATCH, "",
	  "show faults again and again, with their rates, until interrupted" },
	{ { "interval", required_argument, NULL, 'i' }, OPT_INTERVAL, "SEC",
	  "seconds between two looks of --watch (2)" },
	{ { "since", required_argument, NULL, 's' }, OPT_SINCE, "FILE",
	  "only faults that came since a snapshot of this boot" },
	{ { "log", no_argument, NULL, 'l' }, OPT_LOG, "",
	  "the recent faults one by one, the oldest first" },
	{ { "no-color", no_argument, NULL, 'n' }, OPT_COLOR, "",
	  "no colours on a terminal; so does NO_COLOR=1 in the environment" },
	{ { "version", no_argument, NULL, 'v' }, ~0u, "",
	  "the version of this tool alone; needs no module" },
	{ { "help", no_argument, NULL, 'h' }, ~0u, "",
	  "this help, or with a command its options (also -h)" },
};

#define OPTIONS (sizeof(options) / sizeof(*options))

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
			ia_buf_add(&buf, "  %-9s%-9s %s\n", commands[i].name,
				   commands[i].arguments, commands[i].summary);
	}
	ia_buf_add(&buf, "\nOptions:\n");
	for (i = 0; i < OPTIONS; i++) {
		if (command && !(command->options & options[i].bit) &&
		    options[i].bit != ~0u)
			continue;
		ia_buf_add(&buf, "  --%-9s%-5s %s\n", options[i].option.name,
			   options[i].argument, options[i].summary);
	}
	if (!command)
		ia_buf_add(&buf, "\n"
			   "Exit codes: 0 done, 1 findings (of commands that judge; the report does not),\n"
			   "2 usage, 3 module, debugfs or privilege missing, 4 input that could not be\n"
			   "parsed, 5 the answer could not be written.\n");
	ia_out_text(&run->out, IA_PLAIN, buf.text);
}

static const char *names(struct ia_arena *arena, const struct command *command)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		if (!command || command->options & options[i].bit ||
		    options[i].bit == ~0u)
			ia_buf_add(&buf, "%s--%s", buf.len ? " " : "",
				   options[i].option.name);
	}
	return buf.text;
}

static enum ia_status check(struct ia_run *run, const struct command *command,
			    unsigned int given)
{
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		if (given & options[i].bit && options[i].bit != ~0u &&
		    !(command->options & options[i].bit))
			return ia_cmd_usage("'%s' does not take --%s; it takes: %s",
					    command->name,
					    options[i].option.name,
					    names(run->arena, command));
	}
	if (run->from && *run->root)
		return ia_cmd_usage("--from and --root exclude each other");
	if (command->max >= 0 && run->argc > command->max)
		return ia_cmd_usage("'%s' is too much: %s takes %s",
				    run->argv[command->max], command->name,
				    command->max ? command->arguments :
				    "no argument");
	return IA_OK;
}

static const char *line(struct ia_arena *arena, int argc, char **argv)
{
	struct ia_buf buf = { .arena = arena };
	int i;

	ia_buf_add(&buf, "iommu-audit");
	for (i = 1; i < argc; i++)
		ia_buf_add(&buf, " %s", argv[i]);
	return buf.text;
}

static enum ia_status start(struct ia_run *run, int argc, char **argv)
{
	const struct command *command = NULL;
	struct option longs[OPTIONS + 1] = { 0 };
	unsigned int given = 0;
	bool no_color = false, wants_help = false, wants_version = false;
	enum ia_status status;
	size_t i;
	int c;

	run->line = line(run->arena, argc, argv);
	for (i = 0; i < OPTIONS; i++)
		longs[i] = options[i].option;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":o:h", longs, NULL)) != -1) {
		for (i = 0; i < OPTIONS; i++) {
			if (options[i].option.val == c && options[i].bit != ~0u)
				given |= options[i].bit;
		}
		switch (c) {
		case 'j':
			run->json = true;
			break;
		case 'f':
			run->from = optarg;
			break;
		case 'r':
			run->root = optarg;
			break;
		case 'o':
			run->output = optarg;
			break;
		case 'w':
			run->watch = true;
			break;
		case 'i':
			run->interval = optarg;
			break;
		case 's':
			run->since = optarg;
			break;
		case 'l':
			run->log = true;
			break;
		case 'n':
			no_color = true;
			break;
		case 'h':
			wants_help = true;
			break;
		case ':':
			return ia_cmd_usage("%s needs a value: see 'iommu-audit --help'",
					    argv[optind - 1]);
		case 'v':
			wants_version = true;
			break;
		default:
			return ia_cmd_usage("'%s' is not an option; options are: %s",
					    argv[optind - 1],
					    names(run->arena, NULL));
		}
	}
	ia_out_open(&run->out, run->arena, no_color);
	if (wants_version) {
		ia_out_text(&run->out, IA_PLAIN, "iommu-audit " IA_VERSION "\n");
		return ia_out_close(&run->out, IA_OK);
	}
	run->command = optind < argc ? argv[optind++] : "report";
	run->argc = argc - optind;
	run->argv = argv + optind;
	command = find(run->command);
	if (!command) {
		struct ia_buf list = { .arena = run->arena };

		for (i = 0; i < COMMANDS; i++)
			ia_buf_add(&list, " %s", commands[i].name);
		return ia_cmd_usage("'%s' is not a command; commands are:%s",
				    run->command, list.text);
	}
	if (wants_help) {
		help(run, optind > 1 && !strcmp(argv[optind - 1], command->name) ?
			  command : NULL);
		return ia_out_close(&run->out, IA_OK);
	}
	status = check(run, command, given);
	if (!status)
		status = ia_out_close(&run->out, command->run(run));
	return status;
}

/**
 * main() - find the command and run it
 * @argc: number of arguments
 * @argv: arguments
 */
int main(int argc, char **argv)
{
	struct ia_arena arena = { 0 };
	struct ia_run run = {
		.arena = &arena,
		.machine = { .arena = &arena },
		.root = "",
	};
	enum ia_status status;

	setlocale(LC_ALL, "");
	ia_out_of_memory = out_of_memory;
	status = start(&run, argc, argv);
	ia_arena_free(&arena);
	return status;
}
