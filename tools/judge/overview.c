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

static bool breaks(const struct ia_check *check, const struct ia_finding *finding,
		   const struct ia_device *device)
{
	struct ia_finding one;

	if (ia_is_of_some(check, finding->rule))
		return ia_own_unit_does(check, finding->rule, device) == IA_NO;
	return of_functions(finding->rule) && ia_rule_ask(check, finding->rule, device, &one) &&
	       one.verdict == IA_FAIL;
}

/* Functions for which no condition of the profile is broken. */
static size_t count_fit(const struct ia_check *check)
{
	size_t i, j, fit = 0;

	for (i = 0; i < check->ndevices; i++) {
		bool broken = false;

		for (j = 0; j < check->nfindings && !broken; j++)
			broken = check->findings[j].verdict == IA_FAIL &&
				 breaks(check, &check->findings[j], check->devices[i]);
		fit += !broken;
	}
	return fit;
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

static bool is_condition(const struct ia_check *check, const struct ia_finding *finding)
{
	return finding->rule->fail >> check->profile & 1;
}

static void judge(const struct ia_check *check, struct ia_overview_row *row)
{
	row->profile = &ia_profiles[check->profile];
	row->total = check->ndevices;
	row->fit = count_fit(check);
	row->first = first_of(check, IA_FAIL, is_nothing);
	row->answer = IA_OVERVIEW_NOTHING;
	if (row->first)
		return;
	row->answer = IA_OVERVIEW_NO;
	row->first = first_of(check, IA_FAIL, is_of_host);
	if (row->first)
		return;
	row->first = first_of(check, IA_FAIL, is_any);
	if (row->first) {
		row->answer = row->fit ? IA_OVERVIEW_PARTLY : IA_OVERVIEW_NO;
		return;
	}
	row->first = first_of(check, IA_UNKNOWN, is_condition);
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
 * @overview: filled; lives as long as the machine
 */
void ia_overview_run(const struct ia_machine *machine, const struct ia_device *const *devices,
		     size_t ndevices, struct ia_overview *overview)
{
	size_t i;

	for (i = 0; i < IA_PROFILES; i++) {
		struct ia_overview_row *row = &overview->rows[i];

		ia_check_run(machine, i, devices, ndevices, &row->check);
		judge(&row->check, row);
		overview->broken |= row->answer == IA_OVERVIEW_NO ||
				    row->answer == IA_OVERVIEW_PARTLY;
	}
}
