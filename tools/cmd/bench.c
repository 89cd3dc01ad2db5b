// SPDX-License-Identifier: GPL-2.0
/* bench [DEV], bench plan A B [DEV], bench --next, bench --from RESULT */
#include "../base/escape.h"
#include "../bench/bench.h"
#include "../html/bench.h"

#include <signal.h>
#include <string.h>

#include "compare.h"

/* Runs, boots of each configuration of a plan, and runs in each of its boots. */
#define RUNS		5
#define ROUNDS		4
#define PLAN_RUNS	3
#define PLAN		"plan"

/* The device to measure: as given, or the one that serves best. */
static enum ia_status device_of(struct ia_run *run, const char *name,
				const struct ia_device **device)
{
	const char *why;

	if (name) {
		*device = ia_cmd_device(run, name);
		return *device ? IA_OK : IA_USAGE;
	}
	*device = ia_bench_default(&run->machine, &why);
	if (!*device) {
		ia_message("no function here can be measured: name one, and the module says why not");
		return IA_MISSING;
	}
	ia_message("measuring %s %s (%s); name another one to measure that",
		   ia_machine_address(&run->machine, (*device)->address),
		   ia_label(&run->machine, *device), why);
	return IA_OK;
}

static const char *address_of(struct ia_run *run, const struct ia_device *device)
{
	char text[IA_ADDRESS_SIZE];

	ia_address_text(text, device->address, true);
	return ia_strndup(run->arena, text, strlen(text));
}

static bool request_of(struct ia_run *run, struct ia_bench_request *request,
		       struct ia_problem *problem)
{
	static const struct {
		enum ia_option option;
		const char *key;
	} options[] = {
		{ IA_OPT_MODE, "mode" }, { IA_OPT_SIZE, "size" },
		{ IA_OPT_SEGMENTS, "segments" }, { IA_OPT_THREADS, "threads" },
		{ IA_OPT_CPUS, "cpus" }, { IA_OPT_NODE, "node" }, { IA_OPT_DIR, "dir" },
		{ IA_OPT_RING, "ring" }, { IA_OPT_SECONDS, "seconds" },
		{ IA_OPT_WARMUP, "warmup" },
	};
	size_t i;

	ia_bench_request_clear(request);
	for (i = 0; i < sizeof(options) / sizeof(*options); i++) {
		const char *text = run->options.value[options[i].option];

		if (text && !ia_bench_request_set(run->arena, request, options[i].key, text,
						  problem))
			return false;
	}
	return true;
}

static bool save(struct ia_run *run, const struct ia_bench_set *set, const char *path,
		 struct ia_problem *problem)
{
	return ia_bench_save(&run->machine, set, path, problem);
}

/* Makes the runs. A signal that ended them is passed on. */
static enum ia_status measure(struct ia_bench_job *job)
{
	struct ia_problem problem;
	enum ia_status status = ia_bench_measure(job, &problem) ? IA_OK : ia_cmd_fail(&problem);

	if (!job->signal)
		return status;
	/* Whoever waits for this process sees what it was ended by. */
	signal(job->signal, SIG_DFL);
	raise(job->signal);
	return IA_INTERRUPTED;
}

/* Nothing is left but to judge and to print. */
static void done(struct ia_run *run)
{
	run->later = 0;
	run->other = NULL;
	run->writes = NULL;
	ia_cmd_settle(run);
}

static enum ia_status nothing_to_judge(void)
{
	return ia_cmd_usage("--fail-if-slower needs configurations to compare: --domains, a plan, or 'iommu-audit compare'");
}

/* Several configurations are compared; one is shown. */
static enum ia_status answer(struct ia_run *run, const struct ia_bench_set *set)
{
	struct ia_bench_comparison c = { .arena = run->arena };
	bool json = ia_opt(run, JSON);
	const char *wrong;

	ia_bench_gather(&c, &set, 1);
	if (c.count < 2 && ia_opt(run, FAIL_IF_SLOWER))
		return nothing_to_judge();
	if (c.count > 1 && !json)
		return ia_cmd_compare_sets(run, &set, 1, NULL);
	/* Of one configuration people see its runs, of whatever boots they are. */
	wrong = ia_bench_compare(&c, !json);
	if (wrong)
		return ia_cmd_usage("%s", wrong);
	if (ia_opt(run, HTML))
		return ia_cmd_write(run, ia_html_bench(run->arena, &c));
	ia_bench_show(&run->out, &run->machine, set, &c, json);
	return ia_cmd_judge(run, &c);
}

static enum ia_status show_saved(struct ia_run *run)
{
	struct ia_bench_set set = { .arena = run->arena };
	const struct ia_root *root = &run->root;
	const char *path = ia_bench_find(run->arena, &root, ia_opt(run, FROM));
	struct ia_problem problem;
	enum ia_status status;
	bool good;

	if (ia_options_check(run->arena, &run->options, "bench --from",
			     IA_OPT(JSON) | IA_OPT(FROM) | IA_OPT_COLORS | IA_OPT_TABLE |
			     IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE) | IA_OPT(HTML)))
		return IA_USAGE;
	if (run->argc)
		return ia_cmd_usage("unexpected argument '%s': --from shows what was measured",
				    run->argv[0]);
	status = ia_cmd_will_html(run);
	if (status)
		return status;
	run->other = path;
	ia_cmd_may_read(run);
	good = ia_bench_read(&set, root, path, &problem);
	run->other = NULL;
	ia_cmd_settle(run);
	if (!good)
		return ia_cmd_fail(&problem);
	if (!set.count)
		return ia_cmd_usage("%s is a plan with no boot measured yet", path);
	return answer(run, &set);
}

/* Where the result goes, found out before anything is measured. */
static enum ia_status place(struct ia_run *run, const char **path)
{
	const char *name = ia_opt(run, SAVE);
	struct ia_problem problem;

	*path = NULL;
	if (!name)
		return IA_OK;
	*path = ia_bench_place(run->arena, name, &problem);
	if (!*path)
		return ia_cmd_fail(&problem);
	if (ia_bench_exists(*path) && !ia_opt(run, FORCE))
		return ia_cmd_usage("%s already exists: --force replaces it", *path);
	return IA_OK;
}

/* Puts the runs on the list. */
static bool schedule(struct ia_run *run, struct ia_bench_job *job,
		     struct ia_bench_requests *requests, struct ia_problem *problem)
{
	struct ia_bench_request request;
	size_t repeat, i, j;

	if (!request_of(run, &request, problem) ||
	    !ia_bench_sweep(run->arena, ia_opt(run, SWEEP), &request, requests,
			    problem) ||
	    !ia_bench_repeat(run->arena, ia_opt(run, REPEAT), "runs", RUNS, IA_MAX_VALUES,
			     &repeat, problem))
		return false;
	job->ladder = requests->count > 1;
	if (ia_opt(run, DOMAINS))
		return ia_bench_domains(job, ia_opt(run, DOMAINS), requests, repeat, problem);
	for (i = 0; i < repeat; i++) {
		for (j = 0; j < requests->count; j++)
			ia_bench_step(job, NULL, IA_DOMAIN_UNKNOWN, &requests->items[j]);
	}
	return true;
}

static enum ia_status measure_now(struct ia_run *run)
{
	struct ia_bench_job job = { .out = &run->out };
	struct ia_bench_requests requests;
	struct ia_problem problem;
	enum ia_status status;
	const char *path;

	if (run->argc > 1)
		return ia_cmd_usage("unexpected argument '%s': bench takes one device",
				    run->argv[1]);
	if (ia_opt(run, FAIL_IF_SLOWER) && !ia_opt(run, DOMAINS))
		return nothing_to_judge();
	if (ia_opt(run, HTML))
		return ia_cmd_usage("--html needs --from: save the result with --save NAME, then run 'bench --from NAME --html FILE'");
	status = place(run, &path);
	run->later = IA_MAY_MEASURE | (ia_opt(run, DOMAINS) ? IA_MAY_SWITCH : 0);
	run->writes = path;
	run->needs_module = true;
	if (!status)
		status = ia_cmd_read(run);
	if (!status)
		status = device_of(run, run->argc ? run->argv[0] : NULL, &job.device);
	if (status)
		return status;
	job.set = ia_bench_new(&run->machine, path ? path : address_of(run, job.device),
			       IA_VERSION);
	if (!schedule(run, &job, &requests, &problem))
		return ia_cmd_fail(&problem);
	status = measure(&job);
	if (status)
		return status;
	if (path && !save(run, job.set, path, &problem))
		return ia_cmd_fail(&problem);
	done(run);
	return answer(run, job.set);
}

static const char *plan_path(struct ia_run *run, struct ia_problem *problem)
{
	const char *name = ia_opt(run, SAVE) ? ia_opt(run, SAVE) : PLAN;

	return ia_bench_place(run->arena, name, problem);
}

static enum ia_status show_plan(struct ia_run *run, const struct ia_bench_set *set, bool fresh)
{
	const char *command = "sudo iommu-audit bench --next";

	if (ia_opt(run, SAVE))
		command = ia_format(run->arena, "%s --save %s", command,
				    ia_escape_shell(run->arena, ia_opt(run, SAVE)));
	ia_bench_plan_show(&run->out, &run->machine, set, fresh, command, ia_opt(run, JSON));
	return IA_OK;
}

/* Whether two command lines and a request make a plan, before anything is read. */
static bool check_plan(struct ia_run *run, struct ia_bench_plan *plan,
		       struct ia_problem *problem)
{
	struct ia_bench_set trial = { .arena = run->arena };

	plan->configurations[0] = run->argv[1];
	plan->configurations[1] = run->argv[2];
	return ia_plan_add(&trial, plan, problem) && request_of(run, &plan->request, problem) &&
	       ia_bench_repeat(run->arena, ia_opt(run, REPEAT), "boots of each configuration",
			       ROUNDS, IA_MAX_ROUNDS, &plan->rounds, problem);
}

static enum ia_status make_plan(struct ia_run *run)
{
	struct ia_bench_plan plan = { .repeat = PLAN_RUNS };
	const struct ia_device *device;
	struct ia_problem problem;
	struct ia_bench_set *set;
	enum ia_status status;
	const char *path;

	if (ia_options_check(run->arena, &run->options, "bench plan",
			     IA_OPT(JSON) | IA_OPT_COLORS | IA_OPT_TABLE | IA_OPT_REQUEST |
			     IA_OPT(REPEAT) | IA_OPT(SAVE) | IA_OPT(FORCE)))
		return IA_USAGE;
	if (run->argc < 3)
		return ia_cmd_usage("bench plan takes two kernel command lines, or the words that differ, and optionally a device:\n"
				    "  iommu-audit bench plan \"iommu=pt\" \"iommu.strict=1\" 03:00.0");
	if (!check_plan(run, &plan, &problem))
		return ia_cmd_fail(&problem);
	path = plan_path(run, &problem);
	if (!path)
		return ia_cmd_fail(&problem);
	if (ia_bench_exists(path) && !ia_opt(run, FORCE))
		return ia_cmd_usage("%s already exists: continue with 'bench --next', use another --save NAME, or --force",
				    path);
	run->writes = path;
	run->needs_module = true;
	status = ia_cmd_read(run);
	if (!status)
		status = device_of(run, run->argc > 3 ? run->argv[3] : NULL, &device);
	if (status)
		return status;
	plan.device = device->address;
	set = ia_bench_new(&run->machine, path, IA_VERSION);
	if (!ia_plan_add(set, &plan, &problem) || !save(run, set, path, &problem))
		return ia_cmd_fail(&problem);
	done(run);
	return show_plan(run, set, true);
}

static enum ia_status load_plan(const char *path, struct ia_bench_set *set)
{
	struct ia_problem problem;

	if (!ia_bench_exists(path))
		return ia_cmd_usage("there is no plan %s: make one with 'iommu-audit bench plan'",
				    path);
	if (!ia_bench_read(set, &ia_root_named, path, &problem))
		return ia_cmd_fail(&problem);
	return set->plan ? IA_OK : ia_cmd_usage("%s is a result, not a plan", path);
}

/* Whether what was measured now can be compared with the boots before: later is too late. */
static enum ia_status check_measured(struct ia_run *run, const struct ia_bench_set *set)
{
	struct ia_bench_comparison c = { .arena = run->arena };
	size_t i;

	ia_bench_gather(&c, &set, 1);
	ia_bench_check(&c, 0);
	if (!c.nproblems)
		return IA_OK;
	ia_message("not kept, since it does not match the boots before:");
	for (i = 0; i < c.nproblems; i++)
		ia_message_more("  %s", ia_bench_problem_text(&run->machine, &c.problems[i]));
	ia_message_more("fix that and reboot, or make a new plan; --force keeps it anyway");
	return IA_MISSING;
}

/* Measures the boot that is due. */
static enum ia_status measure_boot(struct ia_run *run, struct ia_bench_set *set)
{
	const struct ia_bench_plan *p = set->plan;
	const char *due = ia_plan_due(set, ia_plan_done(set));
	struct ia_bench_job job = {
		.out = &run->out, .set = set,
		.device = ia_machine_device(&run->machine, p->device),
	};
	struct ia_problem problem;
	enum ia_status status;
	size_t i;

	if (!job.device)
		return ia_cmd_usage("there is no PCI function %s here: see 'iommu-audit devices'",
				    ia_machine_address(&run->machine, p->device));
	if (!ia_opt(run, FORCE) && !ia_plan_ready(set, &run->machine, job.device, &problem))
		return ia_cmd_fail(&problem);
	for (i = 0; i < p->repeat; i++)
		ia_bench_step(&job, due, IA_DOMAIN_UNKNOWN, &p->request);
	status = measure(&job);
	return status || ia_opt(run, FORCE) ? status : check_measured(run, set);
}

static enum ia_status next_boot(struct ia_run *run)
{
	struct ia_bench_set set = { .arena = run->arena };
	const struct ia_bench_set *sets[] = { &set };
	struct ia_problem problem;
	enum ia_status status;
	const char *path;

	if (ia_options_check(run->arena, &run->options, "bench --next",
			     IA_OPT(JSON) | IA_OPT_COLORS | IA_OPT_TABLE | IA_OPT(SAVE) |
			     IA_OPT(NEXT) | IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE)))
		return IA_USAGE;
	if (run->argc)
		return ia_cmd_usage("unexpected argument '%s': --next measures what the plan says",
				    run->argv[0]);
	path = plan_path(run, &problem);
	if (!path)
		return ia_cmd_fail(&problem);
	run->later = IA_MAY_MEASURE;
	run->writes = path;
	/* A plan is not trusted with more than it needs. */
	ia_cmd_may_read(run);
	status = load_plan(path, &set);
	if (status)
		return status;
	if (!ia_plan_is_done(&set)) {
		run->needs_module = true;
		status = ia_cmd_read(run);
		if (!status)
			status = measure_boot(run, &set);
		if (!status && !save(run, &set, path, &problem))
			status = ia_cmd_fail(&problem);
		if (status)
			return status;
	}
	done(run);
	return ia_plan_is_done(&set) ? ia_cmd_compare_sets(run, sets, 1, NULL) :
				       show_plan(run, &set, false);
}

/* iommu-audit bench [DEV], bench plan A B [DEV], bench --next. */
enum ia_status ia_cmd_bench(struct ia_run *run)
{
	if (ia_opt(run, FROM))
		return show_saved(run);
	if (ia_opt(run, NEXT))
		return next_boot(run);
	if (run->argc && !strcmp(run->argv[0], PLAN))
		return make_plan(run);
	return measure_now(run);
}
