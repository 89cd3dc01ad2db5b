// SPDX-License-Identifier: GPL-2.0
#include "../view/records.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "protocol.h"

static void add_text(struct json_object *to, const char *key, const char *text)
{
	json_object_object_add(to, key, text ? json_object_new_string(text) : NULL);
}

static void add_count(struct json_object *to, const char *key, size_t n)
{
	json_object_object_add(to, key, json_object_new_int64((int64_t)n));
}

/* What is not known is null: there is no number for it. */
static struct json_object *real(double value)
{
	char buf[64];

	if (isnan(value))
		return NULL;
	snprintf(buf, sizeof(buf), "%.6g", value);
	return json_object_new_double_s(value, buf);
}

static struct json_object *protocol(const struct ia_protocol *p)
{
	struct json_object *object = json_object_new_object();
	struct json_object *arms = json_object_new_array();
	size_t i;

	for (i = 0; i < IA_PROTOCOL_ARMS; i++)
		json_object_array_add(arms, json_object_new_string(p->arms[i]));
	json_object_object_add(object, "arms", arms);
	add_text(object, "dev", p->dev);
	add_text(object, "asked", p->asked);
	add_count(object, "rounds", p->rounds);
	add_count(object, "repeat", p->repeat);
	return object;
}

/**
 * ia_json_bench() - runs as a file that can be read back
 * @set: the runs
 */
struct json_object *ia_json_bench(const struct ia_bench_set *set)
{
	struct json_object *root = ia_json_answer("iommu_audit bench");
	struct json_object *runs = json_object_new_array();
	size_t i;

	add_text(root, "name", set->name);
	add_text(root, "time", set->time);
	add_text(root, "tool", set->tool);
	if (set->protocol)
		json_object_object_add(root, "protocol", protocol(set->protocol));
	for (i = 0; i < set->count; i++) {
		struct json_object *run = json_object_new_object();

		if (set->runs[i].arm)
			add_text(run, "arm", set->runs[i].arm);
		json_object_object_add(run, "records",
				       ia_json_as_read(&set->runs[i].records));
		json_object_array_add(runs, run);
	}
	json_object_object_add(root, "runs", runs);
	return root;
}

static struct json_object *effect(const struct ia_measured *o)
{
	struct json_object *object = json_object_new_object();
	const struct ia_effect *e = &o->effect;
	bool interval = e->known && e->interval;

	json_object_object_add(object, "ratio", real(e->known ? e->ratio : NAN));
	json_object_object_add(object, "ratio_of_medians", real(e->known ? e->medians : NAN));
	json_object_object_add(object, "low", real(interval ? e->low : NAN));
	json_object_object_add(object, "high", real(interval ? e->high : NAN));
	json_object_object_add(object, "confidence", real(interval ? e->confidence : NAN));
	json_object_object_add(object, "in_turns", json_object_new_boolean(o->turns));
	json_object_object_add(object, "noise_floor", real(o->noise));
	add_text(object, "verdict", ia_difference_word(o->verdict));
	return object;
}

static struct json_object *outcome(const struct ia_measured *o, bool against)
{
	struct json_object *object = json_object_new_object();
	struct json_object *values = json_object_new_array();
	size_t i;

	json_object_object_add(object, "median", real(o->median));
	json_object_object_add(object, "noise_floor", real(o->floor));
	for (i = 0; i < o->count; i++)
		json_object_array_add(values, real(o->values[i]));
	json_object_object_add(object, "values", values);
	if (against)
		json_object_object_add(object, "against_first", effect(o));
	return object;
}

/* By point, then arm, then metric. */
static struct json_object *points(const struct ia_comparison *c)
{
	struct json_object *list = json_object_new_array();
	size_t point, arm;
	enum ia_metric m;

	for (point = 0; point < c->npoints; point++) {
		struct json_object *object = json_object_new_object();
		struct json_object *arms = json_object_new_array();

		add_text(object, "asked", c->points[point]);
		for (arm = 0; arm < c->narms; arm++) {
			struct json_object *one = json_object_new_object();

			add_text(one, "arm", c->arms[arm].label);
			for (m = 0; m < IA_METRICS; m++)
				json_object_object_add(one, ia_metrics[m].key,
						       outcome(ia_measured(c, point, m, arm),
							       arm > 0));
			json_object_array_add(arms, one);
		}
		json_object_object_add(object, "arms", arms);
		json_object_array_add(list, object);
	}
	return list;
}

/**
 * ia_json_bench_answer() - runs, and what they amount to
 * @set: the runs
 * @c: the same, compared
 *
 * Return: what ia_json_bench() makes, with a summary that no reader needs.
 */
struct json_object *ia_json_bench_answer(const struct ia_bench_set *set,
					 const struct ia_comparison *c)
{
	struct json_object *root = ia_json_bench(set);

	json_object_object_add(root, "summary", points(c));
	return root;
}

/**
 * ia_json_due() - runs of a plan so far, and what is to be done next
 * @root: as ia_json_bench() or ia_json_bench_answer() made it
 * @set: the runs, with a protocol that is not done
 * @booted: whether this boot is the one that is due
 */
void ia_json_due(struct json_object *root, const struct ia_bench_set *set, bool booted)
{
	struct json_object *due = json_object_new_object();
	size_t done = ia_protocol_done(set);
	const char *arm = ia_protocol_due(set, done), *other = ia_protocol_due(set, done + 1);

	add_count(due, "boot", done + 1);
	add_count(due, "boots", ia_protocol_boots(set->protocol));
	add_text(due, "arm", arm);
	add_text(due, "add", ia_compare_words(set->arena, arm, other));
	add_text(due, "remove", ia_compare_words(set->arena, other, arm));
	json_object_object_add(due, "booted", json_object_new_boolean(booted));
	json_object_object_add(root, "due", due);
}

/**
 * ia_json_compare() - arms side by side
 * @c: the comparison
 */
struct json_object *ia_json_compare(const struct ia_comparison *c)
{
	struct json_object *root = ia_json_answer("iommu_audit compare");
	struct json_object *list = json_object_new_array();
	size_t i;

	add_text(root, "value", c->by_boot ? "median of a boot's runs" : "run");
	add_text(root, "interval", "exact rank sum");
	for (i = 0; i < c->nproblems; i++)
		json_object_array_add(list, json_object_new_string(c->problems[i]));
	json_object_object_add(root, "refused_but_forced", list);
	add_count(root, "points_left_out", c->left_out);
	json_object_object_add(root, "points", points(c));
	return root;
}
