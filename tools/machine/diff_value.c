// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

static bool is(const char *a, const char *b)
{
	return !strcmp(a, b);
}

/* Where a word is in a list with blanks between them; -1 when it is not. */
static long rank(const char *order, const char *word)
{
	long n;

	for (n = 0; *order; n++) {
		size_t len = strcspn(order, " ");

		if (strlen(word) == len && !memcmp(order, word, len))
			return n;
		order += len + strspn(order + len, " ");
	}
	return -1;
}

static enum ia_trend judge(const struct ia_value_rule *rule, const char *old,
			   const char *now)
{
	long was, is_now;

	if (is(old, IOMMU_AUDIT_UNKNOWN) || is(now, IOMMU_AUDIT_UNKNOWN))
		return IA_UNTOLD;
	if (!rule->order || *rule->order == ',')
		return IA_CHANGED;
	was = *rule->order == '#' ? ia_number(old) : rank(rule->order, old);
	is_now = *rule->order == '#' ? ia_number(now) : rank(rule->order, now);
	if (was < 0 || is_now < 0)
		return IA_CHANGED;
	return is_now < was ? IA_WORSE : IA_BETTER;
}

static const char *meaning_of(const struct ia_value_rule *rule, enum ia_trend trend,
			      const char *now)
{
	size_t i;

	for (i = 0; i < IA_MEANINGS && rule->meanings[i].text; i++) {
		const struct ia_meaning *m = &rule->meanings[i];

		if (m->trend == trend && (!m->now || is(m->now, now)))
			return m->text;
	}
	return NULL;
}

/* The items of a list that another list does not have. */
static const char *only_in(struct ia_arena *arena, const struct ia_words *list,
			   const struct ia_words *other)
{
	struct ia_buf buf = { .arena = arena };
	size_t i, j;

	for (i = 0; i < list->count; i++) {
		for (j = 0; j < other->count; j++) {
			if (is(list->items[i], other->items[j]))
				break;
		}
		if (j == other->count)
			ia_buf_add(&buf, "%s%s", buf.len ? " " : "", list->items[i]);
	}
	return buf.text ? buf.text : IOMMU_AUDIT_NOT_APPLICABLE;
}

/**
 * ia_diff_items() - reduce two lists to what only one of them has
 * @arena: the owner of the texts
 * @change: its old and new value are filled
 * @old: the old list
 * @now: the new one
 */
void ia_diff_items(struct ia_arena *arena, struct ia_change *change,
		   const struct ia_words *old, const struct ia_words *now)
{
	change->old = only_in(arena, old, now);
	change->now = only_in(arena, now, old);
}

static const char *shown(const struct ia_value_rule *rule, const char *value)
{
	if (rule->words[0] && (is(value, "0") || is(value, "1")))
		return rule->words[*value - '0'];
	return value;
}

/**
 * ia_diff_value() - tell what a value became, by a rule
 * @diff: what it is added to
 * @rule: the rule
 * @was: the old value
 * @is_now: the new one; nothing is told when they are the same
 * @device: the function it is of, or NULL
 * @subject: what it is of when that is no function, or NULL
 */
void ia_diff_value(struct ia_diff *diff, const struct ia_value_rule *rule,
		   const char *was, const char *is_now,
		   const struct ia_pair_of *device, const char *subject)
{
	struct ia_change change = {
		.rule = rule->rule, .title = rule->title, .concern = rule->concern,
		.subject = subject, .old = shown(rule, was), .now = shown(rule, is_now),
	};

	if (is(was, is_now))
		return;
	change.trend = judge(rule, was, is_now);
	change.meaning = meaning_of(rule, change.trend, is_now);
	if (rule->order && *rule->order == ',' && change.trend != IA_UNTOLD) {
		struct ia_words before, after;

		ia_words_split(diff->arena, was, ',', &before);
		ia_words_split(diff->arena, is_now, ',', &after);
		ia_diff_items(diff->arena, &change, &before, &after);
	}
	ia_diff_add(diff, &change, device);
}
