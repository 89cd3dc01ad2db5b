// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include "../view/report.h"

/* What people call the machine, as far as somebody wrote it down. */
static const char *model(struct ia_arena *arena, const struct ia_platform *platform)
{
	if (platform->system_vendor.known && platform->product.known)
		return ia_format(arena, "%s %s", platform->system_vendor.text,
				 platform->product.text);
	if (platform->board_vendor.known && platform->board.known)
		return ia_format(arena, "%s %s", platform->board_vendor.text,
				 platform->board.text);
	return NULL;
}

static void put_line(struct ia_html *html, const struct ia_report_line *line)
{
	struct ia_buf buf = { .arena = html->arena };
	size_t i;

	for (i = 0; i < line->count; i++)
		ia_buf_add(&buf, "%s%s", i ? " · " : "", line->items[i]);
	if (line->label)
		ia_html_pair(html, line->label, line->state, buf.text);
	else
		ia_html_more(html, line->state, buf.text);
}

static void head(struct ia_html *html, const struct ia_page *page,
		 const struct ia_report *report)
{
	struct ia_report_lines lines = { .arena = html->arena };
	const struct ia_machine *m = page->machine;
	const struct ia_facts *f = &report->facts;
	enum ia_state state;
	const char *iommu;
	size_t i;

	iommu = ia_iommu_text(html->arena, f, &state);
	if (f->vendor != IA_VENDOR_ABSENT)
		iommu = ia_format(html->arena, "%s; %s", iommu,
				  ia_intremap_text(html->arena, f));
	ia_html_open(html, "p", "class", "quiet", NULL);
	ia_html_text(html, ia_report_origin(page, report));
	ia_html_close(html);
	ia_html_open(html, "dl", NULL);
	ia_html_pair(html, "IOMMU", state, iommu);
	ia_html_pair(html, "Kernel", IA_PLAIN, ia_text(&m->kernel));
	ia_html_pair(html, "Command line", IA_PLAIN, ia_text(&m->cmdline));
	ia_report_lines(page, report, &lines);
	for (i = 0; i < lines.count; i++)
		put_line(html, &lines.lines[i]);
	ia_html_close(html);
}

/**
 * ia_html_report() - the report as a page
 * @arena: memory for it
 * @machine: a joined machine
 * @report: what there is to say of it in brief
 *
 * Return: the page.
 */
const char *ia_html_report(struct ia_arena *arena, const struct ia_machine *machine,
			   const struct ia_report *report)
{
	const char *name = machine->host.read ? model(arena, &machine->host.platform) : NULL;
	struct ia_out none = { .arena = arena, .utf8 = true };
	const struct ia_page page = { &none, machine, arena };
	struct ia_html html;

	ia_html_begin(&html, arena, name ? ia_format(arena, "IOMMU report: %s", name) :
					   "IOMMU report");
	head(&html, &page, report);
	ia_html_findings(&html, &page, &report->findings);
	ia_html_tree(&html, &page, &report->facts);
	ia_html_groups(&html, &page);
	ia_html_matrix(&html, machine);
	ia_html_faults(&html, machine);
	ia_html_devices(&html, &page);
	ia_html_not_seen(&html, machine, &report->facts);
	return ia_html_end(&html);
}
