// SPDX-License-Identifier: GPL-2.0
/* Rules about the IOMMUs themselves */
#include <string.h>

#include "hardware.h"
#include "lint.h"
#include "rules.h"

enum { FIX_VTD = 1, FIX_AMD, FIX_FIRMWARE, FIX_SMMU, FIX_SET, FIX_GUEST, FIX_XEN,
	FIX_IGFX, FIX_SOME, FIX_AMD_DARK };

/* What switches an IOMMU on depends on whose it is. */
#define TURN_ON	{								\
	[FIX_VTD] = "intel_iommu=on on the kernel command line",		\
	[FIX_AMD] = "take amd_iommu=off and iommu=off off the kernel command line; " \
		    "AMD-Vi is on by default", \
	[FIX_AMD_DARK] = "nothing on the kernel command line switches AMD-Vi off: look for what " \
			 "AMD-Vi says in the kernel log, and for IOMMU in the firmware", \
	[FIX_FIRMWARE] = "switch VT-d or AMD-Vi on in the firmware; Intel may need " \
			 "intel_iommu=on too", \
	[FIX_SMMU] = "firmware that describes the SMMUs of this machine",	\
	[FIX_SET] = "intel_iommu=on is there already: look for what DMAR says in the " \
		    "kernel log, and at VT-d in the firmware",			\
	[FIX_GUEST] = "a virtual IOMMU, which the hypervisor has to give this machine " \
		      "(QEMU: -device intel-iommu or virtio-iommu); its firmware has none " \
		      "to switch on",						\
	[FIX_IGFX] = "take igfx_off (intgpu_off) out of intel_iommu= for what is behind such a " \
		     "unit: the kernel leaves out those that serve graphics alone",	\
	[FIX_SOME] = "look for what DMAR or AMD-Vi says in the kernel log: Linux leaves out " \
		     "units whose devices are not there, and those of some graphics",	\
	[FIX_XEN] = "Xen owns the IOMMUs: iommu= on Xen's own command line; xl dmesg says " \
		    "what it found",						\
}

/**
 * ia_around() - tell who has the IOMMUs where this kernel is not alone with the hardware
 * @machine: its identity says what is around it
 */
enum ia_around ia_around(const struct ia_machine *machine)
{
	const struct ia_identity *id = &machine->identity;

	if (id->privileged == IA_YES && id->hypervisor != IA_HYPERVISOR_HYPERV)
		return IA_AROUND_XEN;
	return id->virtualised == IA_YES && id->privileged != IA_YES ? IA_AROUND_GUEST :
								       IA_AROUND_NOTHING;
}

static bool sets(const struct ia_machine *m, enum ia_setting setting, enum ia_setting_value to)
{
	return ia_lint_sets(ia_lint_machine(m), setting, to);
}

static unsigned int turn_on(const struct ia_check *check)
{
	enum ia_around around = ia_around(check->machine);

	if (around != IA_AROUND_NOTHING && !check->machine->nunits)
		return around == IA_AROUND_XEN ? FIX_XEN : FIX_GUEST;
	switch (check->facts.vendor) {
	case IA_VENDOR_VTD:
		return sets(check->machine, IA_SETTING_VTD, IA_SET_ON) ? FIX_SET : FIX_VTD;
	case IA_VENDOR_AMD:
		return !check->machine->cmdline.known ||
		       sets(check->machine, IA_SETTING_AMD, IA_SET_OFF) ||
		       sets(check->machine, IA_SETTING_DMA_OFF, IA_SET_ON) ? FIX_AMD : FIX_AMD_DARK;
	default:
		return ia_machine_arch(check->machine) == IA_ARCH_ARM64 ? FIX_SMMU : FIX_FIRMWARE;
	}
}

enum {
	IOMMU_UNLISTED = 1, IOMMU_UNSEEN_SOME, IOMMU_PARTLY, IOMMU_OFF, IOMMU_NONE, IOMMU_UNSEEN,
	IOMMU_UNUSED, IOMMU_UNLISTED_SOME, IOMMU_PARTLY_OTHERS, IOMMU_PARTLY_UNSEEN,
	IOMMU_PARTLY_HOST, IOMMU_OWN, IOMMU_OWN_UNSEEN,
};

/* Functions that somebody has to keep from memory, and no unit does. */
static size_t count_bare(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	size_t i, count = 0;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		if (ia_is_bridge(d) || ia_is_served(m, d) != IA_NO || !d->unit.known)
			continue;
		count++;
		ia_evidence_record(finding, IA_RECORD_DEVICE, d, ia_keys("dev", "unit", "group"));
	}
	return count;
}

/* Some units are off: what counts is whether they are those of the functions in question. */
static bool judge_partly(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	size_t off, unseen, others;

	finding->fix = sets(m, IA_SETTING_IGFX, IA_SET_OFF) ? FIX_IGFX : FIX_SOME;
	ia_count_behind(check, finding, ia_is_served, &off, &unseen);
	ia_evidence_records(finding, IA_RECORD_UNIT, m->units, m->nunits,
			    ia_keys("unit", "translation", "scope"));
	if (off)
		return ia_find(finding, IOMMU_PARTLY, ia_arg_n(off), ia_arg_n(check->ndevices));
	if (unseen)
		return ia_find(finding, IOMMU_PARTLY_UNSEEN, ia_arg_n(unseen),
			       ia_arg_n(check->ndevices));
	if (check->chosen)
		return ia_find(finding, PASSES);
	others = count_bare(check, finding);
	return ia_find(finding, others ? IOMMU_PARTLY_HOST : IOMMU_PARTLY_OTHERS,
		       ia_arg_n(check->facts.off), ia_arg_n(m->nunits), ia_arg_n(others));
}

/* Status registers say so; log lines only echo parameters. */
static bool judge_iommu_on(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_facts *f = &check->facts;
	const struct ia_machine *m = check->machine;

	if (f->translation == IA_TRANSLATION_PARTLY)
		return judge_partly(check, finding);
	ia_evidence_records(finding, IA_RECORD_UNIT, m->units, m->nunits,
			    ia_keys("unit", "translation"));
	if (!m->nunits)
		ia_evidence_units(check, finding);
	finding->fix = turn_on(check);
	switch (f->translation) {
	case IA_TRANSLATION_UNLISTED:
		return ia_find(finding, IOMMU_UNLISTED, ia_arg_n(m->ngroups));
	case IA_TRANSLATION_ON:
		if (ia_all_behind(check, ia_is_served))
			return ia_find(finding, PASSES);
		if (!f->unknown && !ia_lists_units(m))
			return ia_find(finding, IOMMU_UNLISTED_SOME, ia_arg_n(f->on));
		if (!f->unknown)
			return ia_find(finding, PASSES);
		return ia_find(finding, IOMMU_UNSEEN_SOME, ia_arg_n(f->on),
			       ia_arg_n(f->on + f->unknown));
	case IA_TRANSLATION_OFF:
		return ia_find(finding, IOMMU_OFF);
	case IA_TRANSLATION_NO_IOMMU:
		return ia_find(finding, IOMMU_NONE);
	case IA_TRANSLATION_UNUSED:
		return ia_find(finding, IOMMU_UNUSED, ia_arg_n(m->ndevices));
	default:
		return ia_find(finding, IOMMU_UNSEEN);
	}
}

const struct ia_rule ia_rule_iommu_on = {
	.id = "iommu-on",
	.title = "an IOMMU is on and translates",
	.meaning = "Without it no device can be kept from memory that is not its own, and VFIO assigns none. VFs can be made without it. A log line such as \"DMAR: IOMMU enabled\" only echoes the parameter: the status register counts.",
	.background = "VT-d translates once the kernel has set Translation Enable in the global command register, which the status register reports; AMD-Vi once IommuEn of the control register is set.",
	.sources = {
		"drivers/iommu/intel/iommu.c: iommu_enable_translation()",
		"drivers/iommu/amd/init.c: iommu_enable()",
		"Intel VT-d specification 5.10, 11.4.4.2 Global Status Register",
	},
	.fail = EVERY & ~GPUS,
	.warn = P(GPU_SRIOV_RDMA),
	.outcomes = {
		[IOMMU_UNLISTED] = {
			IA_PASS, "an IOMMU is in use that no DMAR or IVRS table lists",
			.evidence = "groups: {0} {0:group|groups} with a domain",
			.brief = "one is in use that no DMAR or IVRS lists",
		},
		[IOMMU_UNSEEN_SOME] = {
			IA_UNKNOWN, "{0} of {1} IOMMUs translate, the others cannot be seen",
			.brief = "{0} of {1} IOMMUs translate, others unknown",
		},
		[IOMMU_PARTLY] = {
			IA_FAIL, "{0} of {1} functions in question {0:is|are} behind no IOMMU that is on",
			.brief = "{0} of {1} functions {0:has|have} no IOMMU that is on",
		},
		[IOMMU_PARTLY_OTHERS] = {
			IA_WARN,
			"{0} of {1} IOMMUs {0:is|are} off; no function in question is behind {0:it|them}",
			.brief = "{0} of {1} IOMMUs {0:is|are} off, for other functions",
		},
		[IOMMU_PARTLY_HOST] = {
			IA_WARN,
			"{0} of {1} IOMMUs {0:is|are} off: none of the functions in question, but {2} {2:other|others} of the host {2:is|are} behind {0:it|them}",
			.brief = "{0} of {1} IOMMUs {0:is|are} off, for {2} other {2:function|functions}",
		},
		[IOMMU_OWN] = { IA_FAIL, "{0} is behind no IOMMU that is on" },
		[IOMMU_OWN_UNSEEN] = {
			IA_UNKNOWN,
			"some IOMMUs are off; whether that of {0} is cannot be seen",
			.brief = "whether the IOMMU of {0} is on cannot be seen",
		},
		[IOMMU_PARTLY_UNSEEN] = {
			IA_UNKNOWN,
			"some IOMMUs are off; whether those of {0} of {1} functions in question are cannot be seen",
			.brief = "some are off; cannot be seen for {0} of {1}",
		},
		[IOMMU_OFF] = { IA_FAIL, "the IOMMUs are there, and off" },
		[IOMMU_NONE] = { IA_FAIL, "no IOMMU is in use" },
		[IOMMU_UNSEEN] = { IA_UNKNOWN, "whether an IOMMU translates cannot be seen" },
		[IOMMU_UNUSED] = {
			IA_FAIL, "the kernel uses no IOMMU",
			.evidence = "devices: {0} functions, none in a group",
		},
		[IOMMU_UNLISTED_SOME] = {
			IA_UNKNOWN,
			"{0} {0:IOMMU|IOMMUs} that the kernel uses {0:translates|translate}; whether there are others only root sees",
			.brief = "{0} {0:translates|translate}; whether more are there: only root",
		},
	},
	.fixes = TURN_ON,
	.judge_host = judge_iommu_on,
};

#define CLASS_IOMMU	0x0806

enum { COVERED_BARE = 1, COVERED_UNSEEN, COVERED_LATER };

/* A function without a group, where others have one, is served by no unit. */
static bool judge_covered(const struct ia_check *check, const struct ia_device *device,
			  struct ia_finding *finding)
{
	if (ia_is_unknown(device->group)) {
		ia_evidence_record(finding, IA_RECORD_DEVICE, device, ia_keys("dev", "group"));
		return ia_find(finding, COVERED_UNSEEN);
	}
	if (!check->machine->ngroups)
		return false;
	/* AMD's IOMMUs are PCI functions themselves, which nothing has to translate. */
	if (device->group.known || ia_subclass(device).n == CLASS_IOMMU)
		return ia_find(finding, PASSES);
	ia_evidence_record(finding, IA_RECORD_DEVICE, device, ia_keys("dev", "group", "unit"));
	return ia_find(finding, ia_waits_for_driver(check->machine, device) ? COVERED_LATER :
									     COVERED_BARE);
}

const struct ia_rule ia_rule_covered = {
	.id = "covered",
	.title = "every PCI function is behind an IOMMU",
	.named = "each of these functions is behind an IOMMU",
	.meaning = "A function that no unit serves reaches all memory, whatever the others do.",
	.background = "Firmware lists which functions a unit serves, by device scopes or for a whole segment. A function that no unit serves gets no group, and its DMA passes untranslated.",
	.sources = {
		"drivers/iommu/intel/dmar.c: dmar_find_matched_drhd_unit()",
		"drivers/iommu/iommu.c: iommu_probe_device()",
		"Intel VT-d specification 5.10, 8.3 DMA Remapping Hardware Unit Definition Structure",
	},
	.fix = "a firmware whose table of IOMMUs (DMAR, IVRS, VIOT) names these devices",
	.warn = P(BASELINE) | P(VM_MIXED),
	.outcomes = {
		[PASSES] = {
			IA_PASS,
			.evidence = "devices: {1} functions, none without an IOMMU that needs one",
		},
		[COVERED_BARE] = {
			IA_FAIL, .several = "{0} of {1} PCI functions have no IOMMU",
		},
		[COVERED_UNSEEN] = {
			IA_UNKNOWN, .several = "whether {0} of {1} PCI functions {0:has|have} an IOMMU is not known",
			.briefs = "not known for {0} of {1} PCI functions",
		},
		[COVERED_LATER] = {
			IA_UNKNOWN, .several = "{0} of {1} PCI functions had no driver yet, before "
					       "which this kernel does not look for their IOMMU",
			.briefs = "{0} of {1} PCI functions had no driver yet",
		},
	},
	.everything = true,
	.judge_device = judge_covered,
};

enum {
	HARDWARE_OTHER = 1, HARDWARE_OLD, HARDWARE_CRASHED, HARDWARE_UNSEEN, HARDWARE_NO_MODULE,
};

static void show_requester(struct ia_finding *finding, const struct ia_requester *requester)
{
	ia_evidence_record(finding, IA_RECORD_REQUESTER, requester,
			   ia_keys("dev", "requester", "unit", "domain", "mode", "reason"));
}

/* How the hardware treats a requester; nobody is judged who is not in question. */
static enum ia_hardware treats(const struct ia_check *check,
			       const struct ia_requester *requester)
{
	const struct ia_device *device = ia_machine_device(check->machine, requester->device);

	if (check->chosen && (!device || !ia_asks_device(check, device)))
		return IA_HARDWARE_NONE;
	return ia_hardware_judge(check->machine, requester);
}

/* What the kernel believes, against the tables that the hardware follows. */
static bool judge_hardware(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	size_t i, others = 0, unseen = 0, judged = 0;

	if (!m->ngroups && !ia_groups_unseen(m))
		return false;
	if (m->absent[IA_FILE_TRANSLATIONS])
		return ia_find(finding, ia_from_module(m) ? HARDWARE_OLD : HARDWARE_NO_MODULE);
	for (i = 0; i < m->ntranslations; i++) {
		const struct ia_requester *requester = &m->translations[i];
		enum ia_hardware hardware = treats(check, requester);

		judged += hardware != IA_HARDWARE_NONE;
		unseen += hardware == IA_HARDWARE_UNKNOWN;
		if (hardware != IA_HARDWARE_DIFFERS)
			continue;
		others++;
		show_requester(finding, requester);
	}
	if (!judged)
		return false;
	if (others && ia_hardware_crashed(m))
		return ia_find(finding, HARDWARE_CRASHED);
	if (others)
		return ia_find(finding, HARDWARE_OTHER, ia_arg_n(others), ia_arg_n(judged));
	if (!unseen)
		return ia_find(finding, PASSES, ia_arg_n(judged));
	for (i = 0; i < m->ntranslations; i++) {
		if (treats(check, &m->translations[i]) == IA_HARDWARE_UNKNOWN)
			show_requester(finding, &m->translations[i]);
	}
	return ia_find(finding, HARDWARE_UNSEEN, ia_arg_n(unseen), ia_arg_n(judged));
}

const struct ia_rule ia_rule_hardware = {
	.id = "hardware",
	.title = "the IOMMUs do what the kernel believes",
	.meaning = "The hardware follows tables in memory, the kernel its own record of domains, and that is all that sysfs shows. Where they differ, a function reaches what it must not, or faults.",
	.background = "The hardware reads root, context and PASID tables, or AMD's device table, by requester id. The kernel keeps its own record of domains and never reads these tables back.",
	.sources = {
		"drivers/iommu/intel/iommu.c: domain_context_mapping()",
		"drivers/iommu/amd/iommu.c: set_dte_entry()",
		"Intel VT-d specification 5.10, 3.4 Mapping Devices to Domains",
	},
	.fix = "until it is explained, let nobody rely on the domains of these functions; a snapshot has what a report of the kernel's defect needs",
	.fail = EVERY & ~GPUS,
	.warn = GPUS,
	.outcomes = {
		[PASSES] = {
			IA_PASS,
			.evidence = "translations: {0} requester {0:id|ids}, each as its domain says",
		},
		[HARDWARE_OTHER] = {
			IA_FAIL,
			"the hardware treats {0} of {1} requester ids otherwise than the kernel believes",
			.brief = "{0} of {1} ids are not as the kernel believes",
		},
		[HARDWARE_OLD] = {
			IA_UNKNOWN,
			"what the hardware does cannot be seen: the module that this was read from is older than translations; update it",
			.evidence = "translations: no such file",
			.brief = "the module that read this is too old to tell",
		},
		[HARDWARE_NO_MODULE] = {
			IA_UNKNOWN,
			"what the hardware does cannot be seen: only the module reads its tables",
			.evidence = "translations: this was read without the module",
			.brief = "only the module reads the IOMMUs' tables",
		},
		[HARDWARE_CRASHED] = {
			IA_UNKNOWN,
			"this kernel was started by a crash: functions that no driver has used are treated as before it",
			.brief = "crash kernel: unused functions are as before it",
		},
		[HARDWARE_UNSEEN] = {
			IA_UNKNOWN,
			"what the hardware does with {0} of {1} requester ids cannot be seen",
			.brief = "cannot be seen for {0} of {1} requester ids",
		},
	},
	.judge_host = judge_hardware,
};

enum {
	INTREMAP_NO_IOMMU = 1, INTREMAP_OFF, INTREMAP_UNSEEN, INTREMAP_PARTLY,
	INTREMAP_PARTLY_OTHERS, INTREMAP_PARTLY_UNSEEN, INTREMAP_OWN, INTREMAP_OWN_UNSEEN,
};

/* Interrupt remapping is independent of DMA remapping. */
static bool judge_intremap(const struct ia_check *check, struct ia_finding *finding)
{
	const size_t *units = check->facts.intremap;
	const struct ia_machine *m = check->machine;
	size_t off = 0, unseen = 0;

	if (check->facts.translation == IA_TRANSLATION_NO_IOMMU) {
		ia_evidence_units(check, finding);
		finding->fix = turn_on(check);
		return ia_find(finding, INTREMAP_NO_IOMMU);
	}
	if (ia_is_of_some(check, &ia_rule_interrupt_remapping))
		ia_count_behind(check, finding, ia_is_remapped, &off, &unseen);
	ia_evidence_records(finding, IA_RECORD_UNIT, m->units, m->nunits,
			    ia_keys("unit", "intremap"));
	if (units[IA_NO] && (units[IA_NO] == m->nunits || !check->ndevices))
		return ia_find(finding, INTREMAP_OFF);
	if (off)
		return ia_find(finding, INTREMAP_PARTLY, ia_arg_n(off), ia_arg_n(check->ndevices));
	if (unseen)
		return ia_find(finding, INTREMAP_PARTLY_UNSEEN, ia_arg_n(unseen),
			       ia_arg_n(check->ndevices));
	if ((units[IA_YES] && units[IA_YES] == m->nunits) || ia_all_behind(check, ia_is_remapped))
		return ia_find(finding, PASSES);
	if (units[IA_NO])
		return ia_find(finding, INTREMAP_PARTLY_OTHERS, ia_arg_n(units[IA_NO]),
			       ia_arg_n(m->nunits));
	if (!m->nunits)
		ia_evidence_units(check, finding);
	return ia_find(finding, INTREMAP_UNSEEN);
}

const struct ia_rule ia_rule_interrupt_remapping = {
	.id = "interrupt-remapping",
	.title = "interrupts are remapped",
	.meaning = "Without it a device can send any interrupt to any CPU. Symptom: VFIO refuses devices, unless told to allow unsafe interrupts. No kernel prints \"DMAR: Interrupt remapping enabled\": the lines are \"DMAR-IR: Enabled IRQ remapping in x2apic mode\" (or xapic) and \"AMD-Vi: Interrupt remapping enabled\"; the units' registers count.",
	.background = "A device raises an MSI by a write to 0xfeexxxxx. With remapping the write selects an entry that the kernel made for this requester; without it the device chooses vector and CPU. VFIO asks for IOMMU_CAP_INTR_REMAP or an isolated MSI domain.",
	.sources = {
		"drivers/iommu/intel/irq_remapping.c: intel_setup_irq_remapping()",
		"drivers/vfio/vfio_iommu_type1.c: vfio_iommu_type1_attach_group()",
		"Intel VT-d specification 5.10, 5 Interrupt Remapping",
	},
	.fix = "remove intremap=off and nointremap from the kernel command line; where they are not on it, switch interrupt remapping on in the firmware",
	.fail = P(BASELINE) | ASSIGNS,
	.outcomes = {
		[INTREMAP_NO_IOMMU] = { IA_FAIL, "no IOMMU, so nothing remaps interrupts" },
		[INTREMAP_OFF] = { IA_FAIL, "interrupt remapping is off" },
		[INTREMAP_OWN] = { IA_FAIL, "the IOMMU of {0} does not remap interrupts" },
		[INTREMAP_OWN_UNSEEN] = {
			IA_UNKNOWN,
			"some IOMMUs do not remap interrupts; whether that of {0} does cannot be seen",
			.brief = "whether the IOMMU of {0} does cannot be seen",
		},
		[INTREMAP_UNSEEN] = {
			IA_UNKNOWN, "whether interrupts are remapped cannot be seen",
		},
		[INTREMAP_PARTLY] = {
			IA_FAIL,
			"{0} of {1} functions in question {0:is|are} behind no IOMMU that remaps interrupts",
			.brief = "not those of {0} of {1} functions",
		},
		[INTREMAP_PARTLY_OTHERS] = {
			IA_WARN,
			"{0} of {1} IOMMUs {0:remaps|remap} no interrupts; no function in question is behind {0:it|them}",
			.brief = "{0} of {1} IOMMUs {0:does|do} not, for other functions",
		},
		[INTREMAP_PARTLY_UNSEEN] = {
			IA_UNKNOWN,
			"some IOMMUs remap no interrupts; whether those of {0} of {1} functions in question do cannot be seen",
			.brief = "some are not; cannot be seen for {0} of {1}",
		},
	},
	.fixes = TURN_ON,
	.judge_host = judge_intremap,
};

/**
 * ia_is_of_some() - tell whether a rule is about some of the IOMMUs, and not about the host
 * @check: whose machine
 * @rule: iommu-on or interrupt-remapping; no other is
 *
 * Then it holds for a function or not, as its own unit does.
 */
bool ia_is_of_some(const struct ia_check *check, const struct ia_rule *rule)
{
	const struct ia_facts *facts = &check->facts;

	return (rule == &ia_rule_iommu_on && facts->translation == IA_TRANSLATION_PARTLY) ||
	       (rule == &ia_rule_interrupt_remapping && facts->intremap[IA_NO] &&
		facts->intremap[IA_NO] < check->machine->nunits);
}

/**
 * ia_own_unit_does() - tell whether the unit of a function does what a rule asks for
 * @check: whose machine
 * @rule: iommu-on or interrupt-remapping
 * @device: the function
 */
enum ia_flag ia_own_unit_does(const struct ia_check *check, const struct ia_rule *rule,
			      const struct ia_device *device)
{
	return rule == &ia_rule_iommu_on ? ia_is_served(check->machine, device) :
					   ia_is_remapped(check->machine, device);
}

/**
 * ia_own_unit_judge() - judge a function by the rules that hold for some of the IOMMUs only
 * @check: the examination
 * @device: the function
 * @finding: filled where one of the rules does not hold, or is not known to
 *
 * Return: IA_PASS, or the verdict.
 */
enum ia_verdict ia_own_unit_judge(const struct ia_check *check, const struct ia_device *device,
				  struct ia_finding *finding)
{
	static const struct {
		const struct ia_rule *rule;
		unsigned int off, unseen;
	} rules[] = {
		{ &ia_rule_iommu_on, IOMMU_OWN, IOMMU_OWN_UNSEEN },
		{ &ia_rule_interrupt_remapping, INTREMAP_OWN, INTREMAP_OWN_UNSEEN },
	};
	enum ia_verdict worst = IA_PASS;
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(*rules) && worst != IA_FAIL; i++) {
		enum ia_flag does = ia_own_unit_does(check, rules[i].rule, device);

		if (!ia_is_of_some(check, rules[i].rule) || does == IA_YES ||
		    (does != IA_NO && worst != IA_PASS))
			continue;
		*finding = (struct ia_finding){
			.rule = rules[i].rule,
			.named = true,
			.outcome = {
				.code = does == IA_NO ? rules[i].off : rules[i].unseen,
				.args = { ia_arg_dev(device->address) },
			},
		};
		worst = finding->rule->outcomes[finding->outcome.code].verdict;
		finding->verdict = worst;
	}
	return worst;
}

enum { PROTECTED_ON = 1, PROTECTED_UNSEEN };

/* What an older module does not say of a unit, its capabilities may: without them there is none. */
static enum ia_cap_state protected_memory(const struct ia_unit *unit)
{
	if (unit->protected_memory == IA_CAP_UNKNOWN && unit->features.known &&
	    !ia_has_bit(&unit->features, IA_FEATURE_PLMR) &&
	    !ia_has_bit(&unit->features, IA_FEATURE_PHMR))
		return IA_CAP_ABSENT;
	return unit->protected_memory;
}

/* Firmware protects memory from DMA while it boots, and the kernel's driver ends that. */
static bool judge_protected(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	size_t on = 0, unseen = 0, able = 0, i;

	for (i = 0; i < m->nunits; i++) {
		const struct ia_unit *unit = &m->units[i];
		enum ia_cap_state state;

		if (unit->vendor != IA_VENDOR_VTD)
			continue;
		state = protected_memory(unit);
		on += state == IA_CAP_ON;
		unseen += state == IA_CAP_UNKNOWN;
		able += state != IA_CAP_ABSENT;
		if (state == IA_CAP_ON)
			ia_evidence_record(finding, IA_RECORD_UNIT, unit,
					   ia_keys("unit", "protected", "regions"));
	}
	if (!able)
		return false;
	if (on)
		return ia_find(finding, PROTECTED_ON, ia_arg_n(on), ia_arg_n(m->nunits));
	ia_evidence_records(finding, IA_RECORD_UNIT, m->units, m->nunits,
			    ia_keys("unit", "protected"));
	return ia_find(finding, unseen ? PROTECTED_UNSEEN : PASSES);
}

const struct ia_rule ia_rule_protected_memory = {
	.id = "protected-memory",
	.title = "no memory is protected from all DMA",
	.meaning = "Firmware can have VT-d block all DMA to ranges of memory, translated or not, until the kernel's driver takes over. It does so on each unit that it uses, and on none with intel_iommu=off: devices then cannot reach that memory.",
	.background = "PMEN switches on protection of one range below and one above 4 GiB. The kernel switches it off on each unit when it sets up translation.",
	.sources = {
		"drivers/iommu/intel/iommu.c: iommu_disable_protect_mem_regions()",
		"Intel VT-d specification 5.10, 11.4.8 Protected Memory Range Registers",
	},
	.fix = "intel_iommu=on, so that the kernel switches it off; or pre-boot DMA protection off in the firmware",
	.fail = P(BASELINE) | ASSIGNS,
	.outcomes = {
		[PROTECTED_ON] = { IA_FAIL, "{0} of {1} IOMMUs block DMA to protected memory" },
		[PROTECTED_UNSEEN] = {
			IA_UNKNOWN, "whether memory is protected from DMA cannot be seen",
			.brief = "protected memory cannot be seen",
		},
	},
	.judge_host = judge_protected,
};
