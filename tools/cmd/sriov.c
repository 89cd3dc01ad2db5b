// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <stdlib.h>
#include <string.h>

#include "../view/near.h"
#include "../view/sriov.h"

#define PLAN		"plan"
#define MOST_PODS	100000
#define MOST_VFS	1024
#define MOST_HEADROOM	1000

/* A number of an option, of which there is to be one. Return: whether it is there and right. */
static bool read_count(const char *option, const char *text, size_t least, size_t most,
		       size_t *to, enum ia_status *status)
{
	uint64_t n;

	if (!text || !ia_cmd_number(text, &n) || n < least || n > most) {
		*status = text ? ia_cmd_usage("%s '%s': a number from %zu to %zu", option, text,
					      least, most) :
				 ia_cmd_usage("sriov plan needs --pods N and --vfs-per-pod M");
		return false;
	}
	*to = n;
	return true;
}

static enum ia_status options(struct ia_run *run, struct ia_sriov_plan *plan)
{
	const char *headroom = ia_opt(run, HEADROOM);
	enum ia_status status = IA_OK;
	size_t len;

	if (run->argc != 1 || strcmp(run->argv[0], PLAN))
		return ia_cmd_usage("sriov takes the word plan: sriov plan --pods N --vfs-per-pod M");
	if (!read_count("--pods", ia_opt(run, PODS), 1, MOST_PODS, &plan->pods, &status) ||
	    !read_count("--vfs-per-pod", ia_opt(run, VFS_PER_POD), 1, MOST_VFS, &plan->per_pod,
			&status) || !headroom)
		return status;
	len = strlen(headroom);
	if (len && headroom[len - 1] == '%')
		headroom = ia_strndup(run->arena, headroom, len - 1);
	read_count("--headroom", headroom, 0, MOST_HEADROOM, &plan->headroom, &status);
	return status;
}

static enum ia_status check_chosen(struct ia_run *run, const struct ia_sriov_format *format,
				   const struct ia_device **chosen, size_t count)
{
	const char *why;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!chosen[i]->totalvfs.known || !chosen[i]->totalvfs.n)
			return ia_cmd_usage("%s cannot have VFs, or it is not known how many",
					    ia_machine_address(&run->machine, chosen[i]->address));
		why = format->refuses ? format->refuses(chosen[i]) : NULL;
		if (why)
			return ia_cmd_usage("--format %s: %s: %s", format->name,
					    ia_machine_address(&run->machine, chosen[i]->address),
					    why);
	}
	return IA_OK;
}

static enum ia_status show(struct ia_run *run, const struct ia_sriov_format *format,
			   struct ia_sriov_plan *plan)
{
	struct ia_answer answer = ia_answer_sriov_plan;
	const struct ia_device **chosen = NULL;
	enum ia_status status;
	size_t count;

	run->reads |= IA_READ_HOST;
	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_chosen(run, &chosen, &count);
	if (!status)
		status = check_chosen(run, format, chosen, count);
	if (status)
		return status;
	plan->by_operator = format->by_operator;
	ia_sriov_plan(&run->machine, chosen, count, plan);
	answer.page = format->page;
	ia_answer_show(&run->out, &run->machine, &answer, plan, ia_opt(run, JSON));
	return plan->fits == IA_YES ? IA_OK : IA_FINDINGS;
}

/*
 * iommu-audit sriov plan --pods N --vfs-per-pod M.
 *
 * Return: IA_OK where there are enough, IA_FINDINGS where there are not or it is not known, or
 * the exit code after a message.
 */
enum ia_status ia_cmd_sriov(struct ia_run *run)
{
	const char *name = ia_opt(run, FORMAT);
	struct ia_near near = { .word = name, .len = name ? strlen(name) : 0 };
	struct ia_buf names = { .arena = run->arena };
	struct ia_sriov_plan plan = { 0 };
	bool list = name && !strcmp(name, "list");
	enum ia_status status;
	size_t i;

	if (name && ia_opt(run, JSON))
		return ia_cmd_usage("--format and --json exclude each other");
	if (!list) {
		status = options(run, &plan);
		if (status)
			return status;
	} else {
		ia_cmd_settle(run);
	}
	for (i = 0; i < ia_nsriov_formats; i++) {
		const struct ia_sriov_format *format = &ia_sriov_formats[i];

		if (list)
			ia_out_text(&run->out, IA_PLAIN,
				    ia_format(run->arena, "%s\n", format->name));
		else if (!name || !strcmp(name, format->name))
			return show(run, format, &plan);
		ia_near_try(&near, format->name);
		ia_buf_add(&names, " %s", format->name);
	}
	return list ? IA_OK : ia_cmd_usage("%s", ia_unknown_text(run->arena, &near, "a format",
								 "formats", names.text));
}
