// SPDX-License-Identifier: GPL-2.0
#include <linux/iommu.h>
#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>

#include "compat.h"
#include "generated.h"

/**
 * ia_compat_attached_domain() - what a device is attached to now
 * @dev: a member of a group that the caller walks
 *
 * Linux 7.0 split the question (commit "iommu: Add
 * iommu_driver_get_domain_for_dev() helper"): iommu_get_domain_for_dev() must
 * not be called under the group's mutex any more, and hides that a device is
 * blocked while it is reset; its new sibling must be, and does not.
 *
 * Context: inside iommu_group_for_each_dev(), that is with the group's mutex
 *          held, which keeps the domain from being detached and freed.
 * Return: the domain, or NULL
 */
struct iommu_domain *ia_compat_attached_domain(struct device *dev)
{
#ifdef HAVE_DRIVER_GET_DOMAIN
	return iommu_driver_get_domain_for_dev(dev);
#else
	return iommu_get_domain_for_dev(dev);
#endif
}

/**
 * ia_compat_domain_type() - name the type field of a struct iommu_domain
 * @type: the field; the values are macros, and some kernels lack some
 *
 * Linux 5.15 added DMA_FQ, 6.2 SVA, 6.7 PLATFORM and NESTED.
 *
 * Return: the type, %IA_DOMAIN_UNKNOWN for a value this kernel has and the
 *         module does not know
 */
enum ia_domain ia_compat_domain_type(unsigned int type)
{
	switch (type) {
	case IOMMU_DOMAIN_BLOCKED:
		return IA_DOMAIN_BLOCKED;
	case IOMMU_DOMAIN_IDENTITY:
		return IA_DOMAIN_IDENTITY;
	case IOMMU_DOMAIN_UNMANAGED:
		return IA_DOMAIN_UNMANAGED;
	case IOMMU_DOMAIN_DMA:
		return IA_DOMAIN_DMA;
#ifdef IOMMU_DOMAIN_DMA_FQ
	case IOMMU_DOMAIN_DMA_FQ:
		return IA_DOMAIN_DMA_FQ;
#endif
#ifdef IOMMU_DOMAIN_SVA
	case IOMMU_DOMAIN_SVA:
		return IA_DOMAIN_SVA;
#endif
#ifdef IOMMU_DOMAIN_PLATFORM
	case IOMMU_DOMAIN_PLATFORM:
		return IA_DOMAIN_PLATFORM;
#endif
#ifdef IOMMU_DOMAIN_NESTED
	case IOMMU_DOMAIN_NESTED:
		return IA_DOMAIN_NESTED;
#endif
	default:
		return IA_DOMAIN_UNKNOWN;
	}
}

/**
 * ia_compat_flush() - when a domain's unmapped addresses leave the IOTLB
 * @domain: an attached domain
 * @type: its type, as read
 *
 * From Linux 5.15 on the type says it. Up to 5.12 the driver answered through
 * iommu_domain_get_attr(), on 5.10 that of AMD-Vi only. In between it was one
 * setting of the IOMMU core for all domains, which is not looked up here.
 *
 * Context: as ia_compat_attached_domain()
 */
enum ia_flush ia_compat_flush(struct iommu_domain *domain, unsigned int type)
{
#ifdef IOMMU_DOMAIN_DMA_FQ
	if (type == IOMMU_DOMAIN_DMA_FQ)
		return IA_FLUSH_LAZY;
	return type == IOMMU_DOMAIN_DMA ? IA_FLUSH_STRICT :
					  IA_FLUSH_ABSENT;
#else
	if (type != IOMMU_DOMAIN_DMA)
		return IA_FLUSH_ABSENT;
#ifdef HAVE_DOMAIN_GET_ATTR
	{
		int queue;

		if (!iommu_domain_get_attr(domain,
					   DOMAIN_ATTR_DMA_USE_FLUSH_QUEUE,
					   &queue))
			return queue ? IA_FLUSH_LAZY : IA_FLUSH_STRICT;
	}
#endif
	return IA_FLUSH_UNKNOWN;
#endif
}

/*
 * struct iommu_group is private to the IOMMU core, but begins with its kobject
 * on every kernel from 5.10 to 7.3. That is checked before it is relied on:
 * the name of that kobject has to be the group's number, and its set has to be
 * the one behind /sys/kernel/iommu_groups.
 */
static struct kobject *group_kobject(struct iommu_group *group)
{
	static bool verified;
	struct kobject *kobj = (struct kobject *)group;
	char number[12], name[sizeof(number)];
	const char *name_at;
	struct kset *kset;
	size_t len;

	/* What held for one group holds for all of this kernel. */
	if (READ_ONCE(verified))
		return kobj;
	len = scnprintf(number, sizeof(number), "%d", iommu_group_id(group)) + 1;
	if (copy_from_kernel_nofault(&name_at, &kobj->name, sizeof(name_at)) ||
	    copy_from_kernel_nofault(name, name_at, len) ||
	    memcmp(name, number, len))
		return NULL;
	if (copy_from_kernel_nofault(&kset, &kobj->kset, sizeof(kset)) ||
	    copy_from_kernel_nofault(&name_at, &kset->kobj.name, sizeof(name_at)) ||
	    copy_from_kernel_nofault(name, name_at, sizeof("iommu_group") - 1) ||
	    memcmp(name, "iommu_group", sizeof("iommu_group") - 1))
		return NULL;
	WRITE_ONCE(verified, true);
	return kobj;
}

/*
 * The attribute "type" of groups: one object of the IOMMU core, which all groups
 * share. The private data of an attribute's node is the attribute.
 */
static struct attribute *type_attribute(struct kobject *kobj)
{
	static struct attribute *found;
	struct attribute *attribute = READ_ONCE(found);
	struct kernfs_node *node;

	if (attribute)
		return attribute;
	if (!kobj->sd || !kobj->ktype || !kobj->ktype->sysfs_ops)
		return NULL;
	node = sysfs_get_dirent(kobj->sd, "type");
	if (!node)
		return NULL;
	attribute = node->priv;
	sysfs_put(node);
	WRITE_ONCE(found, attribute);
	return attribute;
}

/**
 * ia_compat_default_domain() - type of a group's default domain
 * @group: the group; the caller holds a reference
 * @page: a page to work in, aligned as sysfs_emit() insists on
 *
 * No exported function tells it, so this asks where user space asks: the
 * group's sysfs attribute "type", through the show() method that the IOMMU
 * core itself put there. From 5.11 on that method takes the group's mutex.
 *
 * Context: process context, may sleep; must not hold the group's mutex.
 * Return: the type; %IA_DOMAIN_UNKNOWN when there is no default domain (sysfs
 *         says "unknown" then) or the attribute could not be read
 */
enum ia_domain ia_compat_default_domain(struct iommu_group *group, char *page)
{
	enum ia_domain type = IA_DOMAIN_UNKNOWN;
	struct kobject *kobj = group_kobject(group);
	struct attribute *attribute = kobj ? type_attribute(kobj) : NULL;

	if (attribute && kobj->ktype->sysfs_ops->show(kobj, attribute, page) > 0)
		type = ia_domain_parse(page);
	return type;
}
