/* SPDX-License-Identifier: GPL-2.0 */
/* diff.c, diff_text.c: the difference of two readings, and its words */
#ifndef IA_VIEW_DIFF_H
#define IA_VIEW_DIFF_H

#include "../judge/categories.h"
#include "answer.h"

extern const struct ia_answer ia_answer_diff;

/**
 * struct ia_diff_mark - what stands for a trend
 * @mark: a sign
 * @means: the same in words
 * @state: its colour
 */
struct ia_diff_mark {
	const char *mark;
	const char *means;
	enum ia_state state;
};

/* The verdict, a number for each trend, and that there is no difference. */
#define IA_DIFF_SUMS	(IA_NTRENDS + 2)

/* Reasons why facts were not compared, each with its facts. */
#define IA_DIFF_UNTOLDS	IA_NUNTOLD

/* diff.c */
const char *ia_diff_who(const struct ia_page *page, const struct ia_diff *diff,
			const struct ia_change *change);
const char *ia_diff_heading(enum ia_category category);
const struct ia_diff_mark *ia_diff_mark(const struct ia_change *change);
size_t ia_diff_sums(const struct ia_page *page, const struct ia_diff_answer *answer,
		    const char **items);

/* diff_untold.c */
size_t ia_diff_untold_texts(const struct ia_page *page, const struct ia_diff *diff,
			    const char **items);
const char *ia_diff_other_text(const struct ia_page *page, const struct ia_diff *diff);

/* diff_text.c */
const char *ia_diff_title(enum ia_diff_rule rule);
const char *ia_diff_word(enum ia_diff_rule rule, const char *text);
const char *ia_diff_subject(const struct ia_page *page, const struct ia_change *change);
const char *ia_diff_value_text(const struct ia_page *page, const struct ia_change *change,
			       const struct ia_value *value);
const char *ia_diff_values_text(const struct ia_page *page, const struct ia_change *change);
const char *ia_diff_meaning(const struct ia_page *page, const struct ia_change *change);

#endif /* IA_VIEW_DIFF_H */
