// SPDX-License-Identifier: GPL-2.0
#include "../module/core/vf_requests.c"

#include "check.h"

#define STEPS		20000
/* More PFs than there is room for, and mostly fewer. */
#define FEW		40
#define MANY		200

static struct ia_random random;

/* The reference: what is kept, the oldest first. */
struct list {
	u32 count;
	struct ia_event items[IA_VF_REQUESTS + 1];
};

static void take_out(struct list *list, u32 address)
{
	u32 i, kept = 0;

	for (i = 0; i < list->count; i++) {
		if (list->items[i].device != address)
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

static void note(struct list *list, const struct ia_event *event)
{
	if (event->kind != IA_EVENT_VF_REQUEST && event->kind != IA_EVENT_VF_DEL &&
	    event->kind != IA_EVENT_DEV_DEL)
		return;
	take_out(list, event->device);
	if (event->kind != IA_EVENT_VF_REQUEST)
		return;
	list->items[list->count++] = *event;
	if (list->count > IA_VF_REQUESTS)
		take_out(list, list->items[0].device);
}

static void compare(struct kunit *test, const struct ia_vf_requests *requests,
		    const struct list *list)
{
	u32 i, j;

	KUNIT_ASSERT_EQ(test, requests->count, list->count);
	for (i = 0; i < list->count; i++) {
		for (j = 0; j < requests->count; j++) {
			if (requests->last[j].seq == list->items[i].seq)
				break;
		}
		KUNIT_ASSERT_LT(test, j, requests->count);
		KUNIT_ASSERT_EQ(test, requests->last[j].device, list->items[i].device);
		KUNIT_ASSERT_EQ(test, requests->last[j].requested,
				list->items[i].requested);
	}
}

static void test_against_list(struct kunit *test)
{
	static const enum ia_event_kind kinds[] = {
		IA_EVENT_VF_REQUEST, IA_EVENT_VF_REQUEST, IA_EVENT_VF_REQUEST,
		IA_EVENT_DEV_DEL, IA_EVENT_VF_DEL, IA_EVENT_DEV_BIND, IA_EVENT_VF_ADD,
	};
	struct ia_vf_requests *requests;
	struct ia_event event = { 0 };
	struct list *list;
	u32 step;

	requests = kunit_kzalloc(test, sizeof(*requests), GFP_KERNEL);
	list = kunit_kzalloc(test, sizeof(*list), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, requests);
	KUNIT_ASSERT_NOT_NULL(test, list);
	for (step = 0; step < STEPS; step++) {
		event.seq = step;
		event.kind = kinds[ia_random_below(&random, ARRAY_SIZE(kinds))];
		event.device = ia_random_below(&random, step % 4000 < 3000 ? FEW : MANY);
		event.requested = ia_random_below(&random, 1000);
		ia_vf_requests_note(requests, &event);
		note(list, &event);
		compare(test, requests, list);
	}
}

/* By hand: the one after the last place takes that of the oldest, which is PF 1. */
static void test_oldest(struct kunit *test)
{
	struct ia_vf_requests *requests;
	struct ia_event event = { .kind = IA_EVENT_VF_REQUEST };
	u32 i, found = 0;

	requests = kunit_kzalloc(test, sizeof(*requests), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, requests);
	for (i = 0; i < IA_VF_REQUESTS; i++) {
		event.seq = i;
		event.device = i;
		ia_vf_requests_note(requests, &event);
	}
	event.seq = i++;
	event.device = 0;
	ia_vf_requests_note(requests, &event);
	event.seq = i++;
	event.device = 1000;
	ia_vf_requests_note(requests, &event);
	KUNIT_EXPECT_EQ(test, requests->count, IA_VF_REQUESTS);
	for (i = 0; i < requests->count; i++) {
		KUNIT_EXPECT_NE(test, requests->last[i].device, 1);
		found += requests->last[i].device == 0 || requests->last[i].device == 1000;
	}
	KUNIT_EXPECT_EQ(test, found, 2);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(test_against_list),
	KUNIT_CASE(test_oldest),
	{}
};

static struct kunit_suite suite = {
	.name = "iommu_audit_vf_requests",
	.test_cases = cases,
};

kunit_test_suite(suite);
