/* SPDX-License-Identifier: GPL-2.0 */
/* why.c: why a function is where it is, as a box beside its line */
#ifndef IA_HTML_WHY_H
#define IA_HTML_WHY_H

#include "../judge/domain.h"
#include "../view/answer.h"
#include "html.h"

/**
 * struct ia_html_reasons - what is worked out once for all functions
 * @page: the machine
 * @context: what reasons are made of
 * @bytes: what boxes took of the page so far
 */
struct ia_html_reasons {
	const struct ia_page *page;
	struct ia_context context;
	size_t bytes;
};

void ia_html_reasons(struct ia_html_reasons *reasons, const struct ia_page *page,
		     const struct ia_facts *facts);
void ia_html_why(struct ia_html *html, struct ia_html_reasons *reasons, const char *id,
		 const struct ia_node *node);

#endif /* IA_HTML_WHY_H */
