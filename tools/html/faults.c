// SPDX-License-Identifier: GPL-2.0
/* Faults over time: a lane for each source, and the figures as tables. */
#include "report.h"

#include <string.h>

#include "../machine/faults.h"
#include "../view/text.h"
#include "plot.h"

/* Lanes of the picture, and pieces that its time is cut into. */
#define MOST_LANES	12
#define BUCKETS		48
/* Rows of a table. */
#define MOST_ROWS	200

#define WIDTH		1040.0
#define LEFT		250.0
#define RIGHT		880.0
#define LANE		38.0
#define BAR		26.0
#define TOP		8.0
/* Columns of a label. */
#define LABEL		36

/**
 * struct lane - faults of one source
 * @source: its address, or the unit
 * @what: what it is
 * @count: how many, of all reasons
 * @first: boot time of the first one, in ns
 * @last: boot time of the last one
 * @buckets: those that are in the log, by time
 * @logged: sum of @buckets
 */
struct lane {
	const char *source;
	const char *what;
	struct ia_number count;
	struct ia_number first;
	struct ia_number last;
	size_t buckets[BUCKETS];
	size_t logged;
};

/**
 * struct timeline - what is drawn
 * @lanes: the sources with most faults first; the last one takes all others
 * @nlanes: number of @lanes
 * @sources: sources of the machine
 * @from: boot time at which the picture begins, in ns
 * @to: boot time at which it ends
 * @most: the largest bucket
 */
struct timeline {
	struct lane lanes[MOST_LANES];
	size_t nlanes;
	size_t sources;
	uint64_t from;
	uint64_t to;
	size_t most;
};

static struct ia_number sooner(struct ia_number a, struct ia_number b)
{
	return !a.known || (b.known && b.n < a.n) ? b : a;
}

static struct ia_number later(struct ia_number a, struct ia_number b)
{
	return !a.known || (b.known && b.n > a.n) ? b : a;
}

static struct lane *lane_of(struct timeline *t, const char *source)
{
	size_t i;

	for (i = 0; i < t->nlanes; i++) {
		if (!strcmp(t->lanes[i].source, source))
			return &t->lanes[i];
	}
	return t->sources > MOST_LANES && t->nlanes ? &t->lanes[t->nlanes - 1] : NULL;
}

static void add_status(struct timeline *t, struct ia_arena *arena, const struct ia_machine *m,
		       const struct ia_fault_status *status)
{
	const char *source = ia_fault_source(m, status->fault);
	struct lane *lane = NULL;
	size_t i;

	for (i = 0; i < t->nlanes && !lane; i++) {
		if (!strcmp(t->lanes[i].source, source))
			lane = &t->lanes[i];
	}
	if (!lane) {
		t->sources++;
		lane = &t->lanes[t->nlanes < MOST_LANES ? t->nlanes++ : MOST_LANES - 1];
		if (t->sources > MOST_LANES) {
			lane->source = "other sources";
			lane->what = "";
		} else {
			lane->source = source;
			lane->what = ia_fault_what(arena, m, status);
			lane->count = ia_number_of(0);
		}
	}
	/* More than a number holds is no number. */
	if (!lane->count.known || !status->count.known ||
	    __builtin_add_overflow(lane->count.n, status->count.n, &lane->count.n))
		lane->count = (struct ia_number){ 0 };
	lane->first = sooner(lane->first, status->first);
	lane->last = later(lane->last, status->last);
}

static size_t bucket_of(const struct timeline *t, uint64_t at)
{
	uint64_t share;

	if (at <= t->from)
		return 0;
	share = (at - t->from) / ((t->to - t->from) / BUCKETS + 1);
	return share < BUCKETS ? share : BUCKETS - 1;
}

static void add_log(struct timeline *t, const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->nfault_log; i++) {
		const struct ia_fault_record *record = &m->fault_log[i];
		struct ia_fault fault = ia_fault_of(record);
		struct lane *lane = lane_of(t, ia_fault_source(m, &fault));
		size_t *bucket;

		if (!lane || !record->time_ns.known)
			continue;
		bucket = &lane->buckets[bucket_of(t, record->time_ns.n)];
		lane->logged++;
		if (++*bucket > t->most)
			t->most = *bucket;
	}
}

static void find_times(struct timeline *t)
{
	struct ia_number from = { 0 }, to = { 0 };
	size_t i;

	for (i = 0; i < t->nlanes; i++) {
		from = sooner(from, t->lanes[i].first);
		to = later(to, t->lanes[i].last);
	}
	t->from = from.n;
	t->to = to.n > from.n + IA_SECOND ? to.n : from.n + IA_SECOND;
}

static const char *count_text(const struct ia_html *html, struct ia_number count)
{
	return ia_number_text(html->arena, count);
}

static void draw_lane(struct ia_plot *plot, const struct timeline *t, const struct lane *lane,
		      double top)
{
	struct ia_arena *arena = plot->html->arena;
	double base = top + LANE - 6, width = (RIGHT - LEFT) / BUCKETS;
	size_t i;

	ia_plot_text(plot, "strong", "start", 4, base - 14, lane->source);
	ia_plot_text(plot, "small", "start", 4, base, ia_plot_cut(arena, lane->what, LABEL));
	ia_plot_line(plot, "axis", LEFT, base, RIGHT, base);
	if (lane->first.known && lane->last.known)
		ia_plot_line(plot, "span", ia_plot_x(plot, (double)lane->first.n), base,
			     ia_plot_x(plot, (double)lane->last.n) + 1, base);
	for (i = 0; i < BUCKETS; i++) {
		double height = t->most ? BAR * (double)lane->buckets[i] / (double)t->most : 0;

		if (!lane->buckets[i])
			continue;
		height = height < 2 ? 2 : height;
		ia_plot_box(plot, "bar", LEFT + (double)i * width + 0.5, base - height, width - 1,
			    height, ia_format(arena, "%s: %zu", lane->source, lane->buckets[i]));
	}
	ia_plot_text(plot, "strong", "start", RIGHT + 10, base,
		     count_text(plot->html, lane->count));
}

/* Seconds of boot time, as fine as the picture is. */
static const char *moment(struct ia_arena *arena, const struct timeline *t, double ns)
{
	double span = (double)(t->to - t->from) / IA_SECOND;

	return ia_format(arena, "%.*f s", span > 20 ? 0 : span > 2 ? 1 : 2, ns / IA_SECOND);
}

static void draw(struct ia_html *html, const struct timeline *t)
{
	double bottom = TOP + LANE * (double)t->nlanes + 4, ticks[IA_PLOT_TICKS];
	struct ia_plot plot = {
		.html = html, .left = LEFT, .right = RIGHT,
		.from = (double)t->from, .to = (double)t->to,
	};
	size_t i, n;

	ia_plot_open(&plot, "Faults over time, by source; the tables below have the same figures",
		     WIDTH, bottom + 36);
	n = ia_plot_ticks(plot.from / IA_SECOND, plot.to / IA_SECOND, 8, ticks);
	for (i = 0; i < n; i++) {
		double x = ia_plot_x(&plot, ticks[i] * IA_SECOND);

		ia_plot_line(&plot, "axis", x, TOP, x, bottom);
		ia_plot_text(&plot, "tick", "middle", x, bottom + 14,
			     moment(html->arena, t, ticks[i] * IA_SECOND));
	}
	ia_plot_text(&plot, "tick", "start", LEFT, bottom + 30, "time since boot");
	ia_plot_text(&plot, "tick", "start", RIGHT + 10, bottom + 30, "faults");
	for (i = 0; i < t->nlanes; i++)
		draw_lane(&plot, t, &t->lanes[i], TOP + LANE * (double)i);
	ia_plot_close(&plot);
}

static void sources_table(struct ia_html *html, const struct ia_machine *m,
			  const struct ia_faults *f)
{
	static const struct ia_html_column columns[] = {
		{ "Source", false }, { "What", false }, { "Reason", false }, { "Faults", true },
		{ "First", true }, { "Last", true }, { "Last address", false },
	};
	size_t i, all = f->count + !!f->other;

	ia_html_table(html, "Faults by source and reason, times since boot", columns,
		      sizeof(columns) / sizeof(*columns));
	for (i = 0; i < all && i < MOST_ROWS; i++) {
		const struct ia_fault_status *status = i < f->count ? &f->items[i] : f->other;

		ia_html_row(html);
		ia_html_cell(html, status->now ? IA_BROKEN : IA_PLAIN,
			     ia_fault_source(m, status->fault));
		ia_html_cell(html, IA_PLAIN, ia_fault_what(html->arena, m, status));
		ia_html_cell(html, IA_PLAIN, ia_fault_reason(html->arena, status->fault));
		ia_html_cell(html, IA_PLAIN, count_text(html, status->count));
		ia_html_cell(html, IA_PLAIN, ia_duration(html->arena, status->first));
		ia_html_cell(html, IA_PLAIN,
			     ia_format(html->arena, "%s%s", ia_duration(html->arena, status->last),
				       status->now ? ", now" : ""));
		ia_html_cell(html, IA_PLAIN, ia_fault_address(html->arena, status));
	}
	ia_html_table_end(html);
	if (all > MOST_ROWS)
		ia_html_unseen(html, ia_format(html->arena,
					       "%zu more kinds of faults are left out here: iommu-audit faults lists all.",
					       all - MOST_ROWS));
}

/* The bars in figures: those that are not 0. */
static void buckets_table(struct ia_html *html, const struct timeline *t)
{
	static const struct ia_html_column columns[] = {
		{ "Source", false }, { "From", true }, { "To", true },
		{ "Faults in the log", true },
	};
	double width = (double)(t->to - t->from) / BUCKETS;
	size_t i, j;

	ia_html_open(html, "details", NULL);
	ia_html_say(html, "summary", "The bars as a table");
	ia_html_table(html, "Faults in the log by source and time since boot", columns,
		      sizeof(columns) / sizeof(*columns));
	for (i = 0; i < t->nlanes; i++) {
		for (j = 0; j < BUCKETS; j++) {
			double from = (double)t->from + width * (double)j;

			if (!t->lanes[i].buckets[j])
				continue;
			ia_html_row(html);
			ia_html_cell(html, IA_PLAIN, t->lanes[i].source);
			ia_html_cell(html, IA_PLAIN, moment(html->arena, t, from));
			ia_html_cell(html, IA_PLAIN, moment(html->arena, t, from + width));
			ia_html_cell(html, IA_PLAIN,
				     ia_format(html->arena, "%zu", t->lanes[i].buckets[j]));
		}
	}
	ia_html_table_end(html);
	ia_html_close(html);
}

static void sums(struct ia_html *html, const struct ia_faults *f)
{
	const char *text = ia_format(html->arena, "%s logged %s, %s.",
				     ia_number_text(html->arena, f->sums.records),
				     ia_faults_span(html->arena, f),
				     ia_faults_lost(html->arena, f, &f->sums));

	ia_html_open(html, "p", "class", f->sums.complete ? NULL : "attention", NULL);
	ia_html_text(html, text);
	ia_html_close(html);
}

static void picture(struct ia_html *html, const struct ia_machine *m, const struct ia_faults *f)
{
	struct timeline *t = ia_alloc(html->arena, 1, sizeof(*t));
	size_t i;

	for (i = 0; i < f->count; i++)
		add_status(t, html->arena, m, &f->items[i]);
	if (f->other)
		add_status(t, html->arena, m, f->other);
	find_times(t);
	add_log(t, m);
	draw(html, t);
	ia_html_say(html, "p", ia_format(html->arena,
					 "A line reaches from the first fault of a source to its last one. Bars are the %zu faults that the log still holds; it keeps the last 1024.",
					 m->nfault_log));
	sources_table(html, m, f);
	if (t->most)
		buckets_table(html, t);
}

/**
 * ia_html_faults() - the section of faults over time
 * @html: the page
 * @machine: a joined machine, with its log of faults
 */
void ia_html_faults(struct ia_html *html, const struct ia_machine *machine)
{
	struct ia_faults faults;
	const char *unseen;

	ia_faults_gather(machine, &faults);
	unseen = ia_faults_unseen(html->arena, &faults);
	ia_html_section(html, "faults", "Faults over time");
	if (unseen)
		ia_html_unseen(html, unseen);
	if (unseen && !faults.count && !faults.other)
		return;
	sums(html, &faults);
	if (faults.count || faults.other)
		picture(html, machine, &faults);
}
