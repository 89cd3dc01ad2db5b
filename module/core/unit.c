// SPDX-License-Identifier: GPL-2.0
#include "unit.h"

#include "../../include/uapi/iommu_audit.h"
#include "amd_regs.h"
#include "text.h"
#include "vtd_regs.h"

static bool put_unknown(struct ia_text *t, const struct ia_unit *unit,
			const char *key)
{
	if (!unit->regs_read)
		ia_text_printf(t, " %s=" IOMMU_AUDIT_UNKNOWN, key);
	return !unit->regs_read;
}

static void put_number(struct ia_text *t, const struct ia_unit *unit,
		       const char *key, u32 value)
{
	if (!put_unknown(t, unit, key))
		ia_text_printf(t, " %s=%u", key, value);
}

static void put_raw(struct ia_text *t, const struct ia_unit *unit,
		    const char *key, u64 value)
{
	if (!put_unknown(t, unit, key))
		ia_text_printf(t, " %s=0x%016llx", key,
			       (unsigned long long)value);
}

static int known(const struct ia_unit *unit, u64 bit)
{
	return unit->regs_read ? bit != 0 : -1;
}

static void put_identity(struct ia_text *t, const struct ia_unit *unit)
{
	bool vtd = unit->vendor == IA_VENDOR_VTD;

	ia_text_printf(t, "unit=%s%u vendor=%s segment=%04x base=0x%016llx",
		       vtd ? "dmar" : "ivhd", unit->index, vtd ? "vtd" : "amd",
		       unit->segment, (unsigned long long)unit->base);
	if (!put_unknown(t, unit, "version"))
		ia_text_printf(t, " version=%u.%u", ia_vtd_major(unit->version),
			       ia_vtd_minor(unit->version));
}

static void put_scope(struct ia_text *t, const struct ia_unit *unit)
{
	ia_text_printf(t, " scope=");
	ia_text_value(t, unit->scope);
	if (put_unknown(t, unit, "features"))
		return;
	ia_text_printf(t, " features=");
	if (unit->vendor == IA_VENDOR_VTD)
		ia_vtd_text_features(t, unit->cap, unit->ecap);
	else
		ia_amd_text_features(t, (u32)unit->cap, unit->ecap);
}

static void put_status(struct ia_text *t, const struct ia_unit *unit)
{
	if (put_unknown(t, unit, "status"))
		return;
	ia_text_puts(t, " status=");
	if (unit->vendor == IA_VENDOR_VTD)
		ia_vtd_text_status(t, unit->status);
	else
		ia_amd_text_control(t, unit->status);
}

/* A reserved value of ND says nothing of how many there are. */
static void put_domains(struct ia_text *t, const struct ia_unit *unit)
{
	u32 domains = ia_vtd_domains(unit->cap);

	if (unit->regs_read && !domains)
		ia_text_puts(t, " domains=" IOMMU_AUDIT_UNKNOWN);
	else
		put_number(t, unit, "domains", domains);
}

static void put_vtd(struct ia_text *t, const struct ia_unit *unit)
{
	ia_text_flag(t, "translation", known(unit, unit->status & IA_VTD_GSTS_TES));
	ia_text_flag(t, "intremap", unit->intremap);
	put_raw(t, unit, "cap", unit->cap);
	put_raw(t, unit, "ecap", unit->ecap);
	put_number(t, unit, "fault_regs", ia_vtd_fault_regs(unit->cap));
	put_scope(t, unit);
	ia_text_flag(t, "qi", known(unit, unit->status & IA_VTD_GSTS_QIES));
	ia_text_flag(t, "caching_mode", known(unit, unit->cap & IA_VTD_CAP_CM));
	put_number(t, unit, "mgaw", ia_vtd_mgaw(unit->cap));
	if (!put_unknown(t, unit, "sagaw")) {
		ia_text_printf(t, " sagaw=");
		ia_vtd_text_sagaw(t, unit->cap);
	}
	put_domains(t, unit);
	ia_text_flag(t, "posted", known(unit, unit->cap & IA_VTD_CAP_PI));
}

static void put_amd(struct ia_text *t, const struct ia_unit *unit)
{
	ia_text_flag(t, "translation",
		     known(unit, unit->status & IA_AMD_CTRL_IOMMU_EN));
	ia_text_flag(t, "intremap", unit->intremap);
	put_raw(t, unit, "cap", unit->cap);
	put_raw(t, unit, "ecap", unit->ecap);
	put_number(t, unit, "event_entries", ia_amd_event_entries(unit->event_log));
	put_scope(t, unit);
}

/**
 * ia_unit_format() - write the line of one unit for the file "units"
 * @unit: the record
 * @buf: where the line goes; may be NULL when @size is 0
 * @size: bytes in @buf
 *
 * The line is terminated, has no newline, and is cut when it does not fit.
 *
 * Return: bytes that the whole line needs without its terminator; the line was
 * cut when this is not less than @size.
 */
size_t ia_unit_format(const struct ia_unit *unit, char *buf, size_t size)
{
	struct ia_text t;

	ia_text_init(&t, buf, size);
	put_identity(&t, unit);
	if (unit->vendor == IA_VENDOR_VTD)
		put_vtd(&t, unit);
	else
		put_amd(&t, unit);
	put_status(&t, unit);
	return t.len;
}
