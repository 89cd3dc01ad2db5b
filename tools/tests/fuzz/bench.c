// SPDX-License-Identifier: GPL-2.0
/*
 * bench --from and compare, on results in memory: as commands.c does it for machines.
 * And what is requested of the module.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

typeof(ia_bench_read) __wrap_ia_bench_read;

static const struct ia_bench_set *given;

/**
 * __wrap_ia_bench_read() - the results in memory
 * @set: filled
 * @root: not used
 * @path: what they are called
 * @problem: not used
 *
 * Return: true.
 */
bool __wrap_ia_bench_read(struct ia_bench_set *set, const struct ia_root *root, const char *path,
			  struct ia_problem *problem)
{
	struct ia_arena *arena = set->arena;

	(void)root;
	(void)problem;
	*set = *given;
	set->arena = arena;
	set->name = path;
	return true;
}

/**
 * fuzz_check_request() - the module takes what is requested, but perhaps not all together
 * @arena: memory
 * @request: what the tool would request
 */
void fuzz_check_request(struct ia_arena *arena, const struct ia_bench_request *request)
{
	static const char *const together[] = { "with segments=", "unless mode=", "when mode=",
						"in pages" };
	char reason[256];
	size_t i;

	if (!fuzz_request("0000:01:00.0", ia_bench_line(arena, request), reason, sizeof(reason)))
		return;
	for (i = 0; i < sizeof(together) / sizeof(*together); i++) {
		if (strstr(reason, together[i]))
			return;
	}
	fuzz_broken("the module refuses \"%s\": %s", ia_bench_line(arena, request),
		    reason);
}

/** fuzz_compare() - show results, alone and beside themselves */
void fuzz_compare(const struct ia_bench_set *set, enum fuzz_look look)
{
	struct ia_options options = { 0 };
	char name[] = "./given", *argv[2] = { name, name };

	given = set;
	fuzz_stderr_open();
	fuzz_run(fuzz_machine(), ia_cmd_bench, &options, 0, NULL, look);
	fuzz_run(fuzz_machine(), ia_cmd_compare, &options, 1, argv, look);
	options.value[IA_OPT_FORCE] = "";
	options.value[IA_OPT_FAIL_IF_SLOWER] = "";
	fuzz_run(fuzz_machine(), ia_cmd_compare, &options, 2, argv, look);
	fuzz_stderr_close("a message");
}
