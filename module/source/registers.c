// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>

#include "../core/registers.h"
#include "records.h"
#include "source.h"
#include "unit_regs.h"
#include "unit_table.h"

static int add_unit(struct ia_records *records, const struct ia_mapped_unit *mapped)
{
	const struct ia_register_info *info;
	struct ia_unit_regs unit;
	size_t count, i;

	ia_unit_read(mapped, &unit);
	info = ia_registers_of(unit.vendor, &count);
	for (i = 0; i < count; i++) {
		struct ia_register *record;

		if (!ia_register_exists(unit.vendor, info[i].offset,
					unit.regs_read ? unit.cap : 0,
					unit.regs_read ? unit.ecap : 0))
			continue;
		record = ia_records_add(records);
		if (!record)
			return -ENOMEM;
		ia_register_fill(record, &info[i], mapped->name, unit.regs_read ?
				 ia_unit_register(mapped, info[i].offset, info[i].bits) :
				 IA_UNKNOWN);
	}
	return 0;
}

/**
 * ia_registers_snapshot() - the registers of every unit of the firmware table
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_register, or an ERR_PTR()
 */
struct ia_records *ia_registers_snapshot(void)
{
	/* What a record points to stays with the module. */
	struct ia_records *records = ia_records_new(sizeof(struct ia_register),
						    ia_units_count() * 32, NULL);
	int ret = records ? 0 : -ENOMEM;
	unsigned int i;

	for (i = 0; !ret && i < ia_units_count(); i++)
		ret = add_unit(records, ia_units_at(i));
	return ia_records_finish(records, ret);
}
