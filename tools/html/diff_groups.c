// SPDX-License-Identifier: GPL-2.0
/* Groups that came together or apart: boxes of what was and of what is. */
#include "diff.h"

#include "../view/label.h"

/* Differences that are drawn, and functions of one. */
#define MOST_CHANGES	24
#define MOST_FUNCTIONS	32

static bool is_of_groups(const struct ia_change *change)
{
	return change->rule == IA_DIFF_GROUP_SPLIT || change->rule == IA_DIFF_GROUPS_MERGED ||
	       change->rule == IA_DIFF_GROUP_GREW;
}

static const struct ia_device *side(const struct ia_pair_of *pair, bool now)
{
	return now ? pair->now : pair->old;
}

/* Whether a function before this one is in the same group. */
static bool was_drawn(const struct ia_change *change, size_t i, bool now)
{
	const struct ia_group *group = side(change->devices[i], now)->in_group;
	size_t j;

	for (j = 0; j < i; j++) {
		const struct ia_device *d = side(change->devices[j], now);

		if (d && d->in_group == group)
			return true;
	}
	return false;
}

static void box(struct ia_html *html, const struct ia_machine *m, const struct ia_change *change,
		const struct ia_group *group, bool now)
{
	size_t i;

	ia_html_open(html, "div", "class", "box", NULL);
	ia_html_span(html, "quiet", !group ? "no group" :
		     ia_format(html->arena, "group %llu", (unsigned long long)group->group.n));
	ia_html_open(html, "ul", NULL);
	for (i = 0; i < change->count && i < MOST_FUNCTIONS; i++) {
		const struct ia_device *d = side(change->devices[i], now);

		if (!d || d->in_group != group)
			continue;
		ia_html_open(html, "li", NULL);
		ia_html_span(html, "address", ia_machine_address(m, d->address));
		ia_html_text(html, " ");
		ia_html_text(html, ia_label(m, d));
		if (!side(change->devices[i], !now))
			ia_html_text(html, now ? " (added)" : " (removed)");
		ia_html_close(html);
	}
	ia_html_close(html);
	ia_html_close(html);
}

static void boxes(struct ia_html *html, const struct ia_machine *m, const struct ia_change *change,
		  bool now)
{
	size_t i;

	ia_html_open(html, "div", "class", "side", NULL);
	ia_html_say(html, "strong", now ? "After" : "Before");
	for (i = 0; i < change->count && i < MOST_FUNCTIONS; i++) {
		const struct ia_device *d = side(change->devices[i], now);

		if (d && !was_drawn(change, i, now))
			box(html, m, change, d->in_group, now);
	}
	ia_html_close(html);
}

/**
 * ia_html_diff_groups() - draw groups that came together or apart, before and after
 * @html: the page
 * @diff: the differences
 */
void ia_html_diff_groups(struct ia_html *html, const struct ia_diff *diff)
{
	size_t drawn = 0, i;

	for (i = 0; i < diff->count; i++) {
		const struct ia_change *change = &diff->changes[i];

		if (!is_of_groups(change))
			continue;
		if (!drawn++)
			ia_html_section(html, "groups", "Groups, before and after");
		if (drawn > MOST_CHANGES)
			continue;
		ia_html_heading(html, ia_format(html->arena, "%s: %s", ia_diff_title(change->rule),
						ia_diff_mark(change)->means));
		ia_html_open(html, "div", "class", "sides", NULL);
		boxes(html, diff->old, change, false);
		ia_html_span(html, "arrow", "→");
		boxes(html, diff->now, change, true);
		ia_html_close(html);
		if (change->count > MOST_FUNCTIONS)
			ia_html_unseen(html, ia_format(html->arena,
						       "%zu more functions of it are left out here.",
						       change->count - MOST_FUNCTIONS));
	}
	if (drawn > MOST_CHANGES)
		ia_html_unseen(html, ia_format(html->arena,
					       "%zu more groups that changed are left out here; the tables above have them.",
					       drawn - MOST_CHANGES));
}
