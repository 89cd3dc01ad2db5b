// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "facts.h"

/**
 * struct parts - the groups that the members of one group are in elsewhere
 * @names: the groups, each once
 * @count: number of @names
 * @new_members: members that are not there in the other reading
 */
struct parts {
	const char **names;
	size_t count;
	size_t new_members;
};

static ia_address member(const struct ia_group *group, size_t i)
{
	const char *name = group->members_text[i];

	return ia_address_parse(name, strlen(name), NULL);
}

static void add_part(struct parts *parts, const char *name)
{
	size_t i;

	for (i = 0; i < parts->count; i++) {
		if (!strcmp(parts->names[i], name))
			return;
	}
	parts->names[parts->count++] = name;
}

/* In which groups of the other reading the members of this one are. */
static struct parts look(const struct ia_diff *diff, const struct ia_group *group,
			 bool old)
{
	struct parts parts = {
		.names = ia_alloc(diff->arena, group->count_text, sizeof(*parts.names)),
	};
	size_t i;

	for (i = 0; i < group->count_text; i++) {
		ia_address address = member(group, i);
		const struct ia_pair_of *p = old ? ia_diff_of_old(diff, address) :
						   ia_diff_of_now(diff, address);
		const struct ia_device *other = !p ? NULL : old ? p->now : p->old;

		if (!other)
			parts.new_members += p && p->how != IA_PAIR_UNTOLD;
		else if (!ia_is_word(other->group_text))
			add_part(&parts, other->group_text);
	}
	return parts;
}

static void add_members(struct ia_diff *diff, const struct ia_group *group,
			bool old, const struct ia_change *change)
{
	size_t i;

	for (i = 0; i < group->count_text; i++) {
		ia_address address = member(group, i);
		const struct ia_pair_of *p = old ? ia_diff_of_old(diff, address) :
						   ia_diff_of_now(diff, address);

		if (p)
			ia_diff_add(diff, change, p);
	}
}

static const char *groups(struct ia_arena *arena, size_t count)
{
	return count == 1 ? "one group" : ia_format(arena, "%zu groups", count);
}

static void tell_split(struct ia_diff *diff, const struct ia_group *group)
{
	struct parts parts = look(diff, group, true);
	struct ia_change change = {
		.rule = "group_split", .title = "group split",
		.concern = IA_CONCERN_ISOLATION, .trend = IA_BETTER,
		.subject = ia_format(diff->arena, "group %s", group->name_text),
		.old = groups(diff->arena, 1),
		.meaning = "they can be given away one by one",
	};

	change.now = groups(diff->arena, parts.count);
	if (parts.count > 1)
		add_members(diff, group, true, &change);
}

static void tell_merged(struct ia_diff *diff, const struct ia_group *group)
{
	struct parts parts = look(diff, group, false);
	const struct ia_group *before = parts.count == 1 ?
		ia_machine_group(diff->old, parts.names[0]) : NULL;
	struct ia_share share = { .group = group };
	struct ia_change change = {
		.concern = IA_CONCERN_ISOLATION, .trend = IA_WORSE,
		.subject = ia_format(diff->arena, "group %s", group->name_text),
	};

	if (parts.count > 1) {
		change.rule = "groups_merged";
		change.title = "groups merged";
		change.old = groups(diff->arena, parts.count);
		change.now = groups(diff->arena, 1);
	} else if (before && parts.new_members && group->count_text > before->count_text) {
		change.rule = "group_grew";
		change.title = "group grew";
		change.old = ia_format(diff->arena, "%zu function%s", before->count_text,
				       before->count_text == 1 ? "" : "s");
		change.now = ia_format(diff->arena, "%zu", group->count_text);
	} else {
		return;
	}
	ia_share_explain(diff->now, &share);
	change.meaning = ia_format(diff->arena, "given away together or not at all: %s",
				   ia_share_text(diff->now, &share));
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
	size_t i;

	for (i = 0; i < diff->now->ngroups; i++)
		tell_merged(diff, &diff->now->groups[i]);
	for (i = 0; i < diff->old->ngroups; i++)
		tell_split(diff, &diff->old->groups[i]);
}
