// SPDX-License-Identifier: GPL-2.0
/* One rule, asked about one function or about a machine. */
#include "rules.h"

/**
 * struct sums - what a rule said of several things
 * @rule: the rule
 * @judged: of how many
 * @counts: of how many each outcome
 * @by: the first finding of each outcome, with the evidence of all of that outcome
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

static void add_evidence(struct ia_finding *to, const struct ia_finding *from)
{
	size_t i;

	for (i = 0; i < from->nevidence; i++)
		*ia_evidence_add(to, 0) = from->evidence[i];
	to->left_out += from->left_out;
}

/* Functions with an outcome: @most are judged. */
static void add_device(const struct ia_machine *m, struct ia_finding *to, size_t most,
		       const struct ia_device *device)
{
	if (!to->devices)
		to->devices = ia_alloc(m->arena, most, sizeof(*to->devices));
	to->devices[to->ndevices++] = device;
}

static void add(struct sums *sums, const struct ia_finding *one)
{
	unsigned int code = one->outcome.code;
	struct ia_finding *first = &sums->by[code];

	sums->judged++;
	if (!sums->counts[code]++) {
		first->rule = one->rule;
		first->outcome = one->outcome;
		first->fix = one->fix;
		first->no_token = one->no_token;
		first->request = one->request;
	}
	add_evidence(first, one);
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

/* Evidence of other outcomes behind that of the worst: what is left out is what matters least. */
static void add_others(const struct sums *sums, struct ia_finding *finding, unsigned int first)
{
	unsigned int code;
	int bad;

	for (bad = badness(IA_FAIL); bad >= 0; bad--) {
		for (code = 0; code < IA_RULE_OUTCOMES; code++) {
			if (code != first && sums->counts[code] &&
			    badness(sums->rule->outcomes[code].verdict) == bad)
				add_evidence(finding, &sums->by[code]);
		}
	}
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
	size_t i;

	*finding = sums->by[code];
	if (sums->rule->all_evidence)
		add_others(sums, finding, code);
	add_own(finding, args);
	finding->several = outcome->several && (sums->counts[code] > 1 || !outcome->title);
	if (!finding->several)
		return;
	for (i = 0; i < IA_REASON_ARGS; i++)
		finding->outcome.args[i] = args[i];
}

static void judge_devices(const struct ia_check *check, struct sums *sums)
{
	const struct ia_device **devices = sums->rule->in_use_too ? check->wanted : check->devices;
	size_t count = sums->rule->everything ? check->machine->ndevices :
		       sums->rule->in_use_too ? check->nwanted : check->ndevices, i;

	for (i = 0; i < count; i++) {
		const struct ia_device *device = sums->rule->everything ?
			&check->machine->devices[i] : devices[i];
		struct ia_finding one = blank(sums->rule);

		if (ia_asks_device(check, device) &&
		    sums->rule->judge_device(check, device, &one)) {
			add(sums, &one);
			add_device(check->machine, &sums->by[one.outcome.code], count, device);
		}
	}
}

static void judge_groups(const struct ia_check *check, struct sums *sums)
{
	size_t i;

	for (i = 0; i < check->machine->ngroups; i++) {
		struct ia_finding one = blank(sums->rule);

		if (ia_asks_group(check, &check->machine->groups[i]) &&
		    sums->rule->judge_group(check, &check->machine->groups[i], &one))
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
	finding->named = check->chosen;
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
	add_device(check->machine, finding, 1, device);
	outcome = &rule->outcomes[finding->outcome.code];
	finding->named = true;
	finding->verdict = outcome->verdict;
	finding->several = outcome->several && !outcome->title;
	if (finding->several) {
		finding->outcome.args[0] = ia_arg_n(1);
		finding->outcome.args[1] = ia_arg_n(1);
	}
	return true;
}
