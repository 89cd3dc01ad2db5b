// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <getopt.h>
#include <string.h>

#include "../base/near.h"

static const struct {
	const char *name;
	const char *argument;
	const char *summary;
	char letter;
	char list;		/* what a list of its has between its parts: several are one list */
} options[IA_OPTIONS] = {
	[IA_OPT_JSON] = { "json", "", "answer in JSON", 0 },
	[IA_OPT_FROM] = { "from", "FILE",
		"answer from a snapshot, lspci's text or hex dump, - for input; bench from a result",
		0 },
	[IA_OPT_ROOT] = { "root", "DIR",
		"read below DIR/sys and DIR/proc instead of /sys and /proc; nothing is written there",
		0 },
	[IA_OPT_SOURCE] = { "source", "WHAT",
		"module, sysfs, or auto: sysfs where the module cannot be read (auto)", 0 },
	[IA_OPT_OUTPUT] = { "output", "WHAT",
		"snapshot: to this file, not printed; tables: these columns, list lists them",
		'o' },
	[IA_OPT_HTML] = { "html", "FILE",
		"write the answer as one page for a browser, - for output", 0 },
	[IA_OPT_WATCH] = { "watch", "",
		"show faults again and again, with their rates, until interrupted", 0 },
	[IA_OPT_INTERVAL] = { "interval", "SEC",
		"seconds between two looks of --watch (2)", 0 },
	[IA_OPT_SINCE] = { "since", "FILE",
		"only faults that came since a snapshot of this boot", 0 },
	[IA_OPT_INPUT] = { "input", "FILE",
		"the log to explain, - for standard input", 0 },
	[IA_OPT_LOG] = { "log", "",
		"the recent faults one by one, the oldest first", 0 },
	[IA_OPT_FOLLOW] = { "follow", "",
		"events as they come, after those in the ring, until interrupted", 0 },
	[IA_OPT_DEV] = { "dev", "D,...",
		"only these PCI functions; events: one, with its VFs, which may be gone", 0, ',' },
	[IA_OPT_KIND] = { "kind", "K,...",
		"only events of these kinds", 0, ',' },
	[IA_OPT_MATRIX] = { "matrix", "",
		"all ways between GPUs, NICs and NVMe, or those of --dev", 0 },
	[IA_OPT_PROFILE] = { "profile", "NAME",
		"what the host is wanted for (baseline); list lists them, check takes all", 0 },
	[IA_OPT_AGAINST] = { "against", "FILE",
		"only whether anything got worse than in a snapshot, for the profile", 0 },
	[IA_OPT_FORMAT] = { "format", "KIND",
		"text (text) or what suggest and sriov plan write else; list lists them", 0 },
	[IA_OPT_STEPS] = { "steps", "",
		"the commands from here to there: keep, drain, change, boot, check, and back", 0 },
	[IA_OPT_ROLE] = { "role", "ROLE",
		"--format machineconfig: the pool of nodes it is for (worker)", 0 },
	[IA_OPT_PODS] = { "pods", "N", "sriov plan: pods that are to have VFs", 0 },
	[IA_OPT_VFS_PER_POD] = { "vfs-per-pod", "M", "sriov plan: VFs of each pod", 0 },
	[IA_OPT_HEADROOM] = { "headroom", "PERCENT",
		"sriov plan: VFs that are to be free beside them, as 20% (0)", 0 },
	[IA_OPT_KERNEL] = { "kernel", "VER",
		"judge for this kernel, 6.12 or what uname -r says", 0 },
	[IA_OPT_PREDICT] = { "predict", "",
		"the groups that the kernel would make, and where its own differ", 0 },
	[IA_OPT_WITH] = { "with", "PARAMS",
		"--predict: with these parameters beside those of the command line", 0, ' ' },
	[IA_OPT_MODE] = { "mode", "MODE", "single, sg or coherent (single)", 0 },
	[IA_OPT_SIZE] = { "size", "SIZE", "bytes of one mapping, as 4K or 1M, 64 to 4M (4K)", 0 },
	[IA_OPT_SEGMENTS] = { "segments", "N",
		"pieces of one mapping, with --mode sg, 1 to 256 (1)", 0 },
	[IA_OPT_THREADS] = { "threads", "N", "threads that map, 1 to 256 (1)", 0 },
	[IA_OPT_CPUS] = { "cpus", "LIST", "CPUs to run them on, as 0,2,4-6", 0, ',' },
	[IA_OPT_NODE] = { "node", "N", "NUMA node of the memory", 0 },
	[IA_OPT_DIR] = { "dir", "DIR", "to the device, from it or both (both)", 0 },
	[IA_OPT_RING] = { "ring", "N",
		"mappings that each thread keeps, 1 to 16384 (1)", 0 },
	[IA_OPT_SECONDS] = { "seconds", "SEC", "length of a run, 0.01 to 60 (1)", 0 },
	[IA_OPT_WARMUP] = { "warmup", "SEC", "what goes before it uncounted, 0 to 10 (0.2)", 0 },
	[IA_OPT_SWEEP] = { "sweep", "WHAT", "measure a ladder of size, threads or ring", 0 },
	[IA_OPT_REPEAT] = { "repeat", "N",
		"runs, or rounds of --domains (5), or boots of each configuration of a plan "
		"(4)", 0 },
	[IA_OPT_SAVE] = { "save", "NAME", "keep the result, or the plan, under that name", 0 },
	[IA_OPT_DOMAINS] = { "domains", "LIST",
		"switch the group between default domains, as identity,DMA,DMA-FQ", 0, ',' },
	[IA_OPT_NEXT] = { "next", "", "measure the boot that a plan has due", 0 },
	[IA_OPT_VARY] = { "vary", "KEYS",
		"what configurations may differ in besides domain and command line, as "
		"kernel,dev", 0, ',' },
	[IA_OPT_FAIL_IF_SLOWER] = { "fail-if-slower", "",
		"exit code 1 when something got slower, beyond the noise floor", 0 },
	[IA_OPT_FORCE] = { "force", "", "go on where the tool refuses; it says why", 0 },
	[IA_OPT_NO_COLOR] = { "no-color", "",
		"no colours on a terminal; so does NO_COLOR=1 in the environment", 0 },
	[IA_OPT_VERSION] = { "version", "",
		"the version of this tool alone; needs no module", 0 },
	[IA_OPT_HELP] = { "help", "",
		"this help, or with a command its options", 'h' },
};

/* What getopt_long() returns for an option: above every letter. */
#define FIRST_VALUE	0x100

static const char *names(struct ia_arena *arena, uint64_t accepted)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < IA_OPTIONS; i++) {
		if (accepted >> i & 1)
			ia_buf_add(&buf, "%s--%s", buf.len ? " " : "", options[i].name);
	}
	return buf.text;
}

static size_t index_of(int c)
{
	size_t i;

	if (c >= FIRST_VALUE)
		return c - FIRST_VALUE;
	for (i = 0; i < IA_OPTIONS; i++) {
		if (options[i].letter == c)
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

	if (before && options[i].list)
		value = ia_format(arena, "%s%c%s", before, options[i].list, value);
	else if (before && strcmp(before, value))
		return ia_cmd_usage("--%s is there twice: it takes one value", options[i].name);
	given->value[i] = value;
	return IA_OK;
}

/* The option that was probably meant: of the command, else of another one. */
static enum ia_status no_option(struct ia_arena *arena, const char *text, const char *command,
				uint64_t accepted)
{
	struct ia_near near = { .word = text + strspn(text, "-") };
	size_t i;

	near.len = strcspn(near.word, "=");
	if (text[1] != '-')
		near.len = 0;
	for (i = 0; i < IA_OPTIONS; i++) {
		if (accepted >> i & 1)
			ia_near_try(&near, options[i].name);
	}
	for (i = 0; i < IA_OPTIONS && !near.best; i++)
		ia_near_try(&near, options[i].name);
	if (!near.best)
		return ia_cmd_usage("'%s' is not an option; %s takes: %s", text, command,
				    names(arena, accepted));
	return ia_cmd_usage("'%s' is not an option: did you mean --%s?\n'iommu-audit help %s' has its options",
			    text, near.best, command);
}

/* What getopt_long() refused, by what it says of it. */
static enum ia_status refuse(struct ia_arena *arena, const char *text, int what,
			     const char *command, uint64_t accepted)
{
	if (what >= FIRST_VALUE)
		return ia_cmd_usage("--%s takes no value", options[what - FIRST_VALUE].name);
	return no_option(arena, text, command, accepted | IA_OPT_ALWAYS);
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
			options[i].name,
			*options[i].argument ? required_argument : no_argument,
			NULL, FIRST_VALUE + i,
		};
		if (!options[i].letter)
			continue;
		shorts[len++] = options[i].letter;
		if (*options[i].argument)
			shorts[len++] = ':';
	}
	opterr = 0;
	while (!status && (c = getopt_long(*argc, *argv, shorts, longs, NULL)) != -1) {
		if (c == ':')
			return ia_cmd_usage("%s needs a value: see 'iommu-audit help %s'",
					    (*argv)[optind - 1], command);
		i = index_of(c);
		if (i == IA_OPTIONS)
			return refuse(arena, (*argv)[optind - 1], optopt, command, accepted);
		if (*options[i].argument && !strncmp(optarg, "--", 2))
			return ia_cmd_usage("--%s needs a value, and '%s' is another option",
					    options[i].name, optarg);
		status = take(arena, given, i, *options[i].argument ? optarg : "");
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
					    command, options[i].name,
					    i == IA_OPT_ROOT ? ", below which nothing is written" : "",
					    names(arena, accepted));
	}
	if (given->value[IA_OPT_FROM] && given->value[IA_OPT_ROOT])
		return ia_cmd_usage("--from and --root exclude each other");
	if (given->value[IA_OPT_FROM] && given->value[IA_OPT_SOURCE])
		return ia_cmd_usage("--from and --source exclude each other");
	return IA_OK;
}

/* What the table says of an option, for the help. */
const char *ia_option_name(int option)
{
	return options[option].name;
}

/* The same: what its argument is called, "" where it takes none. */
const char *ia_option_argument(int option)
{
	return options[option].argument;
}

/* The same: in one line. */
const char *ia_option_summary(int option)
{
	return options[option].summary;
}

/* The same: its letter, or 0. */
char ia_option_letter(int option)
{
	return options[option].letter;
}
