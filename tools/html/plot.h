/* SPDX-License-Identifier: GPL-2.0 */
/* plot.c: axes and marks of pictures in SVG */
#ifndef IA_HTML_PLOT_H
#define IA_HTML_PLOT_H

#include "html.h"

/* Ticks that an axis has at most. */
#define IA_PLOT_TICKS	12

/**
 * struct ia_plot - a picture with a horizontal axis
 * @html: the page
 * @left: where the axis begins, in units of the picture
 * @right: where it ends
 * @from: the value at @left
 * @to: the value at @right
 */
struct ia_plot {
	struct ia_html *html;
	double left;
	double right;
	double from;
	double to;
};

void ia_plot_open(struct ia_plot *plot, const char *label, double width, double height);
void ia_plot_close(struct ia_plot *plot);
double ia_plot_x(const struct ia_plot *plot, double value);
size_t ia_plot_ticks(double from, double to, size_t most, double *ticks);
void ia_plot_text(struct ia_plot *plot, const char *class, const char *anchor, double x, double y,
		  const char *text);
void ia_plot_line(struct ia_plot *plot, const char *class, double x1, double y1, double x2,
		  double y2);
void ia_plot_box(struct ia_plot *plot, const char *class, double x, double y, double width,
		 double height, const char *title);
void ia_plot_dot(struct ia_plot *plot, const char *class, double x, double y, double r,
		 const char *title);

void ia_plot_strip(struct ia_plot *plot, const char *class, const double *at, size_t count,
		   double y, double height);
const char *ia_plot_cut(struct ia_arena *arena, const char *text, size_t columns);

#endif /* IA_HTML_PLOT_H */
