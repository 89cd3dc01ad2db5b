// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <string.h>

#include "../base/limits.h"
#include "../bench/bench.h"
#include "../html/bench.h"

static void refuse(const struct ia_run *run, const struct ia_bench_comparison *c, bool vary)
{
	bool forced = ia_opt(run, FORCE);
	size_t i;

	ia_message(forced ? "compared although:" : "this comparison would say nothing:");
	for (i = 0; i < c->nproblems; i++)
		ia_message_more("  %s", ia_bench_problem_text(&run->machine, &c->problems[i]));
	if (c->nproblems == IA_MAX_PROBLEMS)
		ia_message_more("  no more than these %zu were looked for", c->nproblems);
	if (forced)
		return;
	if (vary)
		ia_message_more("--vary KEYS says what the configurations may differ in, as kernel or dev; --force compares anyway");
	else
		ia_message_more("--force compares anyway");
}

/*
 * Whether something got slower, where that was asked for.
 *
 * Return: IA_OK, IA_FINDINGS for something slower, or IA_PARSE after a message
 * when it cannot be told.
 */
enum ia_status ia_cmd_judge(struct ia_run *run, const struct ia_bench_comparison *c)
{
	enum ia_bench_verdict slower = ia_bench_slower(c);

	if (!ia_opt(run, FAIL_IF_SLOWER) || slower == IA_BENCH_VERDICT_SAME)
		return IA_OK;
	if (slower == IA_BENCH_VERDICT_SLOWER)
		return IA_FINDINGS;
	ia_message("whether something got slower is inconclusive with this data");
	return IA_PARSE;
}

/**
 * ia_cmd_compare_sets() - compare the configurations of some files, and show that
 * @run: the invocation
 * @sets: the files
 * @count: number of @sets
 * @vary: keys that are meant to differ, as given; NULL where none can be given
 *
 * Return: IA_OK, IA_FINDINGS where something got slower and that was asked
 * for, or the exit code after a message.
 */
enum ia_status ia_cmd_compare_sets(struct ia_run *run, const struct ia_bench_set *const *sets,
				   size_t count, const unsigned int *vary)
{
	struct ia_bench_comparison c = { .arena = run->arena };
	const struct ia_bench_configuration *configs;
	enum ia_status status = IA_OK;
	const char *wrong;

	ia_bench_gather(&c, sets, count);
	configs = c.configurations;
	if (c.count < 2)
		return ia_cmd_usage("only one configuration, %s: compare takes two or more results, or one that has several",
				    configs->label);
	ia_bench_check(&c, vary ? *vary : 0);
	if (c.nproblems)
		refuse(run, &c, vary);
	if (c.nproblems && !ia_opt(run, FORCE))
		return IA_PARSE;
	wrong = ia_bench_compare(&c, ia_opt(run, FORCE));
	if (wrong)
		return ia_cmd_usage("%s", wrong);
	if (!c.npoints) {
		ia_message("the configurations have no measurement in common: %s requested\n %s\nand %s\n %s",
			   configs[0].label,
			   ia_bench_line(run->arena, &configs[0].samples->run->request),
			   configs[1].label,
			   ia_bench_line(run->arena, &configs[1].samples->run->request));
		return IA_PARSE;
	}
	if (!ia_opt(run, HTML))
		ia_bench_compare_show(&run->out, &run->machine, &c, ia_opt(run, JSON));
	else
		status = ia_cmd_write(run, ia_html_bench(run->arena, &c));
	return status ? status : ia_cmd_judge(run, &c);
}

/* iommu-audit compare RESULT... */
enum ia_status ia_cmd_compare(struct ia_run *run)
{
	const struct ia_bench_set **sets;
	const struct ia_root **roots;
	const char **paths;
	struct ia_problem problem;
	enum ia_status status;
	unsigned int vary;
	size_t runs = 0, inputs = 0;
	int i;

	if (!run->argc)
		return ia_cmd_usage("compare takes saved results: names that 'bench --save' was given, or files");
	if (!ia_bench_vary(run->arena, ia_opt(run, VARY), &vary, &problem))
		return ia_cmd_fail(&problem);
	status = ia_cmd_will_html(run);
	if (status)
		return status;
	sets = ia_alloc(run->arena, run->argc, sizeof(*sets));
	paths = ia_alloc(run->arena, run->argc, sizeof(*paths));
	roots = ia_alloc(run->arena, run->argc, sizeof(*roots));
	for (i = 0; i < run->argc; i++) {
		inputs += !strcmp(run->argv[i], "-");
		roots[i] = &run->root;
		paths[i] = ia_bench_find(run->arena, &roots[i], run->argv[i]);
	}
	if (inputs > 1)
		return ia_cmd_input_twice();
	ia_cmd_confine(run, paths, run->argc);
	for (i = 0; i < run->argc; i++) {
		struct ia_bench_set *set = ia_alloc(run->arena, 1, sizeof(*set));

		set->arena = run->arena;
		if (!ia_bench_read(set, roots[i], paths[i], &problem))
			return ia_cmd_fail(&problem);
		/* What was asked for is what people know it by. */
		set->name = ia_bench_name(run->arena, run->argv[i]);
		if (!set->count)
			return ia_cmd_usage("%s is a plan with no boot measured yet",
					    paths[i]);
		runs += set->count;
		if (runs > IA_MAX_RUNS)
			return ia_cmd_usage("%s: with the results before it more than %d runs: no more can be compared",
					    paths[i], IA_MAX_RUNS);
		sets[i] = set;
	}
	ia_cmd_settle(run);
	return ia_cmd_compare_sets(run, sets, run->argc, &vary);
}
