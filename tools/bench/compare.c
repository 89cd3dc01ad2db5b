// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../machine/faults.h"

static struct ia_arm *arm_of(struct ia_comparison *c, size_t *room, size_t from,
			     const char *label)
{
	size_t i;

	for (i = from; i < c->narms; i++) {
		if (!strcmp(c->arms[i].label, label))
			return &c->arms[i];
	}
	c->arms = ia_grow(c->arena, c->arms, c->narms, room, sizeof(*c->arms));
	c->arms[c->narms].label = label;
	return &c->arms[c->narms++];
}

/* Arms of two files may have one label: then the file's name says which. */
static void tell_apart(struct ia_comparison *c, size_t from, const char *name)
{
	size_t i, j;

	for (i = from; i < c->narms; i++) {
		for (j = 0; j < from; j++) {
			if (strcmp(c->arms[i].label, c->arms[j].label))
				continue;
			c->arms[i].label = ia_format(c->arena, "%s (%s%s)",
						     c->arms[i].label, name,
						     strcmp(c->arms[i].label, name) ?
						     "" : ", again");
			break;
		}
	}
}

/**
 * ia_compare_arms() - gather the arms of some files
 * @c: only its arena is set; its arms are filled
 * @sets: the files
 * @count: number of @sets
 */
void ia_compare_arms(struct ia_comparison *c, struct ia_bench_set *const *sets,
		     size_t count)
{
	size_t room = 0, i, j;

	for (i = 0; i < count; i++) {
		const struct ia_bench_set *set = sets[i];
		size_t from = c->narms;

		for (j = 0; j < set->count; j++) {
			const struct ia_bench_run *run = &set->runs[j];
			struct ia_arm *arm = arm_of(c, &room, from,
						    run->arm ? run->arm : set->name);

			arm->claim = run->arm;
			arm->runs = ia_grow(c->arena, arm->runs, arm->count,
					    &arm->room, sizeof(*arm->runs));
			arm->runs[arm->count++] = run;
		}
		tell_apart(c, from, set->name);
	}
}

static bool has_point(const struct ia_arm *arm, const char *point)
{
	size_t i;

	for (i = 0; i < arm->count; i++) {
		if (!strcmp(arm->runs[i]->point, point))
			return true;
	}
	return false;
}

static void gather_points(struct ia_comparison *c)
{
	const char **seen = NULL;
	size_t room = 0, count = 0, i, j, k;

	for (i = 0; i < c->narms; i++) {
		for (j = 0; j < c->arms[i].count; j++) {
			const char *point = c->arms[i].runs[j]->point;

			for (k = 0; k < count && strcmp(seen[k], point); k++)
				;
			if (k < count)
				continue;
			seen = ia_grow(c->arena, seen, count, &room, sizeof(*seen));
			seen[count++] = point;
		}
	}
	c->points = ia_alloc(c->arena, count, sizeof(*c->points));
	for (k = 0; k < count; k++) {
		for (i = 0; i < c->narms && has_point(&c->arms[i], seen[k]); i++)
			;
		if (i == c->narms)
			c->points[c->npoints++] = seen[k];
		else
			c->left_out++;
	}
}

static bool across_boots(const struct ia_comparison *c)
{
	const char *first = ia_bench_boot(c->arms[0].runs[0]);
	size_t i, j;

	for (i = 0; i < c->narms; i++) {
		for (j = 0; j < c->arms[i].count; j++) {
			if (strcmp(ia_bench_boot(c->arms[i].runs[j]), first))
				return true;
		}
	}
	return false;
}

/* The runs of an arm at a point: of one boot, or of all of them. */
static size_t values_of(const struct ia_arm *arm, const char *point,
			const char *boot, enum ia_metric metric, double *values)
{
	size_t count = 0, i;

	for (i = 0; i < arm->count; i++) {
		const struct ia_bench_run *run = arm->runs[i];

		if (isnan(run->values[metric]) ||
		    strcmp(run->point, point) ||
		    (boot && strcmp(ia_bench_boot(run), boot)))
			continue;
		values[count++] = run->values[metric];
	}
	ia_sort(values, count);
	return count;
}

static bool seen_before(const struct ia_arm *arm, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!strcmp(ia_bench_boot(arm->runs[i]), ia_bench_boot(arm->runs[n])))
			return true;
	}
	return false;
}

static void gather_values(struct ia_comparison *c, const struct ia_arm *arm,
			  const char *point, enum ia_metric metric,
			  struct ia_measured *o)
{
	double *values = ia_alloc(c->arena, arm->count, sizeof(*values));
	size_t i, n;

	o->values = ia_alloc(c->arena, arm->count, sizeof(*o->values));
	if (!c->by_boot)
		o->count = values_of(arm, point, NULL, metric, o->values);
	for (i = 0; c->by_boot && i < arm->count; i++) {
		if (seen_before(arm, i))
			continue;
		n = values_of(arm, point, ia_bench_boot(arm->runs[i]), metric, values);
		if (n)
			o->values[o->count++] = ia_median(values, n);
	}
	ia_sort(o->values, o->count);
	o->median = ia_median(o->values, o->count);
	o->floor = ia_noise_floor(o->values, o->count);
}

/* When runs of an arm at a point were begun; false where one does not tell. */
static bool times_of(const struct ia_arm *arm, const char *point, struct ia_number *first,
		     struct ia_number *last)
{
	size_t i;

	*first = *last = (struct ia_number){ 0 };
	for (i = 0; i < arm->count; i++) {
		struct ia_number time = ia_figure_of(ia_record_get(arm->runs[i]->context,
								   "time_ns"));

		if (strcmp(arm->runs[i]->point, point))
			continue;
		if (!time.known)
			return false;
		if (!first->known || time.n < first->n)
			*first = time;
		if (!last->known || time.n > last->n)
			*last = time;
	}
	return first->known;
}

/* Times of several boots cannot be compared; there, 'bench plan' keeps the turns. */
static bool took_turns(const struct ia_arm *a, const struct ia_arm *b, const char *point)
{
	struct ia_number first_a, last_a, first_b, last_b;

	if (!times_of(a, point, &first_a, &last_a) || !times_of(b, point, &first_b, &last_b))
		return false;
	return first_a.n <= last_b.n && first_b.n <= last_a.n;
}

/* What a ratio of two arms has to exceed; at least what the histogram cannot tell apart. */
static double noise_of(const struct ia_measured *a, const struct ia_measured *b,
		       enum ia_metric metric)
{
	double width = ia_metrics[metric].ranged ? IA_RANGE_WIDTH : 0;
	double one = a->floor, other = b->floor;

	if (!b->turns) {
		one = ia_drift_floor(a->values, a->count, width);
		other = ia_drift_floor(b->values, b->count, width);
	}
	return isnan(one) || isnan(other) ? NAN : fmax(width, fmax(one, other));
}

/* How far a ratio is from 1, in either direction. */
static double distance(double ratio)
{
	return (ratio < 1 ? 1 / ratio : ratio) - 1;
}

static enum ia_difference judge(const struct ia_measured *o, bool rate)
{
	const struct ia_effect *e = &o->effect;

	if (!e->known || !e->interval || isnan(o->noise))
		return IA_DIFFERENCE_UNTOLD;
	if ((e->low <= 1 && e->high >= 1) || distance(e->ratio) <= o->noise)
		return IA_DIFFERENCE_SAME;
	return (e->ratio > 1) == rate ? IA_DIFFERENCE_FASTER : IA_DIFFERENCE_SLOWER;
}

/**
 * ia_compare_runs() - work out how the arms differ from the first
 * @c: its arms are filled; the rest will be
 * @runs_alone: take every run for a value of its own, also across boots
 *
 * Runs of one boot are more like each other than like those of the next boot.
 * So where the arms are of several boots, what is compared is boots. And where
 * one arm of a boot had ended when the other one began, what drifted meanwhile
 * looks like a difference: more is taken for noise then.
 */
void ia_compare_runs(struct ia_comparison *c, bool runs_alone)
{
	size_t point, arm;
	enum ia_metric m;
	bool boots;

	gather_points(c);
	boots = across_boots(c);
	c->by_boot = !runs_alone && boots;
	c->outcomes = ia_alloc(c->arena, c->npoints * IA_METRICS * c->narms,
			       sizeof(*c->outcomes));
	for (point = 0; point < c->npoints; point++) {
		for (m = 0; m < IA_METRICS; m++) {
			struct ia_measured *o = &c->outcomes[(point * IA_METRICS + m) *
							    c->narms];

			for (arm = 0; arm < c->narms; arm++)
				gather_values(c, &c->arms[arm], c->points[point], m,
					      &o[arm]);
			for (arm = 1; arm < c->narms; arm++) {
				ia_effect_find(c->arena, o->values, o->count,
					       o[arm].values, o[arm].count,
					       &o[arm].effect);
				o[arm].turns = boots || took_turns(&c->arms[0], &c->arms[arm],
								   c->points[point]);
				o[arm].noise = noise_of(o, &o[arm], m);
				if (ia_metrics[m].judged)
					o[arm].verdict = judge(&o[arm], ia_metrics[m].rate);
			}
		}
	}
}

/**
 * ia_measured() - one metric of one arm at one point
 * @c: a comparison
 * @point: index of the point
 * @metric: which metric
 * @arm: index of the arm
 */
const struct ia_measured *ia_measured(const struct ia_comparison *c, size_t point,
				      enum ia_metric metric, size_t arm)
{
	return &c->outcomes[(point * IA_METRICS + metric) * c->narms + arm];
}

/**
 * ia_compare_run() - the first run of an arm at a point
 * @c: a comparison
 * @arm: the arm
 * @point: index of the point
 *
 * Return: the run, or NULL.
 */
const struct ia_bench_run *ia_compare_run(const struct ia_comparison *c,
					  const struct ia_arm *arm, size_t point)
{
	size_t i;

	for (i = 0; i < arm->count; i++) {
		if (!strcmp(arm->runs[i]->point, c->points[point]))
			return arm->runs[i];
	}
	return NULL;
}

/**
 * ia_difference_text() - a verdict for people
 * @verdict: the verdict
 */
const char *ia_difference_text(enum ia_difference verdict)
{
	static const char *const texts[] = {
		[IA_DIFFERENCE_NONE] = "-",
		[IA_DIFFERENCE_SAME] = "no difference that this data can show",
		[IA_DIFFERENCE_FASTER] = "faster",
		[IA_DIFFERENCE_SLOWER] = "slower",
		[IA_DIFFERENCE_UNTOLD] = "cannot be told",
	};

	return texts[verdict];
}

/**
 * ia_difference_word() - a verdict for programs
 * @verdict: the verdict
 */
const char *ia_difference_word(enum ia_difference verdict)
{
	static const char *const words[] = {
		[IA_DIFFERENCE_NONE] = NULL,
		[IA_DIFFERENCE_SAME] = "no_difference",
		[IA_DIFFERENCE_FASTER] = "faster",
		[IA_DIFFERENCE_SLOWER] = "slower",
		[IA_DIFFERENCE_UNTOLD] = "cannot_be_told",
	};

	return words[verdict];
}
