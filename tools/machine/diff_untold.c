// SPDX-License-Identifier: GPL-2.0
/* What two readings say nothing about: one of them does not know it, or has left it out. */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#define X(name, word)	word,
static const char *const words[] = { IA_UNTOLD(X) };
#undef X

const struct ia_wordlist ia_words_untold = { words, IA_NUNTOLD, NULL };

static struct ia_untold *entry(struct ia_diff *diff, enum ia_diff_rule rule,
			       enum ia_untold_why why)
{
	struct ia_untold *untold;
	size_t i;

	for (i = 0; i < diff->nuntold; i++) {
		if (diff->untold[i].rule == rule && diff->untold[i].why == why)
			return &diff->untold[i];
	}
	diff->untold = ia_grow(diff->arena, diff->untold, diff->nuntold, &diff->untold_room,
			       sizeof(*diff->untold));
	untold = &diff->untold[diff->nuntold++];
	*untold = (struct ia_untold){
		.rule = rule, .category = ia_diff_categories[rule], .why = why,
		.names = { .known = true },
	};
	return untold;
}

/**
 * ia_diff_untold() - say that a fact was not compared
 * @diff: what it is added to
 * @rule: as what a difference would be told
 * @why: why it was not
 * @device: the function it is about, or NULL
 */
void ia_diff_untold(struct ia_diff *diff, enum ia_diff_rule rule, enum ia_untold_why why,
		    const struct ia_pair_of *device)
{
	entry(diff, rule, why)->count += !!device;
}

/* Likewise, of parameters of the command line: only that they are there was compared. */
void ia_diff_hidden(struct ia_diff *diff, enum ia_untold_why why, const struct ia_texts *names)
{
	entry(diff, IA_DIFF_CMDLINE, why)->names = *names;
}

/**
 * ia_diff_tells_nothing() - tell whether nothing can be said of a value, and say so
 * @diff: what that is added to
 * @rule: as what a difference would be told
 * @key: the key of the value
 * @old: the record that has it in the old reading
 * @now: and in the new one
 * @device: the function it is about, or NULL
 *
 * What one of the two knows is for the caller to tell.
 */
bool ia_diff_tells_nothing(struct ia_diff *diff, enum ia_diff_rule rule, const struct ia_key *key,
			   const void *old, const void *now, const struct ia_pair_of *device)
{
	bool left_out = ia_key_left_out(key, old) || ia_key_left_out(key, now);

	if (!left_out && !(ia_key_unknown(key, old) && ia_key_unknown(key, now)))
		return false;
	ia_diff_untold(diff, rule, left_out ? IA_UNTOLD_BASELINE : IA_UNTOLD_BOTH, device);
	return true;
}

static int by_rule(const void *a, const void *b)
{
	const struct ia_untold *x = a, *y = b;

	if (x->why != y->why)
		return x->why < y->why ? -1 : 1;
	if (x->category != y->category)
		return x->category < y->category ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* Put what was not compared in the order of the answer: by reason, then by category. */
void ia_diff_sort_untold(struct ia_diff *diff)
{
	if (diff->nuntold)
		qsort(diff->untold, diff->nuntold, sizeof(*diff->untold), by_rule);
}
