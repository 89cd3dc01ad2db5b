// SPDX-License-Identifier: GPL-2.0
/*
 * Several units fault at once. Each has registers of its own, in memory, and the
 * driver's handler here runs for them in threads, on their task stacks. The
 * watcher sees what a probe sees: the entry, and each call.
 */
#include "../module/core/vtd_watch.c"

#include "check.h"

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/spinlock.h>

#define UNITS	16
#define REGS	4
#define ROUNDS	2000

/* Where calls of the handler return to. */
#define STATUS_CALL	0x1000UL
#define RECORD_CALL	0x2000UL

/* A unit; all but the counters of the watcher are its lock's. */
struct unit {
	raw_spinlock_t lock;
	bool record[REGS];
	unsigned int write;
	unsigned int fri;
	bool pfo;
	u32 logged;
	u32 consumed;
	atomic_t counted;
	atomic_t overflows;
};

struct world {
	struct unit unit[UNITS];
	struct ia_vtd_run runs[UNITS * IA_VTD_RUNS];
	unsigned long index[IA_VTD_INDEX_WORDS(UNITS * IA_VTD_RUNS)];
	struct ia_vtd_watch watch;
	atomic_t orphans;
	atomic_t half_seen;
	struct completion done;
	atomic_t running;
};

/* What one thread does. */
struct job {
	struct world *world;
	unsigned int first;
	unsigned int units;
	u32 seed;
	/* Faults also come in the moment when the driver is about to leave. */
	bool late;
};

static u32 fsts(const struct unit *u)
{
	bool pending = false;
	unsigned int i;

	for (i = 0; i < REGS; i++)
		pending |= u->record[i];
	return u->pfo | pending << 1 | (pending ? u->fri << 8 : 0);
}

/* Hardware logs a fault, or drops it. */
static void log_one(struct unit *u)
{
	if (u->record[u->write]) {
		u->pfo = true;
		return;
	}
	if (!(fsts(u) & IA_VTD_FSTS_PPF))
		u->fri = u->write;
	u->record[u->write] = true;
	u->write = (u->write + 1) % REGS;
	u->logged++;
}

/* As source/fault_vtd.c does it. Returns with the unit's lock held, as it was called. */
static void called(struct world *w, unsigned int unit, unsigned long caller)
{
	unsigned long here;
	struct ia_vtd_run *run = ia_vtd_watch_call(&w->watch, (unsigned long)&here, caller);
	struct unit *u = &w->unit[unit];
	enum ia_vtd_next next;
	bool missed;

	if (!run) {
		atomic_inc(&w->orphans);
		return;
	}
	next = ia_vtd_walk_call(&run->walk, &missed);
	if (missed)
		atomic_inc(&u->counted);
	if (next == IA_VTD_STATUS)
		next = ia_vtd_walk_status(&run->walk, fsts(u));
	if (next == IA_VTD_RECORD) {
		bool found = u->record[run->walk.index];

		if (found)
			atomic_inc(&u->counted);
		ia_vtd_walk_record(&run->walk, found);
	}
	ia_vtd_watch_done(run);
}

/* The driver's handler, and the probe at its entry. */
static noinline void handle(struct world *w, unsigned int unit, struct ia_random *random,
			    bool late)
{
	struct unit *u = &w->unit[unit];
	unsigned long frame[8];
	struct ia_vtd_entry entry = {
		.unit = unit,
		.regs = REGS,
		/* Above what the handler calls, as the stack grows down. */
		.sp = (unsigned long)&frame[8] & ~1UL,
		.now_ns = ktime_get_boot_fast_ns(),
	};
	unsigned int index, half_seen = 0;
	struct ia_vtd_run *run;
	u32 status;

	OPTIMIZER_HIDE_VAR(entry.sp);
	run = ia_vtd_watch_enter(&w->watch, &entry, &half_seen);
	atomic_add(half_seen, &w->half_seen);
	raw_spin_lock(&u->lock);
	status = fsts(u);
	raw_spin_unlock(&u->lock);
	if (run)
		ia_vtd_watch_begin(run, &entry, status);

	raw_spin_lock(&u->lock);
	status = fsts(u);
	if (status)
		called(w, unit, STATUS_CALL);
	if (!(status & IA_VTD_FSTS_PPF))
		goto unlock;
	index = status >> 8;
	for (;;) {
		called(w, unit, RECORD_CALL);
		if (late && ia_random_next(random) % 16 == 0)
			log_one(u);
		if (!u->record[index])
			break;
		u->record[index] = false;
		u->consumed++;
		raw_spin_unlock(&u->lock);
		if (ia_random_next(random) % 8 == 0)
			cond_resched();
		index = (index + 1) % REGS;
		raw_spin_lock(&u->lock);
	}
	u->pfo = false;
unlock:
	raw_spin_unlock(&u->lock);
}

static int fault_and_handle(void *data)
{
	struct job *job = data;
	struct world *w = job->world;
	struct ia_random random = { job->seed };
	unsigned int round, unit, faults;

	for (round = 0; round < ROUNDS; round++) {
		unit = job->first + ia_random_below(&random, job->units);
		raw_spin_lock(&w->unit[unit].lock);
		for (faults = ia_random_below(&random, REGS + 2); faults; faults--)
			log_one(&w->unit[unit]);
		raw_spin_unlock(&w->unit[unit].lock);
		handle(w, unit, &random, job->late);
		if (round % 64 == 0)
			cond_resched();
	}
	if (atomic_dec_and_test(&w->running))
		complete(&w->done);
	return 0;
}

static struct world *new_world(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, w);
	for (i = 0; i < UNITS; i++)
		raw_spin_lock_init(&w->unit[i].lock);
	ia_vtd_watch_init(&w->watch, w->runs, ARRAY_SIZE(w->runs), w->index);
	init_completion(&w->done);
	return w;
}

static void run_jobs(struct kunit *test, struct world *w, struct job *jobs, unsigned int count)
{
	unsigned int i;

	atomic_set(&w->running, count);
	for (i = 0; i < count; i++) {
		struct task_struct *task = kthread_run(fault_and_handle, &jobs[i], "faults%u", i);

		KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	}
	wait_for_completion(&w->done);
}

static unsigned int bits_of(unsigned long word)
{
	unsigned int bits;

	for (bits = 0; word; bits++)
		word &= word - 1;
	return bits;
}

/* Each run that has a frame is in the index, once and in its place; no other one is. */
static void expect_index(struct kunit *test, const struct ia_vtd_watch *watch)
{
	unsigned int i, bits = 0, linked = 0;

	for (i = 0; i < IA_VTD_INDEX_WORDS(watch->count); i++)
		bits += bits_of(watch->index[i]);
	for (i = 0; i < watch->count; i++) {
		const struct ia_vtd_run *run = &watch->runs[i];

		KUNIT_EXPECT_EQ(test, !run->frame, !run->bucket);
		if (!run->bucket)
			continue;
		linked++;
		KUNIT_EXPECT_EQ(test, run->bucket, bucket_of(piece_of(run->frame)) + 1);
		KUNIT_EXPECT_TRUE(test, *word_of(watch, run) >> i % IA_VTD_WORD_BITS & 1);
	}
	KUNIT_EXPECT_EQ(test, bits, linked);
}

static void expect_all_counted(struct kunit *test, struct world *w)
{
	unsigned int i;

	KUNIT_EXPECT_EQ(test, atomic_read(&w->orphans), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->half_seen), 0);
	KUNIT_EXPECT_EQ(test, ia_vtd_watch_half_seen(&w->watch, U64_MAX), 0u);
	expect_index(test, &w->watch);
	for (i = 0; i < UNITS; i++) {
		KUNIT_EXPECT_EQ_MSG(test, (u32)atomic_read(&w->unit[i].counted),
				    w->unit[i].consumed, "unit %u", i);
		KUNIT_EXPECT_GT(test, w->unit[i].consumed, 0u);
	}
}

/* A thread for each unit, all on task stacks: as when interrupts come from user mode. */
static void test_units_at_once(struct kunit *test)
{
	struct world *w = new_world(test);
	struct job jobs[UNITS];
	unsigned int i;

	for (i = 0; i < UNITS; i++)
		jobs[i] = (struct job){ w, i, 1, i + 1, true };
	run_jobs(test, w, jobs, UNITS);
	expect_all_counted(test, w);
}

/* One thread for all of them: what each leaves on the stack does not bother the next. */
static void test_units_on_one_stack(struct kunit *test)
{
	struct world *w = new_world(test);
	struct job jobs[] = { { w, 0, UNITS, 11, true } };

	run_jobs(test, w, jobs, ARRAY_SIZE(jobs));
	expect_all_counted(test, w);
}

/* Each unit's handler twice at once: in an interrupt, and while a CPU comes up. */
static void test_units_shared(struct kunit *test)
{
	struct world *w = new_world(test);
	struct job jobs[2 * UNITS];
	unsigned int i;

	for (i = 0; i < 2 * UNITS; i++)
		jobs[i] = (struct job){ w, i % UNITS, 1, i + 1, false };
	run_jobs(test, w, jobs, 2 * UNITS);
	expect_all_counted(test, w);
}

#define STACK	0x8000UL

static bool enter(struct ia_vtd_watch *watch, unsigned int unit, unsigned long sp, u32 status,
		  unsigned int *half_seen)
{
	const struct ia_vtd_entry entry = {
		.unit = unit, .regs = 1, .sp = sp, .now_ns = 5,
	};
	struct ia_vtd_run *run = ia_vtd_watch_enter(watch, &entry, half_seen);

	return run && ia_vtd_watch_begin(run, &entry, status);
}

/* The unit whose handler it is found to be, or -1. */
static int call_of(struct ia_vtd_watch *watch, unsigned long sp, unsigned long caller)
{
	struct ia_vtd_run *run = ia_vtd_watch_call(watch, sp, caller);
	bool missed;
	int unit;

	if (!run)
		return -1;
	unit = run->unit;
	ia_vtd_walk_call(&run->walk, &missed);
	ia_vtd_watch_done(run);
	return unit;
}

static bool call(struct ia_vtd_watch *watch, unsigned long sp, unsigned long caller)
{
	return call_of(watch, sp, caller) >= 0;
}

/* A call whose beginning was not seen is nobody's, also where an earlier one was. */
static void test_no_beginning(struct kunit *test)
{
	struct world *w = new_world(test);
	unsigned int half_seen = 0;

	KUNIT_EXPECT_FALSE(test, call(&w->watch, STACK - 64, STATUS_CALL));
	enter(&w->watch, 0, STACK, IA_VTD_FSTS_PPF, &half_seen);
	KUNIT_EXPECT_TRUE(test, call(&w->watch, STACK - 64, STATUS_CALL));
	KUNIT_EXPECT_TRUE(test, call(&w->watch, STACK - 64, RECORD_CALL));
	/* far below, and above: other stacks */
	KUNIT_EXPECT_FALSE(test, call(&w->watch, STACK - IA_VTD_FRAME_MAX, RECORD_CALL));
	KUNIT_EXPECT_FALSE(test, call(&w->watch, STACK, RECORD_CALL));
	/* the next one begins, unseen, at the same place */
	KUNIT_EXPECT_FALSE(test, call(&w->watch, STACK - 64, STATUS_CALL));
	KUNIT_EXPECT_FALSE(test, call(&w->watch, STACK - 64, RECORD_CALL));
	KUNIT_EXPECT_EQ(test, half_seen, 0u);
	/* one that was seen is none the worse for it */
	enter(&w->watch, 0, STACK, IA_VTD_FSTS_PPF, &half_seen);
	KUNIT_EXPECT_TRUE(test, call(&w->watch, STACK - 64, STATUS_CALL));
	KUNIT_EXPECT_EQ(test, half_seen, 0u);
}

/* A handler that found faults, and was not seen to call: noticed by whoever comes. */
static void test_half_seen(struct kunit *test)
{
	struct world *w = new_world(test);
	unsigned int half_seen = 0, i;

	/* the next on the same stack, of another unit */
	enter(&w->watch, 0, STACK, IA_VTD_FSTS_PPF, &half_seen);
	KUNIT_EXPECT_EQ(test, ia_vtd_watch_half_seen(&w->watch, 5), 0u);
	KUNIT_EXPECT_EQ(test, ia_vtd_watch_half_seen(&w->watch, 6), 1u);
	enter(&w->watch, 1, STACK + 8, 0, &half_seen);
	KUNIT_EXPECT_EQ(test, half_seen, 1u);
	/* one that found nothing is not expected to call */
	enter(&w->watch, 2, STACK, 0, &half_seen);
	KUNIT_EXPECT_EQ(test, half_seen, 1u);
	KUNIT_EXPECT_EQ(test, ia_vtd_watch_half_seen(&w->watch, 6), 0u);
	/* of the same unit, on any stack; never more than there are places for */
	half_seen = 0;
	for (i = 0; i < 100; i++) {
		enter(&w->watch, 3, (i + 2) * STACK, IA_VTD_FSTS_PPF, &half_seen);
		KUNIT_EXPECT_TRUE(test, call(&w->watch, (i + 2) * STACK - 8, STATUS_CALL));
		KUNIT_EXPECT_TRUE(test, call(&w->watch, (i + 2) * STACK - 8, RECORD_CALL));
	}
	KUNIT_EXPECT_EQ(test, half_seen, 0u);
}

/* When a record was seen of which a call on this stack is told, or 0 for now. */
static u64 seen_ns(struct ia_vtd_watch *watch, unsigned long sp, unsigned long caller)
{
	struct ia_vtd_run *run = ia_vtd_watch_call(watch, sp - 64, caller);
	bool missed;
	u64 seen;

	if (!run)
		return ~0ULL;
	ia_vtd_walk_call(&run->walk, &missed);
	seen = ia_vtd_run_seen_ns(run);
	ia_vtd_watch_done(run);
	return seen;
}

/* The first record was there at the entry, and has its time; those behind it may be newer. */
static void test_seen(struct kunit *test)
{
	struct world *w = new_world(test);
	unsigned int half_seen = 0;

	enter(&w->watch, 0, STACK, IA_VTD_FSTS_PPF, &half_seen);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, STACK, STATUS_CALL), 0ull);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, STACK, RECORD_CALL), 5ull);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, STACK, RECORD_CALL), 0ull);
	/* nothing was there */
	enter(&w->watch, 0, STACK, 0, &half_seen);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, STACK, STATUS_CALL), 0ull);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, STACK, RECORD_CALL), 0ull);
	/* another invocation may have taken it: the record is a later one */
	enter(&w->watch, 1, STACK, IA_VTD_FSTS_PPF, &half_seen);
	enter(&w->watch, 1, 2 * STACK, IA_VTD_FSTS_PPF, &half_seen);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, STACK, STATUS_CALL), 0ull);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, STACK, RECORD_CALL), 0ull);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, 2 * STACK, STATUS_CALL), 0ull);
	KUNIT_EXPECT_EQ(test, seen_ns(&w->watch, 2 * STACK, RECORD_CALL), 0ull);
}

/* Overflow is said at the entry. */
static void test_overflow(struct kunit *test)
{
	struct world *w = new_world(test);
	unsigned int half_seen = 0;

	KUNIT_EXPECT_TRUE(test, enter(&w->watch, 0, STACK, IA_VTD_FSTS_PFO, &half_seen));
	KUNIT_EXPECT_FALSE(test, enter(&w->watch, 0, STACK, IA_VTD_FSTS_PPF, &half_seen));
	KUNIT_EXPECT_EQ(test, half_seen, 0u);
}

/* So many that a bucket has several words. */
#define MANY_UNITS	(2 * UNITS + 8)

struct many {
	struct ia_vtd_run runs[MANY_UNITS * IA_VTD_RUNS];
	unsigned long index[IA_VTD_INDEX_WORDS(MANY_UNITS * IA_VTD_RUNS)];
	struct ia_vtd_watch watch;
	/* of all that are on their way, where they were entered */
	unsigned long stacks[MANY_UNITS * IA_VTD_RUNS];
};

/* All runs are taken at once, by handlers whose stacks share one bucket, or as they come. */
static void fill_index(struct kunit *test, bool collide)
{
	struct many *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	unsigned int i, half_seen = 0;
	unsigned long stack = STACK;

	KUNIT_ASSERT_NOT_NULL(test, m);
	ia_vtd_watch_init(&m->watch, m->runs, ARRAY_SIZE(m->runs), m->index);
	for (i = 0; i < m->watch.count; i++) {
		do
			stack += STACK;
		while (collide && bucket_of(piece_of(stack)) != bucket_of(piece_of(STACK)));
		m->stacks[i] = stack;
		enter(&m->watch, i % MANY_UNITS, stack, IA_VTD_FSTS_PPF, &half_seen);
	}
	expect_index(test, &m->watch);
	/* each finds its own, in any order */
	for (i = m->watch.count; i--;)
		KUNIT_EXPECT_EQ(test, call_of(&m->watch, m->stacks[i] - 64, STATUS_CALL),
				(int)(i % MANY_UNITS));
	for (i = 0; i < m->watch.count; i++)
		KUNIT_EXPECT_EQ(test, call_of(&m->watch, m->stacks[i] - 64, RECORD_CALL),
				(int)(i % MANY_UNITS));
	KUNIT_EXPECT_EQ(test, half_seen, 0u);
	/* one more of a unit takes the place of its oldest, and no other's */
	enter(&m->watch, 3, stack + STACK, IA_VTD_FSTS_PPF, &half_seen);
	KUNIT_EXPECT_EQ(test, call_of(&m->watch, stack + STACK - 64, STATUS_CALL), 3);
	for (i = 0; i < m->watch.count; i++) {
		if (i % MANY_UNITS != 3)
			KUNIT_EXPECT_TRUE(test, call(&m->watch, m->stacks[i] - 64, RECORD_CALL));
	}
	KUNIT_EXPECT_EQ(test, half_seen, 0u);
	expect_index(test, &m->watch);
	/* the next handlers are all on one stack: nothing is left but the last one */
	for (i = 0; i < m->watch.count; i++)
		enter(&m->watch, i % MANY_UNITS, m->stacks[0], 0, &half_seen);
	expect_index(test, &m->watch);
	KUNIT_EXPECT_EQ(test, call_of(&m->watch, m->stacks[0] - 64, STATUS_CALL),
			MANY_UNITS - 1);
}

static void test_index_full(struct kunit *test)
{
	fill_index(test, false);
}

static void test_index_collides(struct kunit *test)
{
	fill_index(test, true);
}

/* Wherever a stack is, also where an index of pieces of stack has one of its borders. */
static void test_index_borders(struct kunit *test)
{
	struct world *w = new_world(test);
	unsigned int half_seen = 0, unit = 0;
	unsigned long sp, below;

	for (sp = STACK; sp < 2 * STACK; sp += 88, unit = (unit + 1) % UNITS) {
		enter(&w->watch, unit, sp, IA_VTD_FSTS_PPF, &half_seen);
		KUNIT_EXPECT_EQ(test, call_of(&w->watch, sp - 8, STATUS_CALL), (int)unit);
		for (below = 8; below < IA_VTD_FRAME_MAX; below += 72)
			KUNIT_EXPECT_EQ(test, call_of(&w->watch, sp - below, RECORD_CALL),
					(int)unit);
		KUNIT_EXPECT_FALSE(test, call(&w->watch, sp - IA_VTD_FRAME_MAX, RECORD_CALL));
		KUNIT_EXPECT_FALSE(test, call(&w->watch, sp, RECORD_CALL));
	}
	KUNIT_EXPECT_EQ(test, half_seen, 0u);
	expect_index(test, &w->watch);
}

static struct kunit_case vtd_watch_cases[] = {
	KUNIT_CASE(test_units_at_once),
	KUNIT_CASE(test_units_on_one_stack),
	KUNIT_CASE(test_units_shared),
	KUNIT_CASE(test_no_beginning),
	KUNIT_CASE(test_half_seen),
	KUNIT_CASE(test_seen),
	KUNIT_CASE(test_overflow),
	KUNIT_CASE(test_index_full),
	KUNIT_CASE(test_index_collides),
	KUNIT_CASE(test_index_borders),
	{}
};

static struct kunit_suite vtd_watch_suite = {
	.name = "iommu_audit_vtd_watch",
	.test_cases = vtd_watch_cases,
};

kunit_test_suite(vtd_watch_suite);
