// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../view/check.h"

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
