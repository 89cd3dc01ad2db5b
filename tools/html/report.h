/* SPDX-License-Identifier: GPL-2.0 */
/* report.c and what it is made of: the report as a page in HTML */
#ifndef IA_HTML_REPORT_H
#define IA_HTML_REPORT_H

#include "../judge/path.h"
#include "../view/facts.h"
#include "html.h"

/* report.c */
const char *ia_html_report(struct ia_arena *arena, const struct ia_machine *machine,
			   const struct ia_facts *facts);

/* tree.c */
void ia_html_tree(struct ia_html *html, const struct ia_page *page, const struct ia_facts *facts);

/* matrix.c */
void ia_html_matrix(struct ia_html *html, const struct ia_machine *machine);

/* faults.c */
void ia_html_faults(struct ia_html *html, const struct ia_machine *machine);

#endif /* IA_HTML_REPORT_H */
