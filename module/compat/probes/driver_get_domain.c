// SPDX-License-Identifier: GPL-2.0
/* HAVE_DRIVER_GET_DOMAIN: iommu_driver_get_domain_for_dev(), Linux 7.0 */
#include <linux/iommu.h>

struct iommu_domain *probe(struct device *dev);
struct iommu_domain *probe(struct device *dev)
{
	return iommu_driver_get_domain_for_dev(dev);
}
