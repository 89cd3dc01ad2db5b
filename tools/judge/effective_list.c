// SPDX-License-Identifier: GPL-2.0
#include "effective.h"

#define X(name, word)	word,
static const char *const topics[] = { IA_TOPICS(X) };
static const char *const mets[] = { IA_METS(X) };
static const char *const gots[] = { IA_GOTS(X) };
#undef X

#define COUNT(words)	(sizeof(words) / sizeof(*(words)))

const struct ia_wordlist ia_words_topics = { topics, COUNT(topics), NULL };
const struct ia_wordlist ia_words_mets = { mets, COUNT(mets), NULL };
const struct ia_wordlist ia_words_gots = { gots, COUNT(gots), NULL };

/* Appends an outcome for which nothing is requested yet. */
struct ia_outcome *ia_outcome_add(struct ia_effective *effective, enum ia_topic topic)
{
	effective->items = ia_grow(effective->arena, effective->items, effective->count,
				   &effective->room, sizeof(*effective->items));
	effective->items[effective->count] = (struct ia_outcome){
		.topic = topic, .met = IA_MET_UNREQUESTED,
	};
	return &effective->items[effective->count++];
}

static size_t *chain_of(const struct ia_effective *effective, const struct ia_outcome *one)
{
	uint64_t hash = ia_reason_hash(&one->got) ^ ia_reason_hash(&one->because.cause) * 3;

	return &effective->chains[(hash + one->met) & (effective->nchains - 1)];
}

static void chain(struct ia_effective *effective, size_t i)
{
	size_t *first = chain_of(effective, &effective->items[i]);

	effective->items[i].next = *first;
	*first = i + 1;
}

/* Begins anew with another start, and grows with the number of outcomes. */
static void open_chains(struct ia_effective *effective, size_t start)
{
	size_t count = effective->count - start, i;

	if (effective->nchains && effective->start == start && count < effective->nchains)
		return;
	effective->start = start;
	for (effective->nchains = 8; effective->nchains <= count;)
		effective->nchains *= 4;
	effective->chains = ia_alloc(effective->arena, effective->nchains,
				     sizeof(*effective->chains));
	for (i = start; i < effective->count; i++)
		chain(effective, i);
}

/**
 * ia_outcome_alike() - add an outcome, unless there is one that says the same
 * @effective: the list
 * @start: where those begin that it is compared with
 * @one: the outcome
 *
 * Return: the one of before, or the new one.
 */
struct ia_outcome *ia_outcome_alike(struct ia_effective *effective, size_t start,
				    const struct ia_outcome *one)
{
	struct ia_outcome *new;
	size_t i;

	open_chains(effective, start);
	for (i = *chain_of(effective, one); i; i = effective->items[i - 1].next) {
		struct ia_outcome *old = &effective->items[i - 1];

		if (old->met == one->met && ia_reason_same(&old->got, &one->got) &&
		    ia_reason_same(&old->because.cause, &one->because.cause))
			return old;
	}
	new = ia_outcome_add(effective, one->topic);
	*new = *one;
	chain(effective, new - effective->items);
	return new;
}

/* Names one more function that an outcome is about. */
void ia_outcome_device(struct ia_effective *effective, struct ia_outcome *outcome,
		       const struct ia_device *device)
{
	outcome->devices = ia_grow(effective->arena, outcome->devices, outcome->ndevices,
				   &outcome->room, sizeof(*outcome->devices));
	outcome->devices[outcome->ndevices++] = device;
}

/* Says what is requested, and by which parameter. */
void ia_outcome_request(const struct ia_effective *effective, struct ia_outcome *outcome,
			enum ia_requested request, const struct ia_lint_parameter *by)
{
	const char *quoted = ia_cmdline_brief(effective->arena, by->text);

	outcome->requested = (struct ia_reason){
		.code = request, .args = { ia_arg_text(quoted) },
	};
}
