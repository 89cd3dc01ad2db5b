// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <stdlib.h>

#include "facts.h"
#include "predict.h"

/**
 * struct parts - the groups that the functions of one group are in elsewhere
 * @count: how many
 * @only: the last one of them
 * @added: functions that are not there in the other reading
 */
struct parts {
	size_t count;
	const struct ia_group *only;
	size_t added;
};

static const struct ia_pair_of *pair_of(const struct ia_diff *diff,
					const struct ia_device *device, bool old)
{
	return old ? ia_diff_of_old(diff, device) : ia_diff_of_now(diff, device);
}

/*
 * In which groups of the other reading the functions of this one are. @seen is
 * for each of those groups the number of the last group that was looked at.
 */
static struct parts look(const struct ia_diff *diff, const struct ia_group *group, bool old,
			 size_t *seen, size_t number)
{
	const struct ia_machine *other = old ? diff->now : diff->old;
	struct parts parts = { 0 };
	size_t i;

	for (i = 0; i < group->nfunctions; i++) {
		const struct ia_pair_of *p = pair_of(diff, group->functions[i], old);
		const struct ia_device *d = old ? p->now : p->old;
		size_t *mark;

		if (!d)
			parts.added += p->how != IA_PAIR_INCONCLUSIVE;
		if (!d || !d->in_group)
			continue;
		mark = &seen[d->in_group - other->groups];
		parts.count += *mark != number;
		*mark = number;
		parts.only = d->in_group;
	}
	return parts;
}

static void add_members(struct ia_diff *diff, const struct ia_group *group, bool old,
			const struct ia_change *change)
{
	size_t i;

	for (i = 0; i < group->nfunctions; i++)
		ia_diff_add(diff, change, pair_of(diff, group->functions[i], old));
}

static int by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

/*
 * Whether a group of one reading comes apart in the other one for no more than a parameter that
 * makes the kernel believe so: without pcie_acs_override= fewer than @parts groups would be
 * made of its functions there.
 */
static bool is_forced(const struct ia_diff *diff, const struct ia_group *group, bool old,
		      size_t parts)
{
	const struct ia_machine *other = old ? diff->now : diff->old;
	const struct ia_prediction *without = ia_predict_unforced(other);
	size_t *groups, count = 0, distinct = 0, i;

	if (!without)
		return false;
	groups = ia_alloc(diff->arena, group->nfunctions, sizeof(*groups));
	for (i = 0; i < group->nfunctions; i++) {
		const struct ia_pair_of *p = pair_of(diff, group->functions[i], old);
		const struct ia_device *d = old ? p->now : p->old;

		if (d && d->in_group && ia_predicted_of(without, d)->known)
			groups[count++] = ia_predicted_of(without, d)->group;
	}
	if (count)
		qsort(groups, count, sizeof(*groups), by_number);
	for (i = 0; i < count; i++)
		distinct += !i || groups[i] != groups[i - 1];
	return distinct < parts;
}

static void tell_split(struct ia_diff *diff, const struct ia_group *group,
		       const struct parts *parts)
{
	struct ia_change change = {
		.rule = IA_DIFF_GROUP_SPLIT, .trend = IA_TREND_BETTER,
		.subject = { IA_SUBJECT_GROUP, group->group.n, NULL },
	};

	if (parts->count < 2)
		return;
	if (is_forced(diff, group, true, parts->count)) {
		change.trend = IA_TREND_CHANGED;
		change.note = IA_DIFF_NOTE_FORCED;
	}
	ia_diff_count(diff, &change, 1, parts->count);
	add_members(diff, group, true, &change);
}

static void tell_merged(struct ia_diff *diff, const struct ia_group *group,
			const struct parts *parts)
{
	size_t before = parts->count == 1 ? parts->only->devices.count : 0;
	struct ia_change change = {
		.rule = IA_DIFF_GROUPS_MERGED, .trend = IA_TREND_WORSE,
		.note = IA_DIFF_NOTE_SHARED,
		.subject = { IA_SUBJECT_GROUP, group->group.n, NULL },
	};
	struct ia_share *share;

	if (parts->count > 1) {
		ia_diff_count(diff, &change, parts->count, 1);
	} else if (before && parts->added && group->devices.count > before) {
		change.rule = IA_DIFF_GROUP_GREW;
		ia_diff_count(diff, &change, before, group->devices.count);
	} else {
		return;
	}
	if (parts->count > 1 && is_forced(diff, group, false, parts->count)) {
		change.trend = IA_TREND_CHANGED;
		change.note = IA_DIFF_NOTE_UNFORCED;
		add_members(diff, group, false, &change);
		return;
	}
	share = ia_alloc(diff->arena, 1, sizeof(*share));
	share->group = group;
	ia_share_explain(diff->now, share);
	change.detail = share;
	add_members(diff, group, false, &change);
}

/**
 * ia_diff_groups() - tell which groups split and which merged
 * @diff: with pairs; what is found is added
 *
 * The number of a group means nothing: a group is what is in it.
 */
void ia_diff_groups(struct ia_diff *diff)
{
	const struct ia_machine *old = diff->old, *now = diff->now;
	size_t *seen = ia_alloc(diff->arena, old->ngroups, sizeof(*seen)), i;
	struct parts parts;

	for (i = 0; i < diff->npairs; i++) {
		const struct ia_pair_of *p = &diff->pairs[i];
		bool was = p->old && !ia_is_unknown(p->old->group);
		bool is = p->now && !ia_is_unknown(p->now->group);

		if (p->old && p->now && !(was && is))
			ia_diff_untold(diff, IA_DIFF_GROUPS_MERGED, was ? IA_UNTOLD_NEW :
				       is ? IA_UNTOLD_OLD : IA_UNTOLD_BOTH, p);
	}

	for (i = 0; i < now->ngroups; i++) {
		parts = look(diff, &now->groups[i], false, seen, i + 1);
		tell_merged(diff, &now->groups[i], &parts);
	}
	seen = ia_alloc(diff->arena, now->ngroups, sizeof(*seen));
	for (i = 0; i < old->ngroups; i++) {
		parts = look(diff, &old->groups[i], true, seen, i + 1);
		tell_split(diff, &old->groups[i], &parts);
	}
}
