// SPDX-License-Identifier: GPL-2.0
/* diff with three nodes or more: which one is odd */
#include "cmd.h"

#include <stdlib.h>
#include <string.h>

#include "../view/class.h"

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One file twice would count as two nodes. */
static const char *twice(struct ia_run *run)
{
	const char **names = ia_alloc(run->arena, run->argc, sizeof(*names));
	int i;

	for (i = 0; i < run->argc; i++)
		names[i] = run->argv[i];
	qsort(names, run->argc, sizeof(*names), by_text);
	for (i = 1; i < run->argc; i++) {
		if (!strcmp(names[i], names[i - 1]))
			return names[i];
	}
	return NULL;
}

static enum ia_status refuse(struct ia_run *run)
{
	const char *name = twice(run);

	if (ia_opt(run, FROM) || ia_opt(run, ROOT))
		return ia_cmd_usage("three snapshots or more are nodes of a class: that excludes --from and --root");
	if (ia_opt(run, PROFILE) || ia_opt(run, HTML))
		return ia_cmd_usage("--%s is for two snapshots: three or more are nodes of a class",
				    ia_opt(run, HTML) ? "html" : "profile");
	if (name)
		return ia_cmd_usage("'%s' is given twice: each node counts once", name);
	return IA_OK;
}

/**
 * ia_cmd_class() - compare nodes of a class
 * @run: the invocation: each argument is a node
 *
 * One node is in memory at a time.
 *
 * Return: IA_FINDINGS when nodes differ, IA_NOT_SEEN when nothing could be compared.
 */
enum ia_status ia_cmd_class(struct ia_run *run)
{
	struct ia_class class = { .arena = run->arena };
	enum ia_status status = refuse(run);
	struct ia_problem problem;
	int i;

	if (status)
		return status;
	ia_cmd_confine(run, (const char *const *)run->argv, run->argc);
	for (i = 0; i < run->argc; i++) {
		struct ia_arena arena = { 0 };
		struct ia_machine machine = { .arena = &arena };

		if (!ia_from_read(&machine, run->argv[i], &problem)) {
			status = ia_cmd_fail(&problem);
			ia_arena_free(&arena);
			return status;
		}
		ia_class_gather(&class, run->argv[i], &machine);
		ia_arena_free(&arena);
	}
	ia_cmd_settle(run);
	ia_class_finish(&class);
	ia_answer_show(&run->out, &run->machine, &ia_answer_class, &class, ia_opt(run, JSON));
	return class.nodd ? IA_FINDINGS : class.compared < 2 ? IA_NOT_SEEN : IA_OK;
}
