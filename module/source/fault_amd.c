// SPDX-License-Identifier: GPL-2.0
/*
 * How AMD-Vi faults are seen. The hardware writes events to a ring in memory
 * and moves its tail; the driver follows with the head. We follow the tail with
 * an index of our own, at every function of the driver that handles events, on
 * a slow timer, and whenever the counters are read. Looking twice finds nothing
 * new, so it does not matter how many of the hooks exist or fire.
 *
 * The driver zeroes most events after it printed them (a workaround for an
 * erratum): what it had zeroed before we looked is counted, not attributed.
 *
 * The log overflows, and the driver clears that, also between two looks. Then
 * the driver's call that restarts the log tells: core/amd_event.c.
 * The ring and the registers are read, never written.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/ioport.h>
#include <linux/irq_work.h>
#include <linux/kprobes.h>
#include <linux/mem_encrypt.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/suspend.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

#include "../compat/compat.h"
#include "../core/amd_event.h"
#include "../core/amd_regs.h"
#include "../core/inval.h"
#include "../core/proof.h"
#include "faults.h"
#include "handler_irq.h"
#include "probe.h"
#include "unit_regs.h"
#include "unit_table.h"

static char *amd_monitor = "auto";
module_param(amd_monitor, charp, 0444);
MODULE_PARM_DESC(amd_monitor, "how AMD-Vi faults are seen: auto (the best that works), event_log, event_log_timer, none");

/*
 * struct amd_iommu is private to the driver. Its mmio_phys stands behind a lock,
 * whose size depends on how the kernel was configured, and within this many
 * bytes from 5.10 to 7.3. It is looked for: that firmware's address of a unit
 * stands there by chance is not to be expected.
 */
#define AMD_IOMMU_SEARCHED	256

/* A ring of 512 entries has to last that long without any hook. */
#define PERIOD	HZ

/**
 * struct ring - the event log of one unit
 * @lock: serialises those who look; taken in interrupts
 * @unit: position of the unit
 * @iommu: the driver's structure, NULL until it was seen
 * @handler: the thread that handles its interrupts, NULL until it was seen
 * @irq: the interrupt of its log, 0 when it is not known
 * @handled: the kernel's count of it when its handler was seen last
 * @ended: what was seen of the runs of its handler
 * @log: the ring, or NULL when the unit is not watched
 * @follow: how far it was read
 * @overflow: what is known of its overflows
 * @asleep: between suspend and resume, when the tail tells nothing
 */
struct ring {
	raw_spinlock_t lock;
	unsigned int unit;
	const void *iommu;
	const struct task_struct *handler;
	unsigned int irq;
	u32 handled;
	struct ia_handled ended;
	const u32 *log;
	struct ia_amd_follow follow;
	struct ia_amd_overflow overflow;
	bool asleep;
};

static struct ring *rings;
static unsigned int ring_count;
static bool hooked;
static struct ia_proof proof;
static const char *reason = "";

static u32 read_entry_pointer(const struct ring *ring, unsigned int reg)
{
	/* Bits 18:4 count entries. */
	return readl(ia_units_at(ring->unit)->regs + reg) / IA_AMD_EVENT_SIZE;
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
static bool read_pointers(const struct ring *ring, struct pointers *p)
{
	unsigned int tries;

	p->tail = read_entry_pointer(ring, IA_AMD_EVENT_TAIL);
	for (tries = 0; tries < TRIES; tries++) {
		u32 status = readl(ia_units_at(ring->unit)->regs + IA_AMD_STATUS);
		u32 before = p->tail;

		p->head = read_entry_pointer(ring, IA_AMD_EVENT_HEAD);
		p->tail = read_entry_pointer(ring, IA_AMD_EVENT_TAIL);
		if (p->tail != before)
			continue;
		p->overflowed = ia_amd_log_overflowed(status, p->head, p->tail,
						      ring->follow.entries);
		return true;
	}
	p->overflowed = false;
	return p->head == read_entry_pointer(ring, IA_AMD_EVENT_HEAD);
}

static void follow(struct ring *ring, const struct pointers *p)
{
	u64 lost = ia_amd_follow_update(&ring->follow, p->head, p->tail);

	if (!lost)
		return;
	ia_faults_add_unseen(ring->unit, lost);
	ia_proof_doubt(&proof, IA_DOUBT_LAPPED);
}

/* Entries that are looked at in one go, with interrupts off. */
#define CHUNK	16

/*
 * What the driver has not handled yet stays, as long as it waits for a hook. Else
 * it may be overwritten while it is read, which the pointers tell afterwards.
 */
static u32 read_chunk(struct ring *ring, u32 (*events)[4], bool waits)
{
	u64 first = ring->follow.next;
	u32 count = min_t(u32, ia_amd_follow_pending(&ring->follow), CHUNK);
	bool may_be_lapped = !waits || first < ring->follow.head;
	struct pointers p;
	u32 at, word;

	for (at = 0; at < count; at++) {
		u32 slot = ia_amd_follow_slot(&ring->follow, first + at);

		for (word = 0; word < ARRAY_SIZE(*events); word++)
			events[at][word] = READ_ONCE(ring->log[slot * ARRAY_SIZE(*events) + word]);
	}
	if (!may_be_lapped)
		return count;
	if (!read_pointers(ring, &p))
		return 0;
	follow(ring, &p);
	return first == ring->follow.next ? count : 0;
}

/*
 * The tail may move before the entry is written. An entry without a code that
 * the driver has not passed yet is left for the next look; one that it has
 * passed was zeroed.
 */
static bool count_event(struct ring *ring, const u32 *event)
{
	struct ia_fault fault;

	ia_amd_event_decode(event, &fault);
	if (fault.reason)
		ia_faults_add(ring->unit, &fault, ktime_get_boot_fast_ns());
	else if (ring->follow.next < ring->follow.head)
		ia_faults_add_unseen(ring->unit, 1);
	else
		return false;
	ring->follow.next++;
	return true;
}

static void look_at_entries(struct ring *ring, bool waits)
{
	u32 events[CHUNK][4];
	u32 count, at;

	if (ring->asleep)
		return;
	count = read_chunk(ring, events, waits);
	for (at = 0; at < count && count_event(ring, events[at]); at++)
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
	struct ring *ring = data;
	struct pointers p;

	if (ring->asleep || !read_pointers(ring, &p))
		return;
	follow(ring, &p);
	if (ia_amd_overflow_look(&ring->overflow, p.overflowed, p.tail))
		ia_faults_overflow(ring->unit);
}

static void mark_interrupt(void *data)
{
	struct ring *ring = data;

	ia_amd_overflow_interrupt(&ring->overflow);
	look_at_pointers(ring);
}

static void mark_restart(void *data)
{
	struct ring *ring = data;

	if (!ring->asleep && ia_amd_overflow_restart(&ring->overflow))
		ia_faults_overflow(ring->unit);
	look_at_pointers(ring);
}

/*
 * A look ends after so many entries. What a hook leaves is looked at by the work
 * behind the timer, which goes on until nothing is left, and can be preempted.
 */
#define LOOK_MAX	(ia_compat_is_realtime() ? 4 * CHUNK : 512)

static struct irq_work go_on;

/* Whether the log may hold more than was looked at. Whoever holds the lock looks too. */
static bool look(struct ring *ring, void (*mark)(void *ring), void (*chunk)(void *ring))
{
	unsigned int done;

	if (!ring->log || !ia_probe_locked(&ring->lock, mark, ring))
		return false;
	for (done = 0; done < LOOK_MAX; done += CHUNK) {
		u64 before = READ_ONCE(ring->follow.next);

		if (before == READ_ONCE(ring->follow.tail) ||
		    !ia_probe_locked(&ring->lock, chunk, ring))
			return false;
		/* An entry that is not written yet. */
		if (before == READ_ONCE(ring->follow.next))
			return false;
	}
	return true;
}

static void look_from_hook(struct ring *ring, void (*mark)(void *ring))
{
	if (look(ring, mark, look_at_chunk_in_hook))
		irq_work_queue(&go_on);
}

/* What is in the log already was before our time, and is not counted. */
static void begin_at_tail(struct ring *ring, u32 entries)
{
	unsigned int tries = 100;
	struct pointers p;

	ring->follow.entries = entries;
	while (!read_pointers(ring, &p) && tries--)
		cpu_relax();
	ia_amd_follow_start(&ring->follow, entries, p.head, p.tail);
	ring->overflow = (struct ia_amd_overflow){};
	ia_amd_overflow_look(&ring->overflow, p.overflowed, p.tail);
}

/**
 * ia_fault_amd_sample() - look at every event log now
 *
 * Context: process context, may sleep.
 */
void ia_fault_amd_sample(void)
{
	unsigned int i;

	for (i = 0; i < ring_count; i++) {
		u32 left = rings[i].follow.entries;

		for (; left && look(&rings[i], look_at_pointers, look_at_chunk);
		     left -= min_t(u32, left, LOOK_MAX))
			cond_resched();
	}
}

static struct ia_range int_thread_text;
static struct ia_range evtlog_text;

static int find_unit(const void *iommu)
{
	size_t at;
	int unit;
	u64 base;

	for (at = 0; at < AMD_IOMMU_SEARCHED; at += sizeof(base)) {
		if (copy_from_kernel_nofault(&base, iommu + at, sizeof(base)))
			return -1;
		unit = ia_units_find(IA_VENDOR_AMD, base);
		if (unit >= 0)
			return unit;
	}
	return -1;
}

/* The ring of an IOMMU; NULL when that is none of ours. */
static struct ring *find_ring(const void *iommu)
{
	unsigned int i;
	int unit;

	for (i = 0; i < ring_count; i++) {
		if (READ_ONCE(rings[i].iommu) == iommu)
			return &rings[i];
	}
	unit = find_unit(iommu);
	if (unit < 0) {
		ia_proof_doubt(&proof, IA_DOUBT_STRANGER);
		return NULL;
	}
	WRITE_ONCE(rings[unit].iommu, iommu);
	return &rings[unit];
}

/* Look at the log of the IOMMU that a function of the driver was given. */
static struct ring *look_for(const void *iommu, void (*mark)(void *ring))
{
	struct ring *ring = find_ring(iommu);

	if (ring)
		look_from_hook(ring, mark);
	return ring;
}

/* The driver's functions that read events have the IOMMU as their first argument. */
static int event_handled(struct kprobe *p, struct pt_regs *regs)
{
	look_for((void *)regs_get_kernel_argument(regs, 0), look_at_pointers);
	return 0;
}

/* Up to 6.1 the handler, all inlined, looks up the device of every page fault. */
static int device_looked_up(struct kprobe *p, struct pt_regs *regs)
{
	unsigned int i;

	if (!ia_called_from(regs, &int_thread_text))
		return 0;
	for (i = 0; i < ring_count; i++) {
		if (READ_ONCE(rings[i].handler) == current)
			look_from_hook(&rings[i], look_at_pointers);
	}
	return 0;
}

/* When the handlers ran, and for which unit, is not seen. */
static void forget_interrupts(void)
{
	unsigned int i;

	for (i = 0; i < ring_count; i++)
		ia_faults_interrupts_unknown(i);
}

/*
 * The handler begins. The kernel counts its runs as they end, also those that were not
 * seen: from one beginning to the next it is one. How often the thread sleeps tells
 * nothing: with PREEMPT_RT it does so at every lock that somebody else holds.
 */
static void note_run(struct ring *ring, unsigned int irq, const struct ia_irq_state *state)
{
	if (READ_ONCE(ring->irq) && READ_ONCE(ring->irq) != irq)
		ring->ended = (struct ia_handled){};
	if (ia_handled_entered(&ring->ended, state->ended))
		ia_proof_doubt(&proof, IA_DOUBT_UNHOOKED);
	WRITE_ONCE(ring->handled, state->count);
	WRITE_ONCE(ring->irq, irq);
}

/*
 * The two handlers of event interrupts; on some kernels the first one calls the
 * second. Their second argument is the IOMMU.
 */
static int interrupt_handled(struct kprobe *p, struct pt_regs *regs)
{
	const void *iommu = (void *)regs_get_kernel_argument(regs, 1);
	int irq = regs_get_kernel_argument(regs, 0);
	struct ia_irq_state state;
	struct ring *ring;

	if (ia_called_from(regs, &int_thread_text)) {
		look_for(iommu, look_at_pointers);
		return 0;
	}
	ring = find_ring(iommu);
	if (!ring) {
		forget_interrupts();
		return 0;
	}
	WRITE_ONCE(ring->handler, current);
	if (irq > 0 && ia_irq_read(irq, &state))
		note_run(ring, irq, &state);
	look_from_hook(ring, mark_interrupt);
	ia_faults_interrupt(ring->unit);
	return 0;
}

/* The handlers call it when they read that a log, their only argument's, overflowed. */
static int log_restarted(struct kprobe *p, struct pt_regs *regs)
{
	look_for((void *)regs_get_kernel_argument(regs, 0), mark_restart);
	return 0;
}

/* It calls this one when it reads that the log of page requests overflowed. */
static int requests_restarted(struct kprobe *p, struct pt_regs *regs)
{
	struct ring *ring = find_ring((void *)regs_get_kernel_argument(regs, 0));

	if (ring)
		ia_faults_page_requests(ring->unit);
	return 0;
}

/*
 * Functions of the driver that handle events, on one kernel or another; what a
 * kernel inlined cannot be hooked there, and is not needed.
 */
static struct kprobe hooks[] = {
	{ .symbol_name = "amd_iommu_int_thread", .pre_handler = interrupt_handled },
	{ .symbol_name = "amd_iommu_int_thread_evtlog", .pre_handler = interrupt_handled },
	{ .symbol_name = "iommu_poll_events", .pre_handler = event_handled },
	{ .symbol_name = "iommu_print_event", .pre_handler = event_handled },
	{ .symbol_name = "amd_iommu_restart_event_logging", .pre_handler = log_restarted },
	{ .symbol_name = "pci_get_domain_bus_and_slot", .pre_handler = device_looked_up },
	{ .symbol_name = "amd_iommu_restart_ppr_log", .pre_handler = requests_restarted },
};

static bool is_hooked[ARRAY_SIZE(hooks)];

static bool is_event_thread(irq_handler_t handler)
{
	return ia_range_holds(&int_thread_text, (unsigned long)handler) ||
	       ia_range_holds(&evtlog_text, (unsigned long)handler);
}

/*
 * Where interrupts are forced into threads (PREEMPT_RT, threadirqs), the driver's
 * hard handler is a thread too, and its thread is the second one.
 */
static bool is_event_handler(const struct irqaction *action)
{
	return is_event_thread(action->thread_fn) ||
	       (action->secondary && is_event_thread(action->secondary->thread_fn));
}

/* What the handlers are held against, from now on. */
static void note_interrupt(unsigned int irq, const void *iommu)
{
	struct ring *ring = find_ring(iommu);
	struct ia_irq_state state;

	if (!ring || READ_ONCE(ring->irq) || !ia_irq_read(irq, &state))
		return;
	note_run(ring, irq, &state);
}

static void watch_requests(bool seen)
{
	struct ia_unit_regs regs;
	unsigned int i;

	for (i = 0; i < ring_count; i++) {
		if (!rings[i].log)
			continue;
		ia_unit_read(ia_units_at(i), &regs);
		ia_faults_see_page_requests(i, !regs.regs_read || regs.ecap & IA_AMD_EFR_PPR_SUP,
					    seen && regs.regs_read);
	}
}

static void start_hooks(void)
{
	bool interrupts = false, requests = false;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		is_hooked[i] = !register_kprobe(&hooks[i]);
		requests |= is_hooked[i] && hooks[i].pre_handler == requests_restarted;
		hooked |= is_hooked[i] && hooks[i].pre_handler != device_looked_up &&
			  hooks[i].pre_handler != requests_restarted;
		interrupts |= is_hooked[i] && hooks[i].pre_handler == interrupt_handled;
	}
	if (!interrupts)
		forget_interrupts();
	watch_requests(requests);
	if (is_hooked[0])
		ia_range_of(hooks[0].addr, &int_thread_text);
	if (is_hooked[1])
		ia_range_of(hooks[1].addr, &evtlog_text);
	ia_irqs_of(is_event_handler, note_interrupt);
}

static void stop_hooks(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		if (is_hooked[i])
			unregister_kprobe(&hooks[i]);
	}
	hooked = false;
}

/* A handler that is a thread begins when it is woken, which a busy machine puts off. */
#define HANDLER_TRIES	200

/*
 * Whether the handler of every interrupt was seen. Each interrupt wakes the thread,
 * which then begins anew; so the one that began last read the count when no
 * thread is left.
 */
static bool is_heard(const struct ring *ring)
{
	unsigned int tries = ia_proof_is_doubted(&proof) ? 1 : HANDLER_TRIES;
	unsigned int irq = READ_ONCE(ring->irq);
	struct ia_irq_state state;

	do {
		if (!irq || !ia_irq_read(irq, &state)) {
			ia_proof_doubt(&proof, IA_DOUBT_NO_INTERRUPT);
			return false;
		}
		if (state.at_work || state.count == READ_ONCE(ring->handled))
			return true;
		usleep_range(500, 1000);
	} while (--tries);
	ia_proof_doubt(&proof, IA_DOUBT_UNHOOKED);
	return false;
}

/**
 * ia_fault_amd_prove() - find out whether the monitor has seen everything so far
 *
 * Context: process context, may sleep.
 */
void ia_fault_amd_prove(void)
{
	u64 now_ns = ktime_get_boottime_ns();
	bool good = hooked;
	unsigned int i;

	for (i = 0; i < ring_count && hooked; i++) {
		if (rings[i].log)
			good &= is_heard(&rings[i]);
	}
	if (good)
		ia_proof_good(&proof, now_ns);
}

static void look_again(struct work_struct *work);
static DECLARE_DELAYED_WORK(timer, look_again);

static void look_again(struct work_struct *work)
{
	ia_fault_amd_sample();
	ia_fault_amd_prove();
	schedule_delayed_work(&timer, PERIOD);
}

/* A hook left something. */
static void look_now(struct irq_work *work)
{
	mod_delayed_work(system_wq, &timer, 0);
}

static void set_asleep(bool asleep)
{
	unsigned long flags;
	unsigned int i;

	for (i = 0; i < ring_count; i++) {
		struct ring *ring = &rings[i];

		if (!ring->log)
			continue;
		raw_spin_lock_irqsave(&ring->lock, flags);
		if (!asleep)
			begin_at_tail(ring, ring->follow.entries);
		ring->asleep = asleep;
		raw_spin_unlock_irqrestore(&ring->lock, flags);
	}
}

/*
 * Resume starts the log anew, with head and tail at 0, some time between these
 * events. A look in between would take what is left of the old log for new.
 */
static int power_event(struct notifier_block *nb, unsigned long action, void *data)
{
	switch (action) {
	case PM_SUSPEND_PREPARE:
	case PM_HIBERNATION_PREPARE:
	case PM_RESTORE_PREPARE:
		ia_fault_amd_sample();
		set_asleep(true);
		return NOTIFY_OK;
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
	case PM_POST_RESTORE:
		set_asleep(false);
		return NOTIFY_OK;
	}
	return NOTIFY_DONE;
}

static struct notifier_block power_nb = { .notifier_call = power_event };

static void start_ring(struct ring *ring, unsigned int unit)
{
	const struct ia_mapped_unit *mapped = ia_units_at(unit);
	phys_addr_t base;
	u64 reg;
	u32 entries;

	raw_spin_lock_init(&ring->lock);
	ring->unit = unit;
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
	begin_at_tail(ring, entries);
	ring->log = memremap(base, (size_t)entries * IA_AMD_EVENT_SIZE, MEMREMAP_WB);
}

static bool is_asked_for(enum ia_hook hook)
{
	return !strcmp(amd_monitor, ia_words_HOOKS[hook].text);
}

/**
 * ia_fault_amd_check() - look at the module parameter
 *
 * Return: 0, or -EINVAL after saying what is accepted
 */
int ia_fault_amd_check(void)
{
	if (!strcmp(amd_monitor, "auto") || !strcmp(amd_monitor, "none") ||
	    is_asked_for(IA_HOOK_EVENT_LOG) || is_asked_for(IA_HOOK_EVENT_LOG_TIMER))
		return 0;
	pr_err("amd_monitor=%.32s is not one of auto, event_log, event_log_timer, none\n",
	       amd_monitor);
	return -EINVAL;
}

/**
 * ia_fault_amd_start() - follow the event logs
 *
 * Context: process context, may sleep.
 */
void ia_fault_amd_start(void)
{
	bool any = false;
	unsigned int i;

	reason = "no AMD-Vi unit whose event log can be read";
	if (!strcmp(amd_monitor, "none")) {
		reason = "switched off with amd_monitor=";
		return;
	}
	rings = kcalloc(ia_units_count(), sizeof(*rings), GFP_KERNEL);
	if (!rings)
		return;
	for (i = 0; i < ia_units_count(); i++) {
		start_ring(&rings[i], i);
		if (!rings[i].log)
			continue;
		ia_faults_watch(i);
		any = true;
	}
	ring_count = ia_units_count();
	init_irq_work(&go_on, look_now);
	if (!any)
		return;
	if (!is_asked_for(IA_HOOK_EVENT_LOG_TIMER)) {
		start_hooks();
	} else {
		forget_interrupts();
		watch_requests(false);
	}
	register_pm_notifier(&power_nb);
	schedule_delayed_work(&timer, PERIOD);
	ia_fault_amd_prove();
}

static bool is_followed(void)
{
	unsigned int i;

	for (i = 0; i < ring_count; i++) {
		if (rings[i].log)
			return true;
	}
	return false;
}

/**
 * ia_fault_amd_stop() - let go of the event logs
 *
 * Context: process context, may sleep.
 */
void ia_fault_amd_stop(void)
{
	unsigned int i;

	if (is_followed()) {
		unregister_pm_notifier(&power_nb);
		stop_hooks();
		irq_work_sync(&go_on);
		cancel_delayed_work_sync(&timer);
	}
	for (i = 0; i < ring_count; i++) {
		if (rings[i].log)
			memunmap((void *)rings[i].log);
	}
	ring_count = 0;
	kfree(rings);
	rings = NULL;
}

/**
 * ia_fault_amd_describe() - how well AMD-Vi faults can be seen
 * @monitor: filled in
 */
void ia_fault_amd_describe(struct ia_monitor *monitor)
{
	size_t i;

	ia_fault_amd_prove();
	monitor->name = IA_MONITOR_AMD;
	monitor->method = IA_BITS_OF(0);
	monitor->accuracy = IA_ACCURACY_NONE;
	monitor->reason = reason;
	monitor->missed = 0;
	if (!is_followed())
		return;
	monitor->reason = "";
	monitor->limit = hooked ?
		"faults between suspend and resume are not counted" :
		"a whole ring written within a second, and faults between suspend and "
		"resume, are not counted";
	monitor->method = IA_BITS_OF(hooked ? BIT_ULL(IA_HOOK_EVENT_LOG) :
					      BIT_ULL(IA_HOOK_EVENT_LOG_TIMER));
	monitor->accuracy = hooked ? IA_ACCURACY_EXACT : IA_ACCURACY_POLL;
	for (i = 0; i < ARRAY_SIZE(hooks); i++)
		monitor->missed += is_hooked[i] ? hooks[i].nmissed : 0;
	ia_faults_degrade(monitor, &proof);
}
