// SPDX-License-Identifier: GPL-2.0
/* One configuration as text: a table of times and two histograms, or a ladder. */
#include "answer.h"

#include <math.h>

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
	[OP] = { "", 0, 0, .about = "map or unmap", .name = "op" },
	[LEAST] = { "LEAST", IA_COLUMN_RIGHT, 2, .about = "shortest" },
	[MEAN] = { "MEAN", IA_COLUMN_RIGHT, 0, .about = "mean" },
	[P50] = { "P50", IA_COLUMN_RIGHT, 0, .about = "median" },
	[P90] = { "P90", IA_COLUMN_RIGHT, 0, .about = "90th percentile" },
	[P99] = { "P99", IA_COLUMN_RIGHT, 0, .about = "99th percentile" },
	[P999] = { "P99.9", IA_COLUMN_RIGHT, 0, .about = "99.9th percentile", .name = "p999" },
	[MOST] = { "MOST", IA_COLUMN_RIGHT, 1, .about = "longest" },
	[COUNT] = { "COUNTED", IA_COLUMN_RIGHT, 3, .about = "operations" },
	[NOISE] = { "NOISE OF P50", IA_COLUMN_RIGHT, 0,
		.about = "noise of the median", .name = "noise" },
};

const struct ia_columns ia_op_columns = IA_COLUMNS(op_columns);

static const struct ia_column bin_columns[] = {
	{ "", 0, .drop = 0 }, { "", IA_COLUMN_RIGHT, .drop = 0 }, { "", 0, .drop = 0 },
};

enum { STEP, PAIRS, MAP_P50, MAP_P99, UNMAP_P50, UNMAP_P99, NOISY, PAIRS_BAR };

static const struct ia_column ladder_columns[] = {
	[STEP] = { "", 0, 0, .about = "size, threads or ring", .name = "step" },
	[PAIRS] = { "PAIRS/S", IA_COLUMN_RIGHT, 0, .about = "pairs of map and unmap a second" },
	[MAP_P50] = { "MAP P50", IA_COLUMN_RIGHT, 0, .about = "median of map" },
	[MAP_P99] = { "P99", IA_COLUMN_RIGHT, 1,
		.about = "99th percentile of map", .name = "map_p99" },
	[UNMAP_P50] = { "UNMAP P50", IA_COLUMN_RIGHT, 0, .about = "median of unmap" },
	[UNMAP_P99] = { "P99", IA_COLUMN_RIGHT, 1,
		.about = "99th percentile of unmap", .name = "unmap_p99" },
	[NOISY] = { "NOISE", IA_COLUMN_RIGHT, 2, .about = "noise of the pairs" },
	[PAIRS_BAR] = { "", 0, 3, .about = "pairs as a bar", .name = "bar" },
};

const struct ia_columns ia_ladder_columns = IA_COLUMNS(ladder_columns);

static const char *side_name(size_t side)
{
	return ia_word(&ia_words_bench_ops, IA_BENCH_OP_MAP + side);
}

/* Smallest, largest or sum of a figure over all runs; NAN when one lacks it. */
static double over_runs(const struct ia_bench_configuration *config, size_t side, size_t offset,
			double (*join)(double, double))
{
	double all = NAN;
	size_t i;

	for (i = 0; i < config->count; i++) {
		const char *op = (const char *)&config->samples[i].run->ops[side];
		const struct ia_number *f = (const struct ia_number *)(op + offset);

		if (!f->known)
			return NAN;
		all = i ? join(all, (double)f->n) : (double)f->n;
	}
	return all;
}

static double sum(double a, double b)
{
	return a + b;
}

#define OVER_RUNS(config, side, member, join)	\
	over_runs(config, side, offsetof(struct ia_bench_op, member), join)

static void show_ops(struct ia_out *out, const struct ia_bench_comparison *c)
{
	struct ia_table *table = ia_table_new(c->arena, op_columns,
					      sizeof(op_columns) / sizeof(*op_columns));
	const struct ia_bench_configuration *config = c->configurations;
	const struct ia_bench_measured *metrics = c->points->entries->metrics;
	size_t side, i;

	for (side = 0; side < IA_BENCH_SIDES; side++) {
		enum ia_bench_metric first = side ? IA_METRIC_UNMAP_MEAN : IA_METRIC_MAP_MEAN;
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, OP, IA_PLAIN, side_name(side));
		ia_table_set(table, row, LEAST, IA_PLAIN,
			     ia_bench_ns(c->arena, OVER_RUNS(config, side, min_ns, fmin)));
		for (i = 0; i <= P999 - MEAN; i++)
			ia_table_set(table, row, MEAN + i, IA_PLAIN,
				     ia_bench_ns(c->arena, metrics[first + i].median));
		ia_table_set(table, row, MOST, IA_PLAIN,
			     ia_bench_ns(c->arena, OVER_RUNS(config, side, max_ns, fmax)));
		ia_table_set(table, row, COUNT, IA_PLAIN,
			     ia_bench_rate(c->arena, OVER_RUNS(config, side, ops, sum)));
		ia_table_set(table, row, NOISE, IA_PLAIN,
			     ia_bench_percent(c->arena, metrics[first + P50 - MEAN].floor));
	}
	ia_table_print(out, table);
}

/* Operations of all runs whose time, by the middle of its range, is below. */
static double below(const struct ia_bench_configuration *config, size_t side, double ns)
{
	double count = 0;
	size_t i, j;

	for (i = 0; i < config->count; i++) {
		const struct ia_bench_result *run = config->samples[i].run;

		for (j = 0; j < run->nbins; j++) {
			const struct ia_bench_bin *bin = &run->bins[j];

			if (bin->op == IA_BENCH_OP_MAP + side &&
			    ((double)bin->from_ns.n + (double)bin->to_ns.n) / 2 < ns)
				count += (double)bin->count.n;
		}
	}
	return count;
}

/* The time that so many operations were below, to the width of a range. */
static double time_of(const struct ia_bench_configuration *config, size_t side, double count)
{
	double low = 1, high = 1e18;

	while (high / low > 1.001) {
		double middle = sqrt(low * high);

		if (below(config, side, middle) < count)
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
static void show_histogram(struct ia_out *out, const struct ia_bench_configuration *config,
			   size_t side)
{
	struct ia_table *table = ia_table_new(out->arena, bin_columns,
					      sizeof(bin_columns) / sizeof(*bin_columns));
	double all = below(config, side, INFINITY), low, high, step, most = 0;
	double shares[ROWS];
	size_t i;

	ia_out_text(out, IA_PLAIN, ia_format(out->arena, "\n%s\n", side_name(side)));
	if (!(all > 0)) {
		ia_out_text(out, IA_ATTENTION, "no histogram in this result\n");
		return;
	}
	low = time_of(config, side, all * HEAD) * 0.99;
	high = time_of(config, side, all * (1 - TAIL)) * 1.01;
	step = pow(high / low, 1.0 / ROWS);
	for (i = 0; i < ROWS; i++) {
		double from = i ? low * pow(step, (double)i) : 0;
		double to = i < ROWS - 1 ? low * pow(step, (double)i + 1) : INFINITY;

		shares[i] = (below(config, side, to) - below(config, side, from)) / all;
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

static void show_ladder(struct ia_out *out, const struct ia_bench_comparison *c)
{
	static const enum ia_bench_metric shown[] = {
		[PAIRS] = IA_METRIC_PAIRS, [MAP_P50] = IA_METRIC_MAP_P50,
		[MAP_P99] = IA_METRIC_MAP_P99, [UNMAP_P50] = IA_METRIC_UNMAP_P50,
		[UNMAP_P99] = IA_METRIC_UNMAP_P99,
	};
	struct ia_table *table = ia_table_new(c->arena, ladder_columns,
					      sizeof(ladder_columns) / sizeof(*ladder_columns));
	double most = 0;
	size_t point, i;

	for (point = 0; point < c->npoints; point++)
		most = fmax(most, c->points[point].entries->metrics[IA_METRIC_PAIRS].median);
	for (point = 0; point < c->npoints; point++) {
		const struct ia_bench_measured *metrics = c->points[point].entries->metrics;
		const struct ia_bench_measured *pairs = &metrics[IA_METRIC_PAIRS];
		long row = ia_table_row(table, -1);

		ia_table_set(table, row, STEP, IA_PLAIN, ia_bench_point_text(c, point));
		for (i = PAIRS; i <= UNMAP_P99; i++)
			ia_table_set(table, row, i, IA_PLAIN,
				     ia_bench_value(c->arena, shown[i], metrics[shown[i]].median));
		ia_table_set(table, row, NOISY, IA_PLAIN, ia_bench_percent(c->arena, pairs->floor));
		ia_table_set(table, row, PAIRS_BAR, IA_PLAIN,
			     ia_bar(out, pairs->median / most,
				    out->width && out->width < WIDE ? BAR / 3 : BAR / 2));
	}
	ia_table_print(out, table);
}

static void show_domain(struct ia_out *out, const struct ia_bench_comparison *c)
{
	const struct ia_bench_context *k = &c->configurations->samples->run->context;
	const char *items[4];
	size_t n = 0;

	items[n++] = ia_format(c->arena, "domain %s", ia_word(&ia_words_domains, k->domain));
	items[n++] = ia_format(c->arena, "flush %s", ia_word(&ia_words_flushes, k->flush));
	if (c->npoints == 1) {
		const struct ia_bench_measured *pairs =
			&c->points->entries->metrics[IA_METRIC_PAIRS];

		items[n++] = ia_format(c->arena, "%s pairs/s",
				       ia_bench_rate(c->arena, pairs->median));
		items[n++] = isnan(pairs->floor) ? "1 run, noise unknown" :
			     ia_format(c->arena, "medians of %zu runs, noise %s", pairs->count,
				       ia_bench_percent(c->arena, pairs->floor));
	}
	ia_out_list(out, "", items, n, IA_PLAIN);
}

/**
 * ia_bench_page() - the runs of one configuration for people
 * @page: where to
 * @object: a struct ia_bench_answer
 */
void ia_bench_page(const struct ia_page *page, const void *object)
{
	const struct ia_bench_answer *answer = object;
	const struct ia_bench_comparison *c = answer->comparison;
	size_t side;

	ia_bench_context_lines(page, c);
	show_domain(page->out, c);
	ia_out_text(page->out, IA_PLAIN, "\n");
	if (c->npoints > 1) {
		show_ladder(page->out, c);
		return;
	}
	show_ops(page->out, c);
	for (side = 0; side < IA_BENCH_SIDES; side++)
		show_histogram(page->out, c->configurations, side);
}
