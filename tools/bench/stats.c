// SPDX-License-Identifier: GPL-2.0
#include "stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How much the noise floor leaves out at each end, of few values and of many. */
#define TAIL_OF_FEW	0.1
#define TAIL_OF_MANY	0.25
/* Sums of doubles that should be equal differ by less. */
#define ROUNDING	1.000000000001

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/**
 * ia_sort() - sort values, the smallest first
 * @values: the values; none is NAN
 * @count: number of @values
 */
void ia_sort(double *values, size_t count)
{
	if (count)
		qsort(values, count, sizeof(*values), by_value);
}

/**
 * ia_quantile() - a quantile, interpolated between the values beside it
 * @sorted: the values, sorted
 * @count: number of @sorted
 * @p: 0 to 1
 *
 * Definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages"
 * (1996): what R and Python's statistics.quantiles(method="inclusive") do.
 *
 * Return: the quantile; NAN without values.
 */
double ia_quantile(const double *sorted, size_t count, double p)
{
	double place, below;
	size_t i;

	if (!count)
		return NAN;
	place = p * (double)(count - 1);
	below = floor(place);
	i = (size_t)below;
	if (i + 1 >= count)
		return sorted[count - 1];
	return sorted[i] + (place - below) * (sorted[i + 1] - sorted[i]);
}

/**
 * ia_median() - the median
 * @sorted: the values, sorted
 * @count: number of @sorted
 *
 * Return: the median; NAN without values.
 */
double ia_median(const double *sorted, size_t count)
{
	return ia_quantile(sorted, count, 0.5);
}

/**
 * ia_noise_floor() - how far apart values of one arm are anyway
 * @sorted: the values, sorted; above 0
 * @count: number of @sorted
 *
 * Few values say little of where most others would be, so their outliers count.
 *
 * Return: by how much the 90th percentile exceeds the 10th, and from
 * IA_MANY_VALUES on the third quartile the first; NAN with fewer than two.
 */
double ia_noise_floor(const double *sorted, size_t count)
{
	double tail = count < IA_MANY_VALUES ? TAIL_OF_FEW : TAIL_OF_MANY;
	double low = ia_quantile(sorted, count, tail);

	if (count < 2 || !(low > 0))
		return NAN;
	return ia_quantile(sorted, count, 1 - tail) / low - 1;
}

/**
 * ia_drift_floor() - how far apart two arms may be that were measured one after
 * the other, and do not differ
 * @sorted: the values of one of them, sorted; above 0
 * @count: number of @sorted
 * @width: by what share a value may be off, or 0
 *
 * Where values drift steadily, those of the next arm begin where these end: the
 * two medians are then as far apart as the first and the last of these. Twice
 * that leaves room for what is no drift.
 *
 * Return: by how much the square of the ratio of the largest value to the least,
 * widened by @width, exceeds 1; NAN with fewer than two.
 */
double ia_drift_floor(const double *sorted, size_t count, double width)
{
	double spread;

	if (count < 2 || !(sorted[0] > 0))
		return NAN;
	spread = sorted[count - 1] / sorted[0] * (1 + width);
	return spread * spread - 1;
}

/*
 * In how many of all orders of n + m values exactly u of the n * m pairs are
 * reversed, for every u. Whether the last value is one of the n or one of the
 * m leaves a shorter order: W(n, m, u) = W(n - 1, m, u - m) + W(n, m - 1, u).
 * Mann and Whitney, "On a Test of Whether one of Two Random Variables is
 * Stochastically Larger than the Other" (1947). At most 1e59: doubles will do.
 */
static double *orders(struct ia_arena *arena, size_t n, size_t m)
{
	size_t pairs = n * m, i, j, u;
	/* Row i is made of row i - 1, in its place: ways[j] is W(i, j, .). */
	double *ways = ia_alloc(arena, (m + 1) * (pairs + 1), sizeof(*ways));

	for (j = 0; j <= m; j++)
		ways[j * (pairs + 1)] = 1;
	for (i = 1; i <= n; i++) {
		for (j = 1; j <= m; j++) {
			double *now = ways + j * (pairs + 1);
			const double *left = now - (pairs + 1);

			for (u = i * j + 1; u-- > 0;)
				now[u] = (u >= j ? now[u - j] : 0) + left[u];
		}
	}
	return ways + m * (pairs + 1);
}

/**
 * ia_rank_limit() - which ordered ratio bounds the interval
 * @arena: memory
 * @n: values of one arm
 * @m: values of the other
 * @confidence: what the interval holds exactly; filled when there is one
 *
 * Return: how many of the n * m ordered ratios to leave out at each end, or -1
 * when even all of them do not make an interval of IA_CONFIDENCE.
 */
long ia_rank_limit(struct ia_arena *arena, size_t n, size_t m,
		   double *confidence)
{
	const double *ways;
	double all = 0, tail = 0;
	size_t u;
	long limit = -1;

	if (!n || !m || n > IA_MAX_VALUES || m > IA_MAX_VALUES)
		return -1;
	ways = orders(arena, n, m);
	for (u = 0; u <= n * m; u++)
		all += ways[u];
	for (u = 0; u <= n * m; u++) {
		tail += ways[u];
		if (2 * tail > (1 - IA_CONFIDENCE) * all * ROUNDING)
			break;
		*confidence = 1 - 2 * tail / all;
		limit = (long)u;
	}
	return limit;
}

static double median_of(struct ia_arena *arena, const double *values, size_t count)
{
	double *copy = ia_alloc(arena, count, sizeof(*copy));

	memcpy(copy, values, count * sizeof(*copy));
	ia_sort(copy, count);
	return ia_median(copy, count);
}

/**
 * ia_effect_find() - by how much the values of one arm exceed another's
 * @arena: memory
 * @a: values of the arm to compare with
 * @n: number of @a
 * @b: values of the other arm
 * @m: number of @b
 * @effect: filled
 *
 * The interval is that of the exact rank-sum test, turned round (Hodges and
 * Lehmann, "Estimates of Location Based on Rank Tests", 1963), of ratios
 * instead of differences. It supposes nothing of how values are distributed,
 * draws no random number and does not exist for very few values.
 */
void ia_effect_find(struct ia_arena *arena, const double *a, size_t n,
		    const double *b, size_t m, struct ia_effect *effect)
{
	double *ratios;
	size_t i, j;
	long limit;

	*effect = (struct ia_effect){
		.ratio = NAN, .medians = NAN, .low = NAN, .high = NAN, .confidence = NAN,
	};
	for (i = 0; i < n; i++) {
		if (!(a[i] > 0))
			return;
	}
	for (j = 0; j < m; j++) {
		if (!(b[j] > 0))
			return;
	}
	if (!n || !m || n > IA_MAX_VALUES || m > IA_MAX_VALUES)
		return;
	ratios = ia_alloc(arena, n * m, sizeof(*ratios));
	for (i = 0; i < n; i++) {
		for (j = 0; j < m; j++)
			ratios[i * m + j] = b[j] / a[i];
	}
	ia_sort(ratios, n * m);
	effect->known = true;
	effect->ratio = ia_median(ratios, n * m);
	effect->medians = median_of(arena, b, m) / median_of(arena, a, n);
	limit = ia_rank_limit(arena, n, m, &effect->confidence);
	effect->interval = limit >= 0;
	if (effect->interval) {
		effect->low = ratios[limit];
		effect->high = ratios[n * m - 1 - (size_t)limit];
	}
}
