// SPDX-License-Identifier: GPL-2.0
/* Rules about the IOMMUs of one host among each other */
#include "rules.h"

#include <limits.h>

#define COUNT(items)	(sizeof(items) / sizeof(*(items)))

#define ALWAYS	0
#define NEVER	UINT_MAX

enum { UNITS_HELD_BACK = 1, UNITS_UNSEEN };
enum { NOTE_LACKS = 1, NOTE_WIDTH };

/*
 * Capabilities that one unit can keep the others from. From the kernel of the version on, it
 * is known that it uses one on all units or on none; with others, or where the version is
 * NEVER, what is behind a unit without it goes without.
 */
static const struct shared {
	enum ia_vendor vendor;
	enum ia_feature feature;
	const char *name;
	unsigned int major;
	unsigned int minor;
} shared[] = {
	/* intel_prepare_irq_remapping(): "First make sure all IOMMUs support IRQ remapping" */
	{ IA_VENDOR_VTD, IA_FEATURE_IR, "interrupt remapping (IR)", ALWAYS, 0 },
	/* the same: "%s does not support EIM" */
	{ IA_VENDOR_VTD, IA_FEATURE_EIM, "x2APIC mode of interrupt remapping (EIM)", ALWAYS, 0 },
	/* sm_supported(), pasid_supported(), ecap_dev_iotlb_support(), ecap_sc_support() */
	{ IA_VENDOR_VTD, IA_FEATURE_SMTS, "scalable mode (SMTS)", NEVER, 0 },
	{ IA_VENDOR_VTD, IA_FEATURE_PASID, "PASIDs (PASID)", NEVER, 0 },
	{ IA_VENDOR_VTD, IA_FEATURE_DT, "ATS (DT)", NEVER, 0 },
	{ IA_VENDOR_VTD, IA_FEATURE_SC, "snoop control (SC)", NEVER, 0 },
	/* iommu_init_pci(): amd_iommu_iotlb_sup */
	{ IA_VENDOR_AMD, IA_FEATURE_IOTLB_SUP, "ATS (IotlbSup)", ALWAYS, 0 },
	/* get_global_efr() and check_feature(); iommu_feature() of one unit in 5.10 and 6.1 */
	{ IA_VENDOR_AMD, IA_FEATURE_GTSUP, "PASIDs (GTSup)", 6, 12 },
	{ IA_VENDOR_AMD, IA_FEATURE_PPRSUP, "page requests (PPRSup)", 6, 12 },
};

struct tally {
	size_t with;
	size_t without;
	const struct ia_unit *lacks;
};

static struct tally count(const struct ia_machine *m, const struct shared *one)
{
	struct tally tally = { 0 };
	size_t i;

	for (i = 0; i < m->nunits; i++) {
		const struct ia_unit *unit = &m->units[i];

		if (unit->vendor != one->vendor || !unit->features.known)
			continue;
		if (ia_has_bit(&unit->features, one->feature)) {
			tally.with++;
		} else {
			tally.without++;
			tally.lacks = tally.lacks ?: unit;
		}
	}
	return tally;
}

/* An unknown kernel is taken for one that uses what each unit has. */
static bool is_everywhere(struct ia_release release, const struct shared *one)
{
	return !one->major || ia_release_from(release, one->major, one->minor);
}

static bool has_several_units(const struct ia_check *check)
{
	return check->machine->nunits > 1;
}

/* The smallest of them is what a domain of functions behind both can have. */
static void note_widths(const struct ia_machine *m, struct ia_finding *finding)
{
	const struct ia_unit *least = NULL;
	uint64_t most = 0;
	size_t i;

	for (i = 0; i < m->nunits; i++) {
		if (!m->units[i].mgaw.known)
			continue;
		if (!least || m->units[i].mgaw.n < least->mgaw.n)
			least = &m->units[i];
		most = m->units[i].mgaw.n > most ? m->units[i].mgaw.n : most;
	}
	if (least && least->mgaw.n < most)
		ia_evidence_noted(finding, IA_RECORD_UNIT, least, ia_keys("unit", "mgaw"),
				  NOTE_WIDTH, ia_arg_n(most));
}

static bool judge_units(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	struct ia_release release = ia_release_parse(m->kernel.known ? m->kernel.text : NULL);
	const struct shared *worst = NULL;
	struct tally worst_tally = { 0 };
	size_t i, unread = 0;

	for (i = 0; i < m->nunits; i++)
		unread += !m->units[i].features.known;
	/* Nobody has read their registers. */
	if (unread == m->nunits)
		return false;
	for (i = 0; i < COUNT(shared); i++) {
		struct tally tally = count(m, &shared[i]);

		if (!tally.with || !tally.without)
			continue;
		if (!worst && is_everywhere(release, &shared[i])) {
			worst = &shared[i];
			worst_tally = tally;
		}
		ia_evidence_noted(finding, IA_RECORD_UNIT, tally.lacks, ia_keys("unit", "features"),
				  NOTE_LACKS, ia_arg_text(shared[i].name));
	}
	note_widths(m, finding);
	if (worst)
		return ia_find(finding, UNITS_HELD_BACK, ia_arg_text(worst_tally.lacks->unit.text),
			       ia_arg_text(worst->name), ia_arg_n(worst_tally.with));
	for (i = 0; unread && i < m->nunits; i++) {
		if (!m->units[i].features.known)
			ia_evidence_record(finding, IA_RECORD_UNIT, &m->units[i],
					   ia_keys("unit", "features"));
	}
	if (!finding->nevidence)
		ia_evidence_records(finding, IA_RECORD_UNIT, m->units, m->nunits,
				    ia_keys("unit", "features"));
	return ia_find(finding, unread ? UNITS_UNSEEN : PASSES);
}

const struct ia_rule ia_rule_units_agree = {
	.id = "units-agree",
	.title = "no IOMMU keeps the others from a feature",
	.meaning = "The kernel uses some features on all IOMMUs or on none: interrupt remapping and its x2APIC mode (VT-d), ATS and, on newer kernels, PASIDs and page requests (AMD-Vi). Scalable mode, PASIDs, ATS and snoop control of VT-d are a matter of each unit: what is behind one without them goes without.",
	.background = "At boot the kernel takes the capabilities that all units have in common for features that it uses everywhere. One unit without a feature keeps it from all others.",
	.sources = {
		"drivers/iommu/intel/irq_remapping.c: intel_prepare_irq_remapping()",
		"drivers/iommu/amd/init.c: early_amd_iommu_init()",
	},
	.fix = "newer firmware; no setting gives an IOMMU what it lacks",
	.warn = P(BASELINE) | ASSIGNS,
	.outcomes = {
		[UNITS_HELD_BACK] = {
			IA_FAIL, "{0} lacks {1}: the kernel uses it on none, {2} {2:other has|others have} it",
			.brief = "{0} lacks {1}: the kernel uses it on none",
		},
		[UNITS_UNSEEN] = {
			IA_UNKNOWN, "whether all IOMMUs have the same features cannot be seen",
			.brief = "features of all IOMMUs cannot be seen",
		},
	},
	.notes = {
		[NOTE_LACKS] = ": lacks {0}, which others have",
		[NOTE_WIDTH] = ": others have {0} bits; a guest with devices behind both has the smaller width",
	},
	.applies = has_several_units,
	.judge_host = judge_units,
};

enum { SEEN_PARTLY = 1, SEEN_WITHOUT };

/* What the module cannot see on this kernel, nobody can judge. */
static bool judge_seen(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_facts *f = &check->facts;
	size_t i;

	for (i = 0; i < f->nblind; i++)
		ia_evidence_record(finding, IA_RECORD_SOURCE, f->blind[i],
				   ia_keys("source", "method", "accuracy", "reason"));
	for (i = 0; i < f->nmissing; i++)
		ia_evidence_add(finding, IA_EVIDENCE_MISSING)->missing = &f->missing[i];
	if (!ia_from_module(check->machine))
		return ia_find(finding, SEEN_WITHOUT);
	return ia_find(finding, f->nblind || f->nmissing ? SEEN_PARTLY : PASSES);
}

const struct ia_rule ia_rule_seen = {
	.id = "seen",
	.title = "everything that is reported can be seen",
	.meaning = "Where a kernel cannot tell, or the module is not there to ask it, a check can only say so.",
	.background = "The module finds out by probes when it is built and when it is loaded what this kernel can tell, and says so for each source of facts, with the reason.",
	.sources = {
		"Documentation/ABI/debugfs-iommu_audit-version",
		"Documentation/supported-kernels.md",
	},
	.warn = P(BASELINE),
	.outcomes = {
		[PASSES] = { IA_PASS, .evidence = "version: every source is exact" },
		[SEEN_PARTLY] = { IA_UNKNOWN, "this kernel cannot tell everything" },
		[SEEN_WITHOUT] = { IA_UNKNOWN, "without the module not everything can be seen" },
	},
	.judge_host = judge_seen,
};
