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
	ia_text_puts(t, t->len ? ",0x" : "0x");
	ia_text_hex(t, start, 16);
	ia_text_puts(t, "-0x");
	ia_text_hex(t, start + length - 1, 16);
	ia_text_puts(t, ":");
	ia_text_puts(t, region_names[type]);
}

static void format_list(struct ia_text *t, const char *key, const char *list)
{
	ia_text_puts(t, key);
	if (list && !*list)
		ia_text_puts(t, IOMMU_AUDIT_NONE);
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
	ia_text_puts(&t, "group=");
	ia_text_int(&t, group->number);
	ia_text_puts(&t, " domain=");
	ia_text_puts(&t, ia_domain_name(group->domain));
	ia_text_puts(&t, " default=");
	ia_text_puts(&t, ia_domain_name(group->default_domain));
	format_list(&t, " devices=", group->devices);
	format_list(&t, " reserved=", group->reserved);
	ia_text_puts(&t, " flush=");
	ia_text_puts(&t, ia_flush_name(group->flush));
	return t.len;
}
