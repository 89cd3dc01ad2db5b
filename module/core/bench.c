// SPDX-License-Identifier: GPL-2.0
#include "bench.h"

#include "text.h"

#define NS_PER_S	1000000000ULL

static const char * const state_names[] = {
	[IA_BENCH_NONE] = IOMMU_AUDIT_NONE,
	[IA_BENCH_RUNNING] = IOMMU_AUDIT_BENCH_RUNNING,
	[IA_BENCH_DONE] = IOMMU_AUDIT_BENCH_DONE,
	[IA_BENCH_INTERRUPTED] = IOMMU_AUDIT_BENCH_INTERRUPTED,
	[IA_BENCH_FAILED] = IOMMU_AUDIT_BENCH_FAILED,
	[IA_BENCH_REFUSED] = IOMMU_AUDIT_BENCH_REFUSED,
};

static const char * const op_names[] = {
	[IA_BENCH_MAP] = IOMMU_AUDIT_BENCH_MAP,
	[IA_BENCH_UNMAP] = IOMMU_AUDIT_BENCH_UNMAP,
};

static void put_number(struct ia_text *t, const char *key, u64 value)
{
	ia_text_printf(t, " %s=%llu", key, (unsigned long long)value);
}

static void put_seconds(struct ia_text *t, const char *key, u32 ms)
{
	ia_text_printf(t, " %s=%u.%03u", key, ms / 1000, ms % 1000);
}

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

static void put_state(struct ia_text *t, const struct ia_bench_report *report)
{
	ia_text_printf(t, "state=%s error=%d", state_names[report->state], report->error);
	ia_text_name(t, " reason=", report->reason, IOMMU_AUDIT_NOT_APPLICABLE);
	put_number(t, "attempt", report->attempt);
}

static void put_params(struct ia_text *t, const struct ia_bench_result *result)
{
	const struct ia_bench_params *params = &result->params;
	u32 i;

	ia_text_puts(t, "dev=");
	ia_text_bdf(t, params->dev);
	ia_text_printf(t, " mode=%s size=%u segments=%u threads=%u cpus=",
		       ia_bench_mode_name(params->mode), params->size,
		       params->segments, params->threads);
	for (i = 0; i < params->nr_cpus; i++)
		ia_text_printf(t, "%s%u", i ? "," : "", params->cpus[i]);
	ia_text_number(t, " node=", params->node, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_text_printf(t, " dir=%s ring=%u", ia_bench_dir_name(params->dir), params->ring);
	put_seconds(t, "seconds", params->ms);
	put_seconds(t, "warmup", params->warmup_ms);
	put_number(t, "elapsed_ns", result->elapsed_ns);
	put_number(t, "attempt", result->attempt);
}

static void put_context(struct ia_text *t, const struct ia_bench_context *context)
{
	const struct ia_device *dev = &context->dev;

	ia_text_puts(t, "kernel=");
	ia_text_value(t, context->kernel);
	ia_text_puts(t, " module=");
	ia_text_value(t, context->module);
	ia_text_name(t, " cmdline=", context->cmdline, IOMMU_AUDIT_UNKNOWN);
	ia_text_name(t, " driver=", dev->driver, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_text_number(t, " group=", dev->at.group, IOMMU_AUDIT_NONE);
	ia_text_printf(t, " domain=%s default=%s flush=%s", ia_domain_name(dev->at.domain),
		       ia_domain_name(dev->at.default_domain), ia_flush_name(dev->at.flush));
	ia_text_name(t, " unit=", dev->at.unit, IOMMU_AUDIT_NONE);
	ia_text_printf(t, " vendor=0x%04x device=0x%04x", dev->vendor, dev->device);
	ia_text_number(t, " numa=", dev->numa, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_text_printf(t, " dma_mask=0x%016llx", (unsigned long long)dev->dma_mask);
	ia_text_flag(t, "virtualised", context->virtualised);
	ia_text_name(t, " governor=", context->governor, IOMMU_AUDIT_NOT_APPLICABLE);
	ia_text_name(t, " clock=", context->clock, IOMMU_AUDIT_UNKNOWN);
	put_number(t, "clock_ns", context->clock_ns);
	put_number(t, "time_ns", context->time_ns);
	ia_text_name(t, " boot_id=", context->boot_id, IOMMU_AUDIT_UNKNOWN);
}

static void put_op(struct ia_text *t, const struct ia_bench_result *result,
		   enum ia_bench_op op)
{
	static const struct {
		const char *key;
		unsigned int permille;
	} quantiles[] = {
		{ "p50_ns", 500 }, { "p90_ns", 900 }, { "p99_ns", 990 }, { "p999_ns", 999 },
	};
	const struct ia_hist *hist = &result->ops[op];
	size_t i;

	ia_text_printf(t, "op=%s", op_names[op]);
	put_number(t, "ops", hist->count);
	put_number(t, "ops_per_s", per_second(hist->count, result->elapsed_ns));
	put_number(t, "mean_ns", ia_hist_mean(hist));
	put_number(t, "min_ns", hist->min);
	for (i = 0; i < ARRAY_SIZE(quantiles); i++)
		put_number(t, quantiles[i].key,
			   ia_hist_quantile(hist, quantiles[i].permille));
	put_number(t, "max_ns", hist->max);
}

static void put_bucket(struct ia_text *t, const struct ia_bench_line *line)
{
	ia_text_printf(t, "hist=%s", op_names[line->op]);
	put_number(t, "from_ns", ia_hist_from(line->bucket));
	put_number(t, "to_ns", ia_hist_from(line->bucket + 1));
	put_number(t, "count", line->report->result.ops[line->op].buckets[line->bucket]);
}

/**
 * ia_bench_line_format() - write one line of bench/result
 * @line: the line; but for its state, the report's result holds
 * @buf: where it goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_bench_line_format(const struct ia_bench_line *line, char *buf, size_t size)
{
	const struct ia_bench_result *result = &line->report->result;
	struct ia_text t;

	ia_text_init(&t, buf, size);
	switch (line->kind) {
	case IA_BENCH_LINE_STATE:
		put_state(&t, line->report);
		break;
	case IA_BENCH_LINE_PARAMS:
		put_params(&t, result);
		break;
	case IA_BENCH_LINE_CONTEXT:
		put_context(&t, &result->context);
		break;
	case IA_BENCH_LINE_OP:
		put_op(&t, result, line->op);
		break;
	case IA_BENCH_LINE_BUCKET:
		put_bucket(&t, line);
		break;
	}
	return t.len;
}
