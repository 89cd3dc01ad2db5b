// SPDX-License-Identifier: GPL-2.0
#include <linux/gfp.h>
#include <linux/iommu.h>
#include <linux/pci.h>
#include <linux/string.h>

#include "../compat/compat.h"
#include "attachment.h"
#include "pci.h"
#include "presence.h"
#include "records.h"
#include "source.h"

static enum ia_cap_state read_enable(struct pci_dev *pdev, int pos, int ctrl,
				     u16 enable)
{
	u16 value;

	if (!pos)
		return IA_CAP_ABSENT;
	if (pos < 0 || !ia_pci_read_word(pdev, pos + ctrl, &value))
		return IA_CAP_UNKNOWN;
	return value & enable ? IA_CAP_ON : IA_CAP_OFF;
}

/* PCI Advanced Capabilities ECN. */
static int read_af_flr(struct pci_dev *pdev)
{
	int reached = ia_compat_reach(pdev);
	u8 value = 0;
	int pos;

	if (reached < 0)
		return IA_UNKNOWN;
	pos = pci_find_capability(pdev, PCI_CAP_ID_AF);
	if (pos && pci_read_config_byte(pdev, pos + PCI_AF_CAP, &value))
		value = 0xff;
	ia_compat_unreach(pdev, reached);
	return value == 0xff ? IA_UNKNOWN : !!(value & PCI_AF_CAP_FLR);
}

/* PCI Express Base Specification, 7.5.3.3. */
static int read_flr(struct pci_dev *pdev)
{
	u32 devcap;

	if (pci_is_pcie(pdev)) {
		devcap = ia_compat_devcap(pdev);
		if (devcap == ~0U)
			return IA_UNKNOWN;
		if (devcap & PCI_EXP_DEVCAP_FLR)
			return 1;
	}
	/* Only conventional functions integrated into the root complex have AF. */
	return pci_is_root_bus(pdev->bus) ? read_af_flr(pdev) : 0;
}

static void read_path(struct pci_dev *pdev, struct ia_device *dev)
{
	struct pci_dev *bridge;

	dev->path.segment = pci_domain_nr(pdev->bus);
	dev->path.len = 0;
	for (bridge = pci_upstream_bridge(pdev); bridge;
	     bridge = pci_upstream_bridge(bridge)) {
		if (dev->path.len < IA_MAX_PATH)
			dev->path.hops[dev->path.len] = pci_dev_id(bridge);
		dev->path.len++;
	}
}

static void attach(struct ia_device *dev, const struct ia_attachment *at)
{
	dev->group = at->group;
	dev->domain = at->domain;
	dev->default_domain = at->default_domain;
	dev->flush = at->flush;
	strscpy(dev->unit, at->unit, sizeof(dev->unit));
}

/* Registers, and what leads from the function to others: only while it is held. */
static void read_function(struct pci_dev *pdev, struct ia_device *dev)
{
	/* VFs have neither capability, and share their PF's: see pci_enable_pasid(). */
	struct pci_dev *pf = pci_physfn(pdev);

	ia_record_init(&ia_device_layout, dev);
	dev->address = ia_pci_address(pdev);
	dev->vendor = pdev->vendor;
	dev->device = pdev->device;
	dev->class_code = pdev->class;
	dev->type = ia_pci_type(pdev);
	if (dev_to_node(&pdev->dev) != NUMA_NO_NODE)
		dev->numa = dev_to_node(&pdev->dev);
	dev->dma_mask = pdev->dma_mask;
	dev->untrusted = pdev->untrusted;
	dev->ats = read_enable(pdev, ia_compat_ats_cap(pdev), PCI_ATS_CTRL,
			       PCI_ATS_CTRL_ENABLE);
	dev->pri = read_enable(pf, ia_compat_pri_cap(pf), PCI_PRI_CTRL,
			       PCI_PRI_CTRL_ENABLE);
	dev->pasid = read_enable(pf, ia_compat_pasid_cap(pf), PCI_PASID_CTRL,
				 PCI_PASID_CTRL_ENABLE);
	dev->flr = read_flr(pdev);
	ia_read_driver(&pdev->dev, dev->driver, sizeof(dev->driver));
	if (pdev->is_physfn) {
		dev->numvfs = pci_num_vf(pdev);
		dev->totalvfs = pci_sriov_get_totalvfs(pdev);
	}
	ia_pci_read_vf(pdev, &dev->vf_of, &dev->vf_index);
	read_path(pdev, dev);
}

/* Returns false for a function that is not whole, or was never entered. */
static bool read_device(struct pci_dev *pdev, char *page, struct ia_device *dev)
{
	struct ia_attachment at = IA_NOT_ATTACHED;
	struct iommu_group *group;

	if (!ia_presence_hold(pdev))
		return false;
	read_function(pdev, dev);
	group = iommu_group_get(&pdev->dev);
	ia_presence_release();
	if (group) {
		ia_attachment_read(&pdev->dev, group, page, &at);
		iommu_group_put(group);
	}
	attach(dev, &at);
	return true;
}

/**
 * ia_device_read() - one PCI function
 * @pdev: the function; the caller holds a reference
 * @dev: filled in
 *
 * Context: process context, may sleep; takes the mutex of the function's group.
 * Return: 0; -ENODEV for a function that is being removed, -ENOMEM
 */
int ia_device_read(struct pci_dev *pdev, struct ia_device *dev)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	bool whole;

	if (!page)
		return -ENOMEM;
	whole = read_device(pdev, page, dev);
	free_page((unsigned long)page);
	return whole ? 0 : -ENODEV;
}

/**
 * ia_devices_snapshot() - every PCI function that is not just being removed
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_device, or an ERR_PTR()
 */
struct ia_records *ia_devices_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_device),
						    ia_presence_count(), NULL);
	char *page = (char *)__get_free_page(GFP_KERNEL);
	int ret = records && page ? 0 : -ENOMEM;
	struct pci_dev *pdev = NULL;
	struct ia_device *dev;

	while (!ret) {
		pdev = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, pdev);
		if (!pdev)
			break;
		dev = ia_records_add(records);
		if (!dev)
			ret = -ENOMEM;
		else if (!read_device(pdev, page, dev))
			records->count--;
		cond_resched();
	}
	pci_dev_put(pdev);
	free_page((unsigned long)page);
	return ia_records_finish(records, ret);
}

/**
 * ia_devices_describe() - how well PCI functions can be seen
 * @source: filled in
 */
void ia_devices_describe(struct ia_source *source)
{
	source->name = IA_SOURCE_DEVICES;
	source->method = IA_METHOD_PCI_BUS;
	source->accuracy = IA_ACCURACY_SNAPSHOT;
	if (ia_presence_missed())
		source->reason = "functions came while memory was short, and are not listed";
}
