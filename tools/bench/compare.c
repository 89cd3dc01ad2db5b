// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <math.h>
#include <string.h>

static bool is_domain(enum ia_domain domain)
{
	return domain == IA_DOMAIN_IDENTITY || domain == IA_DOMAIN_DMA ||
	       domain == IA_DOMAIN_DMA_FQ;
}

/* What a label of a run says of it: a domain, or words of a command line. */
static void claim(struct ia_bench_configuration *config, const char *label)
{
	config->domain = ia_word_find(&ia_words_domains, label, strlen(label));
	if (is_domain(config->domain))
		return;
	config->domain = IA_DOMAIN_UNKNOWN;
	config->claim = label;
}

/* Within a set, labels that are equal are the same text. */
static struct ia_bench_configuration *configuration_of(struct ia_bench_comparison *c,
						       size_t *room, size_t from,
						       const struct ia_bench_set *set,
						       const struct ia_bench_result *run)
{
	const char *label = run->configuration ? run->configuration : set->name;
	struct ia_bench_configuration *config;
	size_t i;

	for (i = from; i < c->count; i++) {
		if (c->configurations[i].label == label)
			return &c->configurations[i];
	}
	c->configurations = ia_grow(c->arena, c->configurations, c->count, room,
				    sizeof(*c->configurations));
	config = &c->configurations[c->count++];
	config->label = label;
	if (run->configuration)
		claim(config, label);
	return config;
}

/* Those of two files may have one label: then the file's name says which. */
static void tell_apart(struct ia_bench_comparison *c, size_t from, const char *name)
{
	size_t i, j;

	for (i = from; i < c->count; i++) {
		const char *label = c->configurations[i].label;

		for (j = 0; j < from && strcmp(label, c->configurations[j].label); j++)
			;
		if (j < from)
			c->configurations[i].label =
				ia_format(c->arena, "%s (%s%s)", label, name,
					  strcmp(label, name) ? "" : ", again");
	}
}

/** ia_bench_same_boot() - tell whether two runs were made in one boot */
bool ia_bench_same_boot(const struct ia_bench_result *a, const struct ia_bench_result *b)
{
	return ia_key_equal(ia_bench_key(IA_RECORD_BENCH_CONTEXT,
					 offsetof(struct ia_bench_context, boot_id)),
			    &a->context, &b->context);
}

/* Runs that differ in something, the first of each kind. */
struct distinct {
	const struct ia_bench_result **runs;
	size_t count;
	size_t room;
};

static bool same_request(const struct ia_bench_result *a, const struct ia_bench_result *b)
{
	return ia_bench_same_request(&a->request, &b->request);
}

/* Return: which one a run is, after it was added where there was none. */
static size_t number(struct ia_arena *arena, struct distinct *list,
		     const struct ia_bench_result *run,
		     bool (*same)(const struct ia_bench_result *a, const struct ia_bench_result *b))
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (same(list->runs[i], run))
			return i;
	}
	list->runs = ia_grow(arena, list->runs, list->count, &list->room, sizeof(*list->runs));
	list->runs[list->count] = run;
	return list->count++;
}

/**
 * ia_bench_gather() - gather the configurations of some files
 * @c: only its arena is set; its configurations are filled
 * @sets: the files
 * @count: number of @sets
 */
void ia_bench_gather(struct ia_bench_comparison *c, const struct ia_bench_set *const *sets,
		     size_t count)
{
	struct distinct boots = { 0 }, requests = { 0 };
	size_t room = 0, i, j;

	for (i = 0; i < count; i++) {
		const struct ia_bench_set *set = sets[i];
		size_t from = c->count;

		for (j = 0; j < set->count; j++) {
			const struct ia_bench_result *run = &set->runs[j];
			struct ia_bench_configuration *config =
				configuration_of(c, &room, from, set, run);

			config->samples = ia_grow(c->arena, config->samples, config->count,
						  &config->room, sizeof(*config->samples));
			config->samples[config->count++] = (struct ia_bench_sample){
				.run = run,
				.point = number(c->arena, &requests, run, same_request),
				.boot = number(c->arena, &boots, run, ia_bench_same_boot),
			};
		}
		tell_apart(c, from, set->name);
	}
	c->requests = requests.runs;
	c->nrequests = requests.count;
}

static struct ia_bench_sample *find(const struct ia_bench_configuration *config, size_t point)
{
	size_t i;

	for (i = 0; i < config->count; i++) {
		if (config->samples[i].point == point)
			return &config->samples[i];
	}
	return NULL;
}

static bool in_all(const struct ia_bench_comparison *c, size_t point)
{
	size_t i;

	for (i = 0; i < c->count; i++) {
		if (!find(&c->configurations[i], point))
			return false;
	}
	return true;
}

/* What not all have is left out: then points are numbered anew. */
static void gather_points(struct ia_bench_comparison *c)
{
	size_t *kept = ia_alloc(c->arena, c->nrequests, sizeof(*kept)), i, j;

	c->points = ia_alloc(c->arena, c->nrequests, sizeof(*c->points));
	for (i = 0; i < c->nrequests; i++) {
		kept[i] = in_all(c, i) ? c->npoints : SIZE_MAX;
		if (kept[i] == SIZE_MAX)
			c->left_out++;
		else
			c->points[c->npoints++].request = &c->requests[i]->request;
	}
	for (i = 0; i < c->count; i++) {
		struct ia_bench_configuration *config = &c->configurations[i];

		for (j = 0; j < config->count; j++)
			config->samples[j].point = kept[config->samples[j].point];
	}
}

static bool across_boots(const struct ia_bench_comparison *c)
{
	size_t i, j;

	for (i = 0; i < c->count; i++) {
		for (j = 0; j < c->configurations[i].count; j++) {
			if (c->configurations[i].samples[j].boot)
				return true;
		}
	}
	return false;
}

/* The runs of a configuration at a point: of one boot, or with SIZE_MAX of all. */
static size_t values_of(const struct ia_bench_configuration *config, size_t point, size_t boot,
			enum ia_bench_metric metric, double *values)
{
	size_t count = 0, i;

	for (i = 0; i < config->count; i++) {
		const struct ia_bench_sample *s = &config->samples[i];
		double value = ia_bench_figure(s->run, metric);

		if (!isnan(value) && s->point == point && (boot == SIZE_MAX || s->boot == boot))
			values[count++] = value;
	}
	ia_sort(values, count);
	return count;
}

static bool seen_before(const struct ia_bench_configuration *config, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (config->samples[i].boot == config->samples[n].boot)
			return true;
	}
	return false;
}

static void gather_values(struct ia_bench_comparison *c,
			  const struct ia_bench_configuration *config, size_t point,
			  enum ia_bench_metric metric, struct ia_bench_measured *o)
{
	double *values = ia_alloc(c->arena, config->count, sizeof(*values));
	size_t i, n;

	o->values = ia_alloc(c->arena, config->count, sizeof(*o->values));
	if (c->unit == IA_BENCH_UNIT_RUN)
		o->count = values_of(config, point, SIZE_MAX, metric, o->values);
	for (i = 0; c->unit == IA_BENCH_UNIT_BOOT && i < config->count; i++) {
		if (seen_before(config, i))
			continue;
		n = values_of(config, point, config->samples[i].boot, metric, values);
		if (n)
			o->values[o->count++] = ia_median(values, n);
	}
	ia_sort(o->values, o->count);
	o->median = ia_median(o->values, o->count);
	o->floor = ia_noise_floor(o->values, o->count);
}

/* When runs of a configuration at a point were begun; false where one does not tell. */
static bool times_of(const struct ia_bench_configuration *config, size_t point,
		     uint64_t *first, uint64_t *last)
{
	bool known = false;
	size_t i;

	for (i = 0; i < config->count; i++) {
		const struct ia_number *time = &config->samples[i].run->context.time_ns;

		if (config->samples[i].point != point)
			continue;
		if (!time->known)
			return false;
		if (!known || time->n < *first)
			*first = time->n;
		if (!known || time->n > *last)
			*last = time->n;
		known = true;
	}
	return known;
}

/* Times of several boots cannot be compared; there, 'bench plan' keeps the turns. */
static bool took_turns(const struct ia_bench_configuration *a,
		       const struct ia_bench_configuration *b, size_t point)
{
	uint64_t first_a, last_a, first_b, last_b;

	if (!times_of(a, point, &first_a, &last_a) || !times_of(b, point, &first_b, &last_b))
		return false;
	return first_a <= last_b && first_b <= last_a;
}

/* What a ratio of two has to exceed; at least what the histogram cannot tell apart. */
static double noise_of(const struct ia_bench_measured *a, const struct ia_bench_measured *b,
		       enum ia_bench_metric metric)
{
	double width = ia_metrics[metric].ranged ? IA_RANGE_WIDTH : 0;
	double one = a->floor, other = b->floor;

	if (!b->against->in_turns) {
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

static enum ia_bench_verdict judge(const struct ia_bench_against *against, bool rate)
{
	const struct ia_effect *e = &against->effect;

	if (!e->known || !e->interval || isnan(against->noise))
		return IA_BENCH_VERDICT_INCONCLUSIVE;
	if ((e->low <= 1 && e->high >= 1) || distance(e->ratio) <= against->noise)
		return IA_BENCH_VERDICT_SAME;
	return (e->ratio > 1) == rate ? IA_BENCH_VERDICT_FASTER : IA_BENCH_VERDICT_SLOWER;
}

static void compare(struct ia_bench_comparison *c, const struct ia_bench_measured *first,
		    struct ia_bench_measured *o, enum ia_bench_metric metric, bool in_turns)
{
	struct ia_bench_against *against = ia_alloc(c->arena, 1, sizeof(*against));

	o->against = against;
	ia_effect_find(c->arena, first->values, first->count, o->values, o->count,
		       &against->effect);
	against->in_turns = in_turns;
	against->noise = noise_of(first, o, metric);
	if (ia_metrics[metric].judged)
		against->verdict = judge(against, ia_metrics[metric].rate);
}

static void compare_at(struct ia_bench_comparison *c, size_t number, bool boots)
{
	struct ia_bench_point *point = &c->points[number];
	enum ia_bench_metric m;
	size_t i;

	point->count = c->count;
	point->entries = ia_alloc(c->arena, c->count, sizeof(*point->entries));
	for (i = 0; i < c->count; i++) {
		const struct ia_bench_configuration *config = &c->configurations[i];
		struct ia_bench_entry *entry = &point->entries[i];
		bool in_turns = boots || took_turns(c->configurations, config, number);

		entry->label = config->label;
		for (m = 0; m < IA_METRICS; m++) {
			gather_values(c, config, number, m, &entry->metrics[m]);
			if (i)
				compare(c, &point->entries->metrics[m], &entry->metrics[m], m,
					in_turns);
		}
	}
}

/**
 * ia_bench_compare() - work out how the configurations differ from the first
 * @c: its configurations are filled; the rest will be
 * @runs_alone: take every run for a value of its own, also across boots
 *
 * Runs of one boot are more like each other than like those of the next boot.
 * So where there are several boots, what is compared is boots. And where one
 * configuration of a boot had ended when the other one began, what drifted
 * meanwhile looks like a difference: more is taken for noise then.
 */
void ia_bench_compare(struct ia_bench_comparison *c, bool runs_alone)
{
	bool boots = across_boots(c);
	size_t i;

	gather_points(c);
	c->unit = !runs_alone && boots ? IA_BENCH_UNIT_BOOT : IA_BENCH_UNIT_RUN;
	for (i = 0; i < c->npoints; i++)
		compare_at(c, i, boots);
}

/*
 * Whether something got slower.
 *
 * Return: IA_BENCH_VERDICT_SLOWER when something did, _INCONCLUSIVE when some
 * verdict is that, and _SAME else.
 */
enum ia_bench_verdict ia_bench_slower(const struct ia_bench_comparison *c)
{
	enum ia_bench_verdict all = IA_BENCH_VERDICT_SAME;
	enum ia_bench_metric m;
	size_t point, i;

	for (point = 0; point < c->npoints; point++) {
		for (i = 1; i < c->count; i++) {
			for (m = 0; m < IA_METRICS; m++) {
				enum ia_bench_verdict one =
					c->points[point].entries[i].metrics[m].against->verdict;

				if (one == IA_BENCH_VERDICT_SLOWER)
					return one;
				if (one == IA_BENCH_VERDICT_INCONCLUSIVE)
					all = one;
			}
		}
	}
	return all;
}
