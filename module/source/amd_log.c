// SPDX-License-Identifier: GPL-2.0
/*
 * The hardware writes events to a ring in memory and moves its tail; the driver follows
 * with the head. We follow the tail with an index of our own. Looking twice finds nothing
 * new, so it does not matter who looks, or how often.
 *
 * The driver zeroes most events after it printed them (a workaround for an
 * erratum): what it had zeroed before we looked is counted, not attributed.
 *
 * The log overflows, and the driver clears that, also between two looks. Then
 * the driver's call that restarts the log tells: core/amd_event.c.
 * The ring and the registers are read, never written.
 */
#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/ioport.h>
#include <linux/mem_encrypt.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

#include "../compat/compat.h"
#include "../core/amd_regs.h"
#include "../core/fault.h"
#include "../core/proof.h"
#include "amd_log.h"
#include "faults.h"
#include "probe.h"
#include "unit_table.h"

static u32 read_entry_pointer(const struct ia_amd_log *log, unsigned int reg)
{
	/* Bits 18:4 count entries. */
	return readl(ia_units_at(log->unit)->regs + reg) / IA_AMD_EVENT_SIZE;
}

/* Far more often than pointers move that are about to stand still. */
#define TRIES	4

/**
 * struct pointers - the registers of an event log, read in one moment
 * @head: the head pointer, in entries
 * @tail: the tail pointer, in entries
 * @overflowed: the log has overflowed
 */
struct pointers {
	u32 head;
	u32 tail;
	bool overflowed;
};

/*
 * The head is that of the moment in which the tail was read if the tail stood
 * still around it. Where events are still logged the log has not overflowed, and
 * the head stood still if it still reads the same: so it does while the driver
 * waits for a hook.
 */
static bool read_pointers(const struct ia_amd_log *log, struct pointers *p)
{
	unsigned int tries;

	p->tail = read_entry_pointer(log, IA_AMD_EVENT_TAIL);
	for (tries = 0; tries < TRIES; tries++) {
		u32 status = readl(ia_units_at(log->unit)->regs + IA_AMD_STATUS);
		u32 before = p->tail;

		p->head = read_entry_pointer(log, IA_AMD_EVENT_HEAD);
		p->tail = read_entry_pointer(log, IA_AMD_EVENT_TAIL);
		if (p->tail != before)
			continue;
		p->overflowed = ia_amd_log_overflowed(status, p->head, p->tail,
						      log->follow.entries);
		return true;
	}
	p->overflowed = false;
	return p->head == read_entry_pointer(log, IA_AMD_EVENT_HEAD);
}

static void follow(struct ia_amd_log *log, const struct pointers *p)
{
	u64 lost = ia_amd_follow_update(&log->follow, p->head, p->tail);

	if (!lost)
		return;
	ia_faults_add_unseen(log->unit, lost);
	ia_proof_doubt(log->proof, IA_DOUBT_LAPPED);
}

/* Entries that are looked at in one go, with interrupts off. */
#define CHUNK	16

/*
 * What the driver has not handled yet stays, as long as it waits for a hook. Else
 * it may be overwritten while it is read, which the pointers tell afterwards.
 */
static u32 read_chunk(struct ia_amd_log *log, u32 (*events)[4], bool waits)
{
	u64 first = log->follow.next;
	u32 count = min_t(u32, ia_amd_follow_pending(&log->follow), CHUNK);
	bool may_be_lapped = !waits || first < log->follow.head;
	struct pointers p;
	u32 at, word;

	for (at = 0; at < count; at++) {
		u32 slot = ia_amd_follow_slot(&log->follow, first + at);
		const u32 *event = log->events + slot * ARRAY_SIZE(*events);

		for (word = 0; word < ARRAY_SIZE(*events); word++)
			events[at][word] = READ_ONCE(event[word]);
	}
	if (!may_be_lapped)
		return count;
	if (!read_pointers(log, &p))
		return 0;
	follow(log, &p);
	return first == log->follow.next ? count : 0;
}

/*
 * The tail may move before the entry is written. An entry without a code that
 * the driver has not passed yet is left for the next look; one that it has
 * passed was zeroed.
 */
static bool count_event(struct ia_amd_log *log, const u32 *event)
{
	struct ia_fault fault;

	ia_amd_event_decode(event, &fault);
	if (fault.reason)
		ia_faults_add(log->unit, &fault, ktime_get_boot_fast_ns());
	else if (log->follow.next < log->follow.head)
		ia_faults_add_unseen(log->unit, 1);
	else
		return false;
	log->follow.next++;
	return true;
}

static void look_at_entries(struct ia_amd_log *log, bool waits)
{
	u32 events[CHUNK][4];
	u32 count, at;

	if (log->asleep)
		return;
	count = read_chunk(log, events, waits);
	for (at = 0; at < count && count_event(log, events[at]); at++)
		;
}

static void look_at_chunk(void *data)
{
	look_at_entries(data, false);
}

static void look_at_chunk_in_hook(void *data)
{
	look_at_entries(data, true);
}

static void look_at_pointers(void *data)
{
	struct ia_amd_log *log = data;
	struct pointers p;

	if (log->asleep || !read_pointers(log, &p))
		return;
	follow(log, &p);
	if (ia_amd_overflow_look(&log->overflow, p.overflowed, p.tail))
		ia_faults_overflow(log->unit);
}

static void mark_interrupt(void *data)
{
	struct ia_amd_log *log = data;

	ia_amd_overflow_interrupt(&log->overflow);
	look_at_pointers(log);
}

static void mark_restart(void *data)
{
	struct ia_amd_log *log = data;

	if (!log->asleep && ia_amd_overflow_restart(&log->overflow))
		ia_faults_overflow(log->unit);
	look_at_pointers(log);
}

/*
 * A look ends after so many entries. What a hook leaves is looked at by the work
 * behind the timer, which goes on until nothing is left, and can be preempted.
 */
#define LOOK_MAX	(ia_compat_is_realtime() ? 4 * CHUNK : 512)

static void (* const marks[])(void *log) = {
	[IA_AMD_LOOK_TIMER] = look_at_pointers,
	[IA_AMD_LOOK_HOOK] = look_at_pointers,
	[IA_AMD_LOOK_INTERRUPT] = mark_interrupt,
	[IA_AMD_LOOK_RESTART] = mark_restart,
};

/**
 * ia_amd_log_look() - look at what was logged since the last look
 * @log: the log
 * @look: who looks
 *
 * Context: any.
 * Return: whether the log may hold more than was looked at. Whoever holds the lock looks too.
 */
bool ia_amd_log_look(struct ia_amd_log *log, enum ia_amd_look look)
{
	void (*chunk)(void *log) = look == IA_AMD_LOOK_TIMER ? look_at_chunk :
							       look_at_chunk_in_hook;
	unsigned int done;

	if (!log->events || !ia_probe_locked(&log->lock, marks[look], log))
		return false;
	for (done = 0; done < LOOK_MAX; done += CHUNK) {
		u64 before = READ_ONCE(log->follow.next);

		if (!ia_amd_log_is_left(log) || !ia_probe_locked(&log->lock, chunk, log))
			return false;
		/* An entry that is not written yet. */
		if (before == READ_ONCE(log->follow.next))
			return false;
	}
	return true;
}

/* Whether the last look left something behind. Context: any. */
bool ia_amd_log_is_left(const struct ia_amd_log *log)
{
	return READ_ONCE(log->follow.next) != READ_ONCE(log->follow.tail);
}

/*
 * Look at all that is in the log.
 *
 * Context: process context, may sleep.
 */
void ia_amd_log_read(struct ia_amd_log *log)
{
	u32 left = log->follow.entries;

	for (; left && ia_amd_log_look(log, IA_AMD_LOOK_TIMER);
	     left -= min_t(u32, left, LOOK_MAX))
		cond_resched();
}

/* What is in the log already was before our time, and is not counted. */
static void begin_at_tail(struct ia_amd_log *log, u32 entries)
{
	unsigned int tries = 100;
	struct pointers p;

	log->follow.entries = entries;
	while (!read_pointers(log, &p) && tries--)
		cpu_relax();
	ia_amd_follow_start(&log->follow, entries, p.head, p.tail);
	log->overflow = (struct ia_amd_overflow){};
	ia_amd_overflow_look(&log->overflow, p.overflowed, p.tail);
}

/**
 * ia_amd_log_sleep() - the machine is about to suspend, or has resumed
 * @log: the log
 * @asleep: which of both
 *
 * Context: process context.
 */
void ia_amd_log_sleep(struct ia_amd_log *log, bool asleep)
{
	unsigned long flags;

	if (!log->events)
		return;
	raw_spin_lock_irqsave(&log->lock, flags);
	if (!asleep)
		begin_at_tail(log, log->follow.entries);
	log->asleep = asleep;
	raw_spin_unlock_irqrestore(&log->lock, flags);
}

/**
 * ia_amd_log_open() - find the log of a unit, and begin at its end
 * @log: filled in; without @log->events when it cannot be read
 * @unit: position of the unit
 * @proof: what speaks against the monitor
 *
 * Context: process context, may sleep.
 */
void ia_amd_log_open(struct ia_amd_log *log, unsigned int unit, struct ia_proof *proof)
{
	const struct ia_mapped_unit *mapped = ia_units_at(unit);
	phys_addr_t base;
	u64 reg;
	u32 entries;

	raw_spin_lock_init(&log->lock);
	log->unit = unit;
	log->proof = proof;
	if (mapped->unit.vendor != IA_VENDOR_AMD || !mapped->regs)
		return;
	if (!(readl(mapped->regs + IA_AMD_CONTROL) & IA_AMD_CTRL_EVENT_LOG_EN))
		return;
	reg = readq(mapped->regs + IA_AMD_EVENT_LOG_BASE);
	base = __sme_clr(reg & 0x000ffffffffff000ULL);
	entries = ia_amd_event_entries(reg);
	if (!entries ||
	    region_intersects(base, (size_t)entries * IA_AMD_EVENT_SIZE,
			      IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) != REGION_INTERSECTS)
		return;
	begin_at_tail(log, entries);
	log->events = memremap(base, (size_t)entries * IA_AMD_EVENT_SIZE, MEMREMAP_WB);
}

/*
 * Let go of a log that nobody looks at any more.
 *
 * Context: process context, may sleep.
 */
void ia_amd_log_close(struct ia_amd_log *log)
{
	if (log->events)
		memunmap((void *)log->events);
}
