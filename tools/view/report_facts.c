// SPDX-License-Identifier: GPL-2.0
/* Where a report is from, and facts that are no findings: who has what, and what is not seen */
#include <string.h>

#include "report.h"

/* Devices, groups or sources that a line names before it says how many are left. */
#define NAMED	8

/**
 * ia_report_line() - add a fact
 * @lines: the facts before
 * @label: what it is about; NULL: it goes on with the one before
 * @items: what there is to say
 * @count: number of @items
 *
 * Return: the fact, valid until the next one is added.
 */
struct ia_report_line *ia_report_line(struct ia_report_lines *lines, const char *label,
				      const char *const *items, size_t count)
{
	struct ia_report_line *line;

	lines->lines = ia_grow(lines->arena, lines->lines, lines->count, &lines->room,
			       sizeof(*lines->lines));
	line = &lines->lines[lines->count++];
	*line = (struct ia_report_line){
		.label = label, .items = ia_alloc(lines->arena, count, sizeof(*items)),
		.count = count,
	};
	memcpy(line->items, items, count * sizeof(*items));
	return line;
}

/* What is assigned to VMs, or driven by programs, and by which driver. */
void ia_report_assigned(const struct ia_page *page, const struct ia_facts *facts,
			struct ia_report_lines *lines)
{
	const struct ia_machine *m = page->machine;
	struct ia_buf buf = { .arena = page->arena };
	const char *text;
	size_t i;

	if (!facts->nowned)
		return;
	for (i = 0; i < facts->nowned && i < NAMED; i++)
		ia_buf_add(&buf, "%s%s%s%s", i ? ", " : "",
			   ia_machine_address(m, facts->owned[i]->address),
			   facts->owned[i]->driver.known ? " " : "",
			   facts->owned[i]->driver.known ? facts->owned[i]->driver.text : "");
	if (i < facts->nowned)
		ia_buf_add(&buf, " … %zu more", facts->nowned - i);
	text = ia_format(page->arena, "%s to user space: %s",
			 ia_some(page->arena, facts->nowned, "device", "devices"), buf.text);
	ia_report_line(lines, "Assigned", &text, 1);
}

/* Groups with several devices; those that matter are among the findings. */
void ia_report_shared(const struct ia_facts *facts, struct ia_report_lines *lines)
{
	struct ia_buf buf = { .arena = lines->arena };
	const char *text;
	size_t i;

	if (!facts->nshares)
		return;
	for (i = 0; i < facts->nshares && i < NAMED; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "",
			   ia_number_text(lines->arena, facts->shares[i].group->group));
	if (i < facts->nshares)
		ia_buf_add(&buf, " … %zu more", facts->nshares - i);
	text = ia_format(lines->arena, "%s more than one device: %s (iommu-audit groups)",
			 ia_some(lines->arena, facts->nshares, "group holds", "groups hold"),
			 buf.text);
	ia_report_line(lines, "Shared", &text, 1);
}

/* Sources that do not see everything, and values that this kernel does not tell. */
void ia_report_unseen(const struct ia_page *page, const struct ia_facts *facts,
		      struct ia_report_lines *lines)
{
	const char *items[2 * NAMED + 1];
	size_t i, n = 0;

	/* Without the module its lack, without any IOMMU the reason, is said before all else. */
	if (!ia_from_module(page->machine))
		return;
	for (i = 0; i < facts->nblind && i < NAMED; i++) {
		const struct ia_source *source = facts->blind[i];

		if (facts->nblind == 1 && facts->translation == IA_TRANSLATION_NO_IOMMU)
			break;
		items[n++] = ia_format(page->arena, "%s: %s",
				       ia_word(&ia_words_sources, source->name),
				       ia_text(&source->reason));
	}
	for (i = 0; i < facts->nmissing && i < NAMED; i++) {
		const struct ia_missing *missing = &facts->missing[i];

		items[n++] = ia_format(page->arena, "%s of %s", missing->key->name,
				       ia_some(page->arena, missing->count,
					       ia_records[missing->record].name,
					       ia_format(page->arena, "%ss",
							 ia_records[missing->record].name)));
	}
	if (n)
		items[n++] = "iommu-audit version";
	if (n)
		ia_report_line(lines, "Unknown", items, n);
}

static const char *source_word(const struct ia_machine *m)
{
	const char *text = ia_source_text(m);

	switch (m->source) {
	case IA_FROM_LSPCI:
		return "a hex dump of lspci";
	case IA_FROM_LSPCI_TEXT:
	case IA_FROM_LSPCI_NAMES:
		return "a text of lspci";
	case IA_FROM_PROBE:
		return "a public probe";
	default:
		return text ? text : "the module";
	}
}

/**
 * ia_report_origin() - where the facts are from, and how old they are
 * @page: where that is shown
 * @report: says how they were read
 */
const char *ia_report_origin(const struct ia_page *page, const struct ia_report *report)
{
	const struct ia_machine *m = page->machine;
	struct ia_buf buf = { .arena = page->arena };

	if (report->reading == IA_READING_LIVE)
		return ia_format(page->arena, "from %s, read now", source_word(m));
	if (report->reading == IA_READING_TREE)
		return ia_format(page->arena, "from %s, below --root", source_word(m));
	if (m->baseline == IA_YES)
		return ia_format(page->arena, "baseline, from %s", source_word(m));
	if (!ia_from_module(m) && m->source != IA_FROM_SYSFS)
		return ia_format(page->arena, "from %s, age unknown", source_word(m));
	ia_buf_add(&buf, "snapshot of %s", ia_from_module(m) ? "" : "sysfs, ");
	if (!report->time.known)
		return ia_format(page->arena, "%sunknown age", buf.text);
	/* Its alphabet is that of ISO 8601: the day is in front of the T. */
	ia_buf_add(&buf, "%.*s", (int)strcspn(report->time.text, "T"), report->time.text);
	if (report->age.known && report->age.n / IA_SECOND >= 86400)
		ia_buf_add(&buf, ", %s old",
			   ia_some(page->arena, report->age.n / IA_SECOND / 86400, "day", "days"));
	else if (report->age.known)
		ia_buf_add(&buf, ", %s old", ia_duration(page->arena, report->age));
	return buf.text;
}
