/* SPDX-License-Identifier: GPL-2.0 */
/* group.c: the record of one IOMMU group, and its line in the file "groups" */
#ifndef IA_CORE_GROUP_H
#define IA_CORE_GROUP_H

#include "domain.h"
#include "types.h"

/**
 * struct ia_group - one IOMMU group, as plain data
 * @number: its number in /sys/kernel/iommu_groups
 * @domain: what its devices are attached to now
 * @default_domain: what they return to when their owner lets go
 * @flush: when unmapped addresses leave the IOTLB, for a DMA @domain
 * @devices: its members, as text, comma separated; owned by the caller
 * @reserved: its reserved regions, as text, comma separated, or NULL when they
 *            could not be read; owned by the caller
 */
struct ia_group {
	int number;
	enum ia_domain domain;
	enum ia_domain default_domain;
	enum ia_flush flush;
	const char *devices;
	const char *reserved;
};

/**
 * enum ia_region - type of a reserved region, in sysfs's words
 * @IA_REGION_DIRECT: firmware's own (RMRR, unity map): must stay mapped 1:1
 * @IA_REGION_DIRECT_RELAXABLE: as direct, but a device can be assigned
 * @IA_REGION_RESERVED: must not be used for DMA
 * @IA_REGION_MSI: the doorbell of message signalled interrupts
 * @IA_REGION_UNKNOWN: a type this module does not know
 */
enum ia_region {
	IA_REGION_DIRECT,
	IA_REGION_DIRECT_RELAXABLE,
	IA_REGION_RESERVED,
	IA_REGION_MSI,
	IA_REGION_UNKNOWN,
};

struct ia_text;

void ia_group_add_region(struct ia_text *t, u64 start, u64 length,
			 enum ia_region type);
size_t ia_group_format(const struct ia_group *group, char *buf, size_t size);

#endif /* IA_CORE_GROUP_H */
