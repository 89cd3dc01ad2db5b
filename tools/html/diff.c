// SPDX-License-Identifier: GPL-2.0
#include "diff.h"

#include "../view/text.h"

/* Rows of all tables. */
#define MOST_ROWS	2000

static const struct ia_html_column columns[] = {
	{ "Trend", false }, { "What", false }, { "Where", false }, { "Before", false },
	{ "After", false }, { "What follows", false },
};

static const char *reading(const struct ia_html *html, const struct ia_machine *m)
{
	return ia_format(html->arena, "%s, kernel %s, command line %s",
			 m->baseline == IA_YES ? "baseline" :
			 m->time.known ? m->time.text : "time unknown",
			 ia_text(&m->kernel), ia_text(&m->cmdline));
}

static void head(struct ia_html *html, const struct ia_page *page,
		 const struct ia_diff_answer *answer)
{
	const struct ia_diff *diff = &answer->diff;
	const char *items[IA_DIFF_SUMS];
	size_t i, n = ia_diff_sums(page, answer, items);

	ia_html_open(html, "p", "class", answer->matter ? "broken" : "good", NULL);
	ia_html_say(html, "strong", items[0]);
	for (i = 1; i < n; i++)
		ia_html_span(html, "quiet", ia_format(html->arena, " · %s", items[i]));
	ia_html_close(html);
	ia_html_open(html, "dl", NULL);
	ia_html_pair(html, "Before", IA_PLAIN, reading(html, diff->old));
	ia_html_pair(html, "After", IA_PLAIN, reading(html, diff->now));
	ia_html_pair(html, "Boot", IA_PLAIN, diff->same_boot ? "same boot" : NULL);
	ia_html_close(html);
	if (!diff->two_hosts && !diff->other)
		return;
	ia_html_open(html, "p", "class", "unseen", NULL);
	ia_html_text(html, diff->other ? ia_diff_other_text(page, diff) :
		     "These are two different hosts: system, board and processor differ, "
		     "where both are known.");
	ia_html_close(html);
}

static void row(struct ia_html *html, const struct ia_page *page, const struct ia_diff *diff,
		const struct ia_change *change)
{
	const struct ia_diff_mark *mark = ia_diff_mark(change);
	const char *old = ia_diff_value_text(page, change, &change->old);
	const char *now = ia_diff_value_text(page, change, &change->now);

	ia_html_row(html);
	ia_html_cell(html, mark->state, ia_format(html->arena, "%s %s", mark->mark, mark->means));
	ia_html_cell(html, IA_PLAIN, ia_diff_title(change->rule));
	ia_html_cell(html, IA_PLAIN, ia_diff_who(page, diff, change));
	ia_html_cell(html, IA_PLAIN, old ? old : "-");
	ia_html_cell(html, IA_PLAIN, now ? now : "-");
	ia_html_cell(html, IA_PLAIN, ia_diff_meaning(page, change));
}

/* A table for each area; what got worse comes first in each, and the worst area first. */
static void tables(struct ia_html *html, const struct ia_page *page, const struct ia_diff *diff)
{
	size_t i = 0;

	ia_html_section(html, "changes", "What changed");
	if (!diff->count)
		ia_html_say(html, "p", diff->other ? "Nothing was compared." :
			    diff->nuntold ? "No difference is known." : "No difference.");
	ia_html_open(html, "div", "class", "changes", NULL);
	while (i < diff->count && i < MOST_ROWS) {
		enum ia_category category = diff->changes[i].category;

		ia_html_table(html, ia_diff_heading(category), columns,
			      sizeof(columns) / sizeof(*columns));
		for (; i < diff->count && i < MOST_ROWS &&
		     diff->changes[i].category == category; i++)
			row(html, page, diff, &diff->changes[i]);
		ia_html_table_end(html);
	}
	ia_html_close(html);
	if (i < diff->count)
		ia_html_unseen(html, ia_format(html->arena,
					       "%zu more differences are left out here: --json has them.",
					       diff->count - i));
}

static void untold(struct ia_html *html, const struct ia_page *page, const struct ia_diff *diff)
{
	const char *items[IA_DIFF_UNTOLDS];
	size_t n = ia_diff_untold_texts(page, diff, items), i;

	if (!n)
		return;
	ia_html_section(html, "not-compared", "What was not compared");
	ia_html_open(html, "ul", NULL);
	for (i = 0; i < n; i++)
		ia_html_say(html, "li", items[i]);
	ia_html_close(html);
}

/**
 * ia_html_diff() - the difference of two readings as a page
 * @arena: memory for it
 * @answer: the differences
 *
 * Return: the page.
 */
const char *ia_html_diff(struct ia_arena *arena, const struct ia_diff_answer *answer)
{
	struct ia_out none = { .arena = arena, .utf8 = true };
	const struct ia_page page = { &none, answer->diff.now, arena };
	struct ia_html html;

	ia_html_begin(&html, arena, "IOMMU: before and after");
	head(&html, &page, answer);
	tables(&html, &page, &answer->diff);
	untold(&html, &page, &answer->diff);
	ia_html_diff_groups(&html, &answer->diff);
	return ia_html_end(&html);
}
