// SPDX-License-Identifier: GPL-2.0
#include "../module/core/bench_params.c"

#include "check.h"

#define DEV "dev=0000:00:04.0"

static int parse(const char *line, struct ia_bench_params *params, char *reason)
{
	return ia_bench_parse(line, 4096, params, reason, 256);
}

static void test_defaults(struct kunit *test)
{
	struct ia_bench_params params;
	char reason[256];

	KUNIT_ASSERT_EQ(test, parse(DEV "\n", &params, reason), 0);
	KUNIT_EXPECT_STREQ(test, reason, "");
	KUNIT_EXPECT_EQ(test, params.dev, 0x20ULL);
	KUNIT_EXPECT_EQ(test, params.mode, IA_BENCH_SINGLE);
	KUNIT_EXPECT_EQ(test, params.size, 4096);
	KUNIT_EXPECT_EQ(test, params.segments, 1);
	KUNIT_EXPECT_EQ(test, params.threads, 1);
	KUNIT_EXPECT_EQ(test, params.nr_cpus, 0);
	KUNIT_EXPECT_EQ(test, params.node, IA_ABSENT);
	KUNIT_EXPECT_EQ(test, params.dir, IA_BENCH_BOTH);
	KUNIT_EXPECT_EQ(test, params.ring, 1);
	KUNIT_EXPECT_EQ(test, params.ms, 1000);
	KUNIT_EXPECT_EQ(test, params.warmup_ms, 200);
}

static void test_everything(struct kunit *test)
{
	static const u16 cpus[] = { 3, 0, 8, 9, 10 };
	struct ia_bench_params params;
	char reason[256];

	KUNIT_ASSERT_EQ(test, parse("\twarmup=0.05 seconds=2.5  ring=16 dir=to node=1 cpus=3,0,8-10 threads=7 segments=16 size=65536 mode=sg dev=10001:Ff:1e.7\n",
				    &params, reason), 0);
	KUNIT_EXPECT_EQ(test, params.dev, 0x10001fff7ULL);
	KUNIT_EXPECT_EQ(test, params.mode, IA_BENCH_SG);
	KUNIT_EXPECT_EQ(test, params.size, 65536);
	KUNIT_EXPECT_EQ(test, params.segments, 16);
	KUNIT_EXPECT_EQ(test, params.threads, 7);
	KUNIT_ASSERT_EQ(test, params.nr_cpus, ARRAY_SIZE(cpus));
	KUNIT_EXPECT_EQ(test, memcmp(params.cpus, cpus, sizeof(cpus)), 0);
	KUNIT_EXPECT_EQ(test, params.node, 1);
	KUNIT_EXPECT_EQ(test, params.dir, IA_BENCH_TO);
	KUNIT_EXPECT_EQ(test, params.ring, 16);
	KUNIT_EXPECT_EQ(test, params.ms, 2500);
	KUNIT_EXPECT_EQ(test, params.warmup_ms, 50);
	KUNIT_ASSERT_EQ(test, parse(DEV " cpus=0-3", &params, reason), 0);
	KUNIT_EXPECT_EQ(test, params.threads, 4);
}

/* The edges of what the contract accepts. */
static const struct {
	const char *line;
} accepted[] = {
	{ "size=64" }, { "size=4194304" }, { "mode=sg segments=256 size=16384" },
	{ "mode=coherent dir=both node=-" }, { "threads=256 cpus=-" }, { "cpus=65535" },
	{ "cpus=0-255" }, { "ring=16384" }, { "seconds=0.01" }, { "seconds=0.010" },
	{ "seconds=60.000" }, { "warmup=0" }, { "warmup=0.001" }, { "warmup=10" },
	{ "node=65535" }, { "size=4194304 ring=64" }, { "size=64 ring=16384 threads=4" },
	{ "size=20480 ring=8192" }, { "size=0000004096" },
};

KUNIT_ARRAY_PARAM_DESC(accepted, accepted, line);

static void test_accepted(struct kunit *test)
{
	const typeof(accepted[0]) *row = test->param_value;
	struct ia_bench_params params;
	char line[128], reason[256];

	scnprintf(line, sizeof(line), DEV " %s", row->line);
	KUNIT_EXPECT_EQ_MSG(test, parse(line, &params, reason), 0, "%s", reason);
}

/* What is wrong, and how the reason begins: it names the parameter. */
static const struct refusal {
	const char *line;
	const char *reason;
} refused[] = {
	{ "", "dev is missing" },
	{ "\n", "dev is missing" },
	{ "size=64", "dev is missing" },
	{ "dev=", "dev= is not accepted: a PCI address" },
	{ "dev=00:04.0", "dev=00:04.0 is not accepted" },
	{ "dev=0000:00:20.0", "dev=0000:00:20.0 is not accepted" },
	{ "dev=0000:00:04.8", "dev=0000:00:04.8 is not accepted" },
	{ "dev=0000:100:04.0", "dev=" },
	{ "dev=0000:00:04.0x", "dev=" },
	{ "dev=0000:00:04", "dev=" },
	{ "dev=100000000:00:04.0", "dev=" },
	{ DEV " mode=Single", "mode=Single is not accepted: single, sg or coherent" },
	{ DEV " size=63", "size=63 is not accepted: 64 to 4194304 bytes" },
	{ DEV " size=4194305", "size=4194305 " },
	{ DEV " size=4294967360", "size=4294967360 " },
	{ DEV " size=99999999999999999999", "size=9999" },
	{ DEV " size=4k", "size=4k " },
	{ DEV " size=-1", "size=-1 " },
	{ DEV " size=+64", "size=+64 " },
	{ DEV " size=0x1000", "size=0x1000 " },
	{ DEV " segments=0", "segments=0 is not accepted: 1 to 256" },
	{ DEV " mode=sg segments=257", "segments=257 " },
	{ DEV " segments=2", "segments=2 is not accepted: 1 unless mode=sg" },
	{ DEV " mode=sg segments=3", "size=4096 is not accepted: with segments=3" },
	{ DEV " mode=sg segments=128", "size=4096 is not accepted: with segments=128" },
	{ DEV " threads=0", "threads=0 is not accepted: 1 to 256" },
	{ DEV " threads=257", "threads=257 " },
	{ DEV " cpus=", "cpus= is not accepted: a list" },
	{ DEV " cpus=,", "cpus=, " },
	{ DEV " cpus=1,", "cpus=1, " },
	{ DEV " cpus=2-1", "cpus=2-1 " },
	{ DEV " cpus=1-", "cpus=1- " },
	{ DEV " cpus=65536", "cpus=65536 " },
	{ DEV " cpus=0-256", "cpus=0-256 " },
	{ DEV " cpus=0-254,1,2", "cpus=0-254,1,2 " },
	{ DEV " cpus=0-4294967295", "cpus=0-4294967295 " },
	{ DEV " node=-1", "node=-1 is not accepted" },
	{ DEV " node=65536", "node=65536 " },
	{ DEV " dir=TO", "dir=TO is not accepted: to, from or both" },
	{ DEV " mode=coherent dir=to", "dir=to is not accepted: both when mode=coherent" },
	{ DEV " mode=coherent node=0", "node=0 is not accepted: - when mode=coherent" },
	{ DEV " ring=0", "ring=0 is not accepted: 1 to 16384" },
	{ DEV " ring=16385", "ring=16385 " },
	{ DEV " seconds=0", "seconds=0 is not accepted: 0.010 to 60.000" },
	{ DEV " seconds=0.009", "seconds=0.009 " },
	{ DEV " seconds=60.001", "seconds=60.001 " },
	{ DEV " seconds=61", "seconds=61 " },
	{ DEV " seconds=4294968", "seconds=4294968 " },
	{ DEV " seconds=1.", "seconds=1. " },
	{ DEV " seconds=.5", "seconds=.5 " },
	{ DEV " seconds=0.1234", "seconds=0.1234 " },
	{ DEV " seconds=1e1", "seconds=1e1 " },
	{ DEV " warmup=10.001", "warmup=10.001 " },
	{ DEV " warmup=-1", "warmup=-1 " },
	{ DEV " size=20480 ring=8193", "threads=1 ring=8193 size=20480 is not accepted" },
	{ DEV " size=4194304 ring=65", "threads=1 ring=65 size=4194304 is not accepted" },
	{ DEV " size=64 ring=16384 threads=5", "threads=5 ring=16384 size=64 " },
	{ DEV " mode=sg size=16384 segments=256 ring=257", "threads=1 ring=257 " },
	{ DEV " size=64 size=64", "size is given twice" },
	{ DEV " " DEV, "dev is given twice" },
	{ DEV " speed=1", "speed=1 is no parameter" },
	{ DEV " size", "size is no parameter" },
	{ DEV " =1", "=1 is no parameter" },
	{ DEV " Size=64", "Size=64 is no parameter" },
	{ DEV " sizes=64", "sizes=64 is no parameter" },
};

/* Quoted, as the first ones are empty but for a newline. */
static void describe_refusal(const struct refusal *row, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "\"%*pE\"", (int)strlen(row->line), row->line);
}

KUNIT_ARRAY_PARAM(refused, refused, describe_refusal);

static void test_refused(struct kunit *test)
{
	const struct refusal *row = test->param_value;
	struct ia_bench_params params;
	char reason[256];

	KUNIT_EXPECT_EQ(test, parse(row->line, &params, reason), -EINVAL);
	KUNIT_EXPECT_EQ_MSG(test, strncmp(reason, row->reason, strlen(row->reason)), 0,
			    "%s", reason);
}

/* A reason that does not fit is cut, and what is parsed is not touched. */
static void test_reason_is_bounded(struct kunit *test)
{
	struct ia_bench_params params;
	char line[400], reason[16];

	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	reason[8] = 0x5a;
	KUNIT_EXPECT_EQ(test, ia_bench_parse(line, 4096, &params, reason, 8), -EINVAL);
	KUNIT_EXPECT_STREQ(test, reason, "xxxxxxx");
	KUNIT_EXPECT_EQ(test, reason[8], 0x5a);
}

static void test_larger_pages(struct kunit *test)
{
	struct ia_bench_params params;
	char reason[256];

	KUNIT_EXPECT_EQ(test, ia_bench_parse(DEV " size=64 ring=4096", 65536, &params, reason,
					     256), 0);
	KUNIT_EXPECT_EQ(test, ia_bench_parse(DEV " size=64 ring=4097", 65536, &params, reason,
					     256), -EINVAL);
}

struct taken {
	const char *line;
	u64 waiting;
	u64 memory;
	u64 addresses;
};

/* Addresses by hand: mappings of 2^n pages, times those in the rings and those that wait. */
static const struct taken taken[] = {
	{ DEV, 0, 4096, 4096 },
	{ DEV " size=64", 512, 4096, 513 * 4096ULL },
	{ DEV " size=12288 ring=3 threads=2", 0, 6 * 16384, 6 * 16384 },
	{ DEV " size=4194304", 256 + 256, 4194304, 513ULL << 22 },
	{ DEV " size=4194304 ring=16 threads=4", 256 * 512, 1 << 28, (64ULL + 131072) << 22 },
	{ DEV " mode=sg size=192 segments=3", 1, 3 * 4096, 2 * 16384 },
	{ DEV " mode=sg size=1048576 segments=256 ring=2", 10, 2 << 20, 12 << 20 },
};

static void taken_desc(const struct taken *row, char *desc)
{
	scnprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s, %llu wait", row->line + strlen(DEV),
		  row->waiting);
}

KUNIT_ARRAY_PARAM(taken, taken, taken_desc);

static void test_taken(struct kunit *test)
{
	const struct taken *row = test->param_value;
	struct ia_bench_params params;
	char reason[256];

	KUNIT_ASSERT_EQ(test, parse(row->line, &params, reason), 0);
	KUNIT_EXPECT_EQ(test, ia_bench_memory(&params, 4096), row->memory);
	KUNIT_EXPECT_EQ(test, ia_bench_addresses(&params, 4096, row->waiting), row->addresses);
}

static struct kunit_case bench_params_cases[] = {
	KUNIT_CASE(test_defaults),
	KUNIT_CASE(test_everything),
	KUNIT_CASE_PARAM(test_accepted, accepted_gen_params),
	KUNIT_CASE_PARAM(test_refused, refused_gen_params),
	KUNIT_CASE(test_reason_is_bounded),
	KUNIT_CASE(test_larger_pages),
	KUNIT_CASE_PARAM(test_taken, taken_gen_params),
	{}
};

static struct kunit_suite bench_params_suite = {
	.name = "iommu_audit_bench_params",
	.test_cases = bench_params_cases,
};

kunit_test_suite(bench_params_suite);
