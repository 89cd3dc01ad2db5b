// SPDX-License-Identifier: GPL-2.0
/*
 * What tools/bench/stats.c makes of the numbers on stdin, one case a line: the
 * values of one sample, a bar, those of the other. Whoever wrote them knows.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../bench/stats.h"

static size_t numbers(char *text, double *values)
{
	size_t count = 0;
	char *end;

	for (;; text = end) {
		double value = strtod(text, &end);

		if (end == text || count == IA_MAX_VALUES)
			return count;
		values[count++] = value;
	}
}

static void answer(double *a, size_t n, double *b, size_t m)
{
	struct ia_arena arena = { 0 };
	struct ia_ranks ranks;
	struct ia_effect e;
	struct ia_rank rank;
	double low, high;

	ia_ranks_init(&ranks, &arena, n > m ? n : m);
	ia_sort(a, n);
	ia_sort(b, m);
	ia_effect_find(&ranks, a, n, b, m, &e);
	rank = ia_rank_limit(&ranks, n, m);
	printf("%.12g %.12g %.12g %.12g ", ia_median(a, n), ia_quantile(a, n, 0.9),
	       ia_quantile(a, n, 0.01), ia_noise_floor(a, n));
	printf("%d %.12g %.12g %d %.12g %.12g %ld %.12g ", e.known, e.ratio, e.medians,
	       e.interval, e.low, e.high, rank.limit,
	       isnan(rank.confidence) ? 0 : rank.confidence);
	ia_median_interval(a, n, &low, &high);
	printf("%.12g %.12g %.12g %.12g\n", ia_drift_floor(a, n, 0), ia_drift_floor(a, n, 0.5),
	       low, high);
	ia_arena_free(&arena);
}

/**
 * main() - answer line by line
 */
int main(void)
{
	double a[IA_MAX_VALUES], b[IA_MAX_VALUES];
	char line[1 << 16];

	while (fgets(line, sizeof(line), stdin)) {
		char *bar = strchr(line, '|');

		if (!bar)
			return 1;
		*bar = '\0';
		answer(a, numbers(line, a), b, numbers(bar + 1, b));
	}
	return 0;
}
