/* SPDX-License-Identifier: GPL-2.0 */
/* diff.c, diff_groups.c: the difference of two readings as a page in HTML */
#ifndef IA_HTML_DIFF_H
#define IA_HTML_DIFF_H

#include "../view/diff.h"
#include "html.h"

/* diff.c */
const char *ia_html_diff(struct ia_arena *arena, const struct ia_diff_answer *answer);

/* diff_groups.c */
void ia_html_diff_groups(struct ia_html *html, const struct ia_diff *diff);

#endif /* IA_HTML_DIFF_H */
