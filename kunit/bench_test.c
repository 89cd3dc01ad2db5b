// SPDX-License-Identifier: GPL-2.0
#include "../module/core/bench.c"

#include "check.h"

static size_t format(const void *record, char *buf, size_t size)
{
	return ia_line_format(record, buf, size);
}

/* A report by hand: 1 to 1000 ns for map, one value of 1000000 ns for unmap. */
static struct ia_bench_report *new_report(struct kunit *test)
{
	struct ia_bench_report *report = kunit_kzalloc(test, sizeof(*report), GFP_KERNEL);
	struct ia_bench_result *result;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, report);
	result = &report->result;
	result->attempt = 4;
	result->elapsed_ns = 250000003;
	result->params = (struct ia_bench_params) {
		0x10400f8, IA_BENCH_SG, 65536, 16, 3, IA_ABSENT, IA_BENCH_FROM, 8,
		60000, 5, 2, { 0, 9 },
	};
	result->nr_nodes = 2;
	result->nodes[0] = 1;
	result->nodes[1] = 3;
	result->context.module = "9.9.9";
	result->context.dev.group = 7;
	result->context.dev.domain = IA_DOMAIN_DMA_FQ;
	result->context.dev.default_domain = IA_DOMAIN_DMA;
	result->context.dev.flush = IA_FLUSH_LAZY;
	strscpy(result->context.dev.unit, "dmar0", IA_NAME_SIZE);
	result->context.dev.numa = 1;
	result->context.dev.vendor = 0x8086;
	result->context.dev.device = 0x10c9;
	result->context.dev.dma_mask = 0xffffffff;
	result->context.clock_ns = 21;
	result->context.time_ns = 5701209280;
	strscpy(result->context.kernel, "6.12.0", sizeof(result->context.kernel));
	ia_hist_init(&result->ops[IA_BENCH_MAP]);
	ia_hist_init(&result->ops[IA_BENCH_UNMAP]);
	for (i = 1; i <= 1000; i++)
		ia_hist_add(&result->ops[IA_BENCH_MAP], i);
	ia_hist_add(&result->ops[IA_BENCH_UNMAP], 1000000);
	return report;
}

static void test_state(struct kunit *test)
{
	struct ia_bench_report *report = new_report(test);
	struct ia_bench_line line;

	ia_bench_fill_state(&line, report);
	ia_check_line(test, format, &line, "state=none error=0 reason=- attempt=0");
	report->state = IA_BENCH_REFUSED;
	report->error = EINVAL;
	report->attempt = 12;
	strscpy(report->reason, "size=\"63\nbytes", sizeof(report->reason));
	ia_bench_fill_state(&line, report);
	ia_check_line(test, format, &line,
		      "state=refused error=22 reason=\"size=\\\"63?bytes\" attempt=12");
}

static void test_state_names(struct kunit *test)
{
	static const char * const names[] = {
		[IA_BENCH_NONE] = "state=none error", [IA_BENCH_RUNNING] = "state=running ",
		[IA_BENCH_DONE] = "state=done ", [IA_BENCH_INTERRUPTED] = "state=interrupted ",
		[IA_BENCH_FAILED] = "state=failed ", [IA_BENCH_REFUSED] = "state=refused ",
	};
	struct ia_bench_report *report = new_report(test);
	struct ia_bench_line line;
	char buf[80];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		report->state = i;
		ia_bench_fill_state(&line, report);
		format(&line, buf, sizeof(buf));
		KUNIT_EXPECT_EQ_MSG(test, strncmp(buf, names[i], strlen(names[i])), 0, "%s", buf);
	}
}

static void test_params(struct kunit *test)
{
	struct ia_bench_report *report = new_report(test);
	struct ia_bench_line line;

	ia_bench_fill_params(&line, &report->result);
	ia_check_line(test, format, &line,
		      "dev=0104:00:1f.0 mode=sg size=65536 segments=16 threads=3 cpus=0,9 node=- dir=from ring=8 seconds=60.000 warmup=0.005 elapsed_ns=250000003 attempt=4 nodes=1,3");
	report->result.nr_nodes = IA_UNKNOWN;
	ia_bench_fill_params(&line, &report->result);
	ia_check_line(test, format, &line,
		      "dev=0104:00:1f.0 mode=sg size=65536 segments=16 threads=3 cpus=0,9 node=- dir=from ring=8 seconds=60.000 warmup=0.005 elapsed_ns=250000003 attempt=4 nodes=unknown");
}

static void test_context(struct kunit *test)
{
	struct ia_bench_report *report = new_report(test);
	struct ia_bench_line line;
	struct ia_bench_context *context = &report->result.context;

	context->virtualised = IA_UNKNOWN;
	ia_bench_fill_context(&line, context);
	ia_check_line(test, format, &line,
		      "kernel=6.12.0 module=9.9.9 cmdline=unknown driver=- group=7 domain=DMA-FQ default=DMA flush=lazy unit=dmar0 vendor=0x8086 device=0x10c9 numa=1 dma_mask=0x00000000ffffffff virtualised=unknown governor=unknown clock=unknown clock_ns=21 time_ns=5701209280 boot_id=unknown");
	context->virtualised = 1;
	context->dev.numa = IA_ABSENT;
	context->dev.group = IA_ABSENT;
	context->dev.domain = IA_DOMAIN_NONE;
	context->dev.default_domain = IA_DOMAIN_NONE;
	context->dev.flush = IA_FLUSH_ABSENT;
	context->dev.unit[0] = '\0';
	strscpy(context->dev.driver, "igb", IA_NAME_SIZE);
	ia_bench_fill_context(&line, context);
	ia_check_line(test, format, &line,
		      "kernel=6.12.0 module=9.9.9 cmdline=unknown driver=igb group=none domain=none default=none flush=- unit=none vendor=0x8086 device=0x10c9 numa=- dma_mask=0x00000000ffffffff virtualised=1 governor=unknown clock=unknown clock_ns=21 time_ns=5701209280 boot_id=unknown");
}

/*
 * By hand: of 1..1000 the ranks 500, 900, 990 and 999 are those values, in the
 * ranges 500..503, 896..903, 984..991 and 992..999.
 */
static void test_ops(struct kunit *test)
{
	struct ia_bench_report *report = new_report(test);
	struct ia_bench_line line;

	ia_bench_fill_op(&line, &report->result, IA_BENCH_MAP);
	ia_check_line(test, format, &line,
		      "op=map ops=1000 ops_per_s=3999 mean_ns=501 min_ns=1 p50_ns=502 p90_ns=900 p99_ns=988 p999_ns=996 max_ns=1000");
	ia_bench_fill_op(&line, &report->result, IA_BENCH_UNMAP);
	ia_check_line(test, format, &line,
		      "op=unmap ops=1 ops_per_s=3 mean_ns=1000000 min_ns=1000000 p50_ns=1000000 p90_ns=1000000 p99_ns=1000000 p999_ns=1000000 max_ns=1000000");
}

/* A minute of 256 CPUs: 7500000 pairs in a second of each are 115200000000. */
static void test_many_ops(struct kunit *test)
{
	struct ia_bench_report *report = new_report(test);
	struct ia_bench_line line;
	struct ia_hist *hist = &report->result.ops[IA_BENCH_UNMAP];

	report->result.elapsed_ns = 60000000000;
	hist->count = 115200000000;
	hist->sum = hist->count * 30;
	ia_bench_fill_op(&line, &report->result, IA_BENCH_UNMAP);
	ia_check_line(test, format, &line,
		      "op=unmap ops=115200000000 ops_per_s=1920000000 mean_ns=30 min_ns=1000000 p50_ns=1000000 p90_ns=1000000 p99_ns=1000000 p999_ns=1000000 max_ns=1000000");
}

/* 1000000 is 61 * 2^14 + 576: between 2^19 and 2^20 ranges are 2^13 wide. */
static void test_buckets(struct kunit *test)
{
	struct ia_bench_report *report = new_report(test);
	struct ia_bench_line line;

	ia_bench_fill_bin(&line, &report->result, IA_BENCH_MAP, 127);
	ia_check_line(test, format, &line, "hist=map from_ns=127 to_ns=128 count=1");
	ia_bench_fill_bin(&line, &report->result, IA_BENCH_MAP, 128);
	ia_check_line(test, format, &line, "hist=map from_ns=128 to_ns=130 count=2");
	ia_bench_fill_bin(&line, &report->result, IA_BENCH_UNMAP, 13 * 64 + 122);
	ia_check_line(test, format, &line,
		      "hist=unmap from_ns=999424 to_ns=1007616 count=1");
}

static struct kunit_case bench_cases[] = {
	KUNIT_CASE(test_state),
	KUNIT_CASE(test_state_names),
	KUNIT_CASE(test_params),
	KUNIT_CASE(test_context),
	KUNIT_CASE(test_ops),
	KUNIT_CASE(test_many_ops),
	KUNIT_CASE(test_buckets),
	{}
};

static struct kunit_suite bench_suite = {
	.name = "iommu_audit_bench",
	.test_cases = bench_cases,
};

kunit_test_suite(bench_suite);
