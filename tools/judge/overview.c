// SPDX-License-Identifier: GPL-2.0
/* All profiles at once: for each whether the host is fit for it, and what speaks against it. */
#include "overview.h"

#include "rules.h"

/* Rules that say of a profile that the host has nothing that it is about. */
static bool is_about(const struct ia_finding *finding)
{
	return finding->rule == &ia_rule_devices || finding->rule == &ia_rule_sriov_capable;
}

static bool of_functions(const struct ia_rule *rule)
{
	return rule->judge_device && !rule->everything;
}

static bool is_condition(const struct ia_check *check, const struct ia_finding *finding)
{
	return finding->rule->fail >> check->profile & 1;
}

/* What a condition says of one function: what it says of the host counts for each of them. */
static enum ia_verdict ask(const struct ia_check *check, const struct ia_finding *finding,
			   const struct ia_device *device)
{
	struct ia_finding one;

	if (ia_is_of_some(check, finding->rule)) {
		enum ia_flag does = ia_own_unit_does(check, finding->rule, device);

		return does == IA_YES ? IA_PASS : does == IA_NO ? IA_FAIL : IA_UNKNOWN;
	}
	if (!of_functions(finding->rule))
		return finding->verdict;
	return ia_rule_ask(check, finding->rule, device, &one) ? one.verdict : IA_PASS;
}

/* Functions for which each condition of the profile holds, and those of which that is not seen. */
static void count_fit(const struct ia_check *check, struct ia_overview_row *row)
{
	size_t i, j;

	for (i = 0; i < check->ndevices; i++) {
		bool broken = false, unseen = false;

		for (j = 0; j < check->nfindings && !broken; j++) {
			const struct ia_finding *finding = &check->findings[j];
			enum ia_verdict verdict;

			if (finding->verdict == IA_PASS || !is_condition(check, finding))
				continue;
			verdict = ask(check, finding, check->devices[i]);
			broken = verdict == IA_FAIL;
			unseen |= verdict == IA_UNKNOWN;
		}
		row->fit += !broken && !unseen;
		row->unseen += !broken && unseen;
	}
}

static const struct ia_finding *first_of(const struct ia_check *check, enum ia_verdict verdict,
					 bool (*which)(const struct ia_check *check,
						       const struct ia_finding *finding))
{
	size_t i;

	for (i = 0; i < check->nfindings; i++) {
		if (check->findings[i].verdict == verdict && which(check, &check->findings[i]))
			return &check->findings[i];
	}
	return NULL;
}

static bool is_any(const struct ia_check *check, const struct ia_finding *finding)
{
	(void)check;
	(void)finding;
	return true;
}

static bool is_nothing(const struct ia_check *check, const struct ia_finding *finding)
{
	(void)check;
	return is_about(finding);
}

static bool is_of_host(const struct ia_check *check, const struct ia_finding *finding)
{
	return !of_functions(finding->rule) && !ia_is_of_some(check, finding->rule);
}

/**
 * ia_overview_judge() - judge whether a host is fit for a profile
 * @check: the examination
 * @row: filled, but for its own examination
 */
void ia_overview_judge(const struct ia_check *check, struct ia_overview_row *row)
{
	row->profile = &ia_profiles[check->profile];
	row->total = check->ndevices;
	count_fit(check, row);
	row->unseen_by = first_of(check, IA_UNKNOWN, is_condition);
	row->first = first_of(check, IA_FAIL, is_nothing);
	row->answer = IA_OVERVIEW_NOTHING;
	if (row->first || (check->only && !check->nfindings))
		return;
	row->answer = IA_OVERVIEW_NO;
	row->first = first_of(check, IA_FAIL, is_of_host);
	if (row->first)
		return;
	row->first = first_of(check, IA_FAIL, is_any);
	if (row->first) {
		row->answer = row->fit + row->unseen ? IA_OVERVIEW_PARTLY : IA_OVERVIEW_NO;
		return;
	}
	row->first = row->unseen_by;
	row->answer = IA_OVERVIEW_UNKNOWN;
	if (row->first)
		return;
	row->answer = IA_OVERVIEW_YES;
	row->first = first_of(check, IA_WARN, is_any);
}

/**
 * ia_overview_run() - examine a machine under each profile
 * @machine: a joined machine
 * @devices: the functions in question; when @ndevices is 0, those of each profile
 * @ndevices: number of @devices
 * @only: by the place of a rule in ia_rules, whether it is asked; NULL for all
 * @overview: filled; lives as long as the machine
 */
void ia_overview_run(const struct ia_machine *machine, const struct ia_device *const *devices,
		     size_t ndevices, const bool *only, struct ia_overview *overview)
{
	struct ia_facts facts;
	size_t i;

	ia_facts_gather(machine, &facts);
	for (i = 0; i < IA_PROFILES; i++) {
		struct ia_overview_row *row = &overview->rows[i];

		/* Of named functions each profile narrows facts of its own. */
		if (ndevices)
			ia_check_run_rules(machine, i, devices, ndevices, only, &row->check);
		else
			ia_check_run_facts(machine, &facts, i, only, &row->check);
		ia_overview_judge(&row->check, row);
		overview->broken |= row->answer == IA_OVERVIEW_NO ||
				    row->answer == IA_OVERVIEW_PARTLY;
	}
}
