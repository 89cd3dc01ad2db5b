// SPDX-License-Identifier: GPL-2.0
#include "unit.h"

#include "amd_regs.h"
#include "vtd_regs.h"

/* The name that Linux gives to a unit, for /sys/class/iommu. */
void ia_unit_name(enum ia_vendor vendor, unsigned int index, char name[IA_UNIT_NAME_SIZE])
{
	struct ia_text t;

	ia_text_init(&t, name, IA_UNIT_NAME_SIZE);
	ia_text_puts(&t, vendor == IA_VENDOR_VTD ? "dmar" : "ivhd");
	ia_text_u64(&t, index);
}

static void fill_vtd(struct ia_unit *unit, const struct ia_unit_regs *regs)
{
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
}

static void fill_amd(struct ia_unit *unit, const struct ia_unit_regs *regs)
{
	unit->translation = !!(regs->status & IA_AMD_CTRL_IOMMU_EN);
	unit->event_entries = ia_amd_event_entries(regs->event_log);
	unit->features = ia_amd_features(regs->cap, regs->ecap);
	unit->status = ia_amd_control(regs->status);
}

/* What the other vendor's units have not stays absent; all else is unknown anyway. */
static void fill_unread(struct ia_unit *unit)
{
	if (unit->vendor == IA_VENDOR_AMD) {
		unit->event_entries = IA_UNKNOWN;
		return;
	}
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
 * @name: its name; @unit points to it and to @regs->scope from now on
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
	unit->version = ia_vtd_revision(regs->version);
	unit->cap = regs->cap;
	unit->ecap = regs->ecap;
	if (regs->vendor == IA_VENDOR_VTD)
		fill_vtd(unit, regs);
	else
		fill_amd(unit, regs);
}
