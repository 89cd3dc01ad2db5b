// SPDX-License-Identifier: GPL-2.0
#include <linux/gfp.h>
#include <linux/iommu.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "../compat/compat.h"
#include "../core/group.h"
#include "../core/text.h"
#include "attachment.h"
#include "pci.h"
#include "presence.h"
#include "records.h"
#include "source.h"

static void release_group(void *record)
{
	struct ia_group *group = record;

	kfree(group->devices);
	kfree(group->reserved);
}

/* Most lists fit here; the others are measured first and written again. */
#define SMALL_LIST	256
/* A list that grew meanwhile is measured again, up to so often. */
#define LIST_TRIES	4

struct members {
	struct ia_text text;
	struct ia_attachment at;
};

/*
 * Under the group's mutex, which a function needs to leave the group: it has not
 * left the bus by then, so its host bridge is there.
 */
static int add_member(struct device *dev, void *data)
{
	struct members *members = data;

	/* All members of a group share its domain: the first one tells. */
	if (!members->text.len)
		ia_attachment_read_locked(dev, &members->at);
	else
		ia_text_puts(&members->text, ",");
	if (dev_is_pci(dev))
		ia_text_bdf(&members->text, ia_pci_address(to_pci_dev(dev)));
	else
		ia_text_puts(&members->text, dev_name(dev));
	return 0;
}

static int read_members(struct iommu_group *group, struct ia_group *record)
{
	struct members members = { .at = IA_NOT_ATTACHED };
	char small[SMALL_LIST];
	char *list = small;
	size_t size = sizeof(small);
	int tries;

	for (tries = 0; tries < LIST_TRIES; tries++) {
		ia_text_init(&members.text, list, size);
		iommu_group_for_each_dev(group, &members, add_member);
		if (ia_text_fits(&members.text))
			break;
		if (list != small)
			kfree(list);
		size = members.text.len + 1;
		list = kmalloc(size, GFP_KERNEL);
		if (!list)
			return -ENOMEM;
	}
	record->devices = list == small ? kstrdup(small, GFP_KERNEL) : list;
	record->domain = members.at.domain;
	record->flush = members.at.flush;
	if (!record->devices)
		return -ENOMEM;
	return ia_text_fits(&members.text) ? 0 : -EAGAIN;
}

static enum ia_region_type region_type(enum iommu_resv_type type)
{
	switch (type) {
	case IOMMU_RESV_DIRECT:
		return IA_REGION_DIRECT;
	case IOMMU_RESV_DIRECT_RELAXABLE:
		return IA_REGION_DIRECT_RELAXABLE;
	case IOMMU_RESV_RESERVED:
		return IA_REGION_RESERVED;
	case IOMMU_RESV_MSI:
	case IOMMU_RESV_SW_MSI:
		return IA_REGION_MSI;
	default:
		return IA_REGION_UNKNOWN;
	}
}

static void write_regions(struct ia_text *t, struct list_head *regions)
{
	struct iommu_resv_region *region;

	list_for_each_entry(region, regions, list)
		ia_group_add_region(t, region->start, region->length,
				    region_type(region->type));
}

/* A list that cannot be had stays NULL, and reads as unknown. */
static void read_reserved(struct iommu_group *group, struct ia_group *record)
{
	struct iommu_resv_region *region, *next;
	char small[SMALL_LIST];
	LIST_HEAD(regions);
	struct ia_text t;
	char *list;

	if (!iommu_get_group_resv_regions(group, &regions)) {
		ia_text_init(&t, small, sizeof(small));
		write_regions(&t, &regions);
		if (ia_text_fits(&t)) {
			record->reserved = kstrdup(small, GFP_KERNEL);
		} else {
			size_t size = t.len + 1;

			list = kmalloc(size, GFP_KERNEL);
			if (list) {
				ia_text_init(&t, list, size);
				write_regions(&t, &regions);
			}
			record->reserved = list;
		}
	}
	list_for_each_entry_safe(region, next, &regions, list)
		kfree(region);
}

static int by_number(const void *a, const void *b)
{
	const struct ia_group *left = a, *right = b;

	return left->group - right->group;
}

/*
 * Groups come in the order of their numbers, but for those that hold functions
 * from different places of the walk: only what is not above all is looked for.
 */
static bool is_listed(const struct ia_records *records, int number, int *highest)
{
	size_t i;

	if (number > *highest) {
		*highest = number;
		return false;
	}
	for (i = records->count; i-- > 0;) {
		const struct ia_group *group = ia_records_at(records, i);

		if (group->group == number)
			return true;
	}
	return false;
}

static int add_group(struct ia_records *records, struct iommu_group *group,
		     int *highest, char *page)
{
	struct ia_group *record;

	if (is_listed(records, iommu_group_id(group), highest))
		return 0;
	record = ia_records_add(records);
	if (!record)
		return -ENOMEM;
	ia_record_init(&ia_group_layout, record);
	record->group = iommu_group_id(group);
	record->default_domain = ia_compat_default_domain(group, page);
	read_reserved(group, record);
	return read_members(group, record);
}

static struct iommu_group *get_group(struct pci_dev *pdev)
{
	struct iommu_group *group;

	if (!ia_presence_hold(pdev))
		return NULL;
	group = iommu_group_get(&pdev->dev);
	ia_presence_release();
	return group;
}

/**
 * ia_groups_snapshot() - every IOMMU group that holds a PCI function
 *
 * Context: process context, may sleep; takes the mutex of one group at a time.
 * Return: records of struct ia_group by number, or an ERR_PTR()
 */
struct ia_records *ia_groups_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_group),
						    ia_presence_count(),
						    release_group);
	char *page = (char *)__get_free_page(GFP_KERNEL);
	int ret = records && page ? 0 : -ENOMEM;
	struct pci_dev *pdev = NULL;
	struct iommu_group *group;
	int highest = -1;

	while (!ret) {
		pdev = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, pdev);
		if (!pdev)
			break;
		group = get_group(pdev);
		if (group) {
			ret = add_group(records, group, &highest, page);
			iommu_group_put(group);
		}
		cond_resched();
	}
	pci_dev_put(pdev);
	free_page((unsigned long)page);
	if (!ret)
		sort(records->data, records->count, records->size, by_number, NULL);
	return ia_records_finish(records, ret);
}
