// SPDX-License-Identifier: GPL-2.0
/* Rules about groups and ACS */
#include "attention.h"
#include "rules.h"

enum { GROUPS_SHARED = 1, GROUPS_UNSEEN, GROUPS_UNUSED };

enum { FIX_VMD = 1 };

/* Whoever names devices wants to know of their groups; of others, those that somebody assigns. */
static bool matters(const struct ia_check *check)
{
	const struct ia_facts *f = &check->facts;
	bool assigns = ia_attention_assigns(check->machine, f);
	size_t i;

	for (i = 0; i < f->nshares; i++) {
		if (check->chosen || ia_attention_shared(check->machine, &f->shares[i], assigns))
			return true;
	}
	return false;
}

/* Groups with more than one device: none of these can be assigned alone. */
static bool judge_groups(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_facts *f = &check->facts;
	struct ia_arg all = ia_arg_n(ia_count_groups(check));
	size_t i;

	if (ia_groups_unseen(check->machine))
		return ia_find(finding, GROUPS_UNSEEN);
	if (!check->machine->ngroups)
		return false;
	for (i = 0; i < f->nshares; i++) {
		ia_evidence_add(finding, IA_EVIDENCE_SHARE)->share = &f->shares[i];
		if (ia_share_by_vmd(&f->shares[i]))
			finding->fix = FIX_VMD;
	}
	if (!f->nshares)
		return ia_find(finding, PASSES, all);
	return ia_find(finding, matters(check) ? GROUPS_SHARED : GROUPS_UNUSED,
		       ia_arg_n(f->nshares), all);
}

const struct ia_rule ia_rule_groups = {
	.id = "groups",
	.title = "every group holds one device",
	.named = "their groups hold one device each",
	.meaning = "Devices of one group are assigned together or not at all: Linux cannot tell that they are apart. All functions of a card count as one, with the ports above them; parts of the chipset do not count. A group's number means nothing.",
	.background = "Linux puts two functions into one group where nothing proves that requests between them reach the IOMMU: below a port without ACS, as functions of a card without it, or with one requester id.",
	.sources = {
		"drivers/iommu/iommu.c: pci_device_group()",
		"drivers/pci/pci.c: pci_acs_enabled()",
		"https://docs.kernel.org/driver-api/vfio.html",
	},
	.fix = "a slot below ports with ACS, or ACS that the hardware has and that is off (iommu-audit acs); pcie_acs_override is in no mainline kernel and would change only what Linux believes",
	.fixes = {
		[FIX_VMD] = "VMD off in the firmware, for what is behind it; for others a slot below ports with ACS, or ACS that the hardware has and that is off (iommu-audit acs)",
	},
	.warn = P(BASELINE),
	.outcomes = {
		[PASSES] = {
			IA_PASS, .evidence = "groups: {0} {0:group|groups} with one device each at most",
		},
		[GROUPS_SHARED] = {
			IA_FAIL, "{0} of {1} groups {0:holds|hold} more than one device",
		},
		[GROUPS_UNUSED] = {
			IA_PASS,
			"{0} of {1} groups {0:holds|hold} more than one device, none of which anybody assigns",
			.brief = "{0} of {1} groups {0:is|are} shared; none is assigned",
		},
		[GROUPS_UNSEEN] = {
			IA_UNKNOWN, "which functions share a group is not known",
			.evidence = "devices: group=unknown (iommu-audit groups --predict)",
		},
	},
	.judge_host = judge_groups,
};

enum { DRIFTED = 1, DRIFT_UNSEEN };

/* ACS that somebody changed since the module was loaded. */
static bool judge_acs_drift(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_facts *f = &check->facts;
	size_t i;

	if (!check->machine->nacs)
		return false;
	for (i = 0; i < f->ndrifts; i++)
		ia_evidence_record(finding, IA_RECORD_ACS, f->drifts[i],
				   ia_keys("port", "ctl", "ctl_at_load"));
	if (f->ndrifts)
		return ia_find(finding, DRIFTED, ia_arg_n(f->ndrifts));
	return ia_find(finding, ia_from_module(check->machine) ? PASSES : DRIFT_UNSEEN);
}

const struct ia_rule ia_rule_acs_drift = {
	.id = "acs-drift",
	.title = "ACS is as it was when the module was loaded",
	.named = "ACS above them is as it was when the module was loaded",
	.brief = "ACS is as it was when the module was loaded",
	.meaning = "Groups were made from the bits at boot; bits that changed since make their isolation untrue, and a reset brings the old bits back.",
	.background = "The kernel sets ACS at probe and again after a reset or resume; setpci, firmware and some management tools change it at any time. Groups are not made again.",
	.sources = {
		"drivers/pci/pci.c: pci_enable_acs()",
		"drivers/pci/pci.c: pci_restore_state()",
		"PCI Express Base Specification 6.3, 6.12 Access Control Services",
	},
	.fix = "set ACS by the kernel command line instead of setpci: a reset undoes setpci, and groups are made at boot",
	.warn = EVERY,
	.outcomes = {
		[PASSES] = {
			IA_PASS, .evidence = "acs: ctl equals ctl_at_load on every port",
		},
		[DRIFTED] = {
			IA_FAIL,
			"ACS changed since the module was loaded on {0} {0:port|ports}",
			.brief = "ACS changed since load on {0} {0:port|ports}",
		},
		[DRIFT_UNSEEN] = {
			IA_UNKNOWN, "whether ACS changed cannot be seen: only the module remembers it",
			.evidence = "acs: this was read without the module",
			.brief = "only the module remembers how ACS was",
		},
	},
	.judge_host = judge_acs_drift,
};
