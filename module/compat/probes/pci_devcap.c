// SPDX-License-Identifier: GPL-2.0
/* HAVE_PCI_DEVCAP: struct pci_dev caches Device Capabilities, Linux 5.15 */
#include <linux/pci.h>

u32 probe(struct pci_dev *pdev);
u32 probe(struct pci_dev *pdev)
{
	return pdev->devcap;
}
