// SPDX-License-Identifier: GPL-2.0
/*
 * PASIDs of functions that are attached to domains of their own: shared virtual
 * addressing, and iommufd. The IOMMU core has neither notifier nor tracepoint for
 * them, so return probes watch the functions that it exports for it. Before Linux
 * 6.2 there are none, and drivers did it by themselves.
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/pci.h>

#include "attachment.h"
#include "calls.h"
#include "events.h"
#include "pci.h"
#include "probe.h"

/* (domain, dev, pasid, ...) in each of them. */
static int entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct iommu_domain *domain = (void *)regs_get_kernel_argument(regs, 0);
	struct device *dev = (void *)regs_get_kernel_argument(regs, 1);
	struct ia_event *event = (struct ia_event *)ri->data;
	enum ia_argument is = ia_argument_of(dev);

	if (is == IA_ARGUMENT_WRONG)
		ia_events_misread();
	if (is != IA_ARGUMENT_PCI)
		return 1;
	ia_event_init(event, IA_EVENT_PASID_ATTACH);
	event->device = ia_pci_address(to_pci_dev(dev));
	event->group = ia_group_number(dev);
	event->pasid = (u32)regs_get_kernel_argument(regs, 2);
	event->domain = ia_domain_type(domain);
	event->error = 0;
	return 0;
}

static int attach_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct ia_event *event = (struct ia_event *)ri->data;
	int ret = regs_return_value(regs);

	if (ret < 0)
		event->error = -ret;
	ia_events_add(event);
	return 0;
}

static int detach_returned(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct ia_event *event = (struct ia_event *)ri->data;

	event->kind = IA_EVENT_PASID_DETACH;
	event->old_domain = event->domain;
	event->domain = IA_DOMAIN_NONE;
	ia_events_add(event);
	return 0;
}

static struct kretprobe attach_probe = {
	.kp.symbol_name = "iommu_attach_device_pasid",
	.entry_handler = entered,
	.handler = attach_returned,
	.data_size = sizeof(struct ia_event),
	.maxactive = IA_CALLS,
};

/* From Linux 6.15 on. */
static struct kretprobe replace_probe = {
	.kp.symbol_name = "iommu_replace_device_pasid",
	.entry_handler = entered,
	.handler = attach_returned,
	.data_size = sizeof(struct ia_event),
	.maxactive = IA_CALLS,
};

static struct kretprobe detach_probe = {
	.kp.symbol_name = "iommu_detach_device_pasid",
	.entry_handler = entered,
	.handler = detach_returned,
	.data_size = sizeof(struct ia_event),
	.maxactive = IA_CALLS,
};

const struct ia_event_hook ia_event_pasid_attach = {
	.hook = IA_HOOK_PASID_ATTACH,
	.blind = "PASIDs that are attached",
	.probe = &attach_probe,
};

const struct ia_event_hook ia_event_pasid_replace = {
	.hook = IA_HOOK_PASID_REPLACE,
	.probe = &replace_probe,
};

const struct ia_event_hook ia_event_pasid_detach = {
	.hook = IA_HOOK_PASID_DETACH,
	.blind = "PASIDs that are detached",
	.probe = &detach_probe,
};
