// SPDX-License-Identifier: GPL-2.0
/* A file of results, with or without a plan: its pages, and what is due. */
#include "fuzz.h"

#include <string.h>

#include "../../bench/answer.h"
#include "../../json/json.h"

/* What is next, here and on a machine where the plan's first command line was booted. */
static void show_plan(const struct ia_bench_set *set, enum fuzz_look look)
{
	struct ia_machine machine = *fuzz_machine();
	struct ia_problem problem;
	struct ia_out out;
	size_t i;

	machine.arena = set->arena;
	fuzz_check_request(set->arena, &set->plan->request);
	if (ia_plan_is_done(set))
		return;
	for (i = 0; i < 2; i++) {
		fuzz_out_open(&out, set->arena, look);
		ia_bench_plan_show(&out, &machine, set, i, "iommu-audit bench --next",
				   look == FUZZ_JSON);
		fuzz_out_close(&out, "a plan", look);
		if (!ia_plan_ready(set, &machine, &machine.devices[0], &problem))
			fuzz_check_text("the problem", problem.text, strlen(problem.text), false);
		machine.cmdline = ia_text_of(ia_plan_due(set, ia_plan_done(set)));
	}
}

/* What is saved of what was read is the same when it is read again. */
static void check_again(const struct ia_bench_set *set)
{
	const struct ia_page page = { .machine = fuzz_machine(), .arena = set->arena };
	struct ia_bench_set again = { .arena = set->arena };
	struct ia_problem problem;
	const char *first, *second;

	first = ia_json_as_page(set->arena, ia_answer_json(&page, &ia_bench_saved, set));
	fuzz_check_json("results", first, strlen(first));
	if (!ia_bench_parse_results(&again, "again", first, strlen(first), &problem))
		fuzz_broken("its own results are refused: %s", problem.text);
	second = ia_json_as_page(set->arena, ia_answer_json(&page, &ia_bench_saved, &again));
	if (strcmp(first, second))
		fuzz_broken("results saved again differ:\n%s\n%s", first, second);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	return fuzz_mutate_json(data, size, max_size, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_bench_set set = { .arena = &arena };
	enum fuzz_look look = fuzz_hash(data, size) % FUZZ_LOOKS;
	const char *text = ia_strndup(&arena, (const char *)data, size);
	struct ia_problem problem;

	if (ia_bench_parse_results(&set, "results", text, size, &problem)) {
		check_again(&set);
		if (set.plan)
			show_plan(&set, look);
		if (set.count)
			fuzz_compare(&set, look);
	} else {
		fuzz_check_text("the problem", problem.text, strlen(problem.text), false);
	}
	ia_arena_free(&arena);
	return 0;
}
