// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "../compat/compat.h"
#include "../core/unit.h"
#include "../core/unit_index.h"
#include "records.h"
#include "source.h"
#include "unit_regs.h"
#include "unit_table.h"

static struct ia_records *units;

/* Those whose registers are mapped; written once, at load time. */
static struct ia_unit_index by_base;

static void release_unit(void *record)
{
	struct ia_mapped_unit *mapped = record;

	ia_unit_unmap(mapped);
	kfree(mapped->unit.scope);
}

/* The scope is written twice: to measure it, and for good. */
static int add_unit(struct ia_unit_finding *finding, const struct ia_mapped_unit *found,
		    void (*write_scope)(struct ia_text *t, const void *table, const void *entry),
		    const void *table, const void *entry)
{
	struct ia_mapped_unit *mapped;
	struct ia_text t;
	char *scope;

	ia_text_init(&t, NULL, 0);
	write_scope(&t, table, entry);
	scope = kzalloc(t.len + 1, GFP_KERNEL);
	mapped = scope ? ia_records_add(units) : NULL;
	if (!mapped) {
		kfree(scope);
		return -ENOMEM;
	}
	ia_text_init(&t, scope, t.len + 1);
	write_scope(&t, table, entry);

	*mapped = *found;
	mapped->unit.scope = scope;
	ia_unit_name(found->unit.vendor, found->unit.index, mapped->name);
	/* Xen refuses to map them, and the first access to what is not mapped is an oops. */
	if (ia_compat_privileged() == 1)
		return 0;
	ia_unit_map(mapped);
	if (!mapped->regs && !*finding->reason)
		scnprintf(finding->reason, sizeof(finding->reason),
			  "registers at 0x%llx cannot be mapped", found->unit.base);
	return 0;
}

/* Written once, at load time. */
static struct ia_unit_finding finding = { .add = add_unit, .method = IA_METHOD_NONE };

static int make_index(void)
{
	unsigned int i;

	by_base.count = ia_unit_index_room(ia_units_count());
	by_base.slots = kcalloc(by_base.count, sizeof(*by_base.slots), GFP_KERNEL);
	if (!by_base.slots)
		return -ENOMEM;
	for (i = 0; i < ia_units_count(); i++) {
		const struct ia_mapped_unit *mapped = ia_units_at(i);

		if (mapped->regs)
			ia_unit_index_add(&by_base, mapped->unit.vendor, mapped->unit.base, i);
	}
	return 0;
}

/**
 * ia_units_init() - find the units and map their registers
 *
 * Where there are none, or what describes them is broken, the file "version" tells.
 *
 * Context: process context, may sleep.
 * Return: 0, or -ENOMEM
 */
int ia_units_init(void)
{
	units = ia_records_new(sizeof(struct ia_mapped_unit), 1, release_unit);
	if (!units)
		return -ENOMEM;
	if (ia_units_load(&finding) || make_index()) {
		ia_units_exit();
		return -ENOMEM;
	}
	if (ia_compat_privileged() == 1)
		strscpy(finding.reason,
			"the IOMMUs are the hypervisor's: their registers are left alone",
			sizeof(finding.reason));
	return 0;
}

/**
 * ia_units_exit() - unmap the registers; no reader is left
 */
void ia_units_exit(void)
{
	kfree(by_base.slots);
	ia_records_free(units);
}

static void release_snapshot(void *record)
{
	struct ia_unit *unit = record;

	kfree(unit->regions);
}

static int add_snapshot(struct ia_records *records, const struct ia_mapped_unit *mapped)
{
	struct ia_unit *unit = ia_records_add(records);
	char regions[IA_UNIT_REGIONS_SIZE];
	struct ia_unit_regs regs;
	struct ia_text t;

	if (!unit)
		return -ENOMEM;
	ia_unit_read(mapped, &regs);
	ia_unit_read_intremap(&regs);
	if (regs.regs_read) {
		ia_text_init(&t, regions, sizeof(regions));
		ia_unit_regions(&regs, &t);
		regs.regions = kstrdup(regions, GFP_KERNEL);
		if (!regs.regions)
			return -ENOMEM;
	}
	ia_unit_fill(unit, &regs, mapped->name);
	return 0;
}

/**
 * ia_units_snapshot() - every unit of the firmware table, registers read now
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_unit, or an ERR_PTR()
 */
struct ia_records *ia_units_snapshot(void)
{
	/* What a record points to otherwise stays with the module. */
	struct ia_records *records = ia_records_new(sizeof(struct ia_unit),
						    units->count, release_snapshot);
	int ret = records ? 0 : -ENOMEM;
	unsigned int i;

	for (i = 0; !ret && i < ia_units_count(); i++)
		ret = add_snapshot(records, ia_units_at(i));
	return ia_records_finish(records, ret);
}

/**
 * ia_units_count() - units of the firmware table
 */
unsigned int ia_units_count(void)
{
	return units->count;
}

/**
 * ia_units_at() - one unit
 * @index: below ia_units_count()
 *
 * Return: the unit; it stays in place until ia_units_exit()
 */
const struct ia_mapped_unit *ia_units_at(unsigned int index)
{
	return ia_records_at(units, index);
}

/**
 * ia_units_find() - a unit by the address of its registers
 * @vendor: its vendor
 * @base: physical address
 *
 * Context: any.
 * Return: its position for ia_units_at(), or -1; only units whose registers
 *         are mapped are found
 */
int ia_units_find(enum ia_vendor vendor, u64 base)
{
	return ia_unit_index_find(&by_base, vendor, base);
}

/**
 * ia_units_describe() - how well units can be seen
 * @source: filled in
 */
void ia_units_describe(struct ia_source *source)
{
	source->name = IA_SOURCE_UNITS;
	source->method = finding.method;
	source->accuracy = !units->count ? IA_ACCURACY_NONE :
			   *finding.reason ? IA_ACCURACY_SNAPSHOT : IA_ACCURACY_EXACT;
	source->reason = finding.reason;
	source->limit = finding.limit;
}
