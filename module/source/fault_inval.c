// SPDX-License-Identifier: GPL-2.0
/*
 * How VT-d's errors of invalidation are seen, and that it dropped page requests. For
 * these the unit has bits in Fault Status and Page Request Status, which the driver
 * clears at once: those of invalidations in qi_submit_sync(), which runs at every unmap
 * of a strict domain, and is not to be hooked. But nobody is called without an error:
 *
 *	printk	a kprobe on _printk(): the driver says each time that it clears a bit, and
 *		before that whose answer was missing. Its calls are told from others' by the
 *		format; the unit is whose structure a register of the caller points to. No
 *		call of printk() is on a DMA path, and those of others cost a comparison.
 *	prq_ratelimit_calls
 *		calls of ___ratelimit() out of prq_event_thread(): one before it clears the
 *		bit, one after that. The VT-d fault monitor's kprobe sees them.
 *
 * What AMD-Vi has to say of invalidations it logs as events, see fault_amd.c.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "../core/inval.h"
#include "../core/vtd_regs.h"
#include "faults.h"
#include "probe.h"
#include "unit_table.h"

static char *inval_monitor = "auto";
module_param(inval_monitor, charp, 0444);
MODULE_PARM_DESC(inval_monitor, "how to see VT-d invalidation errors: auto, none");

/**
 * struct queue - the queues of a unit: of invalidations, of page requests
 * @inval: what the driver said, under the lock of the unit's invalidation queue
 * @dropping: the unit had dropped page requests when it was looked at last
 */
struct queue {
	struct ia_inval_unit inval;
	bool dropping;
};

static struct queue *queues;
/* For @dropping of all. */
static DEFINE_RAW_SPINLOCK(look_lock);

static bool sees_inval;
static bool sees_page_requests;
static struct ia_range prq_text;
/* Errors of a unit that no register pointed to. */
static atomic_t strangers;
static const char *reason = "";

static bool is_vtd(unsigned int unit)
{
	return ia_units_at(unit)->unit.vendor == IA_VENDOR_VTD && ia_units_at(unit)->regs;
}

static void see_inval(bool seen)
{
	unsigned int i;

	for (i = 0; i < ia_units_count(); i++) {
		if (is_vtd(i))
			ia_faults_see_inval(i, seen);
	}
}

/* The driver goes on to use the unit, so that one of its registers has it. */
static int find_unit(struct pt_regs *regs)
{
	unsigned int offset;
	int unit;

	for (offset = 0; offset <= MAX_REG_OFFSET; offset += sizeof(long)) {
		unit = ia_fault_vtd_unit((void *)regs_get_register(regs, offset));
		if (unit >= 0)
			return unit;
	}
	return -1;
}

static int printed(struct kprobe *p, struct pt_regs *regs)
{
	const char *format = (const char *)regs_get_kernel_argument(regs, 0);
	enum ia_inval_message message = ia_inval_message(format);
	enum ia_inval_error error;
	u32 source;
	int unit;

	if (message == IA_INVAL_NO_MESSAGE)
		return 0;
	unit = find_unit(regs);
	if (unit < 0) {
		/* Whose figure is wrong is not known. */
		atomic_inc(&strangers);
		see_inval(false);
		return 0;
	}
	if (ia_inval_cleared(&queues[unit].inval, message, regs_get_kernel_argument(regs, 1),
			     &error, &source))
		ia_faults_inval(unit, error, source);
	return 0;
}

static struct kprobe at_printk = { .symbol_name = "_printk", .pre_handler = printed };

/* Whether probes run at all can be tried, by one on a function of our own. */
static atomic_t beats;

static noinline void beat(void)
{
	barrier();
}

static int beaten(struct kprobe *p, struct pt_regs *regs)
{
	atomic_inc(&beats);
	return 0;
}

static struct kprobe at_beat = { .pre_handler = beaten };

static bool is_silent(void)
{
	int before = atomic_read(&beats);

	beat();
	return atomic_read(&beats) == before;
}

static void look_at_page_requests(void *data)
{
	unsigned int i;

	for (i = 0; i < ia_units_count(); i++) {
		if (is_vtd(i) && ia_inval_dropped(&queues[i].dropping,
						  readl(ia_units_at(i)->regs + IA_VTD_PRS)))
			ia_faults_page_requests(i);
	}
}

/*
 * The driver calls ___ratelimit() for a page request that it does not understand, for
 * those that were dropped, and when it has cleared that. Which unit it is about does not
 * matter: looked at is the bit of each.
 */
static void ratelimit_called(unsigned long caller)
{
	if (ia_range_holds(&prq_text, caller))
		ia_probe_locked(&look_lock, look_at_page_requests, NULL);
}

/* Where prq_event_thread() is; nothing of it is hooked. */
static bool find_prq(void)
{
	struct kprobe at_prq = { .symbol_name = "prq_event_thread",
				 .flags = KPROBE_FLAG_DISABLED };

	if (register_kprobe(&at_prq))
		return false;
	ia_range_of(at_prq.addr, &prq_text);
	unregister_kprobe(&at_prq);
	return prq_text.start;
}

static bool start_printk(void)
{
	at_beat.addr = (kprobe_opcode_t *)beat;
	if (register_kprobe(&at_beat))
		return false;
	/* Older kernels call it printk(), and their driver says nothing. */
	if (!register_kprobe(&at_printk))
		return true;
	unregister_kprobe(&at_beat);
	return false;
}

static void watch_units(void)
{
	unsigned int i;
	u64 ecap;

	for (i = 0; i < ia_units_count(); i++) {
		if (!is_vtd(i))
			continue;
		ecap = readq(ia_units_at(i)->regs + IA_VTD_ECAP);
		ia_faults_see_page_requests(i, ecap & IA_VTD_ECAP_PRS,
					    sees_page_requests && ecap != ~0ULL);
	}
	see_inval(sees_inval);
}

static bool has_units(void)
{
	unsigned int i;

	for (i = 0; i < ia_units_count(); i++) {
		if (is_vtd(i))
			return true;
	}
	return false;
}

/**
 * ia_fault_inval_check() - look at the module parameter
 *
 * Return: 0, or -EINVAL after saying what is accepted
 */
int ia_fault_inval_check(void)
{
	if (!strcmp(inval_monitor, "auto") || !strcmp(inval_monitor, "none"))
		return 0;
	pr_err("inval_monitor=%.32s is not one of auto, none\n", inval_monitor);
	return -EINVAL;
}

/**
 * ia_fault_inval_start() - see errors of invalidation
 *
 * Context: process context, may sleep; the VT-d fault monitor has started.
 */
void ia_fault_inval_start(void)
{
	if (!has_units()) {
		reason = "no VT-d unit whose registers can be read";
		return;
	}
	if (!strcmp(inval_monitor, "none")) {
		reason = "switched off with inval_monitor=";
		return;
	}
	queues = kcalloc(ia_units_count(), sizeof(*queues), GFP_KERNEL);
	if (!queues) {
		reason = "out of memory";
		return;
	}
	sees_page_requests = find_prq() && ia_fault_vtd_tell(ratelimit_called);
	sees_inval = start_printk();
	watch_units();
	reason = "the driver of this kernel does not say when it clears an error";
}

/**
 * ia_fault_inval_stop() - unhook; the VT-d fault monitor has stopped
 *
 * Context: process context, may sleep.
 */
void ia_fault_inval_stop(void)
{
	if (sees_inval) {
		unregister_kprobe(&at_printk);
		unregister_kprobe(&at_beat);
	}
	kfree(queues);
}

/**
 * ia_fault_inval_describe() - how well errors of invalidation can be seen
 * @monitor: filled in
 */
void ia_fault_inval_describe(struct ia_monitor *monitor)
{
	const bool on = sees_inval || sees_page_requests;

	monitor->name = IA_MONITOR_INVALIDATION;
	monitor->method = IA_BITS_OF((sees_inval ? BIT_ULL(IA_HOOK_PRINTK) : 0) |
				     (sees_page_requests ? BIT_ULL(IA_HOOK_PRQ_RATELIMIT) : 0));
	monitor->accuracy = on ? IA_ACCURACY_POLL : IA_ACCURACY_NONE;
	monitor->reason = sees_inval ? "" : reason;
	monitor->limit = on ? "an error that comes while the driver clears one is part of that; that "
			      "probes were silenced between two readings is not noticed" : "";
	monitor->missed = at_printk.nmissed;
	if (!sees_inval)
		return;
	if (is_silent())
		monitor->reason = "probes do not run: errors are missing";
	else if (atomic_read(&strangers))
		monitor->reason = "errors were cleared of a unit that is not known: the figures are "
				  "not either";
	else if (monitor->missed)
		monitor->reason = "probes were missed: errors may be missing";
}
