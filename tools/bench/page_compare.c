// SPDX-License-Identifier: GPL-2.0
/* A comparison as text: the configurations, a table for each point, a line for each. */
#include "answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "../view/sentence.h"

/* Columns of the longest bar, and of one on a terminal that is not wide. */
#define BAR		20
#define SHORT_BAR	7
#define WIDE		100

enum { CONFIGURATION, DOMAIN, FLUSH, RUNS, BOOTS, WORDS };

static const struct ia_column configuration_columns[] = {
	[CONFIGURATION] = { "CONFIGURATION", IA_COLUMN_WRAP, 0, .about = "what was compared" },
	[DOMAIN] = { "DOMAIN", 0, 0, .about = "domain of the device" },
	[FLUSH] = { "FLUSH", 0, 0, .about = "strict or lazy" },
	[RUNS] = { "RUNS", IA_COLUMN_RIGHT, 0, .about = "runs of it" },
	[BOOTS] = { "BOOTS", IA_COLUMN_RIGHT, 0, .about = "boots of it" },
	[WORDS] = { "ONLY IN ITS COMMAND LINE", IA_COLUMN_WRAP, 0,
		.about = "words of its command line alone", .name = "words" },
};

const struct ia_columns ia_configuration_columns = IA_COLUMNS(configuration_columns);

enum { METRIC, LABEL, MEDIAN, BARS, RATIO, INTERVAL, NOISE, VERDICT };

static const struct ia_column columns[] = {
	[METRIC] = { "MEDIAN OF", 0, 0, .about = "what was measured", .name = "metric" },
	[LABEL] = { "CONFIG", IA_COLUMN_CUT, 0, .about = "of which configuration" },
	[MEDIAN] = { "", IA_COLUMN_RIGHT, 0, .about = "its median", .name = "median" },
	[BARS] = { "", 0, 1, .about = "the same as a bar", .name = "bar" },
	[RATIO] = { "RATIO", IA_COLUMN_RIGHT, 0, .about = "against the first configuration" },
	[INTERVAL] = { "95 % INTERVAL", 0, 0,
		.about = "where the ratio lies, 95 %", .name = "interval" },
	[NOISE] = { "NOISE", IA_COLUMN_RIGHT, 0, .about = "noise floor" },
	[VERDICT] = { "VERDICT", IA_COLUMN_WRAP, 0, .about = "whether they differ" },
};

const struct ia_columns ia_comparison_columns = IA_COLUMNS(columns);

static const char *const verdicts[] = {
#define X(NAME, word, text)	text,
	IA_BENCH_VERDICTS(X)
#undef X
};

static const char *const units[] = {
#define X(NAME, word, forms)	"{0:" forms "}",
	IA_BENCH_UNITS(X)
#undef X
};

/* Whether people are shown a metric: means and 90th percentiles would only add lines. */
bool ia_bench_is_shown(enum ia_bench_metric m)
{
	return ia_metrics[m].judged || m == IA_METRIC_MAP_P999 || m == IA_METRIC_UNMAP_P999;
}

static int by_boot(const void *a, const void *b)
{
	const struct ia_bench_sample *x = *(const struct ia_bench_sample *const *)a;
	const struct ia_bench_sample *y = *(const struct ia_bench_sample *const *)b;

	return x->boot < y->boot ? -1 : x->boot > y->boot;
}

/* How many boots the runs of a configuration are of. */
size_t ia_bench_boots(struct ia_arena *arena, const struct ia_bench_configuration *config)
{
	const struct ia_bench_sample **samples = ia_alloc(arena, config->count, sizeof(*samples));
	size_t boots = 0, i;

	for (i = 0; i < config->count; i++)
		samples[i] = &config->samples[i];
	qsort(samples, config->count, sizeof(*samples), by_boot);
	for (i = 0; i < config->count; i++)
		boots += !i || by_boot(&samples[i], &samples[i - 1]);
	return boots;
}

static const struct ia_bench_context *context_of(const struct ia_bench_configuration *config)
{
	return &config->samples->run->context;
}

/* Words that the command lines of all configurations have, each once. */
static const char *common_words(const struct ia_bench_comparison *c)
{
	const char *common = c->configurations->samples->words;
	size_t i;

	for (i = 1; i < c->count; i++) {
		const char *words = c->configurations[i].samples->words;

		common = ia_bench_words(c->arena, common,
					ia_bench_words(c->arena, common, words));
	}
	return common;
}

/* How many of so many are shown. */
static size_t shown(size_t count)
{
	return count < IA_MAX_SHOWN ? count : IA_MAX_SHOWN;
}

/* Words of a configuration's command line that some other one has not. */
static const char *own_words(const struct ia_bench_comparison *c, size_t config,
			     const char *common)
{
	const struct ia_string *own = &context_of(&c->configurations[config])->cmdline;
	const char *words;

	if (!own->known)
		return "unknown";
	words = ia_bench_words(c->arena, own->text, common);
	return *words ? words : NULL;
}

static void show_configurations(struct ia_out *out, const struct ia_bench_comparison *c)
{
	struct ia_table *table = ia_table_new(c->arena, configuration_columns,
					      sizeof(configuration_columns) /
					      sizeof(*configuration_columns));
	const char *common = common_words(c);
	size_t i;

	for (i = 0; i < shown(c->count); i++) {
		const struct ia_bench_configuration *config = &c->configurations[i];
		const struct ia_bench_context *context = context_of(config);
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, CONFIGURATION, IA_PLAIN, config->label);
		ia_table_set(table, row, DOMAIN, IA_PLAIN,
			     ia_word(&ia_words_domains, context->domain));
		ia_table_set(table, row, FLUSH, IA_PLAIN,
			     ia_word(&ia_words_flushes, context->flush));
		ia_table_set(table, row, RUNS, IA_PLAIN,
			     ia_format(c->arena, "%zu", config->count));
		ia_table_set(table, row, BOOTS, IA_PLAIN,
			     ia_format(c->arena, "%zu", ia_bench_boots(c->arena, config)));
		ia_table_set(table, row, WORDS, IA_PLAIN, own_words(c, i, common));
	}
	ia_table_print(out, table);
}

/* A value of a record as the module writes it. */
static const char *text_of(struct ia_arena *arena, enum ia_record_id id, size_t offset,
			   const void *record)
{
	return ia_key_text(arena, ia_bench_key(id, offset), record);
}

#define PARAM(run, member)	\
	text_of(c->arena, IA_RECORD_BENCH_PARAMS, offsetof(struct ia_bench_params, member), \
		&(run)->params)
#define CONTEXT(run, member)	\
	text_of(c->arena, IA_RECORD_BENCH_CONTEXT, offsetof(struct ia_bench_context, member), \
		&(run)->context)

/* An id as lspci writes it. */
static const char *bare(const char *id)
{
	return strncmp(id, "0x", 2) ? id : id + 2;
}

static const char *with(struct ia_arena *arena, const char *what, const struct ia_string *value)
{
	if (value->absent)
		return ia_format(arena, "no %s", what);
	return ia_format(arena, "%s %s", what, value->known ? value->text : "unknown");
}

/**
 * ia_bench_about() - what was measured, on what
 * @c: a comparison; the first run speaks for all
 * @about: filled
 */
void ia_bench_about(const struct ia_bench_comparison *c, struct ia_bench_about *about)
{
	const struct ia_bench_result *run = c->configurations->samples->run;
	const struct ia_bench_context *k = &run->context;

	*about = (struct ia_bench_about){
		.what = {
			ia_format(c->arena, "%s [%s:%s]", PARAM(run, device),
				  bare(CONTEXT(run, vendor)), bare(CONTEXT(run, device))),
			c->npoints == 1 ? ia_bench_request_text(c->arena, &run->request) :
					  PARAM(run, mode),
			ia_format(c->arena, "runs of %s s", PARAM(run, seconds)),
			with(c->arena, "driver", &k->driver),
			ia_format(c->arena, "unit %s", CONTEXT(run, unit)),
		},
		.where = {
			ia_format(c->arena, "kernel %s", CONTEXT(run, kernel)),
			with(c->arena, "governor", &k->governor),
			ia_format(c->arena, "clock %s: reading it takes %s ns, included in every time",
				  CONTEXT(run, clock), CONTEXT(run, clock_ns)),
		},
	};
	if (k->virtualised == IA_YES)
		about->warning = "virtual machine: times are specific to it; "
				 "only ratios on it are meaningful";
}

/** ia_bench_context_lines() - the same as lines of a page */
void ia_bench_context_lines(const struct ia_page *page, const struct ia_bench_comparison *c)
{
	struct ia_bench_about about;

	ia_bench_about(c, &about);
	ia_out_list(page->out, "", about.what, IA_BENCH_WHAT, IA_PLAIN);
	ia_out_list(page->out, "", about.where, IA_BENCH_WHERE, IA_PLAIN);
	if (about.warning)
		ia_out_list(page->out, "", &about.warning, 1, IA_ATTENTION);
}

/* A ratio for people. */
const char *ia_bench_ratio(struct ia_arena *arena, double ratio)
{
	return ia_format(arena, "%.*f", ratio >= 99.95 ? 0 : ratio >= 9.995 ? 1 :
			 ratio >= 0.0995 ? 2 : 3, ratio);
}

static enum ia_state state_of(enum ia_bench_verdict verdict)
{
	if (verdict == IA_BENCH_VERDICT_FASTER)
		return IA_GOOD;
	if (verdict == IA_BENCH_VERDICT_SLOWER)
		return IA_BROKEN;
	return verdict == IA_BENCH_VERDICT_INCONCLUSIVE ? IA_ATTENTION : IA_PLAIN;
}

static double largest(const struct ia_bench_point *point, enum ia_bench_metric m)
{
	double most = 0;
	size_t i;

	for (i = 0; i < point->count; i++) {
		double median = point->entries[i].metrics[m].median;

		if (median > most)
			most = median;
	}
	return most;
}

/* An interval that leaves out 1 shows a difference, which noise alone may be, too. */
static bool is_below_noise(const struct ia_bench_against *against)
{
	const struct ia_effect *e = &against->effect;

	return against->verdict == IA_BENCH_VERDICT_SAME && (e->low > 1 || e->high < 1);
}

/* A verdict for people, in few words where the place is narrow. */
const char *ia_bench_verdict(const struct ia_bench_against *against, bool narrow)
{
	if (is_below_noise(against))
		return narrow ? "below noise" : "below the noise floor";
	return narrow && against->verdict == IA_BENCH_VERDICT_SAME ? "no difference" :
								     verdicts[against->verdict];
}

static void show_against(struct ia_table *table, long row, const struct ia_bench_against *against,
			 bool narrow)
{
	const struct ia_effect *e = &against->effect;

	ia_table_set(table, row, RATIO, IA_PLAIN,
		     e->known ? ia_bench_ratio(table->arena, e->ratio) : "-");
	ia_table_set(table, row, INTERVAL, IA_PLAIN, e->known && e->interval ?
		     ia_format(table->arena, "%s to %s", ia_bench_ratio(table->arena, e->low),
			       ia_bench_ratio(table->arena, e->high)) : "-");
	ia_table_set(table, row, NOISE, IA_PLAIN, ia_bench_percent(table->arena, against->noise));
	/* The line below the table has the whole sentence. */
	ia_table_set(table, row, VERDICT, state_of(against->verdict),
		     ia_bench_verdict(against, narrow));
}

static void show_metric(struct ia_out *out, struct ia_table *table,
			const struct ia_bench_point *point, enum ia_bench_metric m, size_t i,
			double most)
{
	const struct ia_bench_measured *o = &point->entries[i].metrics[m];
	bool narrow = out->width && out->width < WIDE;
	long row = ia_table_row(table, -1);

	if (!i)
		ia_table_set(table, row, METRIC, IA_PLAIN, ia_metrics[m].name);
	ia_table_set(table, row, LABEL, IA_PLAIN, point->entries[i].label);
	ia_table_set(table, row, MEDIAN, isnan(o->median) ? IA_ATTENTION : IA_PLAIN,
		     ia_bench_value(table->arena, m, o->median));
	ia_table_set(table, row, BARS, IA_PLAIN,
		     ia_bar(out, o->median / most, narrow ? SHORT_BAR : BAR));
	if (o->against && ia_metrics[m].judged)
		show_against(table, row, o->against, narrow);
}

/**
 * ia_bench_point_text() - what a point differs in from the others, for people
 * @c: a comparison
 * @point: index of the point
 *
 * Return: as "size 64 KiB"; "" for the only one.
 */
const char *ia_bench_point_text(const struct ia_bench_comparison *c, size_t point)
{
	const struct ia_record_info *info = &ia_records[IA_RECORD_HOST_BENCH_REQUEST];
	const struct ia_bench_request *request = c->points[point].request;
	struct ia_buf buf = { .arena = c->arena };
	size_t i;

	for (i = 0; i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];

		/* Which CPUs there are follows from how many threads. */
		if (!(c->varies >> i & 1) ||
		    (buf.len && key->offset == offsetof(struct ia_bench_request, cpus)))
			continue;
		ia_buf_add(&buf, "%s%s %s", buf.len ? ", " : "", key->name,
			   key->offset == offsetof(struct ia_bench_request, size) ?
			   ia_bench_size(c->arena, request->size.n) :
			   ia_key_text(c->arena, key, request));
	}
	return buf.text ? buf.text : "";
}

/* Metrics of one verdict, of one configuration at a point. */
static void add_verdict(struct ia_buf *buf, const struct ia_bench_entry *entry,
			enum ia_bench_verdict verdict, bool below_noise)
{
	bool first = true;
	enum ia_bench_metric m;

	for (m = 0; m < IA_METRICS; m++) {
		const struct ia_bench_against *against = entry->metrics[m].against;

		if (against->verdict != verdict || is_below_noise(against) != below_noise)
			continue;
		ia_buf_add(buf, "%s%s%s", !first ? ", " : buf->len ? "; " : "",
			   first ? ia_bench_verdict(against, false) : "", first ? " in " : "");
		ia_buf_add(buf, "%s", ia_metrics[m].name);
		first = false;
	}
}

static void show_verdicts(struct ia_out *out, const struct ia_bench_point *point)
{
	static const struct {
		enum ia_bench_verdict verdict;
		bool below_noise;
	} order[] = {
		{ IA_BENCH_VERDICT_SLOWER, false }, { IA_BENCH_VERDICT_FASTER, false },
		{ IA_BENCH_VERDICT_SAME, true }, { IA_BENCH_VERDICT_SAME, false },
		{ IA_BENCH_VERDICT_INCONCLUSIVE, false },
	};
	size_t i, j;

	for (i = 1; i < shown(point->count); i++) {
		struct ia_buf buf = { .arena = out->arena };
		const char *item;

		for (j = 0; j < sizeof(order) / sizeof(*order); j++)
			add_verdict(&buf, &point->entries[i], order[j].verdict,
				    order[j].below_noise);
		item = ia_format(out->arena, "%s against %s: %s", point->entries[i].label,
				 point->entries->label, buf.text);
		ia_out_list(out, "", &item, 1, IA_PLAIN);
	}
}

/**
 * struct notes - what has to be said of a comparison
 * @fewest: fewest values of what is inconclusive for want of them
 * @unknown: some figures have no ratio
 * @after: the label of one that did not take turns with the first, or NULL
 */
struct notes {
	size_t fewest;
	bool unknown;
	const char *after;
};

static void note(struct notes *notes, const struct ia_bench_point *point, size_t i)
{
	const struct ia_bench_entry *first = point->entries, *entry = &point->entries[i];
	enum ia_bench_metric m;

	if (!notes->after && !entry->metrics[IA_METRIC_PAIRS].against->in_turns)
		notes->after = entry->label;
	for (m = 0; m < IA_METRICS; m++) {
		const struct ia_bench_measured *o = &entry->metrics[m];
		size_t less = o->count < first->metrics[m].count ? o->count :
								   first->metrics[m].count;

		if (o->against->verdict != IA_BENCH_VERDICT_INCONCLUSIVE)
			continue;
		notes->unknown |= !o->against->effect.known;
		if (o->against->effect.known && less < notes->fewest)
			notes->fewest = less;
	}
}

/* {0} and {1} are configurations, {2} what a value is, {3} a number of those. */
static const char ratios[] =
	"Ratios are to {0}: the median of all pairs of {2}. Intervals are those of the exact "
	"rank-sum test. NOISE is the spread of the {2} of one configuration: 10th to 90th "
	"percentile, or the quartiles with 8 or more.";
static const char ratios_of_boots[] =
	"Ratios are to {0}: the median of all pairs of {2}. Intervals are those of the exact "
	"rank-sum test. NOISE is the spread of the {2} of one configuration: 10th to 90th "
	"percentile, or the quartiles with 8 or more. Boots are compared, each by the median of "
	"its runs, since runs of one boot are correlated.";
static const char not_in_turns[] =
	"{0} and {1} were measured one after the other, not alternating: drift would look like a "
	"difference, so NOISE is twice the spread of all {2}.";
static const char no_ratio[] = "There is no ratio for values that are unknown or 0.";
static const char no_interval[] =
	"No interval can be given: there {3:is|are} {3} {2} of a configuration. 95 % takes 4 of "
	"each.";
static const char no_interval_of_boots[] =
	"No interval can be given: there {3:is|are} {3} {2} of a configuration. 95 % takes 4 of "
	"each. 'bench plan' measures more; --force treats every run as a separate value.";
static const char left_out[] =
	"{3} {3:measurement is|measurements are} left out: not every configuration has "
	"{3:it|them}.";

static const char more_configurations[] =
	"{3} more {3:configuration is|configurations are} not shown here: --json has {3:it|them}.";
static const char more_points[] =
	"{3} more {3:measurement is|measurements are} not shown here: --json has {3:it|them}.";

/* "run" or "boot", as a number of them asks for. */
static const char *unit_of(const struct ia_page *page, const struct ia_bench_comparison *c,
			   size_t count)
{
	struct ia_arg n = ia_arg_n(count);

	return ia_sentence(page->machine, units[c->unit], &n, 1);
}

/* Says it of so many. */
static void say(const struct ia_page *page, const struct ia_bench_comparison *c,
		enum ia_state state, const char *template, const char *other, size_t count)
{
	const struct ia_arg args[] = {
		ia_arg_text(c->configurations->label), ia_arg_text(other),
		ia_arg_text(unit_of(page, c, count)), ia_arg_n(count),
	};
	const char *text = ia_sentence(page->machine, template, args,
				       sizeof(args) / sizeof(*args));

	ia_out_list(page->out, "", &text, 1, state);
}

static void show_method(const struct ia_page *page, const struct ia_bench_comparison *c)
{
	bool boots = c->unit == IA_BENCH_UNIT_BOOT;
	struct notes notes = { .fewest = SIZE_MAX };
	size_t point, i;

	for (point = 0; point < c->npoints; point++) {
		for (i = 1; i < c->count; i++)
			note(&notes, &c->points[point], i);
	}
	say(page, c, IA_PLAIN, boots ? ratios_of_boots : ratios, NULL, 0);
	if (notes.after)
		say(page, c, IA_ATTENTION, not_in_turns, notes.after, 0);
	if (notes.unknown)
		say(page, c, IA_ATTENTION, no_ratio, NULL, 0);
	if (notes.fewest < SIZE_MAX)
		say(page, c, IA_ATTENTION, boots ? no_interval_of_boots : no_interval, NULL,
		    notes.fewest);
	if (c->left_out)
		say(page, c, IA_ATTENTION, left_out, NULL, c->left_out);
	if (c->count > IA_MAX_SHOWN)
		say(page, c, IA_ATTENTION, more_configurations, NULL, c->count - IA_MAX_SHOWN);
	if (c->npoints > IA_MAX_SHOWN)
		say(page, c, IA_ATTENTION, more_points, NULL, c->npoints - IA_MAX_SHOWN);
}

/**
 * ia_bench_compare_page() - a comparison for people
 * @page: where to
 * @object: the comparison
 */
void ia_bench_compare_page(const struct ia_page *page, const void *object)
{
	const struct ia_bench_comparison *c = object;
	struct ia_out *out = page->out;
	enum ia_bench_metric m;
	size_t point, i;

	ia_bench_context_lines(page, c);
	ia_out_text(out, IA_PLAIN, "\n");
	show_configurations(out, c);
	for (point = 0; point < shown(c->npoints); point++) {
		struct ia_table *table = ia_table_new(c->arena, columns,
						      sizeof(columns) / sizeof(*columns));

		ia_out_text(out, IA_PLAIN, "\n");
		if (c->npoints > 1)
			ia_out_text(out, IA_PLAIN, ia_format(c->arena, "%s\n",
							     ia_bench_point_text(c, point)));
		for (m = 0; m < IA_METRICS; m++) {
			double most = largest(&c->points[point], m);

			for (i = 0; ia_bench_is_shown(m) && i < shown(c->count); i++)
				show_metric(out, table, &c->points[point], m, i, most);
		}
		ia_table_print(out, table);
		ia_out_text(out, IA_PLAIN, "\n");
		show_verdicts(out, &c->points[point]);
	}
	ia_out_text(out, IA_PLAIN, "\n");
	show_method(page, c);
}

/**
 * ia_bench_problem_text() - why configurations should not be compared, as a sentence
 * @machine: a machine, for its arena
 * @problem: the problem
 */
const char *ia_bench_problem_text(const struct ia_machine *machine,
				  const struct ia_bench_problem *problem)
{
	static const char *const sentences[] = {
		NULL,
#define X(NAME, word, sentence)	sentence,
		IA_BENCH_PROBLEMS(X)
#undef X
	};
	struct ia_arg args[2 + sizeof(problem->args) / sizeof(*problem->args)];

	args[0] = ia_arg_text(problem->configuration);
	args[1] = ia_arg_text(problem->other);
	memcpy(args + 2, problem->args, sizeof(problem->args));
	return ia_sentence(machine, sentences[problem->code], args, sizeof(args) / sizeof(*args));
}
