// SPDX-License-Identifier: GPL-2.0
#include "../bench/cmd.h"

#include <string.h>

#include <json-c/json.h>

static void refuse(const struct ia_run *run, const struct ia_comparison *c)
{
	bool forced = ia_opt(run, FORCE);
	size_t i;

	fprintf(stderr, forced ? "iommu-audit: compared although:\n" :
				 "iommu-audit: this comparison would say nothing:\n");
	for (i = 0; i < c->nproblems; i++)
		fprintf(stderr, "  %s\n", c->problems[i]);
	if (forced)
		return;
	if (!strcmp(run->command, "compare"))
		fputs("--vary KEYS says what the arms may differ in, as kernel or dev; ", stderr);
	fputs("--force compares anyway\n", stderr);
}

/**
 * ia_compare_judge() - whether something got slower, where that was asked for
 * @run: the invocation
 * @c: the comparison
 *
 * Return: IA_OK, IA_FINDINGS for something slower, or IA_PARSE after a message
 * when it cannot be told.
 */
enum ia_status ia_compare_judge(struct ia_run *run, const struct ia_comparison *c)
{
	size_t point, arm, untold = 0;
	enum ia_metric m;

	if (!ia_opt(run, FAIL_IF_SLOWER))
		return IA_OK;
	for (point = 0; point < c->npoints; point++) {
		for (m = 0; m < IA_METRICS; m++) {
			for (arm = 1; arm < c->narms; arm++) {
				enum ia_difference v = ia_measured(c, point, m, arm)->verdict;

				if (v == IA_DIFFERENCE_SLOWER)
					return IA_FINDINGS;
				untold += v == IA_DIFFERENCE_UNTOLD;
			}
		}
	}
	if (!untold)
		return IA_OK;
	fputs("iommu-audit: whether something got slower cannot be told from this data\n",
	      stderr);
	return IA_PARSE;
}

/**
 * ia_compare_answer() - compare the arms of some files, and show that
 * @run: the invocation
 * @sets: the files
 * @count: number of @sets
 *
 * Return: IA_OK, IA_FINDINGS where something got slower and that was asked
 * for, or the exit code after a message.
 */
enum ia_status ia_compare_answer(struct ia_run *run, struct ia_bench_set *const *sets,
				 size_t count)
{
	struct ia_comparison c = { .arena = run->arena };

	ia_compare_arms(&c, sets, count);
	if (c.narms < 2)
		return ia_cmd_usage("there is one arm only, %s: compare takes two or more results, or one that has several arms",
				    c.arms[0].label);
	ia_compare_check(&c, ia_opt(run, VARY));
	if (c.nproblems)
		refuse(run, &c);
	if (c.nproblems && !ia_opt(run, FORCE))
		return IA_PARSE;
	ia_compare_runs(&c, ia_opt(run, FORCE));
	if (!c.npoints) {
		fprintf(stderr, "iommu-audit: the arms have no measurement in common: %s asked for\n  %s\nand %s for\n  %s\n",
			c.arms[0].label, c.arms[0].runs[0]->point, c.arms[1].label,
			c.arms[1].runs[0]->point);
		return IA_PARSE;
	}
	if (ia_opt(run, JSON))
		ia_json_print(&run->out, ia_json_compare(&c));
	else
		ia_compare_show(&run->out, &c);
	return ia_compare_judge(run, &c);
}

/**
 * ia_cmd_compare() - iommu-audit compare RESULT...
 * @run: the invocation
 */
enum ia_status ia_cmd_compare(struct ia_run *run)
{
	struct ia_bench_set **sets;
	struct ia_problem problem;
	const char *accepted;
	size_t count = run->argc, i;

	if (!count)
		return ia_cmd_usage("compare takes saved results: names that 'bench --save' was given, or files");
	accepted = ia_compare_vary(run->arena, ia_opt(run, VARY));
	if (accepted)
		return ia_cmd_usage("--vary %s: accepted are, separated by commas:%s",
				    ia_opt(run, VARY), accepted);
	sets = ia_alloc(run->arena, count, sizeof(*sets));
	for (i = 0; i < count; i++) {
		const char *path = ia_results_find(run->arena, ia_cmd_root(run),
						   run->argv[i]);

		sets[i] = ia_alloc(run->arena, 1, sizeof(**sets));
		sets[i]->arena = run->arena;
		if (!ia_read_results(sets[i], path, &problem))
			return ia_cmd_fail(&problem);
		/* What was asked for is what people know it by. */
		sets[i]->name = ia_bench_name(run->arena, run->argv[i]);
		if (!sets[i]->count)
			return ia_cmd_usage("%s is a plan of which no boot was measured yet",
					    path);
	}
	return ia_compare_answer(run, sets, count);
}
