// SPDX-License-Identifier: GPL-2.0
/*
 * Attaches a PASID of a function to a domain, and detaches it again.
 *
 *	dev=ADDRESS	the function
 *	pasid=N		its PASID
 *	max=N		what the function is said to be capable of, 0: as it is
 *	result		what iommu_attach_device_pasid() returned
 */
#include <linux/err.h>
#include <linux/iommu.h>
#include <linux/module.h>
#include <linux/pci.h>

static char *dev;
module_param(dev, charp, 0444);
static unsigned int pasid = 7;
module_param(pasid, uint, 0444);
static unsigned int max;
module_param(max, uint, 0444);
static int result;
module_param(result, int, 0444);

static void try(struct pci_dev *pdev)
{
	struct iommu_domain *domain;
	unsigned int was = pdev->dev.iommu ? pdev->dev.iommu->max_pasids : 0;

	domain = iommu_paging_domain_alloc(&pdev->dev);
	if (IS_ERR(domain)) {
		result = PTR_ERR(domain);
		return;
	}
	if (max)
		pdev->dev.iommu->max_pasids = max;
	result = iommu_attach_device_pasid(domain, &pdev->dev, pasid, NULL);
	if (!result)
		iommu_detach_device_pasid(domain, &pdev->dev, pasid);
	pdev->dev.iommu->max_pasids = was;
	iommu_domain_free(domain);
}

static int __init pasid_init(void)
{
	unsigned int segment, bus, device, function;
	struct pci_dev *pdev;

	if (!dev || sscanf(dev, "%x:%x:%x.%x", &segment, &bus, &device, &function) != 4)
		return -EINVAL;
	pdev = pci_get_domain_bus_and_slot(segment, bus, PCI_DEVFN(device, function));
	if (!pdev)
		return -ENODEV;
	try(pdev);
	pci_dev_put(pdev);
	return 0;
}

static void __exit pasid_exit(void)
{
}

module_init(pasid_init);
module_exit(pasid_exit);
MODULE_DESCRIPTION("Attaches a PASID for the lab");
MODULE_LICENSE("GPL");
