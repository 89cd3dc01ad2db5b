// SPDX-License-Identifier: GPL-2.0
/*
 * Resets. Whoever wants a function to be reset (sysfs, VFIO, a driver) comes to one
 * function of the PCI core, which tries the function's methods until one does not
 * decline. A return probe watches it, and others the methods: inside of it they tell
 * which one it was, elsewhere they are resets of their own. Drivers call pcie_flr()
 * themselves, and for AER or a hot reset of VFIO the kernel resets the bus below a
 * bridge. A slot's reset is one of the bus below its port: pciehp_reset_slot().
 *
 * Compilers put pci_bridge_secondary_bus_reset() into its callers of the same file. What
 * it calls itself is weak, and stays a function; but that returns nothing.
 *
 * Nothing else runs through these functions but the question which methods there are,
 * when functions come: that is no event.
 */
#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/pci.h>
#include <linux/timekeeping.h>

#include "attachment.h"
#include "calls.h"
#include "events.h"
#include "pci.h"
#include "probe.h"

/**
 * struct reset - a reset under way
 * @call: its place among the calls; has to be the first member
 * @pdev: the function
 * @started_ns: when it began
 * @methods: what was tried so far
 */
struct reset {
	struct ia_call call;
	struct pci_dev *pdev;
	u64 started_ns;
	struct ia_reset_methods methods;
};

/**
 * struct attempt - a method at work
 * @call: its place among the calls, of a bus; has to be the first member
 * @outer: the reset of a function that tries it, or NULL
 * @pdev: what it is done to: the function, or the bridge above the bus
 * @started_ns: when it began
 * @method: how
 */
struct attempt {
	struct ia_call call;
	struct reset *outer;
	struct pci_dev *pdev;
	u64 started_ns;
	enum ia_reset_method method;
};

static struct ia_calls resets;
static struct ia_calls buses;

static bool is_function(struct pci_dev *pdev)
{
	if (ia_argument_of(&pdev->dev) == IA_ARGUMENT_PCI)
		return true;
	ia_events_misread();
	return false;
}

static int error_of(int ret)
{
	return ret < 0 ? -ret : 0;
}

static void add(struct pci_dev *pdev, u64 started_ns, enum ia_reset_method method, int error)
{
	struct ia_event event;

	ia_event_init(&event, IA_EVENT_RESET);
	event.device = ia_pci_address(pdev);
	event.group = ia_group_number(&pdev->dev);
	ia_pci_read_vf(pdev, &event.pf, &event.vf_index);
	event.started_ns = started_ns;
	event.method = method;
	event.error = error;
	ia_events_add(&event);
}

/* __pci_reset_function_locked(pdev) */
static int function_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct pci_dev *pdev = (void *)regs_get_kernel_argument(regs, 0);
	struct reset *reset = (struct reset *)ri->data;

	if (!is_function(pdev))
		return 1;
	reset->pdev = pdev;
	reset->started_ns = ktime_get_boot_fast_ns();
	reset->methods = (struct ia_reset_methods) {
		.trying = IA_RESET_ABSENT, .used = IA_RESET_ABSENT,
	};
	if (!ia_call_enter(&resets, &reset->call))
		ia_events_miss();
	return 0;
}

static int function_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct reset *reset = (struct reset *)ri->data;
	int ret = regs_return_value(regs);

	ia_call_leave(&reset->call);
	add(reset->pdev, reset->started_ns, ia_reset_used(&reset->methods, ret),
	    error_of(ret));
	return 0;
}

/* The reset of a function that this task is inside of, when it is about @pdev. */
static struct reset *find_outer(struct pci_dev *pdev, enum ia_reset_method method)
{
	struct ia_call *found = ia_call_find(&resets);
	struct reset *outer = found ? container_of(found, struct reset, call) : NULL;

	if (!outer)
		return NULL;
	if (method == IA_RESET_BUS)
		return pci_upstream_bridge(outer->pdev) == pdev ? outer : NULL;
	return outer->pdev == pdev ? outer : NULL;
}

static int enter(struct kretprobe_instance *ri, struct pt_regs *regs,
		 enum ia_reset_method method)
{
	struct pci_dev *pdev = (void *)regs_get_kernel_argument(regs, 0);
	struct attempt *attempt = (struct attempt *)ri->data;

	if (!is_function(pdev))
		return 1;
	*attempt = (struct attempt) {
		.outer = find_outer(pdev, method), .pdev = pdev, .method = method,
		.started_ns = ktime_get_boot_fast_ns(),
	};
	if (attempt->outer)
		ia_reset_enter(&attempt->outer->methods, method);
	return 0;
}

/* (pdev, probe): the second one is an int or, from Linux 5.15 on, a bool. */
static int enter_or_ask(struct kretprobe_instance *ri, struct pt_regs *regs,
			enum ia_reset_method method)
{
	return (u8)regs_get_kernel_argument(regs, 1) ? 1 : enter(ri, regs, method);
}

static int specific_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return enter_or_ask(ri, regs, IA_RESET_DEVICE_SPECIFIC);
}

static int acpi_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return enter_or_ask(ri, regs, IA_RESET_ACPI);
}

static int flr_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return enter(ri, regs, IA_RESET_FLR);
}

static int af_flr_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return enter_or_ask(ri, regs, IA_RESET_AF_FLR);
}

static int pm_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return enter_or_ask(ri, regs, IA_RESET_PM);
}

static int cxl_bus_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return enter_or_ask(ri, regs, IA_RESET_CXL_BUS);
}

static int bus_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct attempt *attempt = (struct attempt *)ri->data;

	if (enter(ri, regs, IA_RESET_BUS))
		return 1;
	if (!ia_call_enter(&buses, &attempt->call))
		ia_events_miss();
	return 0;
}

/* pcibios_reset_secondary_bus(bridge): what is inside of the other one is known. */
static int asserted_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return ia_call_find(&buses) ? 1 : enter(ri, regs, IA_RESET_BUS);
}

/* A bus reset has happened, also where -ENOTTY says that no link came up behind it. */
static void leave(struct attempt *attempt, int ret, int error)
{
	if (attempt->outer)
		ia_reset_leave(&attempt->outer->methods,
			       attempt->method == IA_RESET_BUS ? 0 : ret);
	else
		add(attempt->pdev, attempt->started_ns, attempt->method == IA_RESET_BUS ?
		    IA_RESET_SECONDARY_BUS : attempt->method, error);
}

static int method_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	int ret = regs_return_value(regs);

	leave((struct attempt *)ri->data, ret, error_of(ret));
	return 0;
}

static int bus_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct attempt *attempt = (struct attempt *)ri->data;

	ia_call_leave(&attempt->call);
	return method_returned(ri, regs);
}

/* Whether what is below the bridge came back, who called it asks then. */
static int asserted_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	leave((struct attempt *)ri->data, 0, IA_UNKNOWN);
	return 0;
}

static struct kretprobe function_probe = {
	.kp.symbol_name = "__pci_reset_function_locked",
	.entry_handler = function_entered,
	.handler = function_returned,
	.data_size = sizeof(struct reset),
	.maxactive = IA_CALLS,
};

const struct ia_event_hook ia_event_reset_function = {
	.hook = IA_HOOK_RESET_FUNCTION,
	.blind = "resets of functions",
	.probe = &function_probe,
};

/* The methods: a hook with the function of the kernel that it is a probe of. */
#define METHOD(name, id, function, not_seen, returned)			\
	static struct kretprobe name##_probe = {			\
		.kp.symbol_name = function,				\
		.entry_handler = name##_entered,			\
		.handler = returned,					\
		.data_size = sizeof(struct attempt),			\
		.maxactive = IA_CALLS,					\
	};								\
	const struct ia_event_hook ia_event_reset_##name = {		\
		.hook = IA_HOOK_RESET_##id,				\
		.blind = not_seen,					\
		.probe = &name##_probe,					\
	}

METHOD(specific, SPECIFIC, "pci_dev_specific_reset", "resets by quirks", method_returned);
/* From Linux 5.15 on, where the kernel knows ACPI. */
METHOD(acpi, ACPI, "pci_dev_acpi_reset", NULL, method_returned);
METHOD(flr, FLR, "pcie_flr", "FLR", method_returned);
METHOD(af_flr, AF_FLR, "pci_af_flr", "FLR of Advanced Features", method_returned);
METHOD(pm, PM, "pci_pm_reset", "PM resets", method_returned);
/* From Linux 6.10 on. */
METHOD(cxl_bus, CXL_BUS, "cxl_reset_bus_function", NULL, method_returned);
METHOD(bus, BUS, "pci_bridge_secondary_bus_reset", "results of bus resets", bus_returned);
METHOD(asserted, ASSERTED, "pcibios_reset_secondary_bus", "bus resets", asserted_returned);
