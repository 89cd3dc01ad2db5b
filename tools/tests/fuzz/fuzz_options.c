// SPDX-License-Identifier: GPL-2.0
/*
 * The arguments of the tool, a line each: the first is the command. They may ask for
 * anything but for what would write a file, wait, or measure.
 */
#include "fuzz.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define ARGUMENTS	32

static const struct {
	const char *name;
	fuzz_command run;
} commands[] = {
	{ "report", ia_cmd_report }, { "devices", ia_cmd_list_devices },
	{ "groups", ia_cmd_groups }, { "acs", ia_cmd_acs }, { "p2p", ia_cmd_p2p },
	{ "check", ia_cmd_check }, { "suggest", ia_cmd_suggest }, { "why", ia_cmd_why },
	{ "lint", ia_cmd_lint }, { "faults", ia_cmd_faults }, { "events", ia_cmd_events },
	{ "units", ia_cmd_units }, { "diff", ia_cmd_diff }, { "version", ia_cmd_version },
	{ "bench", NULL },
};

/* What is requested is either refused, or the module takes each of its values. */
static void check_request(struct ia_arena *arena, const struct ia_options *options)
{
	static const struct {
		enum ia_option option;
		const char *key;
	} keys[] = {
		{ IA_OPT_MODE, "mode" }, { IA_OPT_SIZE, "size" }, { IA_OPT_SEGMENTS, "segments" },
		{ IA_OPT_THREADS, "threads" }, { IA_OPT_CPUS, "cpus" }, { IA_OPT_NODE, "node" },
		{ IA_OPT_DIR, "dir" }, { IA_OPT_RING, "ring" }, { IA_OPT_SECONDS, "seconds" },
		{ IA_OPT_WARMUP, "warmup" },
	};
	struct ia_bench_request request;
	struct ia_problem problem;
	size_t i;

	ia_bench_request_clear(&request);
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *text = options->value[keys[i].option];

		if (text && !ia_bench_request_set(arena, &request, keys[i].key, text, &problem))
			return;
	}
	fuzz_check_request(arena, &request);
}

static void run(struct ia_arena *arena, int argc, char **argv, uint32_t choice)
{
	struct ia_options options = { 0 };
	size_t i;

	/* glibc: forget everything. */
	optind = 0;
	if (ia_options_parse(arena, &options, &argc, &argv, "bench", 0) || !argc)
		return;
	options.value[IA_OPT_JSON] = NULL;
	options.value[IA_OPT_ROOT] = NULL;
	options.value[IA_OPT_WATCH] = NULL;
	options.value[IA_OPT_FOLLOW] = NULL;
	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (strcmp(argv[0], commands[i].name))
			continue;
		ia_options_check(arena, &options, argv[0], choice);
		if (commands[i].run)
			fuzz_run(fuzz_machine(), commands[i].run, &options, argc - 1, argv + 1,
				 options.value[IA_OPT_OUTPUT] ? FUZZ_PIPE : choice >> 30);
		else
			check_request(arena, &options);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *argv[ARGUMENTS + 1] = { "iommu-audit" }, *line, *rest;
	struct ia_arena arena = { 0 };
	int argc = 1;

	if (memchr(data, '\0', size))
		return 0;
	rest = ia_strndup(&arena, (const char *)data, size);
	while (argc < ARGUMENTS && (line = strsep(&rest, "\n")))
		argv[argc++] = line;
	fuzz_stderr_open();
	run(&arena, argc, argv, fuzz_hash(data, size));
	/* What somebody typed himself is repeated to him. */
	fuzz_stderr_close(NULL);
	ia_arena_free(&arena);
	return 0;
}
