/* SPDX-License-Identifier: GPL-2.0 */
/* bench.c, bench_text.c, bench_device.c: runs of the DMA-map benchmark */
#ifndef IA_BENCH_H
#define IA_BENCH_H

#include <stdint.h>

#include "../machine/machine.h"
#include "../machine/record.h"

/* Ranges of a histogram that a record may have, and runs that a file may. */
#define IA_MAX_BINS	4096
#define IA_MAX_RUNS	4096

/* By what share two percentiles may be apart that differ by next to nothing. */
#define IA_RANGE_WIDTH	(1.0 / 64)

enum ia_bench_side {
	IA_BENCH_MAP,
	IA_BENCH_UNMAP,
	IA_BENCH_OPS
};

/* What a run is judged by: pairs in a second, and times of one operation. */
enum ia_metric {
	IA_METRIC_PAIRS,
	IA_METRIC_MAP_MEAN,
	IA_METRIC_MAP_P50,
	IA_METRIC_MAP_P90,
	IA_METRIC_MAP_P99,
	IA_METRIC_MAP_P999,
	IA_METRIC_UNMAP_MEAN,
	IA_METRIC_UNMAP_P50,
	IA_METRIC_UNMAP_P90,
	IA_METRIC_UNMAP_P99,
	IA_METRIC_UNMAP_P999,
	IA_METRICS
};

/**
 * struct ia_metric_info - what a metric is
 * @name: for people
 * @key: for programs
 * @op: which record it is in
 * @field: its key there
 * @rate: more is better, and it is no time
 * @judged: it gets a verdict of its own
 * @ranged: it is a percentile, known to the range of a histogram that it is in
 */
struct ia_metric_info {
	const char *name;
	const char *key;
	enum ia_bench_side op;
	const char *field;
	bool rate;
	bool judged;
	bool ranged;
};

extern const struct ia_metric_info ia_metrics[IA_METRICS];

/**
 * struct ia_bin - operations that took about as long
 * @from: shortest time, in nanoseconds
 * @to: first time that is too long
 * @count: operations
 */
struct ia_bin {
	uint64_t from;
	uint64_t to;
	uint64_t count;
};

/**
 * struct ia_bench_run - one run, as bench/result tells it
 * @arm: which of the things to compare this is, or NULL
 * @records: all its records
 * @asked: the record of what was asked for
 * @context: the record of what it was measured on
 * @point: what was asked for but the device, as one text that can be compared
 * @ops: the records of both operations
 * @values: by enum ia_metric; NAN when not known
 * @bins: histograms
 * @nbins: ranges in each
 */
struct ia_bench_run {
	const char *arm;
	struct ia_records records;
	const struct ia_record *asked;
	const struct ia_record *context;
	const char *point;
	const struct ia_record *ops[IA_BENCH_OPS];
	double values[IA_METRICS];
	struct ia_bin *bins[IA_BENCH_OPS];
	size_t nbins[IA_BENCH_OPS];
};

struct ia_protocol;

/**
 * struct ia_bench_set - the runs of one file
 * @arena: owner of all of it
 * @name: what it is called
 * @time: when it was begun, ISO 8601 in UTC
 * @tool: version of the tool that ran it
 * @runs: the runs, in the order of time
 * @count: number of @runs
 * @room: runs there is room for
 * @protocol: what is to be done across boots, or NULL
 */
struct ia_bench_set {
	struct ia_arena *arena;
	const char *name;
	const char *time;
	const char *tool;
	struct ia_bench_run *runs;
	size_t count;
	size_t room;
	struct ia_protocol *protocol;
};

/* bench.c */
const char *ia_bench_join(struct ia_arena *arena, struct ia_bench_run *run);
struct ia_bench_run *ia_bench_add(struct ia_bench_set *set, const char *arm);
const char *ia_bench_boot(const struct ia_bench_run *run);
bool ia_bench_word(const char *text, const char *word, size_t len);

/* bench_text.c */
const char *ia_bench_ns(struct ia_arena *arena, double ns);
const char *ia_bench_rate(struct ia_arena *arena, double per_second);
const char *ia_bench_size(struct ia_arena *arena, const char *bytes);
const char *ia_bench_value(struct ia_arena *arena, enum ia_metric metric,
			   double value);
const char *ia_bench_percent(struct ia_arena *arena, double share);
const char *ia_bench_asked(struct ia_arena *arena, const struct ia_bench_run *run);

/* bench_device.c */
const struct ia_device *ia_bench_default(struct ia_machine *machine,
					 const char **why);

#endif /* IA_BENCH_H */
