// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>
#include <unistd.h>

#include "../source/log.h"
#include "../view/explain.h"

/* This host's own functions are known without the module, and without root. */
static void read_host(struct ia_run *run)
{
	struct ia_problem problem;

	ia_cmd_may_read(run);
	if (!ia_read_sysfs(&run->machine, run->reads, &run->root, &problem))
		run->machine = (struct ia_machine){ .arena = run->arena };
}

/* What is wrong with the command line; IA_OK for nothing. */
static enum ia_status refuse(const struct ia_run *run, const char *input)
{
	bool from_input = !run->argc && !strcmp(input, "-");

	if (run->argc && ia_opt(run, INPUT))
		return ia_cmd_usage("explain takes lines or --input FILE, not both");
	if (from_input && ia_opt(run, FROM) && !strcmp(ia_opt(run, FROM), "-"))
		return ia_cmd_usage("%s", "--from - and the log cannot both be standard input");
	if (from_input && isatty(STDIN_FILENO))
		return ia_cmd_usage("explain takes a line, --input FILE, or standard input: %s",
				    "dmesg | iommu-audit explain");
	return IA_OK;
}

/* The machine, and what is at its addresses; then nothing of it is read any more. */
static enum ia_status read_machine(struct ia_run *run, bool named, struct ia_log_ranges *ranges)
{
	struct ia_problem problem;
	enum ia_status status = IA_OK;

	run->later = IA_MAY_OPEN | (ia_opt(run, FROM) || ia_opt(run, ROOT) ? 0 : IA_MAY_CONFIG);
	if (named)
		status = ia_cmd_read(run);
	else
		read_host(run);
	if (!status && !ia_opt(run, FROM)) {
		ia_read_ranges(&run->machine, &run->root, ranges);
		if (!ia_root_sound(&run->root, &problem))
			status = ia_cmd_fail(&problem);
	}
	run->later = 0;
	ia_cmd_settle(run);
	return status;
}

/* The log: arguments, a line each, or a file. Whatever it holds, nothing is left to misuse. */
static enum ia_status read_log(struct ia_run *run, const char *input, struct ia_log *log)
{
	struct ia_buf buf = { .arena = run->arena };
	struct ia_problem problem;
	char *text;
	size_t len;
	bool good;
	int i;

	if (run->argc) {
		for (i = 0; i < run->argc; i++)
			ia_buf_add(&buf, "%s\n", run->argv[i]);
		ia_log_parse(run->arena, buf.text, buf.len, log);
		return IA_OK;
	}
	good = ia_log_read(run->arena, input, &text, &len, &problem);
	run->other = NULL;
	ia_cmd_settle(run);
	if (!good)
		return ia_cmd_fail(&problem);
	ia_log_parse(run->arena, text, len, log);
	return IA_OK;
}

/*
 * iommu-audit explain [LINE...].
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_explain(struct ia_run *run)
{
	const char *input = ia_opt(run, INPUT) ? ia_opt(run, INPUT) : "-";
	bool named = ia_opt(run, FROM) || ia_opt(run, ROOT) || ia_opt(run, SOURCE);
	struct ia_log_ranges ranges = { 0 };
	struct ia_explain explain;
	struct ia_log log;
	enum ia_status status = refuse(run, input);

	if (status)
		return status;
	if (!run->argc && strcmp(input, "-"))
		run->other = input;
	status = read_machine(run, named, &ranges);
	if (!status)
		status = read_log(run, input, &log);
	if (status)
		return status;
	ia_explain_log(&explain, &run->machine, named, &log, &ranges);
	ia_answer_show(&run->out, &run->machine, &ia_answer_explain, &explain, ia_opt(run, JSON));
	return IA_OK;
}
