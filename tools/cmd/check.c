// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include "../view/check.h"

/* All profiles at once. Return: IA_FINDINGS when the host is not fit for one that is about it. */
static enum ia_status check_all(struct ia_run *run)
{
	const struct ia_device **devices = NULL;
	struct ia_overview *overview;
	enum ia_status status;
	size_t count = 0;

	if (ia_opt(run, AGAINST))
		return ia_cmd_usage("--against is for one profile: it excludes --profile all");
	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_chosen(run, &devices, &count);
	if (status)
		return status;
	overview = ia_alloc(run->arena, 1, sizeof(*overview));
	ia_overview_run(&run->machine, devices, count, overview);
	ia_answer_show(&run->out, &run->machine, &ia_answer_overview, overview,
		       ia_opt(run, JSON));
	return overview->broken ? IA_FINDINGS : IA_OK;
}

/*
 * iommu-audit check.
 *
 * Return: IA_FINDINGS when a rule fails; warnings and unknowns do not.
 */
enum ia_status ia_cmd_check(struct ia_run *run)
{
	enum ia_profile_id profile;
	enum ia_status status;
	struct ia_check check;
	bool listed;

	if (ia_opt(run, PROFILE) && !strcmp(ia_opt(run, PROFILE), "all"))
		return check_all(run);
	status = ia_cmd_profile(run, &profile, &listed);
	if (status || listed)
		return status;
	if (ia_opt(run, AGAINST) && ia_opt(run, DEV))
		return ia_cmd_usage("--against compares the whole machine: it excludes --dev");
	if (ia_opt(run, AGAINST))
		return ia_cmd_against(run, ia_opt(run, AGAINST), profile);
	status = ia_cmd_examine(run, profile, &check);
	if (status)
		return status;
	ia_answer_show(&run->out, &run->machine, &ia_answer_check, &check, ia_opt(run, JSON));
	return check.counts[IA_FAIL] ? IA_FINDINGS : IA_OK;
}
