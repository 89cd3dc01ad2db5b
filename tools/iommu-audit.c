// SPDX-License-Identifier: GPL-2.0
/* iommu-audit: what the module iommu_audit saw, as answers */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/escape.h"
#include "cmd/commands.h"

/* What is known of the command line before there is memory to read it. */
static enum ia_plugin plugin;

static void out_of_memory(void)
{
	const struct ia_run run = { .plugin = plugin };

	ia_plugin_no_memory(plugin);
	_exit(ia_cmd_plugin_code(&run, IA_WRITE));
}

/* Without a word it would look as if the tool hung. */
static void input_waits(void)
{
	ia_message("reading from standard input, a terminal: end it with Ctrl-D");
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

/* iommu-audit help [COMMAND], or help glossary. */
static enum ia_status run_help(struct ia_run *run)
{
	const struct ia_command *command = NULL;

	if (run->argc && !strcmp(run->argv[0], "glossary")) {
		ia_help_glossary(run);
		return IA_OK;
	}
	if (run->argc) {
		command = ia_command_find(run->argv[0]);
		if (!command)
			return ia_cmd_no_command(run->arena, run->argv[0]);
	}
	ia_help(run, command);
	return IA_OK;
}

/* An argument too many: mostly an option without its name, or a line without quotes. */
static enum ia_status too_much(const struct ia_run *run, const struct ia_command *command)
{
	const char *word = run->argv[command->max];

	if (command->options & IA_OPT(PROFILE) && ia_profile_find(word))
		return ia_cmd_usage("unexpected argument '%s': write %s --profile %s", word,
				    command->name, word);
	if (!strcmp(command->name, "lint"))
		return ia_cmd_usage("unexpected argument '%s': lint takes one line, so quote it: lint "
				    "\"%s %s ...\"", word, run->argv[0], word);
	return ia_cmd_usage("unexpected argument '%s': %s takes %s", word, command->name,
			    command->max ? command->operands : "no argument");
}

static enum ia_status run_command(struct ia_run *run, const struct ia_command *command)
{
	struct ia_problem problem;
	enum ia_status status = ia_options_check(run->arena, &run->options,
						 command->name, command->options);
	bool listed;

	if (!status)
		status = ia_cmd_plugin_refuse(run);
	if (status)
		return status;
	if (command->max >= 0 && run->argc > command->max)
		return too_much(run, command);
	if (ia_opt(run, ROOT) &&
	    !ia_root_open(&run->root, run->arena, ia_opt(run, ROOT), &problem))
		return ia_cmd_fail(&problem);
	status = ia_cmd_columns(run, &listed);
	if (status)
		return status;
	if (listed)
		return IA_OK;
	return command->run ? command->run(run) : run_help(run);
}

/* The command, before options are told from their values: for messages. */
static const struct ia_command *seems(int argc, char **argv)
{
	const struct ia_command *command = NULL;
	int i;

	for (i = 1; i < argc && !command; i++)
		command = ia_command_find(argv[i]);
	return command ? command : ia_command_at(0);
}

static enum ia_status start(struct ia_run *run, int argc, char **argv)
{
	const struct ia_command *command;
	enum ia_status status;
	enum ia_color color;
	bool named;

	plain_pastes(run->arena, argc, argv);
	if (has_line_end(argc, argv))
		return ia_cmd_usage(LINE_END);
	run->line = line(run->arena, argc, argv);
	command = seems(argc, argv);
	status = ia_options_parse(run->arena, &run->options, &argc, &argv, command->name,
				  command->options);
	if (status)
		return status;
	if (has_odd_value(&run->options) || (argc > 0 && strchr(argv[0], '\n')) ||
	    (argc > 2 && strchr(argv[2], '\n')))
		return ia_cmd_usage(LINE_END);
	if (!ia_cmd_color(run, &color))
		return ia_cmd_usage("'%s' is not a value of --color: write auto, always or never",
				    ia_opt(run, COLOR));
	ia_out_open(&run->out, run->arena, color);
	if (ia_opt(run, VERSION)) {
		ia_privilege_keep(0);
		ia_out_text(&run->out, IA_PLAIN, "iommu-audit " IA_VERSION "\n");
		return IA_OK;
	}
	named = argc > 0;
	run->command = named ? argv[0] : "report";
	run->argc = named ? argc - 1 : 0;
	run->argv = named ? argv + 1 : argv;
	command = ia_command_find(run->command);
	if (!command)
		return ia_cmd_no_command(run->arena, run->command);
	run->reads = command->reads;
	run->root = ia_root_system;
	ia_cmd_may(run, ia_opt(run, HELP) ? 0 : command->may);
	if (!ia_opt(run, HELP))
		return run_command(run, command);
	ia_help(run, named ? command : NULL);
	return IA_OK;
}

/* Whatever happened, the exit code is one that its reader knows. */
static int finish(struct ia_run *run, enum ia_status status)
{
	if (run->plugin)
		ia_cmd_plugin_end(run, status);
	if (run->out.arena)
		status = ia_out_close(&run->out, status);
	return ia_cmd_plugin_code(run, status);
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
		.kept = { .text = { .arena = &arena } },
	};

	ia_root_standard();
	setlocale(LC_CTYPE, "");
	/* What is too long for a limit is an error of its write(). */
	signal(SIGXFSZ, SIG_IGN);
	ia_out_of_memory = out_of_memory;
	ia_input_waits = input_waits;
	plugin = ia_cmd_plugin(argc, argv);
	run.plugin = plugin;
	if (run.plugin)
		ia_message_keep(&run.kept);
	return finish(&run, start(&run, argc, argv));
}
