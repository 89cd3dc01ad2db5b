/* SPDX-License-Identifier: GPL-2.0 */
/* compare.c, compare_check.c: arms side by side, and whether they may be */
#ifndef IA_BENCH_COMPARE_H
#define IA_BENCH_COMPARE_H

#include "bench.h"
#include "stats.h"

/* What an arm's figures say, compared with those of the first arm. */
enum ia_difference {
	IA_DIFFERENCE_NONE,	/* nothing to compare with, or not judged */
	IA_DIFFERENCE_SAME,	/* no difference that this data can show */
	IA_DIFFERENCE_FASTER,
	IA_DIFFERENCE_SLOWER,
	IA_DIFFERENCE_UNTOLD,	/* too few values, or none */
};

/**
 * struct ia_arm - runs that measured the same thing
 * @label: what it is called
 * @claim: what it says that it measured: a domain, or words of a command line;
 *         NULL when its label is a file's name
 * @runs: its runs
 * @count: number of @runs
 * @room: runs there is room for
 */
struct ia_arm {
	const char *label;
	const char *claim;
	const struct ia_bench_run **runs;
	size_t count;
	size_t room;
};

/**
 * struct ia_measured - one metric of one arm at one point
 * @values: one for each run, or for each boot; sorted
 * @count: number of @values
 * @median: their median, or NAN
 * @floor: how far apart they are anyway, or NAN
 * @turns: whether this arm took turns with the first: one did not begin when the
 *         other had ended, as far as their runs tell
 * @noise: the larger floor of this arm and the first, without turns that of drift;
 *         of a percentile at least the width of its range
 * @effect: against the first arm
 * @verdict: against the first arm
 */
struct ia_measured {
	double *values;
	size_t count;
	double median;
	double floor;
	bool turns;
	double noise;
	struct ia_effect effect;
	enum ia_difference verdict;
};

/**
 * struct ia_comparison - arms side by side
 * @arena: where it lives
 * @arms: the arms; the first is what the others are compared with
 * @narms: number of @arms
 * @points: what was asked for, as a run's point says it; only what all
 *          arms have
 * @npoints: number of @points
 * @left_out: points that not all arms have
 * @by_boot: each value is the median of a boot's runs, not a run
 * @outcomes: by point, then metric, then arm
 * @problems: why these arms should not be compared
 * @nproblems: number of @problems
 * @room: problems there is room for
 */
struct ia_comparison {
	struct ia_arena *arena;
	struct ia_arm *arms;
	size_t narms;
	const char **points;
	size_t npoints;
	size_t left_out;
	bool by_boot;
	struct ia_measured *outcomes;
	const char **problems;
	size_t nproblems;
	size_t room;
};

/* compare.c */
void ia_compare_arms(struct ia_comparison *c, struct ia_bench_set *const *sets,
		     size_t count);
void ia_compare_runs(struct ia_comparison *c, bool runs_alone);
const struct ia_measured *ia_measured(const struct ia_comparison *c, size_t point,
				      enum ia_metric metric, size_t arm);
const struct ia_bench_run *ia_compare_run(const struct ia_comparison *c,
					  const struct ia_arm *arm, size_t point);
const char *ia_difference_text(enum ia_difference verdict);
const char *ia_difference_word(enum ia_difference verdict);

/* compare_check.c */
void ia_compare_check(struct ia_comparison *c, const char *vary);
const char *ia_compare_vary(struct ia_arena *arena, const char *vary);
const char *ia_compare_words(struct ia_arena *arena, const char *cmdline,
			     const char *without);

#endif /* IA_BENCH_COMPARE_H */
