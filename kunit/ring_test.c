// SPDX-License-Identifier: GPL-2.0
#include "../module/core/ring.c"

#include "check.h"

#include <linux/minmax.h>

static struct ia_random random;

#define STEPS		3000
#define READERS		4

/*
 * The reference: a list of all that was ever written, the last @capacity of
 * which are left. The ring's records are their own sequence numbers.
 */
struct list {
	u64 written;
	u32 capacity;
};

static u64 naive_first(const struct list *list)
{
	u64 left = min_t(u64, list->written, list->capacity);

	return list->written - left;
}

struct reader {
	u64 cursor;
	u64 seen;
	u64 lost;
};

static void write_some(struct kunit *test, struct ia_ring *ring, struct list *list,
		       u64 *records, u32 count)
{
	while (count--) {
		u64 seq = ia_ring_put(ring);

		KUNIT_ASSERT_EQ(test, seq, list->written);
		KUNIT_ASSERT_LT(test, ia_ring_slot(ring, seq), list->capacity);
		records[ia_ring_slot(ring, seq)] = seq;
		list->written++;
	}
}

static void read_some(struct kunit *test, const struct ia_ring *ring,
		      const struct list *list, const u64 *records,
		      struct reader *reader, u32 count)
{
	u64 first = naive_first(list), lost;

	while (count--) {
		u64 want = reader->cursor;

		lost = ia_ring_catch_up(ring, &reader->cursor);
		KUNIT_ASSERT_EQ(test, lost, want < first ? first - want : 0);
		KUNIT_ASSERT_EQ(test, reader->cursor, max(want, first));
		reader->lost += lost;
		if (reader->cursor == list->written)
			return;
		KUNIT_ASSERT_EQ(test, records[ia_ring_slot(ring, reader->cursor)],
				reader->cursor);
		reader->cursor++;
		reader->seen++;
	}
}

static const u32 capacities[] = { 1, 2, 4, 8, 16, 32, 64 };

static void describe_capacity(const u32 *capacity, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u records", *capacity);
}

KUNIT_ARRAY_PARAM(capacities, capacities, describe_capacity);

/* Readers of different haste, some of them overtaken again and again. */
static void test_against_list(struct kunit *test)
{
	u32 capacity = *(const u32 *)test->param_value;
	u64 *records = kunit_kcalloc(test, capacity, sizeof(*records), GFP_KERNEL);
	struct list list = { .capacity = capacity };
	struct ia_ring ring = { .capacity = capacity };
	struct reader readers[READERS] = {};
	u32 step, i;

	KUNIT_ASSERT_NOT_NULL(test, records);
	for (step = 0; step < STEPS; step++) {
		write_some(test, &ring, &list, records,
			   ia_random_below(&random, capacity + 2));
		KUNIT_ASSERT_EQ(test, ia_ring_first(&ring), naive_first(&list));
		for (i = 0; i < READERS; i++)
			read_some(test, &ring, &list, records, &readers[i],
				  ia_random_below(&random, (i + 1) * capacity / 2 + 2));
	}
	for (i = 0; i < READERS; i++) {
		read_some(test, &ring, &list, records, &readers[i], capacity);
		KUNIT_EXPECT_EQ(test, readers[i].seen + readers[i].lost, list.written);
	}
	/* The slowest one was overtaken, or the test has tested nothing. */
	KUNIT_EXPECT_GT(test, readers[0].lost, 0);
}

static void test_late(struct kunit *test)
{
	struct ia_ring ring = { .next = U64_MAX - 3, .capacity = 4 };
	u64 cursor = 0;

	KUNIT_EXPECT_EQ(test, ia_ring_first(&ring), U64_MAX - 7);
	KUNIT_EXPECT_EQ(test, ia_ring_catch_up(&ring, &cursor), U64_MAX - 7);
	KUNIT_EXPECT_EQ(test, cursor, U64_MAX - 7);
	KUNIT_EXPECT_EQ(test, ia_ring_catch_up(&ring, &cursor), 0);
}

static void test_empty(struct kunit *test)
{
	struct ia_ring ring = { .capacity = 8 };
	u64 cursor = 0;

	KUNIT_EXPECT_EQ(test, ia_ring_first(&ring), 0);
	KUNIT_EXPECT_EQ(test, ia_ring_catch_up(&ring, &cursor), 0);
	KUNIT_EXPECT_EQ(test, cursor, 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(test_against_list, capacities_gen_params),
	KUNIT_CASE(test_late),
	KUNIT_CASE(test_empty),
	{}
};

static struct kunit_suite suite = {
	.name = "iommu_audit_ring",
	.test_cases = cases,
};

kunit_test_suite(suite);
