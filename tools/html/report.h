/* SPDX-License-Identifier: GPL-2.0 */
/* report.c, findings.c, tree.c, groups.c, unseen.c: the report as a page in HTML */
#ifndef IA_HTML_REPORT_H
#define IA_HTML_REPORT_H

#include "../judge/attention.h"
#include "../judge/path.h"
#include "../view/facts.h"
#include "../view/text.h"
#include "html.h"

/* report.c */
const char *ia_html_report(struct ia_arena *arena, const struct ia_machine *machine,
			   const struct ia_report *report);

/* findings.c */
void ia_html_findings(struct ia_html *html, const struct ia_page *page,
		      const struct ia_attentions *list);

/* tree.c */
void ia_html_tree(struct ia_html *html, const struct ia_page *page, const struct ia_facts *facts);

/* groups.c */
void ia_html_groups(struct ia_html *html, const struct ia_page *page);
void ia_html_devices(struct ia_html *html, const struct ia_page *page);

/* unseen.c */
void ia_html_not_seen(struct ia_html *html, const struct ia_machine *machine,
		      const struct ia_facts *facts);

/* matrix.c */
void ia_html_matrix(struct ia_html *html, const struct ia_machine *machine);

/* faults.c */
void ia_html_faults(struct ia_html *html, const struct ia_machine *machine);

#endif /* IA_HTML_REPORT_H */
