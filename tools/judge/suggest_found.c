// SPDX-License-Identifier: GPL-2.0
/* What check finds and mends on the command line: suggest says it too, or does it. */
#include "suggest_work.h"

#include "rules.h"

#define A(name)	(1u << IA_ARGUMENT_##name)
#define N(name)	(UINT64_C(1) << IA_SUGGESTION_##name)

/* Notes that say why there is no IOMMU, or no parameter for the ports. */
#define DEAD	(N(NO_IOMMU) | N(GUEST) | N(XEN) | N(SET_ALREADY))
#define PORTS	(N(NO_TOKEN) | N(OWNED) | N(ROOT_COMPLEX))

/*
 * Rules whose fix is on the command line, or that decide whether what is on it comes true:
 * with the arguments and the notes that say the same.
 */
static const struct {
	const struct ia_rule *rule;
	unsigned int arguments;
	uint64_t notes;
} mended[] = {
	{ &ia_rule_command_line, A(IOMMU_OFF) | A(INTREMAP_OFF), 0 },
	{ &ia_rule_parameters, 0, 0 },
	{ &ia_rule_iommu_on, A(VTD_ON) | A(IOMMU_OFF), DEAD },
	{ &ia_rule_interrupt_remapping, A(INTREMAP_OFF) | A(IOMMU_OFF), DEAD },
	{ &ia_rule_protected_memory, A(VTD_ON), DEAD },
	{ &ia_rule_predicted, 0, N(OVERRIDE) },
	{ &ia_rule_hugepages, 0, N(HUGEPAGES) },
	{ &ia_rule_cpu_interrupts, A(INTREMAP_OFF) | A(IOMMU_OFF), DEAD },
	{ &ia_rule_vf_space, 0, 0 },
	{ &ia_rule_bound, A(IDS), N(NOT_EVERY) | N(IN_USE) | N(USE_UNKNOWN) | N(VMD) |
				  N(REFUSED) | N(UNSERVED) | N(BLACKLISTED) },
	{ &ia_rule_translated, A(TRANSLATE) | A(IDENTITY), 0 },
	{ &ia_rule_not_strict, A(LAZY) | A(STRICT), 0 },
	{ &ia_rule_peers_apart, A(APART) | A(ACS_OFF), N(NO_TOKEN) },
	{ &ia_rule_vfio_at_boot, 0, N(NOT_EVERY) },
	{ &ia_rule_survives_reboot, A(IDS), N(NOT_EVERY) },
	{ &ia_rule_gpu_p2p, A(DIRECT), PORTS },
	{ &ia_rule_gpu_nic, A(DIRECT), PORTS },
	{ &ia_rule_gpu_vf, A(DIRECT_TRANSLATED), PORTS },
	{ &ia_rule_no_inv_timeouts, 0, 0 },
	{ &ia_rule_acs_drift, 0, 0 },
};

static bool is_said(const struct ia_suggestion *s, unsigned int arguments, uint64_t notes)
{
	size_t i;

	for (i = 0; i < s->nadd; i++) {
		if (arguments >> s->add[i].reason & 1)
			return true;
	}
	for (i = 0; i < s->ndrop; i++) {
		if (arguments >> s->drop[i].reason & 1)
			return true;
	}
	for (i = 0; i < s->nnotes; i++) {
		if (notes >> s->notes[i].reason.code & 1)
			return true;
	}
	return false;
}

/**
 * ia_suggest_found() - note what a check found that nothing of the suggestion mends
 * @w: the work, with all arguments and all other notes
 *
 * So nobody reads that there is nothing to do where check names a change of the command line.
 */
void ia_suggest_found(struct ia_suggest_work *w)
{
	const struct ia_check *check = w->check;
	size_t i, j;

	for (i = 0; i < check->nfindings; i++) {
		const struct ia_finding *f = &check->findings[i];

		if (f->verdict != IA_FAIL && f->verdict != IA_WARN)
			continue;
		for (j = 0; j < sizeof(mended) / sizeof(*mended); j++) {
			if (mended[j].rule != f->rule ||
			    is_said(w->out, mended[j].arguments, mended[j].notes))
				continue;
			w->out->notes[w->out->nnotes++] = (struct ia_suggestion_remark){
				.reason.code = IA_SUGGESTION_FOUND, .finding = f,
			};
		}
	}
}
