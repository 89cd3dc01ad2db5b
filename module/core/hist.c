// SPDX-License-Identifier: GPL-2.0
#include "hist.h"

/* Buckets for each power of two. */
#define SUB_BUCKETS	(IA_HIST_BUCKETS / (IA_HIST_MAX_BITS - IA_HIST_SUB_BITS + 1))

/* The upper bits of a value, one more than IA_HIST_SUB_BITS, and how many follow. */
static unsigned int bucket_of(u64 value)
{
	int shift;

	if (value < 2 * SUB_BUCKETS)
		return value;
	if (value >> IA_HIST_MAX_BITS)
		return IA_HIST_BUCKETS - 1;
	shift = fls64(value) - IA_HIST_SUB_BITS - 1;
	return shift * SUB_BUCKETS + (unsigned int)(value >> shift);
}

/**
 * ia_hist_init() - start an empty histogram
 * @hist: the histogram
 */
void ia_hist_init(struct ia_hist *hist)
{
	memset(hist, 0, sizeof(*hist));
	hist->min = ~0ULL;
}

/**
 * ia_hist_add() - count one duration
 * @hist: the histogram
 * @value: nanoseconds
 */
void ia_hist_add(struct ia_hist *hist, u64 value)
{
	hist->count++;
	hist->sum += value;
	if (value < hist->min)
		hist->min = value;
	if (value > hist->max)
		hist->max = value;
	hist->buckets[bucket_of(value)]++;
}

/**
 * ia_hist_merge() - count what another histogram has counted
 * @hist: the histogram that grows
 * @other: the other one
 */
void ia_hist_merge(struct ia_hist *hist, const struct ia_hist *other)
{
	unsigned int i;

	hist->count += other->count;
	hist->sum += other->sum;
	if (other->min < hist->min)
		hist->min = other->min;
	if (other->max > hist->max)
		hist->max = other->max;
	for (i = 0; i < IA_HIST_BUCKETS; i++)
		hist->buckets[i] += other->buckets[i];
}

/**
 * ia_hist_from() - least value of a bucket
 * @bucket: up to %IA_HIST_BUCKETS, which gives the first value behind the last
 */
u64 ia_hist_from(unsigned int bucket)
{
	unsigned int shift;

	if (bucket < 2 * SUB_BUCKETS)
		return bucket;
	shift = bucket / SUB_BUCKETS - 1;
	return (u64)(SUB_BUCKETS + bucket % SUB_BUCKETS) << shift;
}

/**
 * ia_hist_mean() - arithmetic mean, exact but for the rounding to 1 ns
 * @hist: the histogram; it holds something
 */
u64 ia_hist_mean(const struct ia_hist *hist)
{
	return div64_u64(hist->sum + hist->count / 2, hist->count);
}

/**
 * ia_hist_quantile() - the value that a share of all does not exceed
 * @hist: the histogram; it holds something
 * @permille: the share, 1 to 1000
 *
 * By nearest rank: the value wanted is the smallest of those that were counted
 * that at least @permille thousandths of them do not exceed.
 *
 * Return: the middle of that value's bucket, less than 1/128 off, and never
 *         outside of what was counted
 */
u64 ia_hist_quantile(const struct ia_hist *hist, unsigned int permille)
{
	u64 rank = div64_u64(hist->count * permille + 999, 1000);
	u64 seen = 0, middle;
	unsigned int i;

	for (i = 0; i < IA_HIST_BUCKETS - 1; i++) {
		seen += hist->buckets[i];
		if (seen >= rank)
			break;
	}
	middle = ia_hist_from(i) + (ia_hist_from(i + 1) - ia_hist_from(i)) / 2;
	if (middle < hist->min)
		return hist->min;
	return middle > hist->max ? hist->max : middle;
}
