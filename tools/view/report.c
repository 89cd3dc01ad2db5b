// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include "../../include/uapi/iommu_audit.h"
#include "../judge/lint.h"
#include "attention.h"

/* Why there is no unit, in the module's words. */
static const char *units_reason(const struct ia_facts *f)
{
	size_t i;

	for (i = 0; i < f->nblind; i++) {
		if (f->blind[i]->name == IA_SOURCE_UNITS && f->blind[i]->reason.known)
			return f->blind[i]->reason.text;
	}
	return NULL;
}

/* What the IOMMUs do, in a few words; @more: set to what else there is to say, or NULL. */
static const char *iommu_head(struct ia_arena *arena, const struct ia_facts *f,
			      enum ia_state *state, const char **more)
{
	size_t count = f->on + f->off + f->unknown;
	const char *units = ia_some(arena, count, "unit", "units");
	const char *vendor = ia_vendor_text(f->vendor), *reason = units_reason(f);

	*state = IA_GOOD;
	*more = NULL;
	switch (f->translation) {
	case IA_TRANSLATION_ON:
		if (!f->unknown)
			return ia_format(arena, "%s, %s, translating", vendor, units);
		*state = IA_ATTENTION;
		*more = "the others unknown";
		return ia_format(arena, "%s, %zu of %s translating", vendor, f->on, units);
	case IA_TRANSLATION_PARTLY:
		*state = IA_ATTENTION;
		return ia_format(arena, "%s, %zu of %zu units translating", vendor, f->on, count);
	case IA_TRANSLATION_OFF:
		*state = IA_BROKEN;
		*more = ia_format(arena, "%s, %s, translation is off", vendor, units);
		return "No IOMMU is translating";
	case IA_TRANSLATION_UNLISTED:
		if (f->smmus)
			return ia_format(arena, "Arm SMMU, %s, in use",
					 ia_some(arena, f->smmus, "unit", "units"));
		*more = "no DMAR or IVRS table lists it";
		return "An IOMMU is in use";
	case IA_TRANSLATION_UNKNOWN:
		*state = IA_ATTENTION;
		*more = reason ? reason : "the registers of its units could not be read";
		return "IOMMU state unknown";
	case IA_TRANSLATION_UNUSED:
		*state = IA_BROKEN;
		*more = ia_format(arena, "no function is in a group%s", count ?
				  ia_format(arena, ", though firmware has %s of %s", units,
					    vendor) : "");
		return "No IOMMU is in use";
	case IA_TRANSLATION_NO_IOMMU:
		break;
	}
	*state = IA_BROKEN;
	*more = reason ? reason : "this machine shows none";
	return "No IOMMU is translating";
}

/**
 * ia_iommu_text() - what the IOMMUs of a machine do, in a line
 * @arena: memory for the text
 * @f: what its records amount to
 * @state: set to how good that is
 */
const char *ia_iommu_text(struct ia_arena *arena, const struct ia_facts *f, enum ia_state *state)
{
	const char *more, *head = iommu_head(arena, f, state, &more);

	return more ? ia_format(arena, "%s: %s", head, more) : head;
}

/* By enum ia_flag, for interrupt remapping. */
static const char *const intremap_words[] = {
	[IA_FLAG_UNKNOWN] = IOMMU_AUDIT_UNKNOWN, [IA_FLAG_ABSENT] = IOMMU_AUDIT_NOT_APPLICABLE,
	[IA_NO] = "off", [IA_YES] = "on",
};

static const struct ia_wordlist intremap_list = { intremap_words, IA_YES + 1, NULL };

/* Which units remap interrupts. */
const char *ia_intremap_text(struct ia_arena *arena, const struct ia_facts *f)
{
	static const enum ia_flag order[] = { IA_YES, IA_NO, IA_FLAG_UNKNOWN };
	size_t i, units = f->on + f->off + f->unknown;
	struct ia_buf buf = { .arena = arena };

	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		size_t count = f->intremap[order[i]];
		const char *word = intremap_words[order[i]];

		if (count == units)
			return ia_format(arena, "interrupt remapping %s", word);
		if (count)
			ia_buf_add(&buf, "%s%s for %zu",
				   buf.len ? ", " : "interrupt remapping ", word, count);
	}
	return buf.text;
}

/* The parameters of the kernel command line that have to do with all this. */
static const char *parameters(struct ia_arena *arena, const struct ia_string *cmdline)
{
	struct ia_buf buf = { .arena = arena };
	struct ia_cmdline line = { 0 };
	size_t i;

	if (!cmdline->known)
		return ", command line unknown";
	ia_cmdline_parse(arena, cmdline->text, &line);
	for (i = 0; i < line.count; i++) {
		if (ia_parameter_relevant(&line.tokens[i]))
			ia_buf_add(&buf, "%s%s", buf.len ? " " : ", ", line.tokens[i].text);
	}
	return buf.text ? buf.text : ", no IOMMU parameter";
}

/* What is not known is no state: only what is on is good, and what is off is not. */
static enum ia_state head_state(const struct ia_report *report, enum ia_state state)
{
	switch (report->facts.translation) {
	case IA_TRANSLATION_UNKNOWN:
	case IA_TRANSLATION_UNLISTED:
		return IA_PLAIN;
	case IA_TRANSLATION_ON:
		return report->facts.unknown ? IA_PLAIN : state;
	default:
		return state;
	}
}

static void print_head(const struct ia_page *page, const struct ia_report *report)
{
	const struct ia_facts *f = &report->facts;
	const char *items[5], *more;
	enum ia_state state;
	size_t n = 0;

	/* Where the facts are from belongs beside the answer, however narrow the terminal. */
	items[n++] = iommu_head(page->arena, f, &state, &more);
	items[n++] = ia_report_origin(page, report);
	if (more)
		items[n++] = more;
	if (f->vendor != IA_VENDOR_ABSENT)
		items[n++] = ia_intremap_text(page->arena, f);
	items[n++] = ia_format(page->arena, "kernel %s%s", ia_text(&report->kernel),
			       parameters(page->arena, &report->cmdline));
	ia_out_list(page->out, "", items, n, head_state(report, state));
}

static void print_line(const struct ia_page *page, const struct ia_report_line *line)
{
	const char *label = ia_format(page->arena, "%-10s%s", line->label ? line->label : "",
				      line->under ? "  " : "");

	ia_out_list(page->out, label, line->items, line->count, line->state);
}

static void report_page(const struct ia_page *page, const void *object)
{
	const struct ia_report *report = object;

	struct ia_report_lines lines = { .arena = page->arena };
	size_t i;

	print_head(page, report);
	ia_report_lines(page, report, &lines);
	for (i = 0; i < lines.count; i++)
		print_line(page, &lines.lines[i]);
	ia_attention_show(page, &report->findings);
	if (!report->devices || ia_report_is_dead(&report->facts))
		return;
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_table_print(page->out, ia_report_tree(page->machine, page->out->chosen));
}

static const struct ia_field units_fields[] = {
	IA_F(struct ia_facts, on, "on", COUNT, "units that translate"),
	IA_F(struct ia_facts, off, "off", COUNT, "units that do not"),
	IA_F(struct ia_facts, unknown, "unknown", COUNT, "units of which this is not known"),
};

static const struct ia_answer units_answer = {
	.about = "DMA remapping units by whether they translate", IA_FIELDS(units_fields),
};

static const struct ia_field member_fields[] = {
	IA_F(struct ia_member, name, NULL, TEXT,
	     "a PCI function by its address, or a device's name"),
};

static const struct ia_answer member_answer = {
	.about = "a device of a group", IA_FIELDS(member_fields),
};

static const struct ia_field group_fields[] = {
	IA_F(struct ia_group, group, "group", NUMBER, "the group"),
	IA_F_OBJECTS(struct ia_group, devices.items, devices.count, "devices", &member_answer,
		     "its devices"),
};

static const struct ia_answer group_answer = {
	.about = "a group", IA_FIELDS(group_fields),
};

static const struct ia_field port_fields[] = {
	IA_F(struct ia_acs, port, NULL, ADDRESS, "a port"),
};

static const struct ia_answer port_answer = {
	.about = "a port", IA_FIELDS(port_fields),
};

static const struct ia_field share_fields[] = {
	IA_F_POINTER(struct ia_share, group, NULL, &group_answer, ""),
	IA_F_WORD(struct ia_share, reason, "reason", &ia_words_share_reasons,
		  "why its devices share it, as far as ACS explains it"),
	IA_F_OBJECT_POINTERS(struct ia_share, ports, nports, "ports", &port_answer,
			     "the ports without isolation"),
};

const struct ia_answer ia_answer_share = {
	.about = "a group with more than one device", IA_FIELDS(share_fields),
};

static const struct ia_field owned_fields[] = {
	IA_F(struct ia_device, address, "dev", ADDRESS, "the function"),
	IA_F(struct ia_device, driver, "driver", STRING, "its driver"),
	IA_F_ENUM(struct ia_device, domain, "domain", &ia_words_domains, "what it is attached to"),
	IA_F_ENUM(struct ia_device, default_domain, "default", &ia_words_domains,
		  "the default domain of its group"),
};

static const struct ia_answer owned_answer = {
	.about = "a function that user space owns", IA_FIELDS(owned_fields),
};

static const struct ia_field driver_fields[] = {
	IA_F(struct ia_name_count, name, "driver", TEXT, "a driver; null for none"),
	IA_F(struct ia_name_count, count, "count", COUNT, "VFs that have it"),
};

static const struct ia_answer driver_answer = {
	.about = "VFs by their driver", IA_FIELDS(driver_fields),
};

static const struct ia_field pf_device_fields[] = {
	IA_F(struct ia_device, address, "dev", ADDRESS, "the PF"),
	IA_F(struct ia_device, driver, "driver", STRING, "its driver"),
	IA_F(struct ia_device, numvfs, "numvfs", NUMBER, "VFs enabled"),
	IA_F(struct ia_device, totalvfs, "totalvfs", NUMBER, "VFs that can be enabled"),
};

static const struct ia_answer pf_device_answer = {
	.about = "a PF", IA_FIELDS(pf_device_fields),
};

static const struct ia_field pf_fields[] = {
	IA_F_POINTER(struct ia_pf, device, NULL, &pf_device_answer, ""),
	IA_F(struct ia_pf, listed, "listed", COUNT, "VFs that are among the functions"),
	IA_F(struct ia_pf, groups, "groups", COUNT, "groups that its VFs are in"),
	IA_F(struct ia_pf, alone, "alone_in_group", COUNT, "VFs that are alone in their group"),
	IA_F_OBJECTS(struct ia_pf, drivers, ndrivers, "vf_drivers", &driver_answer,
		     "its VFs by their driver, the most frequent one first"),
	IA_F_POINTER(struct ia_pf, last, "last_request", &ia_answer_request,
		     "the last request for VFs that was seen, or null"),
};

static const struct ia_answer pf_answer = {
	.about = "a function that can have VFs", IA_FIELDS(pf_fields),
};

static const struct ia_field drift_fields[] = {
	IA_F(struct ia_acs, port, "port", ADDRESS, "the port"),
	IA_F_ENUM(struct ia_acs, type, "type", &ia_words_port_types, "its type"),
	IA_F_BITS(struct ia_acs, cap, "cap", &ia_words_acs_bits, "bits that it can control"),
	IA_F_BITS(struct ia_acs, ctl, "ctl", &ia_words_acs_bits, "bits that are on"),
	IA_F_BITS(struct ia_acs, ctl_at_load, "ctl_at_load", &ia_words_acs_bits,
		  "bits that were on when the module was loaded"),
};

static const struct ia_answer drift_answer = {
	.about = "a port whose ACS was changed", IA_FIELDS(drift_fields),
};

static const char *missing_record(const struct ia_page *page, const void *object)
{
	const struct ia_missing *missing = object;

	(void)page;
	return ia_records[missing->record].name;
}

static const char *missing_key(const struct ia_page *page, const void *object)
{
	const struct ia_missing *missing = object;

	(void)page;
	return missing->key->name;
}

static const struct ia_field missing_fields[] = {
	IA_F_SENTENCE("record", missing_record, "the record"),
	IA_F_SENTENCE("key", missing_key, "the key"),
	IA_F(struct ia_missing, count, "count", COUNT, "records in which its value is unknown"),
};

static const struct ia_answer missing_answer = {
	.about = "a key whose value is unknown somewhere", IA_FIELDS(missing_fields),
};

static const char *requests_unseen(const struct ia_page *page, const void *object)
{
	const struct ia_report *report = object;

	return ia_events_unseen_text(page->machine, report->facts.requests);
}

static const char *const translation_words[] = {
	[IA_TRANSLATION_NO_IOMMU] = "no_iommu",
	[IA_TRANSLATION_OFF] = "off",
	[IA_TRANSLATION_ON] = "on",
	[IA_TRANSLATION_PARTLY] = "partly",
	[IA_TRANSLATION_UNLISTED] = "unlisted_iommu",
	[IA_TRANSLATION_UNKNOWN] = "unknown",
	[IA_TRANSLATION_UNUSED] = "unused",
};

static const struct ia_wordlist translations = { translation_words, 7, NULL };

static const struct ia_field report_fields[] = {
	IA_F(struct ia_report, kernel, "kernel", STRING, "release of the kernel"),
	IA_F(struct ia_report, cmdline, "cmdline", STRING, "its command line"),
	IA_F(struct ia_report, time, "time", STRING, "when it was read"),
	IA_F(struct ia_report, age, "age_s", SECONDS, "how long ago that was"),
	IA_F_ENUM(struct ia_report, facts.vendor, "vendor", &ia_words_vendors,
		  "of the IOMMUs; unknown when they differ"),
	IA_F_WORD(struct ia_report, facts.translation, "translation", &translations,
		  "whether DMA is translated: on, off, partly (some units on, some off), unknown, "
		  "no_iommu, unlisted_iommu (by one that is in no DMAR or IVRS table), unused (without "
		  "the module: no function is in a group)"),
	IA_F_OBJECT(struct ia_report, facts, "units", &units_answer,
		    "units by whether they translate"),
	IA_F_COUNTS(struct ia_report, facts.intremap, "interrupt_remapping", &intremap_list,
		    "units by whether they remap interrupts"),
	IA_F(struct ia_report, devices, "devices", COUNT, "PCI functions"),
	IA_F(struct ia_report, groups, "groups", COUNT, "IOMMU groups that hold one"),
	IA_F_COUNTS(struct ia_report, facts.domains, "domains", &ia_words_domains,
		    "functions by what they are attached to"),
	IA_F_COUNTS(struct ia_report, facts.modes, "default_modes", &ia_words_modes,
		    "groups by default; DMA where it is unknown whether that is lazy or strict"),
	IA_F_OBJECTS(struct ia_report, findings.items, findings.count, "findings",
		     &ia_answer_attention, "what of the machine deserves attention, broken things "
		     "first; all else are facts"),
	IA_F(struct ia_report, findings.assigns, "assigns", BOOL,
	     "the host is plainly set up to assign devices: user space owns one, ids= hand some to "
	     "vfio-pci, VFs are enabled, pcie_acs_override= splits groups, or intel_iommu=on on a "
	     "kernel of Proxmox VE"),
	IA_F_OBJECTS(struct ia_report, facts.shares, facts.nshares, "shared_groups",
		     &ia_answer_share, "groups with more than one device"),
	IA_F_OBJECT_POINTERS(struct ia_report, facts.owned, facts.nowned, "user_owned",
			     &owned_answer, "functions that user space owns"),
	IA_F_OBJECTS(struct ia_report, facts.pfs, facts.npfs, "virtual_functions", &pf_answer,
		     "functions that can have VFs"),
	IA_F_SENTENCE("vf_requests_not_seen_because", requests_unseen,
		      "why requests for VFs are not seen, or null"),
	IA_F(struct ia_report, facts.dropped, "events_dropped", NUMBER,
	     "events that the ring does not have any more"),
	IA_F_OBJECT_POINTERS(struct ia_report, facts.drifts, facts.ndrifts, "acs_drift",
			     &drift_answer, "ports whose ACS changed since the module was loaded"),
	IA_F_RECORD_POINTERS(struct ia_report, facts.blind, facts.nblind, "not_fully_seen", SOURCE,
			     "sources that do not see everything"),
	IA_F_OBJECT(struct ia_report, facts.faults, "faults", &ia_answer_faults_member,
		    "faults logged by the units"),
	IA_F_OBJECTS(struct ia_report, facts.missing, facts.nmissing, "unknown_values",
		     &missing_answer, "values that are unknown, by key"),
	IA_F_MACHINE,
};

const struct ia_answer ia_answer_report = {
	"iommu_audit report", "a machine in brief", IA_FIELDS(report_fields), report_page,
};
