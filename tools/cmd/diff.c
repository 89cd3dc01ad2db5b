// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../html/diff.h"

/**
 * ia_cmd_against() - compare a machine with an older reading of it
 * @run: the invocation; its machine is read here
 * @path: the older reading
 * @profile: the profile that judges
 * @answer: filled
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_against(struct ia_run *run, const char *path,
			      enum ia_profile_id profile, struct ia_diff_answer *answer)
{
	struct ia_machine old = { .arena = run->arena };
	enum ia_status status;

	run->other = path;
	status = ia_cmd_will_html(run);
	if (!status)
		status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_read_other(run, &old);
	if (status)
		return status;
	if (old.redacted == IA_YES || run->machine.redacted == IA_YES)
		ia_message("serial numbers were left out (snapshot --redact): two devices of the same model that swapped places cannot be told apart");
	ia_diff_machines(&old, &run->machine, profile, answer);
	if (ia_opt(run, HTML))
		return ia_cmd_write(run, ia_html_diff(run->arena, answer));
	if (run->plugin) {
		ia_plugin_diff(&run->out, run->plugin, answer);
		run->answered = true;
		return IA_OK;
	}
	ia_answer_show(&run->out, &run->machine, &ia_answer_diff, answer, ia_opt(run, JSON));
	return IA_OK;
}

/* iommu-audit diff OLD [NEW], or diff NODE NODE NODE... */
enum ia_status ia_cmd_diff(struct ia_run *run)
{
	struct ia_diff_answer answer;
	enum ia_profile_id profile;
	enum ia_status status;
	bool listed;

	if (run->argc > 2)
		return ia_cmd_class(run);
	status = ia_cmd_profile(run, &profile, &listed);
	if (status || listed)
		return status;
	if (!run->argc)
		return ia_cmd_usage("diff needs a snapshot: iommu-audit diff OLD [NEW]");
	if (run->argc > 1) {
		if (ia_opt(run, FROM) || ia_opt(run, ROOT))
			return ia_cmd_usage("a second snapshot excludes --from and --root: each names the new state");
		run->options.value[IA_OPT_FROM] = run->argv[1];
	}
	status = ia_cmd_against(run, run->argv[0], profile, &answer);
	return !status && answer.matter ? IA_FINDINGS : status;
}
