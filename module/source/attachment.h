/* SPDX-License-Identifier: GPL-2.0 */
/* attachment.c: group, domains and unit of a device */
#ifndef IA_SOURCE_ATTACHMENT_H
#define IA_SOURCE_ATTACHMENT_H

#include "../core/attachment.h"

struct device;
struct iommu_domain;
struct iommu_group;

enum ia_domain ia_domain_type(struct iommu_domain *domain);
int ia_group_number(struct device *dev);
void ia_attachment_read(struct device *dev, struct iommu_group *group,
			char *page, struct ia_attachment *at);
void ia_attachment_read_attached(struct device *dev, struct iommu_group *group,
				 struct ia_attachment *at);
void ia_attachment_read_locked(struct device *dev, struct ia_attachment *at);
void ia_attachment_unknown(struct ia_attachment *at);
void ia_read_driver(struct device *dev, char *name, size_t size);
size_t ia_copy_name(char *name, size_t size, const char * const *from);

#endif /* IA_SOURCE_ATTACHMENT_H */
