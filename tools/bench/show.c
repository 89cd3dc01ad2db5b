// SPDX-License-Identifier: GPL-2.0
/* One arm as text: a table of times and two histograms, or a ladder. */
#include "cmd.h"

#include <math.h>
#include <string.h>

#include "../machine/faults.h"

/* Rows of a histogram, its longest bar and the columns that are no bar. */
#define ROWS	12
#define BAR	48
#define NO_BAR	36
#define WIDE	100
/* What the first row of a histogram and its last one gather at least. */
#define HEAD	0.001
#define TAIL	0.01

enum { OP, LEAST, MEAN, P50, P90, P99, P999, MOST, COUNT, NOISE };

static const struct ia_column op_columns[] = {
	[OP] = { "", 0, 0 },
	[LEAST] = { "LEAST", IA_COLUMN_RIGHT, 2 },
	[MEAN] = { "MEAN", IA_COLUMN_RIGHT, 0 },
	[P50] = { "P50", IA_COLUMN_RIGHT, 0 },
	[P90] = { "P90", IA_COLUMN_RIGHT, 0 },
	[P99] = { "P99", IA_COLUMN_RIGHT, 0 },
	[P999] = { "P99.9", IA_COLUMN_RIGHT, 0 },
	[MOST] = { "MOST", IA_COLUMN_RIGHT, 1 },
	[COUNT] = { "COUNTED", IA_COLUMN_RIGHT, 3 },
	[NOISE] = { "NOISE OF P50", IA_COLUMN_RIGHT, 0 },
};

static const struct ia_column bin_columns[] = {
	{ "", 0, 0 }, { "", IA_COLUMN_RIGHT, 0 }, { "", 0, 0 },
};

enum { STEP, PAIRS, MAP_P50, MAP_P99, UNMAP_P50, UNMAP_P99, NOISY, PAIRS_BAR };

static const struct ia_column ladder_columns[] = {
	[STEP] = { "", 0, 0 },
	[PAIRS] = { "PAIRS/S", IA_COLUMN_RIGHT, 0 },
	[MAP_P50] = { "MAP P50", IA_COLUMN_RIGHT, 0 },
	[MAP_P99] = { "P99", IA_COLUMN_RIGHT, 1 },
	[UNMAP_P50] = { "UNMAP P50", IA_COLUMN_RIGHT, 0 },
	[UNMAP_P99] = { "P99", IA_COLUMN_RIGHT, 1 },
	[NOISY] = { "NOISE", IA_COLUMN_RIGHT, 2 },
	[PAIRS_BAR] = { "", 0, 3 },
};

static const char *const op_names[IA_BENCH_OPS] = {
	[IA_BENCH_MAP] = "map", [IA_BENCH_UNMAP] = "unmap",
};

/* Smallest, largest or sum of a figure over all runs; NAN when one lacks it. */
static double over_runs(const struct ia_arm *arm, enum ia_bench_side op, const char *key,
			double (*join)(double, double))
{
	double all = NAN;
	size_t i;

	for (i = 0; i < arm->count; i++) {
		struct ia_number f = ia_figure_of(ia_record_get(arm->runs[i]->ops[op], key));

		if (!f.known)
			return NAN;
		all = i ? join(all, (double)f.n) : (double)f.n;
	}
	return all;
}

static double sum(double a, double b)
{
	return a + b;
}

static void show_ops(struct ia_out *out, const struct ia_comparison *c)
{
	struct ia_table *table = ia_table_new(c->arena, op_columns,
					      sizeof(op_columns) / sizeof(*op_columns));
	const struct ia_arm *arm = &c->arms[0];
	enum ia_bench_side op;
	size_t i;

	for (op = 0; op < IA_BENCH_OPS; op++) {
		enum ia_metric first = op == IA_BENCH_MAP ? IA_METRIC_MAP_MEAN :
							    IA_METRIC_UNMAP_MEAN;
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, OP, IA_PLAIN, op_names[op]);
		ia_table_set(table, row, LEAST, IA_PLAIN,
			     ia_bench_ns(c->arena, over_runs(arm, op, "min_ns", fmin)));
		for (i = 0; i <= P999 - MEAN; i++)
			ia_table_set(table, row, MEAN + i, IA_PLAIN,
				     ia_bench_ns(c->arena,
						 ia_measured(c, 0, first + i, 0)->median));
		ia_table_set(table, row, MOST, IA_PLAIN,
			     ia_bench_ns(c->arena, over_runs(arm, op, "max_ns", fmax)));
		ia_table_set(table, row, COUNT, IA_PLAIN,
			     ia_bench_rate(c->arena, over_runs(arm, op, "ops", sum)));
		ia_table_set(table, row, NOISE, IA_PLAIN,
			     ia_bench_percent(c->arena,
					      ia_measured(c, 0, first + P50 - MEAN, 0)->floor));
	}
	ia_table_print(out, table);
}

/* Operations of all runs whose time, by the middle of its range, is below. */
static double below(const struct ia_arm *arm, enum ia_bench_side op, double ns)
{
	double count = 0;
	size_t i, j;

	for (i = 0; i < arm->count; i++) {
		const struct ia_bench_run *run = arm->runs[i];

		for (j = 0; j < run->nbins[op]; j++) {
			const struct ia_bin *bin = &run->bins[op][j];

			if (((double)bin->from + (double)bin->to) / 2 < ns)
				count += (double)bin->count;
		}
	}
	return count;
}

/* The time that so many operations were below, to the width of a range. */
static double time_of(const struct ia_arm *arm, enum ia_bench_side op, double count)
{
	double low = 1, high = 1e18;

	while (high / low > 1.001) {
		double middle = sqrt(low * high);

		if (below(arm, op, middle) < count)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static void add_row(struct ia_out *out, struct ia_table *table, const char *label,
		    double share, double most)
{
	size_t width = out->width && out->width < BAR + NO_BAR ? out->width - NO_BAR : BAR;
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, 0, IA_PLAIN, label);
	ia_table_set(table, row, 1, IA_PLAIN, ia_format(out->arena, "%.1f %%", share * 100));
	ia_table_set(table, row, 2, IA_PLAIN, ia_bar(out, share / most, width));
}

/* Rows of one width on a logarithmic scale; what is outside is gathered. */
static void show_histogram(struct ia_out *out, const struct ia_arm *arm, enum ia_bench_side op)
{
	struct ia_table *table = ia_table_new(out->arena, bin_columns,
					      sizeof(bin_columns) / sizeof(*bin_columns));
	double all = below(arm, op, INFINITY), low, high, step, most = 0;
	double shares[ROWS];
	size_t i;

	ia_out_text(out, IA_PLAIN, ia_format(out->arena, "\n%s\n", op_names[op]));
	if (!(all > 0)) {
		ia_out_text(out, IA_ATTENTION, "no histogram in this result\n");
		return;
	}
	low = time_of(arm, op, all * HEAD) * 0.99;
	high = time_of(arm, op, all * (1 - TAIL)) * 1.01;
	step = pow(high / low, 1.0 / ROWS);
	for (i = 0; i < ROWS; i++) {
		double from = i ? low * pow(step, (double)i) : 0;
		double to = i < ROWS - 1 ? low * pow(step, (double)i + 1) : INFINITY;

		shares[i] = (below(arm, op, to) - below(arm, op, from)) / all;
		most = fmax(most, shares[i]);
	}
	for (i = 0; i < ROWS; i++) {
		const char *from = ia_bench_ns(out->arena, low * pow(step, (double)i));
		const char *to = ia_bench_ns(out->arena, low * pow(step, (double)i + 1));

		add_row(out, table, i == 0 ? ia_format(out->arena, "below %s", to) :
			i == ROWS - 1 ? ia_format(out->arena, "from %s", from) :
			ia_format(out->arena, "%s to %s", from, to), shares[i], most);
	}
	ia_table_print(out, table);
}

static void show_ladder(struct ia_out *out, const struct ia_comparison *c)
{
	static const enum ia_metric metrics[] = {
		[PAIRS] = IA_METRIC_PAIRS, [MAP_P50] = IA_METRIC_MAP_P50,
		[MAP_P99] = IA_METRIC_MAP_P99, [UNMAP_P50] = IA_METRIC_UNMAP_P50,
		[UNMAP_P99] = IA_METRIC_UNMAP_P99,
	};
	struct ia_table *table = ia_table_new(c->arena, ladder_columns,
					      sizeof(ladder_columns) / sizeof(*ladder_columns));
	double most = 0;
	size_t point, i;

	for (point = 0; point < c->npoints; point++)
		most = fmax(most, ia_measured(c, point, IA_METRIC_PAIRS, 0)->median);
	for (point = 0; point < c->npoints; point++) {
		const struct ia_measured *pairs = ia_measured(c, point, IA_METRIC_PAIRS, 0);
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, STEP, IA_PLAIN, ia_compare_point(c, point));
		for (i = PAIRS; i <= UNMAP_P99; i++)
			ia_table_set(table, row, i, IA_PLAIN,
				     ia_bench_value(c->arena, metrics[i],
						    ia_measured(c, point, metrics[i], 0)->median));
		ia_table_set(table, row, NOISY, IA_PLAIN, ia_bench_percent(c->arena, pairs->floor));
		ia_table_set(table, row, PAIRS_BAR, IA_PLAIN,
			     ia_bar(out, pairs->median / most,
				    out->width && out->width < WIDE ? BAR / 3 : BAR / 2));
	}
	ia_table_print(out, table);
}

static void show_domain(struct ia_out *out, const struct ia_comparison *c)
{
	const struct ia_record *k = c->arms[0].runs[0]->context;
	const struct ia_measured *pairs = ia_measured(c, 0, IA_METRIC_PAIRS, 0);
	const char *items[4];
	size_t n = 0;

	items[n++] = ia_format(c->arena, "domain %s", ia_record_get(k, "domain"));
	items[n++] = ia_format(c->arena, "flush %s", ia_record_get(k, "flush"));
	if (c->npoints == 1) {
		items[n++] = ia_format(c->arena, "%s pairs/s",
				       ia_bench_rate(c->arena, pairs->median));
		items[n++] = isnan(pairs->floor) ? "1 run: noise unknown" :
			     ia_format(c->arena, "medians of %zu runs, noise %s", pairs->count,
				       ia_bench_percent(c->arena, pairs->floor));
	}
	ia_out_list(out, "", items, n, IA_PLAIN);
}

/**
 * ia_bench_show() - the runs of one arm for people
 * @run: the invocation
 * @set: the runs
 */
void ia_bench_show(struct ia_run *run, struct ia_bench_set *set)
{
	struct ia_comparison c = { .arena = run->arena };
	struct ia_out *out = &run->out;
	enum ia_bench_side op;

	ia_compare_arms(&c, &set, 1);
	ia_compare_runs(&c, true);
	ia_compare_context(out, &c);
	show_domain(out, &c);
	ia_out_text(out, IA_PLAIN, "\n");
	if (c.npoints > 1) {
		show_ladder(out, &c);
		return;
	}
	show_ops(out, &c);
	for (op = 0; op < IA_BENCH_OPS; op++)
		show_histogram(out, &c.arms[0], op);
}
