// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#include "../machine/use.h"
#include "peers.h"

#define because(number, ...)							\
	((struct ia_reason){ .code = (number), .args = { __VA_ARGS__ } })

static void answer(struct ia_check *check, enum ia_work_id id, enum ia_verdict verdict,
		   struct ia_reason reason)
{
	check->works[id].answer = verdict;
	check->works[id].reason = reason;
}

static void by_rule(struct ia_check *check, enum ia_work_id id, const struct ia_finding *finding)
{
	answer(check, id, finding->verdict, because(IA_WORKS_BY_RULE));
	check->works[id].finding = *finding;
	check->works[id].off = finding->verdict == IA_FAIL &&
			       (finding->rule == &ia_rule_iommu_on ||
				finding->rule == &ia_rule_interrupt_remapping);
}

/*
 * The first rule that stands against something, else the first that cannot tell.
 * Return: IA_PASS, or that rule's verdict.
 */
static enum ia_verdict obstacle(const struct ia_check *check, const struct ia_rule *const *rules,
				size_t count, const struct ia_device *device,
				struct ia_finding *against)
{
	enum ia_verdict worst = IA_PASS;
	struct ia_finding finding;
	size_t i;

	for (i = 0; i < count && worst != IA_FAIL; i++) {
		if (!(device ? ia_rule_ask(check, rules[i], device, &finding) :
			       ia_rule_run(check, rules[i], &finding)))
			continue;
		if (finding.verdict != IA_FAIL &&
		    !(finding.verdict == IA_UNKNOWN && worst == IA_PASS))
			continue;
		worst = finding.verdict;
		*against = finding;
	}
	return worst;
}

/* Paths to GPUs, from other GPUs and from NICs. */
static void count_peers(const struct ia_check *check, struct ia_path_count *count,
			size_t *translated)
{
	const struct ia_machine *m = check->machine;
	struct ia_ends ends = {
		.devices = ia_alloc(m->arena, m->ndevices, sizeof(*ends.devices)),
		.sends = ia_alloc(m->arena, m->ndevices, sizeof(*ends.sends)),
		.receives = ia_alloc(m->arena, m->ndevices, sizeof(*ends.receives)),
	};
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		enum ia_kind kind = ia_kind_of(d);

		if (ia_is_vf(d) || (kind != IA_KIND_GPU && kind != IA_KIND_NIC) ||
		    !ia_asks_device(check, d))
			continue;
		*translated += ia_sends_translated(d) != IA_NO;
		ends.sends[ends.count] = true;
		ends.receives[ends.count] = kind == IA_KIND_GPU;
		ends.devices[ends.count++] = d;
	}
	ia_path_count(m, &ends, count);
}

static void judge_p2p(struct ia_check *check)
{
	struct ia_path_count count;
	size_t translated = 0;
	struct ia_arg all;

	count_peers(check, &count, &translated);
	all = ia_arg_n(count.pairs);
	if (!count.pairs)
		answer(check, IA_WORK_P2P, IA_FAIL, because(IA_WORKS_NO_PAIR));
	else if (count.direct && translated)
		answer(check, IA_WORK_P2P, IA_UNKNOWN,
		       because(IA_WORKS_TRANSLATED, ia_arg_n(count.direct), all));
	else if (count.direct)
		answer(check, IA_WORK_P2P, count.direct < count.pairs ? IA_WARN : IA_PASS,
		       because(IA_WORKS_DIRECT, ia_arg_n(count.direct), all));
	else if (count.redirected)
		answer(check, IA_WORK_P2P, IA_UNKNOWN,
		       because(IA_WORKS_REDIRECTED, ia_arg_n(count.redirected), all));
	else
		answer(check, IA_WORK_P2P, IA_UNKNOWN, because(IA_WORKS_FAR, all));
}

/* What one would assign, and what stands against the first that cannot be. */
struct candidates {
	struct ia_assignable of;
	struct ia_finding first;
};

/*
 * Where functions were named, all of them are meant, whatever they are: VFs as well, which
 * VFIO takes like any other function. A PF that is named stands for its VFs.
 */
static bool is_candidate(const struct ia_check *check, const struct ia_device *device, bool vfs)
{
	if (vfs)
		return ia_is_vf(device) && (ia_asks_device(check, device) ||
					    (device->pf && ia_asks_device(check, device->pf)));
	if (check->chosen)
		return ia_asks_device(check, device);
	return !ia_is_vf(device) && ia_is_assignable(ia_kind_of(device));
}

static void judge_candidate(const struct ia_check *check, const struct ia_device *device,
			    struct candidates *of)
{
	static const struct ia_rule *const rules[] = {
		&ia_rule_reserved, &ia_rule_reset, &ia_rule_group_viable,
	};
	static const struct ia_rule *const use[] = { &ia_rule_in_use };
	enum ia_verdict verdict, own = IA_PASS;
	struct ia_finding against, unseen;
	struct ia_used used;
	bool along;

	ia_used_with(check->machine, device, &used);
	if (ia_is_used(used.state)) {
		verdict = obstacle(check, use, 1, device, &against);
	} else {
		verdict = obstacle(check, rules, sizeof(rules) / sizeof(*rules), device, &against);
		own = ia_own_unit_judge(check, device, &unseen);
	}
	if (own == IA_FAIL || (own == IA_UNKNOWN && verdict == IA_PASS)) {
		verdict = own;
		against = unseen;
	}
	along = own == IA_PASS && verdict == IA_FAIL && against.rule == &ia_rule_group_viable &&
		ia_group_lets_go(&against);
	/* Where nothing else stands against it, the host may: what was not read is not free. */
	if (verdict == IA_PASS || along) {
		enum ia_verdict free = obstacle(check, use, 1, device, &unseen);

		if (free != IA_PASS) {
			verdict = free;
			against = unseen;
			along = false;
		}
	}
	of->of.count++;
	of->of.good += verdict == IA_PASS;
	of->of.unknown += verdict == IA_UNKNOWN;
	of->of.along += along;
	of->of.used += verdict == IA_FAIL && against.rule == &ia_rule_in_use;
	if (verdict != IA_PASS && !of->first.rule)
		of->first = against;
}

/* Whether some PF may have VFs that are not known to be such. */
static bool has_unseen_vfs(const struct ia_check *check)
{
	size_t i;

	for (i = 0; i < check->facts.npfs; i++) {
		if (ia_is_unknown(check->facts.pfs[i].device->numvfs))
			return true;
	}
	return false;
}

static void judge_assignment(struct ia_check *check, enum ia_work_id id, bool vfs)
{
	/* Conditions of every assignment. */
	static const struct ia_rule *const rules[] = {
		&ia_rule_iommu_on, &ia_rule_interrupt_remapping,
	};
	const struct ia_machine *m = check->machine;
	struct candidates of = { 0 };
	struct ia_finding against;
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		/* Of some of the units, each function is asked. */
		if (ia_is_of_some(check, rules[i]) ||
		    obstacle(check, &rules[i], 1, NULL, &against) == IA_PASS)
			continue;
		by_rule(check, id, &against);
		return;
	}
	for (i = 0; i < m->ndevices; i++) {
		if (is_candidate(check, &m->devices[i], vfs))
			judge_candidate(check, &m->devices[i], &of);
	}
	check->works[id].of = of.of;
	if (!of.of.count && vfs && has_unseen_vfs(check)) {
		answer(check, id, IA_UNKNOWN, because(IA_WORKS_VFS_UNSEEN));
		return;
	}
	if (!of.of.count) {
		answer(check, id, IA_FAIL, because(!vfs ? IA_WORKS_NO_CARD : check->facts.npfs ?
						   IA_WORKS_NO_VF : IA_WORKS_NO_PF));
		return;
	}
	answer(check, id, of.of.good == of.of.count ? IA_PASS : of.of.good + of.of.along ? IA_WARN :
			  of.of.unknown ? IA_UNKNOWN : IA_FAIL,
	       because(vfs ? IA_WORKS_VFS : IA_WORKS_CARDS, ia_arg_n(of.of.good),
		       ia_arg_n(of.of.count), ia_arg_n(of.of.along),
		       ia_arg_n(of.of.unknown)));
	check->works[id].finding = of.first;
}

/* Nobody reaches what is not his: translation, groups and ports together. */
static void judge_isolation(struct ia_check *check)
{
	static const struct ia_rule *const rules[] = {
		&ia_rule_iommu_on, &ia_rule_covered, &ia_rule_translated,
	};
	struct ia_finding shared, against = { .rule = &ia_rule_peers_apart };
	enum ia_verdict worst = obstacle(check, rules, sizeof(rules) / sizeof(*rules), NULL,
					 &against);
	const struct ia_device **cards;
	size_t count;

	if (worst != IA_PASS) {
		by_rule(check, IA_WORK_ISOLATION, &against);
		return;
	}
	worst = ia_rule_run(check, &ia_rule_groups, &shared) ? shared.verdict : IA_PASS;
	/* That nobody assigns what shares a group keeps nothing of it apart. */
	if (worst == IA_PASS && check->facts.nshares) {
		worst = IA_FAIL;
		shared.verdict = IA_FAIL;
	}
	cards = check->devices;
	count = check->ndevices;
	if (!check->chosen)
		cards = ia_devices_for(check->machine, &check->facts, IA_PROFILE_BASELINE, &count);
	if (ia_apart_judge(check, cards, count, &against))
		against.verdict = against.rule->outcomes[against.outcome.code].verdict;
	/* Where some groups hold more, devices of others are apart all the same. */
	if (worst != IA_PASS && (against.verdict == IA_PASS || worst == IA_UNKNOWN ||
				 check->facts.nshares == ia_count_groups(check))) {
		by_rule(check, IA_WORK_ISOLATION, &shared);
		if (worst == IA_FAIL && check->facts.nshares < ia_count_groups(check))
			check->works[IA_WORK_ISOLATION].answer = IA_WARN;
	} else if (against.verdict != IA_PASS) {
		by_rule(check, IA_WORK_ISOLATION, &against);
	} else {
		answer(check, IA_WORK_ISOLATION, IA_PASS,
		       because(check->chosen ? IA_WORKS_APART_NAMED : IA_WORKS_APART));
	}
}

/**
 * ia_works_judge() - judge what works on a host as it is
 * @check: an examination with facts; its works are filled
 */
void ia_works_judge(struct ia_check *check)
{
	size_t i;

	for (i = 0; i < IA_WORKS; i++)
		check->works[i] = (struct ia_work){ .id = i, .answer = IA_UNKNOWN };
	judge_p2p(check);
	judge_assignment(check, IA_WORK_SRIOV, true);
	judge_assignment(check, IA_WORK_VFIO, false);
	judge_isolation(check);
}
