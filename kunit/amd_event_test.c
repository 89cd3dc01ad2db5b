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
static const struct event_case {
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

static void describe_event(const struct event_case *row, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%x %s", (u32)(row - events),
		 row->name ?: "without a name");
}

KUNIT_ARRAY_PARAM(events, events, describe_event);

static void test_decode(struct kunit *test)
{
	const struct event_case *row = test->param_value;
	unsigned int type = row - events, i;

	random = (struct ia_random){ 1 + type };
	for (i = 0; i < 16 * 16; i++) {
		u32 event[4] = { ia_random_next(&random) << 8, ia_random_next(&random) << 8, 0, 0 };
		bool guest = i & 1, interrupt = i >> 1 & 1;
		bool write = i >> 2 & 1, translation = i >> 3 & 1;
		u32 source = ia_random_next(&random) & 0xffff;
		u32 pasid = ia_random_next(&random) & 0xfffff;
		u64 addr = (u64)ia_random_next(&random) << 40 ^ ia_random_next(&random);
		enum ia_access_type access = IA_ACCESS_ABSENT;
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
		if (row->access && !interrupt && !translation)
			access = write ? IA_ACCESS_WRITE : IA_ACCESS_READ;
		memset(&fault, 0x5a, sizeof(fault));
		ia_amd_event_decode(event, &fault);
		KUNIT_ASSERT_EQ(test, fault.reason, type);
		KUNIT_ASSERT_EQ(test, fault.source, row->source ? source : IA_NO_SOURCE);
		KUNIT_ASSERT_EQ(test, fault.addr, addr);
		KUNIT_ASSERT_EQ(test, fault.access, access);
		KUNIT_ASSERT_EQ(test, fault.pasid,
				row->pasid && guest && !interrupt ? pasid : IA_NO_PASID);
	}
}

/* Entries that a Ryzen 3700X logged for an ixgbe whose driver was made to ask for them. */
static const struct flags_case {
	const char *name;
	u32 flags;
	enum ia_access_type access;
} seen[] = {
	{ "read of a page that is not there", 0x000, IA_ACCESS_READ },
	{ "write to a page that is not there", 0x020, IA_ACCESS_WRITE },
	{ "read of a page for writes", 0x050, IA_ACCESS_READ },
	{ "write to a page for reads", 0x070, IA_ACCESS_WRITE },
};

KUNIT_ARRAY_PARAM_DESC(seen, seen, name);

/* Bit PR, 0x10, makes no difference: see ia_amd_event_decode(). */
static void test_seen(struct kunit *test)
{
	const struct flags_case *row = test->param_value;
	u32 event[4] = { 0x2500, 0x20000010 | row->flags << 16, 0xbdcb70c0, 0x1 };
	struct ia_fault fault;

	ia_amd_event_decode(event, &fault);
	KUNIT_EXPECT_EQ(test, fault.source, 0x2500);
	KUNIT_EXPECT_EQ(test, fault.addr, 0x1bdcb70c0ULL);
	KUNIT_EXPECT_EQ(test, fault.access, row->access);
	KUNIT_EXPECT_EQ(test, fault.pasid, IA_NO_PASID);
}

static void test_name(struct kunit *test)
{
	const struct event_case *row = test->param_value;

	if (row->name)
		KUNIT_EXPECT_STREQ(test, ia_amd_event_name(row - events), row->name);
	else
		KUNIT_EXPECT_NULL(test, ia_amd_event_name(row - events));
}

static void test_codes_above_have_no_name(struct kunit *test)
{
	unsigned int type;

	for (type = ARRAY_SIZE(events); type < 0x100; type++)
		KUNIT_EXPECT_NULL_MSG(test, ia_amd_event_name(type), "0x%02x", type);
}

static const u32 ring_sizes[] = { 1, 2, 4, 256, 512, 32768 };

static void describe_ring(const u32 *size, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u entries", *size);
}

KUNIT_ARRAY_PARAM(ring_sizes, ring_sizes, describe_ring);

/* A log, the driver that handles it, and one who follows; positions never wrap. */
struct log {
	u32 entries;
	u64 head;
	u64 tail;
	/* What each slot holds: the position of its entry, plus 1; 0 is erased. */
	u64 *slot;
	/* Entries that come in one step, on average. */
	u32 burst;
	/* Entries that are read in one look. */
	u32 limit;
	struct ia_amd_follow follow;
	u64 started;
	u64 seen;
	u64 erased;
	u64 lost;
};

static void write_some(struct log *log, u32 most)
{
	u32 count = ia_random_below(&random, most + 1);

	for (; count && log->tail - log->head < log->entries - 1; count--, log->tail++)
		log->slot[log->tail % log->entries] = log->tail + 1;
}

static void update(struct kunit *test, struct log *log)
{
	log->lost += ia_amd_follow_update(&log->follow, log->head % log->entries,
					  log->tail % log->entries);
	KUNIT_ASSERT_EQ(test, log->follow.head, log->head - log->started);
	KUNIT_ASSERT_EQ(test, log->follow.tail, log->tail - log->started);
	KUNIT_ASSERT_LT(test, ia_amd_follow_pending(&log->follow), log->entries);
}

/* As source/amd_log.c does it, an entry at a time. */
static void look_at_log(struct kunit *test, struct log *log)
{
	u32 left;

	update(test, log);
	for (left = log->limit; left && ia_amd_follow_pending(&log->follow); left--) {
		u64 next = log->follow.next, found;

		found = log->slot[ia_amd_follow_slot(&log->follow, next)];
		if (next < log->follow.head) {
			write_some(log, log->burst / 64);
			update(test, log);
			if (next != log->follow.next)
				continue;
		}
		KUNIT_ASSERT_TRUE(test, !found || found == log->started + next + 1);
		log->seen += !!found;
		log->erased += !found;
		log->follow.next++;
	}
}

/* The tail is read once, and less than a ring handled, each time that a hook is there. */
static void poll_log(struct kunit *test, struct log *log, bool erases)
{
	u64 tail;

	look_at_log(test, log);
	write_some(log, log->burst);
	for (tail = log->tail; log->head < tail; log->head++) {
		if (ia_random_below(&random, log->entries) == 0)
			look_at_log(test, log);
		if (erases)
			log->slot[log->head % log->entries] = 0;
		if (log->burst && ia_random_below(&random, 16) == 0)
			write_some(log, 32);
	}
	write_some(log, log->burst);
}

/*
 * Who is quick enough reads every entry; who is not, or is lapped because entries
 * came between the look and the driver's, knows how many were overwritten.
 */
static void test_follow(struct kunit *test)
{
	struct log log = { .entries = *(const u32 *)test->param_value };
	unsigned int round;

	random = (struct ia_random){ 2 + log.entries };
	log.slot = kunit_kzalloc(test, log.entries * sizeof(*log.slot), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, log.slot);
	log.started = (u64)(ia_random_next(&random) / log.entries) * log.entries;
	log.head = log.started + log.entries / 3;
	log.tail = log.head + log.entries / 2;
	ia_amd_follow_start(&log.follow, log.entries, log.head % log.entries,
			    log.tail % log.entries);
	KUNIT_ASSERT_EQ(test, ia_amd_follow_pending(&log.follow), 0u);
	log.seen = log.tail;
	for (round = 0; round < 120; round++) {
		log.burst = round % 5 ? log.entries / (round % 7 + 1) : 2 * log.entries;
		log.limit = round % 3 ? log.entries : log.entries / 8 + 1;
		write_some(&log, log.burst);
		poll_log(test, &log, round % 4 == 0);
	}
	log.burst = 0;
	log.limit = log.entries;
	look_at_log(test, &log);
	KUNIT_EXPECT_EQ(test, log.seen + log.erased + log.lost, log.tail);
	/* A ring of one entry takes none. */
	if (log.entries == 1)
		return;
	KUNIT_EXPECT_GT(test, log.seen - log.started, (log.tail - log.started) / 16);
	KUNIT_EXPECT_GT(test, log.tail - log.started, 20ull * log.entries);
	if (log.entries > 4)
		KUNIT_EXPECT_GT(test, log.lost, 0ull);
}

static void test_follow_edges(struct kunit *test)
{
	struct ia_amd_follow follow;

	/* Bits above the pointers are cut off. */
	ia_amd_follow_start(&follow, 512, 512 + 5, 1024 + 5);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_update(&follow, 5, 5), 0ull);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow), 0u);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_slot(&follow, follow.next), 5u);
	/* A full ring is seen whole. */
	KUNIT_EXPECT_EQ(test, ia_amd_follow_update(&follow, 5, 4), 0ull);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow), 511u);
	/* The driver handles all of it, and the ring fills again, before the next look. */
	KUNIT_EXPECT_EQ(test, ia_amd_follow_update(&follow, 4, 3), 511ull);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow), 511u);
	/* It has handled 3 that came behind the look, and 2 are more than that: a round. */
	ia_amd_follow_start(&follow, 512, 100, 100);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_update(&follow, 103, 102), 3ull);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow), 511u);
	/* Nothing moves back. */
	ia_amd_follow_start(&follow, 512, 7, 7);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_update(&follow, 7, 500), 0ull);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_update(&follow, 7, 400), 400ull + 512 - 7 - 511);
	KUNIT_EXPECT_EQ(test, ia_amd_follow_pending(&follow), 511u);
}

static const struct {
	const char *name;
	u32 status, head, tail;
	bool overflowed;
} overflow_cases[] = {
	{ "the bit alone", 0x1, 0, 0, true },
	{ "the bit among others", 0xffffffff, 3, 4, true },
	{ "all bits but this one", 0xfffffffe, 3, 3, false },
	{ "511 of 512 are waiting", 0, 0, 511, true },
	{ "511 of 512 around the end", 0, 300, 299, true },
	{ "510 of 512 are waiting", 0, 300, 298, false },
	{ "none is waiting", 0, 300, 300, false },
};

KUNIT_ARRAY_PARAM_DESC(overflow_cases, overflow_cases, name);

static void test_overflowed(struct kunit *test)
{
	const typeof(overflow_cases[0]) *row = test->param_value;

	KUNIT_EXPECT_EQ(test, ia_amd_log_overflowed(row->status, row->head, row->tail, 512),
			row->overflowed);
}

static void test_overflow_counts(struct kunit *test)
{
	struct ia_amd_overflow overflow = {};

	/* One that is seen, for as long as the tail stands still, and handled. */
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_look(&overflow, false, 4));
	KUNIT_EXPECT_TRUE(test, ia_amd_overflow_look(&overflow, true, 5));
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_look(&overflow, true, 5));
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_look(&overflow, false, 5));
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_restart(&overflow));
	/* One, and another one, that are not seen before the driver restarts. */
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_look(&overflow, false, 6));
	KUNIT_EXPECT_TRUE(test, ia_amd_overflow_restart(&overflow));
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_look(&overflow, false, 7));
	KUNIT_EXPECT_TRUE(test, ia_amd_overflow_restart(&overflow));
	/* One behind the other: the restart is for the first. */
	KUNIT_EXPECT_TRUE(test, ia_amd_overflow_look(&overflow, true, 8));
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_restart(&overflow));
	KUNIT_EXPECT_TRUE(test, ia_amd_overflow_look(&overflow, true, 9));
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_restart(&overflow));
	/* The driver cleared one without having read it, and restarts for the next. */
	KUNIT_EXPECT_TRUE(test, ia_amd_overflow_look(&overflow, true, 10));
	ia_amd_overflow_interrupt(&overflow);
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_look(&overflow, false, 11));
	KUNIT_EXPECT_TRUE(test, ia_amd_overflow_restart(&overflow));
	/* What was set when the interrupt came is what it restarts for. */
	KUNIT_EXPECT_TRUE(test, ia_amd_overflow_look(&overflow, true, 12));
	ia_amd_overflow_interrupt(&overflow);
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_look(&overflow, true, 12));
	KUNIT_EXPECT_FALSE(test, ia_amd_overflow_restart(&overflow));
}

#define RING	16

/* A unit, the driver's handler, and a watcher, step by step. */
struct machine {
	/* Entries, as positions that never wrap. */
	u32 head;
	u32 tail;
	bool bit;
	bool interrupt;
	/* About as many events come in one step. */
	unsigned int burst;
	/* Functions of the driver that can be hooked. */
	bool sees_poll;
	bool sees_print;
	/* Since the counters were compared. */
	u32 dropped;
	u32 counted;
	/* No more can be: times that the log overflowed, or seemed to. */
	u32 begun;
	/* Times that it dropped events, after it had logged some. */
	u32 overflows;
	bool logged;
	struct ia_amd_overflow overflow;
};

static bool overflowed(const struct machine *m)
{
	return m->bit || m->tail - m->head == RING - 1;
}

/* Time passes: hardware logs some events, or none. */
static void pass(struct machine *m)
{
	while (ia_random_below(&random, m->burst + 1)) {
		m->interrupt = true;
		if (overflowed(m)) {
			m->bit = true;
			m->dropped++;
			m->overflows += m->logged;
			m->logged = false;
			continue;
		}
		m->logged = true;
		m->tail++;
		m->begun += overflowed(m);
	}
}

/* Registers are read one after the other, until the tail stands still. */
static void watch(struct machine *m)
{
	u32 status, head, tail = m->tail % RING, before;

	do {
		before = tail;
		status = m->bit;
		pass(m);
		head = m->head % RING;
		pass(m);
		tail = m->tail % RING;
	} while (tail != before);
	m->counted += ia_amd_overflow_look(&m->overflow,
					   ia_amd_log_overflowed(status, head, tail, RING),
					   tail);
}

static void poll_events(struct machine *m)
{
	u32 tail;

	if (m->sees_poll)
		watch(m);
	pass(m);
	for (tail = m->tail; m->head != tail; m->head++) {
		if (m->sees_print)
			watch(m);
		pass(m);
	}
	pass(m);
}

/*
 * The driver's handler, the same from Linux 5.10 to 7.3: it clears the bits
 * that it read, and those that came up since.
 */
static void handle(struct machine *m, unsigned int busy)
{
	bool bit;

	ia_amd_overflow_interrupt(&m->overflow);
	watch(m);
	pass(m);
	while (m->bit || m->interrupt) {
		if (!busy--)
			m->burst = 0;
		bit = m->bit;
		pass(m);
		m->bit = false;
		m->interrupt = false;
		pass(m);
		poll_events(m);
		if (!bit)
			continue;
		m->counted += ia_amd_overflow_restart(&m->overflow);
		watch(m);
		pass(m);
	}
}

/*
 * What was dropped is flagged, and no more is counted than happened. Two
 * overflows count as one now and then, where the driver handled both in one go.
 */
static void test_overflow_machine(struct kunit *test)
{
	unsigned int round, turns, quiet = 0;
	u32 overflows = 0, counted = 0;
	struct machine m = {};

	random = (struct ia_random){ 3 };
	for (round = 0; round < 8000; round++) {
		m.sees_poll = round % 3;
		m.sees_print = round % 3 != 1;
		m.dropped = 0;
		m.counted = 0;
		m.begun = 0;
		m.overflows = 0;
		for (turns = round % 5 ? 1 : 2; turns; turns--) {
			m.burst = ia_random_below(&random, round % 7 + 1);
			pass(&m);
			handle(&m, round % 8);
			KUNIT_ASSERT_EQ(test, m.head, m.tail);
		}
		KUNIT_ASSERT_GE_MSG(test, m.counted, !!m.dropped, "round %u", round);
		KUNIT_ASSERT_LE_MSG(test, m.counted, m.begun, "round %u", round);
		overflows += m.overflows;
		counted += m.counted;
		quiet += !m.begun;
	}
	KUNIT_EXPECT_GT(test, overflows, 1000u);
	KUNIT_EXPECT_GE(test, counted, overflows - overflows / 100);
	KUNIT_EXPECT_GT(test, quiet, 1000u);
}

static struct kunit_case amd_event_cases[] = {
	KUNIT_CASE_PARAM(test_decode, events_gen_params),
	KUNIT_CASE_PARAM(test_seen, seen_gen_params),
	KUNIT_CASE_PARAM(test_name, events_gen_params),
	KUNIT_CASE(test_codes_above_have_no_name),
	KUNIT_CASE_PARAM(test_follow, ring_sizes_gen_params),
	KUNIT_CASE(test_follow_edges),
	KUNIT_CASE_PARAM(test_overflowed, overflow_cases_gen_params),
	KUNIT_CASE(test_overflow_counts),
	KUNIT_CASE(test_overflow_machine),
	{}
};

static struct kunit_suite amd_event_suite = {
	.name = "iommu_audit_amd_event",
	.test_cases = amd_event_cases,
};

kunit_test_suite(amd_event_suite);
