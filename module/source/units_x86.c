// SPDX-License-Identifier: GPL-2.0
/* The units of VT-d and AMD-Vi, out of their tables of ACPI. */
#include <linux/acpi.h>
#include <linux/kernel.h>

#include "../core/dmar.h"
#include "../core/ivrs.h"
#include "../core/scope.h"
#include "unit_table.h"

static void complain(struct ia_unit_finding *finding, const char *table, const char *what,
		     const struct ia_table_error *err)
{
	if (err->reason && !*finding->reason)
		scnprintf(finding->reason, sizeof(finding->reason), "%s table %s: %s, at byte %u",
			  table, what, err->reason, err->offset);
}

static void write_dmar_scope(struct ia_text *t, const void *table,
			     const void *entry)
{
	ia_scope_dmar(t, table, entry);
}

static int load_dmar(struct ia_unit_finding *finding, const void *data, size_t size)
{
	struct ia_table_error err = {};
	struct ia_dmar_iter it = {};
	struct ia_dmar_entry entry;
	struct ia_dmar dmar;
	int ret;

	if (ia_dmar_open(&dmar, data, size, &err)) {
		complain(finding, ACPI_SIG_DMAR, "refused", &err);
		return 0;
	}
	complain(finding, ACPI_SIG_DMAR, "is broken, units or their scopes may be lacking", &err);
	finding->method = IA_METHOD_DMAR;
	/* parse_dmar_table() of Linux takes what tboot_get_dmar_table() hands it. */
	finding->limit = "the copy of the DMAR table that tboot makes the kernel use is not read";
	while (ia_dmar_next_unit(&dmar, &it, &entry)) {
		struct ia_mapped_unit found = {
			.unit.vendor = IA_VENDOR_VTD,
			.unit.index = entry.index,
			.unit.segment = entry.segment,
			.unit.base = entry.base,
		};

		ret = finding->add(finding, &found, write_dmar_scope, &dmar, &entry);
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

static int load_ivrs(struct ia_unit_finding *finding, const void *data, size_t size)
{
	struct ia_table_error err = {};
	struct ia_ivrs_block block;
	struct ia_ivrs_iter it = {};
	struct ia_ivrs ivrs;
	int ret;

	if (ia_ivrs_open(&ivrs, data, size, &err)) {
		complain(finding, ACPI_SIG_IVRS, "refused", &err);
		return 0;
	}
	complain(finding, ACPI_SIG_IVRS, "is broken, units or their scopes may be lacking", &err);
	finding->method = IA_METHOD_IVRS;
	while (ia_ivrs_next_unit(&ivrs, &it, &block)) {
		struct ia_mapped_unit found = {
			.unit.vendor = IA_VENDOR_AMD,
			.unit.index = block.index,
			.unit.segment = block.segment,
			.unit.base = block.base,
			.device = block.device,
			.capability = block.capability,
		};

		ret = finding->add(finding, &found, write_ivhd_scope, &ivrs, &block);
		if (ret)
			return ret;
	}
	return 0;
}

static int load_table(struct ia_unit_finding *finding, char *signature,
		      int (*load)(struct ia_unit_finding *finding, const void *data, size_t size))
{
	struct acpi_table_header *table;
	int ret;

	if (acpi_disabled || ACPI_FAILURE(acpi_get_table(signature, 0, &table)))
		return -ENODEV;
	ret = load(finding, table, table->length);
	acpi_put_table(table);
	return ret;
}

/**
 * ia_units_load() - add the units of both tables
 * @finding: completed
 *
 * A table that is missing or broken is no error: the file "version" tells.
 *
 * Context: process context, may sleep.
 * Return: 0, or -ENOMEM
 */
int ia_units_load(struct ia_unit_finding *finding)
{
	int dmar = load_table(finding, ACPI_SIG_DMAR, load_dmar);
	int ivrs = load_table(finding, ACPI_SIG_IVRS, load_ivrs);

	if (dmar == -ENOMEM || ivrs == -ENOMEM)
		return -ENOMEM;
	if (dmar && ivrs)
		strscpy(finding->reason, "no DMAR and no IVRS table", sizeof(finding->reason));
	return 0;
}
