/* SPDX-License-Identifier: GPL-2.0 */
/* run.c, text.c: runs of the DMA-map benchmark, and what they are judged by */
#ifndef IA_BENCH_RUN_H
#define IA_BENCH_RUN_H

#include "../base/limits.h"
#include "../base/status.h"
#include "../machine/records.h"

/* Mapping and unmapping. */
#define IA_BENCH_SIDES	2

/*
 * What a run is judged by: pairs in a second, and times of one operation.
 *
 *	X(NAME, "for people", "for programs", OP, member, RATE, JUDGED, RANGED)
 *
 * OP, member	the record of the run that it is in, and which of its values
 * RATE		more is better, and it is no time
 * JUDGED	it gets a verdict of its own
 * RANGED	it is a percentile, known to the range of a histogram
 */
#define IA_BENCH_METRICS(X)							\
	X(PAIRS, "pairs/s", "pairs_per_s", UNMAP, ops_per_s, true, true, false)	\
	X(MAP_MEAN, "map mean", "map_mean_ns", MAP, mean_ns, false, false, false) \
	X(MAP_P50, "map p50", "map_p50_ns", MAP, p50_ns, false, true, true)	\
	X(MAP_P90, "map p90", "map_p90_ns", MAP, p90_ns, false, false, true)	\
	X(MAP_P99, "map p99", "map_p99_ns", MAP, p99_ns, false, true, true)	\
	X(MAP_P999, "map p99.9", "map_p999_ns", MAP, p999_ns, false, false, true) \
	X(UNMAP_MEAN, "unmap mean", "unmap_mean_ns", UNMAP, mean_ns, false, false, false) \
	X(UNMAP_P50, "unmap p50", "unmap_p50_ns", UNMAP, p50_ns, false, true, true) \
	X(UNMAP_P90, "unmap p90", "unmap_p90_ns", UNMAP, p90_ns, false, false, true) \
	X(UNMAP_P99, "unmap p99", "unmap_p99_ns", UNMAP, p99_ns, false, true, true) \
	X(UNMAP_P999, "unmap p99.9", "unmap_p999_ns", UNMAP, p999_ns, false, false, true)

#define X(name, ...)	IA_METRIC_##name,
enum ia_bench_metric { IA_BENCH_METRICS(X) IA_METRICS };
#undef X

/* By what share two percentiles may be apart that differ by next to nothing. */
#define IA_RANGE_WIDTH	(1.0 / 64)

/**
 * struct ia_metric_info - what a metric is, as IA_BENCH_METRICS() has it
 * @name: for people
 * @side: whose record it is in, 0 for mapping and 1 for unmapping
 * @offset: where it is in struct ia_bench_op
 * @rate: more is better, and it is no time
 * @judged: it gets a verdict of its own
 * @ranged: it is a percentile, known to the range of a histogram that it is in
 */
struct ia_metric_info {
	const char *name;
	size_t side;
	size_t offset;
	bool rate;
	bool judged;
	bool ranged;
};

extern const struct ia_metric_info ia_metrics[IA_METRICS];

/**
 * struct ia_bench_result - one run, as bench/result tells it
 * @configuration: label of what it measured, or NULL
 * @params: what was requested, defaults filled in
 * @request: the same without the device
 * @context: what it was measured on
 * @ops: mapping, unmapping
 * @bins: the histograms of both, each in the order of time
 * @nbins: number of @bins
 */
struct ia_bench_result {
	const char *configuration;
	struct ia_bench_params params;
	struct ia_bench_request request;
	struct ia_bench_context context;
	struct ia_bench_op ops[IA_BENCH_SIDES];
	struct ia_bench_bin *bins;
	size_t nbins;
};

struct ia_bench_plan;

/**
 * struct ia_bench_set - the runs of one file
 * @arena: owner of all of it
 * @name: what it is called
 * @time: when it was begun, ISO 8601 in UTC
 * @tool: version of the tool that ran it
 * @runs: the runs, in the order of time
 * @count: number of @runs
 * @room: runs there is room for
 * @plan: what is to be done across boots, or NULL
 */
struct ia_bench_set {
	struct ia_arena *arena;
	const char *name;
	struct ia_string time;
	const char *tool;
	struct ia_bench_result *runs;
	size_t count;
	size_t room;
	struct ia_bench_plan *plan;
};

/* Fills in why something did not work, as for printf; false, for the caller to return. */
#define ia_bench_fail(arena, problem, status_, ...)				\
	(*(problem) = (struct ia_problem){					\
		.status = status_, .text = ia_format(arena, __VA_ARGS__) }, false)

/* run.c */
const char *ia_bench_join(struct ia_bench_result *run);
double ia_bench_figure(const struct ia_bench_result *run, enum ia_bench_metric metric);
struct ia_bench_result *ia_bench_add(struct ia_bench_set *set);
int ia_bench_request_order(const struct ia_bench_request *a, const struct ia_bench_request *b);
const struct ia_key *ia_bench_key(enum ia_record_id id, size_t offset);

/* text.c */
const char *ia_bench_ns(struct ia_arena *arena, double ns);
const char *ia_bench_rate(struct ia_arena *arena, double per_second);
const char *ia_bench_size(struct ia_arena *arena, uint64_t bytes);
const char *ia_bench_value(struct ia_arena *arena, enum ia_bench_metric metric,
			   double value);
const char *ia_bench_percent(struct ia_arena *arena, double share);
const char *ia_bench_request_text(struct ia_arena *arena,
				  const struct ia_bench_request *request);

#endif /* IA_BENCH_RUN_H */
