// SPDX-License-Identifier: GPL-2.0
#include "../module/core/inval.c"

#include "check.h"

/* As dmar.c of Linux 5.15 to 7.3 has them, behind their level. */
#define TIMEOUT_BY	"\0013DMAR: VT-d detected Invalidation Time-out Error: SID %llx"
#define COMPLETION_BY	"\0013DMAR: VT-d detected Invalidation Completion Error: SID %llx"
#define TIMEOUT		"\0016DMAR: Invalidation Time-out Error (ITE) cleared\n"
#define COMPLETION	"\0016DMAR: Invalidation Completion Error (ICE) cleared\n"
#define QUEUE		"\0016DMAR: Invalidation Queue Error (IQE) cleared\n"

static const struct message_row {
	const char *name;
	const char *format;
	enum ia_inval_message message;
} messages_of[] = {
	{ "no format", NULL, IA_INVAL_NO_MESSAGE },
	{ "an empty one", "", IA_INVAL_NO_MESSAGE },
	{ "no level", "DMAR: Invalidation Queue Error (IQE) cleared\n", IA_INVAL_NO_MESSAGE },
	{ "something else for a level", "66DMAR: Invalidation Queue Error (IQE) cleared\n",
	  IA_INVAL_NO_MESSAGE },
	{ "a level alone", "\001", IA_INVAL_NO_MESSAGE },
	{ "nothing behind the level", "\0016", IA_INVAL_NO_MESSAGE },
	{ "nothing behind the prefix", "\0016DMAR: ", IA_INVAL_NO_MESSAGE },
	{ "another one of the driver", "\0016DMAR: %s: Using Queued invalidation\n",
	  IA_INVAL_NO_MESSAGE },
	{ "the reason of a queue error",
	  "\0013DMAR: VT-d detected Invalidation Queue Error: Reason %llx", IA_INVAL_NO_MESSAGE },
	{ "cut off", "\0016DMAR: Invalidation Queue Error", IA_INVAL_NO_MESSAGE },
	{ "somebody else", "\0016AMD-Vi: Invalidation Queue Error (IQE) cleared\n",
	  IA_INVAL_NO_MESSAGE },
	{ "who timed out", TIMEOUT_BY, IA_INVAL_TIMEOUT_BY },
	{ "who answered wrongly", COMPLETION_BY, IA_INVAL_COMPLETION_BY },
	{ "time-out", TIMEOUT, IA_INVAL_TIMEOUT_CLEARED },
	{ "completion", COMPLETION, IA_INVAL_COMPLETION_CLEARED },
	{ "queue", QUEUE, IA_INVAL_QUEUE_CLEARED },
};

KUNIT_ARRAY_PARAM_DESC(messages_of, messages_of, name);

static void test_message(struct kunit *test)
{
	const struct message_row *row = test->param_value;

	KUNIT_EXPECT_EQ(test, ia_inval_message(row->format), row->message);
}

/**
 * struct driver - the part of qi_check_fault() that talks, over registers that are not there
 * @fsts: Fault Status Register
 * @iqercd: Invalidation Queue Error Record Register
 * @unit: what is known of the unit
 * @table: what was counted
 */
struct driver {
	u32 fsts;
	u64 iqercd;
	struct ia_inval_unit unit;
	struct ia_inval_table table;
};

static void say(struct driver *driver, const char *format, u64 argument)
{
	enum ia_inval_error error;
	u32 source;

	if (ia_inval_cleared(&driver->unit, ia_inval_message(format), argument, &error, &source))
		ia_inval_add(&driver->table, 3, error, source, 100);
}

/*
 * A CPU that waits looks at the bits. It says all that it finds, leaves a queue error to the
 * CPU whose descriptor is at the head, and ends early where it cleared one.
 */
static void look(struct driver *driver, bool mine)
{
	u32 fsts = driver->fsts;

	if (fsts & IA_VTD_FSTS_IQE)
		say(driver, "\0013DMAR: VT-d detected Invalidation Queue Error: Reason %llx", 4);
	if (fsts & IA_VTD_FSTS_ITE)
		say(driver, TIMEOUT_BY, driver->iqercd >> 32 & 0xffff);
	if (fsts & IA_VTD_FSTS_ICE)
		say(driver, COMPLETION_BY, driver->iqercd >> 48);
	say(driver, "\0013DMAR: QI HEAD: %s qw0 = 0x%llx, qw1 = 0x%llx\n", 0);
	if (fsts & IA_VTD_FSTS_IQE && mine) {
		driver->fsts &= ~IA_VTD_FSTS_IQE;
		say(driver, QUEUE, 0);
		return;
	}
	if (fsts & IA_VTD_FSTS_ITE) {
		driver->fsts &= ~IA_VTD_FSTS_ITE;
		say(driver, TIMEOUT, 0);
		return;
	}
	if (fsts & IA_VTD_FSTS_ICE) {
		driver->fsts &= ~IA_VTD_FSTS_ICE;
		say(driver, COMPLETION, 0);
	}
}

static void expect(struct kunit *test, const struct driver *driver, u32 place,
		   enum ia_inval_error error, u32 source, u64 count)
{
	const struct ia_inval_count *found = &driver->table.counts[place];

	KUNIT_ASSERT_GT(test, driver->table.used, place);
	KUNIT_EXPECT_EQ(test, found->unit, 3u);
	KUNIT_EXPECT_EQ(test, found->error, error);
	KUNIT_EXPECT_EQ(test, found->source, source);
	KUNIT_EXPECT_EQ(test, found->count, count);
}

/* However many CPUs look, and however often: one that is cleared is one. */
static void test_driver(struct kunit *test)
{
	struct driver *driver = kunit_kzalloc(test, sizeof(*driver), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, driver);
	driver->iqercd = 0x3b013a00ULL << 32;
	look(driver, true);
	KUNIT_EXPECT_EQ(test, driver->table.used, 0u);

	driver->fsts = IA_VTD_FSTS_IQE;
	look(driver, false);
	look(driver, false);
	KUNIT_EXPECT_EQ(test, driver->table.used, 0u);
	look(driver, true);
	expect(test, driver, 0, IA_INVAL_QUEUE, IA_NO_SOURCE, 1);

	driver->fsts = IA_VTD_FSTS_IQE | IA_VTD_FSTS_ITE | IA_VTD_FSTS_ICE;
	while (driver->fsts)
		look(driver, true);
	expect(test, driver, 0, IA_INVAL_QUEUE, IA_NO_SOURCE, 2);
	expect(test, driver, 1, IA_INVAL_TIMEOUT, 0x3a00, 1);
	expect(test, driver, 2, IA_INVAL_COMPLETION, 0x3b01, 1);

	driver->fsts = IA_VTD_FSTS_ITE;
	look(driver, true);
	expect(test, driver, 1, IA_INVAL_TIMEOUT, 0x3a00, 2);

	/* Hardware that does not name it, after one that was named. */
	driver->iqercd = 0;
	driver->fsts = IA_VTD_FSTS_ITE;
	look(driver, true);
	expect(test, driver, 3, IA_INVAL_TIMEOUT, IA_NO_SOURCE, 1);
	KUNIT_EXPECT_EQ(test, driver->table.used, 4u);
}

/* What is cleared without that its beginning was seen is of nobody known. */
static void test_half_seen(struct kunit *test)
{
	struct driver *driver = kunit_kzalloc(test, sizeof(*driver), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, driver);
	say(driver, TIMEOUT, 0);
	expect(test, driver, 0, IA_INVAL_TIMEOUT, IA_NO_SOURCE, 1);
	say(driver, TIMEOUT_BY, 8);
	say(driver, TIMEOUT_BY, 16);
	say(driver, TIMEOUT, 0);
	expect(test, driver, 1, IA_INVAL_TIMEOUT, 16, 1);
	say(driver, TIMEOUT, 0);
	expect(test, driver, 0, IA_INVAL_TIMEOUT, IA_NO_SOURCE, 2);
}

static void test_full_table(struct kunit *test)
{
	struct ia_inval_table *table = kunit_kzalloc(test, sizeof(*table), GFP_KERNEL);
	u32 source;

	KUNIT_ASSERT_NOT_NULL(test, table);
	for (source = 1; source <= 2 * IA_INVAL_PLACES; source++)
		ia_inval_add(table, 0, IA_INVAL_TIMEOUT, source, source);
	ia_inval_add(table, 0, IA_INVAL_TIMEOUT, IA_INVAL_PLACES, 1000);
	KUNIT_EXPECT_EQ(test, table->used, IA_INVAL_PLACES);
	KUNIT_EXPECT_EQ(test, table->counts[0].count, 1ull);
	KUNIT_EXPECT_EQ(test, table->counts[IA_INVAL_PLACES - 1].count, 2ull);
	KUNIT_EXPECT_EQ(test, table->counts[IA_INVAL_PLACES - 1].first_ns, (u64)IA_INVAL_PLACES);
	KUNIT_EXPECT_EQ(test, table->counts[IA_INVAL_PLACES - 1].last_ns, 1000ull);
}

/* Looked at before the driver clears the bit, and after that. */
static void test_page_requests(struct kunit *test)
{
	bool dropping = false;

	KUNIT_EXPECT_FALSE(test, ia_inval_dropped(&dropping, 0x1));
	KUNIT_EXPECT_TRUE(test, ia_inval_dropped(&dropping, 0x3));
	/* The driver leaves it, until the queue is empty. */
	KUNIT_EXPECT_FALSE(test, ia_inval_dropped(&dropping, 0x2));
	KUNIT_EXPECT_FALSE(test, ia_inval_dropped(&dropping, 0x1));
	KUNIT_EXPECT_TRUE(test, ia_inval_dropped(&dropping, 0x2));
}

static void test_amd(struct kunit *test)
{
	u16 event;

	for (event = 0; event < 16; event++)
		KUNIT_EXPECT_EQ(test, ia_inval_of_amd(event),
				event == 5 || event == 6 ? IA_INVAL_QUEUE :
				event == 7 ? IA_INVAL_TIMEOUT : IA_INVAL_ABSENT);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(test_message, messages_of_gen_params),
	KUNIT_CASE(test_driver),
	KUNIT_CASE(test_half_seen),
	KUNIT_CASE(test_full_table),
	KUNIT_CASE(test_page_requests),
	KUNIT_CASE(test_amd),
	{}
};

static struct kunit_suite suite = {
	.name = "iommu_audit_inval",
	.test_cases = cases,
};

kunit_test_suite(suite);
