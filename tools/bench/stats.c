// SPDX-License-Identifier: GPL-2.0
#include "stats.h"

#include <math.h>
#include <stdlib.h>

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

/*
 * The chance that just @below of @count values lie below the median. By logarithms: from 1,075
 * values on that of none is less than a double can tell from 0.
 */
static double chance_of(size_t below, size_t count)
{
	double n = count, k = below;

	return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - n * M_LN2);
}

/**
 * ia_median_interval() - an interval that holds the median of what the values are drawn from
 * @sorted: the values, sorted
 * @count: number of @sorted
 * @low: its lower end, or NAN
 * @high: its upper end, or NAN
 *
 * The one of the sign test, whatever the distribution: how many values are below the median
 * is binomial, so at each end as many are left out as come to half of what may be wrong.
 *
 * Return: whether there are enough values for IA_CONFIDENCE: 6.
 */
bool ia_median_interval(const double *sorted, size_t count, double *low, double *high)
{
	double sum = chance_of(0, count);
	size_t out = 0;

	while (out < count / 2 && sum <= (1 - IA_CONFIDENCE) / 2)
		sum += chance_of(++out, count);
	*low = out ? sorted[out - 1] : NAN;
	*high = out ? sorted[count - out] : NAN;
	return out;
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
 *
 * Row i is made of row i - 1, in its place, so all rows come by on the way to
 * the last one.
 */
static void next_orders(double *ways, size_t most, size_t i)
{
	size_t size = most * most + 1, j, u;

	for (j = 1; j <= most; j++) {
		double *now = ways + j * size;
		const double *left = now - size;

		for (u = i * j + 1; u-- > 0;)
			now[u] = (u >= j ? now[u - j] : 0) + left[u];
	}
}

/* Which of the ordered ratios bounds the interval, of the orders that reverse so many pairs. */
static struct ia_rank limit_of(const double *ways, size_t pairs)
{
	struct ia_rank rank = { -1, NAN };
	double all = 0, tail = 0;
	size_t u;

	for (u = 0; u <= pairs; u++)
		all += ways[u];
	for (u = 0; u <= pairs; u++) {
		tail += ways[u];
		if (2 * tail > (1 - IA_CONFIDENCE) * all * ROUNDING)
			break;
		rank.confidence = 1 - 2 * tail / all;
		rank.limit = (long)u;
	}
	return rank;
}

/**
 * ia_ranks_init() - work out the limits for all sizes of samples
 * @ranks: filled
 * @arena: owner of them
 * @most: the most values that a sample may have; IA_MAX_VALUES where that is less
 */
void ia_ranks_init(struct ia_ranks *ranks, struct ia_arena *arena, size_t most)
{
	double *ways;
	size_t i, j;

	if (most > IA_MAX_VALUES)
		most = IA_MAX_VALUES;
	*ranks = (struct ia_ranks){
		.most = most,
		.limits = ia_alloc(arena, most * most, sizeof(*ranks->limits)),
		.ratios = ia_alloc(arena, most * most, sizeof(*ranks->ratios)),
	};
	ways = ia_alloc(arena, (most + 1) * (most * most + 1), sizeof(*ways));
	for (j = 0; j <= most; j++)
		ways[j * (most * most + 1)] = 1;
	for (i = 1; i <= most; i++) {
		next_orders(ways, most, i);
		for (j = 1; j <= most; j++)
			ranks->limits[(i - 1) * most + j - 1] =
				limit_of(ways + j * (most * most + 1), i * j);
	}
}

/**
 * ia_rank_limit() - which ordered ratio bounds the interval
 * @ranks: the limits
 * @n: values of one arm
 * @m: values of the other
 *
 * Return: how many of the n * m ordered ratios to leave out at each end, and
 * what the interval holds exactly; -1 when even all of them do not make an
 * interval of IA_CONFIDENCE.
 */
struct ia_rank ia_rank_limit(const struct ia_ranks *ranks, size_t n, size_t m)
{
	if (!n || !m || n > ranks->most || m > ranks->most)
		return (struct ia_rank){ -1, NAN };
	return ranks->limits[(n - 1) * ranks->most + m - 1];
}

/**
 * ia_effect_find() - by how much the values of one arm exceed another's
 * @ranks: limits for so many values
 * @a: values of the arm to compare with, sorted
 * @n: number of @a
 * @b: values of the other arm, sorted
 * @m: number of @b
 * @effect: filled
 *
 * The interval is that of the exact rank-sum test, turned round (Hodges and
 * Lehmann, "Estimates of Location Based on Rank Tests", 1963), of ratios
 * instead of differences. It supposes nothing of how values are distributed,
 * draws no random number and does not exist for very few values.
 */
void ia_effect_find(struct ia_ranks *ranks, const double *a, size_t n,
		    const double *b, size_t m, struct ia_effect *effect)
{
	double *ratios = ranks->ratios;
	struct ia_rank rank;
	size_t i, j;

	*effect = (struct ia_effect){
		.ratio = NAN, .medians = NAN, .low = NAN, .high = NAN, .confidence = NAN,
	};
	if (!n || !m || n > ranks->most || m > ranks->most || !(a[0] > 0) || !(b[0] > 0))
		return;
	for (i = 0; i < n; i++) {
		for (j = 0; j < m; j++)
			ratios[i * m + j] = b[j] / a[i];
	}
	ia_sort(ratios, n * m);
	effect->known = true;
	effect->ratio = ia_median(ratios, n * m);
	effect->medians = ia_median(b, m) / ia_median(a, n);
	rank = ia_rank_limit(ranks, n, m);
	effect->confidence = rank.confidence;
	effect->interval = rank.limit >= 0;
	if (effect->interval) {
		effect->low = ratios[rank.limit];
		effect->high = ratios[n * m - 1 - (size_t)rank.limit];
	}
}
