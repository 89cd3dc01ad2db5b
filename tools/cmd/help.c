// SPDX-License-Identifier: GPL-2.0
/* iommu-audit --help, help COMMAND, COMMAND --help and help glossary */
#include "commands.h"

#include <string.h>

#include "../view/glossary.h"

/* Columns, of whatever terminal. */
#define WIDEST		80
/* Columns in front of what is said of an option, and of a command. */
#define OPTION_COLUMN	23
#define COMMAND_COLUMN	12

/**
 * struct text - a help text under construction
 * @buf: the text
 * @width: columns of its lines
 */
struct text {
	struct ia_buf buf;
	size_t width;
};

/* Adds a text whose lines begin at a column; the first one at where the last line ends. */
static void add_wrapped(struct text *to, size_t at, size_t column, const char *words)
{
	struct ia_buf *buf = &to->buf;
	size_t len;

	if (at >= column && at) {
		ia_buf_add(buf, "\n");
		at = 0;
	}
	for (; *words; words += len + strspn(words + len, " "), at = 0) {
		len = ia_wrap_line(words, to->width - column, true);
		ia_buf_add(buf, "%*s%.*s\n", (int)(column - at), "", (int)len, words);
	}
}

static void add_option(struct text *to, const struct ia_command *command, int i)
{
	const struct ia_own *own = ia_command_own(command, i);
	const struct ia_option_info *info = &ia_option_infos[i];
	const char *argument = own ? own->argument : info->argument;
	const char *letter = info->letter ? ia_format(to->buf.arena, "-%c,", info->letter) : "";
	const char *name = ia_format(to->buf.arena, "  %3s --%s%s%s", letter, info->name,
				     argument ? " " : "", argument ? argument : "");

	ia_buf_add(&to->buf, "%s", name);
	add_wrapped(to, strlen(name), OPTION_COLUMN, own ? own->summary : info->summary);
}

static void add_options(struct text *to, const struct ia_command *command, const char *title,
			uint64_t options)
{
	int i;

	if (!options)
		return;
	ia_buf_add(&to->buf, "\n%s:\n", title);
	for (i = 0; i < IA_OPTIONS; i++) {
		if (options >> i & 1)
			add_option(to, command, i);
	}
}

static void add_forms(struct text *to, const struct ia_command *command)
{
	size_t i;

	if (!command->forms[0])
		ia_buf_add(&to->buf, "Usage: iommu-audit %s%s%s [OPTIONS]\n", command->name,
			   command->operands ? " " : "",
			   command->operands ? command->operands : "");
	for (i = 0; i < IA_MAX_FORMS && command->forms[i]; i++)
		ia_buf_add(&to->buf, "%s iommu-audit %s [OPTIONS]\n", i ? "      " : "Usage:",
			   command->forms[i]);
}

static void add_examples(struct text *to, const struct ia_command *command)
{
	size_t i;

	for (i = 0; i < IA_MAX_EXAMPLES && command->examples[i].line; i++) {
		ia_buf_add(&to->buf, "%s  $ %s\n", i ? "" : "\nExamples:\n",
			   command->examples[i].line);
		add_wrapped(to, 0, 8, command->examples[i].says);
	}
}

static void add_exits(struct text *to, const struct ia_command *command)
{
	size_t i;

	for (i = 0; i < IA_MAX_EXITS && command->exits[i].when; i++) {
		ia_buf_add(&to->buf, "%s  %d", i ? "" : "\nExit codes:\n",
			   command->exits[i].code);
		add_wrapped(to, 3, 5, command->exits[i].when);
	}
}

static void add_command(struct text *to, const struct ia_command *command)
{
	uint64_t common = command->options & IA_OPT_COMMON;

	add_forms(to, command);
	ia_buf_add(&to->buf, "\n");
	add_wrapped(to, 0, 0, command->about);
	add_options(to, command, "Options", command->options & ~IA_OPT_COMMON);
	add_options(to, command, "Common options", common | IA_OPT_ALWAYS);
	add_examples(to, command);
	add_exits(to, command);
	ia_buf_add(&to->buf, "\nMore: man iommu-audit-%s\n", command->name);
}

static void add_task(struct text *to, const struct ia_task *task)
{
	size_t i;

	ia_buf_add(&to->buf, "%s:\n", task->title);
	for (i = 0; i < task->count; i++) {
		ia_buf_add(&to->buf, "  %-9s", task->commands[i].name);
		add_wrapped(to, COMMAND_COLUMN - 1, COMMAND_COLUMN, task->commands[i].summary);
	}
}

/* All exit codes, in a sentence. */
static void add_all_exits(struct text *to)
{
	struct ia_buf buf = { .arena = to->buf.arena };
	size_t i;

	for (i = 0; i < ia_nexits; i++)
		ia_buf_add(&buf, "%s%d %s", i ? ", " : "Exit codes: ", ia_exits[i].code,
			   ia_exits[i].brief);
	ia_buf_add(&buf, ".");
	add_wrapped(to, 0, 0, buf.text);
}

static void add_all(struct text *to)
{
	struct ia_task tasks[IA_TASKS];
	size_t i;

	ia_buf_add(&to->buf, "Usage: iommu-audit [COMMAND] [OPTIONS]\n\n");
	add_wrapped(to, 0, 0, "What the IOMMUs of this machine really do: who is attached to what, who shares a group and why, and whose DMA they refused.");
	ia_buf_add(&to->buf, "\n"
		   "  $ iommu-audit                           this machine at a glance\n"
		   "  $ iommu-audit why eth0                  a device's group and domain, and why\n"
		   "  $ iommu-audit lint \"amd_iommu=on\"       what a kernel parameter really does\n"
		   "\n");
	ia_tasks(tasks);
	for (i = 0; i < IA_TASKS; i++)
		add_task(to, &tasks[i]);
	ia_buf_add(&to->buf, "\n");
	add_wrapped(to, 0, 0, "Most commands take --json, --from FILE (a snapshot or lspci output instead of this machine), --root DIR and --color=auto|always|never.");
	add_wrapped(to, 0, 0, "'iommu-audit help COMMAND' has a command's options and examples.");
	add_all_exits(to);
}

/* Meanings have the marks of Markdown around names: a terminal has none of these. */
static void add_term(struct text *to, const struct ia_term *term)
{
	struct ia_buf meaning = { .arena = to->buf.arena };
	const char *at = term->meaning;

	while (*at) {
		size_t len = strcspn(at, "`");

		ia_buf_add(&meaning, "%.*s", (int)len, at);
		at += len + (at[len] == '`');
	}
	ia_buf_add(&to->buf, "  %s", term->name);
	add_wrapped(to, strlen(term->name) + 2, OPTION_COLUMN, meaning.text);
}

static struct text begin(struct ia_run *run)
{
	struct text text = { { .arena = run->arena }, WIDEST };

	if (run->out.width && run->out.width < WIDEST)
		text.width = run->out.width > 2 * OPTION_COLUMN ? run->out.width :
								  2 * OPTION_COLUMN;
	return text;
}

/* Shows the terms of all pages. */
void ia_help_glossary(struct ia_run *run)
{
	struct text text = begin(run);
	size_t i, j;

	for (i = 0; i < ia_nglossary; i++) {
		ia_buf_add(&text.buf, "%s%s:\n", i ? "\n" : "", ia_glossary[i].title);
		for (j = 0; j < ia_glossary[i].count; j++)
			add_term(&text, &ia_glossary[i].terms[j]);
	}
	ia_out_text(&run->out, IA_PLAIN, text.buf.text);
}

/**
 * ia_help() - show the help
 * @run: the invocation
 * @command: of this command; NULL for all of them
 */
void ia_help(struct ia_run *run, const struct ia_command *command)
{
	struct text text = begin(run);

	if (command)
		add_command(&text, command);
	else
		add_all(&text);
	ia_out_text(&run->out, IA_PLAIN, text.buf.text);
}
