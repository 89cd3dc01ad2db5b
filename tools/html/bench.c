// SPDX-License-Identifier: GPL-2.0
#include "bench.h"

#include <math.h>

/* Points that get a picture, and rows of a table. */
#define MOST_PICTURES	6
#define MOST_ROWS	1500

static const struct ia_html_column columns[] = {
	{ "Median of", false }, { "Configuration", false }, { "Median", true },
	{ "95 % interval", true }, { "Values", true }, { "Ratio", true },
	{ "95 % interval", true }, { "Noise floor", true }, { "Verdict", false },
};

static const struct ia_html_column single_columns[] = {
	{ "Median of", false }, { "Measurement", false }, { "Median", true },
	{ "95 % interval", true }, { "Values", true }, { "Noise floor", true },
};

static void items(struct ia_html *html, const char *const *list, size_t count)
{
	size_t i;

	ia_html_open(html, "p", NULL);
	for (i = 0; i < count; i++) {
		if (i)
			ia_html_text(html, " · ");
		ia_html_text(html, list[i]);
	}
	ia_html_close(html);
}

static void measured_on(struct ia_html *html, const struct ia_bench_comparison *c)
{
	static const struct ia_html_column heads[] = {
		{ "Configuration", false }, { "Domain", false }, { "Flush", false },
		{ "Runs", true }, { "Boots", true }, { "Command line", false },
	};
	size_t i;

	ia_html_table(html, "Configurations", heads, sizeof(heads) / sizeof(*heads));
	for (i = 0; i < c->count && i < IA_MAX_SHOWN; i++) {
		const struct ia_bench_configuration *config = &c->configurations[i];
		const struct ia_bench_context *k = &config->samples->run->context;

		ia_html_row(html);
		ia_html_cell(html, IA_PLAIN, config->label);
		ia_html_cell(html, IA_PLAIN, ia_word(&ia_words_domains, k->domain));
		ia_html_cell(html, IA_PLAIN, ia_word(&ia_words_flushes, k->flush));
		ia_html_cell(html, IA_PLAIN, ia_format(html->arena, "%zu", config->count));
		ia_html_cell(html, IA_PLAIN, ia_format(html->arena, "%zu",
						       ia_bench_boots(html->arena, config)));
		ia_html_cell(html, IA_PLAIN, k->cmdline.known ? k->cmdline.text : "unknown");
	}
	ia_html_table_end(html);
	if (c->count > IA_MAX_SHOWN)
		ia_html_unseen(html, ia_format(html->arena,
					       "%zu more configurations are left out here: --json has them.",
					       c->count - IA_MAX_SHOWN));
}

static const char *between(const struct ia_html *html, enum ia_bench_metric m,
			   const struct ia_bench_measured *o)
{
	if (isnan(o->low))
		return "too few values";
	return ia_format(html->arena, "%s to %s", ia_bench_value(html->arena, m, o->low),
			 ia_bench_value(html->arena, m, o->high));
}

static enum ia_state state_of(enum ia_bench_verdict verdict)
{
	return verdict == IA_BENCH_VERDICT_SLOWER ? IA_BROKEN :
	       verdict == IA_BENCH_VERDICT_FASTER ? IA_GOOD :
	       verdict == IA_BENCH_VERDICT_INCONCLUSIVE ? IA_ATTENTION : IA_PLAIN;
}

static void against_cells(struct ia_html *html, const struct ia_bench_measured *o, bool judged)
{
	const struct ia_bench_against *a = judged ? o->against : NULL;
	bool known = a && a->effect.known;

	ia_html_cell(html, IA_PLAIN, known ? ia_bench_ratio(html->arena, a->effect.ratio) : "-");
	ia_html_cell(html, IA_PLAIN, known && a->effect.interval ?
		     ia_format(html->arena, "%s to %s",
			       ia_bench_ratio(html->arena, a->effect.low),
			       ia_bench_ratio(html->arena, a->effect.high)) : "-");
	ia_html_cell(html, IA_PLAIN, a ? ia_bench_percent(html->arena, a->noise) : "-");
	ia_html_cell(html, a ? state_of(a->verdict) : IA_PLAIN,
		     a ? ia_bench_verdict(a, false) : "-");
}

/* Return: how many rows it has. */
static size_t table(struct ia_html *html, const char *caption, const struct ia_bench_row *rows,
		    size_t count, bool single)
{
	enum ia_bench_metric m;
	size_t written = 0, i;

	if (single)
		ia_html_table(html, caption, single_columns,
			      sizeof(single_columns) / sizeof(*single_columns));
	else
		ia_html_table(html, caption, columns, sizeof(columns) / sizeof(*columns));
	for (m = 0; m < IA_METRICS; m++) {
		for (i = 0; ia_bench_is_shown(m) && i < count; i++, written++) {
			const struct ia_bench_measured *o = &rows[i].metrics[m];

			ia_html_row(html);
			ia_html_cell(html, IA_PLAIN, ia_metrics[m].name);
			ia_html_cell(html, IA_PLAIN, rows[i].label);
			ia_html_cell(html, IA_PLAIN,
				     ia_bench_value(html->arena, m, o->median));
			ia_html_cell(html, IA_PLAIN, between(html, m, o));
			ia_html_cell(html, IA_PLAIN, ia_format(html->arena, "%zu", o->count));
			if (single)
				ia_html_cell(html, IA_PLAIN,
					     ia_bench_percent(html->arena, o->floor));
			else
				against_cells(html, o, ia_metrics[m].judged);
		}
	}
	ia_html_table_end(html);
	return written;
}

static void draw(struct ia_html *html, const char *what, const struct ia_bench_row *rows,
		 size_t count)
{
	ia_html_bench_plot(html, ia_format(html->arena, "%s: medians with intervals; the table below has the same figures",
					   what),
			   rows, count < IA_BENCH_ROWS ? count : IA_BENCH_ROWS);
	if (count > IA_BENCH_ROWS)
		ia_html_unseen(html, ia_format(html->arena,
					       "the picture has the first %d of %zu rows; the table has the others.",
					       IA_BENCH_ROWS, count));
}

/* What was requested, for a heading. */
static const char *name_of(const struct ia_bench_comparison *c, size_t point)
{
	return c->npoints > 1 ? ia_bench_point_text(c, point) :
				ia_bench_request_text(c->arena, c->points->request);
}

/* Configurations beside each other, point by point. */
static void points(struct ia_html *html, const struct ia_bench_comparison *c)
{
	size_t count = c->count < IA_MAX_SHOWN ? c->count : IA_MAX_SHOWN, written = 0, point, i;
	struct ia_bench_row *rows = ia_alloc(html->arena, count, sizeof(*rows));

	for (point = 0; point < c->npoints && written < MOST_ROWS; point++) {
		const char *name = name_of(c, point);

		for (i = 0; i < count; i++)
			rows[i] = (struct ia_bench_row){
				c->points[point].entries[i].label,
				c->points[point].entries[i].metrics,
			};
		ia_html_heading(html, name);
		if (point < MOST_PICTURES)
			draw(html, name, rows, count);
		written += table(html, name, rows, count, false);
	}
	if (point < c->npoints)
		ia_html_unseen(html, ia_format(html->arena,
					       "%zu more measurements are left out here: --json has them.",
					       c->npoints - point));
}

/* The points of the only configuration beside each other. */
static void ladder(struct ia_html *html, const struct ia_bench_comparison *c)
{
	size_t count = c->npoints < IA_MAX_SHOWN ? c->npoints : IA_MAX_SHOWN, i;
	struct ia_bench_row *rows = ia_alloc(html->arena, count, sizeof(*rows));
	const char *label = c->configurations->label;

	for (i = 0; i < count; i++)
		rows[i] = (struct ia_bench_row){ name_of(c, i), c->points[i].entries->metrics };
	draw(html, label, rows, count);
	table(html, label, rows, count, true);
	if (count < c->npoints)
		ia_html_unseen(html, ia_format(html->arena,
					       "%zu more measurements are left out here: --json has them.",
					       c->npoints - count));
}

static void method(struct ia_html *html, const struct ia_bench_comparison *c)
{
	const char *unit = c->unit == IA_BENCH_UNIT_BOOT ? "boot" : "run";

	ia_html_say(html, "p", ia_format(html->arena,
					 "A value is that of a %s. The interval of a median is that of the sign test, which needs 6 values; without it a picture has the values alone.",
					 unit));
	if (c->count > 1)
		ia_html_say(html, "p", ia_format(html->arena,
						 "A ratio is the median of all pairs of %ss, to %s; its interval is that of the exact rank-sum test. Within the noise floor, the grey band, two %ss of one configuration differ as much.",
						 unit, c->configurations->label, unit));
	if (c->left_out)
		ia_html_unseen(html, ia_format(html->arena,
					       "%zu measurements that not every configuration has.",
					       c->left_out));
}

/**
 * ia_html_bench() - results of the benchmark as a page
 * @arena: memory for it
 * @c: the results, compared; of one configuration or several
 *
 * Return: the page.
 */
const char *ia_html_bench(struct ia_arena *arena, const struct ia_bench_comparison *c)
{
	const char *title = c->count > 1 ? "Benchmarks compared" : "Benchmark";
	struct ia_bench_about about;
	struct ia_html html;

	ia_bench_about(c, &about);
	ia_html_begin(&html, arena, ia_format(arena, "%s: %s", title, about.what[0]));
	items(&html, about.what, IA_BENCH_WHAT);
	items(&html, about.where, IA_BENCH_WHERE);
	if (about.warning) {
		ia_html_open(&html, "p", "class", "unseen", NULL);
		ia_html_text(&html, about.warning);
		ia_html_close(&html);
	}
	ia_html_section(&html, "figures", "Figures");
	if (c->count > 1)
		points(&html, c);
	else
		ladder(&html, c);
	ia_html_section(&html, "method", "How to read it");
	method(&html, c);
	ia_html_section(&html, "configurations", "What was measured");
	measured_on(&html, c);
	return ia_html_end(&html);
}
