// SPDX-License-Identifier: GPL-2.0
/* A comparison of two kernel command lines: A B A B, a reboot between each. */
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

#include "../../include/uapi/iommu_audit.h"

#define NAME	"plan"
/* Boots of each arm: fewer do not allow an interval. */
#define ROUNDS	4
#define RUNS	3

static const char *path_of(struct ia_run *run, struct ia_problem *problem)
{
	const char *name = ia_opt(run, SAVE) ? ia_opt(run, SAVE) : NAME;

	return ia_results_place(run->arena, ia_cmd_root(run), name, problem);
}

static const char *command(struct ia_run *run)
{
	return ia_opt(run, SAVE) ? ia_format(run->arena, "sudo iommu-audit bench --next --save %s",
					     ia_opt(run, SAVE)) :
				   "sudo iommu-audit bench --next";
}

static void say(struct ia_run *run, const char *text)
{
	ia_out_text(&run->out, IA_PLAIN, text);
}

/* What an arm's words change in a command line. */
static void say_change(struct ia_run *run, const struct ia_bench_set *set, size_t boot)
{
	const struct ia_protocol *p = set->protocol;
	const char *arm = ia_protocol_due(set, boot), *other = ia_protocol_due(set, boot + 1);
	const char *add = ia_compare_words(run->arena, arm, other);
	const char *remove = ia_compare_words(run->arena, other, arm);

	say(run, ia_format(run->arena, "  %s  with %s%s%s\n", ia_protocol_letter(p, arm),
			   *add ? add : "nothing more", *remove ? ", without " : "", remove));
	say(run, ia_format(run->arena, "     grubby --update-kernel=DEFAULT%s%s%s%s%s%s\n",
			   *add ? " --args=\"" : "", add, *add ? "\"" : "",
			   *remove ? " --remove-args=\"" : "", remove, *remove ? "\"" : ""));
}

static void say_how(struct ia_run *run)
{
	say(run, "\nTo boot another command line, as root:\n"
	    "  Debian, Ubuntu   edit GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, then: update-grub\n"
	    "  Fedora, RHEL     the line with grubby\n"
	    "  once, anywhere   press 'e' in GRUB's menu, change the line that begins with linux\n"
	    "then:  reboot\n");
}

/* Whether this boot is the first one of a plan: another one is measured already. */
static bool is_booted(struct ia_run *run, const struct ia_bench_set *set)
{
	const char *arm = ia_protocol_due(set, 0), *cmdline = run->machine.cmdline_text;

	return !set->count && !*ia_protocol_missing(run->arena, arm, cmdline) &&
	       !*ia_protocol_excess(run->arena, set->protocol, arm, cmdline);
}

/* What is to be done before the next boot can be measured. */
static void say_next(struct ia_run *run, const struct ia_bench_set *set)
{
	size_t done = ia_protocol_done(set), all = ia_protocol_boots(set->protocol);

	say(run, ia_format(run->arena, "\nNext, boot %zu of %zu:\n", done + 1, all));
	if (is_booted(run, set))
		say(run, ia_format(run->arena, "  %s  is what this boot is: no reboot is needed\n",
				   ia_protocol_letter(set->protocol,
						      ia_protocol_due(set, done))));
	else
		say_change(run, set, done);
	say(run, ia_format(run->arena, "then:  %s\n", command(run)));
}

static void answer_json(struct ia_run *run, struct ia_bench_set *set)
{
	struct ia_comparison c = { .arena = run->arena };
	struct json_object *root;

	if (set->count) {
		ia_compare_arms(&c, &set, 1);
		ia_compare_runs(&c, false);
		root = ia_json_bench_answer(set, &c);
	} else {
		root = ia_json_bench(set);
	}
	ia_json_due(root, set, is_booted(run, set));
	ia_json_print(&run->out, root);
}

static void show_plan(struct ia_run *run, const struct ia_bench_set *set,
		      unsigned long step_ms)
{
	const struct ia_protocol *p = set->protocol;
	size_t all = ia_protocol_boots(p), i;
	struct ia_buf order = { .arena = run->arena };

	for (i = 0; i < all; i++)
		ia_buf_add(&order, " %s", ia_protocol_letter(p, ia_protocol_due(set, i)));
	say(run, ia_format(run->arena, "Device   %s\nArm A    %s\nArm B    %s\nOrder   %s\n",
			   p->dev, p->arms[0], p->arms[1], order.text));
	say(run, ia_format(run->arena, "Each     %zu runs of%s, %lu s\n", p->repeat,
			   *p->asked ? p->asked : " the default kind",
			   (p->repeat * step_ms + 999) / 1000));
	say(run, ia_format(run->arena, "Shows    %s\n", p->rounds < ROUNDS ?
			   "medians only: a 95 % interval takes at least 4 boots of each arm" :
			   "ratios with a 95 % interval, boots being what is compared"));
	say(run, "\nThe two command lines, as far as they differ:\n");
	say_change(run, set, 0);
	say_change(run, set, 1);
	say_how(run);
	say_next(run, set);
}

static enum ia_status check_arms(struct ia_run *run, const char *const *arms)
{
	size_t i;

	for (i = 0; i < IA_PROTOCOL_ARMS; i++) {
		if (!*arms[i] || arms[i][strspn(arms[i], " ")] == '\0')
			return ia_cmd_usage("bench plan: an arm is words of a kernel command line, as \"iommu=pt\"");
		/* What no file of results may hold, and no boot loader's line. */
		if (!ia_clean(arms[i], strlen(arms[i])))
			return ia_cmd_usage("bench plan: an arm holds a character that no kernel command line has");
	}
	if (!*ia_compare_words(run->arena, arms[0], arms[1]) &&
	    !*ia_compare_words(run->arena, arms[1], arms[0]))
		return ia_cmd_usage("bench plan: both arms are the same command line: %s",
				    arms[0]);
	return IA_OK;
}

/**
 * ia_bench_plan() - iommu-audit bench plan A B [DEV]
 * @run: the invocation
 */
enum ia_status ia_bench_plan(struct ia_run *run)
{
	struct ia_protocol p = { .repeat = RUNS };
	const char *values[IA_ASKED], *path;
	const struct ia_device *device;
	struct ia_bench_set *set;
	struct ia_problem problem;
	enum ia_status status;

	if (ia_options_check(run->arena, &run->options, "bench plan",
			     IA_OPT(JSON) | IA_OPT(ROOT) | IA_OPT(NO_COLOR) | IA_OPT_ASKED |
			     IA_OPT(REPEAT) | IA_OPT(SAVE) | IA_OPT(FORCE)))
		return IA_USAGE;
	if (run->argc < 3)
		return ia_cmd_usage("bench plan takes two kernel command lines, or the words they differ in, and perhaps a device:\n"
				    "  iommu-audit bench plan \"iommu=pt\" \"iommu.strict=1\" 03:00.0");
	p.arms[0] = run->argv[1];
	p.arms[1] = run->argv[2];
	status = check_arms(run, p.arms);
	if (!status)
		status = ia_bench_ask(run, values);
	if (!status)
		status = ia_bench_count(ia_opt(run, REPEAT), "boots of each arm", ROUNDS,
					IA_MAX_ROUNDS, &p.rounds);
	if (!status)
		status = ia_cmd_read(run);
	if (!status)
		status = ia_bench_device(run, run->argc > 3 ? run->argv[3] : NULL, &device);
	if (status)
		return status;
	path = path_of(run, &problem);
	if (!path)
		return ia_cmd_fail(&problem);
	if (ia_results_exist(path) && !ia_opt(run, FORCE))
		return ia_cmd_usage("%s is there already: go on with 'bench --next', use another --save NAME, or --force",
				    path);
	p.dev = ia_bench_dev(run->arena, device);
	p.asked = ia_bench_line(run->arena, values);
	set = ia_bench_new(run, path);
	set->protocol = &p;
	status = ia_bench_save(run, set, path);
	if (status)
		return status;
	if (ia_opt(run, JSON))
		answer_json(run, set);
	else
		show_plan(run, set, ia_bench_ms(p.asked));
	return IA_OK;
}

static enum ia_status not_due(const char *why)
{
	fprintf(stderr, "iommu-audit: not measured: %s\n", why);
	return IA_MISSING;
}

/* Whether the machine is what is due: arm, boot and domain. */
static enum ia_status check_boot(struct ia_run *run, const struct ia_bench_set *set,
				 const struct ia_device *device)
{
	const struct ia_protocol *p = set->protocol;
	const struct ia_machine *m = &run->machine;
	const char *arm = ia_protocol_due(set, ia_protocol_done(set));
	const char *missing = ia_protocol_missing(run->arena, arm, m->cmdline_text);
	const char *excess = ia_protocol_excess(run->arena, p, arm, m->cmdline_text);
	const char *domain = ia_protocol_domain(arm);
	size_t i;

	for (i = 0; i < set->count; i++) {
		if (!strcmp(ia_bench_boot(&set->runs[i]), m->boot_text))
			return not_due(ia_format(run->arena, "this boot was measured already; boot %zu of %zu is due, arm %s, %s: reboot with it",
				       ia_protocol_done(set) + 1, ia_protocol_boots(p),
				       ia_protocol_letter(p, arm), arm));
	}
	if (*missing || *excess)
		return not_due(ia_format(run->arena, "arm %s is due, %s; this boot %s%s%s%s%s\nset the kernel command line and reboot; 'iommu-audit bench plan' told how",
			       ia_protocol_letter(p, arm), arm, *missing ? "lacks " : "",
			       missing, *missing && *excess ? ", and " : "",
			       *excess ? "has too much: " : "", excess));
	if (domain && strcmp(device->domain_text, domain))
		return not_due(ia_format(run->arena, "arm %s was booted, %s, but %s is attached to %s, not to %s: the kernel made an exception, or took back what was asked\nsee 'iommu-audit devices' and 'sudo dmesg'; --force measures it anyway",
			       ia_protocol_letter(p, arm), arm, p->dev, device->domain_text, domain));
	for (i = 0; i < set->count; i++) {
		const char *then = ia_record_get(set->runs[i].context, "domain");

		if (!strcmp(set->runs[i].arm, arm) && strcmp(then, device->domain_text))
			return not_due(ia_format(run->arena, "%s is attached to %s; in an earlier boot of arm %s it was %s: --force measures it anyway",
				       p->dev, device->domain_text, ia_protocol_letter(p, arm), then));
	}
	return IA_OK;
}

static enum ia_status measure(struct ia_run *run, struct ia_bench_set *set)
{
	const struct ia_protocol *p = set->protocol;
	struct ia_bench_job job = { .run = run, .dev = p->dev, .set = set };
	const char *arm = ia_protocol_due(set, ia_protocol_done(set));
	size_t i;

	job.step_ms = ia_bench_ms(p->asked);
	for (i = 0; i < p->repeat; i++)
		ia_bench_plan_run(&job, arm, NULL, p->asked);
	return ia_bench_finish(&job, ia_bench_measure(&job));
}

/* Whether what was measured now can be compared with the boots before: later is too late. */
static enum ia_status check_measured(struct ia_run *run, struct ia_bench_set *set)
{
	struct ia_comparison c = { .arena = run->arena };
	size_t i;

	ia_compare_arms(&c, &set, 1);
	ia_compare_check(&c, NULL);
	if (!c.nproblems)
		return IA_OK;
	fprintf(stderr, "iommu-audit: not kept, since it does not go with the boots before:\n");
	for (i = 0; i < c.nproblems; i++)
		fprintf(stderr, "  %s\n", c.problems[i]);
	fputs("mend that and reboot, or plan anew; --force keeps it anyway\n", stderr);
	return IA_MISSING;
}

static enum ia_status load(struct ia_run *run, const char *path, struct ia_bench_set *set)
{
	struct ia_problem problem;

	set->arena = run->arena;
	if (!ia_results_exist(path))
		return ia_cmd_usage("there is no plan %s: make one with 'iommu-audit bench plan'",
				    path);
	if (!ia_read_results(set, path, &problem))
		return ia_cmd_fail(&problem);
	if (!set->protocol)
		return ia_cmd_usage("%s is a result, not a plan", path);
	return IA_OK;
}

/**
 * ia_bench_next() - iommu-audit bench --next
 * @run: the invocation
 */
enum ia_status ia_bench_next(struct ia_run *run)
{
	struct ia_bench_set set = { 0 }, *sets[] = { &set };
	const struct ia_device *device;
	struct ia_problem problem;
	enum ia_status status;
	const char *path;

	if (ia_options_check(run->arena, &run->options, "bench --next",
			     IA_OPT(JSON) | IA_OPT(ROOT) | IA_OPT(NO_COLOR) | IA_OPT(SAVE) |
			     IA_OPT(NEXT) | IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE)))
		return IA_USAGE;
	if (run->argc)
		return ia_cmd_usage("'%s' is too much: --next measures what the plan says",
				    run->argv[0]);
	path = path_of(run, &problem);
	if (!path)
		return ia_cmd_fail(&problem);
	status = load(run, path, &set);
	if (status)
		return status;
	if (ia_protocol_done(&set) == ia_protocol_boots(set.protocol))
		return ia_compare_answer(run, sets, 1);
	status = ia_cmd_read(run);
	if (!status)
		status = ia_bench_device(run, set.protocol->dev, &device);
	if (!status && !ia_opt(run, FORCE))
		status = check_boot(run, &set, device);
	if (!status)
		status = measure(run, &set);
	if (!status && !ia_opt(run, FORCE))
		status = check_measured(run, &set);
	if (!status)
		status = ia_bench_save(run, &set, path);
	if (status)
		return status;
	if (ia_protocol_done(&set) == ia_protocol_boots(set.protocol))
		return ia_compare_answer(run, sets, 1);
	if (ia_opt(run, JSON)) {
		answer_json(run, &set);
		return IA_OK;
	}
	say(run, ia_format(run->arena, "Boot %zu of %zu is measured.\n", ia_protocol_done(&set),
			   ia_protocol_boots(set.protocol)));
	say_next(run, &set);
	return IA_OK;
}
