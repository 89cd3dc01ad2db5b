// SPDX-License-Identifier: GPL-2.0
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/mem_encrypt.h>
#include <linux/pci.h>
#include <linux/sched.h>

#include "../compat/compat.h"
#include "../core/amd_dte.h"
#include "../core/amd_event.h"
#include "../core/amd_regs.h"
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

	if (cap == ~0ULL || !offset)
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
			   vtd ? PAGE_SIZE : PAGE_ALIGN(IA_AMD_EVENT_REGS_END));
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
 * ia_unit_read_vtd() - read the registers of a VT-d unit
 * @regs: the mapping
 * @unit: filled in; marked as not read when nothing answers at that address
 */
void ia_unit_read_vtd(void __iomem *regs, struct ia_unit_regs *unit)
{
	unit->version = readl(regs + IA_VTD_VER);
	unit->cap = readq(regs + IA_VTD_CAP);
	unit->ecap = readq(regs + IA_VTD_ECAP);
	unit->status = readl(regs + IA_VTD_GSTS);
	unit->regs_read = unit->version != ~0U || unit->cap != ~0ULL;
	unit->intremap = unit->regs_read ?
		!!(unit->status & IA_VTD_GSTS_IRES) : IA_UNKNOWN;
}

/*
 * AMD-Vi has no bit for "interrupt remapping is on": each entry of the device
 * table says it for its device. One entry that does is enough for 1.
 */
static int read_intremap(u64 reg)
{
	phys_addr_t base = __sme_clr(ia_amd_device_table_base(reg));
	size_t size = ia_amd_device_table_size(reg);
	const u64 *table;
	int found = 0;
	size_t i;

	if (region_intersects(base, size, IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) != REGION_INTERSECTS)
		return IA_UNKNOWN;
	table = memremap(base, size, MEMREMAP_WB);
	if (!table)
		return IA_UNKNOWN;
	for (i = 0; i < size / IA_AMD_DTE_SIZE && !found; i++) {
		found = ia_amd_dte_remaps_interrupts(table + i * IA_AMD_DTE_WORDS);
		if (!(i % 4096))
			cond_resched();
	}
	memunmap((void *)table);
	return found;
}

static bool read_cap_header(const struct ia_unit_regs *unit, u16 device,
			    u16 capability, u32 *header)
{
	struct pci_dev *pdev;
	bool read;

	pdev = pci_get_domain_bus_and_slot(unit->segment, device >> 8, device & 0xff);
	if (!pdev)
		return false;
	read = !pci_read_config_dword(pdev, capability + IA_AMD_CAP_HEADER, header) &&
	       *header != ~0U;
	pci_dev_put(pdev);
	return read;
}

/**
 * ia_unit_read_amd() - read the registers of an AMD-Vi IOMMU
 * @regs: the mapping
 * @device: device id of the IOMMU itself
 * @capability: offset of its capability block in configuration space
 * @unit: filled in; marked as not read when nothing answers at that address
 *
 * Context: process context, may sleep.
 */
void ia_unit_read_amd(void __iomem *regs, u16 device, u16 capability,
		      struct ia_unit_regs *unit)
{
	u64 device_table = readq(regs + IA_AMD_DEVICE_TABLE);
	u32 header;

	unit->intremap = IA_UNKNOWN;
	unit->regs_read = device_table != ~0ULL &&
			  read_cap_header(unit, device, capability, &header);
	if (!unit->regs_read)
		return;
	unit->cap = header;
	unit->version = ia_amd_revision(header);
	unit->ecap = header & IA_AMD_CAP_EFR_SUP ? readq(regs + IA_AMD_EFR) : 0;
	unit->status = readl(regs + IA_AMD_CONTROL);
	unit->event_log = readq(regs + IA_AMD_EVENT_LOG_BASE);
	unit->intremap = unit->status & IA_AMD_CTRL_IOMMU_EN ?
		read_intremap(device_table) : 0;
}
