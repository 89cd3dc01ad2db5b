// SPDX-License-Identifier: GPL-2.0
/* What deserves attention, one below the other. */
#include "report.h"

#include "../view/attention.h"

/* Findings of one kind that are shown; the others are behind a line that opens. */
#define SHOWN	8

static const struct {
	const char *class;
	const char *word;
} severities[] = {
	[IA_SEVERITY_BROKEN] = { "finding is-broken", "Broken" },
	[IA_SEVERITY_ATTENTION] = { "finding is-attention", "Attention" },
};

static void put_line(struct ia_html *html, const char *text)
{
	if (text)
		ia_html_say(html, "p", text);
}

static void put_one(struct ia_html *html, const struct ia_page *page,
		    const struct ia_attention *one)
{
	ia_html_open(html, "li", "class", severities[one->severity].class, NULL);
	ia_html_open(html, "h3", NULL);
	ia_html_span(html, "severity", severities[one->severity].word);
	ia_html_text(html, " ");
	ia_html_text(html, ia_attention_title(page, one));
	ia_html_close(html);
	put_line(html, ia_attention_why(page, one));
	put_line(html, ia_attention_fix(page, one));
	ia_html_open(html, "p", NULL);
	ia_html_code(html, ia_attention_next(page, one));
	ia_html_close(html);
	ia_html_close(html);
}

/* Those of a kind, from @first on. Return: behind the last of them. */
static size_t put_kind(struct ia_html *html, const struct ia_page *page,
		       const struct ia_attentions *list, size_t first)
{
	size_t end, i;

	for (end = first; end < list->count && list->items[end].kind == list->items[first].kind;
	     end++)
		;
	ia_html_open(html, "ul", "class", "findings", NULL);
	for (i = first; i < end && i < first + SHOWN; i++)
		put_one(html, page, &list->items[i]);
	ia_html_close(html);
	if (i == end)
		return end;
	ia_html_open(html, "details", NULL);
	ia_html_say(html, "summary", ia_format(html->arena, "%zu more of this kind", end - i));
	ia_html_open(html, "ul", "class", "findings", NULL);
	for (; i < end; i++)
		put_one(html, page, &list->items[i]);
	ia_html_close(html);
	ia_html_close(html);
	return end;
}

/**
 * ia_html_findings() - the section of what deserves attention
 * @html: the page
 * @page: the machine that it is about
 * @list: the findings
 */
void ia_html_findings(struct ia_html *html, const struct ia_page *page,
		      const struct ia_attentions *list)
{
	size_t i = 0;

	ia_html_section(html, "findings", "Findings");
	if (!list->count)
		ia_html_say(html, "p", "Nothing that could be seen deserves attention.");
	while (i < list->count)
		i = put_kind(html, page, list, i);
}
