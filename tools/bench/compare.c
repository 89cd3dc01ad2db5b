// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/distinct.h"
#include "../base/limits.h"

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

static int by_label(const void *a, const void *b, const void *with)
{
	const struct ia_bench_result *x = a, *y = b;

	(void)with;
	if (!x->configuration || !y->configuration)
		return !!x->configuration - !!y->configuration;
	return strcmp(x->configuration, y->configuration);
}

static int by_text(const void *a, const void *b, const void *with)
{
	(void)with;
	return strcmp(a, b);
}

/* The configuration of a run of a set, of whose runs @labels has the first of each. */
static struct ia_bench_configuration *configuration_of(struct ia_bench_comparison *c,
						       size_t *room, size_t from,
						       struct ia_distinct *labels,
						       const struct ia_bench_set *set,
						       const struct ia_bench_result *run)
{
	struct ia_bench_configuration *config;
	size_t number;

	if (!ia_distinct_add(labels, run, &number))
		return &c->configurations[from + number];
	c->configurations = ia_grow(c->arena, c->configurations, c->count, room,
				    sizeof(*c->configurations));
	config = &c->configurations[c->count++];
	config->label = run->configuration ? run->configuration : set->name;
	if (run->configuration)
		claim(config, run->configuration);
	return config;
}

/* Those of two files may have one label: then the file's name says which. */
static void tell_apart(struct ia_bench_comparison *c, size_t from, const char *name,
		       struct ia_distinct *labels)
{
	size_t i;

	for (i = from; i < c->count; i++) {
		const char *label = c->configurations[i].label;

		if (ia_distinct_has(labels, label))
			c->configurations[i].label =
				ia_format(c->arena, "%s (%s%s)", label, name,
					  strcmp(label, name) ? "" : ", again");
	}
	for (i = from; i < c->count; i++)
		ia_distinct_add(labels, c->configurations[i].label, NULL);
}

static int by_boot(const void *a, const void *b, const void *with)
{
	const struct ia_bench_result *x = a, *y = b;

	(void)with;
	return ia_key_order(ia_bench_key(IA_RECORD_BENCH_CONTEXT,
					 offsetof(struct ia_bench_context, boot_id)),
			    &x->context, &y->context);
}

static int by_request(const void *a, const void *b, const void *with)
{
	const struct ia_bench_result *x = a, *y = b;

	(void)with;
	return ia_bench_request_order(&x->request, &y->request);
}

static int by_cmdline(const void *a, const void *b, const void *with)
{
	(void)with;
	return strcmp(ia_bench_cmdline(a), ia_bench_cmdline(b));
}

/** ia_bench_same_boot() - tell whether two runs were made in one boot */
bool ia_bench_same_boot(const struct ia_bench_result *a, const struct ia_bench_result *b)
{
	return ia_key_equal(ia_bench_key(IA_RECORD_BENCH_CONTEXT,
					 offsetof(struct ia_bench_context, boot_id)),
			    &a->context, &b->context);
}

/* Runs of all files that differ in something, the first of each kind. */
struct kinds {
	struct ia_distinct labels;
	struct ia_distinct boots;
	struct ia_distinct requests;
	struct ia_distinct lines;
	const char **words;
	size_t room;
};

/* The words of a run's command line, worked out once for equal lines. */
static const char *words_of(struct ia_arena *arena, struct kinds *kinds,
			    const struct ia_bench_result *run)
{
	size_t line;

	if (ia_distinct_add(&kinds->lines, run, &line)) {
		kinds->words = ia_grow(arena, kinds->words, line, &kinds->room,
				       sizeof(*kinds->words));
		kinds->words[line] = ia_bench_sorted(arena, ia_bench_cmdline(run));
	}
	return kinds->words[line];
}

static void gather_set(struct ia_bench_comparison *c, size_t *room, struct kinds *kinds,
		       const struct ia_bench_set *set)
{
	struct ia_distinct labels = { .arena = c->arena, .order = by_label };
	size_t from = c->count, i;

	for (i = 0; i < set->count; i++) {
		const struct ia_bench_result *run = &set->runs[i];
		struct ia_bench_configuration *config =
			configuration_of(c, room, from, &labels, set, run);
		struct ia_bench_sample *sample;

		config->samples = ia_grow(c->arena, config->samples, config->count,
					  &config->room, sizeof(*config->samples));
		sample = &config->samples[config->count++];
		*sample = (struct ia_bench_sample){
			.run = run, .words = words_of(c->arena, kinds, run),
		};
		ia_distinct_add(&kinds->requests, run, &sample->point);
		ia_distinct_add(&kinds->boots, run, &sample->boot);
	}
	ia_distinct_free(&labels);
	tell_apart(c, from, set->name, &kinds->labels);
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
	struct kinds kinds = {
		.labels = { .arena = c->arena, .order = by_text },
		.boots = { .arena = c->arena, .order = by_boot },
		.requests = { .arena = c->arena, .order = by_request },
		.lines = { .arena = c->arena, .order = by_cmdline },
	};
	size_t room = 0, i;

	for (i = 0; i < count; i++)
		gather_set(c, &room, &kinds, sets[i]);
	c->requests = (const struct ia_bench_result **)kinds.requests.items;
	c->nrequests = kinds.requests.count;
	ia_distinct_free(&kinds.labels);
	ia_distinct_free(&kinds.boots);
	ia_distinct_free(&kinds.requests);
	ia_distinct_free(&kinds.lines);
}

static int by_point(const void *a, const void *b)
{
	const struct ia_bench_sample *x = a, *y = b;

	if (x->point != y->point)
		return x->point < y->point ? -1 : 1;
	return x->boot < y->boot ? -1 : x->boot > y->boot;
}

/* In how many configurations each request was measured; their samples are sorted. */
static size_t *count_requests(const struct ia_bench_comparison *c)
{
	size_t *counts = ia_alloc(c->arena, c->nrequests, sizeof(*counts)), i, j;

	for (i = 0; i < c->count; i++) {
		const struct ia_bench_sample *s = c->configurations[i].by_point;

		for (j = 0; j < c->configurations[i].count; j++)
			counts[s[j].point] += !j || s[j].point != s[j - 1].point;
	}
	return counts;
}

/* What not all have is left out: then points are numbered anew. */
static void gather_points(struct ia_bench_comparison *c)
{
	size_t *kept, i, j;

	for (i = 0; i < c->count; i++) {
		struct ia_bench_configuration *config = &c->configurations[i];

		config->by_point = ia_alloc(c->arena, config->count, sizeof(*config->by_point));
		memcpy(config->by_point, config->samples,
		       config->count * sizeof(*config->by_point));
		qsort(config->by_point, config->count, sizeof(*config->by_point), by_point);
	}
	kept = count_requests(c);
	c->points = ia_alloc(c->arena, c->nrequests, sizeof(*c->points));
	for (i = 0; i < c->nrequests; i++) {
		bool in_all = kept[i] == c->count;

		kept[i] = in_all ? c->npoints : SIZE_MAX;
		if (in_all)
			c->points[c->npoints++].request = &c->requests[i]->request;
		else
			c->left_out++;
	}
	/* Those that are left out go to the end; the others keep their order. */
	for (i = 0; i < c->count; i++) {
		struct ia_bench_configuration *config = &c->configurations[i];

		for (j = 0; j < config->count; j++)
			config->by_point[j].point = kept[config->by_point[j].point];
		qsort(config->by_point, config->count, sizeof(*config->by_point), by_point);
	}
}

static void find_varying(struct ia_bench_comparison *c)
{
	const struct ia_record_info *info = &ia_records[IA_RECORD_HOST_BENCH_REQUEST];
	size_t i, j;

	for (i = 0; i < info->count; i++) {
		for (j = 1; j < c->npoints; j++) {
			if (!ia_key_equal(&info->keys[i], c->points[j].request, c->points->request))
				c->varies |= 1u << i;
		}
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

/* The runs of a configuration at a point, sorted by their boots. */
struct part {
	const struct ia_bench_sample *samples;
	size_t count;
};

static struct part part_of(const struct ia_bench_configuration *config, size_t point)
{
	size_t low = 0, high = config->count;
	struct part part;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (config->by_point[middle].point < point)
			low = middle + 1;
		else
			high = middle;
	}
	part = (struct part){ &config->by_point[low], 0 };
	while (low + part.count < config->count && part.samples[part.count].point == point)
		part.count++;
	return part;
}

/* What is known of a metric of some runs, sorted. Return: how many. */
static size_t values_of(const struct part *part, enum ia_bench_metric metric, double *values)
{
	size_t count = 0, i;

	for (i = 0; i < part->count; i++) {
		double value = ia_bench_figure(part->samples[i].run, metric);

		if (!isnan(value))
			values[count++] = value;
	}
	ia_sort(values, count);
	return count;
}

/* The runs of the boot that a part begins with; the part then begins behind them. */
static struct part take_boot(struct part *part)
{
	struct part boot = { part->samples, 0 };

	while (boot.count < part->count && boot.samples[boot.count].boot == boot.samples->boot)
		boot.count++;
	part->samples += boot.count;
	part->count -= boot.count;
	return boot;
}

static void gather_values(struct ia_bench_comparison *c, struct part part,
			  enum ia_bench_metric metric, struct ia_bench_measured *o)
{
	double *values = ia_alloc(c->arena, part.count, sizeof(*values));
	size_t n;

	if (c->unit == IA_BENCH_UNIT_RUN) {
		o->count = values_of(&part, metric, values);
		o->values = values;
	} else {
		o->values = ia_alloc(c->arena, part.count, sizeof(*o->values));
		while (part.count) {
			struct part boot = take_boot(&part);

			n = values_of(&boot, metric, values);
			if (n)
				o->values[o->count++] = ia_median(values, n);
		}
		ia_sort(o->values, o->count);
	}
	o->median = ia_median(o->values, o->count);
	ia_median_interval(o->values, o->count, &o->low, &o->high);
	o->floor = ia_noise_floor(o->values, o->count);
}

/* When runs were begun; false where one does not tell. */
static bool times_of(const struct part *part, uint64_t *first, uint64_t *last)
{
	size_t i;

	for (i = 0; i < part->count; i++) {
		const struct ia_number *time = &part->samples[i].run->context.time_ns;

		if (!time->known)
			return false;
		if (!i || time->n < *first)
			*first = time->n;
		if (!i || time->n > *last)
			*last = time->n;
	}
	return part->count;
}

/* Times of several boots cannot be compared; there, 'bench plan' keeps the turns. */
static bool took_turns(const struct part *a, const struct part *b)
{
	uint64_t first_a, last_a, first_b, last_b;

	if (!times_of(a, &first_a, &last_a) || !times_of(b, &first_b, &last_b))
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

static void compare(struct ia_bench_comparison *c, struct ia_ranks *ranks,
		    const struct ia_bench_measured *first,
		    struct ia_bench_measured *o, enum ia_bench_metric metric, bool in_turns)
{
	struct ia_bench_against *against = ia_alloc(c->arena, 1, sizeof(*against));

	o->against = against;
	ia_effect_find(ranks, first->values, first->count, o->values, o->count,
		       &against->effect);
	against->in_turns = in_turns;
	against->noise = noise_of(first, o, metric);
	if (ia_metrics[metric].judged)
		against->verdict = judge(against, ia_metrics[metric].rate);
}

/* Most values of a configuration at a point: it has no more than runs. */
static size_t most_values(const struct ia_bench_comparison *c)
{
	size_t most = 0, i, j;

	for (i = 0; i < c->npoints; i++) {
		for (j = 0; j < c->count; j++) {
			size_t count = part_of(&c->configurations[j], i).count;

			if (count > most)
				most = count;
		}
	}
	return most;
}

static void compare_at(struct ia_bench_comparison *c, struct ia_ranks *ranks, size_t number,
		       bool boots)
{
	struct ia_bench_point *point = &c->points[number];
	struct part first = part_of(c->configurations, number);
	enum ia_bench_metric m;
	size_t i;

	point->count = c->count;
	point->entries = ia_alloc(c->arena, c->count, sizeof(*point->entries));
	for (i = 0; i < c->count; i++) {
		struct part part = part_of(&c->configurations[i], number);
		struct ia_bench_entry *entry = &point->entries[i];
		bool in_turns = boots || took_turns(&first, &part);

		entry->label = c->configurations[i].label;
		for (m = 0; m < IA_METRICS; m++) {
			gather_values(c, part, m, &entry->metrics[m]);
			if (i)
				compare(c, ranks, &point->entries->metrics[m], &entry->metrics[m],
					m, in_turns);
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
 *
 * Return: NULL, or why there is too much to compare.
 */
const char *ia_bench_compare(struct ia_bench_comparison *c, bool runs_alone)
{
	bool boots = across_boots(c);
	struct ia_ranks ranks;
	size_t i;

	gather_points(c);
	find_varying(c);
	if (c->npoints * c->count > IA_MAX_COMPARED)
		return ia_format(c->arena,
				 "these results have %zu figures, one of each configuration with each request: at most %d can be shown",
				 c->npoints * c->count, IA_MAX_COMPARED);
	c->unit = !runs_alone && boots ? IA_BENCH_UNIT_BOOT : IA_BENCH_UNIT_RUN;
	ia_ranks_init(&ranks, c->arena, c->count > 1 ? most_values(c) : 0);
	for (i = 0; i < c->npoints; i++)
		compare_at(c, &ranks, i, boots);
	return NULL;
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
