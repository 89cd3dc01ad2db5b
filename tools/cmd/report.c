// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include <string.h>

/* Members of a group that a finding names before it says how many are left. */
#define NAMED_MEMBERS	8

static const struct ia_column columns[] = {
	[IA_FINDING_MARK] = { "", 0, 0 },
	[IA_FINDING_HEADLINE] = { "", IA_COLUMN_WRAP, 0 },
	[IA_FINDING_EVIDENCE] = { "", IA_COLUMN_WRAP, 0 },
	[IA_FINDING_HINT] = { "", 0, 1 },
};

static const char *some(struct ia_arena *arena, size_t count, const char *one,
			const char *many)
{
	return ia_format(arena, "%zu %s", count, count == 1 ? one : many);
}

/* Why there is no unit, in the module's words. */
static const char *units_reason(const struct ia_facts *f)
{
	size_t i;

	for (i = 0; i < f->nblind; i++) {
		if (!strcmp(ia_record_get(f->blind[i], "source"), "units") &&
		    !ia_is_word(ia_record_get(f->blind[i], "reason")))
			return ia_record_get(f->blind[i], "reason");
	}
	return NULL;
}

static const char *headline(struct ia_arena *arena, const struct ia_facts *f,
			    enum ia_state *state)
{
	size_t units = f->on + f->off + f->unknown;
	const char *reason = units_reason(f);

	*state = IA_GOOD;
	switch (f->translation) {
	case IA_TRANSLATION_ON:
		if (f->unknown) {
			*state = IA_ATTENTION;
			return ia_format(arena, "%s, %zu of %s translating, the others unknown",
					 f->vendor, f->on,
					 some(arena, units, "unit", "units"));
		}
		return ia_format(arena, "%s, %s, translating", f->vendor,
				 some(arena, units, "unit", "units"));
	case IA_TRANSLATION_PARTLY:
		*state = IA_ATTENTION;
		return ia_format(arena, "%s, %zu of %zu units translating",
				 f->vendor, f->on, units);
	case IA_TRANSLATION_OFF:
		*state = IA_BROKEN;
		return ia_format(arena, "No IOMMU is translating: %s, %s, translation is off",
				 f->vendor, some(arena, units, "unit", "units"));
	case IA_TRANSLATION_UNLISTED:
		return "An IOMMU that no DMAR or IVRS table lists is in use";
	case IA_TRANSLATION_UNKNOWN:
		*state = IA_ATTENTION;
		return ia_format(arena, "Whether an IOMMU translates is unknown: %s",
				 reason ? reason : "the registers of its units could not be read");
	case IA_TRANSLATION_NO_IOMMU:
		break;
	}
	*state = IA_BROKEN;
	return ia_format(arena, "No IOMMU is translating: %s",
			 reason ? reason : "this machine shows none");
}

static const char *intremap(struct ia_arena *arena, const struct ia_facts *f)
{
	const struct ia_counts *c = &f->intremap;
	struct ia_buf buf = { .arena = arena };
	size_t i;

	ia_buf_add(&buf, "interrupt remapping ");
	if (c->count == 1)
		ia_buf_add(&buf, "%s", c->items[0].word);
	for (i = 0; c->count > 1 && i < c->count; i++)
		ia_buf_add(&buf, "%s%s for %zu", i ? ", " : "",
			   c->items[i].word, c->items[i].count);
	return buf.text;
}

/* The words of the kernel command line that have to do with all this. */
static const char *tokens(const struct ia_machine *m)
{
	static const char *const starts[] = {
		"iommu=", "iommu.", "intel_iommu=", "amd_iommu", "intremap=",
		"pci=", "pcie_acs_override", "vfio", "swiotlb=", "nox2apic",
		"virtio_iommu", "arm-smmu",
	};
	struct ia_buf buf = { .arena = m->arena };
	const char *p = m->cmdline_text;
	size_t i, len;

	if (!strcmp(p, "unknown"))
		return ", command line unknown";
	for (; *p; p += len) {
		p += strspn(p, " \t");
		len = strcspn(p, " \t");
		for (i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
			if (!strncmp(p, starts[i], strlen(starts[i])))
				break;
		}
		if (i < sizeof(starts) / sizeof(*starts))
			ia_buf_add(&buf, "%s%.*s", buf.len ? " " : ", ",
				   (int)len, p);
	}
	return buf.text ? buf.text : ", no IOMMU parameter";
}

static void print_head(struct ia_run *run, const struct ia_facts *f)
{
	struct ia_machine *m = &run->machine;
	enum ia_state state;
	const char *items[3];
	size_t n = 0;

	items[n++] = headline(run->arena, f, &state);
	if (f->intremap.count)
		items[n++] = intremap(run->arena, f);
	items[n++] = ia_format(run->arena, "kernel %s%s", m->kernel_text, tokens(m));
	ia_out_list(&run->out, "", items, n, state);
}

static void print_counts(struct ia_run *run, const char *label,
			 const struct ia_counts *counts, const char *total)
{
	const char **items = ia_alloc(run->arena, counts->count + 1,
				      sizeof(*items));
	size_t i, n = 0;

	for (i = 0; i < counts->count; i++) {
		const char *word = counts->items[i].word;

		items[n++] = ia_format(run->arena, "%zu %s",
				       counts->items[i].count,
				       !strcmp(word, "none") ? "without domain" :
				       !strcmp(word, "lazy") ? "lazy (DMA-FQ)" :
				       !strcmp(word, "strict") ? "strict (DMA)" :
				       !strcmp(word, "DMA") && !total ?
				       "DMA (lazy or strict: unknown)" :
				       !strcmp(word, "identity") && !total ?
				       "identity (passthrough)" : word);
	}
	if (total)
		items[0] = ia_format(run->arena, "%s:  %s", total,
				     n ? items[0] : "");
	ia_out_list(&run->out, label, items, n ? n : 1, IA_PLAIN);
}

/**
 * ia_report_finding() - add a line to the findings
 * @table: the findings
 * @mark: in front of it; "" for more of the finding above
 * @state: colour of @mark
 * @headline: what it is
 * @evidence: where
 * @hint: the command that shows more
 */
void ia_report_finding(struct ia_table *table, const char *mark,
		       enum ia_state state, const char *headline,
		       const char *evidence, const char *hint)
{
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, IA_FINDING_MARK, state, mark);
	ia_table_set(table, row, IA_FINDING_HEADLINE, IA_PLAIN, headline);
	ia_table_set(table, row, IA_FINDING_EVIDENCE, IA_PLAIN, evidence);
	ia_table_set(table, row, IA_FINDING_HINT, IA_PLAIN, hint);
}

/* One line of evidence; the first of its kind carries the headline. */
static bool add_line(struct ia_table *table, size_t i, size_t count,
		     const char *headline, const char *evidence,
		     const char *hint)
{
	if (i < IA_FINDING_LINES) {
		ia_report_finding(table, i ? "" : "!", IA_ATTENTION,
				  i ? "" : headline, evidence, i ? "" : hint);
		return true;
	}
	ia_report_finding(table, "", IA_PLAIN, "",
			  ia_format(table->arena, "… and %zu more", count - i),
			  hint);
	return false;
}

static const char *share_line(const struct ia_machine *m,
			      const struct ia_share *share)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i, count = share->group->count_text;

	ia_buf_add(&buf, "group %s: ", share->group->name_text);
	for (i = 0; i < count && i < NAMED_MEMBERS; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "",
			   ia_machine_member(m, share->group->members_text[i]));
	if (i < count)
		ia_buf_add(&buf, " … %zu more", count - i);
	ia_buf_add(&buf, " (%s)", ia_share_text(m, share));
	return buf.text;
}

static const char *short_of(struct ia_arena *arena, const struct ia_acs *acs,
			    const char *key)
{
	return ia_acs_short(arena, ia_record_get(acs->record, key), 0);
}

static void add_findings(struct ia_run *run, const struct ia_facts *f,
			 struct ia_table *table)
{
	const struct ia_machine *m = &run->machine;
	struct ia_arena *arena = run->arena;
	size_t i;

	ia_report_faulting(&run->machine, &f->faults, table);
	for (i = 0; i < f->nshares; i++) {
		if (!add_line(table, i, f->nshares,
			      ia_format(arena, "%s more than one device",
					some(arena, f->nshares, "group holds",
					     "groups hold")),
			      share_line(m, &f->shares[i]),
			      "iommu-audit groups"))
			break;
	}
	for (i = 0; i < f->nowned; i++) {
		const struct ia_device *d = f->owned[i];

		if (!add_line(table, i, f->nowned,
			      ia_format(arena, "user space owns %s",
					some(arena, f->nowned, "device",
					     "devices")),
			      ia_format(arena, "%s %s: attached %s, default %s",
					ia_machine_address(m, d->address),
					d->driver_text, d->domain_text, d->def_text),
			      "iommu-audit devices"))
			break;
	}
	for (i = 0; i < f->ndrifts; i++) {
		const struct ia_acs *acs = f->drifts[i];

		if (!add_line(table, i, f->ndrifts,
			      ia_format(arena, "ACS changed since load on %s",
					some(arena, f->ndrifts, "port", "ports")),
			      ia_format(arena, "%s: %s → %s",
					ia_machine_address(m, acs->port),
					short_of(arena, acs, "ctl_at_load"),
					short_of(arena, acs, "ctl")),
			      "iommu-audit acs"))
			break;
	}
	for (i = 0; i < f->missing.count; i++) {
		if (!add_line(table, i, f->missing.count,
			      "this kernel cannot tell everything",
			      ia_format(arena, "%s: unknown in %s",
					f->missing.items[i].word,
					some(arena, f->missing.items[i].count,
					     "record", "records")),
			      "iommu-audit version"))
			break;
	}
	/* Without any IOMMU, its reason is in the headline already. */
	if (f->nblind == 1 && f->translation == IA_TRANSLATION_NO_IOMMU)
		return;
	for (i = 0; i < f->nblind; i++) {
		if (!add_line(table, i, f->nblind, "not fully seen",
			      ia_format(arena, "%s (%s): %s",
					ia_record_get(f->blind[i], "source"),
					ia_record_get(f->blind[i], "accuracy"),
					ia_record_get(f->blind[i], "reason")),
			      "iommu-audit version"))
			break;
	}
}

static void print_text(struct ia_run *run, const struct ia_facts *f)
{
	struct ia_machine *m = &run->machine;
	struct ia_arena *arena = run->arena;
	struct ia_table *table;

	print_head(run, f);
	print_counts(run, "Devices   ", &f->domains,
		     ia_format(arena, "%zu in %s", m->ndevices,
			       some(arena, m->ngroups, "group", "groups")));
	if (f->modes.count)
		print_counts(run, "Defaults  ", &f->modes, NULL);
	ia_report_faults(run, f);
	ia_report_vfs(run, f);

	table = ia_table_new(arena, columns, sizeof(columns) / sizeof(*columns));
	add_findings(run, f, table);
	if (table->nrows) {
		ia_out_text(&run->out, IA_PLAIN, "\n");
		ia_table_print(&run->out, table);
	}
	if (m->ndevices) {
		ia_out_text(&run->out, IA_PLAIN, "\n");
		ia_table_print(&run->out, ia_report_tree(m));
	}
}

/**
 * ia_cmd_report() - iommu-audit report
 * @run: the invocation
 *
 * Return: IA_OK whatever it shows: to judge is another command's business.
 */
enum ia_status ia_cmd_report(struct ia_run *run)
{
	enum ia_status status = ia_cmd_read(run);
	struct ia_facts facts;

	if (status)
		return status;
	ia_facts_gather(&run->machine, &facts);
	if (ia_opt(run, JSON))
		ia_json_print(&run->out, ia_json_report(&run->machine, &facts));
	else
		print_text(run, &facts);
	return IA_OK;
}
