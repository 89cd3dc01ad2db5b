// SPDX-License-Identifier: GPL-2.0
/*
 * One ring, one sequence. Writers come from notifiers, tracepoints and probes,
 * and take one raw lock for a bounded moment. Readers copy a few events at a
 * time under the same lock, each from where its own cursor is. Who waits is
 * woken through irq_work: a probe may run where no other lock can be taken.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/wait.h>

#include "../../include/uapi/iommu_audit.h"
#include "../core/event_ring.h"
#include "../core/vf_requests.h"
#include "events.h"
#include "probe.h"
#include "records.h"
#include "source.h"

#define MIN_EVENTS	64
#define MAX_EVENTS	1048576

static unsigned int capacity = 8192;
module_param_named(events, capacity, uint, 0444);
MODULE_PARM_DESC(events, "number of events kept: 64 to 1048576, rounded up to a power of 2 (8192)");

static DEFINE_RAW_SPINLOCK(lock);
static struct ia_event_ring ring;
/* These outlive what overtakes them in the ring. */
static struct ia_vf_requests requests;
/* What could not be written because the lock was not to be had: since load, */
static atomic_long_t dropped;
/* and since the last event that could. */
static atomic_long_t gap;
/* What a hook could not keep in mind, and calls that are not what it expects. */
static atomic_long_t missed;
static atomic_long_t misread;

static DECLARE_WAIT_QUEUE_HEAD(readers);

static void wake_readers(struct irq_work *work)
{
	wake_up_interruptible_poll(&readers, EPOLLIN | EPOLLRDNORM);
}

static DEFINE_IRQ_WORK(wake_work, wake_readers);

static void write_event(void *data)
{
	struct ia_event *event = data;

	/* Under the lock, so that times are in the order of the sequence. */
	event->time_ns = ktime_get_boot_fast_ns();
	ia_event_ring_add(&ring, event, atomic_long_xchg(&gap, 0));
	ia_vf_requests_note(&requests, event);
}

/**
 * ia_events_add() - something happened
 * @event: what; its number, time and task are filled in
 *
 * Context: any.
 */
void ia_events_add(struct ia_event *event)
{
	/* A function that was there before us was not brought by who loads us. */
	if (event->kind != IA_EVENT_BASELINE) {
		event->pid = task_pid_nr(current);
		strscpy(event->task, *current->comm ? current->comm : IOMMU_AUDIT_NOT_APPLICABLE,
			sizeof(event->task));
	}
	if (!ia_probe_locked(&lock, write_event, event)) {
		atomic_long_inc(&dropped);
		atomic_long_inc(&gap);
		return;
	}
	if (wq_has_sleeper(&readers))
		irq_work_queue(&wake_work);
}

/**
 * ia_events_first() - where a reader of all that is left begins
 *
 * Return: number of the oldest event in the ring
 */
u64 ia_events_first(void)
{
	u64 first;

	raw_spin_lock_irq(&lock);
	first = ia_ring_first(&ring.ring);
	raw_spin_unlock_irq(&lock);
	return first;
}

/**
 * ia_events_next() - where a reader of what is to come begins
 *
 * Return: number of the event that will happen next
 */
u64 ia_events_next(void)
{
	return READ_ONCE(ring.ring.next);
}

/**
 * ia_events_queue() - where readers wait until ia_events_next() has grown
 */
wait_queue_head_t *ia_events_queue(void)
{
	return &readers;
}

/**
 * ia_events_read() - copy the next event for a reader
 * @cursor: number of the event that the reader wants; moved on
 * @event: where it goes
 * @lost: events between the wanted one and this one that are gone, or could not
 *	  be written
 *
 * Context: process context.
 * Return: whether there was one
 */
bool ia_events_read(u64 *cursor, struct ia_event *event, u64 *lost)
{
	bool found;

	raw_spin_lock_irq(&lock);
	found = ia_event_ring_read(&ring, cursor, event, lost);
	raw_spin_unlock_irq(&lock);
	return found;
}

/**
 * ia_events_snapshot() - the events that the ring holds, the oldest first
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_event, or an ERR_PTR()
 */
struct ia_records *ia_events_snapshot(void)
{
	u64 cursor = ia_events_first(), end = ia_events_next(), lost;
	struct ia_records *records = ia_records_new(sizeof(struct ia_event),
						    end - cursor, NULL);
	int ret = records ? 0 : -ENOMEM;
	struct ia_event *event;

	while (cursor < end && !ret) {
		event = ia_records_add(records);
		if (!event)
			ret = -ENOMEM;
		else if (!ia_events_read(&cursor, event, &lost))
			records->count--;
		cond_resched();
	}
	return ia_records_finish(records, ret);
}

/**
 * ia_vf_requests_snapshot() - the last request for VFs of each PF
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_event, or an ERR_PTR()
 */
struct ia_records *ia_vf_requests_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_event), IA_VF_REQUESTS, NULL);

	if (!records)
		return ERR_PTR(-ENOMEM);
	raw_spin_lock_irq(&lock);
	records->count = requests.count;
	memcpy(records->data, requests.last, requests.count * sizeof(*requests.last));
	raw_spin_unlock_irq(&lock);
	return records;
}

/*
 * A hook had no room to keep what it learnt.
 *
 * Context: any.
 */
void ia_events_miss(void)
{
	atomic_long_inc(&missed);
}

/*
 * A probed function was not called as the hook expects: its arguments, or what it
 * does, are others on this kernel.
 *
 * Context: any.
 */
void ia_events_misread(void)
{
	atomic_long_inc(&misread);
}

/**
 * ia_events_missed() - events that could not be written, or not as they should be
 */
unsigned long ia_events_missed(void)
{
	return atomic_long_read(&dropped) + atomic_long_read(&missed);
}

/**
 * ia_events_misreads() - how often ia_events_misread() was called
 */
unsigned long ia_events_misreads(void)
{
	return atomic_long_read(&misread);
}

/**
 * ia_events_init() - make the ring
 *
 * Context: process context, may sleep.
 * Return: 0; -EINVAL for a size that is not accepted, -ENOMEM
 */
int ia_events_init(void)
{
	struct ia_event *events;
	u32 room;

	if (capacity < MIN_EVENTS || capacity > MAX_EVENTS) {
		pr_err("events=%u is not in the range of %u to %u\n", capacity,
		       MIN_EVENTS, MAX_EVENTS);
		return -EINVAL;
	}
	room = roundup_pow_of_two(capacity);
	events = kvcalloc(room, sizeof(*events), GFP_KERNEL);
	if (!events)
		return -ENOMEM;
	ia_event_ring_init(&ring, events, room);
	return 0;
}

/**
 * ia_events_exit() - free the ring; no hook and no reader is left
 *
 * Context: process context, may sleep.
 */
void ia_events_exit(void)
{
	irq_work_sync(&wake_work);
	kvfree(ring.events);
}
