// SPDX-License-Identifier: GPL-2.0
/*
 * What comes to the PCI bus, goes, and meets drivers: presence.c enters it or
 * takes it out, and the ring of events is told.
 */
#include <linux/iommu.h>
#include <linux/pci.h>

#include "attachment.h"
#include "events.h"
#include "pci.h"
#include "presence.h"
#include "source.h"

/* Where @pdev is whole: after it entered presence.c, or before it leaves. */
static void add_event(struct pci_dev *pdev, enum ia_event_kind kind)
{
	struct ia_attachment at = { .group = IA_NO_NUMBER };
	struct ia_event event = { .kind = kind };
	struct iommu_group *group;

	event.address = ia_pci_address(pdev);
	if (ia_presence_hold(pdev)) {
		ia_pci_read_vf(pdev, &event.pf, &event.vf_index);
		group = iommu_group_get(&pdev->dev);
		ia_presence_release();
	} else {
		/* There was no memory to enter it. */
		event.pf = pdev->is_virtfn ? IA_UNKNOWN_ADDRESS : IA_NO_ADDRESS;
		event.vf_index = IA_UNKNOWN_NUMBER;
		at.group = IA_UNKNOWN_NUMBER;
		at.domain = IA_DOMAIN_UNKNOWN;
		group = NULL;
	}
	if (group) {
		ia_attachment_read_attached(&pdev->dev, group, &at);
		iommu_group_put(group);
	}
	event.group = at.group;
	event.domain = at.domain;
	ia_read_driver(&pdev->dev, event.driver, sizeof(event.driver));
	ia_events_add(&event);
}

static int pci_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	struct pci_dev *pdev = to_pci_dev(data);

	switch (action) {
	case BUS_NOTIFY_ADD_DEVICE:
		ia_presence_enter(pdev, false);
		add_event(pdev, IA_EVENT_ADD);
		break;
	case BUS_NOTIFY_BOUND_DRIVER:
		add_event(pdev, IA_EVENT_BIND);
		break;
	case BUS_NOTIFY_DRIVER_NOT_BOUND:
		add_event(pdev, IA_EVENT_BIND_FAILED);
		break;
	case BUS_NOTIFY_UNBIND_DRIVER:
		add_event(pdev, IA_EVENT_UNBIND);
		break;
	case BUS_NOTIFY_DEL_DEVICE:
		add_event(pdev, IA_EVENT_DEL);
		ia_presence_leave(pdev);
		break;
	case BUS_NOTIFY_REMOVED_DEVICE:
		ia_presence_leave(pdev);
		break;
	}
	return NOTIFY_OK;
}

/* Behind the IOMMU core's own, so that a function that came has its group. */
static struct notifier_block pci_nb = {
	.notifier_call = pci_notify,
	.priority = -1,
};

/**
 * ia_event_pci_init() - enter what is there, and follow what comes and goes;
 *			 the ring of events is there already
 *
 * The lock against rescan and hotplug keeps the walk from entering a function
 * whose removal began before the notifier was in place.
 *
 * Return: 0 or a negative errno
 */
int ia_event_pci_init(void)
{
	struct pci_dev *pdev = NULL;
	int ret = bus_register_notifier(&pci_bus_type, &pci_nb);

	if (ret)
		return ret;
	pci_lock_rescan_remove();
	for_each_pci_dev(pdev) {
		if (ia_presence_enter(pdev, true) && pdev->is_virtfn)
			add_event(pdev, IA_EVENT_BASELINE);
	}
	pci_unlock_rescan_remove();
	return 0;
}

/**
 * ia_event_pci_exit() - stop following; no reader is left
 */
void ia_event_pci_exit(void)
{
	bus_unregister_notifier(&pci_bus_type, &pci_nb);
	ia_presence_exit();
}
