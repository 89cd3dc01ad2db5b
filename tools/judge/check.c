// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include "rules.h"

/**
 * ia_verdict_word() - a verdict as a word that programs can rely on
 * @verdict: the verdict
 */
const char *ia_verdict_word(enum ia_verdict verdict)
{
	static const char *const words[] = {
		[IA_PASS] = "pass", [IA_WARN] = "warn", [IA_FAIL] = "fail",
		[IA_UNKNOWN] = "unknown", [IA_NO_VERDICT] = "not applicable",
	};

	return words[verdict];
}

/**
 * ia_answer_word() - whether something works, as a word
 * @answer: IA_PASS for yes, IA_FAIL for no
 */
const char *ia_answer_word(enum ia_verdict answer)
{
	return answer == IA_PASS ? "yes" : answer == IA_FAIL ? "no" : "unknown";
}

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

static void run_rule(struct ia_check *check, const struct ia_rule *rule)
{
	unsigned int profile = 1u << check->profile;
	struct ia_finding *finding = &check->findings[check->nfindings];

	if (!((rule->fail | rule->warn) & profile))
		return;
	*finding = (struct ia_finding){
		.rule = rule, .title = rule->title, .meaning = rule->meaning,
		.change = rule->change,
	};
	finding->verdict = rule->look(check, finding);
	if (finding->verdict == IA_NO_VERDICT) {
		check->skipped[check->nskipped++] = rule;
		return;
	}
	if (finding->verdict == IA_FAIL && !(rule->fail & profile))
		finding->verdict = IA_WARN;
	if (finding->verdict != IA_WARN && finding->verdict != IA_FAIL)
		finding->change = NULL;
	check->counts[finding->verdict]++;
	check->nfindings++;
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
	check->chosen = ndevices;
	if (ndevices) {
		check->devices = ia_alloc(machine->arena, ndevices, sizeof(*check->devices));
		for (i = 0; i < ndevices; i++)
			check->devices[check->ndevices++] = devices[i];
	} else {
		ia_check_choose(check);
	}
	check->findings = ia_alloc(machine->arena, ia_nrules,
				   sizeof(*check->findings));
	check->skipped = ia_alloc(machine->arena, ia_nrules,
				  sizeof(*check->skipped));
	for (i = 0; i < ia_nrules; i++)
		run_rule(check, &ia_rules[i]);
	ia_works_judge(check);
}
