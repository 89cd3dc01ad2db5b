/* SPDX-License-Identifier: GPL-2.0 */
/* bench.c, bench_plot.c: results of the benchmark as a page in HTML */
#ifndef IA_HTML_BENCH_H
#define IA_HTML_BENCH_H

#include "../bench/answer.h"
#include "html.h"

/* Rows of a picture. */
#define IA_BENCH_ROWS	12

/**
 * struct ia_bench_row - a row of each metric's part of a picture
 * @label: a configuration, or what was requested of the only one
 * @metrics: by metric
 */
struct ia_bench_row {
	const char *label;
	const struct ia_bench_measured *metrics;
};

/* bench.c */
const char *ia_html_bench(struct ia_arena *arena, const struct ia_bench_comparison *c);

/* bench_plot.c */
void ia_html_bench_plot(struct ia_html *html, const char *label, const struct ia_bench_row *rows,
			size_t count);

#endif /* IA_HTML_BENCH_H */
