// SPDX-License-Identifier: GPL-2.0
#include <linux/iommu.h>
#include <linux/pci.h>

#include "attachment.h"
#include "events.h"
#include "pci.h"
#include "presence.h"

/**
 * ia_event_function() - a PCI function came, is about to go, or met a driver
 * @pdev: the function
 * @kind: what happened
 *
 * Context: process context, may sleep; where @pdev is whole: before it leaves
 *          the registry of presence.c, or after it was entered.
 */
void ia_event_function(struct pci_dev *pdev, enum ia_event_kind kind)
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
