// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include <string.h>

/* The source with most faults, and its most frequent reason. */
static const char *worst(const struct ia_machine *m,
			 const struct ia_fault_item *item)
{
	return ia_format(m->arena, "%s%s%s ×%llu \"%s\", last %s",
			 ia_fault_source(m, item->record),
			 item->device && strcmp(item->device->driver_text, "-") ? " " : "",
			 item->device && strcmp(item->device->driver_text, "-") ?
			 item->device->driver_text : "",
			 (unsigned long long)item->count.n,
			 ia_fault_reason(m->arena, item->record),
			 ia_ago(m->arena, item->age));
}

/**
 * ia_report_faults() - the report's line about faults
 * @run: the invocation
 * @facts: what the report says
 */
void ia_report_faults(struct ia_run *run, const struct ia_facts *facts)
{
	const struct ia_faults *f = &facts->faults;
	const char *blind = ia_faults_blind(run->arena, f), *items[2];
	size_t n = 0;

	/* No IOMMU, no faults of one. */
	if (facts->translation == IA_TRANSLATION_NO_IOMMU)
		return;
	if (blind && !f->count) {
		items[n++] = ia_format(run->arena, "unknown: %s", blind);
		ia_out_list(&run->out, "Faults    ", items, n, IA_ATTENTION);
		return;
	}
	items[n] = ia_format(run->arena, "%s logged %s",
			     ia_figure_text(run->arena, f->sums.records),
			     ia_faults_span(run->arena, f));
	if (f->first.known && f->now.known)
		items[n] = ia_format(run->arena, "%s, the first %s", items[n],
				     ia_ago(run->arena,
					    ia_figure_minus(f->now, f->first)));
	items[n] = ia_format(run->arena, "%s, %s", items[n],
			     ia_faults_lost(run->arena, f, &f->sums));
	n++;
	if (f->count)
		items[n++] = worst(&run->machine, &f->items[0]);
	ia_out_list(&run->out, "Faults    ", items, n,
		    ia_faults_complete(f, &f->sums) ? IA_PLAIN : IA_ATTENTION);
}

/**
 * ia_report_faulting() - findings: who faults now
 * @m: a joined machine
 * @f: its faults
 * @table: the findings
 */
void ia_report_faulting(const struct ia_machine *m, const struct ia_faults *f,
			struct ia_table *table)
{
	const char *source = NULL, *headline;
	size_t i, count = 0, row = 0;

	for (i = 0; i < f->count; i++) {
		const char *text = ia_record_get(f->items[i].record, "source");

		if (!f->items[i].now || (source && !strcmp(source, text)))
			continue;
		source = text;
		count++;
	}
	source = NULL;
	for (i = 0; i < f->count; i++) {
		const char *text = ia_record_get(f->items[i].record, "source");

		if (!f->items[i].now || (source && !strcmp(source, text)))
			continue;
		source = text;
		if (row == IA_FINDING_LINES) {
			ia_report_finding(table, "", IA_PLAIN, "",
					  ia_format(m->arena, "… and %zu more",
						    count - row),
					  "iommu-audit faults");
			return;
		}
		headline = count == 1 ?
			ia_format(m->arena, "%s faults now",
				  ia_fault_source(m, f->items[i].record)) :
			ia_format(m->arena, "%zu sources fault now", count);
		ia_report_finding(table, row ? "" : "✗", IA_BROKEN,
				  row ? "" : headline, worst(m, &f->items[i]),
				  row ? "" : "iommu-audit faults");
		row++;
	}
}
