// SPDX-License-Identifier: GPL-2.0
#include "unit.h"

#include "amd_regs.h"
#include "group.h"
#include "vtd_regs.h"

/* The name that Linux gives to a unit, for /sys/class/iommu. */
void ia_unit_name(enum ia_vendor vendor, unsigned int index, char name[IA_UNIT_NAME_SIZE])
{
	struct ia_text t;

	ia_text_init(&t, name, IA_UNIT_NAME_SIZE);
	ia_text_puts(&t, vendor == IA_VENDOR_VTD ? "dmar" : "ivhd");
	ia_text_u64(&t, index);
}

static bool can_protect(const struct ia_unit_regs *regs)
{
	return regs->cap & (IA_VTD_CAP_PLMR | IA_VTD_CAP_PHMR);
}

/* A limit below the base is how a range is switched off. */
static void list_range(struct ia_text *t, const struct ia_unit_range *range,
		       enum ia_region_type type)
{
	if (range->limit >= range->base)
		ia_group_add_region(t, range->base, range->limit - range->base + 1, type);
}

/**
 * ia_unit_regions() - list the memory that a unit treats apart
 * @regs: what was read of it
 * @t: the list, of IA_UNIT_REGIONS_SIZE
 */
void ia_unit_regions(const struct ia_unit_regs *regs, struct ia_text *t)
{
	struct ia_unit_range excluded = {
		regs->ranges[0].base & IA_AMD_EXCL_PAGES,
		(regs->ranges[0].limit & IA_AMD_EXCL_PAGES) + 0xfff,
	};

	if (regs->vendor == IA_VENDOR_AMD) {
		if (regs->ranges[0].base & IA_AMD_EXCL_EN)
			list_range(t, &excluded, IA_REGION_EXCLUDED);
	} else if (can_protect(regs) && regs->pmen & IA_VTD_PMEN_PRS) {
		if (regs->cap & IA_VTD_CAP_PLMR)
			list_range(t, &regs->ranges[0], IA_REGION_PROTECTED);
		if (regs->cap & IA_VTD_CAP_PHMR)
			list_range(t, &regs->ranges[1], IA_REGION_PROTECTED);
	}
}

static void fill_vtd(struct ia_unit *unit, const struct ia_unit_regs *regs)
{
	unit->version = ia_vtd_revision(regs->version);
	unit->translation = !!(regs->status & IA_VTD_GSTS_TES);
	unit->fault_regs = ia_vtd_fault_regs(regs->cap);
	unit->features = ia_vtd_features(regs->cap, regs->ecap);
	unit->qi = !!(regs->status & IA_VTD_GSTS_QIES);
	unit->caching_mode = !!(regs->cap & IA_VTD_CAP_CM);
	unit->mgaw = ia_vtd_mgaw(regs->cap);
	unit->sagaw = ia_vtd_sagaw(regs->cap);
	unit->domains = ia_vtd_domains(regs->cap);
	unit->posted = !!(regs->cap & IA_VTD_CAP_PI);
	unit->status = ia_vtd_status(regs->status);
	if (regs->intremap == 1) {
		unit->ir_entries = ia_vtd_irta_entries(regs->irta);
		unit->x2apic = !!(regs->irta & IA_VTD_IRTA_EIME);
		unit->posted_entries = regs->posted_entries;
	}
	unit->protected_memory = !can_protect(regs) ? IA_CAP_ABSENT :
				 regs->pmen & IA_VTD_PMEN_PRS ? IA_CAP_ON : IA_CAP_OFF;
}

static void fill_amd(struct ia_unit *unit, const struct ia_unit_regs *regs)
{
	unit->version = IA_REVISION(0, regs->version);
	unit->translation = !!(regs->status & IA_AMD_CTRL_IOMMU_EN);
	unit->event_entries = ia_amd_event_entries(regs->event_log);
	unit->features = ia_amd_features(regs->cap, regs->ecap);
	unit->status = ia_amd_control(regs->status);
	if (regs->intremap == 1) {
		unit->ir_entries = regs->ir_entries ?: IA_UNKNOWN;
		unit->x2apic = !!(regs->status & IA_AMD_CTRL_XT_EN);
	}
	unit->guest_apic = ia_amd_guest_apic(regs->ecap, regs->status);
}

/* What is known of interrupt remapping when it is not known whether it is on. */
static void forget_intremap(struct ia_unit *unit)
{
	unit->ir_entries = IA_UNKNOWN;
	unit->x2apic = IA_UNKNOWN;
	if (unit->vendor == IA_VENDOR_VTD)
		unit->posted_entries = IA_UNKNOWN;
}

/* What the other vendor's units have not stays absent; all else is unknown anyway. */
static void fill_unread(struct ia_unit *unit)
{
	forget_intremap(unit);
	if (unit->vendor == IA_VENDOR_AMD) {
		unit->event_entries = IA_UNKNOWN;
		unit->guest_apic = IA_CAP_UNKNOWN;
		return;
	}
	unit->protected_memory = IA_CAP_UNKNOWN;
	unit->fault_regs = IA_UNKNOWN;
	unit->qi = IA_UNKNOWN;
	unit->caching_mode = IA_UNKNOWN;
	unit->mgaw = IA_UNKNOWN;
	unit->sagaw.count = IA_UNKNOWN;
	unit->domains = IA_UNKNOWN;
	unit->posted = IA_UNKNOWN;
}

/**
 * ia_unit_fill() - make the record of one unit
 * @unit: filled in
 * @regs: what was read of it
 * @name: its name; @unit points to it, to @regs->scope and to @regs->regions from now on
 */
void ia_unit_fill(struct ia_unit *unit, const struct ia_unit_regs *regs, const char *name)
{
	ia_record_init(&ia_unit_layout, unit);
	unit->unit = name;
	unit->vendor = regs->vendor;
	unit->segment = regs->segment;
	unit->base = regs->base;
	unit->intremap = regs->intremap;
	unit->scope = regs->scope;
	if (!regs->regs_read) {
		fill_unread(unit);
		return;
	}
	unit->cap = regs->cap;
	unit->ecap = regs->ecap;
	unit->regions = regs->regions;
	if (regs->intremap == IA_UNKNOWN)
		forget_intremap(unit);
	if (regs->vendor == IA_VENDOR_VTD)
		fill_vtd(unit, regs);
	else
		fill_amd(unit, regs);
}
