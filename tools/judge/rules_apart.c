// SPDX-License-Identifier: GPL-2.0
/* Whether devices of different groups reach each other past the IOMMU */
#include "../machine/predict.h"
#include "peers.h"
#include "rules.h"

enum { APART_DIRECT = 1, APART_UNSEEN, APART_FORCED };

/* Groups that the kernel makes because it was told to are no proof of anything. */
static size_t note_forced(const struct ia_machine *m, const struct ia_device *const *devices,
			  size_t count, struct ia_finding *finding)
{
	const struct ia_prediction *without = ia_predict_unforced(m);
	const struct ia_device *last = NULL;
	size_t i, n = 0;

	for (i = 0; without && i < count; i++) {
		const struct ia_device *other = ia_parted_from(without, devices[i]);

		if (!other)
			continue;
		n++;
		/* The other one of a pair says the same again. */
		if (other == last)
			continue;
		last = devices[i];
		ia_evidence_note(finding, 1, ia_arg_dev(devices[i]->address),
				 ia_arg_dev(other->address));
	}
	return n;
}

/**
 * ia_apart_judge() - judge whether functions reach others past the IOMMU
 * @check: the examination
 * @devices: the functions
 * @count: number of @devices
 * @finding: filled
 *
 * A group is no proof: ports without redirect let neighbours past the IOMMU, and
 * pcie_acs_override= makes groups of functions that nothing keeps apart.
 *
 * Return: false when there are no two functions of different groups.
 */
bool ia_apart_judge(const struct ia_check *check, const struct ia_device *const *devices,
		    size_t count, struct ia_finding *finding)
{
	const struct ia_machine *m = check->machine;
	size_t forced = note_forced(m, devices, count, finding), i;
	struct ia_apart apart;

	ia_apart_find(m, devices, count, &apart);
	if (!apart.pairs)
		return false;
	if (forced && !apart.direct)
		return ia_find(finding, APART_FORCED, ia_arg_n(forced));
	for (i = 0; i < apart.nsamples; i++)
		ia_evidence_path(finding, IA_EVIDENCE_PAIR, apart.samples[i][0],
				 apart.samples[i][1]);
	finding->left_out = (apart.direct ? apart.direct : apart.unknown) - apart.nsamples;
	if (apart.direct)
		return ia_find(finding, APART_DIRECT, ia_arg_n(apart.direct));
	return ia_find(finding, apart.unknown ? APART_UNSEEN : PASSES, ia_arg_n(apart.pairs),
		       ia_arg_n(apart.unknown));
}

static bool judge_apart(const struct ia_check *check, struct ia_finding *finding)
{
	return ia_apart_judge(check, check->devices, check->ndevices, finding);
}

const struct ia_rule ia_rule_peers_apart = {
	.id = "peers-apart",
	.title = "devices of different groups cannot reach each other past the IOMMU",
	.named = "these and other groups' functions cannot reach each other past the IOMMU",
	.brief = "other groups are not reached past the IOMMU",
	.meaning = "A group is no proof of isolation: below one switch with redirect off, devices reach each other's memory, and Linux still keeps them in groups of their own; so do translated requests of a device with ATS where Direct Translated is on. Where a card or a root port has no ACS, and the kernel no quirk for it, nothing shows what it does.",
	.background = "A switch hands a request for a peer's BAR straight down unless ACS redirect is on at the port that it enters by. Requests marked as translated pass Request Redirect where Direct Translated is on.",
	.sources = {
		"drivers/pci/pci.c: pci_enable_acs()",
		"drivers/pci/p2pdma.c: calc_map_type_and_dist(), in 5.10 upstream_bridge_distance()",
		"PCI Express Base Specification 6.3, 6.12 Access Control Services",
	},
	.fix = "give such devices to one owner, or switch redirect on, and Direct Translated off, at the ports above them",
	.fail = P(VM_MIXED),
	.warn = P(VFIO),
	.outcomes = {
		[PASSES] = {
			IA_PASS, .evidence = "acs: {0} {0:pair|pairs}, all sent to the IOMMU",
		},
		[APART_DIRECT] = {
			IA_FAIL,
			"{0} {0:pair|pairs} in different groups {0:reaches|reach} each other past the IOMMU",
			.brief = "{0} {0:pair|pairs} of devices {0:bypasses|bypass} the IOMMU",
		},
		[APART_UNSEEN] = {
			IA_UNKNOWN,
			"whether {1} of {0} pairs in different groups reach each other past the IOMMU cannot be seen",
			.brief = "cannot be seen for {1} of {0} pairs of devices",
		},
		[APART_FORCED] = {
			IA_UNKNOWN,
			"{0} {0:function has a group of its|functions have groups of their} own through pcie_acs_override= alone: nothing shows what keeps {0:it|them} apart",
			.brief = "{0} {0:function|functions} split by pcie_acs_override= only",
		},
	},
	.notes = { [1] = "{0} and {1} would share a group without pcie_acs_override=" },
	.judge_host = judge_apart,
};
