// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../view/facts.h"

/*
 * iommu-audit report.
 *
 * Return: IA_OK whatever it shows: to judge is another command's business.
 */
enum ia_status ia_cmd_report(struct ia_run *run)
{
	enum ia_status status = ia_cmd_read(run);
	const struct ia_machine *m = &run->machine;
	struct ia_report report;

	if (status)
		return status;
	report = (struct ia_report){
		.kernel = m->kernel, .cmdline = m->cmdline,
		.devices = m->ndevices, .groups = m->ngroups,
	};
	ia_facts_gather(m, &report.facts);
	ia_answer_show(&run->out, m, &ia_answer_report, &report, ia_opt(run, JSON));
	return IA_OK;
}
