// SPDX-License-Identifier: GPL-2.0
#include "bench.h"

#include <math.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "../machine/faults.h"

const struct ia_metric_info ia_metrics[IA_METRICS] = {
	[IA_METRIC_PAIRS] = { "pairs/s", "pairs_per_s", IA_BENCH_UNMAP,
		"ops_per_s", true, true, false },
	[IA_METRIC_MAP_MEAN] = { "map mean", "map_mean_ns", IA_BENCH_MAP,
		"mean_ns", false, false, false },
	[IA_METRIC_MAP_P50] = { "map p50", "map_p50_ns", IA_BENCH_MAP,
		"p50_ns", false, true, true },
	[IA_METRIC_MAP_P90] = { "map p90", "map_p90_ns", IA_BENCH_MAP,
		"p90_ns", false, false, true },
	[IA_METRIC_MAP_P99] = { "map p99", "map_p99_ns", IA_BENCH_MAP,
		"p99_ns", false, true, true },
	[IA_METRIC_MAP_P999] = { "map p99.9", "map_p999_ns", IA_BENCH_MAP,
		"p999_ns", false, false, true },
	[IA_METRIC_UNMAP_MEAN] = { "unmap mean", "unmap_mean_ns", IA_BENCH_UNMAP,
		"mean_ns", false, false, false },
	[IA_METRIC_UNMAP_P50] = { "unmap p50", "unmap_p50_ns", IA_BENCH_UNMAP,
		"p50_ns", false, true, true },
	[IA_METRIC_UNMAP_P90] = { "unmap p90", "unmap_p90_ns", IA_BENCH_UNMAP,
		"p90_ns", false, false, true },
	[IA_METRIC_UNMAP_P99] = { "unmap p99", "unmap_p99_ns", IA_BENCH_UNMAP,
		"p99_ns", false, true, true },
	[IA_METRIC_UNMAP_P999] = { "unmap p99.9", "unmap_p999_ns", IA_BENCH_UNMAP,
		"p999_ns", false, false, true },
};

static const char *const ops[IA_BENCH_OPS] = {
	[IA_BENCH_MAP] = IOMMU_AUDIT_BENCH_MAP,
	[IA_BENCH_UNMAP] = IOMMU_AUDIT_BENCH_UNMAP,
};

/* What makes two runs of one device the same question. */
static const char *const asked[] = {
	"mode", "size", "segments", "threads", "cpus", "node", "dir", "ring",
	"seconds", "warmup",
};

static long op_of(const char *word)
{
	long i;

	for (i = 0; i < IA_BENCH_OPS; i++) {
		if (!strcmp(word, ops[i]))
			return i;
	}
	return -1;
}

static const char *add_bin(struct ia_bench_run *run, const struct ia_record *record)
{
	long op = op_of(ia_record_get(record, "hist"));
	struct ia_number from = ia_figure_of(ia_record_get(record, "from_ns"));
	struct ia_number to = ia_figure_of(ia_record_get(record, "to_ns"));
	struct ia_number count = ia_figure_of(ia_record_get(record, "count"));
	struct ia_bin *bin;

	if (op < 0)
		return "hist= is neither map nor unmap";
	if (!from.known || !to.known || !count.known || from.n >= to.n)
		return "a range of the histogram without from_ns= below to_ns=, and count=";
	if (run->nbins[op] == IA_MAX_BINS)
		return "a histogram with too many ranges";
	bin = &run->bins[op][run->nbins[op]];
	if (run->nbins[op] && bin[-1].to > from.n)
		return "a histogram whose ranges are not in order";
	*bin = (struct ia_bin){ from.n, to.n, count.n };
	run->nbins[op]++;
	return NULL;
}

static const char *sort_record(struct ia_bench_run *run, const struct ia_record *record)
{
	const char *op = ia_record_find(record, "op");

	if (ia_record_find(record, "hist"))
		return add_bin(run, record);
	if (op) {
		if (op_of(op) < 0)
			return "op= is neither map nor unmap";
		run->ops[op_of(op)] = record;
	} else if (ia_record_find(record, "dev")) {
		run->asked = record;
	} else if (ia_record_find(record, "kernel")) {
		run->context = record;
	}
	return NULL;
}

static double value_of(const struct ia_bench_run *run, enum ia_metric metric)
{
	const struct ia_metric_info *info = &ia_metrics[metric];
	struct ia_number figure = ia_figure_of(ia_record_get(run->ops[info->op],
							     info->field));

	return figure.known ? (double)figure.n : NAN;
}

static const char *point_of(struct ia_arena *arena, const struct ia_bench_run *run)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		ia_buf_add(&buf, "%s%s=%s", i ? " " : "", asked[i],
			   ia_record_get(run->asked, asked[i]));
	return buf.text;
}

/**
 * ia_bench_join() - make a run of its records
 * @arena: where it lives
 * @run: its records are filled; the rest will be
 *
 * Return: NULL, or what is wrong with the records.
 */
const char *ia_bench_join(struct ia_arena *arena, struct ia_bench_run *run)
{
	enum ia_metric metric;
	const char *wrong;
	size_t i;

	for (i = 0; i < IA_BENCH_OPS; i++) {
		size_t most = run->records.count < IA_MAX_BINS ? run->records.count :
								  IA_MAX_BINS;

		run->bins[i] = ia_alloc(arena, most, sizeof(**run->bins));
	}
	for (i = 0; i < run->records.count; i++) {
		wrong = sort_record(run, &run->records.items[i]);
		if (wrong)
			return wrong;
	}
	if (!run->asked || !run->context)
		return "no record of what was asked for (dev=) and on what (kernel=)";
	if (!run->ops[IA_BENCH_MAP] || !run->ops[IA_BENCH_UNMAP])
		return "no records op=map and op=unmap";
	run->point = point_of(arena, run);
	for (metric = 0; metric < IA_METRICS; metric++)
		run->values[metric] = value_of(run, metric);
	return NULL;
}

/**
 * ia_bench_add() - append an empty run
 * @set: where to
 * @arm: which of the things to compare it is, or NULL
 *
 * Return: the run, valid until the next one is added.
 */
struct ia_bench_run *ia_bench_add(struct ia_bench_set *set, const char *arm)
{
	set->runs = ia_grow(set->arena, set->runs, set->count, &set->room,
			    sizeof(*set->runs));
	set->runs[set->count].arm = arm;
	return &set->runs[set->count++];
}

/**
 * ia_bench_boot() - the boot that a run was in
 * @run: a joined run
 *
 * Return: its id, or "unknown".
 */
const char *ia_bench_boot(const struct ia_bench_run *run)
{
	return ia_record_get(run->context, "boot_id");
}

/**
 * ia_bench_word() - tell whether a text has a word
 * @text: words, separated by blanks
 * @word: the word
 * @len: its length
 */
bool ia_bench_word(const char *text, const char *word, size_t len)
{
	while (*(text += strspn(text, " "))) {
		size_t size = strcspn(text, " ");

		if (size == len && !strncmp(text, word, len))
			return true;
		text += size;
	}
	return false;
}
