/* SPDX-License-Identifier: GPL-2.0 */
/* stats.c: what a few repeats can say */
#ifndef IA_BENCH_STATS_H
#define IA_BENCH_STATS_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/limits.h"
#include "../base/memory.h"

/* What an interval has to hold at least. */
#define IA_CONFIDENCE	0.95
/* From so many values on, the noise floor is about the middle half of them. */
#define IA_MANY_VALUES	8

/**
 * struct ia_effect - by how much one sample's values exceed another's; NAN where
 * something is not known
 * @known: whether there is a ratio at all: values on both sides, none of them 0
 * @ratio: median of the ratios of all pairs, one value of each sample
 * @medians: ratio of the two medians
 * @interval: whether so few values allow an interval
 * @low: its lower end
 * @high: its upper end
 * @confidence: what it holds exactly, IA_CONFIDENCE or more
 */
struct ia_effect {
	bool known;
	double ratio;
	double medians;
	bool interval;
	double low;
	double high;
	double confidence;
};

/**
 * struct ia_rank - which ordered ratio bounds an interval
 * @limit: how many to leave out at each end, or -1
 * @confidence: what the interval holds exactly, or NAN
 */
struct ia_rank {
	long limit;
	double confidence;
};

/**
 * struct ia_ranks - what ia_effect_find() needs for samples of up to so many values
 * @most: so many
 * @limits: by the numbers of values of both
 * @ratios: room for the ratios of two samples
 */
struct ia_ranks {
	size_t most;
	struct ia_rank *limits;
	double *ratios;
};

/* stats.c */
void ia_sort(double *values, size_t count);
double ia_quantile(const double *sorted, size_t count, double p);
double ia_median(const double *sorted, size_t count);
bool ia_median_interval(const double *sorted, size_t count, double *low, double *high);
double ia_noise_floor(const double *sorted, size_t count);
double ia_drift_floor(const double *sorted, size_t count, double width);
void ia_ranks_init(struct ia_ranks *ranks, struct ia_arena *arena, size_t most);
struct ia_rank ia_rank_limit(const struct ia_ranks *ranks, size_t n, size_t m);
void ia_effect_find(struct ia_ranks *ranks, const double *a, size_t n, const double *b, size_t m,
		    struct ia_effect *effect);

#endif /* IA_BENCH_STATS_H */
