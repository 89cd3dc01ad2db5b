// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include "../view/facts.h"
#include "../view/text.h"

/* Leaves out what did not grow. */
static void keep_fresh(struct ia_faults *f)
{
	size_t i, kept = 0;

	for (i = 0; i < f->count; i++) {
		if (!f->items[i].fresh.known || f->items[i].fresh.n)
			f->items[kept++] = f->items[i];
	}
	f->count = kept;
	if (f->other && f->other->fresh.known && !f->other->fresh.n)
		f->other = NULL;
}

static enum ia_status compare(struct ia_run *run, struct ia_faults *faults)
{
	struct ia_machine then = { .arena = run->arena };
	enum ia_status status = ia_cmd_read_other(run, &then);
	struct ia_problem problem;
	struct ia_faults before;
	enum ia_since since;

	if (status)
		return status;
	ia_faults_gather(&then, &before);
	since = ia_faults_since(&run->machine, faults, &then, &before);
	if (since == IA_SINCE_OK) {
		keep_fresh(faults);
		return IA_OK;
	}
	problem.status = IA_PARSE;
	problem.text = ia_format(run->arena, "%s %s", ia_opt(run, SINCE), ia_since_text(since));
	return ia_cmd_fail(&problem);
}

/*
 * iommu-audit faults.
 *
 * Return: IA_OK whatever it shows: it does not judge.
 */
enum ia_status ia_cmd_faults(struct ia_run *run)
{
	const struct ia_machine *m = &run->machine;
	struct ia_fault_page page = { 0 };
	struct ia_faults faults;
	enum ia_status status;

	if (ia_opt(run, LOG) && (ia_opt(run, WATCH) || ia_opt(run, SINCE)))
		return ia_cmd_usage("--log excludes --watch and --since");
	if (ia_opt(run, WATCH) && (ia_opt(run, SINCE) || ia_opt(run, FROM)))
		return ia_cmd_usage("--watch excludes --since and --from: it shows the running system");
	if (ia_opt(run, INTERVAL) && !ia_opt(run, WATCH))
		return ia_cmd_usage("--interval needs --watch");
	run->needs_module = true;
	if (ia_opt(run, WATCH))
		return ia_faults_watch(run);
	run->other = ia_opt(run, SINCE);
	status = ia_cmd_read(run);
	if (status)
		return status;
	ia_faults_gather(m, &faults);
	if (ia_opt(run, SINCE)) {
		status = compare(run, &faults);
		page.since = ia_format(run->arena, "since %s", ia_opt(run, SINCE));
	}
	if (status)
		return status;
	page.faults = &faults;
	page.log = m->fault_log;
	page.nlog = m->nfault_log;
	ia_answer_show(&run->out, m, ia_opt(run, LOG) ? &ia_answer_fault_log : &ia_answer_faults,
		       &page, ia_opt(run, JSON));
	return IA_OK;
}
