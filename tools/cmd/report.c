// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../html/report.h"

static void gather(const struct ia_run *run, struct ia_report *report)
{
	const struct ia_machine *m = &run->machine;

	*report = (struct ia_report){
		.kernel = m->kernel, .cmdline = m->cmdline, .time = m->time, .age = ia_age(m),
		.reading = ia_opt(run, FROM) ? IA_READING_FILE :
			   ia_opt(run, ROOT) ? IA_READING_TREE : IA_READING_LIVE,
		.devices = m->ndevices, .groups = m->ngroups,
	};
	ia_facts_gather(m, &report->facts);
	ia_attention_gather(m, &report->facts, &report->findings);
}

/* iommu-audit report --html FILE: all of the machine that a page shows. */
static enum ia_status write_html(struct ia_run *run)
{
	enum ia_status status = ia_cmd_will_html(run);
	struct ia_report report;

	run->reads |= IA_READ(IA_FILE_FAULT_LOG) | IA_READ_HOST | IA_READ_NAMES | IA_READ_NEXT;
	if (!status)
		status = ia_cmd_read(run);
	if (status)
		return status;
	gather(run, &report);
	return ia_cmd_write(run, ia_html_report(run->arena, &run->machine, &report));
}

/*
 * iommu-audit report.
 *
 * Return: IA_OK whatever it shows: to judge is another command's business.
 */
enum ia_status ia_cmd_report(struct ia_run *run)
{
	const struct ia_machine *m = &run->machine;
	struct ia_report report;
	enum ia_status status;

	if (ia_opt(run, HTML))
		return write_html(run);
	status = ia_cmd_read(run);
	if (status)
		return status;
	gather(run, &report);
	ia_answer_show(&run->out, m, &ia_answer_report, &report, ia_opt(run, JSON));
	return IA_OK;
}
