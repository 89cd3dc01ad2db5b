// SPDX-License-Identifier: GPL-2.0
/* A comparison as text: the arms, a table for each point, a line for each arm. */
#include "cmd.h"

#include <math.h>
#include <string.h>

/* Columns of the longest bar, and of one on a terminal that is not wide. */
#define BAR		20
#define SHORT_BAR	7
#define WIDE		100

enum { ARM, DOMAIN, FLUSH, RUNS, BOOTS, WORDS };

static const struct ia_column arm_columns[] = {
	[ARM] = { "ARM", IA_COLUMN_WRAP, 0 },
	[DOMAIN] = { "DOMAIN", 0, 0 },
	[FLUSH] = { "FLUSH", 0, 0 },
	[RUNS] = { "RUNS", IA_COLUMN_RIGHT, 0 },
	[BOOTS] = { "BOOTS", IA_COLUMN_RIGHT, 0 },
	[WORDS] = { "ONLY IN ITS COMMAND LINE", IA_COLUMN_WRAP, 0 },
};

enum { METRIC, LABEL, MEDIAN, BARS, RATIO, INTERVAL, NOISE, VERDICT };

static const struct ia_column columns[] = {
	[METRIC] = { "MEDIAN OF", 0, 0 },
	[LABEL] = { "ARM", IA_COLUMN_CUT, 0 },
	[MEDIAN] = { "", IA_COLUMN_RIGHT, 0 },
	[BARS] = { "", 0, 1 },
	[RATIO] = { "RATIO", IA_COLUMN_RIGHT, 0 },
	[INTERVAL] = { "95 % INTERVAL", 0, 0 },
	[NOISE] = { "NOISE", IA_COLUMN_RIGHT, 0 },
	[VERDICT] = { "VERDICT", IA_COLUMN_WRAP, 0 },
};

/* Means and 90th percentiles are in the JSON; here they would only add lines. */
static bool is_shown(enum ia_metric m)
{
	return ia_metrics[m].judged || m == IA_METRIC_MAP_P999 || m == IA_METRIC_UNMAP_P999;
}

static size_t boots_of(const struct ia_arm *arm)
{
	size_t boots = 0, i, j;

	for (i = 0; i < arm->count; i++) {
		for (j = 0; j < i; j++) {
			if (!strcmp(ia_bench_boot(arm->runs[i]), ia_bench_boot(arm->runs[j])))
				break;
		}
		boots += j == i;
	}
	return boots;
}

/* Words of an arm's command line that some other arm has not. */
static const char *own_words(const struct ia_comparison *c, size_t arm)
{
	const char *own = ia_record_get(c->arms[arm].runs[0]->context, "cmdline");
	const char *common = own;
	size_t i;

	for (i = 0; i < c->narms; i++) {
		const char *other = ia_record_get(c->arms[i].runs[0]->context, "cmdline");

		common = ia_compare_words(c->arena, common,
					  ia_compare_words(c->arena, common, other));
	}
	common = ia_compare_words(c->arena, own, common);
	return *common ? common : NULL;
}

static void show_arms(struct ia_out *out, const struct ia_comparison *c)
{
	struct ia_table *table = ia_table_new(c->arena, arm_columns,
					      sizeof(arm_columns) / sizeof(*arm_columns));
	size_t i;

	for (i = 0; i < c->narms; i++) {
		const struct ia_arm *arm = &c->arms[i];
		const struct ia_record *context = arm->runs[0]->context;
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, ARM, IA_PLAIN, arm->label);
		ia_table_set(table, row, DOMAIN, IA_PLAIN, ia_record_get(context, "domain"));
		ia_table_set(table, row, FLUSH, IA_PLAIN, ia_record_get(context, "flush"));
		ia_table_set(table, row, RUNS, IA_PLAIN,
			     ia_format(c->arena, "%zu", arm->count));
		ia_table_set(table, row, BOOTS, IA_PLAIN,
			     ia_format(c->arena, "%zu", boots_of(arm)));
		ia_table_set(table, row, WORDS, IA_PLAIN, own_words(c, i));
	}
	ia_table_print(out, table);
}

/* An id as lspci writes it. */
static const char *bare(const char *id)
{
	return strncmp(id, "0x", 2) ? id : id + 2;
}

static const char *with(struct ia_arena *arena, const char *what, const char *value)
{
	return strcmp(value, "-") ? ia_format(arena, "%s %s", what, value) :
				    ia_format(arena, "no %s", what);
}

/**
 * ia_compare_context() - what was measured, on what
 * @out: where to
 * @c: a comparison; the first run speaks for all
 */
void ia_compare_context(struct ia_out *out, const struct ia_comparison *c)
{
	const struct ia_bench_run *run = c->arms[0].runs[0];
	const struct ia_record *k = run->context;
	const char *items[8];
	size_t n = 0;

	items[n++] = ia_format(c->arena, "%s [%s:%s]", ia_record_get(run->asked, "dev"),
			       bare(ia_record_get(k, "vendor")), bare(ia_record_get(k, "device")));
	items[n++] = c->npoints == 1 ? ia_bench_asked(c->arena, run) :
				       ia_record_get(run->asked, "mode");
	items[n++] = ia_format(c->arena, "runs of %s s", ia_record_get(run->asked, "seconds"));
	items[n++] = with(c->arena, "driver", ia_record_get(k, "driver"));
	items[n++] = ia_format(c->arena, "unit %s", ia_record_get(k, "unit"));
	ia_out_list(out, "", items, n, IA_PLAIN);
	n = 0;
	items[n++] = ia_format(c->arena, "kernel %s", ia_record_get(k, "kernel"));
	items[n++] = with(c->arena, "governor", ia_record_get(k, "governor"));
	items[n++] = ia_format(c->arena, "clock %s, reading it costs %s ns and is in every time",
			       ia_record_get(k, "clock"), ia_record_get(k, "clock_ns"));
	ia_out_list(out, "", items, n, IA_PLAIN);
	if (strcmp(ia_record_get(k, "virtualised"), "1"))
		return;
	items[0] = "virtualised: times are this machine's alone, only ratios within it can be read";
	ia_out_list(out, "", items, 1, IA_ATTENTION);
}

static const char *ratio_text(struct ia_arena *arena, double ratio)
{
	return ia_format(arena, "%.*f", ratio >= 99.95 ? 0 : ratio >= 9.995 ? 1 :
			 ratio >= 0.0995 ? 2 : 3, ratio);
}

static enum ia_state state_of(enum ia_difference verdict)
{
	if (verdict == IA_DIFFERENCE_FASTER)
		return IA_GOOD;
	if (verdict == IA_DIFFERENCE_SLOWER)
		return IA_BROKEN;
	return verdict == IA_DIFFERENCE_UNTOLD ? IA_ATTENTION : IA_PLAIN;
}

static double largest(const struct ia_comparison *c, size_t point, enum ia_metric m)
{
	double most = 0;
	size_t arm;

	for (arm = 0; arm < c->narms; arm++) {
		double median = ia_measured(c, point, m, arm)->median;

		if (median > most)
			most = median;
	}
	return most;
}

static void show_outcome(struct ia_out *out, const struct ia_comparison *c,
			 struct ia_table *table, size_t point, enum ia_metric m, size_t arm)
{
	const struct ia_measured *o = ia_measured(c, point, m, arm);
	const struct ia_effect *e = &o->effect;
	long row = ia_table_row(table, -1);
	bool narrow = out->width && out->width < WIDE;

	if (!arm)
		ia_table_set(table, row, METRIC, IA_PLAIN, ia_metrics[m].name);
	ia_table_set(table, row, LABEL, IA_PLAIN, c->arms[arm].label);
	ia_table_set(table, row, MEDIAN, isnan(o->median) ? IA_ATTENTION : IA_PLAIN,
		     ia_bench_value(c->arena, m, o->median));
	ia_table_set(table, row, BARS, IA_PLAIN,
		     ia_bar(out, o->median / largest(c, point, m), narrow ? SHORT_BAR : BAR));
	if (!arm || !ia_metrics[m].judged)
		return;
	ia_table_set(table, row, RATIO, IA_PLAIN,
		     e->known ? ratio_text(c->arena, e->ratio) : "-");
	ia_table_set(table, row, INTERVAL, IA_PLAIN, e->known && e->interval ?
		     ia_format(c->arena, "%s to %s", ratio_text(c->arena, e->low),
			       ratio_text(c->arena, e->high)) : "-");
	ia_table_set(table, row, NOISE, IA_PLAIN, ia_bench_percent(c->arena, o->noise));
	/* The line below the table has the whole sentence. */
	ia_table_set(table, row, VERDICT, state_of(o->verdict),
		     narrow && o->verdict == IA_DIFFERENCE_SAME ? "no difference" :
		     ia_difference_text(o->verdict));
}

/**
 * ia_compare_point() - what a point differs in from the others, for people
 * @c: a comparison
 * @point: index of the point
 *
 * Return: as "size 64 KiB"; "" for the only one.
 */
const char *ia_compare_point(const struct ia_comparison *c, size_t point)
{
	const struct ia_record *asked = ia_compare_run(c, &c->arms[0], point)->asked;
	struct ia_buf buf = { .arena = c->arena };
	size_t i, other;

	for (i = 0; i < asked->count; i++) {
		const char *key = asked->keys->names[i], *value = asked->values[i];

		/* Which CPUs there are follows from how many threads. */
		if (!strcmp(key, "elapsed_ns") || !strcmp(key, "attempt") ||
		    (buf.len && !strcmp(key, "cpus")))
			continue;
		for (other = 0; other < c->npoints; other++) {
			const struct ia_bench_run *run = ia_compare_run(c, &c->arms[0], other);

			if (strcmp(ia_record_get(run->asked, key), value))
				break;
		}
		if (other == c->npoints)
			continue;
		ia_buf_add(&buf, "%s%s %s", buf.len ? ", " : "", key, strcmp(key, "size") ?
			   value : ia_bench_size(c->arena, value));
	}
	return buf.text ? buf.text : "";
}

/* Metrics of one verdict, of one arm and point. */
static void add_verdict(struct ia_buf *buf, const struct ia_comparison *c, size_t point,
			size_t arm, enum ia_difference verdict)
{
	bool first = true;
	enum ia_metric m;

	for (m = 0; m < IA_METRICS; m++) {
		if (ia_measured(c, point, m, arm)->verdict != verdict)
			continue;
		ia_buf_add(buf, "%s%s%s", !first ? ", " : buf->len ? "; " : "",
			   first ? ia_difference_text(verdict) : "", first ? " in " : "");
		ia_buf_add(buf, "%s", ia_metrics[m].name);
		first = false;
	}
}

static void show_verdicts(struct ia_out *out, const struct ia_comparison *c, size_t point)
{
	static const enum ia_difference order[] = {
		IA_DIFFERENCE_SLOWER, IA_DIFFERENCE_FASTER, IA_DIFFERENCE_SAME,
		IA_DIFFERENCE_UNTOLD,
	};
	size_t arm, i;

	for (arm = 1; arm < c->narms; arm++) {
		struct ia_buf buf = { .arena = c->arena };
		const char *item;

		for (i = 0; i < sizeof(order) / sizeof(*order); i++)
			add_verdict(&buf, c, point, arm, order[i]);
		item = ia_format(c->arena, "%s against %s: %s", c->arms[arm].label,
				 c->arms[0].label, buf.text);
		ia_out_list(out, "", &item, 1, IA_PLAIN);
	}
}

/* Why there are verdicts that cannot be told: the fewest values, and unknown figures. */
static bool untold(const struct ia_comparison *c, size_t *fewest)
{
	bool unknown = false;
	size_t point, arm;
	enum ia_metric m;

	*fewest = SIZE_MAX;
	for (point = 0; point < c->npoints; point++) {
		for (m = 0; m < IA_METRICS; m++) {
			size_t first = ia_measured(c, point, m, 0)->count;

			for (arm = 1; arm < c->narms; arm++) {
				const struct ia_measured *o = ia_measured(c, point, m, arm);
				size_t less = o->count < first ? o->count : first;

				if (o->verdict != IA_DIFFERENCE_UNTOLD)
					continue;
				unknown |= !o->effect.known;
				if (o->effect.known && less < *fewest)
					*fewest = less;
			}
		}
	}
	return unknown;
}

/* The first arm of a point that did not take turns with the first one, or 0. */
static size_t without_turns(const struct ia_comparison *c)
{
	size_t point, arm;

	for (point = 0; point < c->npoints; point++) {
		for (arm = 1; arm < c->narms; arm++) {
			if (!ia_measured(c, point, IA_METRIC_PAIRS, arm)->turns)
				return arm;
		}
	}
	return 0;
}

static void show_method(struct ia_out *out, const struct ia_comparison *c)
{
	static const char why[] =
		" Boots are compared, each by the median of its runs: runs of one boot are alike.";
	static const char more[] =
		" 'bench plan' measures more; --force takes every run for a value of its own.";
	const char *what = c->by_boot ? "boots" : "runs", *item;
	size_t fewest, arm;
	bool unknown;

	item = ia_format(c->arena,
			 "Ratios are to %s: the median of all pairs of %s. Intervals are those of the exact rank-sum test. NOISE is how far apart %s of one arm are: 8 of 10, or half of them when there are 8 or more.%s",
			 c->arms[0].label, what, what, c->by_boot ? why : "");
	ia_out_list(out, "", &item, 1, IA_PLAIN);
	arm = without_turns(c);
	if (arm) {
		item = ia_format(c->arena,
				 "%s and %s were measured one after the other, not in turns: what drifted meanwhile would look like a difference, so NOISE is twice the spread of all %s.",
				 c->arms[0].label, c->arms[arm].label, what);
		ia_out_list(out, "", &item, 1, IA_ATTENTION);
	}
	unknown = untold(c, &fewest);
	if (unknown) {
		item = "Figures that are unknown, or 0, have no ratio.";
		ia_out_list(out, "", &item, 1, IA_ATTENTION);
	}
	if (fewest < SIZE_MAX) {
		item = ia_format(c->arena,
				 "No interval can be given: there %s %zu %.*s of an arm. 4 of each are enough for 95 %%.%s",
				 fewest == 1 ? "is" : "are", fewest,
				 (int)strlen(what) - (fewest == 1), what,
				 c->by_boot ? more : "");
		ia_out_list(out, "", &item, 1, IA_ATTENTION);
	}
	if (c->left_out) {
		item = ia_format(c->arena, "%zu measurements are left out: not every arm has them.",
				 c->left_out);
		ia_out_list(out, "", &item, 1, IA_ATTENTION);
	}
}

/**
 * ia_compare_show() - a comparison for people
 * @out: where to
 * @c: the comparison
 */
void ia_compare_show(struct ia_out *out, const struct ia_comparison *c)
{
	size_t point, arm;
	enum ia_metric m;

	ia_compare_context(out, c);
	ia_out_text(out, IA_PLAIN, "\n");
	show_arms(out, c);
	for (point = 0; point < c->npoints; point++) {
		struct ia_table *table = ia_table_new(c->arena, columns,
						      sizeof(columns) / sizeof(*columns));

		ia_out_text(out, IA_PLAIN, "\n");
		if (c->npoints > 1)
			ia_out_text(out, IA_PLAIN, ia_format(c->arena, "%s\n",
							     ia_compare_point(c, point)));
		for (m = 0; m < IA_METRICS; m++) {
			for (arm = 0; is_shown(m) && arm < c->narms; arm++)
				show_outcome(out, c, table, point, m, arm);
		}
		ia_table_print(out, table);
		ia_out_text(out, IA_PLAIN, "\n");
		show_verdicts(out, c, point);
	}
	ia_out_text(out, IA_PLAIN, "\n");
	show_method(out, c);
}
