// SPDX-License-Identifier: GPL-2.0
#include "../module/core/unit_index.c"

#include "check.h"

#define UNITS	16
#define SLOTS	64

struct world {
	struct ia_unit_slot slots[SLOTS];
	struct ia_unit_index index;
};

static struct world *new_world(struct kunit *test, unsigned int slots)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	w->index.slots = w->slots;
	w->index.count = slots;
	return w;
}

/* Where boards with sixteen units have them: one for each root complex, far from each other. */
static u64 base_of(unsigned int unit)
{
	return 0x9d7fc000ULL + unit * 0x08800000ULL;
}

static void test_room(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ia_unit_index_room(0), 2u);
	KUNIT_EXPECT_EQ(test, ia_unit_index_room(1), 2u);
	KUNIT_EXPECT_EQ(test, ia_unit_index_room(2), 4u);
	KUNIT_EXPECT_EQ(test, ia_unit_index_room(9), 32u);
	KUNIT_EXPECT_EQ(test, ia_unit_index_room(16), 32u);
}

/* Each is found, and nothing else is: also not the other vendor's, nor the page behind it. */
static void expect_found(struct kunit *test, const struct ia_unit_index *index, u64 base, int unit)
{
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(index, IA_VENDOR_VTD, base), unit);
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(index, IA_VENDOR_AMD, base), -1);
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(index, IA_VENDOR_VTD, base + 0x1000), -1);
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(index, IA_VENDOR_VTD, base + 8), -1);
}

static void test_sixteen(struct kunit *test)
{
	struct world *w = new_world(test, ia_unit_index_room(UNITS));
	unsigned int i;

	KUNIT_EXPECT_EQ(test, ia_unit_index_find(&w->index, IA_VENDOR_VTD, base_of(0)), -1);
	for (i = 0; i < UNITS; i++)
		KUNIT_EXPECT_TRUE(test, ia_unit_index_add(&w->index, IA_VENDOR_VTD, base_of(i), i));
	for (i = 0; i < UNITS; i++)
		expect_found(test, &w->index, base_of(i), i);
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(&w->index, IA_VENDOR_VTD, 0), -1);
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(&w->index, IA_VENDOR_VTD, ~0ULL), -1);
}

/* All begin with the same slot, which is the last one. */
static void test_collisions(struct kunit *test)
{
	struct world *w = new_world(test, SLOTS);
	u64 bases[UNITS], base = 0;
	unsigned int i;

	for (i = 0; i < UNITS; i++) {
		do
			base += 0x1000;
		while (first_slot(&w->index, base) != SLOTS - 1);
		bases[i] = base;
		KUNIT_EXPECT_TRUE(test, ia_unit_index_add(&w->index, IA_VENDOR_VTD, base, i));
	}
	for (i = 0; i < UNITS; i++)
		expect_found(test, &w->index, bases[i], i);
}

/* No slot is free: all are found, and to look for another one ends. */
static void test_full(struct kunit *test)
{
	struct world *w = new_world(test, UNITS);
	unsigned int i;

	for (i = 0; i < UNITS; i++)
		KUNIT_EXPECT_TRUE(test, ia_unit_index_add(&w->index, IA_VENDOR_VTD, base_of(i), i));
	KUNIT_EXPECT_FALSE(test, ia_unit_index_add(&w->index, IA_VENDOR_VTD, base_of(i), i));
	for (i = 0; i < UNITS; i++)
		expect_found(test, &w->index, base_of(i), i);
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(&w->index, IA_VENDOR_VTD, base_of(i)), -1);
}

/* Firmware may name the same registers twice, and two vendors the same address. */
static void test_same(struct kunit *test)
{
	struct world *w = new_world(test, SLOTS);
	const u64 base = base_of(0);

	KUNIT_EXPECT_TRUE(test, ia_unit_index_add(&w->index, IA_VENDOR_VTD, base, 3));
	KUNIT_EXPECT_TRUE(test, ia_unit_index_add(&w->index, IA_VENDOR_VTD, base, 4));
	KUNIT_EXPECT_TRUE(test, ia_unit_index_add(&w->index, IA_VENDOR_AMD, base, 5));
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(&w->index, IA_VENDOR_VTD, base), 3);
	KUNIT_EXPECT_EQ(test, ia_unit_index_find(&w->index, IA_VENDOR_AMD, base), 5);
}

static struct kunit_case unit_index_cases[] = {
	KUNIT_CASE(test_room),
	KUNIT_CASE(test_sixteen),
	KUNIT_CASE(test_collisions),
	KUNIT_CASE(test_full),
	KUNIT_CASE(test_same),
	{}
};

static struct kunit_suite unit_index_suite = {
	.name = "iommu_audit_unit_index",
	.test_cases = unit_index_cases,
};

kunit_test_suite(unit_index_suite);
