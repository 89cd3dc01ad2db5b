// SPDX-License-Identifier: GPL-2.0
#include "report.h"

/* More PFs than this that are alike, one after the other, share a line. */
#define ALIKE	2

static const char *groups_of(struct ia_arena *arena, const struct ia_pf *pf)
{
	if (!pf->listed)
		return "";
	if (pf->alone == pf->listed)
		return ", one group each";
	if (!pf->groups)
		return ia_is_unknown(pf->device->group) ? "" : ", in no group";
	return ia_format(arena, ", in %s", ia_some(arena, pf->groups, "group", "groups"));
}

static const char *drivers_of(struct ia_arena *arena, const struct ia_pf *pf)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < pf->ndrivers; i++) {
		const struct ia_name_count *item = &pf->drivers[i];

		ia_buf_add(&buf, "%s%zu %s", i ? ", " : ": ", item->count,
			   item->name ? item->name : "without driver");
	}
	return buf.text ? buf.text : "";
}

/* PFs that are alike, from the first to the last of them. */
static const char *where(const struct ia_machine *m, const struct ia_pf *first,
			 const struct ia_pf *last)
{
	const char *address = ia_machine_address(m, first->device->address);
	const struct ia_string *name = &first->device->driver;
	const char *driver = name->known ? name->text :
			     name->absent ? "(no driver)" : "(driver unknown)";

	if (first == last)
		return ia_format(m->arena, "%s %s", address, driver);
	return ia_format(m->arena, "each of %zu PFs %s … %s %s",
			 (size_t)(last - first) + 1, address,
			 ia_machine_address(m, last->device->address), driver);
}

static const char *no_request(const struct ia_machine *m, const struct ia_facts *f)
{
	if (f->dropped.n)
		return ia_format(m->arena, "no request in the ring, which dropped %llu events",
				 (unsigned long long)f->dropped.n);
	return "no request since load";
}

/* The last request, and what went wrong with it. */
static void add_request(const struct ia_page *page, const struct ia_pf *pf, bool alone,
			struct ia_report_lines *lines)
{
	const struct ia_request *request = pf->last;
	const struct ia_machine *m = page->machine;
	struct ia_number age = ia_number_minus(m->boottime_ns, request->event->time_ns);
	struct ia_report_line *line;
	const char *items[2];

	items[0] = ia_format(page->arena, "last %s, %s", ia_request_text(page->arena, request),
			     ia_ago(page->arena, age));
	line = ia_report_line(lines, NULL, items, 1);
	line->under = true;
	line->state = request->end == IA_REQUEST_FAILED ? IA_BROKEN :
		      request->end == IA_REQUEST_DONE ? IA_PLAIN : IA_ATTENTION;
	if (!request->cause)
		return;
	items[0] = ia_request_cause(page->arena, request);
	items[1] = alone ? ia_format(page->arena, "iommu-audit events --dev %s",
				     ia_machine_address(m, pf->device->address)) :
			   "iommu-audit events --kind vf_request";
	ia_report_line(lines, NULL, items, 2)->under = true;
}

static void add_pfs(const struct ia_page *page, const struct ia_facts *f,
		    const struct ia_pf *first, const struct ia_pf *last,
		    struct ia_report_lines *lines)
{
	const char *items[2];
	size_t n = 0;

	items[n++] = ia_format(page->arena, "%s of %s enabled on %s%s%s",
			       ia_number_text(page->arena, first->device->numvfs),
			       ia_number_text(page->arena, first->device->totalvfs),
			       where(page->machine, first, last),
			       drivers_of(page->arena, first), groups_of(page->arena, first));
	if (!first->last && !f->requests)
		items[n++] = no_request(page->machine, f);
	ia_report_line(lines, first == f->pfs ? "VFs" : NULL, items, n);
	if (last->last)
		add_request(page, last, first == last, lines);
}

/**
 * ia_report_vfs() - add the report's lines about PFs and their VFs
 * @page: where they are shown
 * @facts: what the report says
 * @lines: those before
 */
void ia_report_vfs(const struct ia_page *page, const struct ia_facts *facts,
		   struct ia_report_lines *lines)
{
	const struct ia_pf *end = facts->pfs + facts->npfs, *pf, *next, *last;
	const char *unknown;

	for (pf = facts->pfs; pf < end; pf = last + 1) {
		for (next = pf + 1; next < end && ia_pfs_alike(pf, next);)
			next++;
		last = next - pf > ALIKE ? next - 1 : pf;
		add_pfs(page, facts, pf, last, lines);
	}
	if (!facts->npfs || !facts->requests)
		return;
	unknown = ia_format(page->arena, "requests for VFs are unknown: %s",
			    ia_events_unseen_text(page->machine, facts->requests));
	ia_report_line(lines, NULL, &unknown, 1);
}
