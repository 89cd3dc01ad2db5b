// SPDX-License-Identifier: GPL-2.0
#include "attention.h"

#define X(name, word)	word,
static const char *const kinds[] = { IA_ATTENTION_KINDS(X) };
static const char *const severities[] = { IA_SEVERITIES(X) };
#undef X

const struct ia_wordlist ia_words_attention = { kinds, IA_ATTENTION_KINDS_COUNT, NULL };
const struct ia_wordlist ia_words_severities = {
	severities, sizeof(severities) / sizeof(*severities), NULL,
};

/**
 * ia_attention_add() - append a finding, of which nothing but its kind is said yet
 * @machine: the machine
 * @list: what was found so far
 * @kind: what it is
 * @severity: how bad that is
 *
 * Return: the finding, which holds until the next one is added.
 */
struct ia_attention *ia_attention_add(const struct ia_machine *machine, struct ia_attentions *list,
				      enum ia_attention_kind kind, enum ia_severity severity)
{
	list->items = ia_grow(machine->arena, list->items, list->count, &list->room,
			      sizeof(*list->items));
	list->items[list->count] = (struct ia_attention){ .kind = kind, .severity = severity };
	return &list->items[list->count++];
}
