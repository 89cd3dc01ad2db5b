// SPDX-License-Identifier: GPL-2.0
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/pci.h>

#include "../compat/compat.h"
#include "../core/amd_regs.h"
#include "../core/translation.h"
#include "../core/unit.h"
#include "../core/vtd_fault.h"
#include "../core/vtd_regs.h"
#include "unit_regs.h"
#include "unit_table.h"

static bool is_ram(u64 base, size_t size)
{
	return region_intersects(base, size, IORESOURCE_SYSTEM_RAM,
				 IORES_DESC_NONE) != REGION_DISJOINT;
}

/*
 * Firmware may be wrong. An address in memory, or one that the processor does not
 * have, is refused before ioremap() would warn about it.
 */
static void __iomem *map(u64 base, size_t size)
{
	if (!base || !PAGE_ALIGNED(base) || base + size < base ||
	    !ia_compat_has_address(base + size - 1) || is_ram(base, size))
		return NULL;
	return ioremap(base, size);
}

/* VT-d keeps its Fault Recording Registers where CAP_REG says. */
static void map_fault_regs(struct ia_mapped_unit *mapped)
{
	u64 cap = readq(mapped->regs + IA_VTD_CAP);
	size_t offset = ia_vtd_fault_offset(cap);
	unsigned int count = ia_vtd_fault_regs(cap);
	size_t end = offset + count * IA_VTD_FRCD_SIZE;
	void __iomem *regs;

	if (!ia_vtd_answers(cap) || !offset)
		return;
	if (end > PAGE_SIZE) {
		regs = map(mapped->unit.base, PAGE_ALIGN(end));
		if (!regs)
			return;
		iounmap(mapped->regs);
		mapped->regs = regs;
	}
	mapped->fault_offset = offset;
	mapped->fault_regs = count;
}

/**
 * ia_unit_map() - map the registers of a unit
 * @mapped: the unit, its vendor and base filled in; what is mapped is added
 *
 * Registers stay NULL when they cannot be mapped.
 *
 * Context: process context, may sleep.
 */
void ia_unit_map(struct ia_mapped_unit *mapped)
{
	bool vtd = mapped->unit.vendor == IA_VENDOR_VTD;

	mapped->regs = map(mapped->unit.base,
			   vtd ? PAGE_SIZE : PAGE_ALIGN(IA_AMD_REGS_END));
	if (mapped->regs && vtd)
		map_fault_regs(mapped);
}

/* Undo ia_unit_map(). */
void ia_unit_unmap(struct ia_mapped_unit *mapped)
{
	if (mapped->regs)
		iounmap(mapped->regs);
}

/**
 * ia_unit_register() - read one register
 * @mapped: a unit whose registers are mapped
 * @offset: one of those that the unit has
 * @bits: its width, 32 or 64
 */
u64 ia_unit_register(const struct ia_mapped_unit *mapped, unsigned int offset, unsigned int bits)
{
	const void __iomem *at = mapped->regs + offset;

	return bits == 64 ? readq(at) : readl(at);
}

static void read_range(const struct ia_mapped_unit *mapped, unsigned int base,
		       unsigned int limit, unsigned int bits, struct ia_unit_range *range)
{
	range->base = ia_unit_register(mapped, base, bits);
	range->limit = ia_unit_register(mapped, limit, bits);
}

static void read_vtd(const struct ia_mapped_unit *mapped, struct ia_unit_regs *unit)
{
	const void __iomem *regs = mapped->regs;

	unit->version = readl(regs + IA_VTD_VER);
	unit->cap = readq(regs + IA_VTD_CAP);
	unit->ecap = readq(regs + IA_VTD_ECAP);
	unit->status = readl(regs + IA_VTD_GSTS);
	unit->regs_read = ia_vtd_answers(unit->cap);
	if (!unit->regs_read)
		return;
	if (unit->ecap & IA_VTD_ECAP_IR)
		unit->irta = readq(regs + IA_VTD_IRTA);
	if (unit->cap & (IA_VTD_CAP_PLMR | IA_VTD_CAP_PHMR))
		unit->pmen = readl(regs + IA_VTD_PMEN);
	if (unit->cap & IA_VTD_CAP_PLMR)
		read_range(mapped, IA_VTD_PLMBASE, IA_VTD_PLMLIMIT, 32, &unit->ranges[0]);
	if (unit->cap & IA_VTD_CAP_PHMR)
		read_range(mapped, IA_VTD_PHMBASE, IA_VTD_PHMLIMIT, 64, &unit->ranges[1]);
}

static bool read_cap_header(const struct ia_mapped_unit *mapped, u32 *header)
{
	u16 device = mapped->device;
	struct pci_dev *pdev;
	bool read;

	pdev = pci_get_domain_bus_and_slot(mapped->unit.segment, device >> 8, device & 0xff);
	if (!pdev)
		return false;
	read = !pci_read_config_dword(pdev, mapped->capability + IA_AMD_CAP_HEADER, header) &&
	       *header != ~0U;
	pci_dev_put(pdev);
	return read;
}

static void read_amd(const struct ia_mapped_unit *mapped, struct ia_unit_regs *unit)
{
	const void __iomem *regs = mapped->regs;
	u32 header;

	unit->device_table = readq(regs + IA_AMD_DEVICE_TABLE);
	unit->regs_read = unit->device_table != ~0ULL && read_cap_header(mapped, &header);
	if (!unit->regs_read)
		return;
	unit->cap = header;
	unit->version = ia_amd_revision(header);
	unit->ecap = header & IA_AMD_CAP_EFR_SUP ? readq(regs + IA_AMD_EFR) : 0;
	unit->status = readq(regs + IA_AMD_CONTROL);
	unit->event_log = readq(regs + IA_AMD_EVENT_LOG_BASE);
	read_range(mapped, IA_AMD_EXCL_BASE, IA_AMD_EXCL_LIMIT, 64, &unit->ranges[0]);
}

/**
 * ia_unit_read() - read the registers of a unit
 * @mapped: the unit
 * @unit: filled in; marked as not read when nothing answers at that address
 *
 * Context: process context, may sleep.
 */
void ia_unit_read(const struct ia_mapped_unit *mapped, struct ia_unit_regs *unit)
{
	*unit = mapped->unit;
	if (mapped->regs && unit->vendor == IA_VENDOR_VTD)
		read_vtd(mapped, unit);
	else if (mapped->regs)
		read_amd(mapped, unit);
}

/**
 * ia_unit_read_vtd_root() - where the tables of a VT-d unit are
 * @regs: the mapping
 * @root: filled in
 *
 * Return: false when nothing answers at that address
 */
bool ia_unit_read_vtd_root(void __iomem *regs, struct ia_vtd_root *root)
{
	root->status = readl(regs + IA_VTD_GSTS);
	root->cap = readq(regs + IA_VTD_CAP);
	root->ecap = readq(regs + IA_VTD_ECAP);
	root->root = readq(regs + IA_VTD_RTADDR);
	return ia_vtd_answers(root->cap);
}

/**
 * ia_unit_read_amd_root() - where the tables of an AMD-Vi IOMMU are
 * @regs: the mapping
 * @root: filled in; registers that not every IOMMU has are read where the Control
 *        Register makes use of them
 *
 * Return: false when nothing answers at that address
 */
bool ia_unit_read_amd_root(void __iomem *regs, struct ia_amd_root *root)
{
	unsigned int i;

	root->control = readq(regs + IA_AMD_CONTROL);
	root->table[0] = readq(regs + IA_AMD_DEVICE_TABLE);
	if (root->table[0] == ~0ULL)
		return false;
	root->efr = root->control & IA_AMD_CTRL_GT_EN ? readq(regs + IA_AMD_EFR) : 0;
	for (i = 1; i < ia_amd_segments(root->control); i++)
		root->table[i] = readq(regs + IA_AMD_DEVICE_TABLE_1 + 8 * (i - 1));
	return true;
}
