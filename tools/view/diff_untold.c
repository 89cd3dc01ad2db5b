// SPDX-License-Identifier: GPL-2.0
/* What was not compared, and why; and why nothing was. */
#include "diff.h"

#include "text.h"

static const char *const whys[IA_NUNTOLD] = {
	[IA_UNTOLD_OLD] = "unknown in the old reading",
	[IA_UNTOLD_NEW] = "unknown in the new reading",
	[IA_UNTOLD_BOTH] = "unknown in both",
	[IA_UNTOLD_BASELINE] = "left out of the baseline",
	[IA_UNTOLD_REDACTED] = "redacted",
};

static void add_names(struct ia_buf *buf, const struct ia_texts *names)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		ia_buf_add(buf, "%s%s=", i ? " " : " values of ", names->items[i]);
}

static void add(struct ia_buf *buf, const struct ia_untold *untold)
{
	const char *what = untold->rule == IA_DIFF_REPLACED ? "serial numbers" :
			   ia_diff_title(untold->rule);

	ia_buf_add(buf, "%s%s", buf->len ? ", " : "", what);
	if (untold->names.count)
		add_names(buf, &untold->names);
	else if (untold->count)
		ia_buf_add(buf, " (%s)", ia_some(buf->arena, untold->count, "function",
						 "functions"));
}

/**
 * ia_diff_untold_texts() - what was not compared
 * @page: where it is shown
 * @diff: whose facts
 * @items: filled, IA_DIFF_UNTOLDS at most: a reason and its facts each
 *
 * Return: how many.
 */
size_t ia_diff_untold_texts(const struct ia_page *page, const struct ia_diff *diff,
			    const char **items)
{
	size_t i = 0, n = 0;

	while (i < diff->nuntold) {
		enum ia_untold_why why = diff->untold[i].why;
		struct ia_buf buf = { .arena = page->arena };

		for (; i < diff->nuntold && diff->untold[i].why == why; i++)
			add(&buf, &diff->untold[i]);
		items[n++] = ia_format(page->arena, "%s: %s", whys[why], buf.text);
	}
	return n;
}

/** ia_diff_other_text() - why a baseline says nothing about a machine, or NULL */
const char *ia_diff_other_text(const struct ia_page *page, const struct ia_diff *diff)
{
	const struct ia_platform *old = &diff->old->host.platform;
	const struct ia_platform *now = &diff->now->host.platform;
	const struct ia_string *was = NULL, *is = NULL;
	const char *what = NULL;

	switch (diff->other) {
	case IA_HARDWARE_SAME:
		return NULL;
	case IA_HARDWARE_FUNCTIONS:
		return "The baseline is of other hardware: fewer than half of the PCI functions "
		       "are the same. Nothing was compared.";
	case IA_HARDWARE_SYSTEM:
		was = &old->product;
		is = &now->product;
		what = "system";
		break;
	case IA_HARDWARE_BOARD:
		was = &old->board;
		is = &now->board;
		what = "board";
		break;
	case IA_HARDWARE_PROCESSOR:
		was = &old->cpu_model;
		is = &now->cpu_model;
		what = "processor";
		break;
	}
	return ia_format(page->arena,
			 "The baseline is of other hardware: %s %s → %s. Nothing was compared.",
			 what, was->text, is->text);
}
