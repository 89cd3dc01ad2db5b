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

#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/ioport.h>
#include <linux/kprobes.h>
#include <linux/mem_encrypt.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/suspend.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

#include "../core/amd_event.h"
#include "../core/amd_regs.h"
#include "../core/proof.h"
#include "faults.h"
#include "probe.h"
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
 * @log: the ring, or NULL when the unit is not watched
 * @follow: how far it was read
 * @overflow: what is known of its overflows
 * @asleep: between suspend and resume, when the tail tells nothing
 */
struct ring {
	raw_spinlock_t lock;
	unsigned int unit;
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

/*
 * The tail may move before the entry is written. An entry without a code that
 * the driver has not passed yet is left for the next look; one that it has
 * passed was zeroed.
 */
static bool is_passed(const struct ring *ring, u32 entry, u32 tail)
{
	u32 head = read_entry_pointer(ring, IA_AMD_EVENT_HEAD);
	u32 mask = ring->follow.entries - 1;

	return ((tail - head) & mask) < ((tail - entry) & mask);
}

/* One look with interrupts off handles no more than this. */
#define LOOK_MAX	512

static void look_locked(struct ring *ring)
{
	unsigned int left = LOOK_MAX;
	u32 tail = read_entry_pointer(ring, IA_AMD_EVENT_TAIL);
	struct ia_fault fault;
	u32 event[4];

	while (left-- && ia_amd_follow_pending(&ring->follow, tail)) {
		u32 entry = ring->follow.last;
		unsigned int i;

		for (i = 0; i < ARRAY_SIZE(event); i++)
			event[i] = READ_ONCE(ring->log[entry * ARRAY_SIZE(event) + i]);
		ia_amd_event_decode(event, &fault);
		if (fault.reason)
			ia_faults_add(ring->unit, &fault);
		else if (is_passed(ring, entry, tail))
			ia_faults_add_unseen(ring->unit, 1);
		else
			break;
		ia_amd_follow_next(&ring->follow);
	}
}

/* Far more often than a tail moves that is about to stand still. */
#define TRIES	4

/* Whether the log has overflowed. It has not where events are still logged. */
static bool read_overflow(const struct ring *ring, u32 *tail)
{
	unsigned int tries;

	*tail = read_entry_pointer(ring, IA_AMD_EVENT_TAIL);
	for (tries = 0; tries < TRIES; tries++) {
		u32 status = readl(ia_units_at(ring->unit)->regs + IA_AMD_STATUS);
		u32 head = read_entry_pointer(ring, IA_AMD_EVENT_HEAD);
		u32 before = *tail;

		*tail = read_entry_pointer(ring, IA_AMD_EVENT_TAIL);
		if (*tail == before)
			return ia_amd_log_overflowed(status, head, *tail,
						     ring->follow.entries);
	}
	return false;
}

/* Whether there is one overflow more. */
static bool look_for_overflow(struct ring *ring)
{
	u32 tail;
	bool set = read_overflow(ring, &tail);

	return ia_amd_overflow_look(&ring->overflow, set, tail);
}

static void look_and_mark(void *data)
{
	struct ring *ring = data;

	if (ring->asleep)
		return;
	look_locked(ring);
	if (look_for_overflow(ring))
		ia_faults_overflow(ring->unit);
}

static void mark_interrupt(void *data)
{
	struct ring *ring = data;

	ia_amd_overflow_interrupt(&ring->overflow);
	look_and_mark(ring);
}

static void mark_restart(void *data)
{
	struct ring *ring = data;

	if (!ring->asleep && ia_amd_overflow_restart(&ring->overflow))
		ia_faults_overflow(ring->unit);
	look_and_mark(ring);
}

/* Whoever holds the lock for long looks too. */
static void look(struct ring *ring, void (*mark)(void *ring))
{
	if (ring->log)
		ia_probe_locked(&ring->lock, mark, ring);
}

/* What is in the log already was before our time, and is not counted. */
static void begin_at_tail(struct ring *ring, u32 entries)
{
	ia_amd_follow_start(&ring->follow, entries,
			    read_entry_pointer(ring, IA_AMD_EVENT_TAIL));
	ring->overflow = (struct ia_amd_overflow){};
	look_for_overflow(ring);
}

/**
 * ia_fault_amd_sample() - look at every event log now
 *
 * Context: any.
 */
void ia_fault_amd_sample(void)
{
	unsigned int i;

	for (i = 0; i < ring_count; i++)
		look(&rings[i], look_and_mark);
}

static struct ia_range int_thread_text;

static int event_handled(struct kprobe *p, struct pt_regs *regs)
{
	ia_fault_amd_sample();
	return 0;
}

/* Up to 6.1 the handler, all inlined, looks up the device of every page fault. */
static int device_looked_up(struct kprobe *p, struct pt_regs *regs)
{
	if (ia_called_from(regs, &int_thread_text))
		ia_fault_amd_sample();
	return 0;
}

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

/*
 * Look at the log of the IOMMU that a function of the driver was given, or, if
 * that cannot be told, at every log. The position of the unit, or -1.
 */
static int look_for(const void *iommu, void (*mark)(void *ring))
{
	int unit = find_unit(iommu);

	if (unit < 0)
		ia_fault_amd_sample();
	else
		look(&rings[unit], mark);
	return unit;
}

/* When the handlers ran, and for which unit, is not seen. */
static void forget_interrupts(void)
{
	unsigned int i;

	for (i = 0; i < ring_count; i++)
		ia_faults_interrupts_unknown(i);
}

/*
 * The two handlers of event interrupts; on some kernels the first one calls the
 * second. Their second argument is the IOMMU.
 */
static int interrupt_handled(struct kprobe *p, struct pt_regs *regs)
{
	int unit;

	if (ia_called_from(regs, &int_thread_text))
		return event_handled(p, regs);
	unit = look_for((void *)regs_get_kernel_argument(regs, 1), mark_interrupt);
	if (unit >= 0)
		ia_faults_interrupt(unit);
	else
		forget_interrupts();
	return 0;
}

/* The handlers call it when they read that a log, their only argument's, overflowed. */
static int log_restarted(struct kprobe *p, struct pt_regs *regs)
{
	look_for((void *)regs_get_kernel_argument(regs, 0), mark_restart);
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
};

static bool is_hooked[ARRAY_SIZE(hooks)];

static void start_hooks(void)
{
	bool interrupts = false;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		is_hooked[i] = !register_kprobe(&hooks[i]);
		hooked |= is_hooked[i] && hooks[i].pre_handler != device_looked_up;
		interrupts |= is_hooked[i] && hooks[i].pre_handler == interrupt_handled;
	}
	if (!interrupts)
		forget_interrupts();
	if (is_hooked[0])
		ia_range_of(hooks[0].addr, &int_thread_text);
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

static void look_again(struct work_struct *work);
static DECLARE_DELAYED_WORK(timer, look_again);

static void look_again(struct work_struct *work)
{
	ia_fault_amd_sample();
	schedule_delayed_work(&timer, PERIOD);
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
	if (!any)
		return;
	if (!is_asked_for(IA_HOOK_EVENT_LOG_TIMER))
		start_hooks();
	else
		forget_interrupts();
	register_pm_notifier(&power_nb);
	schedule_delayed_work(&timer, PERIOD);
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
		cancel_delayed_work_sync(&timer);
		stop_hooks();
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
