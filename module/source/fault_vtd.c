// SPDX-License-Identifier: GPL-2.0
/*
 * How VT-d faults are seen. The driver's dmar_fault() reads and clears Fault
 * Recording Registers, and prints a few of them. It fires no tracepoint and
 * calls nobody for those that it does not print, but for ___ratelimit(), once
 * before every record: core/vtd_fault.c tells what can be concluded from that.
 *
 * Methods, the best first; each is used when the one before finds no hook:
 *
 *	ratelimit_calls	kprobes on dmar_fault() and ___ratelimit(), the latter
 *			for calls that return into dmar_fault(): every record
 *	fault_entry	kprobe on dmar_fault() alone: what was there when it
 *			began, not what came while it ran
 *	irq_entry	the same, seen from the tracepoint irq_handler_entry; it costs
 *			every interrupt of the machine a call, so only when asked for
 *
 * Probes can be silenced from outside. So what was seen is held against the
 * kernel's count of the units' interrupts, and against itself: core/proof.c.
 *
 * Only dmar_fault() clears records and the unit's own registers are read, never
 * written. Handlers run in hard interrupts, some with the driver's register
 * lock held.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/ratelimit.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/tracepoint.h>
#include <linux/uaccess.h>

#include "../compat/compat.h"
#include "../core/proof.h"
#include "../core/vtd_fault.h"
#include "../core/vtd_regs.h"
#include "../core/vtd_watch.h"
#include "faults.h"
#include "handler_irq.h"
#include "probe.h"
#include "unit_table.h"

static char *vtd_monitor = "auto";
module_param(vtd_monitor, charp, 0444);
MODULE_PARM_DESC(vtd_monitor, "how to see VT-d faults: auto (the better of the first two that works), ratelimit_calls, fault_entry, irq_entry, none");

/*
 * struct intel_iommu is private to the driver, but begins with reg and reg_phys
 * on every kernel from 5.10 to 7.3. The address is only compared with those
 * that firmware gave; a unit that is not found is not watched.
 */
#define INTEL_IOMMU_REG_PHYS	8

/* A handler that began so long ago has called, or is not seen to. */
#define HALF_SEEN_NS	(100 * NSEC_PER_MSEC)

/**
 * struct heard - the fault interrupt of a unit
 * @irq: its number, 0 when it is not known
 * @handled: what was seen of its handler
 */
struct heard {
	unsigned int irq;
	struct ia_handled handled;
};

static struct ia_vtd_watch watch;
static struct heard *heard;
static struct ia_proof proof;

/* Invocations that began before the probes were there have ended. */
static bool settled;

static const char *reason = "";
static struct ia_range dmar_fault_text;

/**
 * ia_fault_vtd_unit() - the unit of a structure of the driver's
 * @iommu: where that is, or anything else
 *
 * Context: any.
 * Return: its position, or -1 when that is no such structure
 */
int ia_fault_vtd_unit(const void *iommu)
{
	u64 base;

	if (copy_from_kernel_nofault(&base, iommu + INTEL_IOMMU_REG_PHYS,
				     sizeof(base)))
		return -1;
	return ia_units_find(IA_VENDOR_VTD, base);
}

/*
 * Look at one Fault Recording Register; count it when it holds a fault, which was there
 * at @seen_ns. That is 0 when it is seen only now: mostly it need not be asked for.
 */
static bool look_at(unsigned int unit, unsigned int index, u64 seen_ns)
{
	const struct ia_mapped_unit *mapped = ia_units_at(unit);
	size_t at = mapped->fault_offset + index * IA_VTD_FRCD_SIZE;
	struct ia_fault fault;
	u64 high;

	high = readq(mapped->regs + at + 8);
	if (!(high & IA_VTD_FRCD_F))
		return false;
	ia_vtd_fault_decode(readq(mapped->regs + at), high, &fault);
	ia_faults_add(unit, &fault, seen_ns ?: ktime_get_boot_fast_ns());
	return true;
}

/* Everything that is there when the handler begins. */
static void look_at_all(unsigned int unit)
{
	const struct ia_mapped_unit *mapped = ia_units_at(unit);
	unsigned int i;

	if (readl(mapped->regs + IA_VTD_FSTS) & IA_VTD_FSTS_PFO)
		ia_faults_overflow(unit);
	for (i = 0; i < mapped->fault_regs; i++)
		look_at(unit, i, 0);
}

static u32 read_status(unsigned int unit)
{
	return readl(ia_units_at(unit)->regs + IA_VTD_FSTS);
}

/* A handler began: whether that of an earlier interrupt of the unit was not seen. */
static void count_interrupt(unsigned int unit, int irq)
{
	struct ia_irq_state state;
	u32 unseen;

	ia_faults_interrupt(unit);
	/* At boot and when units come, it is called without an interrupt. */
	if (irq <= 0 || !ia_irq_read(irq, &state))
		return;
	WRITE_ONCE(heard[unit].irq, irq);
	unseen = ia_handled_entered(&heard[unit].handled, state.count);
	if (!unseen)
		return;
	ia_faults_unseen(unit, unseen);
	ia_proof_doubt(&proof, IA_DOUBT_UNSEEN);
}

/* The unit whose handler was entered, or -1 when it cannot be watched. */
static int entered(int irq, const void *iommu)
{
	int unit = ia_fault_vtd_unit(iommu);

	if (unit >= 0 && ia_units_at(unit)->fault_regs) {
		count_interrupt(unit, irq);
		return unit;
	}
	if (unit < 0)
		ia_proof_doubt(&proof, IA_DOUBT_STRANGER);
	return -1;
}

static int fault_entered(struct kprobe *p, struct pt_regs *regs)
{
	int unit = entered(regs_get_kernel_argument(regs, 0),
			   (void *)regs_get_kernel_argument(regs, 1));
	unsigned int half_seen = 0;
	struct ia_vtd_entry entry;
	struct ia_vtd_run *run;

	if (unit < 0)
		return 0;
	entry = (struct ia_vtd_entry){
		.unit = unit,
		.regs = ia_units_at(unit)->fault_regs,
		.sp = kernel_stack_pointer(regs),
		.now_ns = ktime_get_boot_fast_ns(),
	};
	run = ia_vtd_watch_enter(&watch, &entry, &half_seen);
	if (run && ia_vtd_watch_begin(run, &entry, read_status(unit)))
		ia_faults_overflow(unit);
	if (half_seen)
		ia_proof_doubt(&proof, IA_DOUBT_HALF_SEEN);
	return 0;
}

/* The bit stays until the driver's handler ends: once per invocation. */
static u32 read_run_status(struct ia_vtd_run *run)
{
	u32 fsts = read_status(run->unit);

	if (fsts & IA_VTD_FSTS_PFO && !run->overflow) {
		run->overflow = true;
		ia_faults_overflow(run->unit);
	}
	return fsts;
}

static void look(struct ia_vtd_run *run)
{
	struct ia_vtd_walk *walk = &run->walk;
	enum ia_vtd_next next;
	bool missed;

	next = ia_vtd_walk_call(walk, &missed);
	if (missed)
		ia_faults_add_unseen(run->unit, 1);
	if (next == IA_VTD_STATUS)
		next = ia_vtd_walk_status(walk, read_run_status(run));
	if (next != IA_VTD_RECORD)
		return;
	ia_vtd_walk_record(walk, look_at(run->unit, walk->index, ia_vtd_run_seen_ns(run)));
	/* The driver is about to leave, and to clear the overflow. */
	if (walk->ended && walk->calls == 2)
		read_run_status(run);
}

/*
 * Whether this probe runs at all can be tried, by a call of our own. Nothing is
 * printed where the interval is 0.
 */
static DEFINE_RATELIMIT_STATE(beat_state, 0, 0);
static struct ia_range beat_text;
static atomic_t beats;

static noinline bool beat(void)
{
	int before = atomic_read(&beats);

	__ratelimit(&beat_state);
	return atomic_read(&beats) != before;
}

/* Who is told of calls that are not dmar_fault()'s, or NULL. */
static void (*listener)(unsigned long caller);

static int ratelimit_called(struct kprobe *p, struct pt_regs *regs)
{
	unsigned long caller = ia_compat_return_address(regs);
	void (*others)(unsigned long caller) = READ_ONCE(listener);
	struct ia_vtd_run *run;

	if (!ia_range_holds(&dmar_fault_text, caller)) {
		if (ia_range_holds(&beat_text, caller))
			atomic_inc(&beats);
		if (others)
			others(caller);
		return 0;
	}
	run = ia_vtd_watch_call(&watch, kernel_stack_pointer(regs), caller);
	if (run) {
		look(run);
		ia_vtd_watch_done(run);
	} else if (READ_ONCE(settled)) {
		ia_proof_doubt(&proof, IA_DOUBT_NO_BEGINNING);
	}
	return 0;
}

static int fault_entered_only(struct kprobe *p, struct pt_regs *regs)
{
	int unit = entered(regs_get_kernel_argument(regs, 0),
			   (void *)regs_get_kernel_argument(regs, 1));

	if (unit >= 0)
		look_at_all(unit);
	return 0;
}

static struct kprobe at_entry = { .symbol_name = "dmar_fault" };
static struct kprobe at_ratelimit = {
	.symbol_name = "___ratelimit",
	.pre_handler = ratelimit_called,
};

static bool start_ratelimit_calls(void)
{
	/*
	 * An invocation that is under way must not be taken up in the middle:
	 * its first call would pass for the one that belongs to the status. So
	 * the entry is armed when the calls are seen already.
	 */
	at_entry.pre_handler = fault_entered;
	at_entry.flags = KPROBE_FLAG_DISABLED;
	if (register_kprobe(&at_entry))
		return false;
	if (!ia_range_of(at_entry.addr, &dmar_fault_text) ||
	    !ia_range_of(beat, &beat_text) || register_kprobe(&at_ratelimit))
		goto no_calls;
	if (!enable_kprobe(&at_entry))
		return true;
	unregister_kprobe(&at_ratelimit);
no_calls:
	unregister_kprobe(&at_entry);
	return false;
}

/*
 * A handler that was under way when its entry was armed makes calls that nothing is
 * known of. It ends in a grace period, or with the CPU that comes up.
 */
static void settle(void)
{
	synchronize_rcu();
	cpus_read_lock();
	cpus_read_unlock();
	WRITE_ONCE(settled, true);
}

static void stop_ratelimit_calls(void)
{
	/* Calls first: without its entry an invocation looks like the last one. */
	unregister_kprobe(&at_ratelimit);
	unregister_kprobe(&at_entry);
}

static bool start_fault_entry(void)
{
	at_entry.addr = NULL;
	at_entry.flags = 0;
	at_entry.pre_handler = fault_entered_only;
	if (register_kprobe(&at_entry))
		return false;
	ia_range_of(at_entry.addr, &dmar_fault_text);
	return true;
}

static void stop_fault_entry(void)
{
	unregister_kprobe(&at_entry);
}

static struct tracepoint *irq_handler_entry;

/* "dmar0", but not "dmar0-prq" and "dmar0-perf": they leave the records alone. */
static bool is_fault_irq(const char *name)
{
	return name && !strncmp(name, "dmar", 4) &&
	       strspn(name + 4, "0123456789") == strlen(name + 4);
}

static void irq_entered(void *data, int irq, struct irqaction *action)
{
	int unit;

	if (!is_fault_irq(action->name))
		return;
	unit = entered(irq, action->dev_id);
	if (unit >= 0)
		look_at_all(unit);
}

static void find_tracepoint(struct tracepoint *tp, void *data)
{
	if (!strcmp(tp->name, "irq_handler_entry"))
		irq_handler_entry = tp;
}

static bool start_irq_entry(void)
{
	irq_handler_entry = NULL;
	for_each_kernel_tracepoint(find_tracepoint, NULL);
	return irq_handler_entry &&
	       !tracepoint_probe_register(irq_handler_entry, irq_entered, NULL);
}

static void stop_irq_entry(void)
{
	tracepoint_probe_unregister(irq_handler_entry, irq_entered, NULL);
	tracepoint_synchronize_unregister();
}

static const struct {
	enum ia_hook hook;
	bool by_name_only;
	enum ia_accuracy accuracy;
	const char *limit;
	bool (*start)(void);
	void (*stop)(void);
} methods[] = {
	{ IA_HOOK_RATELIMIT_CALLS, false, IA_ACCURACY_EXACT,
	  "an overflow that comes while the driver's handler ends is not seen",
	  start_ratelimit_calls, stop_ratelimit_calls },
	{ IA_HOOK_FAULT_ENTRY, false, IA_ACCURACY_SNAPSHOT,
	  "faults that are logged while the driver's handler runs are not seen",
	  start_fault_entry, stop_fault_entry },
	{ IA_HOOK_IRQ_ENTRY, true, IA_ACCURACY_SNAPSHOT,
	  "faults that are logged while the driver's handler runs, or found outside of interrupts, are not seen",
	  start_irq_entry, stop_irq_entry },
};

static int active = -1;

static bool is_readable(const struct ia_mapped_unit *mapped)
{
	return mapped->unit.vendor == IA_VENDOR_VTD && mapped->fault_regs;
}

static bool has_units(void)
{
	unsigned int i;

	for (i = 0; i < ia_units_count(); i++) {
		if (is_readable(ia_units_at(i)))
			return true;
	}
	return false;
}

static void watch_units(void)
{
	unsigned int i;

	for (i = 0; i < ia_units_count(); i++) {
		if (is_readable(ia_units_at(i)))
			ia_faults_watch(i);
	}
}

/* Without kprobes nobody tells where the handler is. */
static bool is_fault_handler(const struct irqaction *action)
{
	if (!dmar_fault_text.start)
		return is_fault_irq(action->name);
	return ia_range_holds(&dmar_fault_text, (unsigned long)action->handler);
}

static void note_interrupt(unsigned int irq, const void *iommu)
{
	int unit = ia_fault_vtd_unit(iommu);
	struct ia_irq_state state;

	if (unit < 0) {
		ia_proof_doubt(&proof, IA_DOUBT_STRANGER);
		return;
	}
	WRITE_ONCE(heard[unit].irq, irq);
	if (ia_irq_read(irq, &state))
		ia_handled_entered(&heard[unit].handled, state.count);
}

/* What the units' handlers are held against, from now on. */
static void find_interrupts(void)
{
	ia_irqs_of(is_fault_handler, note_interrupt);
}

/*
 * An interrupt that was just counted has its handler within a microsecond, if
 * nobody stops the processor: a hypervisor may.
 */
#define HANDLER_TRIES	200

/* Whether every interrupt of a unit had a handler that was seen. */
static bool is_heard(unsigned int unit)
{
	unsigned int irq = READ_ONCE(heard[unit].irq);
	unsigned int tries = ia_proof_is_doubted(&proof) ? 1 : HANDLER_TRIES;
	struct ia_irq_state state;

	do {
		if (!irq || !ia_irq_read(irq, &state)) {
			ia_proof_doubt(&proof, IA_DOUBT_NO_INTERRUPT);
			return false;
		}
		if (!ia_handled_behind(&heard[unit].handled, state.count))
			return true;
		usleep_range(500, 1000);
	} while (--tries);
	ia_faults_unseen(unit, ia_handled_give_up(&heard[unit].handled, state.count));
	ia_proof_doubt(&proof, IA_DOUBT_UNSEEN);
	return false;
}

static bool sees_calls(void)
{
	return active >= 0 && methods[active].hook == IA_HOOK_RATELIMIT_CALLS;
}

/**
 * ia_fault_vtd_tell() - tell of calls of ___ratelimit() that are not the fault handler's
 * @limited: called for each, in any context, until the monitor has stopped
 *
 * Return: whether such calls are seen
 */
bool ia_fault_vtd_tell(void (*limited)(unsigned long caller))
{
	if (sees_calls())
		WRITE_ONCE(listener, limited);
	return sees_calls();
}

static bool are_calls_seen(u64 now_ns)
{
	if (!beat()) {
		ia_proof_doubt(&proof, IA_DOUBT_SILENT);
		return false;
	}
	if (ia_vtd_watch_half_seen(&watch, now_ns - HALF_SEEN_NS)) {
		ia_proof_doubt(&proof, IA_DOUBT_HALF_SEEN);
		return false;
	}
	return true;
}

static unsigned long probes_missed(void)
{
	return at_entry.nmissed + at_ratelimit.nmissed;
}

/**
 * ia_fault_vtd_prove() - find out whether the monitor has seen everything so far
 *
 * Context: process context, may sleep.
 */
void ia_fault_vtd_prove(void)
{
	u64 now_ns = ktime_get_boottime_ns();
	bool good = true;
	unsigned int i;

	if (active < 0)
		return;
	for (i = 0; i < ia_units_count(); i++) {
		if (is_readable(ia_units_at(i)))
			good &= is_heard(i);
	}
	if (sees_calls())
		good &= are_calls_seen(now_ns);
	if (probes_missed()) {
		ia_proof_doubt(&proof, IA_DOUBT_MISSED);
		good = false;
	}
	if (good)
		ia_proof_good(&proof, now_ns);
}

static bool make_room(void)
{
	const unsigned int units = ia_units_count(), runs = units * IA_VTD_RUNS;

	heard = kcalloc(units, sizeof(*heard), GFP_KERNEL);
	ia_vtd_watch_init(&watch, kcalloc(runs, sizeof(*watch.runs), GFP_KERNEL), runs,
			  kcalloc(IA_VTD_INDEX_WORDS(runs), sizeof(*watch.index), GFP_KERNEL));
	return heard && watch.runs && watch.index;
}

static bool is_asked_for(enum ia_hook hook)
{
	return !strcmp(vtd_monitor, ia_words_HOOKS[hook].text);
}

/**
 * ia_fault_vtd_check() - look at the module parameter
 *
 * Return: 0, or -EINVAL after saying what is accepted
 */
int ia_fault_vtd_check(void)
{
	size_t i;

	if (!strcmp(vtd_monitor, "auto") || !strcmp(vtd_monitor, "none"))
		return 0;
	for (i = 0; i < ARRAY_SIZE(methods); i++) {
		if (is_asked_for(methods[i].hook))
			return 0;
	}
	pr_err("vtd_monitor=%.32s is not one of auto, ratelimit_calls, fault_entry, irq_entry, none\n",
	       vtd_monitor);
	return -EINVAL;
}

/**
 * ia_fault_vtd_start() - hook the driver's fault handler
 *
 * Context: process context, may sleep.
 */
void ia_fault_vtd_start(void)
{
	bool any = !strcmp(vtd_monitor, "auto");
	size_t i;

	if (!has_units()) {
		reason = "no VT-d unit whose registers can be read";
		return;
	}
	if (!strcmp(vtd_monitor, "none")) {
		reason = "switched off with vtd_monitor=";
		return;
	}
	if (!make_room()) {
		reason = "out of memory";
		return;
	}
	for (i = 0; i < ARRAY_SIZE(methods); i++) {
		if (any ? methods[i].by_name_only : !is_asked_for(methods[i].hook))
			continue;
		if (methods[i].start()) {
			active = i;
			watch_units();
			find_interrupts();
			settle();
			ia_fault_vtd_prove();
			return;
		}
	}
	reason = any ? "the driver's fault handler cannot be hooked on this kernel" :
		       "the method that was asked for with vtd_monitor= is not there";
}

/**
 * ia_fault_vtd_stop() - unhook, and wait for handlers that still run
 *
 * Context: process context, may sleep.
 */
void ia_fault_vtd_stop(void)
{
	if (active >= 0)
		methods[active].stop();
	active = -1;
	kfree(watch.index);
	kfree(watch.runs);
	kfree(heard);
}

/**
 * ia_fault_vtd_describe() - how well VT-d faults can be seen
 * @monitor: filled in
 */
void ia_fault_vtd_describe(struct ia_monitor *monitor)
{
	const bool on = active >= 0;

	ia_fault_vtd_prove();
	monitor->name = IA_MONITOR_VTD;
	monitor->method = IA_BITS_OF(on ? BIT_ULL(methods[active].hook) : 0);
	monitor->accuracy = on ? methods[active].accuracy : IA_ACCURACY_NONE;
	monitor->reason = on ? "" : reason;
	monitor->limit = on ? methods[active].limit : "";
	monitor->missed = probes_missed();
	if (on)
		ia_faults_degrade(monitor, &proof);
}
