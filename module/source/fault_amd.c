// SPDX-License-Identifier: GPL-2.0
/*
 * How AMD-Vi faults are seen. The hardware logs events, which the driver handles in
 * threads of its interrupts. The log is looked at (amd_log.c) at every function of the
 * driver that handles events, on a slow timer, and whenever the counters are read. It
 * does not matter how many of the hooks exist or fire.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/suspend.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

#include "../core/amd_regs.h"
#include "../core/proof.h"
#include "amd_log.h"
#include "faults.h"
#include "handler_irq.h"
#include "probe.h"
#include "unit_regs.h"
#include "unit_table.h"

static char *amd_monitor = "auto";
module_param(amd_monitor, charp, 0444);
MODULE_PARM_DESC(amd_monitor, "how to see AMD-Vi faults: auto (the best that works), event_log, event_log_timer, none");

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
 * struct ring - one unit
 * @log: its event log
 * @iommu: the driver's structure, NULL until it was seen
 * @handler: the thread that handles its interrupts, NULL until it was seen
 * @irq: the interrupt of its log, 0 when it is not known
 * @handled: the kernel's count of it when its handler was seen last
 * @ended: what was seen of the runs of its handler
 */
struct ring {
	struct ia_amd_log log;
	const void *iommu;
	const struct task_struct *handler;
	unsigned int irq;
	u32 handled;
	struct ia_handled ended;
};

static struct ring *rings;
static unsigned int ring_count;
static bool hooked;
static struct ia_proof proof;
static const char *reason = "";

static struct irq_work go_on;

/* What a hook leaves is looked at by the work behind the timer. */
static void look_from_hook(struct ring *ring, enum ia_amd_look look)
{
	if (ia_amd_log_look(&ring->log, look))
		irq_work_queue(&go_on);
}

/**
 * ia_fault_amd_sample() - look at every event log now
 *
 * Context: process context, may sleep.
 */
void ia_fault_amd_sample(void)
{
	unsigned int i;

	for (i = 0; i < ring_count; i++)
		ia_amd_log_read(&rings[i].log);
}

static struct ia_range int_thread_text;
static struct ia_range evtlog_text;
static struct ia_range poll_text;

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
static struct ring *look_for(const void *iommu, enum ia_amd_look look)
{
	struct ring *ring = find_ring(iommu);

	if (ring)
		look_from_hook(ring, look);
	return ring;
}

/* The driver's functions that read events have the IOMMU as their first argument. */
static int event_handled(struct kprobe *p, struct pt_regs *regs)
{
	look_for((void *)regs_get_kernel_argument(regs, 0), IA_AMD_LOOK_HOOK);
	return 0;
}

/*
 * The handler looks up the device of every page fault. Up to 6.1, where all of it is
 * inlined, no other hook sees it go on; and with PREEMPT_RT it outruns the work that
 * looks at what the last hook left.
 */
static int device_looked_up(struct kprobe *p, struct pt_regs *regs)
{
	bool alone = ia_called_from(regs, &int_thread_text);
	unsigned int i;

	if (!alone && !ia_called_from(regs, &poll_text))
		return 0;
	for (i = 0; i < ring_count; i++) {
		if (READ_ONCE(rings[i].handler) == current &&
		    (alone || ia_amd_log_is_left(&rings[i].log)))
			look_from_hook(&rings[i], IA_AMD_LOOK_HOOK);
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
		look_for(iommu, IA_AMD_LOOK_HOOK);
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
	look_from_hook(ring, IA_AMD_LOOK_INTERRUPT);
	ia_faults_interrupt(ring->log.unit);
	return 0;
}

/* The handlers call it when they read that a log, their only argument's, overflowed. */
static int log_restarted(struct kprobe *p, struct pt_regs *regs)
{
	look_for((void *)regs_get_kernel_argument(regs, 0), IA_AMD_LOOK_RESTART);
	return 0;
}

/* It calls this one when it reads that the log of page requests overflowed. */
static int requests_restarted(struct kprobe *p, struct pt_regs *regs)
{
	struct ring *ring = find_ring((void *)regs_get_kernel_argument(regs, 0));

	if (ring)
		ia_faults_page_requests(ring->log.unit);
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
		if (!rings[i].log.events)
			continue;
		ia_unit_read(ia_units_at(i), &regs);
		ia_faults_see_page_requests(i, !regs.regs_read || regs.ecap & IA_AMD_EFR_PPR_SUP,
					    seen && regs.regs_read);
	}
}

/* Hooks ask for the text of others: each is known before one of them is called. */
static void find_hooks(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		hooks[i].flags = KPROBE_FLAG_DISABLED;
		is_hooked[i] = !register_kprobe(&hooks[i]);
	}
	if (is_hooked[0])
		ia_range_of(hooks[0].addr, &int_thread_text);
	if (is_hooked[1])
		ia_range_of(hooks[1].addr, &evtlog_text);
	if (is_hooked[2])
		ia_range_of(hooks[2].addr, &poll_text);
}

static bool enable_hook(size_t i)
{
	if (!is_hooked[i] || !enable_kprobe(&hooks[i]))
		return is_hooked[i];
	unregister_kprobe(&hooks[i]);
	return false;
}

static void start_hooks(void)
{
	bool interrupts = false, requests = false;
	size_t i;

	find_hooks();
	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		is_hooked[i] = enable_hook(i);
		requests |= is_hooked[i] && hooks[i].pre_handler == requests_restarted;
		hooked |= is_hooked[i] && hooks[i].pre_handler != device_looked_up &&
			  hooks[i].pre_handler != requests_restarted;
		interrupts |= is_hooked[i] && hooks[i].pre_handler == interrupt_handled;
	}
	if (!interrupts)
		forget_interrupts();
	watch_requests(requests);
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
		if (rings[i].log.events)
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
	unsigned int i;

	for (i = 0; i < ring_count; i++)
		ia_amd_log_sleep(&rings[i].log, asleep);
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
		ia_amd_log_open(&rings[i].log, i, &proof);
		if (!rings[i].log.events)
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
		if (rings[i].log.events)
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
	for (i = 0; i < ring_count; i++)
		ia_amd_log_close(&rings[i].log);
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
