// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include "rules.h"

/**
 * ia_check_first() - the first link that is broken
 * @check: an examination
 *
 * Return: the first finding that fails, without one the first that warns, or
 * NULL.
 */
const struct ia_finding *ia_check_first(const struct ia_check *check)
{
	static const enum ia_verdict broken[] = { IA_FAIL, IA_WARN };
	size_t i, j;

	for (i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		for (j = 0; j < check->nfindings; j++) {
			if (check->findings[j].verdict == broken[i])
				return &check->findings[j];
		}
	}
	return NULL;
}

/**
 * struct sums - what a rule said of several things
 * @rule: the rule
 * @judged: of how many
 * @counts: of how many each outcome
 * @by: the first finding of each outcome, with the evidence of all of them
 */
struct sums {
	const struct ia_rule *rule;
	size_t judged;
	size_t counts[IA_RULE_OUTCOMES];
	struct ia_finding by[IA_RULE_OUTCOMES];
};

static struct ia_finding blank(const struct ia_rule *rule)
{
	return (struct ia_finding){ .rule = rule };
}

static void add(struct sums *sums, const struct ia_finding *one)
{
	unsigned int code = one->outcome.code;
	struct ia_finding *first = &sums->by[code], *to;
	size_t i;

	sums->judged++;
	if (!sums->counts[code]++) {
		first->rule = one->rule;
		first->outcome = one->outcome;
		first->fix = one->fix;
		first->no_token = one->no_token;
		first->request = one->request;
	}
	to = sums->rule->all_evidence ? &sums->by[PASSES] : first;
	for (i = 0; i < one->nevidence; i++)
		*ia_evidence_add(to, 0) = one->evidence[i];
	to->left_out += one->left_out;
}

/* A failure is worse than what is not known, and that than what holds. */
static int badness(enum ia_verdict verdict)
{
	return verdict == IA_FAIL ? 3 : verdict == IA_WARN ? 2 : verdict == IA_UNKNOWN;
}

static unsigned int worst(const struct sums *sums)
{
	unsigned int code, found = PASSES;

	for (code = 1; code < IA_RULE_OUTCOMES; code++) {
		if (sums->counts[code] &&
		    (found == PASSES || badness(sums->rule->outcomes[code].verdict) >
						badness(sums->rule->outcomes[found].verdict)))
			found = code;
	}
	return found;
}

/* The evidence of an outcome of its own, with the arguments of its sentence. */
static void add_own(struct ia_finding *finding, const struct ia_arg *args)
{
	struct ia_evidence *line;
	size_t i;

	if (!finding->rule->outcomes[finding->outcome.code].evidence)
		return;
	line = ia_evidence_add(finding, IA_EVIDENCE_OUTCOME);
	line->note.code = finding->outcome.code;
	for (i = 0; i < IA_REASON_ARGS; i++)
		line->note.args[i] = args[i];
}

static void conclude(const struct sums *sums, struct ia_finding *finding)
{
	unsigned int code = worst(sums);
	const struct ia_rule_outcome *outcome = &sums->rule->outcomes[code];
	struct ia_arg args[IA_REASON_ARGS] = {
		ia_arg_n(sums->counts[code]), ia_arg_n(sums->judged),
	};
	const struct ia_finding *from = &sums->by[sums->rule->all_evidence ? PASSES : code];
	size_t i;

	*finding = sums->by[code];
	if (from != &sums->by[code]) {
		for (i = 0; i < from->nevidence; i++)
			finding->evidence[i] = from->evidence[i];
		finding->nevidence = from->nevidence;
		finding->left_out = from->left_out;
	}
	add_own(finding, args);
	finding->several = outcome->several && (sums->counts[code] > 1 || !outcome->title);
	if (!finding->several)
		return;
	for (i = 0; i < IA_REASON_ARGS; i++)
		finding->outcome.args[i] = args[i];
}

static void judge_devices(const struct ia_check *check, struct sums *sums)
{
	size_t count = sums->rule->everything ? check->machine->ndevices : check->ndevices, i;

	for (i = 0; i < count; i++) {
		const struct ia_device *device = sums->rule->everything ?
			&check->machine->devices[i] : check->devices[i];
		struct ia_finding one = blank(sums->rule);

		if (sums->rule->judge_device(check, device, &one))
			add(sums, &one);
	}
}

static void judge_groups(const struct ia_check *check, struct sums *sums)
{
	size_t i;

	for (i = 0; i < check->machine->ngroups; i++) {
		struct ia_finding one = blank(sums->rule);

		if (sums->rule->judge_group(check, &check->machine->groups[i], &one))
			add(sums, &one);
	}
}

static void judge_pfs(const struct ia_check *check, struct sums *sums)
{
	size_t i;

	for (i = 0; i < check->facts.npfs; i++) {
		struct ia_finding one = blank(sums->rule);

		if (sums->rule->judge_pf(check, &check->facts.pfs[i], &one))
			add(sums, &one);
	}
}

/**
 * ia_rule_run() - judge a machine by a rule
 * @check: the examination
 * @rule: the rule
 * @finding: filled
 *
 * Return: false when there is nothing to judge.
 */
bool ia_rule_run(const struct ia_check *check, const struct ia_rule *rule,
		 struct ia_finding *finding)
{
	struct sums sums = { .rule = rule };

	*finding = blank(rule);
	if (rule->applies && !rule->applies(check))
		return false;
	if (rule->judge_host) {
		if (!rule->judge_host(check, finding))
			return false;
		add_own(finding, finding->outcome.args);
	} else {
		if (rule->judge_device)
			judge_devices(check, &sums);
		else if (rule->judge_group)
			judge_groups(check, &sums);
		else
			judge_pfs(check, &sums);
		if (!sums.judged)
			return false;
		conclude(&sums, finding);
	}
	finding->verdict = rule->outcomes[finding->outcome.code].verdict;
	return true;
}

/**
 * ia_rule_ask() - judge one function by a rule
 * @check: the examination
 * @rule: a rule that judges functions
 * @device: the function
 * @finding: filled
 *
 * Return: false when there is nothing to judge.
 */
bool ia_rule_ask(const struct ia_check *check, const struct ia_rule *rule,
		 const struct ia_device *device, struct ia_finding *finding)
{
	const struct ia_rule_outcome *outcome;

	*finding = blank(rule);
	if (!rule->judge_device(check, device, finding))
		return false;
	outcome = &rule->outcomes[finding->outcome.code];
	finding->verdict = outcome->verdict;
	finding->several = outcome->several && !outcome->title;
	if (finding->several) {
		finding->outcome.args[0] = ia_arg_n(1);
		finding->outcome.args[1] = ia_arg_n(1);
	}
	return true;
}

static void run_rule(struct ia_check *check, const struct ia_rule *rule)
{
	unsigned int profile = 1u << check->profile;
	struct ia_finding *finding = &check->findings[check->nfindings];

	if (!((rule->fail | rule->warn) & profile))
		return;
	if (!ia_rule_run(check, rule, finding)) {
		check->skipped[check->nskipped++] = rule;
		return;
	}
	if (finding->verdict == IA_FAIL && !(rule->fail & profile))
		finding->verdict = IA_WARN;
	check->counts[finding->verdict]++;
	check->nfindings++;
}

/* Whatever somebody named twice is in question once. */
static void choose(struct ia_check *check, const struct ia_device *const *devices,
		   size_t count)
{
	const struct ia_machine *m = check->machine;
	size_t i;

	check->chosen = count;
	if (!count)
		devices = ia_devices_for(m, &check->facts, check->profile, &count);
	check->asked = ia_alloc(m->arena, m->ndevices, sizeof(*check->asked));
	check->devices = ia_alloc(m->arena, count, sizeof(*check->devices));
	for (i = 0; i < count; i++) {
		if (check->asked[devices[i] - m->devices])
			continue;
		check->asked[devices[i] - m->devices] = true;
		check->devices[check->ndevices++] = devices[i];
	}
}

/* VFIO takes a group whole: what of each one do drivers of the host hold? */
static void find_held(struct ia_check *check)
{
	const struct ia_machine *m = check->machine;
	size_t i;

	check->held = ia_alloc(m->arena, m->ngroups, sizeof(*check->held));
	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		struct ia_held *held;

		if (!d->in_group || ia_driver_kind(d) != IA_DRIVER_HOST)
			continue;
		held = &check->held[d->in_group - m->groups];
		if (!held->first)
			held->first = d;
		else if (!held->second)
			held->second = d;
	}
}

/**
 * ia_check_run() - run the rules of a profile over a machine
 * @machine: a joined machine
 * @profile: the profile
 * @devices: the functions in question; when @ndevices is 0, those that the
 *           profile is about
 * @ndevices: number of @devices
 * @check: filled; lives as long as the machine
 */
void ia_check_run(const struct ia_machine *machine, enum ia_profile_id profile,
		  const struct ia_device *const *devices, size_t ndevices,
		  struct ia_check *check)
{
	size_t i;

	*check = (struct ia_check){ .machine = machine, .profile = profile };
	ia_facts_gather(machine, &check->facts);
	choose(check, devices, ndevices);
	find_held(check);
	check->findings = ia_alloc(machine->arena, ia_nrules,
				   sizeof(*check->findings));
	check->skipped = ia_alloc(machine->arena, ia_nrules,
				  sizeof(*check->skipped));
	for (i = 0; i < ia_nrules; i++)
		run_rule(check, ia_rules[i]);
	ia_works_judge(check);
}
