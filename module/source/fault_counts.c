// SPDX-License-Identifier: GPL-2.0
/*
 * Counters and log live in memory that is there before the first fault monitor
 * starts. Counting takes one raw lock for a bounded moment, and neither allocates
 * nor sleeps nor prints: fault monitors run in hard interrupts, under the driver's
 * own lock.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#include "../core/fault.h"
#include "../core/fault_table.h"
#include "../core/proof.h"
#include "../core/ring.h"
#include "faults.h"
#include "probe.h"
#include "records.h"
#include "unit_table.h"

/* Recent faults; a power of 2. */
#define LOG_CAPACITY	1024
/* Lines that a snapshot makes room for at first. */
#define FIRST_LINES	64

static DEFINE_RAW_SPINLOCK(lock);
/* What could not be counted because the lock was not to be had. */
static atomic_long_t dropped;
static struct ia_fault_table table;
static struct ia_inval_table invals;
static struct ia_fault_unit *figures;
/* Handlers that ran, by unit: every interrupt counts, and most with nothing else. */
static atomic64_t *interrupts;
static struct ia_fault_record *log;
static struct ia_ring log_ring = { .capacity = LOG_CAPACITY };

/**
 * struct inval - an error of invalidation
 * @error: which
 * @source: requester id of the function that it was about, or %IA_NO_SOURCE
 */
struct inval {
	enum ia_inval_error error;
	u32 source;
};

/**
 * struct change - what a probe adds to the figures of a unit
 * @unit: position of the unit
 * @handlers_unseen: handlers that ran unseen
 * @overflows: times that faults were dropped
 * @unseen: faults that could not be read
 * @fault: one that could, or NULL
 * @seen_ns: when it was seen
 * @page_request_overflows: times that page requests were dropped
 * @inval: an error of invalidation, or NULL
 */
struct change {
	unsigned int unit;
	u64 handlers_unseen;
	u64 overflows;
	u64 unseen;
	const struct ia_fault *fault;
	u64 seen_ns;
	u64 page_request_overflows;
	const struct inval *inval;
};

static void apply_inval(unsigned int unit, const struct inval *inval, u64 now)
{
	figures[unit].inval[inval->error]++;
	ia_inval_add(&invals, unit, inval->error, inval->source, now);
}

/* One that was seen before another one may be counted behind it: the log goes forward. */
static u64 newest_ns;

static void apply_fault(unsigned int unit, const struct ia_fault *fault, u64 seen_ns)
{
	u64 now = max(newest_ns, seen_ns);
	u64 seq = ia_ring_put(&log_ring);
	struct ia_fault_record *record = &log[ia_ring_slot(&log_ring, seq)];
	struct inval inval = { .source = fault->source };

	newest_ns = now;
	figures[unit].records++;
	figures[unit].attributed++;
	ia_fault_table_add(&table, unit, fault, now);
	record->seq = seq;
	record->time_ns = now;
	record->unit = unit;
	record->fault = *fault;
	inval.error = ia_inval_of_amd(fault->reason);
	if (figures[unit].vendor == IA_VENDOR_AMD && inval.error >= 0)
		apply_inval(unit, &inval, now);
}

static void apply(void *data)
{
	const struct change *change = data;
	struct ia_fault_unit *figure = &figures[change->unit];

	figure->handlers_unseen += change->handlers_unseen;
	figure->overflows += change->overflows;
	figure->records += change->unseen;
	figure->unattributed += change->unseen;
	figure->page_request_overflows += change->page_request_overflows;
	if (change->fault)
		apply_fault(change->unit, change->fault, change->seen_ns);
	if (change->inval)
		apply_inval(change->unit, change->inval, ktime_get_boot_fast_ns());
}

static void add(struct change change)
{
	if (!ia_probe_locked(&lock, apply, &change))
		atomic_long_inc(&dropped);
}

/*
 * A fault monitor sees a unit from now on.
 *
 * Context: process context, before the monitor starts.
 */
void ia_faults_watch(unsigned int unit)
{
	figures[unit].watched = true;
	/* AMD-Vi logs errors of invalidation as it logs faults. */
	if (figures[unit].vendor == IA_VENDOR_AMD)
		figures[unit].sees_inval = true;
}

/*
 * Whether the errors of invalidation of a unit are seen from now on.
 *
 * Context: any.
 */
void ia_faults_see_inval(unsigned int unit, bool seen)
{
	WRITE_ONCE(figures[unit].sees_inval, seen);
}

/*
 * Whether a unit takes page requests, and it is seen when it drops some.
 *
 * Context: process context.
 */
void ia_faults_see_page_requests(unsigned int unit, bool takes, bool seen)
{
	figures[unit].page_requests = !takes ? IA_PAGE_REQUESTS_NONE :
				      seen ? IA_PAGE_REQUESTS_SEEN : IA_PAGE_REQUESTS_UNSEEN;
}

/*
 * An invalidation went wrong.
 *
 * Context: any.
 */
void ia_faults_inval(unsigned int unit, enum ia_inval_error error, u32 source)
{
	const struct inval inval = { .error = error, .source = source };

	add((struct change){ .unit = unit, .inval = &inval });
}

/*
 * A unit said that it had dropped page requests.
 *
 * Context: any.
 */
void ia_faults_page_requests(unsigned int unit)
{
	add((struct change){ .unit = unit, .page_request_overflows = 1 });
}

/*
 * A fault monitor cannot tell when the handler of a unit runs.
 *
 * Context: any.
 */
void ia_faults_interrupts_unknown(unsigned int unit)
{
	WRITE_ONCE(figures[unit].interrupts_unknown, true);
}

/*
 * The handler of a unit ran.
 *
 * Context: any.
 */
void ia_faults_interrupt(unsigned int unit)
{
	atomic64_inc(&interrupts[unit]);
}

/*
 * The handler of a unit ran so often unseen.
 *
 * Context: any.
 */
void ia_faults_unseen(unsigned int unit, u64 handlers)
{
	add((struct change){ .unit = unit, .handlers_unseen = handlers });
}

/*
 * A unit said that it had dropped faults.
 *
 * Context: any.
 */
void ia_faults_overflow(unsigned int unit)
{
	add((struct change){ .unit = unit, .overflows = 1 });
}

/**
 * ia_faults_add() - a unit logged a fault
 * @unit: position of the unit
 * @fault: the fault
 * @seen_ns: when it was seen to be there, CLOCK_BOOTTIME; to read a clock costs as much
 *           as a register where the clock is one
 *
 * Context: any.
 */
void ia_faults_add(unsigned int unit, const struct ia_fault *fault, u64 seen_ns)
{
	add((struct change){ .unit = unit, .fault = fault, .seen_ns = seen_ns });
}

/**
 * ia_faults_add_unseen() - a unit logged faults that were gone before they
 *			    could be read
 * @unit: position of the unit
 * @count: how many
 *
 * Context: any.
 */
void ia_faults_add_unseen(unsigned int unit, u64 count)
{
	add((struct change){ .unit = unit, .unseen = count });
}

/**
 * ia_faults_degrade() - admit what speaks against a monitor
 * @monitor: its description, all but complete
 * @proof: what the monitor found out itself
 *
 * A probe that hits while another one's handler runs on the same CPU cannot
 * run its own, and one that does not get the lock cannot count. What they would
 * have seen is not in the figures.
 */
void ia_faults_degrade(struct ia_monitor *monitor, struct ia_proof *proof)
{
	const char *reason;
	u64 since_ns;

	monitor->missed += atomic_long_read(&dropped);
	if (monitor->missed)
		ia_proof_doubt(proof, IA_DOUBT_MISSED);
	reason = ia_proof_reason(proof, &since_ns);
	if (!reason)
		return;
	monitor->accuracy = IA_ACCURACY_POLL;
	monitor->reason = reason;
	monitor->since_ns = since_ns;
}

/**
 * ia_fault_counts_init() - make room for counters and log
 *
 * Context: process context, may sleep; no fault monitor has started.
 * Return: 0 or -ENOMEM; ia_fault_counts_exit() has to follow in each case
 */
int ia_fault_counts_init(void)
{
	struct ia_fault_source *sources;
	struct ia_fault_count *counts;
	unsigned int i;
	u16 *slots;

	figures = kvcalloc(max(ia_units_count(), 1U), sizeof(*figures), GFP_KERNEL);
	interrupts = kvcalloc(max(ia_units_count(), 1U), sizeof(*interrupts), GFP_KERNEL);
	counts = kvcalloc(IA_FAULT_TABLE_ROOM(IA_FAULT_TABLE_SLOTS), sizeof(*counts), GFP_KERNEL);
	slots = kvcalloc(IA_FAULT_TABLE_SLOTS, sizeof(*slots), GFP_KERNEL);
	sources = kvcalloc(IA_FAULT_TABLE_SLOTS, sizeof(*sources), GFP_KERNEL);
	log = kvcalloc(LOG_CAPACITY, sizeof(*log), GFP_KERNEL);
	ia_fault_table_init(&table, counts, slots, sources, IA_FAULT_TABLE_SLOTS);
	if (!figures || !interrupts || !counts || !slots || !sources || !log)
		return -ENOMEM;
	for (i = 0; i < ia_units_count(); i++) {
		figures[i].vendor = ia_units_at(i)->unit.vendor;
		figures[i].name = ia_units_at(i)->name;
		figures[i].segment = ia_units_at(i)->unit.segment;
	}
	return 0;
}

/**
 * ia_fault_counts_exit() - free counters and log
 *
 * Context: process context, may sleep; neither fault monitor nor reader is left.
 */
void ia_fault_counts_exit(void)
{
	kvfree(log);
	kvfree(table.sources);
	kvfree(table.slots);
	kvfree(table.counts);
	kvfree(interrupts);
	kvfree(figures);
}

/**
 * struct copy - everything in one moment
 * @units: figures of all units
 * @invals: errors of invalidation
 * @table: entries of the table
 */
struct copy {
	struct ia_fault_unit *units;
	struct ia_inval_table *invals;
	struct ia_fault_copy table;
};

/* One copy is taken at a time. */
static DEFINE_MUTEX(copying);

/* Readers are no probes: they wait for the lock, outside of any interrupt. */
static bool copy_now(struct copy *copy)
{
	bool fits, more;
	unsigned int i;

	raw_spin_lock_irq(&lock);
	fits = ia_fault_copy_begin(&table, &copy->table);
	if (fits) {
		memcpy(copy->units, figures, ia_units_count() * sizeof(*figures));
		*copy->invals = invals;
		for (i = 0; i < ia_units_count(); i++)
			copy->units[i].interrupts = atomic64_read(&interrupts[i]);
	}
	raw_spin_unlock_irq(&lock);
	for (more = fits; more;) {
		raw_spin_lock_irq(&lock);
		more = ia_fault_copy_some(&table);
		raw_spin_unlock_irq(&lock);
		cond_resched();
	}
	return fits;
}

static int make_room(struct ia_fault_copy *copy)
{
	copy->room = max(copy->room, copy->used);
	kvfree(copy->counts);
	kvfree(copy->is_copied);
	copy->counts = kvcalloc(copy->room, sizeof(*copy->counts), GFP_KERNEL);
	copy->is_copied = kvcalloc(copy->room, sizeof(*copy->is_copied), GFP_KERNEL);
	return copy->counts && copy->is_copied ? 0 : -ENOMEM;
}

/* The table only grows, and has an end: so has this. */
static int take_copy(struct copy *copy)
{
	bool done = false;
	int ret = 0;

	copy->units = kvcalloc(max(ia_units_count(), 1U), sizeof(*copy->units), GFP_KERNEL);
	copy->invals = kmalloc(sizeof(*copy->invals), GFP_KERNEL);
	if (!copy->units || !copy->invals)
		return -ENOMEM;
	copy->table.room = FIRST_LINES;
	while (!done && !ret) {
		ret = make_room(&copy->table);
		if (ret)
			break;
		mutex_lock(&copying);
		done = copy_now(copy);
		mutex_unlock(&copying);
	}
	return ret;
}

static int add_lines(struct ia_records *records, const struct copy *copy)
{
	const struct ia_fault_copy *taken = &copy->table;
	struct ia_fault_line *line;
	u32 i;

	for (i = 0; i < ia_units_count(); i++) {
		line = ia_records_add(records);
		if (!line)
			return -ENOMEM;
		ia_fault_fill_unit(line, &copy->units[i]);
	}
	for (i = 0; i < taken->used; i++) {
		line = ia_records_add(records);
		if (!line)
			return -ENOMEM;
		ia_fault_fill_source(line, &copy->units[taken->counts[i].unit], &taken->counts[i]);
	}
	for (i = 0; i < copy->invals->used; i++) {
		const struct ia_inval_count *count = &copy->invals->counts[i];

		line = ia_records_add(records);
		if (!line)
			return -ENOMEM;
		ia_fault_fill_invalidation(line, &copy->units[count->unit], count);
	}
	if (!taken->other.count)
		return 0;
	line = ia_records_add(records);
	if (!line)
		return -ENOMEM;
	ia_fault_fill_other(line, &taken->other, IA_FAULT_TABLE_ROOM(IA_FAULT_TABLE_SLOTS));
	return 0;
}

/**
 * ia_fault_counts_snapshot() - figures per unit, then per source and reason
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_fault_line, or an ERR_PTR()
 */
struct ia_records *ia_fault_counts_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_fault_line),
						    FIRST_LINES, NULL);
	int ret = records ? 0 : -ENOMEM;
	struct copy copy = {};

	ret = ret ?: take_copy(&copy);
	ret = ret ?: add_lines(records, &copy);
	kvfree(copy.table.is_copied);
	kvfree(copy.table.counts);
	kfree(copy.invals);
	kvfree(copy.units);
	return ia_records_finish(records, ret);
}

/**
 * ia_fault_counts_log_snapshot() - the recent faults, the oldest first
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_fault_record_line, or an ERR_PTR()
 */
struct ia_records *ia_fault_counts_log_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_fault_record_line),
						    FIRST_LINES, NULL);
	int ret = records ? 0 : -ENOMEM;
	struct ia_fault_record record;
	struct ia_fault_unit unit;
	void *line;
	u64 seq, end;

	raw_spin_lock_irq(&lock);
	seq = ia_ring_first(&log_ring);
	end = log_ring.next;
	raw_spin_unlock_irq(&lock);

	for (; seq < end && !ret; seq++) {
		raw_spin_lock_irq(&lock);
		record = log[ia_ring_slot(&log_ring, seq)];
		unit = figures[record.unit];
		raw_spin_unlock_irq(&lock);
		/* Overtaken while copying: the slot holds a later fault. */
		if (record.seq != seq)
			continue;
		line = ia_records_add(records);
		if (line)
			ia_fault_fill_record(line, &unit, &record);
		else
			ret = -ENOMEM;
	}
	return ia_records_finish(records, ret);
}
