// SPDX-License-Identifier: GPL-2.0
/* What deserves attention, in sentences: a title, why, what mends it, and the next command */
#include "attention.h"

#include <string.h>

#include "../judge/rules.h"
#include "../machine/kind.h"
#include "causes.h"
#include "findings.h"
#include "lint.h"
#include "report.h"

/* Devices or ports that a title names before it says how many are left. */
#define NAMED	4

static const char *devices_text(const struct ia_machine *m, const struct ia_device *const *devices,
				size_t count)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i, shown = count > NAMED ? NAMED - 1 : count;

	for (i = 0; i < shown; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "",
			   ia_machine_address(m, devices[i]->address));
	if (count > shown)
		ia_buf_add(&buf, " and %zu more", count - shown);
	return buf.text ? buf.text : "";
}

static const char *ports_text(const struct ia_machine *m, const struct ia_attention *one)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i, shown = one->nports > NAMED ? NAMED - 1 : one->nports;

	for (i = 0; i < shown; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "", ia_machine_address(m, one->ports[i]));
	if (one->nports > shown)
		ia_buf_add(&buf, " and %zu more", one->nports - shown);
	return buf.text ? buf.text : "";
}

/* What VFIO has comes first: the rest of the group is why it matters. */
static const struct ia_device **sharers(const struct ia_machine *m, const struct ia_attention *one)
{
	const struct ia_device **sorted = ia_alloc(m->arena, one->nfunctions, sizeof(*sorted));
	size_t i, pass, n = 0;

	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < one->nfunctions; i++) {
			if (ia_user_owned(one->functions[i]) == !pass)
				sorted[n++] = one->functions[i];
		}
	}
	return sorted;
}

static const char *functions_text(const struct ia_machine *m, const struct ia_attention *one)
{
	return devices_text(m, one->functions, one->nfunctions);
}

/* The words of a finding about the command line: one entry of a value, or whole parameters. */
static const char *parameters_text(const struct ia_machine *m, const struct ia_attention *one)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	if (one->entry)
		return ia_format(m->arena, "%s in %s", one->entry,
				 one->parameters[0]->token->name);
	for (i = 0; i < one->nparameters; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "", one->parameters[i]->text);
	return buf.text;
}

static const char *drivers_text(const struct ia_machine *m, const struct ia_attention *one)
{
	const struct ia_string *first = &one->functions[0]->driver;
	size_t i;

	for (i = 1; i < one->nfunctions; i++) {
		if (strcmp(ia_text(&one->functions[i]->driver), ia_text(first)))
			return "other drivers have them";
	}
	return first->known ? ia_format(m->arena, "%s has %s", first->text,
					one->nfunctions > 1 ? "them" : "it") :
			      "no driver is bound";
}

/* The drivers that keep a group: "snd_hda_intel has 01:00.1". */
static const char *holders_text(const struct ia_machine *m, const struct ia_attention *one)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i, shown = one->nagainst > NAMED ? NAMED - 1 : one->nagainst;

	for (i = 0; i < shown; i++)
		ia_buf_add(&buf, "%s%s has %s", i ? ", " : "", ia_text(&one->against[i]->driver),
			   ia_machine_address(m, one->against[i]->address));
	if (one->nagainst > shown)
		ia_buf_add(&buf, ", and other drivers %zu more", one->nagainst - shown);
	return buf.text;
}

/* Of a group that VFIO has a part of: what keeps it from the whole. */
static const char *held_text(const struct ia_machine *m, const struct ia_attention *one)
{
	struct ia_attention held = {
		.against = ia_alloc(m->arena, one->nfunctions, sizeof(*held.against)),
	};
	bool owned = false;
	size_t i;

	for (i = 0; i < one->nfunctions; i++) {
		enum ia_driver_kind kind = ia_driver_kind(one->functions[i]);

		owned |= kind == IA_DRIVER_VFIO;
		if (kind == IA_DRIVER_HOST)
			held.against[held.nagainst++] = one->functions[i];
	}
	return owned && held.nagainst ?
	       ia_format(m->arena, ", and %s", holders_text(m, &held)) : "";
}

static const char *unit_text(const struct ia_attention *one)
{
	return one->unit ? one->unit->unit.text : "an IOMMU";
}

/**
 * ia_attention_title() - what was found, in a line that names the devices
 * @page: where it is shown
 * @one: the finding
 */
const char *ia_attention_title(const struct ia_page *page, const struct ia_attention *one)
{
	const struct ia_machine *m = page->machine;
	const char *functions = functions_text(m, one);

	switch (one->kind) {
	case IA_ATTENTION_FAULTS:
		return ia_format(m->arena, "%s faults now", ia_fault_source(m, one->fault->fault));
	case IA_ATTENTION_ERRORS:
		return ia_format(m->arena, "%s: %s", unit_text(one),
				 ia_some(m->arena, one->count.n, "invalidation failed",
					 "invalidations failed"));
	case IA_ATTENTION_UNITS_UNREAD:
		return ia_format(m->arena, "%s: its registers cannot be read", unit_text(one));
	case IA_ATTENTION_XEN:
		return "Xen owns the IOMMUs";
	case IA_ATTENTION_UNCOVERED:
		return ia_format(m->arena, "%s: not behind any IOMMU", functions);
	case IA_ATTENTION_DRIFT:
		return ia_format(m->arena, "%s: ACS changed since the module was loaded",
				 ports_text(m, one));
	case IA_ATTENTION_OVERRIDE:
		if (!one->nagainst)
			return ia_format(m->arena, "%s: separated only by pcie_acs_override=",
					 functions);
		return ia_format(m->arena, "%s: separated from %s only by pcie_acs_override=",
				 functions, devices_text(m, one->against, one->nagainst));
	case IA_ATTENTION_SHARED:
		return ia_format(m->arena, "%s: one group (%s)",
				 devices_text(m, sharers(m, one), one->nfunctions),
				 ia_number_text(m->arena, one->group->group));
	case IA_ATTENTION_HELD:
		return ia_format(m->arena, "%s: cannot be assigned, the host has %s", functions,
				 devices_text(m, one->against, one->nagainst));
	case IA_ATTENTION_PEERS:
		if (!one->nagainst)
			return ia_format(m->arena, "%s: not isolated from each other", functions);
		return ia_format(m->arena, "%s: not isolated from %s", functions,
				 devices_text(m, one->against, one->nagainst));
	case IA_ATTENTION_NOT_BOUND:
		return ia_format(m->arena, "%s: not bound to vfio-pci, %s", functions,
				 drivers_text(m, one));
	case IA_ATTENTION_TOKEN:
		return ia_format(m->arena, one->nparameters > 1 ? "%s have no effect" :
				 "%s has no effect", parameters_text(m, one));
	case IA_ATTENTION_IOMMU_OFF:
		if (!one->rule)
			return ia_format(m->arena, "%s on the kernel command line",
					 parameters_text(m, one));
		return ia_finding_title(m, one->rule);
	case IA_ATTENTION_INTREMAP:
		return "interrupt remapping is off";
	default:
		return one->rule ? ia_finding_title(m, one->rule) :
				   ia_words_attention.words[one->kind];
	}
}

/* The same of each parameter that has no effect: what the kernel makes of it. */
static const char *tokens_why(const struct ia_machine *m, const struct ia_attention *one)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	if (one->entry)
		return ia_format(m->arena, "the groups are the same without it: the ports above "
				 "%s decide", functions_text(m, one));
	for (i = 0; i < one->nparameters; i++)
		ia_buf_add(&buf, "%s%s%s%s", i ? "; " : "",
			   one->nparameters > 1 ? one->parameters[i]->text : "",
			   one->nparameters > 1 ? ": " : "",
			   ia_lint_effect_text(m, one->parameters[i]));
	return buf.text;
}

/* Without isolation below it, what a device sends may never reach the IOMMU. */
static const char *override_why(const struct ia_machine *m, const struct ia_attention *one)
{
	const char *ports = one->nports ?
			    ia_format(m->arena, "%s %s no ACS", ports_text(m, one),
				      one->nports > 1 ? "have" : "has") :
			    "the hardware does not isolate them";

	return ia_format(m->arena, "%s: without the parameter they share one group, and DMA "
			 "between them may not reach the IOMMU", ports);
}

/**
 * ia_attention_why() - why it matters, or what it rests on
 * @page: where it is shown
 * @one: the finding
 */
const char *ia_attention_why(const struct ia_page *page, const struct ia_attention *one)
{
	const struct ia_machine *m = page->machine;
	const struct ia_fault_status *fault = one->fault;

	switch (one->kind) {
	case IA_ATTENTION_IOMMU_OFF:
		if (!one->rule)
			return "it turns the IOMMUs off; whether they are off cannot be seen";
		if (one->nparameters)
			return ia_format(m->arena, "%s on the kernel command line: no DMA is "
					 "translated, VFIO assigns no device",
					 parameters_text(m, one));
		return "no DMA is translated: devices can reach all memory, VFIO assigns no device";
	case IA_ATTENTION_UNITS_OFF:
		return "DMA of devices behind a unit that is off is not translated";
	case IA_ATTENTION_FAULTS:
		return ia_fault_line(m, fault);
	case IA_ATTENTION_ERRORS:
		return "devices may still reach what was unmapped";
	case IA_ATTENTION_UNITS_UNREAD:
		return "whether it translates is unknown";
	case IA_ATTENTION_XEN:
		return "Linux in the initial domain does not see whether they translate";
	case IA_ATTENTION_HARDWARE:
		return "translation depends on tables in memory: a device may reach "
		       "what it must not";
	case IA_ATTENTION_PROTECTED:
		return "firmware protected it before boot, and no driver lifted that: devices "
		       "cannot reach it";
	case IA_ATTENTION_INTREMAP:
		return "this host assigns devices: VFIO refuses, or with "
		       "allow_unsafe_interrupts=1 a guest can raise any interrupt";
	case IA_ATTENTION_UNCOVERED:
		return one->nfunctions > 1 ? "they reach all memory, whatever other devices may" :
					     "it reaches all memory, whatever other devices may";
	case IA_ATTENTION_DRIFT:
		return ia_format(m->arena, "%s → %s; groups are still those of the boot",
				 ia_acs_text(m->arena, &one->drift->ctl_at_load, 0),
				 ia_acs_text(m->arena, &one->drift->ctl, 0));
	case IA_ATTENTION_OVERRIDE:
		return override_why(m, one);
	case IA_ATTENTION_SHARED:
		return ia_format(m->arena, "%s: none of them can be assigned without the others%s",
				 ia_share_text(m, one->share), held_text(m, one));
	case IA_ATTENTION_HELD:
		return ia_format(m->arena, "group %s is not viable for VFIO: %s",
				 ia_number_text(m->arena, one->group->group), holders_text(m, one));
	case IA_ATTENTION_PEERS:
		return "they are in different groups, but a switch above routes requests "
		       "between them past the IOMMU";
	case IA_ATTENTION_NOT_BOUND:
		return ia_format(m->arena,
				 "%s names %s; a device that already has a driver keeps it",
				 one->parameters[0]->token->name, one->entry);
	case IA_ATTENTION_TOKEN:
		return tokens_why(m, one);
	default:
		return NULL;
	}
}

/* Where no table lists a unit, firmware has them off, and every vendor calls that otherwise. */
static const char *firmware_fix(const struct ia_machine *m)
{
	switch (m->processor) {
	case IA_VENDOR_VTD:
		return "enable VT-d in firmware setup, and boot with intel_iommu=on";
	case IA_VENDOR_AMD:
		return "set IOMMU to Enabled, not Auto, in firmware setup (AMD CBS, NBIO)";
	default:
		return NULL;
	}
}

/**
 * ia_attention_fix() - what mends it
 * @page: where it is shown
 * @one: the finding
 *
 * Return: the text, or NULL where @one says enough, or nothing does.
 */
const char *ia_attention_fix(const struct ia_page *page, const struct ia_attention *one)
{
	const struct ia_machine *m = page->machine;
	const char *fix = NULL;

	if (one->kind == IA_ATTENTION_IOMMU_OFF && one->nparameters)
		return ia_format(m->arena, "remove %s from it%s", parameters_text(m, one),
				 m->vendor == IA_VENDOR_VTD ? " and add intel_iommu=on" : "");
	if (one->kind == IA_ATTENTION_INTREMAP && one->nparameters)
		return ia_format(m->arena, "remove %s from the kernel command line",
				 parameters_text(m, one));
	if (one->kind == IA_ATTENTION_HELD && one->rule && ia_group_lets_go(one->rule))
		return "bind these to vfio-pci too, or to no driver";
	if (one->kind == IA_ATTENTION_PEERS)
		return "give them to one guest, or enable ACS redirect at the ports above them";
	if (one->kind == IA_ATTENTION_IOMMU_OFF && !m->nunits && m->identity.virtualised != IA_YES)
		fix = firmware_fix(m);
	if (fix)
		return fix;
	if (one->rule)
		return ia_finding_fix(m, one->rule);
	if (one->kind == IA_ATTENTION_TOKEN && !one->entry && one->nparameters == 1 &&
	    one->parameters[0]->meant)
		return ia_format(m->arena, "instead: %s", one->parameters[0]->meant);
	return NULL;
}

/**
 * ia_attention_next() - the command that tells more, or what to do
 * @page: where it is shown
 * @one: the finding
 */
const char *ia_attention_next(const struct ia_page *page, const struct ia_attention *one)
{
	const struct ia_machine *m = page->machine;

	switch (one->kind) {
	case IA_ATTENTION_IOMMU_OFF:
		return m->nunits ? "iommu-audit suggest" : "sudo dmesg | iommu-audit explain";
	case IA_ATTENTION_UNITS_OFF:
	case IA_ATTENTION_UNITS_UNREAD:
	case IA_ATTENTION_PROTECTED:
		return "iommu-audit units";
	case IA_ATTENTION_FAULTS:
	case IA_ATTENTION_ERRORS:
		return "iommu-audit faults";
	case IA_ATTENTION_XEN:
		return "xl dmesg";
	case IA_ATTENTION_INTREMAP:
	case IA_ATTENTION_HARDWARE:
		return "iommu-audit check";
	case IA_ATTENTION_SHARED:
		return ia_format(m->arena, "iommu-audit why %s",
				 ia_machine_address(m, sharers(m, one)[0]->address));
	case IA_ATTENTION_UNCOVERED:
	case IA_ATTENTION_OVERRIDE:
		return ia_format(m->arena, "iommu-audit why %s",
				 ia_machine_address(m, one->functions[0]->address));
	case IA_ATTENTION_HELD:
	case IA_ATTENTION_RESERVED:
	case IA_ATTENTION_PEERS:
		return ia_format(m->arena, "iommu-audit assign %s",
				 ia_machine_address(m, one->functions[0]->address));
	case IA_ATTENTION_DRIFT:
		return "iommu-audit acs";
	case IA_ATTENTION_TOKEN:
		/* Of one entry among several, lint has no line. */
		if (one->entry && one->nfunctions)
			return ia_format(m->arena, "iommu-audit why %s",
					 ia_machine_address(m, one->functions[0]->address));
		return "iommu-audit lint";
	default:
		return "iommu-audit lint";
	}
}
