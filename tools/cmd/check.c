// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../view/check.h"

/* From which verdict on the exit code is not 0: each has those before it as well. */
enum fail_on { ON_FAIL, ON_UNKNOWN, ON_WARN };

static enum ia_status read_fail_on(const struct ia_run *run, enum fail_on *on)
{
	static const char *const words[] = {
		[ON_FAIL] = "fail", [ON_UNKNOWN] = "unknown", [ON_WARN] = "warn",
	};
	const char *text = ia_opt(run, FAIL_ON);
	size_t i;

	*on = run->plugin == IA_PLUGIN_NAGIOS ? ON_WARN :
	      run->plugin == IA_PLUGIN_ONELINE ? ON_UNKNOWN : ON_FAIL;
	if (!text)
		return IA_OK;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i], text))
			continue;
		*on = i;
		return IA_OK;
	}
	return ia_cmd_usage("'%s' is not a value of --fail-on: write fail, unknown or warn", text);
}

/*
 * What cannot be seen may be a failure, and so counts before what is only a warning.
 *
 * Return: the exit code.
 */
static enum ia_status status_of(enum fail_on on, bool fail, bool unknown, bool warn)
{
	if (fail)
		return IA_FINDINGS;
	if (unknown && on >= ON_UNKNOWN)
		return IA_NOT_SEEN;
	return warn && on >= ON_WARN ? IA_WARNED : IA_OK;
}

/* All profiles at once; what the host has nothing of fails in none. */
static enum ia_status check_all(struct ia_run *run, enum fail_on on, const bool *only)
{
	const struct ia_device **devices = NULL;
	bool unknown = false, warn = false;
	struct ia_overview *overview;
	enum ia_status status;
	size_t count = 0, i;

	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_chosen(run, &devices, &count);
	if (status)
		return status;
	overview = ia_alloc(run->arena, 1, sizeof(*overview));
	ia_overview_run(&run->machine, devices, count, only, overview);
	ia_answer_show(&run->out, &run->machine, ia_opt(run, QUIET) ? &ia_answer_overview_quiet :
						 &ia_answer_overview, overview,
		       ia_opt(run, JSON));
	for (i = 0; i < IA_PROFILES; i++) {
		const struct ia_overview_row *row = &overview->rows[i];

		if (row->answer == IA_OVERVIEW_NOTHING)
			continue;
		unknown |= row->check.counts[IA_UNKNOWN];
		warn |= row->check.counts[IA_WARN];
	}
	return status_of(on, overview->broken, unknown, warn);
}

static enum ia_status check_against(struct ia_run *run, enum ia_profile_id profile,
				    enum fail_on on)
{
	struct ia_diff_answer answer;
	enum ia_status status = ia_cmd_against(run, ia_opt(run, AGAINST), profile, &answer);

	if (status)
		return status;
	return status_of(on, answer.matter, answer.unknown, answer.trends[IA_TREND_WORSE]);
}

static const struct ia_answer *page_of(const struct ia_run *run)
{
	if (ia_opt(run, QUIET))
		return ia_opt(run, VERBOSE) ? &ia_answer_check_quiet_verbose :
					      &ia_answer_check_quiet;
	return ia_opt(run, VERBOSE) ? &ia_answer_check_verbose : &ia_answer_check;
}

/* Options that do not go together. */
static enum ia_status refuse(const struct ia_run *run, bool all)
{
	const char *both = ia_opt(run, QUIET) ? "quiet" : ia_opt(run, VERBOSE) ? "verbose" : NULL;

	if (all && ia_opt(run, AGAINST))
		return ia_cmd_usage("--against is for one profile: it excludes --profile all");
	if (all && ia_opt(run, VERBOSE))
		return ia_cmd_usage("--verbose is for one profile: it excludes --profile all");
	if (!ia_opt(run, AGAINST))
		return IA_OK;
	if (ia_opt(run, DEV))
		return ia_cmd_usage("--against compares the whole machine: it excludes --dev");
	if (ia_opt(run, RULE))
		return ia_cmd_usage("--against compares facts, not rules: it excludes --rule");
	return both ? ia_cmd_usage("--against cannot be combined with --%s", both) :
		      IA_OK;
}

/*
 * iommu-audit check.
 *
 * Return: IA_FINDINGS when a rule fails; warnings and unknowns have exit codes with --fail-on.
 */
enum ia_status ia_cmd_check(struct ia_run *run)
{
	bool all = ia_opt(run, PROFILE) && !strcmp(ia_opt(run, PROFILE), "all"), listed, *only;
	enum ia_profile_id profile;
	struct ia_check check;
	enum ia_status status;
	enum fail_on on;

	if (ia_opt(run, EXPLAIN))
		return ia_cmd_explain_rule(run);
	status = read_fail_on(run, &on);
	if (!status)
		status = refuse(run, all);
	if (status)
		return status;
	if (all) {
		status = ia_cmd_rules(run, NULL, &only);
		return status ? status : check_all(run, on, only);
	}
	status = ia_cmd_profile(run, &profile, &listed);
	if (status || listed)
		return status;
	if (ia_opt(run, AGAINST))
		return check_against(run, profile, on);
	status = ia_cmd_rules(run, &profile, &only);
	if (!status)
		status = ia_cmd_examine(run, profile, only, &check);
	if (status)
		return status;
	if (run->plugin) {
		ia_plugin_check(&run->out, run->plugin, &run->machine, &check);
		run->answered = true;
	} else {
		ia_answer_show(&run->out, &run->machine, page_of(run), &check, ia_opt(run, JSON));
	}
	return status_of(on, check.counts[IA_FAIL], check.counts[IA_UNKNOWN],
			 check.counts[IA_WARN]);
}
