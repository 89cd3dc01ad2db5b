// SPDX-License-Identifier: GPL-2.0
/* Brings the hooks up that feed the ring of events, and says what they see. */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#include "events.h"
#include "source.h"

static bool use_probes = true;
module_param_named(event_probes, use_probes, bool, 0444);
MODULE_PARM_DESC(event_probes, "use kprobes for VF requests, types of new domains, PASIDs and resets (Y)");

/*
 * Outer functions before the ones inside of them, which look for the outer call.
 * The notifier of the PCI bus, in event_pci.c, is always there.
 */
static const struct ia_event_hook * const hooks[] = {
	&ia_event_sriov_store,
	&ia_event_sriov_enable,
	&ia_event_sriov_disable,
	&ia_event_attach_probe,
	&ia_event_pasid_attach,
	&ia_event_pasid_replace,
	&ia_event_pasid_detach,
	&ia_event_reset_function,
	&ia_event_reset_specific,
	&ia_event_reset_acpi,
	&ia_event_reset_cxl_bus,
	&ia_event_reset_flr,
	&ia_event_reset_af_flr,
	&ia_event_reset_pm,
	&ia_event_reset_bus,
	&ia_event_reset_asserted,
	&ia_event_tracepoints,
};

static bool active[ARRAY_SIZE(hooks)];

/* Made once at load, for the file version. */
static u64 method = BIT_ULL(IA_HOOK_PCI_BUS);
static char reason[512];

static void say_blind(const char *what)
{
	size_t len = strlen(reason);

	scnprintf(reason + len, sizeof(reason) - len, "%s%s", len ? ", " : "not seen: ", what);
}

static bool start(const struct ia_event_hook *hook)
{
	if (hook->probe)
		return use_probes && !register_kretprobe(hook->probe);
	return !hook->start();
}

/**
 * ia_events_start() - hook what is there to be hooked
 *
 * Hooks that are missing are no error: the file version tells.
 *
 * Context: process context, may sleep; the ring is there.
 */
void ia_events_start(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		active[i] = start(hooks[i]);
		if (active[i])
			method |= BIT_ULL(hooks[i]->hook);
		else if (hooks[i]->blind)
			say_blind(hooks[i]->blind);
	}
}

/**
 * ia_events_stop() - unhook
 *
 * The hooks inside of probed functions go first. All return probes go at once,
 * the inner ones before the outer, whose calls they look for; that waits once for
 * what still runs.
 *
 * Context: process context, may sleep.
 */
void ia_events_stop(void)
{
	struct kretprobe *probes[ARRAY_SIZE(hooks)];
	size_t i;
	int count = 0;

	for (i = ARRAY_SIZE(hooks); i-- > 0;) {
		if (active[i] && hooks[i]->probe)
			probes[count++] = hooks[i]->probe;
		else if (active[i])
			hooks[i]->stop();
	}
	unregister_kretprobes(probes, count);
}

/* Hits of probes that no instance was left for, or that came inside a probe. */
static unsigned long count_missed(void)
{
	unsigned long missed = ia_events_missed();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		if (active[i] && hooks[i]->probe)
			missed += hooks[i]->probe->nmissed + hooks[i]->probe->kp.nmissed;
	}
	return missed;
}

/**
 * ia_events_describe() - what feeds the ring, and what is not seen
 * @monitor: filled in
 */
void ia_events_describe(struct ia_monitor *monitor)
{
	unsigned long missed = count_missed(), misread = ia_events_misreads();

	monitor->name = IA_MONITOR_EVENTS;
	monitor->method = IA_BITS_OF(method);
	monitor->accuracy = *reason || missed || misread ? IA_ACCURACY_SNAPSHOT : IA_ACCURACY_EXACT;
	if (misread)
		monitor->reason = "probed functions are called in another way: events are lacking";
	else if (missed)
		monitor->reason = "probes were missed: events are lacking";
	else
		monitor->reason = reason;
	monitor->limit = "PCI functions only";
	monitor->missed = missed;
}
