// SPDX-License-Identifier: GPL-2.0
#include "plot.h"

#include <math.h>

/* What .plot svg of style_plots.c and the margins around it need, in rem. */
#define NEED	61.5

/* A coordinate: a tenth of a unit is finer than a screen. */
static const char *px(const struct ia_plot *plot, double value)
{
	return ia_format(plot->html->arena, "%.1f", value);
}

/**
 * ia_plot_open() - begin a picture, in a box that scrolls where the page is too narrow
 * @plot: has its page and its axis
 * @label: what it shows, for those who do not see it; the figures stand in a table besides
 * @width: units across
 * @height: units down
 */
void ia_plot_open(struct ia_plot *plot, const char *label, double width, double height)
{
	ia_html_hint(plot->html, NEED, "scroll to the right for the rest of the picture →");
	ia_html_open(plot->html, "div", "class", "plot", "role", "region", "tabindex", "0",
		     "aria-label", label, NULL);
	ia_html_open(plot->html, "svg", "viewBox",
		     ia_format(plot->html->arena, "0 0 %.0f %.0f", width, height),
		     "role", "img", "aria-label", label, NULL);
}

/* End a picture. */
void ia_plot_close(struct ia_plot *plot)
{
	ia_html_close(plot->html);
	ia_html_close(plot->html);
}

/* Where a value stands; one beyond the axis at its end. */
double ia_plot_x(const struct ia_plot *plot, double value)
{
	double share = plot->to > plot->from ?
		       (value - plot->from) / (plot->to - plot->from) : 0;

	share = share < 0 ? 0 : share > 1 ? 1 : share;
	return plot->left + share * (plot->right - plot->left);
}

/**
 * ia_plot_ticks() - round values of an axis
 * @from: where it begins
 * @to: where it ends; more than @from
 * @most: how many there may be, up to IA_PLOT_TICKS
 * @ticks: filled
 *
 * Return: how many: multiples of 1, 2 or 5 times a power of ten.
 */
size_t ia_plot_ticks(double from, double to, size_t most, double *ticks)
{
	static const double steps[] = { 1, 2, 5, 10 };
	double power, step, at;
	size_t count = 0, i;

	if (!(to > from))
		return 0;
	power = pow(10, floor(log10((to - from) / (double)most)));
	for (i = 0; i < 3 && (to - from) / (steps[i] * power) > (double)most - 1; i++)
		;
	step = steps[i] * power;
	for (at = ceil(from / step) * step; at <= to + step / 1000 && count < most; at += step)
		ticks[count++] = fabs(at) < step / 1000 ? 0 : at;
	return count;
}

/* Write a text; anchor is start, middle or end. */
void ia_plot_text(struct ia_plot *plot, const char *class, const char *anchor, double x, double y,
		  const char *text)
{
	ia_html_open(plot->html, "text", "class", class, "text-anchor", anchor,
		     "x", px(plot, x), "y", px(plot, y), NULL);
	ia_html_text(plot->html, text);
	ia_html_close(plot->html);
}

/* Draw a line. */
void ia_plot_line(struct ia_plot *plot, const char *class, double x1, double y1, double x2,
		  double y2)
{
	ia_html_void(plot->html, "line", "class", class, "x1", px(plot, x1), "y1", px(plot, y1),
		     "x2", px(plot, x2), "y2", px(plot, y2), NULL);
}

static void titled(struct ia_plot *plot, const char *title)
{
	if (title)
		ia_html_say(plot->html, "title", title);
	ia_html_close(plot->html);
}

/* Draw a box; its title shows where a pointer rests on it. */
void ia_plot_box(struct ia_plot *plot, const char *class, double x, double y, double width,
		 double height, const char *title)
{
	ia_html_open(plot->html, "rect", "class", class, "x", px(plot, x), "y", px(plot, y),
		     "width", px(plot, width), "height", px(plot, height), NULL);
	titled(plot, title);
}

/* Draw a dot, as ia_plot_box() draws a box. */
void ia_plot_dot(struct ia_plot *plot, const char *class, double x, double y, double r,
		 const char *title)
{
	ia_html_open(plot->html, "circle", "class", class, "cx", px(plot, x), "cy", px(plot, y),
		     "r", px(plot, r), NULL);
	titled(plot, title);
}

/* Draw a stroke for each of some values, at their coordinates. */
void ia_plot_strip(struct ia_plot *plot, const char *class, const double *at, size_t count,
		   double y, double height)
{
	struct ia_buf path = { .arena = plot->html->arena };
	size_t i;

	for (i = 0; i < count; i++)
		ia_buf_add(&path, "M%.1f %.1fv%.0f", at[i], y, height);
	if (count)
		ia_html_void(plot->html, "path", "class", class, "d", path.text, NULL);
}

/* A text that fits into so many columns. */
const char *ia_plot_cut(struct ia_arena *arena, const char *text, size_t columns)
{
	size_t fits = ia_wrap_fitting(text, columns - 1);

	return ia_wrap_columns(text) <= columns ? text :
	       ia_format(arena, "%.*s…", (int)fits, text);
}
