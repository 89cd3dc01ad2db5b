// SPDX-License-Identifier: GPL-2.0
/*
 * What comes to the PCI bus, goes, and meets drivers: presence.c enters it or
 * takes it out, and the ring of events is told.
 */
#include <linux/iommu.h>
#include <linux/pci.h>
#include <linux/string.h>

#include "../../include/uapi/iommu_audit.h"
#include "attachment.h"
#include "events.h"
#include "pci.h"
#include "presence.h"
#include "source.h"

/**
 * struct kind - what happened to a function
 * @vf: what it is called when that is a VF
 * @dev: what it is called for any other function
 * @has_driver: whether it is about a driver
 */
struct kind {
	enum ia_event_kind vf;
	enum ia_event_kind dev;
	bool has_driver;
};

static const struct kind baseline = { IA_EVENT_BASELINE, IA_EVENT_BASELINE, true };
static const struct kind added = { IA_EVENT_VF_ADD, IA_EVENT_DEV_ADD };
static const struct kind removed = { IA_EVENT_VF_DEL, IA_EVENT_DEV_DEL };
static const struct kind bound = { IA_EVENT_VF_BIND, IA_EVENT_DEV_BIND, true };
static const struct kind unbound = { IA_EVENT_VF_UNBIND, IA_EVENT_DEV_UNBIND, true };
static const struct kind not_bound = {
	IA_EVENT_VF_BIND_FAILED, IA_EVENT_DEV_BIND_FAILED, true
};

/* The group, the domain and the PF of a function that is whole. */
static void read_ties(struct pci_dev *pdev, struct ia_event *event)
{
	struct ia_attachment at = IA_NOT_ATTACHED;
	struct iommu_group *group;

	if (ia_presence_hold(pdev)) {
		ia_pci_read_vf(pdev, &event->pf, &event->vf_index);
		group = iommu_group_get(&pdev->dev);
		ia_presence_release();
		if (group) {
			ia_attachment_read_attached(&pdev->dev, group, &at);
			iommu_group_put(group);
		}
	} else {
		/* There was no memory to enter it. */
		if (pdev->is_virtfn) {
			event->pf = IA_UNKNOWN;
			event->vf_index = IA_UNKNOWN;
		}
		at.group = IA_UNKNOWN;
		at.domain = IA_DOMAIN_UNKNOWN;
	}
	event->group = at.group;
	event->domain = at.domain;
}

/* Where @pdev is whole: after it entered presence.c, or before it leaves. */
static void add_event(struct pci_dev *pdev, const struct kind *kind)
{
	struct ia_event event;

	ia_event_init(&event, pdev->is_virtfn ? kind->vf : kind->dev);
	event.device = ia_pci_address(pdev);
	read_ties(pdev, &event);
	if (kind->has_driver) {
		strscpy(event.driver, IOMMU_AUDIT_NOT_APPLICABLE, sizeof(event.driver));
		ia_read_driver(&pdev->dev, event.driver, sizeof(event.driver));
	}
	ia_events_add(&event);
}

static int pci_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	struct pci_dev *pdev = to_pci_dev(data);

	switch (action) {
	case BUS_NOTIFY_ADD_DEVICE:
		ia_presence_enter(pdev, false);
		add_event(pdev, &added);
		break;
	case BUS_NOTIFY_BOUND_DRIVER:
		add_event(pdev, &bound);
		break;
	case BUS_NOTIFY_DRIVER_NOT_BOUND:
		add_event(pdev, &not_bound);
		break;
	case BUS_NOTIFY_UNBIND_DRIVER:
		add_event(pdev, &unbound);
		break;
	case BUS_NOTIFY_DEL_DEVICE:
		add_event(pdev, &removed);
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
			add_event(pdev, &baseline);
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
