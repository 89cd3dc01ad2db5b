// SPDX-License-Identifier: GPL-2.0
#include "answer.h"

#define WORDS(name, list)							\
static const char *const name##_texts[] = { list(WORD) };			\
static const struct ia_wordlist name##_words = {				\
	name##_texts, sizeof(name##_texts) / sizeof(*name##_texts), NULL	\
}

#define WORD(name, word, ...)	word,

WORDS(verdict, IA_BENCH_VERDICTS);
WORDS(unit, IA_BENCH_UNITS);

static const char *const problem_texts[] = { NULL, IA_BENCH_PROBLEMS(WORD) };
static const struct ia_wordlist problem_words = {
	problem_texts, sizeof(problem_texts) / sizeof(*problem_texts), NULL
};

/* A record, and an array of two of them, inside of the struct. */
#define F_RECORD(type, member, key_, id, about_)				\
	{ .key = key_, .kind = IA_FIELD_RECORD, .offset = offsetof(type, member), \
	  .record = IA_RECORD_##id, .about = about_ }
#define F_TWO_RECORDS(type, member, key_, id, about_)				\
	{ .key = key_, .kind = IA_FIELD_RECORD, .shape = IA_SHAPE_ARRAY,	\
	  .offset = offsetof(type, member), .size = sizeof(*((type *)0)->member), \
	  .count = sizeof(((type *)0)->member) / sizeof(*((type *)0)->member),	\
	  .record = IA_RECORD_##id, .about = about_ }
#define F_TWO_TEXTS(type, member, key_, about_)					\
	{ .key = key_, .kind = IA_FIELD_TEXT, .shape = IA_SHAPE_ARRAY,		\
	  .offset = offsetof(type, member), .size = sizeof(*((type *)0)->member), \
	  .count = sizeof(((type *)0)->member) / sizeof(*((type *)0)->member), .about = about_ }

#define PLAN(member, key, kind, about)	IA_F(struct ia_bench_plan, member, key, kind, about)
static const struct ia_field plan_fields[] = {
	F_TWO_TEXTS(struct ia_bench_plan, configurations, "configurations",
		    "words of the kernel command lines that take turns"),
	PLAN(device, "dev", ADDRESS, "the device"),
	F_RECORD(struct ia_bench_plan, request, "requested", HOST_BENCH_REQUEST,
		 "what is requested of the module; null is left to it"),
	PLAN(rounds, "rounds", COUNT, "boots of each configuration"),
	PLAN(repeat, "repeat", COUNT, "runs in each boot"),
};

static const struct ia_answer plan_answer = {
	.about = "what is to be measured in which boot", IA_FIELDS(plan_fields),
};

static const struct ia_field run_fields[] = {
	IA_F(struct ia_bench_result, configuration, "configuration", TEXT,
	     "which of the things to compare it is; null: all runs of the file are one"),
	F_RECORD(struct ia_bench_result, params, "params", BENCH_PARAMS,
		 "what was requested, defaults filled in"),
	F_RECORD(struct ia_bench_result, context, "context", BENCH_CONTEXT,
		 "what it was measured on"),
	F_TWO_RECORDS(struct ia_bench_result, ops, "ops", BENCH_OP, "mapping and unmapping"),
	IA_F_RECORDS(struct ia_bench_result, bins, nbins, "histogram", BENCH_BIN,
		     "ranges that are not empty, in the order of time"),
};

static const struct ia_answer run_answer = {
	.about = "a run, as bench/result tells it", IA_FIELDS(run_fields),
};

#define SET(member, key, kind, about)	IA_F(struct ia_bench_set, member, key, kind, about)
static const struct ia_field saved_fields[] = {
	SET(name, "name", TEXT, "what it is called"),
	SET(time, "time", STRING, "when it was begun, ISO 8601, UTC"),
	SET(tool, "tool", TEXT, "version of the tool that measured"),
	IA_F_POINTER(struct ia_bench_set, plan, "plan", &plan_answer,
		     "of 'bench plan': what is to be measured in which boot"),
	IA_F_OBJECTS(struct ia_bench_set, runs, count, "runs", &run_answer,
		     "in the order of time"),
};

const struct ia_answer ia_bench_saved = {
	"iommu_audit bench", "runs of the benchmark, as they are saved",
	IA_FIELDS(saved_fields), NULL,
};

#define AGAINST(member, key, kind, about)	\
	IA_F(struct ia_bench_against, member, key, kind, about)
static const struct ia_field against_fields[] = {
	AGAINST(effect.ratio, "ratio", FIGURE,
		"median of all pairs of values, this configuration's to the first one's; "
		"null where one has none, a 0 among them or more than 100"),
	AGAINST(effect.medians, "ratio_of_medians", FIGURE, "of the two medians"),
	AGAINST(effect.low, "low", FIGURE,
		"lower end of the interval; null where there are too few values for one"),
	AGAINST(effect.high, "high", FIGURE, "upper end"),
	AGAINST(effect.confidence, "confidence", FIGURE, "what the interval holds, 0.95 or more"),
	AGAINST(in_turns, "in_turns", BOOL,
		"whether the two took turns; where one was measured after the other, "
		"noise_floor allows for drift"),
	AGAINST(noise, "noise_floor", FIGURE,
		"what a ratio has to exceed: the larger one of both, for a percentile 1/64 "
		"at least; null where one is not known"),
	IA_F_WORD(struct ia_bench_against, verdict, "verdict", &verdict_words,
		  "null for a metric that gets none"),
};

static const struct ia_answer against_answer = {
	.about = "how a metric differs from that of the first configuration",
	IA_FIELDS(against_fields),
};

static const struct ia_field measured_fields[] = {
	IA_F(struct ia_bench_measured, median, "median", FIGURE, "null without values"),
	IA_F(struct ia_bench_measured, low, "median_low", FIGURE,
	     "lower end of an interval that holds the median with a confidence of 0.95 or more, "
	     "by the sign test; null with fewer than 6 values"),
	IA_F(struct ia_bench_measured, high, "median_high", FIGURE, "upper end, likewise"),
	IA_F(struct ia_bench_measured, floor, "noise_floor", FIGURE,
	     "how far apart the values are; null with fewer than two, or a 0 among them"),
	IA_F_LIST(struct ia_bench_measured, values, count, "values", FIGURE,
		  "one for each run, or for each boot; sorted"),
	IA_F_POINTER(struct ia_bench_measured, against, "against_first", &against_answer,
		     "null for the first configuration"),
};

static const struct ia_answer measured_answer = {
	.about = "a metric of a configuration", IA_FIELDS(measured_fields),
};

static const struct ia_field entry_fields[] = {
	IA_F(struct ia_bench_entry, label, "configuration", TEXT, "its label"),
#define X(NAME, text, key, ...)	\
	IA_F_OBJECT(struct ia_bench_entry, metrics[IA_METRIC_##NAME], key, &measured_answer, text),
	IA_BENCH_METRICS(X)
#undef X
};

static const struct ia_answer entry_answer = {
	.about = "a configuration at a point", IA_FIELDS(entry_fields),
};

static const struct ia_field point_fields[] = {
	IA_F_RECORD(struct ia_bench_point, request, "requested", HOST_BENCH_REQUEST,
		    "what was requested, defaults filled in"),
	IA_F_OBJECTS(struct ia_bench_point, entries, count, "configurations", &entry_answer,
		     "the first one is what the others are compared with"),
};

static const struct ia_answer point_answer = {
	.about = "what was measured with the same parameters", IA_FIELDS(point_fields),
};

static const struct ia_field summary_fields[] = {
	IA_F_OBJECTS(struct ia_bench_comparison, points, npoints, "summary", &point_answer,
		     "what the runs amount to; no reader needs it"),
};

static const struct ia_answer summary_answer = {
	.about = "what runs amount to", IA_FIELDS(summary_fields),
};

#define DUE(member, key, kind, about)	IA_F(struct ia_bench_due, member, key, kind, about)
static const struct ia_field due_fields[] = {
	DUE(boot, "boot", COUNT, "the boot that is due, from 1"),
	DUE(boots, "boots", COUNT, "boots of the whole plan"),
	DUE(configuration, "configuration", TEXT, "words of the kernel command line that is due"),
	DUE(add, "add", TEXT,
	    "words that the kernel command line needs, and the other one's has not"),
	DUE(remove, "remove", TEXT, "words that it must not have, and the other one's has"),
	DUE(booted, "booted", BOOL, "this boot is the one that is due: no reboot is needed"),
};

static const struct ia_answer due_answer = {
	.about = "what a plan needs next", IA_FIELDS(due_fields),
};

static const struct ia_field due_member_fields[] = {
	{ .key = "due", .kind = IA_FIELD_OBJECT, .answer = &due_answer,
	  .about = "what comes next" },
};

static const struct ia_answer due_member_answer = {
	.about = "what a plan has besides", IA_FIELDS(due_member_fields),
};

#define F_OPTIONAL(member, answer_, about_)					\
	{ .kind = IA_FIELD_OBJECT, .shape = IA_SHAPE_POINTER, .optional = true,	\
	  .offset = offsetof(struct ia_bench_answer, member), .answer = answer_, .about = about_ }
static const struct ia_field bench_fields[] = {
	IA_F_POINTER(struct ia_bench_answer, set, NULL, &ia_bench_saved, "the runs"),
	F_OPTIONAL(comparison, &summary_answer,
		   "left out before the first boot of a plan is measured"),
	F_OPTIONAL(due, &due_member_answer, "left out but of a plan that is not done"),
};

const struct ia_answer ia_bench_shown = {
	"iommu_audit bench", "runs of the benchmark, and what they amount to",
	IA_FIELDS(bench_fields), ia_bench_page,
};

const struct ia_answer ia_bench_planned = {
	"iommu_audit bench", "a plan, what was measured of it, and what comes next",
	IA_FIELDS(bench_fields), ia_bench_plan_page,
};

static const char *interval(const struct ia_page *page, const void *object)
{
	(void)page;
	(void)object;
	return "exact rank sum";
}

static const char *problem_text(const struct ia_page *page, const void *object)
{
	return ia_bench_problem_text(page->machine, object);
}

static const struct ia_field problem_fields[] = {
	IA_F_WORD(struct ia_bench_problem, code, "reason", &problem_words, "what is wrong"),
	IA_F(struct ia_bench_problem, configuration, "configuration", TEXT, "whose runs"),
	IA_F(struct ia_bench_problem, other, "other", TEXT, "and those of which other one"),
	IA_F_SENTENCE("text", problem_text, "the same for people"),
};

static const struct ia_answer problem_answer = {
	.about = "why configurations should not be compared", IA_FIELDS(problem_fields),
};

static const struct ia_field compare_fields[] = {
	IA_F_WORD(struct ia_bench_comparison, unit, "value", &unit_words,
		  "what a value is: a run, or the median of a boot's runs"),
	IA_F_SENTENCE("interval", interval, "how intervals are found"),
	IA_F_OBJECTS(struct ia_bench_comparison, problems, nproblems, "refused_but_forced",
		     &problem_answer,
		     "why these should not be compared; empty but with --force"),
	IA_F(struct ia_bench_comparison, left_out, "points_left_out", COUNT,
	     "points that not every configuration has"),
	IA_F_OBJECTS(struct ia_bench_comparison, points, npoints, "points", &point_answer,
		     "what was measured with the same parameters, each"),
};

const struct ia_answer ia_bench_compared = {
	"iommu_audit compare", "results of the benchmark side by side",
	IA_FIELDS(compare_fields), ia_bench_compare_page,
};

/**
 * ia_bench_show() - runs, and what they amount to
 * @out: where to
 * @machine: a machine, for its arena
 * @set: the runs; for people, of one configuration
 * @comparison: the same, compared
 * @json: for programs
 */
void ia_bench_show(struct ia_out *out, const struct ia_machine *machine,
		   const struct ia_bench_set *set,
		   const struct ia_bench_comparison *comparison, bool json)
{
	struct ia_bench_answer answer = { .set = set, .comparison = comparison };

	ia_answer_show(out, machine, &ia_bench_shown, &answer, json);
}

/**
 * ia_bench_compare_show() - configurations side by side
 * @out: where to
 * @machine: a machine, for its arena
 * @comparison: a comparison
 * @json: for programs
 */
void ia_bench_compare_show(struct ia_out *out, const struct ia_machine *machine,
			   const struct ia_bench_comparison *comparison, bool json)
{
	ia_answer_show(out, machine, &ia_bench_compared, comparison, json);
}

/**
 * ia_bench_plan_show() - a plan that is not done, and what comes next
 * @out: where to
 * @machine: where it is to be measured
 * @set: a set with a plan
 * @fresh: the plan was made just now
 * @command: what is run after the reboot
 * @json: for programs
 */
void ia_bench_plan_show(struct ia_out *out, const struct ia_machine *machine,
			const struct ia_bench_set *set, bool fresh, const char *command,
			bool json)
{
	const char *due = ia_plan_due(set, ia_plan_done(set));
	const char *other = ia_plan_due(set, ia_plan_done(set) + 1);
	struct ia_bench_comparison c = { .arena = set->arena };
	struct ia_bench_due next = {
		.boot = ia_plan_done(set) + 1,
		.boots = ia_plan_boots(set->plan),
		.configuration = due,
		.add = ia_bench_words(set->arena, due, other),
		.remove = ia_bench_words(set->arena, other, due),
		.booted = ia_plan_is_booted(set, machine),
	};
	struct ia_bench_answer answer = {
		.set = set, .due = &next, .fresh = fresh, .command = command,
	};

	if (set->count) {
		ia_bench_gather(&c, &set, 1);
		ia_bench_compare(&c, false);
		answer.comparison = &c;
	}
	ia_answer_show(out, machine, &ia_bench_planned, &answer, json);
}
