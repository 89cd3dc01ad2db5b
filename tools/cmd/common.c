// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../view/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Tell about a problem.
 *
 * Return: the exit code for it.
 */
enum ia_status ia_cmd_fail(const struct ia_problem *problem)
{
	ia_message("%s", problem->text);
	return problem->status;
}

/**
 * ia_cmd_usage() - tell what is wrong with the command line
 * @fmt: as for printf; what was wrong and what is accepted
 *
 * Return: IA_USAGE.
 */
enum ia_status ia_cmd_usage(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	ia_message_args(fmt, args);
	va_end(args);
	return IA_USAGE;
}

/* The report, an export and JSON have it in themselves. */
static bool says_source(const struct ia_run *run)
{
	return ia_opt(run, JSON) || !strcmp(run->command, "report") ||
	       !strcmp(run->command, "export");
}

/* Nobody asked for it, and the answer rests on it. */
static void tell_source(const struct ia_machine *machine)
{
	const char *lines[IA_SOURCE_LACKS];
	size_t i, n = ia_source_lacks(machine, lines);

	ia_message("read from %s", ia_source_text(machine));
	for (i = 0; i < n; i++)
		ia_message("%s", lines[i]);
}

/* Without the module's files, sysfs has what the command can do without them. */
static enum ia_status read_live(struct ia_run *run, enum ia_choice choice)
{
	struct ia_problem problem = { 0 };
	struct ia_machine *m = &run->machine;

	if (choice != IA_CHOICE_SYSFS) {
		if (ia_read_live(m, run->reads, &run->root, run->line, &problem))
			return IA_OK;
		if (choice == IA_CHOICE_MODULE || problem.status != IA_MISSING || run->needs_module)
			return ia_cmd_fail(&problem);
		*m = (struct ia_machine){ .arena = run->arena };
	}
	if (!ia_read_sysfs(m, run->reads, &run->root, &problem))
		return ia_cmd_fail(&problem);
	if (choice == IA_CHOICE_AUTO && !says_source(run))
		tell_source(m);
	return IA_OK;
}

/* Whoever reads standard input leaves nothing of it to another. */
enum ia_status ia_cmd_input_twice(void)
{
	return ia_cmd_usage("'-' is given twice, but standard input can be only one of the two: write the other one to a file");
}

static enum ia_status read_machine(struct ia_run *run)
{
	struct ia_problem problem;
	enum ia_choice choice;

	if (ia_opt(run, FROM)) {
		if (run->other && !strcmp(run->other, "-") && !strcmp(ia_opt(run, FROM), "-"))
			return ia_cmd_input_twice();
		if (!ia_from_read(&run->machine, ia_opt(run, FROM), &problem))
			return ia_cmd_fail(&problem);
		return IA_OK;
	}
	if (!ia_cmd_choice(run, &choice))
		return ia_cmd_usage("'%s' is not a source: write auto, module or sysfs",
				    ia_opt(run, SOURCE));
	if (ia_opt(run, ROOT) && choice != IA_CHOICE_MODULE &&
	    !ia_root_exists(&run->root, "/sys") && errno == ENOENT)
		return ia_cmd_usage("--root: %s holds no /sys: it takes a directory with a machine's /sys and /proc",
				    ia_opt(run, ROOT));
	if (choice == IA_CHOICE_SYSFS && run->needs_module)
		return ia_cmd_usage("%s needs what only the module sees: --source sysfs excludes it",
				    run->command);
	return read_live(run, choice);
}

/**
 * ia_cmd_read() - read the machine that the command line names
 * @run: the invocation; its machine is filled
 *
 * Nothing is loaded for it. What is needed for this and not later is given up, before
 * and after.
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_read(struct ia_run *run)
{
	enum ia_status status;
	struct ia_problem problem;

	ia_cmd_may_read(run);
	status = read_machine(run);
	if (!status && !ia_opt(run, FROM)) {
		if (run->reads & IA_READ_HOST)
			ia_read_host(&run->machine, &run->root);
		else if (run->reads & IA_READ_CONFIG)
			ia_read_kconfig(&run->machine, &run->root);
		if (run->reads & IA_READ_NAMES)
			ia_read_called(&run->machine, &run->root);
		if (run->reads & IA_READ_NEXT)
			ia_read_next_boot(&run->machine, &run->root);
		if (!ia_root_sound(&run->root, &problem))
			status = ia_cmd_fail(&problem);
	}
	ia_cmd_settle(run);
	return status;
}

/**
 * ia_cmd_read_other() - read another snapshot that the command line names
 * @run: the invocation; its machine was read with run->other set
 * @machine: filled
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_read_other(struct ia_run *run, struct ia_machine *machine)
{
	struct ia_problem problem;
	bool good = ia_from_read(machine, run->other, &problem);

	run->other = NULL;
	ia_cmd_settle(run);
	return good ? IA_OK : ia_cmd_fail(&problem);
}

/**
 * ia_cmd_will_write() - see that a file can be written, before the machine is read
 * @run: the invocation; keeps what it needs for that
 * @path: the file; NULL or - for standard output
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_will_write(struct ia_run *run, const char *path)
{
	struct ia_problem problem;

	run->writes = path && strcmp(path, "-") ? path : NULL;
	if (run->writes && !ia_save_check(run->arena, &run->root, path, &problem))
		return ia_cmd_fail(&problem);
	return IA_OK;
}

/*
 * See that the page of --html can be written, if one is wanted.
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_will_html(struct ia_run *run)
{
	if (!ia_opt(run, HTML))
		return IA_OK;
	if (ia_opt(run, JSON))
		return ia_cmd_usage("--html and --json are two forms of one answer: choose one");
	/* A page is made to be shown, mostly by the browser of somebody else than root. */
	run->saves_for = IA_SAVE_FOR_OTHERS;
	return ia_cmd_will_write(run, ia_opt(run, HTML));
}

/**
 * ia_cmd_write() - write the file of ia_cmd_will_write(), or standard output
 * @run: the invocation
 * @text: what to write, whose pieces were escaped: JSON, HTML or an export
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_write(struct ia_run *run, const char *text)
{
	struct ia_problem problem;

	if (!run->writes)
		ia_out_raw(&run->out, text);
	else if (!ia_save(run->arena, run->writes, text, run->saves_for, &problem))
		return ia_cmd_fail(&problem);
	return IA_OK;
}

/**
 * ia_cmd_number() - read a number that somebody wrote
 * @text: decimal digits
 * @number: filled
 *
 * Return: whether it is one, of at most nine digits.
 */
bool ia_cmd_number(const char *text, uint64_t *number)
{
	size_t len = strspn(text, "0123456789");

	if (!len || len > 9 || text[len])
		return false;
	*number = strtoul(text, NULL, 10);
	return true;
}
