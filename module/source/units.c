// SPDX-License-Identifier: GPL-2.0
#include <linux/acpi.h>
#include <linux/slab.h>

#include "../compat/compat.h"
#include "../core/dmar.h"
#include "../core/ivrs.h"
#include "../core/scope.h"
#include "../core/unit.h"
#include "../core/unit_index.h"
#include "records.h"
#include "source.h"
#include "unit_regs.h"
#include "unit_table.h"

static struct ia_records *units;

/* Those whose registers are mapped; written once, at load time. */
static struct ia_unit_index by_base;

/* What "version" says of the tables; written once, at load time. */
static enum ia_source_method method = IA_METHOD_NONE;
static char reason[160];

static void release_unit(void *record)
{
	struct ia_mapped_unit *mapped = record;

	ia_unit_unmap(mapped);
	kfree(mapped->unit.scope);
}

static void complain(const char *table, const char *what, const struct ia_table_error *err)
{
	if (err->reason && !*reason)
		scnprintf(reason, sizeof(reason), "%s table %s: %s, at byte %u",
			  table, what, err->reason, err->offset);
}

/* Both firmware tables are written twice: to measure a scope, and for good. */
static int add_unit(const struct ia_mapped_unit *found,
		    void (*write_scope)(struct ia_text *t, const void *table,
					const void *entry),
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
	if (!mapped->regs && !*reason)
		scnprintf(reason, sizeof(reason),
			  "registers at 0x%llx cannot be mapped",
			  found->unit.base);
	return 0;
}

static void write_dmar_scope(struct ia_text *t, const void *table,
			     const void *entry)
{
	ia_scope_dmar(t, table, entry);
}

static int load_dmar(const void *data, size_t size)
{
	struct ia_table_error err = {};
	struct ia_dmar_iter it = {};
	struct ia_dmar_entry entry;
	struct ia_dmar dmar;
	int ret;

	if (ia_dmar_open(&dmar, data, size, &err)) {
		complain(ACPI_SIG_DMAR, "refused", &err);
		return 0;
	}
	complain(ACPI_SIG_DMAR, "is broken, units or their scopes may be lacking", &err);
	method = IA_METHOD_DMAR;
	while (ia_dmar_next_unit(&dmar, &it, &entry)) {
		struct ia_mapped_unit found = {
			.unit.vendor = IA_VENDOR_VTD,
			.unit.index = entry.index,
			.unit.segment = entry.segment,
			.unit.base = entry.base,
		};

		ret = add_unit(&found, write_dmar_scope, &dmar, &entry);
		if (ret)
			return ret;
	}
	return 0;
}

static void write_ivhd_scope(struct ia_text *t, const void *table,
			     const void *block)
{
	ia_scope_ivhd(t, table, block);
}

static int load_ivrs(const void *data, size_t size)
{
	struct ia_table_error err = {};
	struct ia_ivrs_block block;
	struct ia_ivrs_iter it = {};
	struct ia_ivrs ivrs;
	int ret;

	if (ia_ivrs_open(&ivrs, data, size, &err)) {
		complain(ACPI_SIG_IVRS, "refused", &err);
		return 0;
	}
	complain(ACPI_SIG_IVRS, "is broken, units or their scopes may be lacking", &err);
	method = IA_METHOD_IVRS;
	while (ia_ivrs_next_unit(&ivrs, &it, &block)) {
		struct ia_mapped_unit found = {
			.unit.vendor = IA_VENDOR_AMD,
			.unit.index = block.index,
			.unit.segment = block.segment,
			.unit.base = block.base,
			.device = block.device,
			.capability = block.capability,
		};

		ret = add_unit(&found, write_ivhd_scope, &ivrs, &block);
		if (ret)
			return ret;
	}
	return 0;
}

static int load_table(char *signature, int (*load)(const void *data, size_t size))
{
	struct acpi_table_header *table;
	int ret;

	if (acpi_disabled || ACPI_FAILURE(acpi_get_table(signature, 0, &table)))
		return -ENODEV;
	ret = load(table, table->length);
	acpi_put_table(table);
	return ret;
}

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
 * ia_units_init() - read the firmware tables and map the registers
 *
 * A table that is missing or broken is no error: the file "version" tells.
 *
 * Context: process context, may sleep.
 * Return: 0, or -ENOMEM
 */
int ia_units_init(void)
{
	int dmar, ivrs;

	units = ia_records_new(sizeof(struct ia_mapped_unit), 1, release_unit);
	if (!units)
		return -ENOMEM;
	dmar = load_table(ACPI_SIG_DMAR, load_dmar);
	ivrs = load_table(ACPI_SIG_IVRS, load_ivrs);
	if (dmar == -ENOMEM || ivrs == -ENOMEM || make_index()) {
		ia_units_exit();
		return -ENOMEM;
	}
	if (ia_compat_privileged() == 1)
		strscpy(reason, "the IOMMUs are the hypervisor's: their registers are left alone",
			sizeof(reason));
	else if (dmar && ivrs)
		strscpy(reason, "no DMAR and no IVRS table", sizeof(reason));
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
	source->method = method;
	source->accuracy = !units->count ? IA_ACCURACY_NONE :
			   *reason ? IA_ACCURACY_SNAPSHOT : IA_ACCURACY_EXACT;
	source->reason = reason;
	/* parse_dmar_table() of Linux takes what tboot_get_dmar_table() hands it. */
	if (method == IA_METHOD_DMAR)
		source->limit =
			"the copy of the DMAR table that tboot makes the kernel use is not read";
}
