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
 *	irq_entry	the same, seen from the tracepoint irq_handler_entry
 *
 * Only dmar_fault() clears records and the unit's own registers are read, never
 * written. Handlers run in hard interrupts, some with the driver's register
 * lock held.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/interrupt.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/ptrace.h>
#include <linux/ratelimit.h>
#include <linux/sched/task_stack.h>
#include <linux/tracepoint.h>
#include <linux/uaccess.h>

#include "../core/vtd_fault.h"
#include "../core/vtd_regs.h"
#include "faults.h"
#include "probe.h"
#include "unit_table.h"

static char *vtd_monitor = "auto";
module_param(vtd_monitor, charp, 0444);
MODULE_PARM_DESC(vtd_monitor, "how VT-d faults are seen: auto (the best that works), ratelimit_calls, fault_entry, irq_entry, none");

/*
 * struct intel_iommu is private to the driver, but begins with reg and reg_phys
 * on every kernel from 5.10 to 7.3. The address is only compared with those
 * that firmware gave; a unit that is not found is not watched.
 */
#define INTEL_IOMMU_REG_PHYS	8

/* dmar_fault() keeps less than this on its stack. */
#define FRAME_MAX		1024

/**
 * struct inside - the invocation of dmar_fault() that was entered last
 * @unit: position of its unit, or -1 when that one is not watched
 * @frame: stack pointer at its entry, 0 before the first one
 * @overflow: the unit's overflow was counted
 * @walk: what is known of it
 */
struct inside {
	int unit;
	unsigned long frame;
	bool overflow;
	struct ia_vtd_walk walk;
};

/*
 * Interrupts neither nest nor migrate. The calls in process context, at boot,
 * at hotplug and when a CPU comes up, may be interrupted by one and may migrate
 * between two records, but come one after the other.
 */
static DEFINE_PER_CPU(struct inside, in_interrupt);
static struct inside in_task;

static const char *reason = "";
static struct ia_range dmar_fault_text;

static int find_unit(const void *iommu)
{
	int unit;
	u64 base;

	if (copy_from_kernel_nofault(&base, iommu + INTEL_IOMMU_REG_PHYS,
				     sizeof(base)))
		return -1;
	unit = ia_units_find(IA_VENDOR_VTD, base);
	return unit >= 0 && ia_units_at(unit)->fault_regs ? unit : -1;
}

/* Look at one Fault Recording Register; count it when it holds a fault. */
static bool look_at(unsigned int unit, unsigned int index)
{
	const struct ia_mapped_unit *mapped = ia_units_at(unit);
	size_t at = mapped->fault_offset + index * IA_VTD_FRCD_SIZE;
	struct ia_fault fault;
	u64 high;

	high = readq(mapped->regs + at + 8);
	if (!(high & IA_VTD_FRCD_F))
		return false;
	ia_vtd_fault_decode(readq(mapped->regs + at), high, &fault);
	ia_faults_add(unit, &fault);
	return true;
}

/* Everything that is there when the handler begins. */
static void look_at_all(unsigned int unit)
{
	const struct ia_mapped_unit *mapped = ia_units_at(unit);
	unsigned int i;

	ia_faults_interrupt(unit);
	if (readl(mapped->regs + IA_VTD_FSTS) & IA_VTD_FSTS_PFO)
		ia_faults_overflow(unit);
	for (i = 0; i < mapped->fault_regs; i++)
		look_at(unit, i);
}

/* A kprobe's own context hides where it hit; the stack does not. */
static struct inside *slot_of(unsigned long sp)
{
	return object_is_on_stack((void *)sp) ? &in_task :
						this_cpu_ptr(&in_interrupt);
}

static int fault_entered(struct kprobe *p, struct pt_regs *regs)
{
	unsigned long sp = kernel_stack_pointer(regs);
	struct inside *now = slot_of(sp);

	now->unit = find_unit((void *)regs_get_kernel_argument(regs, 1));
	now->frame = sp;
	now->overflow = false;
	if (now->unit < 0)
		return 0;
	ia_faults_interrupt(now->unit);
	ia_vtd_walk_start(&now->walk, ia_units_at(now->unit)->fault_regs);
	return 0;
}

static bool is_in_frame(const struct inside *entry, unsigned long sp)
{
	return entry->frame > sp && entry->frame - sp < FRAME_MAX;
}

/* The bit stays until the driver's handler ends: once per invocation. */
static void look_for_overflow(struct inside *now, u32 fsts)
{
	if (!(fsts & IA_VTD_FSTS_PFO) || now->overflow)
		return;
	now->overflow = true;
	ia_faults_overflow(now->unit);
}

static u32 read_status(unsigned int unit)
{
	return readl(ia_units_at(unit)->regs + IA_VTD_FSTS);
}

static int ratelimit_called(struct kprobe *p, struct pt_regs *regs)
{
	unsigned long sp = kernel_stack_pointer(regs);
	struct inside *now;
	unsigned int index;
	bool missed, found;
	u32 fsts = 0;

	if (!ia_called_from(regs, &dmar_fault_text))
		return 0;
	now = slot_of(sp);
	if (!is_in_frame(now, sp) || now->unit < 0)
		return 0;
	if (!now->walk.calls) {
		fsts = read_status(now->unit);
		look_for_overflow(now, fsts);
	}
	if (ia_vtd_walk_call(&now->walk, fsts, &index, &missed)) {
		if (missed)
			ia_faults_add_unseen(now->unit, 1);
		found = look_at(now->unit, index);
		ia_vtd_walk_seen(&now->walk, found);
		/* The driver is about to leave, and to clear the bit. */
		if (!found)
			look_for_overflow(now, read_status(now->unit));
	}
	return 0;
}

static int fault_entered_only(struct kprobe *p, struct pt_regs *regs)
{
	int unit = find_unit((void *)regs_get_kernel_argument(regs, 1));

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
	    register_kprobe(&at_ratelimit))
		goto no_calls;
	if (!enable_kprobe(&at_entry))
		return true;
	unregister_kprobe(&at_ratelimit);
no_calls:
	unregister_kprobe(&at_entry);
	return false;
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
	return !register_kprobe(&at_entry);
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
	unit = find_unit(action->dev_id);
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
	enum ia_accuracy accuracy;
	const char *limit;
	bool (*start)(void);
	void (*stop)(void);
} methods[] = {
	{ IA_HOOK_RATELIMIT_CALLS, IA_ACCURACY_EXACT, "",
	  start_ratelimit_calls, stop_ratelimit_calls },
	{ IA_HOOK_FAULT_ENTRY, IA_ACCURACY_SNAPSHOT,
	  "faults that are logged while the driver's handler runs are not seen",
	  start_fault_entry, stop_fault_entry },
	{ IA_HOOK_IRQ_ENTRY, IA_ACCURACY_SNAPSHOT,
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
	for (i = 0; i < ARRAY_SIZE(methods); i++) {
		if (!any && !is_asked_for(methods[i].hook))
			continue;
		if (methods[i].start()) {
			active = i;
			watch_units();
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
}

/**
 * ia_fault_vtd_describe() - how well VT-d faults can be seen
 * @monitor: filled in
 */
void ia_fault_vtd_describe(struct ia_monitor *monitor)
{
	const bool on = active >= 0;

	monitor->name = IA_MONITOR_VTD;
	monitor->method = IA_BITS_OF(on ? BIT_ULL(methods[active].hook) : 0);
	monitor->accuracy = on ? methods[active].accuracy : IA_ACCURACY_NONE;
	monitor->reason = on ? "" : reason;
	monitor->limit = on ? methods[active].limit : "";
	monitor->missed = at_entry.nmissed + at_ratelimit.nmissed;
	ia_faults_degrade(monitor);
}
