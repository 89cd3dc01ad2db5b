// SPDX-License-Identifier: GPL-2.0
/* What could not be seen, so that nobody takes it for good. */
#include "report.h"

static const struct ia_html_column sources[] = {
	{ "SOURCE", false }, { "ACCURACY", false }, { "WHAT IS NOT SEEN", false },
};

static const struct ia_html_column keys[] = {
	{ "RECORD", false }, { "KEY", false }, { "UNKNOWN IN", true },
};

static void put_sources(struct ia_html *html, const struct ia_facts *f)
{
	size_t i;

	ia_html_table(html, "Sources that do not see everything", sources, 3);
	for (i = 0; i < f->nblind; i++) {
		ia_html_row(html);
		ia_html_cell(html, IA_PLAIN, ia_word(&ia_words_sources, f->blind[i]->name));
		ia_html_cell(html, IA_PLAIN, ia_word(&ia_words_accuracies, f->blind[i]->accuracy));
		ia_html_cell(html, IA_PLAIN, ia_text(&f->blind[i]->reason));
	}
	ia_html_table_end(html);
}

static void put_keys(struct ia_html *html, const struct ia_facts *f)
{
	size_t i;

	ia_html_table(html, "Values that are unknown", keys, 3);
	for (i = 0; i < f->nmissing; i++) {
		ia_html_row(html);
		ia_html_cell(html, IA_PLAIN, ia_records[f->missing[i].record].name);
		ia_html_cell(html, IA_PLAIN, f->missing[i].key->name);
		ia_html_cell(html, IA_PLAIN, ia_some(html->arena, f->missing[i].count, "record",
						     "records"));
	}
	ia_html_table_end(html);
}

/**
 * ia_html_not_seen() - the section of what could not be seen
 * @html: the page
 * @machine: the machine that it is about
 * @facts: what its records amount to
 */
void ia_html_not_seen(struct ia_html *html, const struct ia_machine *machine,
		      const struct ia_facts *facts)
{
	const char *lines[IA_SOURCE_LACKS];
	size_t i, n = ia_source_text(machine) ? ia_source_lacks(machine, lines) : 0;

	ia_html_section(html, "unseen", "What could not be seen");
	for (i = 0; i < n; i++)
		ia_html_say(html, "p", lines[i]);
	if (facts->nblind)
		put_sources(html, facts);
	if (facts->nmissing)
		put_keys(html, facts);
	if (!n && !facts->nblind && !facts->nmissing)
		ia_html_say(html, "p", "All that was looked for could be seen.");
}
