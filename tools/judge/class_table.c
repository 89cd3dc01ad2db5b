// SPDX-License-Identifier: GPL-2.0
/* The table of facts that all nodes share. */
#include "class.h"

#include <string.h>

#define FIRST_SLOTS	1024

static uint64_t hash(uint64_t start, const char *text)
{
	uint64_t n = start ^ 0xcbf29ce484222325ULL;

	for (; *text; text++)
		n = (n ^ (unsigned char)*text) * 0x100000001b3ULL;
	return n ^ n >> 29;
}

static uint64_t hash_of_fact(const struct ia_class_fact *fact)
{
	return hash(fact->rule, fact->key);
}

static uint64_t hash_of_value(const struct ia_class_value *value)
{
	return hash((uintptr_t)value->fact, value->text);
}

static void grow_facts(struct ia_class *class)
{
	struct ia_class_fact **old = class->facts, *fact, *next;
	size_t slots = class->fact_slots, i;

	if (class->nfacts < slots)
		return;
	class->fact_slots = slots ? slots * 4 : FIRST_SLOTS;
	class->facts = ia_alloc(class->arena, class->fact_slots, sizeof(*class->facts));
	for (i = 0; i < slots; i++) {
		for (fact = old[i]; fact; fact = next) {
			size_t slot = hash_of_fact(fact) & (class->fact_slots - 1);

			next = fact->chained;
			fact->chained = class->facts[slot];
			class->facts[slot] = fact;
		}
	}
}

static void grow_values(struct ia_class *class)
{
	struct ia_class_value **old = class->values, *value, *next;
	size_t slots = class->value_slots, i;

	if (class->nvalues < slots)
		return;
	class->value_slots = slots ? slots * 4 : FIRST_SLOTS;
	class->values = ia_alloc(class->arena, class->value_slots, sizeof(*class->values));
	for (i = 0; i < slots; i++) {
		for (value = old[i]; value; value = next) {
			size_t slot = hash_of_value(value) & (class->value_slots - 1);

			next = value->chained;
			value->chained = class->values[slot];
			class->values[slot] = value;
		}
	}
}

static const char *keep(struct ia_class *class, const char *text)
{
	return text ? ia_strndup(class->arena, text, strlen(text)) : NULL;
}

/* Of what nodes call a thing the first in the order of texts, whoever is read first. */
static void name(struct ia_class *class, const char **shown, const char *text)
{
	if (text && (!*shown || strcmp(text, *shown) < 0))
		*shown = keep(class, text);
}

/**
 * ia_class_fact() - find a fact, or add it
 * @class: the class
 * @rule: as what diff tells it
 * @key: what it is about
 * @subject: the same for people; NULL for the host
 * @listed: who knows when it is not there
 */
struct ia_class_fact *ia_class_fact(struct ia_class *class, enum ia_diff_rule rule,
				    const char *key, const char *subject,
				    enum ia_class_listed listed)
{
	struct ia_class_fact *fact;
	size_t slot;

	grow_facts(class);
	slot = hash(rule, key) & (class->fact_slots - 1);
	for (fact = class->facts[slot]; fact; fact = fact->chained) {
		if (fact->rule == rule && !strcmp(fact->key, key))
			break;
	}
	if (!fact) {
		fact = ia_alloc(class->arena, 1, sizeof(*fact));
		*fact = (struct ia_class_fact){
			.rule = rule, .category = ia_diff_categories[rule],
			.key = keep(class, key), .listed = listed,
			.chained = class->facts[slot],
		};
		class->facts[slot] = fact;
		class->nfacts++;
	}
	name(class, &fact->subject, subject);
	return fact;
}

/* Add the node that is read to a list of nodes. */
void ia_class_mark(struct ia_class *class, struct ia_class_nodes *nodes)
{
	size_t node = class->nnodes - 1;

	if (nodes->count && nodes->ranges[nodes->count - 1].last + 1 == node) {
		nodes->ranges[nodes->count - 1].last = node;
		return;
	}
	nodes->ranges = ia_grow(class->arena, nodes->ranges, nodes->count, &nodes->room,
				sizeof(*nodes->ranges));
	nodes->ranges[nodes->count++] = (struct ia_class_range){ node, node };
}

/* Whether the node that is read has told this before: in a broken file two may claim one slot. */
static bool told(const struct ia_class *class, struct ia_class_fact *fact)
{
	bool before = fact->last == class->nnodes;

	fact->last = class->nnodes;
	return before;
}

/**
 * ia_class_knows() - say that the node which is read has a value
 * @class: the class
 * @fact: of this fact
 * @text: the value; tells it from others
 * @shown: the same for people
 */
void ia_class_knows(struct ia_class *class, struct ia_class_fact *fact, const char *text,
		    const char *shown)
{
	struct ia_class_value *value;
	size_t slot;

	if (told(class, fact))
		return;
	grow_values(class);
	slot = hash((uintptr_t)fact, text) & (class->value_slots - 1);
	for (value = class->values[slot]; value; value = value->chained) {
		if (value->fact == fact && !strcmp(value->text, text))
			break;
	}
	if (!value) {
		value = ia_alloc(class->arena, 1, sizeof(*value));
		*value = (struct ia_class_value){
			.text = keep(class, text), .fact = fact, .next = fact->values,
			.chained = class->values[slot],
		};
		class->values[slot] = value;
		class->nvalues++;
		fact->values = value;
	}
	name(class, &value->shown, shown);
	ia_class_mark(class, &value->nodes);
}

/* Say that the node which is read does not know a fact. */
void ia_class_lacks(struct ia_class *class, struct ia_class_fact *fact)
{
	if (!told(class, fact))
		ia_class_mark(class, &fact->unknown);
}
