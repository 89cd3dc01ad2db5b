// SPDX-License-Identifier: GPL-2.0
/* The list of differences. Those that are the same but for their function share one. */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#define X(name, word)	word,
static const char *const category_words[] = { IA_CATEGORIES(X) };
static const char *const trend_words[] = { IA_TRENDS(X) };
#undef X
#define X(name, category, word)	word,
static const char *const rule_words[] = { IA_DIFF_RULES(X) };
#undef X
#define X(name, category, word)	IA_CATEGORY_##category,
const enum ia_category ia_diff_categories[] = { IA_DIFF_RULES(X) };
#undef X

const struct ia_wordlist ia_words_categories = { category_words, IA_NCATEGORIES, NULL };
const struct ia_wordlist ia_words_trends = { trend_words, IA_NTRENDS, NULL };
const struct ia_wordlist ia_words_diff_rules = { rule_words, IA_NDIFF_RULES, NULL };

static bool same_value(const struct ia_value *a, const struct ia_value *b)
{
	if (a->key != b->key || a->record == b->record)
		return a->key == b->key;
	return a->record && b->record && ia_key_equal(a->key, a->record, b->record);
}

static bool same(const struct ia_change *a, const struct ia_change *b)
{
	return a->rule == b->rule && a->trend == b->trend && a->note == b->note &&
	       a->alike == b->alike && a->peer == b->peer &&
	       a->subject.kind == b->subject.kind && a->subject.n == b->subject.n &&
	       a->subject.unit == b->subject.unit &&
	       same_value(&a->old, &b->old) && same_value(&a->now, &b->now);
}

static uint64_t mix(uint64_t hash, uint64_t n)
{
	hash = (hash ^ n) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 32;
}

static uint64_t mix_value(uint64_t hash, const struct ia_value *value)
{
	return mix(hash, value->key && value->record ?
		   ia_key_digest(value->key, value->record) : 0);
}

static size_t chain_of(const struct ia_diff *diff, const struct ia_change *change)
{
	uint64_t hash = mix(change->rule, change->trend);

	hash = mix(mix(hash, change->subject.n), change->alike);
	hash = mix(hash, change->peer ? change->peer - diff->pairs : 0);
	hash = mix_value(mix_value(hash, &change->old), &change->now);
	return hash & (diff->nchains - 1);
}

static void chain(struct ia_diff *diff, size_t i)
{
	size_t *first = &diff->chains[chain_of(diff, &diff->changes[i])];

	diff->changes[i].next = *first;
	*first = i + 1;
}

static void grow_chains(struct ia_diff *diff)
{
	size_t i;

	if (diff->count < diff->nchains)
		return;
	diff->nchains = diff->nchains ? diff->nchains * 4 : 64;
	diff->chains = ia_alloc(diff->arena, diff->nchains, sizeof(*diff->chains));
	for (i = 0; i < diff->count; i++)
		chain(diff, i);
}

static struct ia_change *find(struct ia_diff *diff, const struct ia_change *change)
{
	size_t i;

	if (!diff->nchains)
		return NULL;
	for (i = diff->chains[chain_of(diff, change)]; i; i = diff->changes[i - 1].next) {
		if (same(&diff->changes[i - 1], change))
			return &diff->changes[i - 1];
	}
	return NULL;
}

/**
 * ia_diff_add() - add a difference
 * @diff: what it is added to
 * @change: the difference; its values are kept by reference
 * @device: the function it is about, or NULL; all with the same difference
 *          share one
 */
void ia_diff_add(struct ia_diff *diff, const struct ia_change *change,
		 const struct ia_pair_of *device)
{
	struct ia_change *kept = device ? find(diff, change) : NULL;

	if (!kept) {
		diff->changes = ia_grow(diff->arena, diff->changes, diff->count,
					&diff->room, sizeof(*diff->changes));
		grow_chains(diff);
		kept = &diff->changes[diff->count];
		*kept = *change;
		kept->category = ia_diff_categories[change->rule];
		chain(diff, diff->count++);
	}
	if (!device)
		return;
	kept->devices = ia_grow(diff->arena, kept->devices, kept->count,
				&kept->room, sizeof(*kept->devices));
	kept->devices[kept->count++] = device;
}

/**
 * ia_diff_count() - give a difference two numbers as its values
 * @diff: the owner of their memory
 * @change: the difference
 * @old: what was
 * @now: what is
 */
void ia_diff_count(struct ia_diff *diff, struct ia_change *change, uint64_t old, uint64_t now)
{
	static const struct ia_key key = { .name = "count", .kind = IA_KEY_COUNT };
	struct ia_number *numbers = ia_alloc(diff->arena, 2, sizeof(*numbers));

	numbers[0] = ia_number_of(old);
	numbers[1] = ia_number_of(now);
	change->old = (struct ia_value){ &key, &numbers[0] };
	change->now = (struct ia_value){ &key, &numbers[1] };
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The items of a list that another list does not have; absent when there are none. */
static const struct ia_texts *only_in(struct ia_arena *arena, const struct ia_texts *list,
				      const struct ia_texts *other)
{
	struct ia_texts *only = ia_alloc(arena, 1, sizeof(*only));
	const char **items = ia_alloc(arena, list->count, sizeof(*items));
	const char **sorted = ia_alloc(arena, other->count, sizeof(*sorted));
	size_t i;

	for (i = 0; i < other->count; i++)
		sorted[i] = other->items[i];
	if (other->count)
		qsort(sorted, other->count, sizeof(*sorted), by_text);
	for (i = 0; i < list->count; i++) {
		if (!other->count ||
		    !bsearch(&list->items[i], sorted, other->count, sizeof(*sorted), by_text))
			items[only->count++] = list->items[i];
	}
	only->items = items;
	only->known = only->count;
	only->absent = !only->count;
	return only;
}

/**
 * ia_diff_texts() - give a difference what only one of two lists has
 * @diff: the owner of the memory
 * @change: the difference
 * @old: the old list
 * @now: the new one
 *
 * Return: whether there is anything: else they differ in their order alone.
 */
bool ia_diff_texts(struct ia_diff *diff, struct ia_change *change, const struct ia_texts *old,
		   const struct ia_texts *now)
{
	static const struct ia_key key = { .name = "items", .kind = IA_KEY_TEXTS };
	const struct ia_texts *removed = only_in(diff->arena, old, now);
	const struct ia_texts *added = only_in(diff->arena, now, old);

	change->old = (struct ia_value){ &key, removed };
	change->now = (struct ia_value){ &key, added };
	return removed->count || added->count;
}

struct place {
	size_t rank;
	size_t i;
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

/**
 * ia_diff_sort() - put differences in the order of the answer
 * @diff: the differences
 *
 * Board and firmware come first, then categories in which something got worse, and in each
 * the worst.
 */
void ia_diff_sort(struct ia_diff *diff)
{
	struct ia_change *sorted = ia_alloc(diff->arena, diff->count, sizeof(*sorted));
	struct place *places = ia_alloc(diff->arena, diff->count, sizeof(*places));
	size_t worst[IA_NCATEGORIES], i;

	for (i = 0; i < IA_NCATEGORIES; i++)
		worst[i] = IA_NTRENDS;
	for (i = 0; i < diff->count; i++) {
		const struct ia_change *c = &diff->changes[i];

		if (c->trend < worst[c->category])
			worst[c->category] = c->trend;
	}
	for (i = 0; i < diff->count; i++) {
		const struct ia_change *c = &diff->changes[i];
		/* What was changed on purpose explains what else did. */
		size_t category = c->category == IA_CATEGORY_PLATFORM ? 0 :
				  worst[c->category] * IA_NCATEGORIES + c->category;

		places[i] = (struct place){ category * IA_NTRENDS + c->trend, i };
	}
	if (diff->count)
		qsort(places, diff->count, sizeof(*places), by_place);
	for (i = 0; i < diff->count; i++)
		sorted[i] = diff->changes[places[i].i];
	diff->changes = sorted;
}
