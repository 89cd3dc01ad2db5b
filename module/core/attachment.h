/* SPDX-License-Identifier: GPL-2.0 */
/* Where an IOMMU puts one device. */
#ifndef IA_CORE_ATTACHMENT_H
#define IA_CORE_ATTACHMENT_H

#include "format.h"

/**
 * struct ia_attachment - where an IOMMU puts one device
 * @group: number of the IOMMU group, or IA_ABSENT
 * @domain: what the device is attached to now
 * @default_domain: what it returns to when its owner lets go
 * @flush: when unmapped addresses leave the IOTLB, for a DMA @domain
 * @unit: name of the IOMMU in /sys/class/iommu; empty when there is none
 */
struct ia_attachment {
	int group;
	enum ia_domain domain;
	enum ia_domain default_domain;
	enum ia_flush flush;
	char unit[IA_NAME_SIZE];
};

/* What a device without a group has. */
#define IA_NOT_ATTACHED	{						\
	.group = IA_ABSENT, .domain = IA_DOMAIN_NONE,			\
	.default_domain = IA_DOMAIN_NONE, .flush = IA_FLUSH_ABSENT,	\
}

#endif /* IA_CORE_ATTACHMENT_H */
