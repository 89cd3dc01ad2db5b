// SPDX-License-Identifier: GPL-2.0
/*
 * Requests for VFs. There is no notifier for those that fail, so return probes
 * watch the attribute sriov_numvfs, and the two functions of the PCI core that
 * drivers get to: inside of a write to the attribute they tell what became of
 * it, elsewhere the driver asked by itself.
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/minmax.h>
#include <linux/pci.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#include "attachment.h"
#include "calls.h"
#include "events.h"
#include "pci.h"
#include "probe.h"

/**
 * struct call - a request under way
 * @call: its place among the calls; has to be the first member
 * @pdev: the PF
 * @outer: the write to the attribute that this happens in, or NULL
 * @event: what is known of it
 * @core_error: error number of the pci_enable_sriov() inside of it
 */
struct call {
	struct ia_call call;
	struct pci_dev *pdev;
	struct call *outer;
	struct ia_event event;
	int core_error;
};

static struct ia_calls stores;

/* Returns NULL when @dev is no PCI function: then the arguments are not what we think. */
static struct call *enter(struct kretprobe_instance *ri, struct device *dev, int requested)
{
	struct call *call = (struct call *)ri->data;
	struct pci_dev *pdev = to_pci_dev(dev);

	if (ia_argument_of(dev) != IA_ARGUMENT_PCI) {
		ia_events_misread();
		return NULL;
	}
	*call = (struct call) { .pdev = pdev };
	ia_event_init(&call->event, IA_EVENT_VF_REQUEST);
	call->event.via = IA_REQUEST_DRIVER;
	call->event.requested = requested;
	call->event.error = 0;
	call->event.failed_in = IA_REQUEST_ABSENT;
	call->event.started_ns = ktime_get_boot_fast_ns();
	return call;
}

static void add(struct call *call)
{
	call->event.device = ia_pci_address(call->pdev);
	call->event.group = ia_group_number(&call->pdev->dev);
	ia_events_add(&call->event);
}

/* As sriov_numvfs_store() reads it; what it refuses comes out as unknown. */
static int read_number(const char *from, size_t count)
{
	char text[32] = "";
	u16 number;

	count = min(count, sizeof(text) - 1);
	if (copy_from_kernel_nofault(text, from, count) || kstrtou16(text, 0, &number))
		return IA_UNKNOWN;
	return number;
}

/* sriov_numvfs_store(dev, attr, buf, count) */
static int store_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct device *dev = (void *)regs_get_kernel_argument(regs, 0);
	const char *buf = (void *)regs_get_kernel_argument(regs, 2);
	size_t count = regs_get_kernel_argument(regs, 3);
	struct call *call = enter(ri, dev, read_number(buf, count));

	if (!call)
		return 1;
	call->event.via = IA_REQUEST_SYSFS;
	if (!ia_call_enter(&stores, &call->call))
		ia_events_miss();
	return 0;
}

/* Whether the driver can be asked; it may be unbound in the same moment. */
static bool is_configurable(struct pci_dev *pdev)
{
	struct pci_driver *driver = READ_ONCE(pdev->driver);
	int (*configure)(struct pci_dev *pdev, int numvfs) = NULL;

	return driver && !copy_from_kernel_nofault(&configure, &driver->sriov_configure,
						   sizeof(configure)) && configure;
}

static int store_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct call *call = (struct call *)ri->data;
	struct ia_event *event = &call->event;
	long ret = regs_return_value(regs);

	ia_call_leave(&call->call);
	event->result = pci_num_vf(call->pdev);
	event->error = ret < 0 ? -ret : 0;
	/* What neither enabled nor disabled VFs has changed nothing. */
	if (event->old_numvfs == IA_ABSENT)
		event->old_numvfs = event->result;
	event->failed_in =
		ia_vf_request_failed_in(event, call->core_error,
					pci_sriov_get_totalvfs(call->pdev),
					is_configurable(call->pdev));
	add(call);
	return 0;
}

/* An inner function begins: what it finds is what the outer one began with. */
static struct call *enter_inner(struct kretprobe_instance *ri, struct pci_dev *pdev,
				int requested)
{
	struct call *call = enter(ri, &pdev->dev, requested);
	struct ia_call *found = ia_call_find(&stores);
	struct call *outer = found ? container_of(found, struct call, call) : NULL;

	if (!call)
		return NULL;
	call->event.old_numvfs = pci_num_vf(pdev);
	if (outer && outer->pdev == pdev) {
		call->outer = outer;
		if (outer->event.old_numvfs == IA_ABSENT)
			outer->event.old_numvfs = call->event.old_numvfs;
	}
	return call;
}

/* sriov_enable(pdev, number) */
static int enable_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct pci_dev *pdev = (void *)regs_get_kernel_argument(regs, 0);
	int number = regs_get_kernel_argument(regs, 1);

	return enter_inner(ri, pdev, number) && number ? 0 : 1;
}

static int enable_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct call *call = (struct call *)ri->data;
	int ret = regs_return_value(regs);

	call->event.result = pci_num_vf(call->pdev);
	if (ret < 0) {
		call->event.error = -ret;
		call->event.failed_in = IA_REQUEST_CORE;
	}
	if (call->outer)
		call->outer->core_error = call->event.error;
	else
		add(call);
	return 0;
}

/* sriov_disable(pdev) */
static int disable_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct pci_dev *pdev = (void *)regs_get_kernel_argument(regs, 0);
	struct call *call = enter_inner(ri, pdev, 0);

	/* Without VFs it does nothing. */
	return call && call->event.old_numvfs ? 0 : 1;
}

static int disable_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct call *call = (struct call *)ri->data;

	call->event.result = pci_num_vf(call->pdev);
	if (!call->outer)
		add(call);
	return 0;
}

static struct kretprobe store_probe = {
	.kp.symbol_name = "sriov_numvfs_store",
	.entry_handler = store_entered,
	.handler = store_returned,
	.data_size = sizeof(struct call),
	.maxactive = IA_CALLS,
};

static struct kretprobe enable_probe = {
	.kp.symbol_name = "sriov_enable",
	.entry_handler = enable_entered,
	.handler = enable_returned,
	.data_size = sizeof(struct call),
	.maxactive = IA_CALLS,
};

static struct kretprobe disable_probe = {
	.kp.symbol_name = "sriov_disable",
	.entry_handler = disable_entered,
	.handler = disable_returned,
	.data_size = sizeof(struct call),
	.maxactive = IA_CALLS,
};

const struct ia_event_hook ia_event_sriov_store = {
	.hook = IA_HOOK_SRIOV_NUMVFS_STORE,
	.blind = "requests through sysfs",
	.probe = &store_probe,
};

const struct ia_event_hook ia_event_sriov_enable = {
	.hook = IA_HOOK_SRIOV_ENABLE,
	.blind = "VFs that drivers enable by themselves, and what failed in the core",
	.probe = &enable_probe,
};

const struct ia_event_hook ia_event_sriov_disable = {
	.hook = IA_HOOK_SRIOV_DISABLE,
	.blind = "VFs that drivers disable by themselves",
	.probe = &disable_probe,
};
