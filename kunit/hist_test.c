// SPDX-License-Identifier: GPL-2.0
#include "../module/core/hist.c"

#include <linux/prandom.h>
#include <linux/sort.h>

#include "check.h"

static struct ia_hist *new_hist(struct kunit *test)
{
	struct ia_hist *hist = kunit_kzalloc(test, sizeof(*hist), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, hist);
	ia_hist_init(hist);
	return hist;
}

/* Every value up to 2^20, and around every power of two above. */
static void test_buckets_hold_their_values(struct kunit *test)
{
	unsigned int bucket, bit;
	u64 value;
	int near;

	for (value = 0; value < 1 << 20; value++) {
		bucket = bucket_of(value);
		KUNIT_ASSERT_LE(test, ia_hist_from(bucket), value);
		KUNIT_ASSERT_GT(test, ia_hist_from(bucket + 1), value);
	}
	for (bit = 20; bit < IA_HIST_MAX_BITS; bit++) {
		for (near = -3; near <= 3; near++) {
			value = (1ULL << bit) + near;
			bucket = bucket_of(value);
			KUNIT_ASSERT_LE(test, ia_hist_from(bucket), value);
			KUNIT_ASSERT_GT(test, ia_hist_from(bucket + 1), value);
		}
	}
}

/* What the header promises of the width, as a plain division. */
static void test_buckets_are_narrow(struct kunit *test)
{
	unsigned int bucket;
	u64 from, width;

	KUNIT_EXPECT_EQ(test, IA_HIST_BUCKETS, 2048);
	KUNIT_EXPECT_EQ(test, ia_hist_from(0), 0);
	KUNIT_EXPECT_EQ(test, ia_hist_from(IA_HIST_BUCKETS), 1ULL << 37);
	for (bucket = 0; bucket < IA_HIST_BUCKETS; bucket++) {
		from = ia_hist_from(bucket);
		width = ia_hist_from(bucket + 1) - from;
		KUNIT_ASSERT_GE(test, width, 1);
		if (width > 1)
			KUNIT_ASSERT_LE(test, width * 64, from);
	}
}

static void test_too_large(struct kunit *test)
{
	struct ia_hist *hist = new_hist(test);

	ia_hist_add(hist, 1ULL << 37);
	ia_hist_add(hist, ~0ULL >> 1);
	KUNIT_EXPECT_EQ(test, hist->buckets[IA_HIST_BUCKETS - 1], 2);
	KUNIT_EXPECT_EQ(test, hist->max, ~0ULL >> 1);
	/* Never outside of what was counted. */
	KUNIT_EXPECT_EQ(test, ia_hist_quantile(hist, 500), 1ULL << 37);
}

static int by_value(const void *a, const void *b)
{
	u64 left = *(const u64 *)a, right = *(const u64 *)b;

	return left < right ? -1 : left > right;
}

static void expect_near(struct kunit *test, u64 found, u64 exact)
{
	u64 off = found > exact ? found - exact : exact - found;

	KUNIT_ASSERT_LE_MSG(test, off * 128, exact, "%llu instead of %llu", found, exact);
}

/* Every quantile against the sorted values, by nearest rank. */
static void check_quantiles(struct kunit *test, u64 *values, size_t count)
{
	struct ia_hist *hist = new_hist(test);
	unsigned int permille;
	size_t i, rank;
	u64 sum = 0;

	for (i = 0; i < count; i++) {
		ia_hist_add(hist, values[i]);
		sum += values[i];
	}
	sort(values, count, sizeof(*values), by_value, NULL);
	KUNIT_ASSERT_EQ(test, hist->count, count);
	KUNIT_ASSERT_EQ(test, hist->min, values[0]);
	KUNIT_ASSERT_EQ(test, hist->max, values[count - 1]);
	KUNIT_ASSERT_EQ(test, ia_hist_mean(hist), (sum + count / 2) / count);
	for (permille = 1; permille <= 1000; permille++) {
		rank = 0;
		while (rank * 1000 < count * permille)
			rank++;
		expect_near(test, ia_hist_quantile(hist, permille), values[rank - 1]);
	}
	kunit_kfree(test, hist);
}

static void test_quantiles_of_random_values(struct kunit *test)
{
	u64 *values = kunit_kcalloc(test, 2000, sizeof(*values), GFP_KERNEL);
	struct rnd_state rnd;
	unsigned int round;
	size_t count, i;

	KUNIT_ASSERT_NOT_NULL(test, values);
	prandom_seed_state(&rnd, 3121);
	for (round = 0; round < 40; round++) {
		count = 1 + prandom_u32_state(&rnd) % 2000;
		/* As long in each order of magnitude, up to 2^36. */
		for (i = 0; i < count; i++)
			values[i] = ((u64)prandom_u32_state(&rnd) << 4) >>
				    prandom_u32_state(&rnd) % 36;
		check_quantiles(test, values, count);
	}
}

/* All multisets of three out of values that lie in one bucket, in two, far off. */
static void test_quantiles_of_few_values(struct kunit *test)
{
	static const u64 some[] = { 0, 1, 127, 128, 129, 130, 1000000, 1000001, 68719476735ULL };
	u64 values[3];
	size_t a, b, c;

	for (a = 0; a < ARRAY_SIZE(some); a++) {
		for (b = 0; b < ARRAY_SIZE(some); b++) {
			for (c = 0; c < ARRAY_SIZE(some); c++) {
				values[0] = some[a];
				values[1] = some[b];
				values[2] = some[c];
				check_quantiles(test, values, 3);
			}
		}
	}
}

/* Not the middle of its range: nothing was counted there. */
static void test_one_value_is_exact(struct kunit *test)
{
	struct ia_hist *hist = new_hist(test);

	ia_hist_add(hist, 1 << 20);
	KUNIT_EXPECT_EQ(test, ia_hist_quantile(hist, 1), 1 << 20);
	KUNIT_EXPECT_EQ(test, ia_hist_quantile(hist, 1000), 1 << 20);
}

static void test_merge_is_as_one(struct kunit *test)
{
	struct ia_hist *parts[3], *merged = new_hist(test), *whole = new_hist(test);
	struct rnd_state rnd;
	unsigned int i;
	u64 value;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		parts[i] = new_hist(test);
	prandom_seed_state(&rnd, 55);
	/* The third one stays empty. */
	for (i = 0; i < 1000; i++) {
		value = prandom_u32_state(&rnd) >> i % 30;
		ia_hist_add(parts[i % 2], value);
		ia_hist_add(whole, value);
	}
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		ia_hist_merge(merged, parts[i]);
	KUNIT_EXPECT_EQ(test, memcmp(merged, whole, sizeof(*whole)), 0);
}

static struct kunit_case hist_cases[] = {
	KUNIT_CASE(test_buckets_hold_their_values),
	KUNIT_CASE(test_buckets_are_narrow),
	KUNIT_CASE(test_too_large),
	KUNIT_CASE(test_quantiles_of_random_values),
	KUNIT_CASE(test_quantiles_of_few_values),
	KUNIT_CASE(test_one_value_is_exact),
	KUNIT_CASE(test_merge_is_as_one),
	{}
};

static struct kunit_suite hist_suite = {
	.name = "iommu_audit_hist",
	.test_cases = hist_cases,
};

kunit_test_suite(hist_suite);
