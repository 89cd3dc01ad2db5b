// SPDX-License-Identifier: GPL-2.0
/* Rules about requests that were blocked, and about caches that do not answer */
#include "rules.h"

enum { FAULTS_NOW = 1, FAULTS_PAST, FAULTS_UNSEEN, FAULTS_NOT_ALL };

/* The first of those that fault now, else the most frequent one. */
static const struct ia_fault_status *worst_fault(const struct ia_faults *faults)
{
	size_t i;

	for (i = 0; i < faults->count; i++) {
		if (faults->items[i].now)
			return &faults->items[i];
	}
	if (faults->other && faults->other->now)
		return faults->other;
	return faults->count ? faults->items : faults->other;
}

/* Who sent the request; the unit, where the fault is the unit's own. */
static struct ia_arg sender(const struct ia_fault_status *item)
{
	if (!item->fault)
		return ia_arg_text("others");
	if (ia_is_address(item->fault->source))
		return ia_arg_dev(item->fault->source);
	return ia_arg_text(item->fault->unit.text);
}

static void add_faults(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_faults *f = &check->facts.faults;
	size_t i;

	for (i = 0; i < f->count; i++)
		ia_evidence_record(finding, IA_RECORD_FAULT, f->items[i].fault,
				   ia_keys("unit", "source", "reason", "name", "access",
					   "count"));
	if (f->other)
		ia_evidence_records(finding, IA_RECORD_FAULT_OTHER, check->machine->fault_other, 1,
				    ia_keys("other", "count"));
}

/* A source whose last fault is seconds old, or faults of the past. */
static bool judge_faults(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_faults *f = &check->facts.faults;
	const struct ia_fault_status *worst = worst_fault(f);

	if (check->facts.translation == IA_TRANSLATION_NO_IOMMU)
		return false;
	if (worst) {
		add_faults(check, finding);
		return ia_find(finding, worst->now ? FAULTS_NOW : FAULTS_PAST, sender(worst),
			       ia_arg_n(worst->count.n), ia_arg_number(worst->age));
	}
	if (!f->seen) {
		ia_evidence_add(finding, IA_EVIDENCE_FAULTS)->faults = f;
		return ia_find(finding, FAULTS_UNSEEN);
	}
	ia_evidence_records(finding, IA_RECORD_FAULT_UNIT, f->units, f->nunits,
			    ia_keys("unit", "records", "unattributed", "overflows"));
	return ia_find(finding, f->sums.complete ? PASSES : FAULTS_NOT_ALL);
}

const struct ia_rule ia_rule_no_faults = {
	.id = "no-faults",
	.title = "no DMA was blocked",
	.named = "no DMA of these functions was blocked",
	.meaning = "A blocked request is a driver, a firmware or a device that uses memory it was not given; the data it wanted is missing.",
	.background = "A unit that refuses a request records requester, address and reason, and raises an interrupt. The kernel logs a few and limits the rate; the module counts all that it sees.",
	.sources = {
		"drivers/iommu/intel/dmar.c: dmar_fault()",
		"drivers/iommu/amd/iommu.c: iommu_poll_events()",
		"Intel VT-d specification 5.10, 7 Address Translation Faults",
	},
	.fix = "iommu-audit faults says what each reason usually means",
	.fail = EVERY & ~GPUS,
	.warn = GPUS,
	.outcomes = {
		[FAULTS_NOW] = { IA_FAIL, "devices fault now: {0} ×{1}, last {2:ago}" },
		[FAULTS_PAST] = {
			IA_WARN,
			"DMA was blocked since the module was loaded: {0} ×{1}, last {2:ago}",
			.brief = "{0} ×{1} blocked since load, last {2:ago}",
		},
		[FAULTS_UNSEEN] = { IA_UNKNOWN, "whether DMA was blocked cannot be seen" },
		[FAULTS_NOT_ALL] = {
			IA_UNKNOWN, "no fault was counted, and not all of them could be seen",
			.brief = "none counted, but not all could be seen",
		},
	},
	.judge_host = judge_faults,
};

enum { TIMED_OUT = 1, TIMEOUTS_UNSEEN };

/* A function with ATS on, or one of which that is not known. */
static bool any_ats(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].ats == IA_CAP_ON || m->devices[i].ats == IA_CAP_UNKNOWN)
			return true;
	}
	return false;
}

/* The function that did not answer most often; the unit where none is named. */
static struct ia_arg add_timeouts(const struct ia_check *check, struct ia_finding *finding,
				  const struct ia_fault_unit *unit)
{
	const struct ia_machine *m = check->machine;
	const struct ia_invalidation *worst = NULL;
	size_t i;

	for (i = 0; i < m->ninvalidations; i++) {
		const struct ia_invalidation *one = &m->invalidations[i];

		if (one->error != IA_INVAL_TIMEOUT)
			continue;
		ia_evidence_record(finding, IA_RECORD_INVALIDATION, one,
				   ia_keys("unit", "inv_error", "requester", "count"));
		if (ia_is_address(one->requester) && (!worst || one->count.n > worst->count.n))
			worst = one;
	}
	return worst ? ia_arg_dev(worst->requester) : ia_arg_text(unit->unit.text);
}

/* An address translation cache that does not answer, where there are any. */
static bool judge_timeouts(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_faults *f = &check->facts.faults;
	const struct ia_fault_unit *worst = NULL;
	bool seen = f->nunits;
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < f->nunits; i++) {
		const struct ia_fault_unit *unit = &f->units[i];

		seen &= unit->inv_timeouts.known;
		if (!unit->inv_timeouts.known || !unit->inv_timeouts.n)
			continue;
		count += unit->inv_timeouts.n;
		if (!worst || unit->inv_timeouts.n > worst->inv_timeouts.n)
			worst = unit;
	}
	if (worst) {
		struct ia_arg who = add_timeouts(check, finding, worst);

		return ia_find(finding, TIMED_OUT, who, ia_arg_n(count));
	}
	if (!any_ats(check->machine))
		return false;
	ia_evidence_records(finding, IA_RECORD_FAULT_UNIT, f->units, f->nunits,
			    ia_keys("unit", "inv_timeouts"));
	return ia_find(finding, seen ? PASSES : TIMEOUTS_UNSEEN);
}

const struct ia_rule ia_rule_no_inv_timeouts = {
	.id = "no-inv-timeouts",
	.title = "every function answered when it was to invalidate its translations",
	.brief = "every function answered invalidations",
	.meaning = "A function with ATS that does not answer may go on to use memory that it was given before; the kernel waits for it, and with it whoever unmaps.",
	.background = "After an unmap the kernel asks a function with ATS to drop the translations that it keeps, and waits. A function that hangs or is gone never answers, which the invalidation queue reports as a timeout.",
	.sources = {
		"drivers/iommu/intel/dmar.c: qi_submit_sync()",
		"drivers/iommu/intel/dmar.c: qi_check_fault()",
		"PCI Express Base Specification 6.3, 10 Address Translation Services",
	},
	.fix = "reset or replace the function, or leave its ATS off: pci=noats; iommu-audit faults says how often",
	.fail = GPUS,
	.outcomes = {
		[TIMED_OUT] = {
			IA_FAIL,
			"functions did not answer invalidations: {0}, {1} times on all units",
			.brief = "invalidation timeouts: {0}, {1} in all",
		},
		[TIMEOUTS_UNSEEN] = {
			IA_UNKNOWN, "whether functions with ATS answer invalidations cannot be seen",
			.brief = "invalidation timeouts cannot be seen",
		},
	},
	.judge_host = judge_timeouts,
};
