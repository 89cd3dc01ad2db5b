// SPDX-License-Identifier: GPL-2.0
/* Rules about the domains of groups: whether they translate, and how they flush */
#include "rules.h"

enum { DOMAIN_IDENTITY = 1, DOMAIN_UNSEEN, DOMAIN_OFF };

/* Units that are off do nothing of what the kernel's record of domains says. */
static enum ia_flag is_served(const struct ia_check *check, const struct ia_group *group,
			      struct ia_finding *finding)
{
	enum ia_flag served = IA_YES;
	size_t i;

	if (!check->facts.off)
		return IA_YES;
	for (i = 0; i < group->nfunctions; i++) {
		const struct ia_device *d = group->functions[i];
		enum ia_flag one = ia_is_served(check->machine, d);

		if (one == IA_NO)
			ia_evidence_record(finding, IA_RECORD_DEVICE, d,
					   ia_keys("dev", "group", "unit", "domain"));
		if (one == IA_NO || served == IA_YES)
			served = one;
	}
	return served;
}

/* Identity means no isolation at all for a device that the host drives. */
static bool judge_translated(const struct ia_check *check, const struct ia_group *group,
			     struct ia_finding *finding)
{
	enum ia_flag served;

	if (group->domain == IA_DOMAIN_IDENTITY) {
		ia_evidence_record(finding, IA_RECORD_GROUP, group,
				   ia_keys("group", "domain", "default", "devices"));
		return ia_find(finding, DOMAIN_IDENTITY);
	}
	served = is_served(check, group, finding);
	if (served == IA_NO)
		return ia_find(finding, DOMAIN_OFF);
	return ia_find(finding, served != IA_YES || check->facts.domains[IA_DOMAIN_UNKNOWN] ?
				DOMAIN_UNSEEN : PASSES);
}

const struct ia_rule ia_rule_translated = {
	.id = "translated",
	.title = "devices of the host are translated",
	.named = "these functions are translated",
	.meaning = "Identity (iommu=pt) is no isolation: such a device reaches all memory. VFIO translates what it holds in either case; a VF that a host driver or a container uses is not isolated under identity.",
	.background = "The default domain of a group is made at boot or probe: identity by iommu=pt and iommu.passthrough=1, else translated. A driver cannot tell, and an identity device can write any address.",
	.sources = {
		"drivers/iommu/iommu.c: iommu_get_def_domain_type()",
		"drivers/iommu/iommu.c: iommu_set_default_passthrough()",
		"https://docs.kernel.org/admin-guide/kernel-parameters.html",
	},
	.fix = "iommu.passthrough=0 in place of iommu=pt and iommu.passthrough=1",
	.warn = P(BASELINE) | P(SRIOV) | P(GPU_SRIOV_RDMA) | P(VM_MIXED),
	.outcomes = {
		[PASSES] = {
			IA_PASS, .evidence = "groups: {1} groups, none with domain=identity",
		},
		[DOMAIN_IDENTITY] = {
			IA_FAIL, .several = "{0} of {1} groups are identity: not translated",
		},
		[DOMAIN_OFF] = {
			IA_FAIL,
			.several = "{0} of {1} groups {0:is|are} behind an IOMMU that is off: not translated",
			.fix = "an IOMMU that is on: see iommu-on",
			.briefs = "{0} of {1} groups {0:is|are} behind an IOMMU that is off",
		},
		[DOMAIN_UNSEEN] = {
			IA_UNKNOWN, "what some devices are attached to cannot be seen",
			.evidence = "groups: {1} groups, none with domain=identity",
		},
	},
	.judge_group = judge_translated,
};

enum { FLUSH_STRICT = 1, FLUSH_UNSEEN };

/* Strict costs an IOTLB invalidation for every unmap. */
static bool judge_strict(const struct ia_check *check, const struct ia_group *group,
			 struct ia_finding *finding)
{
	(void)check;
	if (group->default_domain == IA_DOMAIN_UNKNOWN)
		return ia_find(finding, FLUSH_UNSEEN);
	if (group->default_domain != IA_DOMAIN_DMA)
		return ia_find(finding, PASSES);
	if (group->flush == IA_FLUSH_UNKNOWN)
		return ia_find(finding, FLUSH_UNSEEN);
	if (group->flush != IA_FLUSH_STRICT)
		return ia_find(finding, PASSES);
	ia_evidence_record(finding, IA_RECORD_GROUP, group,
			   ia_keys("group", "default", "flush", "devices"));
	return ia_find(finding, FLUSH_STRICT);
}

const struct ia_rule ia_rule_not_strict = {
	.id = "not-strict",
	.title = "unmaps do not wait for the IOMMU",
	.named = "unmaps of these functions do not wait for the IOMMU",
	.brief = "unmaps do not wait for the IOMMU",
	.meaning = "Strict invalidates the IOTLB at every unmap; lazy collects. \"Translated\" does not mean strict, and iommu=strict asks for nothing: iommu.strict=1 does.",
	.background = "A strict domain invalidates the IOTLB before an unmap returns. A lazy one (DMA-FQ) queues what was unmapped and flushes all at once, after some milliseconds or when the queue is full; until then the device can still reach it.",
	.sources = {
		"drivers/iommu/dma-iommu.c: __iommu_dma_unmap()",
		"drivers/iommu/iommu.c: iommu_dma_setup()",
		"https://docs.kernel.org/admin-guide/kernel-parameters.html",
	},
	.fix = "iommu.strict=0 in place of iommu.strict=1, intel_iommu=strict or amd_iommu=fullflush; a hypervisor's IOMMU can force it all the same",
	.warn = GPUS,
	.outcomes = {
		[PASSES] = {
			IA_PASS, .evidence = "groups: {1} groups, none with flush=strict",
		},
		[FLUSH_STRICT] = {
			IA_FAIL,
			.several = "{0} of {1} groups are strict: every unmap waits for the IOMMU",
			.briefs = "{0} of {1} groups are strict: unmaps wait",
		},
		[FLUSH_UNSEEN] = {
			IA_UNKNOWN, "whether unmaps wait cannot be seen",
			.evidence = "groups: {1} groups, none with flush=strict",
		},
	},
	.judge_group = judge_strict,
};
