// SPDX-License-Identifier: GPL-2.0
#include "../module/core/amd_event.c"

#include "check.h"

static struct ia_random random;

/* Bit numbers of the whole entry, as the specification counts them. */
static void put(u32 *event, int high, int low, u64 value)
{
	int bit;

	for (bit = low; bit <= high; bit++, value >>= 1) {
		event[bit / 32] &= ~(1U << bit % 32);
		event[bit / 32] |= (u32)(value & 1) << bit % 32;
	}
}

/* By code and complete; whether the entry has a device id, an access, a PASID. */
static const struct {
	const char *name;
	bool source;
	bool access;
	bool pasid;
} events[16] = {
	[1] = { "ILLEGAL_DEV_TABLE_ENTRY", true, true, true },
	[2] = { "IO_PAGE_FAULT", true, true, true },
	[3] = { "DEV_TAB_HARDWARE_ERROR", true, true, true },
	[4] = { "PAGE_TAB_HARDWARE_ERROR", true, true, true },
	[5] = { "ILLEGAL_COMMAND_ERROR" },
	[6] = { "COMMAND_HARDWARE_ERROR" },
	[7] = { "IOTLB_INV_TIMEOUT", true },
	[8] = { "INVALID_DEVICE_REQUEST", true },
	[9] = { "INVALID_PPR_REQUEST", true },
	[10] = { "EVENT_COUNTER_ZERO" },
	[11] = { "GUEST_EVENT_FAULT", true },
	[12] = { "VIOMMU_HARDWARE_ERROR", true },
	[13] = { "RMP_PAGE_FAULT", true, true },
	[14] = { "RMP_HARDWARE_ERROR", true },
	[15] = { NULL, true },
};

static void test_decode(struct kunit *test)
{
	unsigned int i;

	random = (struct ia_random){ 1 };
	for (i = 0; i < 16 * 16 * 16; i++) {
		u32 event[4] = { ia_random_next(&random) << 8, ia_random_next(&random) << 8, 0, 0 };
		unsigned int type = i & 0xf;
		bool guest = i >> 4 & 1, interrupt = i >> 5 & 1;
		bool write = i >> 6 & 1, translation = i >> 7 & 1;
		u32 source = ia_random_next(&random) & 0xffff;
		u32 pasid = ia_random_next(&random) & 0xfffff;
		u64 addr = (u64)ia_random_next(&random) << 40 ^ ia_random_next(&random);
		enum ia_access access = IA_ACCESS_NONE;
		struct ia_fault fault;

		put(event, 15, 0, source);
		put(event, 19, 16, pasid >> 16);
		put(event, 47, 32, pasid);
		put(event, 48, 48, guest);
		put(event, 51, 51, interrupt);
		put(event, 53, 53, write);
		put(event, 56, 56, translation);
		put(event, 63, 60, type);
		put(event, 127, 64, addr);
		if (events[type].access && !interrupt && !translation)
			access = write ? IA_ACCESS_WRITE : IA_ACCESS_READ;
		memset(&fault, 0x5a, sizeof(fault));
		ia_amd_event_decode(event, &fault);
		KUNIT_ASSERT_EQ(test, fault.reason, type);
		KUNIT_ASSERT_EQ(test, fault.source,
				events[type].source ? source : IA_NO_SOURCE);
		KUNIT_ASSERT_EQ(test, fault.addr, addr);
		KUNIT_ASSERT_EQ(test, fault.access, access);
		KUNIT_ASSERT_EQ(test, fault.pasid,
				events[type].pasid && guest && !interrupt ?
				pasid : IA_NO_PASID);
	}
}

static void test_names(struct kunit *test)
{
	unsigned int type;

	for (type = 0; type < 0x100; type++) {
		const char *name = ia_amd_event_name(type);

		if (type < ARRAY_SIZE(events) && events[type].name)
			KUNIT_EXPECT_STREQ(test, name, events[type].name);
		else
			KUNIT_EXPECT_PTR_EQ(test, name, (const char *)NULL);
	}
}

/* Positions that never wrap are the reference. */
static void test_follow(struct kunit *test)
{
	static const u32 sizes[] = { 1, 2, 4, 256, 512, 32768 };
	struct ia_amd_follow follow;
	u64 written, read;
	unsigned int s, i;

	random = (struct ia_random){ 2 };
	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		u32 entries = sizes[s];

		written = ia_random_next(&random);
		read = written;
		ia_amd_follow_start(&follow, entries, written % entries);
		for (i = 0; i < 4000; i++) {
			u32 room = entries - 1 - (u32)(written - read), steps;

			/* Full up to one less than the ring, now and then. */
			written += i % 5 ? ia_random_next(&random) % (room + 1) : room;
			KUNIT_ASSERT_EQ(test,
					ia_amd_follow_pending(&follow, written % entries),
					(u32)(written - read));
			steps = i % 7 ? ia_random_next(&random) % (u32)(written - read + 1) :
					(u32)(written - read);
			for (; steps; steps--)
				KUNIT_ASSERT_EQ(test, ia_amd_follow_next(&follow),
						(u32)(read++ % entries));
			KUNIT_ASSERT_EQ(test,
					ia_amd_follow_pending(&follow, written % entries),
					(u32)(written - read));
		}
	}
}

static void test_follow_edges(struct kunit *test)
{
	struct ia_amd_follow follow;

	/* A pointer of a longer ring is cut to this one. */
	ia_amd_follow_start(&follow, 512, 512 + 5);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow, 5), 0u);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_next(&follow), 5u);
	ia_amd_follow_start(&follow, 512, 5);
	/* One less than the ring is all seen, the whole ring looks like nothing. */
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow, 4), 511u);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow, 5 + 512), 0u);
	/* Bits above the pointer, all ones: never more than the ring. */
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow, ~0U), 506u);
	/* The ring starts anew, at 0 or behind. */
	ia_amd_follow_start(&follow, 512, 0);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow, 0), 0u);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow, 3), 3u);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_next(&follow), 0u);
}

static struct kunit_case amd_event_cases[] = {
	KUNIT_CASE(test_decode),
	KUNIT_CASE(test_names),
	KUNIT_CASE(test_follow),
	KUNIT_CASE(test_follow_edges),
	{}
};

static struct kunit_suite amd_event_suite = {
	.name = "iommu_audit_amd_event",
	.test_cases = amd_event_cases,
};

kunit_test_suite(amd_event_suite);
