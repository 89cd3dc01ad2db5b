// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

/**
 * ia_cmd_snapshot() - iommu-audit snapshot [-o FILE]
 * @run: the invocation
 */
enum ia_status ia_cmd_snapshot(struct ia_run *run)
{
	enum ia_status status = ia_cmd_read_host(run);
	struct ia_problem problem;
	const char *text;

	if (status)
		return status;
	if (!ia_opt(run, OUTPUT)) {
		ia_json_print(&run->out,
			      ia_json_snapshot(&run->machine, IA_VERSION));
		return IA_OK;
	}
	text = ia_json_text(run->arena,
			    ia_json_snapshot(&run->machine, IA_VERSION));
	if (!ia_save(run->arena, ia_opt(run, OUTPUT), text, &problem))
		return ia_cmd_fail(&problem);
	return IA_OK;
}
