// SPDX-License-Identifier: GPL-2.0
#include "../module/core/fault_table.c"

#include "check.h"

#include <linux/bitmap.h>

static struct ia_random random;

#define MAX_CAPACITY	256

/* The reference: a list, searched from its beginning. */
struct list {
	struct ia_fault_count entry[MAX_CAPACITY];
	u32 used;
	u32 limit;
	struct ia_fault_count other;
};

static bool is_same(const struct ia_fault_count *entry, unsigned int unit,
		    const struct ia_fault *fault)
{
	return entry->unit == unit && entry->fault.source == fault->source &&
	       entry->fault.reason == fault->reason &&
	       entry->fault.access == fault->access &&
	       entry->fault.pasid == fault->pasid;
}

static struct ia_fault_count *naive_find(struct list *list, unsigned int unit,
					 const struct ia_fault *fault)
{
	u32 i;

	for (i = 0; i < list->used; i++) {
		if (is_same(&list->entry[i], unit, fault))
			return &list->entry[i];
	}
	return NULL;
}

/* Places that a source has, those where PASIDs are counted together or the others. */
static u32 naive_places(const struct list *list, unsigned int unit, u32 source, bool folded)
{
	u32 i, places = 0;

	for (i = 0; i < list->used; i++)
		places += list->entry[i].unit == unit && list->entry[i].fault.source == source &&
			  (list->entry[i].fault.pasid == IA_MANY_PASIDS) == folded;
	return places;
}

static void naive_add(struct list *list, unsigned int unit,
		      const struct ia_fault *logged, u64 now)
{
	struct ia_fault folded = *logged;
	const struct ia_fault *fault = logged;
	struct ia_fault_count *entry = naive_find(list, unit, fault);
	bool full = naive_places(list, unit, fault->source, false) == IA_FAULT_SOURCE_PLACES;

	folded.pasid = IA_MANY_PASIDS;
	if (!entry && full) {
		fault = &folded;
		entry = naive_find(list, unit, fault);
		full = naive_places(list, unit, fault->source, true) == IA_FAULT_SOURCE_FOLDED;
	}
	if (!entry)
		entry = full || list->used == list->limit ? &list->other :
							    &list->entry[list->used++];
	entry->unit = unit;
	entry->fault = *fault;
	entry->first_ns = entry->count ? entry->first_ns : now;
	entry->last_ns = now;
	entry->count++;
}

static void expect_times(struct kunit *test, const struct ia_fault_count *a,
			 const struct ia_fault_count *b)
{
	KUNIT_ASSERT_EQ(test, a->count, b->count);
	KUNIT_ASSERT_EQ(test, a->first_ns, b->first_ns);
	KUNIT_ASSERT_EQ(test, a->last_ns, b->last_ns);
}

/* Every entry of the list is in the table, exactly once, and nothing else. */
static void compare(struct kunit *test, const struct ia_fault_table *table,
		    const struct list *list)
{
	u32 at, i, used = 0;

	KUNIT_ASSERT_EQ(test, table->used, list->used);
	expect_times(test, &table->other, &list->other);
	for (at = 0; at < table->used; at++)
		used += !!table->counts[at].count;
	KUNIT_ASSERT_EQ(test, used, list->used);
	for (i = 0; i < list->used; i++) {
		const struct ia_fault_count *wanted = &list->entry[i];
		const struct ia_fault_count *found = NULL;

		for (at = 0; at < table->used; at++) {
			if (!table->counts[at].count ||
			    !is_same(&table->counts[at], wanted->unit, &wanted->fault))
				continue;
			KUNIT_ASSERT_PTR_EQ(test, found,
					    (const struct ia_fault_count *)NULL);
			found = &table->counts[at];
		}
		KUNIT_ASSERT_NOT_NULL(test, found);
		expect_times(test, found, wanted);
		KUNIT_ASSERT_EQ(test, found->fault.addr, wanted->fault.addr);
	}
}

static struct ia_fault_table *new_table(struct kunit *test, u32 capacity)
{
	struct ia_fault_table *table = kunit_kzalloc(test, sizeof(*table), GFP_KERNEL);
	struct ia_fault_count *counts =
		kunit_kzalloc(test, IA_FAULT_TABLE_ROOM(capacity) * sizeof(*counts),
			      GFP_KERNEL);
	u16 *slots = kunit_kzalloc(test, capacity * sizeof(*slots), GFP_KERNEL);
	struct ia_fault_source *sources =
		kunit_kzalloc(test, capacity * sizeof(*sources), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, table);
	KUNIT_ASSERT_NOT_NULL(test, counts);
	KUNIT_ASSERT_NOT_NULL(test, slots);
	KUNIT_ASSERT_NOT_NULL(test, sources);
	ia_fault_table_init(table, counts, slots, sources, capacity);
	return table;
}

static struct ia_fault any_fault(u32 keys)
{
	u32 key = ia_random_next(&random) % keys;

	return (struct ia_fault) {
		.source = key % 7 ? key % 7 * 8 : IA_NO_SOURCE,
		.reason = key / 7 % 5,
		.access = key / 35 % 4,
		.pasid = key / 140 % 3 ? key / 140 % 3 : IA_NO_PASID,
		.addr = (u64)ia_random_next(&random) << 12,
	};
}

static const struct random_case {
	u32 capacity;
	u32 keys;
	bool overflows;
} random_cases[] = {
	{ 4, 2, false }, { 4, 400, true }, { 8, 3, false }, { 8, 12, true },
	{ 64, 20, false }, { 64, 70, true }, { 256, 420, true }, { 256, 4000, true },
};

static void describe_random(const struct random_case *row, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u slots, %u keys", row->capacity, row->keys);
}

KUNIT_ARRAY_PARAM(random_cases, random_cases, describe_random);

static void test_random(struct kunit *test)
{
	const struct random_case *row = test->param_value;
	struct ia_fault_table *table = new_table(test, row->capacity);
	struct list *list = kunit_kzalloc(test, sizeof(*list), GFP_KERNEL);
	u32 units = 1 + 2 * row->overflows, i;

	KUNIT_ASSERT_NOT_NULL(test, list);
	random = (struct ia_random){ 1 };
	list->limit = row->capacity / 4 * 3;
	for (i = 0; i < 3000; i++) {
		struct ia_fault fault = any_fault(row->keys);
		unsigned int unit = ia_random_next(&random) % units;

		ia_fault_table_add(table, unit, &fault, 1000 + i);
		naive_add(list, unit, &fault, 1000 + i);
		if (i < 100 || i % 100 == 0)
			compare(test, table, list);
	}
	compare(test, table, list);
	KUNIT_EXPECT_EQ(test, list->other.count > 0, row->overflows);
}

/* All in one place, behind the end: the search goes around, and ends. */
static void test_collisions(struct kunit *test)
{
	struct ia_fault_table *table = new_table(test, 64);
	struct list *list = kunit_kzalloc(test, sizeof(*list), GFP_KERNEL);
	u32 source, found = 0, round;

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->limit = 48;
	for (round = 0; round < 2; round++) {
		for (source = 0; source < 0x10000; source++) {
			struct ia_fault fault = {
				.source = source,
				.reason = 6,
				.pasid = IA_NO_PASID,
			};

			if ((hash(0, &fault) & 63) != 62)
				continue;
			ia_fault_table_add(table, 0, &fault, source);
			naive_add(list, 0, &fault, source);
			if (++found % 60 == 0)
				break;
		}
		compare(test, table, list);
	}
	KUNIT_EXPECT_EQ(test, table->used, 48u);
	KUNIT_EXPECT_GT(test, table->other.count, 0ull);
	/* What has an entry keeps it, and one entry at least stays free. */
	KUNIT_EXPECT_NE(test, table->slots[62], 0);
	KUNIT_EXPECT_NE(test, table->slots[0], 0);
	KUNIT_EXPECT_EQ(test, table->slots[61], 0);
}

/* What the next entry of 256 has more than the one before. */
static const struct {
	const char *name;
	u32 unit, source, reason, pasid;
} steps[] = {
	{ "units", .unit = 1 },
	{ "functions", .source = 1 },
	{ "devices", .source = 8 },
	{ "buses", .source = 256 },
	{ "reasons", .reason = 1 },
	{ "PASIDs", .pasid = 1 },
	{ "PASIDs in pages", .pasid = 4096 },
};

KUNIT_ARRAY_PARAM_DESC(steps, steps, name);

/* Each field alone spreads entries: chance would leave 240 of 256 places. */
static void test_spread(struct kunit *test)
{
	const typeof(steps[0]) *row = test->param_value;
	unsigned long *seen = kunit_kzalloc(test, BITS_TO_LONGS(2048) * sizeof(long),
					    GFP_KERNEL);
	u32 i, at;

	KUNIT_ASSERT_NOT_NULL(test, seen);
	for (i = 0; i < 256; i++) {
		struct ia_fault fault = {
			.source = 0x100 + i * row->source,
			.reason = 1 + i * row->reason,
			.pasid = row->pasid ? i * row->pasid : IA_NO_PASID,
			.access = IA_ACCESS_READ,
		};

		at = hash(i * row->unit, &fault) & 2047;
		seen[at / BITS_PER_LONG] |= 1UL << at % BITS_PER_LONG;
	}
	KUNIT_EXPECT_GT(test, bitmap_weight(seen, 2048), 200);
}

/* One source faults with every PASID there is; all others keep their lines. */
static void test_one_bad_source(struct kunit *test)
{
	struct ia_fault_table *table = new_table(test, 256);
	struct ia_fault bad = { .source = 0x100, .reason = 0x58, .access = IA_ACCESS_READ };
	struct ia_fault good = { .reason = 6, .access = IA_ACCESS_READ, .pasid = IA_NO_PASID };
	u32 i, folded = 0;

	for (i = 0; i < 10000; i++) {
		bad.pasid = i;
		ia_fault_table_add(table, 1, &bad, i);
	}
	KUNIT_EXPECT_EQ(test, table->used, (u32)IA_FAULT_SOURCE_PLACES + 1);
	for (i = 0; i < 100; i++) {
		good.source = 0x200 + i;
		ia_fault_table_add(table, 1, &good, i);
	}
	KUNIT_EXPECT_EQ(test, table->used, (u32)IA_FAULT_SOURCE_PLACES + 101);
	KUNIT_EXPECT_EQ(test, table->other.count, 0ull);
	for (i = 0; i < table->used; i++) {
		if (table->counts[i].fault.pasid == IA_MANY_PASIDS)
			folded += table->counts[i].count;
	}
	KUNIT_EXPECT_EQ(test, folded, 10000u - IA_FAULT_SOURCE_PLACES);
	/* Reasons do not take more than their share either. */
	for (i = 0; i < 1000; i++) {
		bad.reason = i & 0xff;
		ia_fault_table_add(table, 1, &bad, i);
	}
	KUNIT_EXPECT_EQ(test, table->used,
			(u32)IA_FAULT_SOURCE_PLACES + IA_FAULT_SOURCE_FOLDED + 100);
	KUNIT_EXPECT_GT(test, table->other.count, 0ull);
}

/* A copy that is taken bit by bit is that of the moment when it was begun. */
static void test_copy(struct kunit *test)
{
	struct ia_fault_table *table = new_table(test, 256);
	struct list *list = kunit_kzalloc(test, sizeof(*list), GFP_KERNEL);
	struct ia_fault_count counts[8];
	bool is_copied[192], more;
	struct ia_fault_copy copy = { .counts = counts, .is_copied = is_copied, .room = 8 };
	u32 i, round, sum;

	KUNIT_ASSERT_NOT_NULL(test, list);
	random = (struct ia_random){ 4 };
	list->limit = 192;
	for (i = 0; i < 300; i++) {
		struct ia_fault fault = any_fault(700);

		ia_fault_table_add(table, 0, &fault, i);
	}
	KUNIT_EXPECT_FALSE(test, ia_fault_copy_begin(table, &copy));
	KUNIT_EXPECT_EQ(test, copy.used, table->used);
	KUNIT_EXPECT_PTR_EQ(test, table->copy, (struct ia_fault_copy *)NULL);
	copy.counts = kunit_kzalloc(test, 192 * sizeof(*copy.counts), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, copy.counts);
	copy.room = 192;
	for (round = 0; round < 20; round++) {
		memset(is_copied, 0, sizeof(is_copied));
		memcpy(list->entry, table->counts, sizeof(*list->entry) * table->used);
		KUNIT_ASSERT_TRUE(test, ia_fault_copy_begin(table, &copy));
		sum = copy.used;
		do {
			for (i = ia_random_below(&random, 40); i; i--) {
				struct ia_fault fault = any_fault(700);

				ia_fault_table_add(table, 0, &fault, 1000 + round);
			}
			more = ia_fault_copy_some(table);
		} while (more);
		KUNIT_EXPECT_EQ(test, copy.used, sum);
		KUNIT_EXPECT_EQ(test, memcmp(copy.counts, list->entry,
					     sizeof(*list->entry) * sum), 0);
		KUNIT_EXPECT_PTR_EQ(test, table->copy, (struct ia_fault_copy *)NULL);
	}
}

static struct kunit_case fault_table_cases[] = {
	KUNIT_CASE_PARAM(test_random, random_cases_gen_params),
	KUNIT_CASE(test_collisions),
	KUNIT_CASE_PARAM(test_spread, steps_gen_params),
	KUNIT_CASE(test_one_bad_source),
	KUNIT_CASE(test_copy),
	{}
};

static struct kunit_suite fault_table_suite = {
	.name = "iommu_audit_fault_table",
	.test_cases = fault_table_cases,
};

kunit_test_suite(fault_table_suite);
