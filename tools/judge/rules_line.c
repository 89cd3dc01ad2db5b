// SPDX-License-Identifier: GPL-2.0
/* Rules about the kernel command line */
#include "rules.h"

#include "lint.h"

enum { LINE_OFF = 1, LINE_UNKNOWN };

/* iommu=off stops both drivers; the vendors' own switches stop their own. */
static bool judge_line(const struct ia_check *check, struct ia_finding *finding)
{
	enum ia_vendor vendor = check->facts.vendor;
	struct ia_buf list = { .arena = check->machine->arena };
	const struct ia_lint_parameter *off[4];
	const struct ia_lint *lint;
	size_t i;

	if (!check->machine->cmdline.known)
		return ia_find(finding, LINE_UNKNOWN);
	lint = ia_lint_machine(check->machine);
	off[0] = ia_lint_sets(lint, IA_SETTING_DMA_OFF, IA_SET_ON);
	off[1] = vendor == IA_VENDOR_AMD ? NULL : ia_lint_sets(lint, IA_SETTING_VTD, IA_SET_OFF);
	off[2] = vendor == IA_VENDOR_VTD ? NULL : ia_lint_sets(lint, IA_SETTING_AMD, IA_SET_OFF);
	off[3] = ia_lint_sets(lint, IA_SETTING_INTREMAP, IA_SET_OFF);
	for (i = 0; i < sizeof(off) / sizeof(*off); i++) {
		if (!off[i])
			continue;
		ia_evidence_note(finding, 1, ia_arg_text(off[i]->token->text));
		ia_buf_add(&list, "%s%s", list.len ? ", " : "", off[i]->text);
	}
	return list.len ? ia_find(finding, LINE_OFF, ia_arg_text(list.text)) :
			  ia_find(finding, PASSES, ia_arg_n(lint->cmdline.count));
}

const struct ia_rule ia_rule_command_line = {
	.id = "command-line",
	.title = "nothing on the kernel command line switches it off",
	.brief = "nothing there switches it off",
	.meaning = "iommu=off, the vendor's own off and intremap=off win over what the firmware offers. Symptom: no groups, or VFIO that refuses for want of interrupt remapping.",
	.background = "Parameters are parsed before any IOMMU is set up, and a later one can undo an earlier one. iommu=off and the vendor's own off leave the units as firmware left them.",
	.sources = {
		"arch/x86/kernel/pci-dma.c: iommu_setup()",
		"drivers/iommu/intel/iommu.c: intel_iommu_setup()",
		"https://docs.kernel.org/admin-guide/kernel-parameters.html",
	},
	.fail = P(BASELINE) | ASSIGNS,
	.outcomes = {
		[PASSES] = {
			IA_PASS,
			.evidence = "command line: {0} {0:parameter|parameters}, none switches it off",
		},
		[LINE_OFF] = {
			IA_FAIL, "switched off on the kernel command line: {0}",
			.fix = "remove {0} from the kernel command line",
			.brief = "switched off by {0}",
		},
		[LINE_UNKNOWN] = {
			IA_UNKNOWN, "the kernel command line is not known",
			.evidence = "command line: unknown",
		},
	},
	.notes = { [1] = "command line: {0}" },
	.judge_host = judge_line,
};

enum { PARAMETERS_ODD = 1, PARAMETERS_UNKNOWN, PARAMETERS_NONE, PARAMETERS_TOO_OLD };

/* Parameters that do nothing, or something else than they seem to say. */
static bool judge_parameters(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_lint *lint;
	size_t i, odd = 0;

	if (!check->machine->cmdline.known)
		return ia_find(finding, PARAMETERS_UNKNOWN);
	lint = ia_lint_machine(check->machine);
	if (lint->too_old)
		return ia_find(finding, PARAMETERS_TOO_OLD, ia_arg_text(lint->kernel.text));
	for (i = 0; i < lint->count; i++) {
		if (lint->parameters[i].verdict == IA_LINT_OK)
			continue;
		odd++;
		ia_evidence_add(finding, IA_EVIDENCE_PARAMETER)->parameter = &lint->parameters[i];
	}
	if (odd)
		return ia_find(finding, PARAMETERS_ODD, ia_arg_n(odd), ia_arg_n(lint->count));
	return lint->count ? ia_find(finding, PASSES, ia_arg_n(lint->count)) :
			    ia_find(finding, PARAMETERS_NONE);
}

const struct ia_rule ia_rule_parameters = {
	.id = "parameters",
	.title = "every parameter of the command line about this does what it says",
	.brief = "each IOMMU parameter does what it says",
	.meaning = "A parameter that no kernel reads leaves the host as it is: what was measured or secured with it was something else.",
	.background = "A handler gets the text behind its parameter's name. A value that it does not know is ignored, mostly without a message, and the parameter then does nothing.",
	.sources = {
		"drivers/iommu/amd/init.c: parse_amd_iommu_options()",
		"drivers/iommu/iommu.c: iommu_dma_setup()",
		"https://docs.kernel.org/admin-guide/kernel-parameters.html",
	},
	.fix = "iommu-audit lint says of each parameter what it does, and which was probably meant",
	.warn = P(BASELINE),
	.outcomes = {
		[PASSES] = {
			IA_PASS,
			.evidence = "command line: {0} {0:parameter|parameters} about this, all ok",
		},
		[PARAMETERS_ODD] = {
			IA_FAIL,
			"{0} of {1} {1:parameter|parameters} about this {0:does|do} not simply do what {0:it says|they say}",
			.brief = "{0} of {1} {1:parameter|parameters} {0:does|do} not do what {0:it says|they say}",
		},
		[PARAMETERS_UNKNOWN] = {
			IA_UNKNOWN, "the kernel command line is not known",
			.evidence = "command line: unknown",
		},
		[PARAMETERS_TOO_OLD] = {
			IA_UNKNOWN, "what kernels below 5.10 make of parameters was not read",
			.evidence = "kernel {0}: not judged",
			.brief = "parameters below Linux 5.10 are not known",
		},
		[PARAMETERS_NONE] = {
			IA_PASS, .evidence = "command line: no parameter about this",
			.brief = "no parameter about this is set",
		},
	},
	.judge_host = judge_parameters,
};
