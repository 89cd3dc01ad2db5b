// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <getopt.h>
#include <string.h>

#include "../base/near.h"

/* What getopt_long() returns for an option: above every letter. */
#define FIRST_VALUE	0x100

static const char *names(struct ia_arena *arena, uint64_t accepted, const char *between)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < IA_OPTIONS; i++) {
		if (accepted >> i & 1)
			ia_buf_add(&buf, "%s--%s", buf.len ? between : "", ia_option_infos[i].name);
	}
	return buf.text;
}

static size_t index_of(int c)
{
	size_t i;

	if (c >= FIRST_VALUE)
		return c - FIRST_VALUE;
	for (i = 0; i < IA_OPTIONS; i++) {
		if (ia_option_infos[i].letter == c)
			break;
	}
	return i;
}

/*
 * Keeps the value of an option. Of two the last would answer for both: lists become one, and
 * another option says two things, or the same twice.
 */
static enum ia_status take(struct ia_arena *arena, struct ia_options *given, size_t i,
			   const char *value)
{
	const char *before = given->value[i];
	enum ia_takes takes = ia_option_infos[i].takes;

	if (!*value && (takes == IA_TAKES_FILE || takes == IA_TAKES_FOLDER || i == IA_OPT_OUTPUT))
		return ia_cmd_usage("--%s needs a value, and this one is empty",
				    ia_option_infos[i].name);
	if (before && ia_option_infos[i].list)
		value = ia_format(arena, "%s%c%s", before, ia_option_infos[i].list, value);
	else if (before && strcmp(before, value))
		return ia_cmd_usage("--%s is given twice: it takes one value",
				    ia_option_infos[i].name);
	given->value[i] = value;
	return IA_OK;
}

/* The options that begin with a word; of all options there are several, or it would be one. */
static const char *beginning(struct ia_arena *arena, const struct ia_near *word, uint64_t of,
			     size_t *n)
{
	uint64_t found = 0;
	size_t i;

	*n = 0;
	for (i = 0; word->len && i < IA_OPTIONS; i++) {
		if (!(of >> i & 1) || strncmp(ia_option_infos[i].name, word->word, word->len))
			continue;
		found |= 1ULL << i;
		++*n;
	}
	return names(arena, found, " or ");
}

/* The option that was probably meant: of the command, else of another one. */
static enum ia_status no_option(struct ia_arena *arena, const char *text, const char *command,
				uint64_t accepted)
{
	struct ia_near near = { .word = text + strspn(text, "-") };
	const char *begins;
	size_t i, n;

	near.len = strcspn(near.word, "=");
	if (text[1] != '-')
		near.len = 0;
	begins = beginning(arena, &near, accepted, &n);
	if (!n)
		begins = beginning(arena, &near, ~0ULL, &n);
	if (n)
		return ia_cmd_usage("'%s' is ambiguous: did you mean %s?\n'iommu-audit help %s' has its options",
				    text, begins, command);
	for (i = 0; i < IA_OPTIONS; i++) {
		if (accepted >> i & 1)
			ia_near_try(&near, ia_option_infos[i].name);
	}
	for (i = 0; i < IA_OPTIONS && !near.best; i++)
		ia_near_try(&near, ia_option_infos[i].name);
	if (!near.best)
		return ia_cmd_usage("'%s' is not an option; %s takes: %s", text, command,
				    names(arena, accepted, " "));
	return ia_cmd_usage("'%s' is not an option: did you mean --%s?\n'iommu-audit help %s' has its options",
			    text, near.best, command);
}

/* What getopt_long() refused, by what it says of it; @next is where it goes on. */
static enum ia_status refuse(struct ia_arena *arena, char *const *next, int what,
			     const char *command, uint64_t accepted)
{
	bool within;

	accepted |= IA_OPT_ALWAYS;
	if (what >= FIRST_VALUE)
		return ia_cmd_usage("--%s takes no value",
				    ia_option_infos[what - FIRST_VALUE].name);
	/* Of -qj the letter: getopt_long() may still be in the middle of the word. */
	if (what > ' ' && what < 0x7f)
		return no_option(arena, ia_format(arena, "-%c", what), command, accepted);
	within = what && *next && **next == '-' && strchr(*next, what);
	return no_option(arena, next[within ? 0 : -1], command, accepted);
}

/**
 * ia_options_parse() - take the options out of a command line
 * @arena: owner of what a message is made of
 * @given: filled in
 * @argc: number of arguments; of what is left, after the call
 * @argv: arguments; what is left, after the call
 * @command: the command that they seem to be for, for a message
 * @accepted: the options that it takes, likewise
 *
 * Return: IA_OK, or IA_USAGE after a message.
 */
enum ia_status ia_options_parse(struct ia_arena *arena, struct ia_options *given,
				int *argc, char ***argv, const char *command, uint64_t accepted)
{
	struct option longs[IA_OPTIONS + 1] = { 0 };
	char shorts[2 * IA_OPTIONS + 2] = ":";
	enum ia_status status = IA_OK;
	size_t i, len = 1;
	int c;

	for (i = 0; i < IA_OPTIONS; i++) {
		longs[i] = (struct option){
			ia_option_infos[i].name,
			ia_option_infos[i].argument ? required_argument : no_argument,
			NULL, FIRST_VALUE + i,
		};
		if (!ia_option_infos[i].letter)
			continue;
		shorts[len++] = ia_option_infos[i].letter;
		if (ia_option_infos[i].argument)
			shorts[len++] = ':';
	}
	opterr = 0;
	while (!status && (c = getopt_long(*argc, *argv, shorts, longs, NULL)) != -1) {
		if (c == ':')
			return ia_cmd_usage("%s needs a value: see 'iommu-audit help %s'",
					    (*argv)[optind - 1], command);
		i = index_of(c);
		if (i == IA_OPTIONS)
			return refuse(arena, *argv + optind, optopt, command, accepted);
		if (ia_option_infos[i].argument && !strncmp(optarg, "--", 2))
			return ia_cmd_usage("--%s needs a value, and '%s' is another option",
					    ia_option_infos[i].name, optarg);
		status = take(arena, given, i, ia_option_infos[i].argument ? optarg : "");
	}
	*argc -= optind;
	*argv += optind;
	return status;
}

/**
 * ia_options_check() - refuse options that a command does not take
 * @arena: owner of what a message is made of
 * @given: what was given
 * @command: name of the command
 * @accepted: the options it takes, besides those of every command
 *
 * Return: IA_OK, or IA_USAGE after a message.
 */
enum ia_status ia_options_check(struct ia_arena *arena,
				const struct ia_options *given,
				const char *command, uint64_t accepted)
{
	size_t i;

	accepted |= IA_OPT_ALWAYS;
	for (i = 0; i < IA_OPTIONS; i++) {
		if (given->value[i] && !(accepted >> i & 1))
			return ia_cmd_usage("'%s' does not take --%s%s; it takes: %s",
					    command, ia_option_infos[i].name,
					    i == IA_OPT_ROOT ? ", below which nothing is written" : "",
					    names(arena, accepted, " "));
	}
	if (given->value[IA_OPT_FROM] && given->value[IA_OPT_ROOT])
		return ia_cmd_usage("--from and --root exclude each other");
	if (given->value[IA_OPT_FROM] && given->value[IA_OPT_SOURCE])
		return ia_cmd_usage("--from and --source exclude each other");
	return IA_OK;
}
