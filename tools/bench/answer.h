/* SPDX-License-Identifier: GPL-2.0 */
/* answer.c: the answers of bench and compare; page_*.c: the same for people */
#ifndef IA_BENCH_ANSWER_H
#define IA_BENCH_ANSWER_H

#include "../view/answer.h"
#include "bench.h"

/**
 * struct ia_bench_due - what a plan needs next
 * @boot: the boot that is due, from 1
 * @boots: boots of the whole plan
 * @configuration: words of the command line that it needs
 * @add: those of them that the other configuration has not
 * @remove: words that it must not have, and the other one has
 * @booted: this boot is the one that is due
 */
struct ia_bench_due {
	size_t boot;
	size_t boots;
	const char *configuration;
	const char *add;
	const char *remove;
	bool booted;
};

/**
 * struct ia_bench_answer - runs, and what they amount to
 * @set: the runs
 * @comparison: the same, compared; NULL when there are none
 * @due: of a plan that is not done: what comes next; else NULL
 * @fresh: the plan was made just now
 * @command: what is run after the reboot
 */
struct ia_bench_answer {
	const struct ia_bench_set *set;
	const struct ia_bench_comparison *comparison;
	const struct ia_bench_due *due;
	bool fresh;
	const char *command;
};

extern const struct ia_answer ia_bench_saved, ia_bench_shown, ia_bench_planned,
	ia_bench_compared;

/* Items of struct ia_bench_about. */
#define IA_BENCH_WHAT	5
#define IA_BENCH_WHERE	3

/**
 * struct ia_bench_about - what was measured, on what, in words
 * @what: the device, the request, its driver and its unit
 * @where: the kernel and its clock
 * @warning: what to keep in mind; or NULL
 */
struct ia_bench_about {
	const char *what[IA_BENCH_WHAT];
	const char *where[IA_BENCH_WHERE];
	const char *warning;
};

/* Columns of page_bench.c and page_compare.c. */
extern const struct ia_columns ia_op_columns, ia_ladder_columns, ia_configuration_columns,
	ia_comparison_columns;

/* page_bench.c */
void ia_bench_page(const struct ia_page *page, const void *object);
/* page_compare.c */
void ia_bench_compare_page(const struct ia_page *page, const void *object);
void ia_bench_about(const struct ia_bench_comparison *c, struct ia_bench_about *about);
bool ia_bench_is_shown(enum ia_bench_metric m);
size_t ia_bench_boots(struct ia_arena *arena, const struct ia_bench_configuration *config);
const char *ia_bench_ratio(struct ia_arena *arena, double ratio);
const char *ia_bench_verdict(const struct ia_bench_against *against, bool narrow);
void ia_bench_context_lines(const struct ia_page *page, const struct ia_bench_comparison *c);
const char *ia_bench_point_text(const struct ia_bench_comparison *c, size_t point);
/* page_plan.c */
void ia_bench_plan_page(const struct ia_page *page, const void *object);

#endif /* IA_BENCH_ANSWER_H */
