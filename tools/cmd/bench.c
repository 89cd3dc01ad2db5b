// SPDX-License-Identifier: GPL-2.0
#include "../bench/cmd.h"

#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "../../include/uapi/iommu_audit.h"

#define RUNS	5

/**
 * ia_bench_dev() - the address of a device as the module writes it
 * @arena: the owner of the text
 * @device: the device
 */
const char *ia_bench_dev(struct ia_arena *arena, const struct ia_device *device)
{
	char buf[IA_ADDRESS_SIZE];

	ia_address_text(buf, device->address, true);
	return ia_strndup(arena, buf, strlen(buf));
}

/**
 * ia_bench_device() - the device to measure
 * @run: the invocation, its machine read
 * @name: as given, or NULL
 * @device: filled
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_bench_device(struct ia_run *run, const char *name,
			       const struct ia_device **device)
{
	const char *why;

	if (name) {
		*device = ia_cmd_device(run, name);
		return *device ? IA_OK : IA_USAGE;
	}
	*device = ia_bench_default(&run->machine, &why);
	if (!*device) {
		fputs("iommu-audit: no function here can be measured: name one, and the module says why not\n",
		      stderr);
		return IA_MISSING;
	}
	fprintf(stderr, "iommu-audit: measuring %s %s (%s); name another one to measure that\n",
		ia_machine_address(&run->machine, (*device)->address),
		ia_cmd_label(&run->machine, *device), why);
	return IA_OK;
}

/**
 * ia_bench_name() - what a result is called
 * @arena: the owner of the text
 * @path: its file, or its name
 */
const char *ia_bench_name(struct ia_arena *arena, const char *path)
{
	const char *base = strrchr(path, '/');
	size_t len;

	base = base ? base + 1 : path;
	len = strlen(base);
	if (len > 5 && !strcmp(base + len - 5, ".json"))
		len -= 5;
	return ia_strndup(arena, base, len);
}

/**
 * ia_bench_new() - an empty set of runs
 * @run: the invocation, its machine read
 * @name: what it is called
 */
struct ia_bench_set *ia_bench_new(struct ia_run *run, const char *name)
{
	struct ia_bench_set *set = ia_alloc(run->arena, 1, sizeof(*set));

	*set = (struct ia_bench_set){
		.arena = run->arena,
		.name = ia_bench_name(run->arena, name),
		.time = run->machine.time_text,
		.tool = IA_VERSION,
	};
	return set;
}

/**
 * ia_bench_finish() - pass on the signal that ended a measurement
 * @job: the list that was measured
 * @status: how it ended
 *
 * Return: @status, when there was none.
 */
enum ia_status ia_bench_finish(struct ia_bench_job *job, enum ia_status status)
{
	if (!job->signal)
		return status;
	/* Whoever waits for this process sees what it was ended by. */
	signal(job->signal, SIG_DFL);
	raise(job->signal);
	return IA_MISSING;
}

/**
 * ia_bench_save() - save runs, whole or not at all
 * @run: the invocation
 * @set: the runs
 * @path: where to
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_bench_save(struct ia_run *run, const struct ia_bench_set *set,
			     const char *path)
{
	struct ia_problem problem;
	const char *text = ia_json_text(run->arena, ia_json_bench(set));

	if (!ia_save(run->arena, path, text, &problem))
		return ia_cmd_fail(&problem);
	fprintf(stderr, "iommu-audit: saved as %s\n", path);
	return IA_OK;
}

static enum ia_status nothing_to_judge(void)
{
	return ia_cmd_usage("--fail-if-slower needs arms to compare: --domains, a plan, or 'iommu-audit compare'");
}

/* Several arms are compared; one is shown. */
static enum ia_status answer(struct ia_run *run, struct ia_bench_set *set)
{
	struct ia_comparison c = { .arena = run->arena };

	ia_compare_arms(&c, &set, 1);
	if (c.narms < 2 && ia_opt(run, FAIL_IF_SLOWER))
		return nothing_to_judge();
	if (c.narms > 1 && !ia_opt(run, JSON))
		return ia_compare_answer(run, &set, 1);
	if (!ia_opt(run, JSON)) {
		ia_bench_show(run, set);
		return IA_OK;
	}
	ia_compare_runs(&c, false);
	ia_json_print(&run->out, ia_json_bench_answer(set, &c));
	return ia_compare_judge(run, &c);
}

static enum ia_status show_saved(struct ia_run *run)
{
	struct ia_bench_set *set = ia_alloc(run->arena, 1, sizeof(*set));
	const char *path = ia_results_find(run->arena, "", ia_opt(run, FROM));
	struct ia_problem problem;

	if (ia_options_check(run->arena, &run->options, "bench --from",
			     IA_OPT_READ | IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE)))
		return IA_USAGE;
	if (run->argc)
		return ia_cmd_usage("'%s' is too much: --from shows what was measured",
				    run->argv[0]);
	set->arena = run->arena;
	if (!ia_read_results(set, path, &problem))
		return ia_cmd_fail(&problem);
	if (!set->count)
		return ia_cmd_usage("%s is a plan of which no boot was measured yet", path);
	return answer(run, set);
}

/* Where the result goes, found out before anything is measured. */
static enum ia_status place(struct ia_run *run, const char **path)
{
	const char *name = ia_opt(run, SAVE);
	struct ia_problem problem;

	*path = NULL;
	if (!name)
		return IA_OK;
	*path = ia_results_place(run->arena, ia_cmd_root(run), name, &problem);
	if (!*path)
		return ia_cmd_fail(&problem);
	if (ia_results_exist(*path) && !ia_opt(run, FORCE))
		return ia_cmd_usage("%s is there already: --force replaces it", *path);
	return IA_OK;
}

static enum ia_status schedule(struct ia_bench_job *job)
{
	struct ia_run *run = job->run;
	const char *values[IA_ASKED], **lines;
	enum ia_status status;
	size_t nlines, repeat, i, j;

	status = ia_bench_ask(run, values);
	if (!status)
		status = ia_bench_ladder(run, values, &lines, &nlines);
	if (!status)
		status = ia_bench_count(ia_opt(run, REPEAT), "runs", RUNS, IA_MAX_VALUES,
					&repeat);
	if (status)
		return status;
	job->step_ms = ia_bench_ms(*lines);
	job->ladder = nlines > 1;
	if (ia_opt(run, DOMAINS))
		return ia_bench_domains(job, lines, nlines, repeat);
	for (i = 0; i < repeat; i++) {
		for (j = 0; j < nlines; j++)
			ia_bench_plan_run(job, NULL, NULL, lines[j]);
	}
	return IA_OK;
}

static enum ia_status measure(struct ia_run *run)
{
	struct ia_bench_job job = { .run = run };
	const struct ia_device *device;
	enum ia_status status;
	const char *path;

	if (run->argc > 1)
		return ia_cmd_usage("'%s' is too much: bench takes one device", run->argv[1]);
	if (ia_opt(run, FAIL_IF_SLOWER) && !ia_opt(run, DOMAINS))
		return nothing_to_judge();
	status = place(run, &path);
	if (!status)
		status = ia_cmd_read(run);
	if (!status)
		status = ia_bench_device(run, run->argc ? run->argv[0] : NULL, &device);
	if (status)
		return status;
	job.dev = ia_bench_dev(run->arena, device);
	job.group = device->group_text;
	job.set = ia_bench_new(run, path ? path : job.dev);
	status = schedule(&job);
	if (!status)
		status = ia_bench_measure(&job);
	if (job.signal || status)
		return ia_bench_finish(&job, status);
	if (path)
		status = ia_bench_save(run, job.set, path);
	return status ? status : answer(run, job.set);
}

/**
 * ia_cmd_bench() - iommu-audit bench [DEV], bench plan A B [DEV], bench --next
 * @run: the invocation
 */
enum ia_status ia_cmd_bench(struct ia_run *run)
{
	if (ia_opt(run, FROM))
		return show_saved(run);
	if (ia_opt(run, NEXT))
		return ia_bench_next(run);
	if (run->argc && !strcmp(run->argv[0], "plan"))
		return ia_bench_plan(run);
	return measure(run);
}
