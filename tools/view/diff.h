/* SPDX-License-Identifier: GPL-2.0 */
/* diff.c, diff_text.c: the difference of two readings, and its words */
#ifndef IA_VIEW_DIFF_H
#define IA_VIEW_DIFF_H

#include "../judge/categories.h"
#include "answer.h"

extern const struct ia_answer ia_answer_diff;

/* diff_text.c */
const char *ia_diff_title(enum ia_diff_rule rule);
const char *ia_diff_subject(const struct ia_page *page, const struct ia_change *change);
const char *ia_diff_values_text(const struct ia_page *page, const struct ia_change *change);
const char *ia_diff_meaning(const struct ia_page *page, const struct ia_change *change);

#endif /* IA_VIEW_DIFF_H */
