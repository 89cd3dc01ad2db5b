/* SPDX-License-Identifier: GPL-2.0 */
/* compare.c, compare_check.c: configurations side by side, and whether they may be */
#ifndef IA_BENCH_COMPARE_H
#define IA_BENCH_COMPARE_H

#include "../judge/reason.h"
#include "../machine/machine.h"
#include "run.h"
#include "stats.h"

/*
 * What a configuration's figures say, compared with those of the first one.
 *
 *	X(NAME, word for programs, text for people)
 */
#define IA_BENCH_VERDICTS(X)							\
	X(NONE, NULL, "-")							\
	X(SAME, "no_difference", "no difference detected")		\
	X(FASTER, "faster", "faster")						\
	X(SLOWER, "slower", "slower")						\
	X(INCONCLUSIVE, "inconclusive", "inconclusive")

/* NONE: there is nothing to compare with, or it is not judged. */
#define X(name, ...)	IA_BENCH_VERDICT_##name,
enum ia_bench_verdict { IA_BENCH_VERDICTS(X) };
#undef X

/*
 * Why configurations should not be compared.
 *
 *	X(NAME, word for programs, sentence for people)
 *
 * {0} and {1} are the configurations, the others the problem's arguments.
 */
#define IA_BENCH_PROBLEMS(X)							\
	X(TOO_MANY_RUNS, "too_many_runs",					\
	  "{0} has {2} runs of one kind; at most {3} can be compared")		\
	X(OTHER_DOMAIN, "other_domain",						\
	  "{0}: a run measured domain {2}, not what its label says")		\
	X(NOT_BOOTED, "not_booted", "{0}: a run was booted without {2}")	\
	X(MIXED, "mixed",							\
	  "{0}: its runs are not of one thing: {2} is {3} and {4}")		\
	X(MIXED_CMDLINE, "mixed_cmdline",					\
	  "{0}: its runs are not of one thing: their kernel command lines differ") \
	X(SAME_RUN, "same_run", "{0} and {1} hold the same run")		\
	X(DIFFERS, "differs", "{2} is {3} in {0} and {4} in {1}")		\
	X(MORE_THAN_LABELS, "more_than_labels",					\
	  "{0} and {1} differ in more than their labels say: {2}")		\
	X(SAME_TWICE, "same_twice",						\
	  "{0} and {1} measured the same thing twice: domain {2}, flush {3}, "	\
	  "one kernel command line")

#define X(name, ...)	IA_BENCH_PROBLEM_##name,
enum ia_bench_problem_code { IA_BENCH_PROBLEM_NONE, IA_BENCH_PROBLEMS(X) };
#undef X

/**
 * struct ia_bench_problem - why configurations should not be compared
 * @code: why
 * @configuration: the label of the configuration that it is about
 * @other: that of another one, or NULL
 * @args: the other arguments of its sentence
 */
struct ia_bench_problem {
	enum ia_bench_problem_code code;
	const char *configuration;
	const char *other;
	struct ia_arg args[3];
};

/**
 * struct ia_bench_sample - a run of a configuration
 * @run: the run
 * @point: index of what was requested, among the requests; in by_point
 *         among the points, SIZE_MAX where not all configurations have that
 * @boot: number of its boot, the same in all configurations
 * @words: those of its command line, as ia_bench_sorted() has them
 */
struct ia_bench_sample {
	const struct ia_bench_result *run;
	size_t point;
	size_t boot;
	const char *words;
};

/**
 * struct ia_bench_configuration - runs that measured the same thing
 * @label: what it is called
 * @domain: the domain that its label says it measured, or unknown
 * @claim: words of a command line that its label says it was booted with, or NULL
 * @samples: its runs
 * @by_point: the same, sorted by point and boot
 * @count: number of @samples
 * @room: samples there is room for
 */
struct ia_bench_configuration {
	const char *label;
	enum ia_domain domain;
	const char *claim;
	struct ia_bench_sample *samples;
	struct ia_bench_sample *by_point;
	size_t count;
	size_t room;
};

/**
 * struct ia_bench_against - a metric compared with that of the first configuration
 * @effect: by how much it differs
 * @in_turns: whether the two took turns: one did not begin when the other had
 *            ended, as far as their runs tell
 * @noise: the larger floor of the two, without turns that of drift; of a
 *         percentile at least the width of its range
 * @verdict: what that says
 */
struct ia_bench_against {
	struct ia_effect effect;
	bool in_turns;
	double noise;
	enum ia_bench_verdict verdict;
};

/**
 * struct ia_bench_measured - one metric of one configuration at one point
 * @values: one for each run, or for each boot; sorted
 * @count: number of @values
 * @median: their median, or NAN
 * @low: lower end of an interval for it, or NAN
 * @high: upper end, likewise
 * @floor: how far apart they are anyway, or NAN
 * @against: compared with the first configuration; NULL for that one
 */
struct ia_bench_measured {
	double *values;
	size_t count;
	double median;
	double low;
	double high;
	double floor;
	struct ia_bench_against *against;
};

/**
 * struct ia_bench_entry - a configuration at a point
 * @label: of the configuration
 * @metrics: by metric
 */
struct ia_bench_entry {
	const char *label;
	struct ia_bench_measured metrics[IA_METRICS];
};

/**
 * struct ia_bench_point - what was measured with one request
 * @request: what was requested
 * @entries: by configuration
 * @count: number of @entries
 */
struct ia_bench_point {
	const struct ia_bench_request *request;
	struct ia_bench_entry *entries;
	size_t count;
};

/* What one value is. */
#define IA_BENCH_UNITS(X)							\
	X(RUN, "run", "run|runs")						\
	X(BOOT, "boot", "boot|boots")

#define X(name, ...)	IA_BENCH_UNIT_##name,
enum ia_bench_unit { IA_BENCH_UNITS(X) };
#undef X

/**
 * struct ia_bench_comparison - configurations side by side
 * @arena: where it lives
 * @configurations: the first is what the others are compared with
 * @count: number of @configurations
 * @requests: runs that were asked for different things, the first of each
 * @nrequests: number of @requests
 * @points: what was requested; only what all configurations have
 * @npoints: number of @points
 * @varies: a bit for each key of a request in which points differ, by position
 * @left_out: points that not all configurations have
 * @unit: what a value is: a run, or the median of a boot's runs
 * @problems: why these should not be compared
 * @nproblems: number of @problems; of IA_MAX_PROBLEMS there may be more
 * @room: problems there is room for
 */
struct ia_bench_comparison {
	struct ia_arena *arena;
	struct ia_bench_configuration *configurations;
	size_t count;
	const struct ia_bench_result **requests;
	size_t nrequests;
	struct ia_bench_point *points;
	size_t npoints;
	unsigned int varies;
	size_t left_out;
	enum ia_bench_unit unit;
	struct ia_bench_problem *problems;
	size_t nproblems;
	size_t room;
};

/* compare.c */
void ia_bench_gather(struct ia_bench_comparison *c, const struct ia_bench_set *const *sets,
		     size_t count);
const char *ia_bench_compare(struct ia_bench_comparison *c, bool runs_alone);
enum ia_bench_verdict ia_bench_slower(const struct ia_bench_comparison *c);
bool ia_bench_same_boot(const struct ia_bench_result *a, const struct ia_bench_result *b);

/* compare_check.c */
void ia_bench_check(struct ia_bench_comparison *c, unsigned int vary);
bool ia_bench_vary(struct ia_arena *arena, const char *text, unsigned int *vary,
		   struct ia_problem *problem);
const char *ia_bench_cmdline(const struct ia_bench_result *run);
const char *ia_bench_sorted(struct ia_arena *arena, const char *cmdline);
const char *ia_bench_words(struct ia_arena *arena, const char *cmdline, const char *without);
bool ia_bench_has_word(const char *text, const char *word, size_t len);

/* page_compare.c */
const char *ia_bench_problem_text(const struct ia_machine *machine,
				  const struct ia_bench_problem *problem);

#endif /* IA_BENCH_COMPARE_H */
