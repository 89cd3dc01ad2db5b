// SPDX-License-Identifier: GPL-2.0
/* HAVE_DOMAIN_GET_ATTR: iommu_domain_get_attr(), up to Linux 5.12 */
#include <linux/iommu.h>

int probe(struct iommu_domain *domain, int *queue);
int probe(struct iommu_domain *domain, int *queue)
{
	return iommu_domain_get_attr(domain, DOMAIN_ATTR_DMA_USE_FLUSH_QUEUE,
				     queue);
}
