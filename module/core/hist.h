/* SPDX-License-Identifier: GPL-2.0 */
/* hist.c: how long operations took, in a histogram of bounded size and error */
#ifndef IA_CORE_HIST_H
#define IA_CORE_HIST_H

#include "types.h"

/*
 * Buckets of width 1 up to 2^7; from there on 2^6 buckets for each power of
 * two. So a bucket is at most 1/64 as wide as its values are large, and its
 * middle is less than 1/128 (0.8 %) off. Values from 2^37 ns (137 s) on are
 * counted in the last one.
 */
#define IA_HIST_SUB_BITS	6
#define IA_HIST_MAX_BITS	37
#define IA_HIST_BUCKETS		((IA_HIST_MAX_BITS - IA_HIST_SUB_BITS + 1) << IA_HIST_SUB_BITS)

/**
 * struct ia_hist - durations in nanoseconds
 * @count: how many there are
 * @sum: of all of them
 * @min: the least; means nothing while @count is 0
 * @max: the largest; likewise
 * @buckets: how many fall into each range of ia_hist_from()
 */
struct ia_hist {
	u64 count;
	u64 sum;
	u64 min;
	u64 max;
	u64 buckets[IA_HIST_BUCKETS];
};

void ia_hist_init(struct ia_hist *hist);
void ia_hist_add(struct ia_hist *hist, u64 value);
void ia_hist_merge(struct ia_hist *hist, const struct ia_hist *other);
u64 ia_hist_from(unsigned int bucket);
u64 ia_hist_mean(const struct ia_hist *hist);
u64 ia_hist_quantile(const struct ia_hist *hist, unsigned int permille);

#endif /* IA_CORE_HIST_H */
