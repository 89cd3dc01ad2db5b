// SPDX-License-Identifier: GPL-2.0
/* Medians with their intervals, and ratios with what noise alone makes of them. */
#include "bench.h"

#include <math.h>

#include "plot.h"

#define WIDTH		1060.0
#define VALUES_LEFT	290.0
#define VALUES_RIGHT	600.0
#define VALUES_ALONE	1020.0
#define RATIOS_LEFT	655.0
#define RATIOS_RIGHT	900.0
#define ROW		24.0
#define HEAD		24.0
#define FOOT		26.0
#define TOP		22.0
/* Columns of a label. */
#define LABEL		27
/* Where values are so far apart, the axis is logarithmic. */
#define FAR_APART	20.0
/* The farthest ratio from 1 that is drawn as it is. */
#define MOST_RATIO	1000.0

/**
 * struct drawing - a picture under way
 * @values: its axis of values, anew for each metric
 * @ratios: its axis of ratios, of logarithms
 * @log: whether @values is of logarithms
 * @y: how far it is
 */
struct drawing {
	struct ia_plot values;
	struct ia_plot ratios;
	bool log;
	double y;
};

static double on_axis(const struct drawing *d, double value)
{
	return ia_plot_x(&d->values, d->log ? log10(value) : value);
}

static double ratio_x(const struct drawing *d, double ratio)
{
	return ia_plot_x(&d->ratios, log10(ratio));
}

static bool has_ratios(const struct ia_bench_row *rows, size_t count)
{
	return count > 1 && rows[1].metrics[IA_METRIC_PAIRS].against;
}

/* A range that holds all ratios, their intervals and the noise of one picture. */
static void find_ratios(struct drawing *d, const struct ia_bench_row *rows, size_t count)
{
	double most = 1.25;
	enum ia_bench_metric m;
	size_t i;

	for (i = 1; i < count; i++) {
		for (m = 0; m < IA_METRICS; m++) {
			const struct ia_bench_against *a = rows[i].metrics[m].against;

			if (!a || !ia_metrics[m].judged || !a->effect.known)
				continue;
			most = fmax(most, fmax(a->effect.ratio, 1 / a->effect.ratio));
			if (a->effect.interval)
				most = fmax(most, fmax(a->effect.high, 1 / a->effect.low));
			if (!isnan(a->noise))
				most = fmax(most, 1 + a->noise);
		}
	}
	most = fmin(most * 1.08, MOST_RATIO);
	d->ratios.from = -log10(most);
	d->ratios.to = log10(most);
}

static void find_values(struct drawing *d, const struct ia_bench_row *rows, size_t count,
			enum ia_bench_metric m)
{
	double least = INFINITY, most = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct ia_bench_measured *o = &rows[i].metrics[m];

		if (!o->count)
			continue;
		least = fmin(least, o->values[0]);
		most = fmax(most, o->values[o->count - 1]);
	}
	d->log = least > 0 && most / least > FAR_APART;
	d->values.from = d->log ? log10(least) - 0.05 : 0;
	d->values.to = d->log ? log10(most) + 0.05 : most > 0 ? most * 1.03 : 1;
}

/* Powers of ten, and where there are few of them 2 and 5 times these. */
static size_t log_ticks(const struct ia_plot *axis, double *ticks)
{
	static const double steps[] = { 1, 2, 5 };
	size_t fine = axis->to - axis->from > 2.2 ? 1 : 3, count = 0, i;
	double power;

	for (power = floor(axis->from); power <= axis->to && count < IA_PLOT_TICKS; power++) {
		for (i = 0; i < fine && count < IA_PLOT_TICKS; i++) {
			double at = power + log10(steps[i]);

			if (at >= axis->from && at <= axis->to)
				ticks[count++] = pow(10, at);
		}
	}
	return count;
}

static void draw_value_axis(struct drawing *d, enum ia_bench_metric m, double top)
{
	struct ia_arena *arena = d->values.html->arena;
	double ticks[IA_PLOT_TICKS];
	size_t i, n = d->log ? log_ticks(&d->values, ticks) :
			       ia_plot_ticks(d->values.from, d->values.to, 6, ticks);

	for (i = 0; i < n; i++) {
		double x = on_axis(d, ticks[i]);

		ia_plot_line(&d->values, "axis", x, top, x, d->y);
		ia_plot_text(&d->values, "tick", "middle", x, d->y + 13,
			     ia_bench_value(arena, m, ticks[i]));
	}
}

/* Ratios and their inverses: the axis is symmetric. */
static void draw_ratio_axis(struct drawing *d, double top)
{
	static const double marks[] = { 1.1, 1.25, 1.5, 2, 3, 5, 10, 20, 50, 100, 1000 };
	struct ia_arena *arena = d->ratios.html->arena;
	double last = ratio_x(d, 1), x;
	size_t i;

	ia_plot_line(&d->ratios, "zero", last, top, last, d->y);
	ia_plot_text(&d->ratios, "tick", "middle", last, d->y + 13, "1");
	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		double other = ratio_x(d, 1 / marks[i]);

		x = ratio_x(d, marks[i]);
		if (log10(marks[i]) > d->ratios.to || x - last < 34)
			continue;
		last = x;
		ia_plot_line(&d->ratios, "axis", x, top, x, d->y);
		ia_plot_text(&d->ratios, "tick", "middle", x, d->y + 13,
			     ia_bench_ratio(arena, marks[i]));
		ia_plot_line(&d->ratios, "axis", other, top, other, d->y);
		ia_plot_text(&d->ratios, "tick", "middle", other, d->y + 13,
			     ia_bench_ratio(arena, 1 / marks[i]));
	}
}

static void draw_values(struct drawing *d, const struct ia_bench_row *row,
			enum ia_bench_metric m, double y)
{
	const struct ia_bench_measured *o = &row->metrics[m];
	struct ia_arena *arena = d->values.html->arena;
	double marks[IA_MAX_VALUES];
	size_t i, n = o->count < IA_MAX_VALUES ? o->count : IA_MAX_VALUES;

	ia_plot_text(&d->values, "", "start", 12, y + 4, ia_plot_cut(arena, row->label, LABEL));
	ia_plot_text(&d->values, "strong", "end", VALUES_LEFT - 14, y + 4,
		     ia_bench_value(arena, m, o->median));
	if (isnan(o->median))
		return;
	for (i = 0; i < n; i++)
		marks[i] = on_axis(d, o->values[i]);
	ia_plot_strip(&d->values, "runs", marks, n, y - 5, 10);
	if (!isnan(o->low))
		ia_plot_line(&d->values, "range", on_axis(d, o->low), y, on_axis(d, o->high), y);
	ia_plot_dot(&d->values, "median", on_axis(d, o->median), y, 5,
		    ia_format(arena, "%s, %s: %.10g%s", row->label, ia_metrics[m].name, o->median,
			      ia_metrics[m].rate ? "" : " ns"));
}

static const char *class_of(enum ia_bench_verdict verdict)
{
	if (verdict == IA_BENCH_VERDICT_SLOWER)
		return "slower";
	return verdict == IA_BENCH_VERDICT_FASTER ? "faster" : "even";
}

static void draw_ratio(struct drawing *d, const struct ia_bench_row *row,
		       enum ia_bench_metric m, double y)
{
	const struct ia_bench_against *a = row->metrics[m].against;
	struct ia_arena *arena = d->ratios.html->arena;
	const char *class;

	if (!a || !ia_metrics[m].judged)
		return;
	class = class_of(a->verdict);
	if (!isnan(a->noise))
		ia_plot_box(&d->ratios, "floor", ratio_x(d, 1 / (1 + a->noise)), y - 9,
			    ratio_x(d, 1 + a->noise) - ratio_x(d, 1 / (1 + a->noise)), 18,
			    ia_format(arena, "noise floor %s", ia_bench_percent(arena, a->noise)));
	ia_plot_text(&d->ratios, class, "start", RATIOS_RIGHT + 12, y + 4,
		     ia_bench_verdict(a, false));
	if (!a->effect.known)
		return;
	if (a->effect.interval)
		ia_plot_line(&d->ratios, class, ratio_x(d, a->effect.low), y,
			     ratio_x(d, a->effect.high), y);
	ia_plot_dot(&d->ratios, class, ratio_x(d, a->effect.ratio), y, 4.5,
		    ia_format(arena, "%s, %s: ratio %.6g", row->label, ia_metrics[m].name,
			      a->effect.ratio));
}

static void draw_metric(struct drawing *d, const struct ia_bench_row *rows, size_t count,
			enum ia_bench_metric m)
{
	bool ratios = has_ratios(rows, count);
	double top = d->y + HEAD;
	size_t i;

	find_values(d, rows, count, m);
	ia_plot_text(&d->values, "strong", "start", 4, d->y + 16, ia_metrics[m].name);
	ia_plot_text(&d->values, "small", "start", VALUES_LEFT, d->y + 16,
		     ia_format(d->values.html->arena, "%s is better%s",
			       ia_metrics[m].rate ? "more" : "less",
			       d->log ? ", logarithmic axis" : ""));
	d->y = top + ROW * (double)count;
	draw_value_axis(d, m, top);
	if (ratios && ia_metrics[m].judged)
		draw_ratio_axis(d, top);
	for (i = 0; i < count; i++) {
		double y = top + ROW * ((double)i + 0.5);

		draw_values(d, &rows[i], m, y);
		if (ratios)
			draw_ratio(d, &rows[i], m, y);
	}
	d->y += FOOT;
}

/**
 * ia_html_bench_plot() - draw what some rows measured
 * @html: the page
 * @label: what is drawn, for those who do not see it
 * @rows: the rows; the first is what the others are compared with, if they are
 * @count: number of @rows, up to IA_BENCH_ROWS
 */
void ia_html_bench_plot(struct ia_html *html, const char *label, const struct ia_bench_row *rows,
			size_t count)
{
	struct drawing d = {
		.values = { .html = html, .left = VALUES_LEFT, .right = VALUES_RIGHT },
		.ratios = { .html = html, .left = RATIOS_LEFT, .right = RATIOS_RIGHT },
		.y = TOP,
	};
	bool ratios = has_ratios(rows, count);
	double height = TOP;
	enum ia_bench_metric m;

	for (m = 0; m < IA_METRICS; m++)
		height += ia_bench_is_shown(m) ? HEAD + FOOT + ROW * (double)count : 0;
	if (!ratios)
		d.values.right = VALUES_ALONE;
	find_ratios(&d, rows, count);
	ia_plot_open(&d.values, label, WIDTH, height);
	ia_plot_text(&d.values, "tick", "middle", (VALUES_LEFT + d.values.right) / 2, 14,
		     "median, its 95 % interval and the single values");
	if (ratios)
		ia_plot_text(&d.values, "tick", "middle", (RATIOS_LEFT + RATIOS_RIGHT) / 2, 14,
			     "ratio to the first, its 95 % interval and the noise floor");
	for (m = 0; m < IA_METRICS; m++) {
		if (ia_bench_is_shown(m))
			draw_metric(&d, rows, count, m);
	}
	ia_plot_close(&d.values);
}
