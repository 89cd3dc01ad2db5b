// SPDX-License-Identifier: GPL-2.0
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sizes.h>

#include "../core/amd_dte.h"
#include "../core/amd_regs.h"
#include "../core/unit.h"
#include "../core/vtd_regs.h"
#include "memory.h"
#include "unit_regs.h"

/* Looks at each entry of a table in memory. Return: whether all of it could be read. */
static bool walk_table(u64 base, size_t size, size_t entry,
		       void (*look)(struct ia_unit_regs *unit, const u64 *entry),
		       struct ia_unit_regs *unit)
{
	u64 piece[32];
	size_t at, length, i;

	for (at = 0; at < size; at += length) {
		length = min(size - at, sizeof(piece));
		if (!ia_memory_read(base + at, piece, length))
			return false;
		for (i = 0; i < length; i += entry)
			look(unit, piece + i / sizeof(*piece));
		if (!(at % SZ_128K))
			cond_resched();
	}
	return true;
}

static void look_at_irte(struct ia_unit_regs *unit, const u64 *irte)
{
	unit->posted_entries += ia_vtd_irte_posts(irte);
}

static void read_vtd(struct ia_unit_regs *unit)
{
	unit->intremap = !!(unit->status & IA_VTD_GSTS_IRES);
	if (!unit->intremap)
		return;
	unit->posted_entries = 0;
	if (!walk_table(ia_vtd_irta_base(unit->irta),
			ia_vtd_irta_entries(unit->irta) * IA_VTD_IRTE_SIZE,
			IA_VTD_IRTE_SIZE, look_at_irte, unit))
		unit->posted_entries = IA_UNKNOWN;
}

static void look_at_dte(struct ia_unit_regs *unit, const u64 *dte)
{
	if (!ia_amd_dte_remaps_interrupts(dte))
		return;
	unit->intremap = 1;
	unit->ir_entries = max_t(int, unit->ir_entries, ia_amd_dte_interrupts(dte));
}

/*
 * AMD-Vi has no bit for "interrupt remapping is on": each entry of the device
 * table says it for its device. One entry that does is enough for 1.
 */
static void read_amd(struct ia_unit_regs *unit)
{
	u64 reg = unit->device_table;

	unit->intremap = 0;
	unit->ir_entries = 0;
	if (unit->status & IA_AMD_CTRL_IOMMU_EN &&
	    !walk_table(ia_amd_device_table_base(reg),
			ia_amd_device_table_size(reg), IA_AMD_DTE_SIZE, look_at_dte, unit))
		unit->intremap = IA_UNKNOWN;
}

/**
 * ia_unit_read_intremap() - whether a unit remaps interrupts, and through what tables
 * @unit: what ia_unit_read() has left; completed
 *
 * Context: process context, may sleep.
 */
void ia_unit_read_intremap(struct ia_unit_regs *unit)
{
	unit->intremap = IA_UNKNOWN;
	if (!unit->regs_read)
		return;
	if (unit->vendor == IA_VENDOR_VTD)
		read_vtd(unit);
	else
		read_amd(unit);
}
