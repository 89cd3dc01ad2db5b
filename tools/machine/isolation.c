// SPDX-License-Identifier: GPL-2.0
/* pci_acs_enabled() for the four bits that the IOMMU core asks for: REQ_ACS_FLAGS */
#include "isolation.h"

#define IDT		0x111d
#define IDT_80B5	0x80b5
#define IDT_8090	0x8090

/* What a quirk says: it does not apply, or what it knows. */
enum verdict { NOTHING, NO, YES, MAYBE };

/* pci_disable_broken_acs_cap(): whether Source Validation of the port counts for nothing. */
static enum ia_flag is_broken(const struct ia_asked *a)
{
	if (a->device->vendor.n != IDT ||
	    (a->device->device.n != IDT_80B5 && a->device->device.n != IDT_8090))
		return IA_NO;
	return ia_has_change(a->boot->release, IA_CHANGE_IDT_SV);
}

static void decide(struct ia_isolation *isolation, unsigned int needed,
		   const struct ia_acs_control *control)
{
	isolation->missing = needed & ~control->on;
	isolation->isolates = !isolation->missing ? IA_YES :
			      needed & control->off ? IA_NO : IA_FLAG_UNKNOWN;
	if (isolation->isolates == IA_NO)
		isolation->missing = needed & control->off;
}

/* pci_acs_flags_enabled() */
static void by_bits(const struct ia_asked *a, struct ia_isolation *isolation)
{
	struct ia_isolation less = { 0 };
	struct ia_acs_control control;
	unsigned int needed;
	enum ia_flag broken;

	isolation->by = IA_ISOLATED_BY_BITS;
	if (a->has_acs == IA_NO) {
		isolation->by = IA_ISOLATED_BY_NO_ACS;
		isolation->isolates = IA_NO;
		isolation->missing = IA_ACS_ISOLATION;
		return;
	}
	isolation->fact = IA_FACT_ACS;
	if (a->has_acs != IA_YES || !a->acs || !a->acs->cap.known)
		return;
	control = ia_acs_control_of(a, isolation);
	broken = is_broken(a);
	needed = a->acs->cap.bits & IA_ACS_ISOLATION;
	decide(isolation, broken == IA_YES ? needed & ~IA_ACS_SRC_VALID : needed, &control);
	decide(&less, needed & ~IA_ACS_SRC_VALID, &control);
	if (broken == IA_FLAG_UNKNOWN && less.isolates != isolation->isolates) {
		isolation->isolates = IA_FLAG_UNKNOWN;
		isolation->fact = IA_FACT_VERSION;
	}
}

/* pci_quirk_intel_spt_pch_acs(): bits that are standard in registers that are not. */
static enum verdict by_spt(const struct ia_asked *a, struct ia_isolation *isolation)
{
	const struct ia_host_device *host = a->device->host;
	struct ia_acs_control control = { 0 };
	unsigned int cap;
	enum ia_flag named;

	if (a->has_acs == IA_NO)
		return NOTHING;
	isolation->fact = IA_FACT_ACS;
	if (a->has_acs != IA_YES)
		return MAYBE;
	cap = host && host->spt_acs_cap.known ? host->spt_acs_cap.n : a->acs->cap.bits;
	if (!(host && host->spt_acs_cap.known) && !a->acs->cap.known)
		return MAYBE;
	if (a->boot->as_read && host && host->spt_acs_ctl.known) {
		control.on = host->spt_acs_ctl.n;
		control.off = ~control.on;
	} else {
		/* What pci_quirk_enable_intel_spt_pch_acs() sets, and what takes it back. */
		control.on = cap;
		named = ia_acs_is_named(a);
		if (named == IA_YES)
			ia_acs_force(&control, 0, IA_ACS_REDIRECT);
		isolation->fact = IA_FACT_SUBSYSTEM;
		if (named == IA_FLAG_UNKNOWN)
			control.on = 0;
	}
	decide(isolation, cap & IA_ACS_ISOLATION, &control);
	return isolation->isolates == IA_YES ? YES : isolation->isolates == IA_NO ? NO : MAYBE;
}

static enum verdict listed(enum ia_flag lists, enum verdict otherwise)
{
	return lists == IA_YES ? YES : lists == IA_NO ? otherwise : MAYBE;
}

/* pci_quirk_amd_sb_acs(): of what is on a root bus, and only with an IVRS table. */
static enum verdict on_southbridge(const struct ia_asked *a, struct ia_isolation *isolation)
{
	const struct ia_boot *boot = a->boot;

	if (ia_multifunction(boot->machine, a->device) == IA_NO || a->device->path.known)
		return NOTHING;
	isolation->fact = IA_FACT_PLACE;
	if (!a->device->path.absent)
		return MAYBE;
	isolation->fact = IA_FACT_IVRS;
	return boot->ivrs == IA_YES ? YES : boot->ivrs == IA_NO ? NOTHING : MAYBE;
}

/* Whether the type is one of these; MAYBE when it is not known. */
static enum verdict is_type(const struct ia_asked *a, enum ia_port_type type,
			    enum ia_port_type other, struct ia_isolation *isolation)
{
	isolation->fact = IA_FACT_TYPE;
	if (!ia_is_value(a->device->type))
		return MAYBE;
	return a->device->type == type || a->device->type == other ? YES : NOTHING;
}

/* What a function of pci_dev_acs_enabled[] says; NO is final, as YES is. */
static enum verdict ask_quirk(const struct ia_asked *a, enum ia_acs_quirk_id id,
			      struct ia_isolation *isolation)
{
	enum ia_flag lists = ia_acs_quirk_lists(id, a->device->device.n, a->boot->release);
	enum verdict type;

	switch (id) {
	case IA_ACS_QUIRK_AMD_SB:
		return on_southbridge(a, isolation);
	case IA_ACS_QUIRK_RCIEP:
		return is_type(a, IA_PORT_RC_ENDPOINT, IA_PORT_RC_ENDPOINT, isolation);
	case IA_ACS_QUIRK_AL:
		return is_type(a, IA_PORT_ROOT_PORT, IA_PORT_ROOT_PORT, isolation);
	case IA_ACS_QUIRK_INTEL_PCH:
	case IA_ACS_QUIRK_INTEL_SPT_PCH:
	case IA_ACS_QUIRK_CAVIUM:
		if (lists == IA_NO)
			return NOTHING;
		type = is_type(a, IA_PORT_ROOT_PORT, IA_PORT_ROOT_PORT, isolation);
		if (type != YES || id != IA_ACS_QUIRK_INTEL_SPT_PCH)
			return type;
		return by_spt(a, isolation);
	case IA_ACS_QUIRK_ZHAOXIN_PORTS:
		type = is_type(a, IA_PORT_ROOT_PORT, IA_PORT_DOWNSTREAM, isolation);
		if (type != YES)
			return type;
		isolation->fact = IA_FACT_VERSION;
		return listed(lists, NO);
	case IA_ACS_QUIRK_WANGXUN_NIC:
		isolation->fact = IA_FACT_VERSION;
		return listed(lists, NO);
	default:
		return YES;
	}
}

static bool fits(const struct ia_acs_quirk *quirk, const struct ia_device *device)
{
	return quirk->vendor == device->vendor.n && device->device.n >= quirk->first &&
	       device->device.n <= quirk->last;
}

static void settle(struct ia_isolation *isolation, enum verdict verdict,
		   enum ia_acs_quirk_id id)
{
	isolation->by = IA_ISOLATED_BY_QUIRK;
	isolation->quirk = id;
	isolation->isolates = verdict == YES ? IA_YES : verdict == NO ? IA_NO : IA_FLAG_UNKNOWN;
	if (verdict == NO && !isolation->missing)
		isolation->missing = IA_ACS_ISOLATION;
	if (verdict != MAYBE)
		isolation->fact = IA_FACT_NOTHING;
}

/* pci_dev_specific_acs_enabled(): @doubt is what a quirk says that the kernel may not have. */
static bool by_table(const struct ia_asked *a, struct ia_isolation *isolation,
		     struct ia_isolation *doubt)
{
	size_t i;

	for (i = 0; i < ia_nacs_quirks; i++) {
		const struct ia_acs_quirk *quirk = &ia_acs_quirks[i];
		struct ia_isolation one = { 0 };
		enum verdict verdict;
		enum ia_flag has;

		if (!fits(quirk, a->device))
			continue;
		has = ia_has_change(a->boot->release, quirk->since);
		verdict = has == IA_NO ? NOTHING : ask_quirk(a, quirk->id, &one);
		if (verdict == NOTHING)
			continue;
		settle(&one, verdict, quirk->id);
		if (has == IA_YES) {
			*isolation = one;
			return true;
		}
		one.fact = IA_FACT_VERSION;
		*doubt = one;
	}
	return false;
}

static bool override_names(const struct ia_acs_override *override, const struct ia_device *device)
{
	size_t i;

	for (i = 0; i < override->count; i++) {
		if (override->vendors[i] == device->vendor.n &&
		    override->devices[i] == device->device.n)
			return true;
	}
	return false;
}

static bool is_express(enum ia_port_type type)
{
	return type != IA_PORT_PCI && type != IA_PORT_PCI_BRIDGE;
}

/* pcie_acs_overrides() of the patch, which is behind the table. */
static enum verdict by_override(const struct ia_asked *a, struct ia_isolation *isolation)
{
	const struct ia_acs_override *override = &a->boot->override;
	enum ia_port_type type = a->device->type;
	enum ia_flag several;

	if (!override->given || a->boot->patched == IA_NO)
		return NOTHING;
	isolation->fact = IA_FACT_TYPE;
	if (!ia_is_value(type))
		return MAYBE;
	if (!is_express(type) || a->has_acs == IA_YES)
		return NOTHING;
	switch (type) {
	case IA_PORT_ROOT_PORT:
	case IA_PORT_DOWNSTREAM:
		if (!override->downstream && !override_names(override, a->device))
			return NOTHING;
		break;
	case IA_PORT_ENDPOINT:
	case IA_PORT_LEGACY_ENDPOINT:
	case IA_PORT_RC_ENDPOINT:
	case IA_PORT_UPSTREAM:
		if (override_names(override, a->device))
			break;
		several = override->multifunction ? ia_multifunction(a->boot->machine, a->device) :
						    IA_NO;
		if (several == IA_NO)
			return NOTHING;
		if (several == IA_YES)
			break;
		isolation->fact = IA_FACT_VF;
		return MAYBE;
	default:
		if (!override_names(override, a->device))
			return NOTHING;
	}
	isolation->fact = a->has_acs == IA_NO ? IA_FACT_PATCH : IA_FACT_ACS;
	return a->has_acs == IA_NO && a->boot->patched == IA_YES ? YES : MAYBE;
}

/* pci_acs_enabled() behind its quirks. */
static void by_type(const struct ia_asked *a, struct ia_isolation *isolation)
{
	enum ia_flag several = IA_YES;

	isolation->by = IA_ISOLATED_BY_BRIDGE;
	isolation->isolates = IA_NO;
	isolation->missing = IA_ACS_ISOLATION;
	switch (a->device->type) {
	case IA_PORT_PCI:
	case IA_PORT_PCI_BRIDGE:
		isolation->by = IA_ISOLATED_BY_CONVENTIONAL;
		return;
	case IA_PORT_PCIE_TO_PCI:
	case IA_PORT_PCI_TO_PCIE:
	case IA_PORT_RC_EVENT_COLLECTOR:
		return;
	case IA_PORT_ROOT_PORT:
	case IA_PORT_DOWNSTREAM:
		break;
	case IA_PORT_ENDPOINT:
	case IA_PORT_LEGACY_ENDPOINT:
	case IA_PORT_RC_ENDPOINT:
	case IA_PORT_UPSTREAM:
		several = ia_multifunction(a->boot->machine, a->device);
		if (several != IA_NO)
			break;
		isolation->by = IA_ISOLATED_BY_SINGLE;
		isolation->isolates = IA_YES;
		isolation->missing = 0;
		return;
	default:
		isolation->by = IA_ISOLATED_BY_NONE;
		isolation->fact = IA_FACT_TYPE;
		isolation->isolates = IA_FLAG_UNKNOWN;
		return;
	}
	isolation->isolates = IA_FLAG_UNKNOWN;
	isolation->missing = 0;
	by_bits(a, isolation);
	if (several == IA_FLAG_UNKNOWN && isolation->isolates != IA_YES) {
		isolation->isolates = IA_FLAG_UNKNOWN;
		isolation->missing = 0;
		isolation->fact = IA_FACT_VF;
	}
	if (isolation->isolates != IA_FLAG_UNKNOWN)
		isolation->fact = IA_FACT_NOTHING;
}

/**
 * ia_isolation_find() - tell whether the kernel takes a function for kept apart
 * @boot: the kernel
 * @device: the function
 * @acs: its ACS of ia_acs_by_device(), or NULL
 * @isolation: filled
 */
void ia_isolation_find(const struct ia_boot *boot, const struct ia_device *device,
		       const struct ia_acs *acs, struct ia_isolation *isolation)
{
	struct ia_asked a = { boot, device, acs, ia_acs_is_there(boot->machine, acs) };
	struct ia_isolation doubt = { 0 }, one = { 0 };
	enum verdict verdict;

	*isolation = (struct ia_isolation){ 0 };
	if (!device->vendor.known || !device->device.known) {
		isolation->fact = IA_FACT_IDS;
		return;
	}
	if (by_table(&a, isolation, &doubt))
		return;
	verdict = by_override(&a, &one);
	if (verdict != NOTHING) {
		settle(&one, verdict, IA_ACS_QUIRK_OVERRIDE);
		*isolation = one;
	}
	if (verdict == MAYBE || verdict == NOTHING)
		by_type(&a, isolation);
	/* What may be, changes nothing where all else says the same. */
	if (verdict == MAYBE && isolation->isolates == IA_NO)
		*isolation = one;
	if (doubt.fact && doubt.isolates != isolation->isolates)
		*isolation = (struct ia_isolation){
			.by = IA_ISOLATED_BY_QUIRK, .quirk = doubt.quirk, .fact = IA_FACT_VERSION,
		};
}
