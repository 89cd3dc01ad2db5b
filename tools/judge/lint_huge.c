// SPDX-License-Identifier: GPL-2.0
/* Huge pages: what hugepagesz=, hugepages= and default_hugepagesz= of one line make together */
#include "lint.h"
#include "parameters_rules.h"

#include <stdlib.h>
#include <string.h>

#define SETUP(of)	"mm/hugetlb.c, " of "_setup()"

/**
 * struct pool - a size of huge pages that the kernel was told of
 * @size: in bytes; 0 for the default size while none is named
 * @count: what sets its number of pages, or NULL
 */
struct pool {
	unsigned long long size;
	const struct ia_lint_parameter *count;
};

/**
 * struct huge - what the kernel has read so far
 * @lint: the line
 * @pools: sizes that were named
 * @npools: number of @pools
 * @first: the pool of a hugepages= in front of every size
 * @parsed: the page size for the next hugepages=, or NULL: @first
 * @fallback: the pool of the default size, once that is named
 * @last: the pool that the last hugepages= was about
 * @refused: counts of sizes that the kernel refuses, which get nothing
 * @nrefused: number of @refused
 * @refused_size: the last such size, 0 where the last one is none
 * @valid: the last size was one
 * @waiting: the last hugepagesz=, while no hugepages= followed it
 */
struct huge {
	struct ia_lint *lint;
	struct pool *pools;
	size_t npools;
	struct pool first;
	struct pool *parsed;
	struct pool *fallback;
	struct pool *last;
	struct ia_huge_request *refused;
	size_t nrefused;
	unsigned long long refused_size;
	bool valid;
	struct ia_lint_parameter *waiting;
};

static void say(struct ia_lint_parameter *one, enum ia_lint_verdict verdict,
		enum ia_lint_effect effect, const char *source)
{
	one->verdict = verdict;
	one->effect = (struct ia_reason){
		.code = effect,
		.args = { ia_arg_text(one->token->value ? one->token->value : "") },
	};
	one->source = source;
	one->meant = NULL;
}

static struct pool *find(struct huge *h, unsigned long long size)
{
	size_t i;

	for (i = 0; i < h->npools; i++) {
		if (h->pools[i].size == size)
			return &h->pools[i];
	}
	return NULL;
}

/* hugetlb_add_hstate(): a size that is there stays as it is. */
static void add(struct huge *h, unsigned long long size)
{
	if (find(h, size))
		return;
	h->parsed = &h->pools[h->npools++];
	h->parsed->size = size;
}

static bool is_size(const struct ia_lint_parameter *one)
{
	return one->verdict == IA_LINT_OK;
}

/* No count came for a size: pools are made later or never. */
static void forget(struct huge *h)
{
	if (h->waiting)
		say(h->waiting, IA_LINT_MISLEADING, IA_EFFECT_HUGE_NO_COUNT, SETUP("hugepagesz"));
	h->waiting = NULL;
}

static void read_size(struct huge *h, struct ia_lint_parameter *one)
{
	unsigned long long size = ia_huge_size(one->token->value);
	struct pool *there = find(h, size);

	forget(h);
	h->valid = false;
	h->refused_size = is_size(one) ? 0 : size;
	if (!is_size(one))
		return;
	if (there && (there != h->fallback || there->count)) {
		say(one, IA_LINT_LOGGED, IA_EFFECT_HUGE_SIZE_TWICE, SETUP("hugepagesz"));
		return;
	}
	if (there)
		h->parsed = there;
	else
		add(h, size);
	h->valid = true;
	h->waiting = one;
}

static void read_default(struct huge *h, struct ia_lint_parameter *one)
{
	h->valid = false;
	h->refused_size = 0;
	if (h->fallback && is_size(one)) {
		say(one, IA_LINT_LOGGED, IA_EFFECT_HUGE_DEFAULT_TWICE,
		    SETUP("default_hugepagesz"));
		return;
	}
	if (!is_size(one))
		return;
	/* A size that is there stays, and so does the one that the next hugepages= is about. */
	if (!find(h, ia_huge_size(one->token->value)))
		forget(h);
	add(h, ia_huge_size(one->token->value));
	h->fallback = find(h, ia_huge_size(one->token->value));
	h->valid = true;
	if (h->first.count)
		h->fallback->count = h->first.count;
}

/* "64", or by node "0:32,1:32". */
static unsigned long long pages_in(const char *value)
{
	unsigned long long all = 0;

	while (value && *value) {
		const char *colon = strpbrk(value, ":,"), *next = strchr(value, ',');

		all += strtoull(colon && *colon == ':' ? colon + 1 : value, NULL, 0);
		value = next ? next + 1 : NULL;
	}
	return all;
}

static void read_count(struct huge *h, struct ia_lint_parameter *one)
{
	struct pool *pool = h->parsed ? h->parsed : &h->first;

	if (!h->valid) {
		h->valid = true;
		if (h->refused_size && ia_lint_counts(one))
			h->refused[h->nrefused++] = (struct ia_huge_request){
				h->refused_size, pages_in(one->token->value) };
		say(one, IA_LINT_LOGGED, IA_EFFECT_HUGE_NO_SIZE, SETUP("hugepages"));
		return;
	}
	if (pool == h->last) {
		say(one, IA_LINT_LOGGED, IA_EFFECT_HUGE_TWICE, SETUP("hugepages"));
		return;
	}
	h->waiting = NULL;
	if (!ia_lint_counts(one))
		return;
	h->last = pool;
	pool->count = one;
}

static const char *size_text(struct ia_arena *arena, unsigned long long size)
{
	static const char units[] = "KMGT";
	size_t unit = 0;

	for (size >>= 10; size && !(size & 1023) && unit < strlen(units) - 1; unit++)
		size >>= 10;
	return ia_format(arena, "%llu%c", size, units[unit]);
}

/* Says of each count that is read which size it is of. */
static void note_sizes(struct huge *h)
{
	struct ia_arena *arena = h->lint->arena;
	const char *of = "the default size, 2M on x86";
	size_t i, j;

	if (h->fallback)
		of = size_text(arena, h->fallback->size);
	for (i = 0; i < h->lint->count; i++) {
		struct ia_lint_parameter *one = &h->lint->parameters[i];

		if (one->verdict != IA_LINT_OK || !one->token->value)
			continue;
		for (j = 0; j < h->npools; j++) {
			if (h->pools[j].count == one && &h->pools[j] != h->fallback)
				ia_lint_note(h->lint, one, IA_NOTE_HUGE_PAGES,
					     ia_format(arena, "%s x %s", one->token->value,
						       size_text(arena, h->pools[j].size)));
		}
		if (h->first.count == one || (h->fallback && h->fallback->count == one))
			ia_lint_note(h->lint, one, IA_NOTE_HUGE_PAGES,
				     ia_format(arena, "%s x %s", one->token->value, of));
	}
}

static void ask(struct ia_lint *lint, const struct pool *pool)
{
	if (pool->count && pool->count->verdict == IA_LINT_OK)
		lint->huge[lint->nhuge++] = (struct ia_huge_request){
			pool->size, pages_in(pool->count->token->value) };
}

/**
 * ia_lint_huge() - judge the parameters about huge pages by each other
 * @lint: a line whose parameters are judged one by one
 *
 * As hugepages_setup(), hugepagesz_setup() and default_hugepagesz_setup() of Linux 5.8 and
 * newer read them, one after the other.
 */
void ia_lint_huge(struct ia_lint *lint)
{
	struct huge h = { .lint = lint, .valid = true };
	size_t i;

	h.pools = ia_alloc(lint->arena, lint->count + 1, sizeof(*h.pools));
	h.refused = ia_alloc(lint->arena, lint->count + 1, sizeof(*h.refused));
	for (i = 0; i < lint->count; i++) {
		struct ia_lint_parameter *one = &lint->parameters[i];

		if (!one->entry || !one->token->value || one->token->init)
			continue;
		if (one->entry->rules == ia_rules_hugepagesz)
			read_size(&h, one);
		else if (one->entry->rules == ia_rules_default_hugepagesz)
			read_default(&h, one);
		else if (one->entry->rules == ia_rules_hugepages)
			read_count(&h, one);
	}
	forget(&h);
	note_sizes(&h);
	lint->huge = ia_alloc(lint->arena, h.npools + h.nrefused + 1, sizeof(*lint->huge));
	for (i = 0; i < h.nrefused; i++)
		lint->huge[lint->nhuge++] = h.refused[i];
	for (i = 0; i < h.npools; i++)
		ask(lint, &h.pools[i]);
	/* That of the default size is its pool's, once that is named. */
	if (!h.fallback)
		ask(lint, &h.first);
}
