// SPDX-License-Identifier: GPL-2.0
#include "../module/core/event_ring.c"

#include "check.h"

#define ROOM	8

/* What was written before the last event, and what a reader from 0 on is told. */
static const struct {
	const char *name;
	u32 before;
	u64 dropped;
	u64 seq;
	u64 lost;
} gaps[] = {
	{ "no gap", 2, 0, 2, 0 },
	{ "first of all", 0, 1, 1, 1 },
	{ "one event", 2, 1, 3, 1 },
	{ "a gap of seven", 1, 7, 8, 7 },
	{ "as many as there is room for", 1, 8, 9, 8 },
	{ "more than there is room for", 3, 100, 103, 100 },
	{ "after a round", 8, 2, 10, 2 },
	{ "after two rounds", 17, 3, 20, 3 },
};

KUNIT_ARRAY_PARAM_DESC(gaps, gaps, name);

static void test_gap(struct kunit *test)
{
	const typeof(gaps[0]) *row = test->param_value;
	struct ia_event *events = kunit_kcalloc(test, ROOM, sizeof(*events), GFP_KERNEL);
	u64 cursor = 0, seen = 0, lost = 0, total = 0;
	struct ia_event_ring ring;
	struct ia_event event;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, events);
	ia_event_ring_init(&ring, events, ROOM);
	for (i = 0; i < row->before; i++) {
		ia_event_init(&event, IA_EVENT_BASELINE);
		ia_event_ring_add(&ring, &event, 0);
	}
	/* A reader that has kept up is told of the gap alone. */
	cursor = row->before;
	KUNIT_EXPECT_FALSE(test, ia_event_ring_read(&ring, &cursor, &event, &lost));
	ia_event_init(&event, IA_EVENT_VF_ADD);
	ia_event_ring_add(&ring, &event, row->dropped);
	KUNIT_EXPECT_EQ(test, event.seq, row->seq);
	KUNIT_ASSERT_TRUE(test, ia_event_ring_read(&ring, &cursor, &event, &lost));
	KUNIT_EXPECT_EQ(test, event.kind, IA_EVENT_VF_ADD);
	KUNIT_EXPECT_EQ(test, event.seq, row->seq);
	KUNIT_EXPECT_EQ(test, lost, row->lost);
	KUNIT_EXPECT_FALSE(test, ia_event_ring_read(&ring, &cursor, &event, &lost));

	/* One from the beginning on misses what it does not see, each once. */
	cursor = 0;
	while (ia_event_ring_read(&ring, &cursor, &event, &lost)) {
		KUNIT_EXPECT_EQ(test, event.seq, cursor - 1);
		total += lost;
		seen++;
	}
	KUNIT_EXPECT_EQ(test, seen + total, row->seq + 1);
}

static struct kunit_case event_ring_cases[] = {
	KUNIT_CASE_PARAM(test_gap, gaps_gen_params),
	{}
};

static struct kunit_suite event_ring_suite = {
	.name = "iommu_audit_event_ring",
	.test_cases = event_ring_cases,
};

kunit_test_suite(event_ring_suite);
