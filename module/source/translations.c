// SPDX-License-Identifier: GPL-2.0
/*
 * What the hardware does with the requests of each function, out of the tables that
 * it follows. They are read under the mutex of the function's group, which attaching
 * takes as well: what the kernel believes and what the tables say are of one moment,
 * and no table is freed under the reader but for those of a function that is just
 * being removed on old kernels. All that is read may change or be garbage anyway: two
 * readings have to agree, and only memory is read (memory.c).
 */
#include <linux/iommu.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "../core/translation.h"
#include "alias.h"
#include "attachment.h"
#include "memory.h"
#include "pci.h"
#include "presence.h"
#include "records.h"
#include "source.h"
#include "unit_regs.h"
#include "unit_table.h"

/* Readings of the tables, until two in a row agree. */
#define READINGS	5
/* A bus has 256 functions, and there are bridges above it. */
#define REQUESTERS	320

/**
 * struct look - one function at a time
 * @pdev: the function
 * @records: struct ia_requester
 * @first: the first of its records
 * @segment: where its requests are seen
 * @count: requester ids that they carry
 * @requesters: these
 * @walk: room for the way through the tables
 * @at: what the kernel believes
 */
struct look {
	struct pci_dev *pdev;
	struct ia_records *records;
	size_t first;
	int segment;
	unsigned int count;
	u16 requesters[REQUESTERS];
	struct ia_walk walk;
	struct ia_attachment at;
};

static void add_requester(void *data, int segment, u16 id)
{
	struct look *look = data;
	unsigned int i;

	for (i = 0; i < look->count; i++) {
		if (look->requesters[i] == id)
			return;
	}
	look->segment = segment;
	if (look->count < REQUESTERS)
		look->requesters[look->count++] = id;
}

static bool read_memory(void *data, u64 address, void *buf, size_t size)
{
	return ia_memory_read(address, buf, size);
}

/* Once through registers and tables. */
static void read_once(struct ia_walk *walk, const struct ia_mapped_unit *mapped, u16 id,
		      struct ia_requester *to)
{
	struct ia_vtd_root vtd;
	struct ia_amd_root amd;

	walk->read = read_memory;
	walk->sum = 0;
	walk->tables = 0;
	if (mapped->regs && mapped->unit.vendor == IA_VENDOR_VTD &&
	    ia_unit_read_vtd_root(mapped->regs, &vtd))
		ia_walk_vtd(walk, &vtd, id, to);
	else if (mapped->regs && mapped->unit.vendor == IA_VENDOR_AMD &&
		 ia_unit_read_amd_root(mapped->regs, &amd))
		ia_walk_amd(walk, &amd, id, to);
	else
		ia_translation_unread(to, IA_REMAP_BY_NO_REGS);
}

static void read_tables(struct ia_walk *walk, const struct ia_mapped_unit *mapped, u16 id,
			struct ia_requester *record)
{
	/* Compared as a whole, so copied as a whole. */
	struct ia_requester now, before;
	unsigned int i;
	u64 sum = 0;

	for (i = 0; i < READINGS; i++) {
		memcpy(&now, record, sizeof(now));
		read_once(walk, mapped, id, &now);
		if (i && walk->sum == sum && !memcmp(&now, &before, sizeof(now))) {
			memcpy(record, &now, sizeof(now));
			return;
		}
		memcpy(&before, &now, sizeof(now));
		sum = walk->sum;
	}
	ia_translation_unread(record, IA_REMAP_BY_TORN);
}

/* Whether no unit of the firmware table translates: then it does not matter which it is. */
static bool all_off(struct ia_walk *walk)
{
	struct ia_requester now;
	unsigned int i;

	for (i = 0; i < ia_units_count(); i++) {
		ia_record_init(&ia_requester_layout, &now);
		/* A unit that is off has no tables to look into; of others this is thrown away. */
		read_once(walk, ia_units_at(i), 0, &now);
		if (now.mode != IA_REMAP_OFF)
			return false;
	}
	return true;
}

/* The unit that the kernel names; without one that of the segment, when there is but one. */
static const struct ia_mapped_unit *find_unit(const struct look *look)
{
	const struct ia_mapped_unit *found = NULL;
	unsigned int i;

	for (i = 0; i < ia_units_count(); i++) {
		const struct ia_mapped_unit *mapped = ia_units_at(i);

		if (*look->at.unit) {
			if (!strcmp(mapped->name, look->at.unit))
				return mapped;
		} else if (mapped->unit.segment == look->segment) {
			if (found)
				return NULL;
			found = mapped;
		}
	}
	return found;
}

static void read_record(struct look *look, struct ia_requester *record)
{
	const struct ia_mapped_unit *mapped = find_unit(look);

	record->domain = look->at.domain;
	strscpy(record->unit, mapped ? mapped->name : look->at.unit, sizeof(record->unit));
	if (mapped)
		read_tables(&look->walk, mapped, record->requester & 0xffff, record);
	else if (*look->at.unit || (ia_units_count() && !all_off(&look->walk)))
		ia_translation_unread(record, IA_REMAP_BY_NO_UNIT);
	else if (ia_units_count())
		ia_translation_set(record, IA_REMAP_OFF, IA_REMAP_BY_ABSENT);
}

static void read_records(struct look *look)
{
	size_t i;

	for (i = look->first; i < look->records->count; i++)
		read_record(look, ia_records_at(look->records, i));
}

static int read_member(struct device *dev, void *data)
{
	struct look *look = data;

	if (dev != &look->pdev->dev)
		return 0;
	ia_attachment_read_locked(dev, &look->at);
	read_records(look);
	return 1;
}

/* There is room for a line of each requester before the group's mutex is taken. */
static int add_function(struct look *look, u64 address)
{
	struct ia_requester *record;
	unsigned int i;

	look->first = look->records->count;
	for (i = 0; i < look->count; i++) {
		record = ia_records_add(look->records);
		if (!record)
			return -ENOMEM;
		ia_record_init(&ia_requester_layout, record);
		record->device = address;
		record->requester = (u64)look->segment << 16 | look->requesters[i];
	}
	return 0;
}

static int read_function(struct look *look)
{
	const struct ia_attachment none = IA_NOT_ATTACHED;
	struct iommu_group *group;
	u64 address;
	int ret;

	if (!ia_presence_hold(look->pdev))
		return 0;
	address = ia_pci_address(look->pdev);
	look->count = 0;
	ia_aliases(look->pdev, add_requester, look);
	group = iommu_group_get(&look->pdev->dev);
	ia_presence_release();
	ret = add_function(look, address);
	look->at = none;
	if (ret) {
		iommu_group_put(group);
		return ret;
	}
	if (!group)
		read_records(look);
	else if (!iommu_group_for_each_dev(group, look, read_member))
		/* It left meanwhile. */
		look->records->count = look->first;
	iommu_group_put(group);
	return 0;
}

/**
 * ia_translations_snapshot() - what becomes of the requests of every function
 *
 * Context: process context, may sleep; takes the mutex of one group at a time.
 * Return: records of struct ia_requester, or an ERR_PTR()
 */
struct ia_records *ia_translations_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_requester),
						    ia_presence_count(), NULL);
	struct look *look = kvzalloc(sizeof(*look), GFP_KERNEL);
	int ret = records && look ? 0 : -ENOMEM;
	struct pci_dev *pdev = NULL;

	while (!ret) {
		pdev = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, pdev);
		if (!pdev)
			break;
		look->pdev = pdev;
		look->records = records;
		ret = read_function(look);
		cond_resched();
	}
	pci_dev_put(pdev);
	kvfree(look);
	return ia_records_finish(records, ret);
}

/**
 * ia_translations_describe() - how well the tables can be seen
 * @source: filled in
 */
void ia_translations_describe(struct ia_source *source)
{
	source->name = IA_SOURCE_TRANSLATIONS;
	source->method = ia_units_count() ? IA_METHOD_TABLES : IA_METHOD_NONE;
	source->accuracy = ia_units_count() ? IA_ACCURACY_SNAPSHOT : IA_ACCURACY_NONE;
	if (!ia_units_count())
		source->reason = "there is no unit whose tables could be followed";
	source->limit = "what a unit has cached and not been told to forget is not seen";
}
