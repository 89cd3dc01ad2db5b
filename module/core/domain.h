/* SPDX-License-Identifier: GPL-2.0 */
/* domain.c: domain types and flush policies, and the words for them */
#ifndef IA_CORE_DOMAIN_H
#define IA_CORE_DOMAIN_H

#include "types.h"

/**
 * enum ia_domain - what a device's DMA goes through
 * @IA_DOMAIN_NONE: no IOMMU group, or a group without a domain
 * @IA_DOMAIN_UNKNOWN: there is a domain, and this kernel cannot tell its type
 * @IA_DOMAIN_IDENTITY: bus addresses are physical addresses
 * @IA_DOMAIN_DMA: translated, managed by the DMA API
 * @IA_DOMAIN_DMA_FQ: as DMA, IOTLB invalidation deferred to a flush queue
 * @IA_DOMAIN_UNMANAGED: translated, managed by its owner (VFIO, a driver)
 * @IA_DOMAIN_BLOCKED: every DMA is refused
 * @IA_DOMAIN_SVA: shares the page table of a process
 * @IA_DOMAIN_PLATFORM: managed by the platform's own code
 * @IA_DOMAIN_NESTED: a guest's page table on top of a host's
 */
enum ia_domain {
	IA_DOMAIN_NONE,
	IA_DOMAIN_UNKNOWN,
	IA_DOMAIN_IDENTITY,
	IA_DOMAIN_DMA,
	IA_DOMAIN_DMA_FQ,
	IA_DOMAIN_UNMANAGED,
	IA_DOMAIN_BLOCKED,
	IA_DOMAIN_SVA,
	IA_DOMAIN_PLATFORM,
	IA_DOMAIN_NESTED,
};

/**
 * enum ia_flush - when an unmapped address leaves the IOTLB
 * @IA_FLUSH_NOT_APPLICABLE: the domain is not the DMA API's
 * @IA_FLUSH_UNKNOWN: this kernel has no way to tell
 * @IA_FLUSH_STRICT: before the unmap returns
 * @IA_FLUSH_LAZY: later, in a batch
 */
enum ia_flush {
	IA_FLUSH_NOT_APPLICABLE,
	IA_FLUSH_UNKNOWN,
	IA_FLUSH_STRICT,
	IA_FLUSH_LAZY,
};

const char *ia_domain_name(enum ia_domain domain);
enum ia_domain ia_domain_parse(const char *word);
const char *ia_flush_name(enum ia_flush flush);

#endif /* IA_CORE_DOMAIN_H */
