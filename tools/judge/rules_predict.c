// SPDX-License-Identifier: GPL-2.0
/* The kernel's groups against those that its rules make of what was read */
#include "../machine/predict.h"
#include "rules.h"

enum { OVERRIDDEN = 1, DIFFER, NOT_KNOWN, DIFFER_BRIDGES };

enum { APART = 1, TOGETHER, BY_PARAMETER };

/**
 * ia_parted_from() - find a function that another one would share its group with, and does not
 * @prediction: groups as they would be
 * @device: a function
 *
 * Bridges do not count: they belong to what is below them, and VFIO lets them keep their driver
 * (vfio_dev_driver_allowed()).
 *
 * Return: NULL where the two are no functions that anybody would assign, or there is none.
 */
const struct ia_device *ia_parted_from(const struct ia_prediction *prediction,
				       const struct ia_device *device)
{
	const struct ia_predicted *one = ia_predicted_of(prediction, device);
	const struct ia_predicted_group *group;
	size_t i;

	if (!one->known || one->group == IA_NO_GROUP || !device->in_group || ia_is_bridge(device))
		return NULL;
	group = &prediction->groups[one->group];
	for (i = 0; i < group->count; i++) {
		const struct ia_device *other = group->members[i]->device;

		if (group->members[i]->known && !ia_is_bridge(other) && other->in_group &&
		    other->in_group != device->in_group)
			return other;
	}
	return NULL;
}

/* What would be together and is apart, a pair for each function. */
static size_t note_apart(const struct ia_check *check, const struct ia_prediction *p,
			 struct ia_finding *finding, unsigned int note)
{
	const struct ia_device *last = NULL;
	size_t i, count = 0;

	for (i = 0; i < p->boot.machine->ndevices; i++) {
		const struct ia_device *one = p->functions[i].device;
		const struct ia_device *other = ia_asks_device(check, one) ?
						ia_parted_from(p, one) : NULL;

		if (!other)
			continue;
		count++;
		/* The other one of a pair says the same again. */
		if (other == last)
			continue;
		last = one;
		ia_evidence_note(finding, note, ia_arg_dev(one->address),
				 ia_arg_dev(other->address));
	}
	return count;
}

/* Functions that are apart from a bridge alone. */
static void note_bridges(const struct ia_check *check, const struct ia_prediction *p,
			 struct ia_finding *finding)
{
	size_t i;

	for (i = 0; i < p->boot.machine->ndevices; i++) {
		const struct ia_predicted *one = &p->functions[i];

		if (one->known && one->with && one->device->in_group && one->with->in_group &&
		    one->device->in_group != one->with->in_group &&
		    (ia_asks_device(check, one->device) || ia_asks_device(check, one->with)))
			ia_evidence_note(finding, APART, ia_arg_dev(one->device->address),
					 ia_arg_dev(one->with->address));
	}
}

/* What would be apart and is together: neighbours in the kernel's group, but for bridges. */
static size_t note_together(const struct ia_check *check, const struct ia_prediction *p,
			    struct ia_finding *finding)
{
	const struct ia_machine *m = p->boot.machine;
	size_t i, j, count = 0;

	for (i = 0; i < m->ngroups; i++) {
		const struct ia_group *group = &m->groups[i];
		const struct ia_predicted *a = NULL;

		for (j = 0; j < group->nfunctions && ia_asks_group(check, group); j++) {
			const struct ia_predicted *b = ia_predicted_of(p, group->functions[j]);

			if (ia_is_bridge(b->device) || !b->known)
				continue;
			if (a && a->group != b->group) {
				count++;
				ia_evidence_note(finding, TOGETHER,
						 ia_arg_dev(a->device->address),
						 ia_arg_dev(b->device->address));
			}
			a = b;
		}
	}
	return count;
}

/* Groups that only pcie_acs_override= makes: the same kernel would not without it. */
static size_t note_overridden(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_prediction *without = ia_predict_unforced(check->machine);

	return without ? note_apart(check, without, finding, BY_PARAMETER) : 0;
}

static size_t note_unknown(const struct ia_check *check, const struct ia_prediction *p,
			   struct ia_finding *finding)
{
	const struct ia_device *last = NULL;
	size_t count = 0, i;

	for (i = 0; i < p->boot.machine->ndevices; i++) {
		const struct ia_predicted *one = &p->functions[i];

		if (one->known || !ia_asks_device(check, one->device))
			continue;
		count++;
		if (!one->about || one->about == last)
			continue;
		last = one->about;
		ia_evidence_add(finding, IA_EVIDENCE_FACT)->predicted = one;
	}
	return count;
}

/* Groups that the kernel made otherwise, with a function that is in question. */
static size_t count_differing(const struct ia_check *check, const struct ia_prediction *p)
{
	size_t i, j, count = 0;

	for (i = 0; i < p->ngroups; i++) {
		const struct ia_predicted_group *group = &p->groups[i];

		for (j = 0; j < group->count && group->same == IA_NO; j++) {
			if (!ia_asks_device(check, group->members[j]->device))
				continue;
			count++;
			break;
		}
	}
	return count;
}

/* Whether there are groups that only pcie_acs_override= makes. */
bool ia_parted_by_override(const struct ia_machine *machine)
{
	const struct ia_prediction *without = ia_predict_unforced(machine);

	return without && without->ndiffer > ia_predict_own(machine)->ndiffer;
}

static bool judge(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_prediction *own;
	size_t count;

	if (!ia_has_groups(check->machine))
		return false;
	own = ia_predict_own(check->machine);
	count = note_overridden(check, finding);
	if (count)
		return ia_find(finding, OVERRIDDEN, ia_arg_n(count));
	count = note_apart(check, own, finding, APART) + note_together(check, own, finding);
	if (count)
		return ia_find(finding, DIFFER, ia_arg_n(count_differing(check, own)));
	count = note_unknown(check, own, finding);
	if (count)
		return ia_find(finding, NOT_KNOWN, ia_arg_n(count));
	count = count_differing(check, own);
	note_bridges(check, own, finding);
	if (count)
		return ia_find(finding, DIFFER_BRIDGES, ia_arg_n(count));
	return ia_find(finding, PASSES, ia_arg_n(ia_count_groups(check)));
}

const struct ia_rule ia_rule_predicted = {
	.id = "groups-predicted",
	.title = "the groups are those that the kernel's rules make of this machine",
	.named = "their groups are those that the kernel's rules make of this machine",
	.brief = "groups are as the kernel's rules predict",
	.meaning = "Linux takes devices of different groups for kept apart by the hardware. Where the bits and the kernel's quirks do not say so, they are not.",
	.background = "Groups follow from ACS bits, requester id aliases and a table of quirks, all by the kernel's version. The tool repeats that and compares; pcie_acs_override= is a patch outside of mainline that makes the kernel believe in ACS.",
	.sources = {
		"drivers/iommu/iommu.c: pci_device_group()",
		"drivers/pci/quirks.c: pci_dev_specific_acs_enabled()",
		"drivers/pci/search.c: pci_for_each_dma_alias()",
	},
	.fix = "set ACS by the kernel command line instead of setpci, and boot: groups are made at boot (iommu-audit groups --predict)",
	.fail = P(VFIO) | P(VM_MIXED),
	.warn = P(BASELINE),
	.notes = {
		[APART] = "{0} and {1} are in different groups, and would share one",
		[TOGETHER] = "{0} and {1} share a group, and would be in different ones",
		[BY_PARAMETER] = "{0} and {1} would share a group without pcie_acs_override=",
	},
	.outcomes = {
		[PASSES] = {
			IA_PASS, .evidence = "groups: {0} as predicted",
		},
		[OVERRIDDEN] = {
			IA_FAIL,
			"{0} {0:function is|functions are} kept apart by pcie_acs_override= alone",
			.fix = "leave pcie_acs_override= out, or give these devices to one owner: the parameter changes what Linux believes, not what the hardware does",
			.brief = "{0} {0:function|functions} apart by pcie_acs_override= only",
		},
		[DIFFER] = {
			IA_FAIL, "{0} {0:group differs|groups differ} from what was read",
		},
		[DIFFER_BRIDGES] = {
			IA_WARN,
			"{0} {0:group differs|groups differ} from what was read, in bridges alone: those keep their drivers, and nobody else can own them",
			.brief = "{0} {0:group differs|groups differ}, in bridges alone",
		},
		[NOT_KNOWN] = {
			IA_UNKNOWN, "of {0} {0:function|functions} the group cannot be predicted",
			.brief = "cannot be predicted for {0} {0:function|functions}",
		},
	},
	.judge_host = judge,
};
