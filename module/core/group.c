// SPDX-License-Identifier: GPL-2.0
#include "group.h"
#include "text.h"

#include "../../include/uapi/iommu_audit.h"

static const char * const region_names[] = {
	[IA_REGION_DIRECT] = "direct",
	[IA_REGION_DIRECT_RELAXABLE] = "direct-relaxable",
	[IA_REGION_RESERVED] = "reserved",
	[IA_REGION_MSI] = "msi",
	[IA_REGION_UNKNOWN] = IOMMU_AUDIT_UNKNOWN,
};

/**
 * ia_group_add_region() - append one reserved region to a list
 * @t: the list
 * @start: first address
 * @length: bytes, at least 1
 * @type: its type
 */
void ia_group_add_region(struct ia_text *t, u64 start, u64 length,
			 enum ia_region type)
{
	ia_text_printf(t, "%s0x%016llx-0x%016llx:%s", t->len ? "," : "",
		       (unsigned long long)start,
		       (unsigned long long)(start + length - 1),
		       region_names[type]);
}

static void format_list(struct ia_text *t, const char *key, const char *list)
{
	ia_text_printf(t, " %s=", key);
	if (list && !*list)
		ia_text_printf(t, IOMMU_AUDIT_NONE);
	else
		ia_text_value(t, list ? list : IOMMU_AUDIT_UNKNOWN);
}

/**
 * ia_group_format() - write the line of one IOMMU group
 * @group: the group
 * @buf: where the line goes, without a newline
 * @size: bytes in @buf
 *
 * Return: characters the whole line needs; the line was cut when this is not
 *         below @size
 */
size_t ia_group_format(const struct ia_group *group, char *buf, size_t size)
{
	struct ia_text t;

	ia_text_init(&t, buf, size);
	ia_text_printf(&t, "group=%d domain=%s default=%s", group->number,
		       ia_domain_name(group->domain),
		       ia_domain_name(group->default_domain));
	format_list(&t, "devices", group->devices);
	format_list(&t, "reserved", group->reserved);
	ia_text_printf(&t, " flush=%s", ia_flush_name(group->flush));
	return t.len;
}
