// SPDX-License-Identifier: GPL-2.0
/*
 * Groups and domains, through the tracepoints that the IOMMU core exports. That
 * of an attachment names the device only, and comes at a moment when the group
 * still has its old domain: a probe on the function around it knows both.
 */
#include <linux/iommu.h>
#include <linux/kprobes.h>
#include <linux/pci.h>
#include <trace/events/iommu.h>

#include "../compat/compat.h"
#include "attachment.h"
#include "calls.h"
#include "events.h"
#include "pci.h"
#include "presence.h"
#include "probe.h"

/**
 * struct attach - an attachment under way
 * @call: its place among the calls; has to be the first member
 * @dev: the device
 * @from: type of the domain that the device is attached to
 * @to: type of the domain that it is to be attached to
 */
struct attach {
	struct ia_call call;
	struct device *dev;
	enum ia_domain from;
	enum ia_domain to;
};

static struct ia_calls attaches;

/*
 * The domain of a group is known, not that of a device. They differ when the
 * device joins the group, which it does before presence.c enters it: then it
 * comes from none. Later on it was parted from the group, for a reset or after
 * an error, and where it was meanwhile cannot be told.
 */
static enum ia_domain apart(struct device *dev)
{
	return ia_presence_known(to_pci_dev(dev)) ? IA_DOMAIN_UNKNOWN : IA_DOMAIN_NONE;
}

/* __iommu_attach_device(domain, dev, ...), the same from 5.10 on. */
static int attach_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct attach *attach = (struct attach *)ri->data;
	struct iommu_domain *to = (void *)regs_get_kernel_argument(regs, 0);
	struct device *dev = (void *)regs_get_kernel_argument(regs, 1);
	enum ia_argument is = ia_argument_of(dev);
	struct iommu_domain *from;

	if (is == IA_ARGUMENT_WRONG)
		ia_events_misread();
	if (is != IA_ARGUMENT_PCI)
		return 1;
	from = dev->iommu_group ? ia_compat_attached_domain(dev) : NULL;
	attach->dev = dev;
	attach->to = ia_domain_type(to);
	attach->from = from == to ? apart(dev) : ia_domain_type(from);
	if (!ia_call_enter(&attaches, &attach->call))
		ia_events_miss();
	return 0;
}

static int attach_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct attach *attach = (struct attach *)ri->data;

	ia_call_leave(&attach->call);
	return 0;
}

static struct kretprobe attach_probe = {
	.kp.symbol_name = "__iommu_attach_device",
	.entry_handler = attach_entered,
	.handler = attach_returned,
	.data_size = sizeof(struct attach),
	.maxactive = IA_CALLS,
};

const struct ia_event_hook ia_event_attach_probe = {
	.hook = IA_HOOK_IOMMU_ATTACH_DEVICE,
	.blind = "types of domains that devices are attached to",
	.probe = &attach_probe,
};

static void add_group(struct device *dev, enum ia_event_kind kind, int group)
{
	struct ia_event event;

	if (!dev_is_pci(dev))
		return;
	ia_event_init(&event, kind);
	event.device = ia_pci_address(to_pci_dev(dev));
	event.group = group;
	ia_events_add(&event);
}

static void group_added(void *data, int group, struct device *dev)
{
	add_group(dev, IA_EVENT_GROUP_ADD, group);
}

static void group_removed(void *data, int group, struct device *dev)
{
	add_group(dev, IA_EVENT_GROUP_DEL, group);
}

static void attached(void *data, struct device *dev)
{
	struct ia_call *call = ia_call_find(&attaches);
	struct attach *attach = call ? container_of(call, struct attach, call) : NULL;
	struct ia_event event;

	if (!dev_is_pci(dev))
		return;
	ia_event_init(&event, IA_EVENT_DOMAIN_ATTACH);
	event.device = ia_pci_address(to_pci_dev(dev));
	event.group = ia_group_number(dev);
	event.domain = IA_DOMAIN_UNKNOWN;
	event.old_domain = IA_DOMAIN_UNKNOWN;
	if (attach && attach->dev == dev) {
		event.domain = attach->to;
		event.old_domain = attach->from;
	} else if (attach_probe.kp.addr) {
		/* It comes out of the probed function: the probe has not seen the call. */
		ia_events_misread();
	}
	ia_events_add(&event);
}

static int start_tracepoints(void)
{
	int ret = register_trace_add_device_to_group(group_added, NULL);

	if (ret)
		return ret;
	ret = register_trace_remove_device_from_group(group_removed, NULL);
	if (ret)
		goto no_remove;
	ret = register_trace_attach_device_to_domain(attached, NULL);
	if (!ret)
		return 0;
	unregister_trace_remove_device_from_group(group_removed, NULL);
no_remove:
	unregister_trace_add_device_to_group(group_added, NULL);
	tracepoint_synchronize_unregister();
	return ret;
}

static void stop_tracepoints(void)
{
	unregister_trace_attach_device_to_domain(attached, NULL);
	unregister_trace_remove_device_from_group(group_removed, NULL);
	unregister_trace_add_device_to_group(group_added, NULL);
	tracepoint_synchronize_unregister();
}

const struct ia_event_hook ia_event_tracepoints = {
	.hook = IA_HOOK_IOMMU_TRACEPOINTS,
	.blind = "groups and domains",
	.start = start_tracepoints,
	.stop = stop_tracepoints,
};
