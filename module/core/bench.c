// SPDX-License-Identifier: GPL-2.0
#include "bench.h"

#define NS_PER_S	1000000000ULL

/* Of all threads together; what was not measured for any time has no rate. */
static u64 per_second(u64 count, u64 elapsed_ns)
{
	/* Many CPUs do more than 2^64 / 10^9 in a minute: what is cut is below 2^-33. */
	while (count > ~0ULL / NS_PER_S) {
		count >>= 1;
		elapsed_ns >>= 1;
	}
	return elapsed_ns ? div64_u64(count * NS_PER_S, elapsed_ns) : 0;
}

/* What became of the last write. */
void ia_bench_fill_state(struct ia_bench_line *line, const struct ia_bench_report *report)
{
	struct ia_bench_state_line *record = &line->state;

	ia_line_init(&line->line, &ia_bench_state_layout);
	record->state = report->state;
	record->error = report->error;
	record->reason = report->reason;
	record->attempt = report->attempt;
}

/* What was requested, with the CPUs that were used. */
void ia_bench_fill_params(struct ia_bench_line *line, const struct ia_bench_result *result)
{
	const struct ia_bench_params *params = &result->params;
	struct ia_bench_params_line *record = &line->params;

	ia_line_init(&line->line, &ia_bench_params_layout);
	record->device = params->dev;
	record->mode = params->mode;
	record->size = params->size;
	record->segments = params->segments;
	record->threads = params->threads;
	record->cpus = (struct ia_ints){ params->nr_cpus, params->cpus };
	record->node = params->node;
	record->dir = params->dir;
	record->ring = params->ring;
	record->seconds = params->ms;
	record->warmup = params->warmup_ms;
	record->elapsed_ns = result->elapsed_ns;
	record->attempt = result->attempt;
	record->nodes = (struct ia_ints){ result->nr_nodes, result->nodes };
}

static void fill_device(struct ia_bench_context_line *record, const struct ia_device *dev)
{
	record->driver = dev->driver;
	record->group = dev->group;
	record->domain = dev->domain;
	record->default_domain = dev->default_domain;
	record->flush = dev->flush;
	record->unit = dev->unit;
	record->vendor = dev->vendor;
	record->device = dev->device;
	record->numa = dev->numa;
	record->dma_mask = dev->dma_mask;
}

/* What a run was measured on; user space knows the rest. */
void ia_bench_fill_context(struct ia_bench_line *line, const struct ia_bench_context *context)
{
	struct ia_bench_context_line *record = &line->context;

	ia_line_init(&line->line, &ia_bench_context_layout);
	fill_device(record, &context->dev);
	record->kernel = context->kernel;
	record->module = context->module;
	record->virtualised = context->virtualised;
	/* Neither absent nor ours to tell. */
	record->governor = IOMMU_AUDIT_UNKNOWN;
	record->clock_ns = context->clock_ns;
	record->time_ns = context->time_ns;
}

/* What an operation took. */
void ia_bench_fill_op(struct ia_bench_line *line, const struct ia_bench_result *result,
		      enum ia_bench_op_type op)
{
	const struct ia_hist *hist = &result->ops[op];
	struct ia_bench_op_line *record = &line->op;

	ia_line_init(&line->line, &ia_bench_op_layout);
	record->op = op;
	record->ops = hist->count;
	record->ops_per_s = per_second(hist->count, result->elapsed_ns);
	record->mean_ns = ia_hist_mean(hist);
	record->min_ns = hist->min;
	record->p50_ns = ia_hist_quantile(hist, 500);
	record->p90_ns = ia_hist_quantile(hist, 900);
	record->p99_ns = ia_hist_quantile(hist, 990);
	record->p999_ns = ia_hist_quantile(hist, 999);
	record->max_ns = hist->max;
}

/* How many operations took how long. */
void ia_bench_fill_bin(struct ia_bench_line *line, const struct ia_bench_result *result,
		       enum ia_bench_op_type op, unsigned int bucket)
{
	struct ia_bench_bin_line *record = &line->bin;

	ia_line_init(&line->line, &ia_bench_bin_layout);
	record->op = op;
	record->from_ns = ia_hist_from(bucket);
	record->to_ns = ia_hist_from(bucket + 1);
	record->count = result->ops[op].buckets[bucket];
}
