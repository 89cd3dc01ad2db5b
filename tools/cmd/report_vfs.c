// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include <string.h>

/* More PFs than this that are alike, one after the other, share a line. */
#define ALIKE	2

static const char *groups_of(struct ia_arena *arena, const struct ia_pf *pf)
{
	if (!pf->listed)
		return "";
	if (pf->alone == pf->listed)
		return ", one group each";
	if (!pf->groups)
		return ", in no group";
	return ia_format(arena, ", in %zu %s", pf->groups,
			 pf->groups == 1 ? "group" : "groups");
}

static const char *drivers_of(struct ia_arena *arena, const struct ia_pf *pf)
{
	struct ia_buf buf = { .arena = arena };
	size_t i;

	for (i = 0; i < pf->drivers.count; i++) {
		const struct ia_count *item = &pf->drivers.items[i];

		ia_buf_add(&buf, "%s%zu %s", i ? ", " : ": ", item->count,
			   strcmp(item->word, "-") ? item->word : "without driver");
	}
	return buf.text ? buf.text : "";
}

/* PFs that are alike, from the first to the last of them. */
static const char *where(const struct ia_machine *m, const struct ia_pf *first,
			 const struct ia_pf *last)
{
	const char *address = ia_machine_address(m, first->device->address);
	const char *driver = strcmp(first->device->driver_text, "-") ?
			     first->device->driver_text : "(no driver)";

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
static void print_request(struct ia_run *run, const struct ia_pf *pf, bool alone)
{
	const struct ia_machine *m = &run->machine;
	struct ia_number time = ia_figure_of(ia_record_get(pf->last, "time_ns"));
	struct ia_number age = ia_figure_minus(ia_figure_of(m->boottime_ns_text), time);
	struct ia_request request;
	const char *items[2];

	ia_request_explain(m, pf->last, &request);
	items[0] = ia_format(run->arena, "last %s, %s",
			     ia_request_text(run->arena, &request),
			     ia_ago(run->arena, age));
	ia_out_list(&run->out, "            ", items, 1,
		    request.end == IA_REQUEST_FAILED ? IA_BROKEN :
		    request.end == IA_REQUEST_DONE ? IA_PLAIN : IA_ATTENTION);
	if (!request.cause)
		return;
	items[0] = request.cause;
	items[1] = alone ? ia_format(run->arena, "iommu-audit events --dev %s",
				     ia_machine_address(m, pf->device->address)) :
			   "iommu-audit events --kind " IA_EVENT_REQUEST;
	ia_out_list(&run->out, "            ", items, 2, IA_PLAIN);
}

static void print_pfs(struct ia_run *run, const struct ia_facts *f,
		      const struct ia_pf *first, const struct ia_pf *last)
{
	const char *items[2];
	size_t n = 0;

	items[n++] = ia_format(run->arena, "%s of %ld enabled on %s%s%s",
			       ia_record_get(first->device->record, "numvfs"),
			       first->device->totalvfs_text, where(&run->machine, first, last),
			       drivers_of(run->arena, first),
			       groups_of(run->arena, first));
	if (!first->last && !f->requests_blind)
		items[n++] = no_request(&run->machine, f);
	ia_out_list(&run->out, first == f->pfs ? "VFs       " : "          ",
		    items, n, IA_PLAIN);
	if (last->last)
		print_request(run, last, first == last);
}

/**
 * ia_report_vfs() - the report's lines about PFs and their VFs
 * @run: the invocation
 * @facts: what the report says
 */
void ia_report_vfs(struct ia_run *run, const struct ia_facts *facts)
{
	const struct ia_pf *end = facts->pfs + facts->npfs, *pf, *next, *last;
	const char *unknown;

	for (pf = facts->pfs; pf < end; pf = last + 1) {
		for (next = pf + 1; next < end; next++) {
			if (!ia_pfs_alike(&run->machine, pf, next))
				break;
		}
		last = next - pf > ALIKE ? next - 1 : pf;
		print_pfs(run, facts, pf, last);
	}
	if (!facts->npfs || !facts->requests_blind)
		return;
	unknown = ia_format(run->arena, "requests for VFs are unknown: %s",
			    facts->requests_blind);
	ia_out_list(&run->out, "          ", &unknown, 1, IA_ATTENTION);
}
