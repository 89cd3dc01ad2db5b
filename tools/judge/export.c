// SPDX-License-Identifier: GPL-2.0
#include "export.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/limits.h"

static enum ia_flag enabled(const struct ia_facts *facts)
{
	switch (facts->translation) {
	case IA_TRANSLATION_ON:
	case IA_TRANSLATION_PARTLY:
	case IA_TRANSLATION_UNLISTED:
		return IA_YES;
	case IA_TRANSLATION_NO_IOMMU:
	case IA_TRANSLATION_OFF:
	case IA_TRANSLATION_UNUSED:
		return IA_NO;
	case IA_TRANSLATION_UNKNOWN:
		break;
	}
	return IA_FLAG_UNKNOWN;
}

static void count_devices(struct ia_export *export)
{
	const struct ia_machine *m = export->machine;
	size_t i, shared = 0;
	bool known = true;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];

		export->devices[d->domain][d->default_domain]++;
		known &= !ia_is_unknown(d->group);
	}
	if (!known)
		return;
	for (i = 0; i < m->ngroups; i++)
		shared += m->groups[i].devices.count > 1;
	export->groups = ia_number_of(m->ngroups);
	export->shared_groups = ia_number_of(shared);
}

/* A port of which the bits at load are not known may have changed as well. */
static void count_acs(struct ia_export *export)
{
	const struct ia_machine *m = export->machine;
	size_t i;

	if (!ia_from_module(m))
		return;
	for (i = 0; i < m->nacs; i++) {
		if (ia_is_unknown(m->acs[i].ctl) || ia_is_unknown(m->acs[i].ctl_at_load))
			return;
	}
	export->acs_changed = ia_number_of(export->facts->ndrifts);
}

static int by_text(const struct ia_string *a, const struct ia_string *b)
{
	return strcmp(a->text ? a->text : "", b->text ? b->text : "");
}

/* The labels of a series, in a fixed order. */
static int by_kind(const struct ia_fault *a, const struct ia_fault *b)
{
	int order = by_text(&a->unit, &b->unit);

	if (order)
		return order;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	if (a->reason.n != b->reason.n)
		return a->reason.n < b->reason.n ? -1 : 1;
	return (int)a->access - (int)b->access;
}

static int by_kind_then_time(const void *a, const void *b)
{
	const struct ia_export_fault *x = a, *y = b;
	int order = by_kind(x->fault, y->fault);

	if (order)
		return order;
	return x->first_ns < y->first_ns ? -1 : x->first_ns > y->first_ns;
}

static int by_time(const void *a, const void *b)
{
	const struct ia_export_fault *x = a, *y = b;

	if (x->first_ns != y->first_ns)
		return x->first_ns < y->first_ns ? -1 : 1;
	return by_kind(x->fault, y->fault);
}

/* The records of all faults, those of the same kind added up. */
static void merge_faults(struct ia_export *export)
{
	const struct ia_machine *m = export->machine;
	struct ia_export_fault *all = ia_alloc(m->arena, m->nfaults, sizeof(*all));
	size_t i, n = 0;

	for (i = 0; i < m->nfaults; i++)
		all[i] = (struct ia_export_fault){
			.fault = &m->faults[i], .count = m->faults[i].count.n,
			.first_ns = m->faults[i].first_ns.n,
		};
	if (m->nfaults)
		qsort(all, m->nfaults, sizeof(*all), by_kind_then_time);
	for (i = 0; i < m->nfaults; i++) {
		if (!all[i].count)
			continue;
		if (n && !by_kind(all[n - 1].fault, all[i].fault))
			all[n - 1].count += all[i].count;
		else
			all[n++] = all[i];
	}
	if (n)
		qsort(all, n, sizeof(*all), by_time);
	export->faults = all;
	export->nfaults = n;
}

static void count_faults(struct ia_export *export)
{
	const struct ia_faults *f = &export->facts->faults;
	uint64_t other = f->other ? f->other->count.n : 0;
	size_t i;

	merge_faults(export);
	for (i = IA_MAX_FAULT_SERIES; i < export->nfaults; i++)
		other += export->faults[i].count;
	if (!f->seen)
		other = 0;
	else
		export->faults_other = ia_number_of(other);
	if (f->seen)
		export->faults_capped = other ? IA_YES : IA_NO;
	if (export->nfaults > IA_MAX_FAULT_SERIES)
		export->nfaults = IA_MAX_FAULT_SERIES;
}

static void tell_times(struct ia_export *export)
{
	const struct ia_machine *m = export->machine;
	struct ia_number up = ia_number_minus(m->boottime_ns, m->identity.loaded_ns);
	struct tm tm = { 0 };

	if (!m->time.known || !strptime(m->time.text, "%Y-%m-%dT%H:%M:%SZ", &tm))
		return;
	export->collected = ia_number_of(timegm(&tm));
	if (up.known)
		up.n /= IA_SECOND;
	export->loaded = ia_number_minus(export->collected, up);
}

/**
 * ia_export_gather() - work out what is exported of a machine
 * @machine: a joined machine
 * @tool: version of the tool
 * @export: filled; lives as long as the machine
 */
void ia_export_gather(const struct ia_machine *machine, const char *tool,
		      struct ia_export *export)
{
	*export = (struct ia_export){ .machine = machine, .tool = tool };
	ia_overview_run(machine, NULL, 0, NULL, &export->overview);
	/* No profile narrows them where nobody named functions. */
	export->facts = &export->overview.rows[0].check.facts;
	export->enabled = enabled(export->facts);
	count_devices(export);
	count_acs(export);
	count_faults(export);
	tell_times(export);
}
