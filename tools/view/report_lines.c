// SPDX-License-Identifier: GPL-2.0
/* Facts of the report that are no findings, each described once for text and for HTML */
#include "report.h"

#include <stdlib.h>
#include <string.h>

/* What is lacking is said before anything that it is lacking from. */
static void add_lacks(const struct ia_page *page, struct ia_report_lines *lines)
{
	const char *lacks[IA_SOURCE_LACKS];
	size_t i, n = ia_source_lacks(page->machine, lacks);

	for (i = 0; i < n; i++)
		ia_report_line(lines, i ? NULL : "Not read", &lacks[i], 1);
}

static void add_guest(const struct ia_page *page, struct ia_report_lines *lines)
{
	const char *text = ia_guest_text(page->arena, page->machine);

	if (text)
		ia_report_line(lines, "Machine", &text, 1);
}

/* How often an enumerator occurs. */
struct count {
	unsigned int value;
	size_t count;
};

/* Values before what is none; IA_DOMAIN_NONE and IA_MODE_NONE are none as well. */
static int by_count(const void *a, const void *b)
{
	const struct count *x = a, *y = b;
	bool last_x = x->value <= IA_DOMAIN_NONE, last_y = y->value <= IA_DOMAIN_NONE;

	if (last_x != last_y)
		return last_x - last_y;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

/* Those that occur, the most frequent one first. */
static size_t sort_counts(const size_t *by, size_t size, struct count *counts)
{
	size_t i, n = 0;

	for (i = 0; i < size; i++) {
		if (by[i])
			counts[n++] = (struct count){ i, by[i] };
	}
	qsort(counts, n, sizeof(*counts), by_count);
	return n;
}

static const char *domain_text(enum ia_domain domain)
{
	return domain == IA_DOMAIN_NONE ? "without domain" : ia_word(&ia_words_domains, domain);
}

static const char *mode_text(enum ia_mode mode)
{
	switch (mode) {
	case IA_MODE_NONE:
		return "without domain";
	case IA_MODE_IDENTITY:
		return "identity (passthrough)";
	case IA_MODE_LAZY:
		return "lazy (DMA-FQ)";
	case IA_MODE_STRICT:
		return "strict (DMA)";
	case IA_MODE_DMA:
		return "DMA (lazy or strict: unknown)";
	default:
		return ia_word(&ia_words_modes, mode);
	}
}

static void add_domains(const struct ia_page *page, const struct ia_report *report,
			struct ia_report_lines *lines)
{
	const char *items[IA_DOMAIN_TYPES] = { "" };
	struct count counts[IA_DOMAIN_TYPES];
	size_t i, n = sort_counts(report->facts.domains, IA_DOMAIN_TYPES, counts);

	if (!ia_from_module(page->machine)) {
		items[0] = ia_machine_hides_groups(page->machine) ?
			   ia_format(page->arena, "%zu, their groups unknown", report->devices) :
			   ia_format(page->arena, "%zu in %s", report->devices,
				     ia_some(page->arena, report->groups, "group", "groups"));
		ia_report_line(lines, "Devices", items, 1);
		return;
	}
	for (i = 0; i < n; i++)
		items[i] = ia_format(page->arena, "%zu %s", counts[i].count,
				     domain_text(counts[i].value));
	items[0] = ia_format(page->arena, "%zu in %s:  %s", report->devices,
			     ia_some(page->arena, report->groups, "group", "groups"), items[0]);
	ia_report_line(lines, "Devices", items, n ? n : 1);
}

static void add_modes(const struct ia_page *page, const struct ia_facts *f,
		      struct ia_report_lines *lines)
{
	const char *items[IA_MODES];
	struct count counts[IA_MODES];
	size_t i, n = sort_counts(f->modes, IA_MODES, counts);

	for (i = 0; i < n; i++)
		items[i] = ia_format(page->arena, "%zu %s", counts[i].count,
				     mode_text(counts[i].value));
	/* Without the module all of them can be unknown, and the report has said so. */
	if (n > 1 || (n && (counts[0].value != IA_MODE_UNKNOWN || ia_from_module(page->machine))))
		ia_report_line(lines, "Defaults", items, n);
}

static void add_faults(const struct ia_page *page, const struct ia_facts *facts,
		       struct ia_report_lines *lines)
{
	const struct ia_faults *f = &facts->faults;
	const char *unseen = ia_faults_unseen(page->arena, f), *items[2];
	struct ia_arena *arena = page->arena;
	size_t n = 0;

	/* No IOMMU, no faults of one. */
	if (facts->translation == IA_TRANSLATION_NO_IOMMU)
		return;
	if (unseen && !f->count && !f->other) {
		items[n++] = ia_format(arena, "unknown: %s", unseen);
		ia_report_line(lines, "Faults", items, n);
		return;
	}
	items[n] = ia_format(arena, "%s logged %s", ia_number_text(arena, f->sums.records),
			     ia_faults_span(arena, f));
	if (f->first.known && f->now.known)
		items[n] = ia_format(arena, "%s, the first %s", items[n],
				     ia_ago(arena, ia_number_minus(f->now, f->first)));
	items[n] = ia_format(arena, "%s, %s", items[n], ia_faults_lost(arena, f, &f->sums));
	n++;
	if (f->count || f->other)
		items[n++] = ia_fault_line(page->machine, f->count ? f->items : f->other);
	ia_report_line(lines, "Faults", items, n);
}

/**
 * ia_report_is_dead() - tell whether nothing is translated on a machine
 * @f: what its records amount to
 *
 * A tree of "none" says nothing there: the finding says what to do.
 */
bool ia_report_is_dead(const struct ia_facts *f)
{
	return f->translation == IA_TRANSLATION_OFF || f->translation == IA_TRANSLATION_NO_IOMMU ||
	       f->translation == IA_TRANSLATION_UNUSED;
}

/**
 * ia_report_lines() - list the facts of the report that are no findings
 * @page: where they are shown
 * @report: what there is to say of the machine in brief
 * @lines: empty; filled
 */
void ia_report_lines(const struct ia_page *page, const struct ia_report *report,
		     struct ia_report_lines *lines)
{
	add_lacks(page, lines);
	add_guest(page, lines);
	add_domains(page, report, lines);
	if (!ia_report_is_dead(&report->facts))
		add_modes(page, &report->facts, lines);
	ia_report_shared(&report->facts, lines);
	ia_report_assigned(page, &report->facts, lines);
	add_faults(page, &report->facts, lines);
	ia_report_vfs(page, &report->facts, lines);
	ia_report_unseen(page, &report->facts, lines);
}
