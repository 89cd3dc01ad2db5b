// SPDX-License-Identifier: GPL-2.0
#include "domain.h"

#include "../../include/uapi/iommu_audit.h"

static const char * const domain_names[] = {
	[IA_DOMAIN_NONE] = IOMMU_AUDIT_NONE,
	[IA_DOMAIN_UNKNOWN] = IOMMU_AUDIT_UNKNOWN,
	[IA_DOMAIN_IDENTITY] = IOMMU_AUDIT_DOMAIN_IDENTITY,
	[IA_DOMAIN_DMA] = IOMMU_AUDIT_DOMAIN_DMA,
	[IA_DOMAIN_DMA_FQ] = IOMMU_AUDIT_DOMAIN_DMA_FQ,
	[IA_DOMAIN_UNMANAGED] = IOMMU_AUDIT_DOMAIN_UNMANAGED,
	[IA_DOMAIN_BLOCKED] = IOMMU_AUDIT_DOMAIN_BLOCKED,
	[IA_DOMAIN_SVA] = IOMMU_AUDIT_DOMAIN_SVA,
	[IA_DOMAIN_PLATFORM] = IOMMU_AUDIT_DOMAIN_PLATFORM,
	[IA_DOMAIN_NESTED] = IOMMU_AUDIT_DOMAIN_NESTED,
};

static const char * const flush_names[] = {
	[IA_FLUSH_NOT_APPLICABLE] = IOMMU_AUDIT_NOT_APPLICABLE,
	[IA_FLUSH_UNKNOWN] = IOMMU_AUDIT_UNKNOWN,
	[IA_FLUSH_STRICT] = IOMMU_AUDIT_FLUSH_STRICT,
	[IA_FLUSH_LAZY] = IOMMU_AUDIT_FLUSH_LAZY,
};

/**
 * ia_domain_name() - the word for a domain type
 * @domain: the type
 *
 * Return: a string that lives as long as the code
 */
const char *ia_domain_name(enum ia_domain domain)
{
	return domain_names[domain];
}

/**
 * ia_domain_parse() - the domain type for a word of sysfs's group "type" file
 * @word: the word; a newline ends it
 *
 * Return: the type, %IA_DOMAIN_UNKNOWN for any other word
 */
enum ia_domain ia_domain_parse(const char *word)
{
	size_t len = strcspn(word, "\n");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(domain_names); i++) {
		if (strlen(domain_names[i]) == len &&
		    !memcmp(domain_names[i], word, len))
			return i;
	}
	return IA_DOMAIN_UNKNOWN;
}

/**
 * ia_flush_name() - the word for a flush policy
 * @flush: the policy
 *
 * Return: a string that lives as long as the code
 */
const char *ia_flush_name(enum ia_flush flush)
{
	return flush_names[flush];
}
