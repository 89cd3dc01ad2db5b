// SPDX-License-Identifier: GPL-2.0
#include "why.h"

#include "../view/why.h"

/* Beyond this the boxes have a command instead: a page is to open at once. */
#define MOST_BYTES	(700u << 10)

/**
 * ia_html_reasons() - begin to explain the functions of a machine
 * @reasons: filled
 * @page: the machine
 * @facts: what its records amount to
 */
void ia_html_reasons(struct ia_html_reasons *reasons, const struct ia_page *page,
		     const struct ia_facts *facts)
{
	*reasons = (struct ia_html_reasons){
		.page = page,
		.context = { page->machine, facts, ia_lint_machine(page->machine) },
	};
}

static void put_parts(struct ia_html *html, const struct ia_page *page, const struct ia_why *why)
{
	struct ia_why_part parts[IA_WHY_PARTS];
	struct ia_why_answer answer;
	size_t i, n;

	ia_why_fill(page->machine, why, &answer);
	n = ia_why_parts(page, &answer, parts);
	ia_html_open(html, "dl", NULL);
	for (i = 0; i < n; i++)
		ia_html_pair(html, parts[i].label, parts[i].state, parts[i].text);
	ia_html_close(html);
}

/**
 * ia_html_why() - write the box of a line
 * @html: the page
 * @reasons: of the machine
 * @id: of the box
 * @node: the line; of several functions the first one is explained
 */
void ia_html_why(struct ia_html *html, struct ia_html_reasons *reasons, const char *id,
		 const struct ia_node *node)
{
	const struct ia_page *page = reasons->page;
	const char *name = ia_machine_address(page->machine, node->device->address);
	const char *items[IA_WHY_HEAD];
	size_t before = html->body.len;
	struct ia_why why;

	ia_html_open(html, "div", "class", "why", "id", id, NULL);
	if (reasons->bytes < MOST_BYTES) {
		ia_why_explain(&reasons->context, node->device, &why);
		ia_why_head(page, &why, items);
		ia_html_say(html, "strong",
			    ia_format(html->arena, "%s%s", items[0],
				      node->count > 1 ? ", the first of these" : ""));
		ia_html_say(html, "p", ia_format(html->arena, "%s · %s", items[1], items[2]));
		put_parts(html, page, &why);
	} else {
		ia_html_say(html, "strong", name);
		ia_html_say(html, "p", "Reasons are left out, to keep the page small:");
	}
	ia_html_code(html, ia_format(html->arena, "iommu-audit why %s", name));
	ia_html_close(html);
	reasons->bytes += html->body.len - before;
}
