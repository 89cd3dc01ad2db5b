// SPDX-License-Identifier: GPL-2.0
/*
 * Events that cannot be written: the lock is not to be had. In a kernel that is as good as never,
 * so here it is refused.
 */
#define ia_probe_locked lock_or_not

#include "../module/source/events.c"
#include "../module/source/records.c"

#include "check.h"

static bool refused;

bool lock_or_not(raw_spinlock_t *lock, void (*act)(void *data), void *data)
{
	if (!refused)
		act(data);
	return !refused;
}

static void add(unsigned int count, bool written)
{
	struct ia_event event;

	for (refused = !written; count; count--) {
		ia_event_init(&event, IA_EVENT_VF_ADD);
		ia_events_add(&event);
	}
}

/* What happens one after the other: so many written, so many refused, so many written. */
static const struct {
	const char *name;
	unsigned int before;
	unsigned int dropped;
	unsigned int after;
} stories[] = {
	{ "nothing is refused", 3, 0, 2 },
	{ "the first one is", 0, 1, 1 },
	{ "one in the middle", 3, 1, 4 },
	{ "many", 2, 40, 2 },
	{ "more than there is room for", 2, 1000, 2 },
};

KUNIT_ARRAY_PARAM_DESC(stories, stories, name);

static void test_refused(struct kunit *test)
{
	const typeof(stories[0]) *story = test->param_value;
	u64 all = story->before + story->dropped + story->after;
	unsigned long missed = ia_events_missed();
	u64 cursor = 0, seen = 0, lost, total = 0;
	struct ia_records *records;
	struct ia_event event;

	add(story->before, true);
	add(story->dropped, false);
	KUNIT_EXPECT_EQ(test, ia_events_missed() - missed, (unsigned long)story->dropped);
	/* Who has kept up finds nothing new, and learns it with the next one. */
	cursor = story->before;
	KUNIT_EXPECT_FALSE(test, ia_events_read(&cursor, &event, &lost));
	add(story->after, true);
	KUNIT_ASSERT_TRUE(test, ia_events_read(&cursor, &event, &lost));
	KUNIT_EXPECT_EQ(test, lost, (u64)story->dropped);
	KUNIT_EXPECT_EQ(test, event.seq, (u64)story->before + story->dropped);
	KUNIT_EXPECT_EQ(test, ia_events_next(), all);

	for (cursor = 0; ia_events_read(&cursor, &event, &lost); seen++)
		total += lost;
	KUNIT_EXPECT_EQ(test, seen + total, all);
	records = ia_events_snapshot();
	KUNIT_ASSERT_FALSE(test, IS_ERR(records));
	KUNIT_EXPECT_EQ(test, records->count, seen);
	ia_records_free(records);
}

static int start_ring(struct kunit *test)
{
	/* As when it is loaded. */
	memset(&ring, 0, sizeof(ring));
	capacity = MIN_EVENTS;
	return ia_events_init();
}

static void free_ring(struct kunit *test)
{
	ia_events_exit();
}

static struct kunit_case events_cases[] = {
	KUNIT_CASE_PARAM(test_refused, stories_gen_params),
	{}
};

static struct kunit_suite events_suite = {
	.name = "iommu_audit_events",
	.init = start_ring,
	.exit = free_ring,
	.test_cases = events_cases,
};

kunit_test_suite(events_suite);
