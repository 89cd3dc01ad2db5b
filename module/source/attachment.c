// SPDX-License-Identifier: GPL-2.0
#include <linux/device.h>
#include <linux/iommu.h>
#include <linux/minmax.h>
#include <linux/uaccess.h>

#include "../compat/compat.h"
#include "../core/records.h"
#include "attachment.h"
#include "source.h"

/**
 * ia_copy_name() - copy a string that may vanish at any moment
 * @name: where it goes; always terminated
 * @size: bytes in @name
 * @from: where the pointer to the string is kept
 *
 * Drivers and IOMMUs may be unregistered, and their module freed, between two
 * instructions of ours. A name that cannot be read any more comes out as
 * "unknown", an absent one (a NULL pointer) as the empty string.
 *
 * Return: characters in @name
 */
size_t ia_copy_name(char *name, size_t size, const char * const *from)
{
	size_t len = 0, step;
	const char *at;

	if (copy_from_kernel_nofault(&at, from, sizeof(at)))
		return strscpy(name, "unknown", size);
	name[0] = '\0';
	/* Up to the next word of the source, which no page boundary divides. */
	for (; at && len < size - 1; len += step) {
		step = sizeof(long) - ((unsigned long)(at + len) & (sizeof(long) - 1));
		step = min(step, size - 1 - len);
		if (copy_from_kernel_nofault(name + len, at + len, step))
			return strscpy(name, "unknown", size);
		name[len + step] = '\0';
		if (memchr(name + len, '\0', step))
			break;
	}
	return strlen(name);
}

/**
 * ia_read_driver() - the name of the driver that is bound to a device
 * @dev: the device
 * @name: where it goes; left alone without a driver
 * @size: bytes in @name
 */
void ia_read_driver(struct device *dev, char *name, size_t size)
{
	const struct device_driver *driver = READ_ONCE(dev->driver);

	if (driver)
		ia_copy_name(name, size, &driver->name);
}

/* The name of a device is its kobject's, from the moment it is registered on. */
static void read_unit(struct device *dev, char *unit, size_t size)
{
	struct iommu_device *iommu;
	struct device *unit_dev;

	unit[0] = '\0';
	if (!dev->iommu ||
	    copy_from_kernel_nofault(&iommu, &dev->iommu->iommu_dev, sizeof(iommu)) ||
	    !iommu ||
	    copy_from_kernel_nofault(&unit_dev, &iommu->dev, sizeof(unit_dev)) ||
	    !unit_dev)
		return;
	ia_copy_name(unit, size, &unit_dev->kobj.name);
}

/**
 * ia_attachment_read_locked() - what a device is attached to, and by which unit
 * @dev: the device
 * @at: domain, flush policy and unit are filled in
 *
 * Context: inside iommu_group_for_each_dev(): the group's mutex keeps the
 *          attached domain in place.
 */
void ia_attachment_read_locked(struct device *dev, struct ia_attachment *at)
{
	struct iommu_domain *domain = ia_compat_attached_domain(dev);
	unsigned int type;

	at->flush = IA_FLUSH_ABSENT;
	read_unit(dev, at->unit, sizeof(at->unit));
	if (!domain) {
		at->domain = IA_DOMAIN_NONE;
	} else if (copy_from_kernel_nofault(&type, &domain->type, sizeof(type))) {
		at->domain = IA_DOMAIN_UNKNOWN;
	} else {
		at->domain = ia_compat_domain_type(type);
		at->flush = ia_compat_flush(domain, type);
	}
}

/**
 * ia_attachment_unknown() - say that nobody can tell what a device is attached to
 * @at: domain, flush policy and unit are filled in
 */
void ia_attachment_unknown(struct ia_attachment *at)
{
	at->domain = IA_DOMAIN_UNKNOWN;
	at->flush = IA_FLUSH_UNKNOWN;
	strscpy(at->unit, "unknown", sizeof(at->unit));
}

struct search {
	struct device *dev;
	struct ia_attachment *at;
};

static int read_if_found(struct device *dev, void *data)
{
	struct search *search = data;

	if (dev != search->dev)
		return 0;
	ia_attachment_read_locked(dev, search->at);
	return 1;
}

/**
 * ia_domain_type() - the type of a domain that may be no domain
 * @domain: what a probed function was given, or NULL
 *
 * Context: any.
 */
enum ia_domain ia_domain_type(struct iommu_domain *domain)
{
	unsigned int type;

	if (!domain)
		return IA_DOMAIN_NONE;
	if (copy_from_kernel_nofault(&type, &domain->type, sizeof(type)))
		return IA_DOMAIN_UNKNOWN;
	return ia_compat_domain_type(type);
}

/**
 * ia_group_number() - the number of a device's group
 * @dev: a device that cannot leave its group meanwhile: in its own probe, in a
 *       request that holds its lock, or while the IOMMU core attaches it
 *
 * Context: any.
 * Return: the number, or IA_ABSENT without a group
 */
int ia_group_number(struct device *dev)
{
	return dev->iommu_group ? iommu_group_id(dev->iommu_group) : IA_ABSENT;
}

/**
 * ia_attachment_read_attached() - what a device is attached to, and its unit
 * @dev: the device
 * @group: its group, on which the caller holds a reference
 * @at: filled in, but for the default domain
 *
 * Context: process context, may sleep; takes the mutex of the group.
 */
void ia_attachment_read_attached(struct device *dev, struct iommu_group *group,
				 struct ia_attachment *at)
{
	struct search search = { dev, at };

	at->group = iommu_group_id(group);
	/* A device that left its group meanwhile is attached to nothing known. */
	if (!iommu_group_for_each_dev(group, &search, read_if_found))
		ia_attachment_unknown(at);
}

/**
 * ia_attachment_read() - attached and default domain, and unit, of a device
 * @dev: the device
 * @group: its group, on which the caller holds a reference
 * @page: a page to work in
 * @at: filled in
 *
 * Context: process context, may sleep; takes the mutex of the group.
 */
void ia_attachment_read(struct device *dev, struct iommu_group *group,
			char *page, struct ia_attachment *at)
{
	ia_attachment_read_attached(dev, group, at);
	at->default_domain = ia_compat_default_domain(group, page);
}

/**
 * ia_attachment_describe() - how well groups and domains can be seen
 * @source: filled in
 */
void ia_attachment_describe(struct ia_source *source)
{
	source->name = IA_SOURCE_DOMAINS;
	source->method = IA_METHOD_GROUP_MUTEX;
	source->accuracy = IA_ACCURACY_SNAPSHOT;
	if (ia_compat_privileged() == 1)
		source->reason = "the hypervisor may translate what has no group here";
	source->limit = "groups without a PCI function are not listed";
}
