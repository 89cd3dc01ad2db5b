// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include "../machine/predict.h"
#include "causes.h"

/* Groups, devices or ports that one kind of finding shows. */
#define LINES		8
/* Members of a group that a finding names before it says how many are left. */
#define NAMED_MEMBERS	8

enum { MARK, HEADLINE, EVIDENCE, HINT };

static const struct ia_column columns[] = {
	[MARK] = { "", 0, 0 },
	[HEADLINE] = { "", IA_COLUMN_WRAP, 0 },
	[EVIDENCE] = { "", IA_COLUMN_WRAP, 0 },
	[HINT] = { "", 0, 1 },
};

/**
 * struct kind - findings of one kind, which share a headline
 * @mark: in front of the headline
 * @state: colour of @mark
 * @headline: what they are
 * @hint: the command that shows more
 * @count: how many there are
 */
struct kind {
	const char *mark;
	enum ia_state state;
	const char *headline;
	const char *hint;
	size_t count;
};

static void add_row(struct ia_table *table, const struct kind *kind, bool first,
		    const char *evidence, const char *hint)
{
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, MARK, kind->state, first ? kind->mark : "");
	ia_table_set(table, row, HEADLINE, IA_PLAIN, first ? kind->headline : "");
	ia_table_set(table, row, EVIDENCE, IA_PLAIN, evidence);
	ia_table_set(table, row, HINT, IA_PLAIN, hint);
}

/* How many of a kind are shown; those that are left over are counted behind them. */
static size_t shown(const struct kind *kind)
{
	return kind->count < LINES ? kind->count : LINES;
}

static void add_line(struct ia_table *table, const struct kind *kind, size_t i,
		     const char *evidence)
{
	add_row(table, kind, !i, evidence, i ? "" : kind->hint);
	if (i == LINES - 1 && kind->count > LINES)
		add_row(table, kind, false,
			ia_format(table->arena, "… and %zu more", kind->count - LINES),
			kind->hint);
}

/**
 * ia_report_worst() - a source and its reason in a line
 * @m: a joined machine
 * @status: the source and reason
 */
const char *ia_report_worst(const struct ia_machine *m, const struct ia_fault_status *status)
{
	bool driver = status->device && status->device->driver.known;

	return ia_format(m->arena, "%s%s%s ×%llu \"%s\", last %s",
			 ia_fault_source(m, status->fault), driver ? " " : "",
			 driver ? status->device->driver.text : "",
			 (unsigned long long)status->count.n,
			 ia_fault_reason(m->arena, status->fault), ia_ago(m->arena, status->age));
}

/* Of each source that faults now its most frequent reason. */
static void add_faulting(const struct ia_page *page, const struct ia_faults *f,
			 struct ia_table *table)
{
	const struct ia_fault_status **now = ia_alloc(page->arena, f->count, sizeof(*now));
	struct kind kind = { "✗", IA_BROKEN, NULL, "iommu-audit faults", 0 };
	ia_address source = IA_UNKNOWN_ADDRESS;
	size_t i;

	/* Those of one source stand together. */
	for (i = 0; i < f->count; i++) {
		if (!f->items[i].now || f->items[i].fault->source == source)
			continue;
		source = f->items[i].fault->source;
		now[kind.count++] = &f->items[i];
	}
	if (kind.count == 1)
		kind.headline = ia_format(page->arena, "%s faults now",
					  ia_fault_source(page->machine, now[0]->fault));
	else
		kind.headline = ia_format(page->arena, "%zu sources fault now", kind.count);
	for (i = 0; i < shown(&kind); i++)
		add_line(table, &kind, i, ia_report_worst(page->machine, now[i]));
}

static const char *share_line(const struct ia_machine *m, const struct ia_share *share)
{
	const struct ia_members *members = &share->group->devices;
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	ia_buf_add(&buf, "group %s: ", ia_number_text(m->arena, share->group->group));
	for (i = 0; i < members->count && i < NAMED_MEMBERS; i++) {
		const struct ia_member *member = &members->items[i];

		ia_buf_add(&buf, "%s%s", i ? ", " : "", ia_is_address(member->address) ?
			   ia_machine_address(m, member->address) : member->name);
	}
	if (i < members->count)
		ia_buf_add(&buf, " … %zu more", members->count - i);
	ia_buf_add(&buf, " (%s)", ia_share_text(m, share));
	return buf.text;
}

static void add_shares(const struct ia_page *page, const struct ia_facts *f,
		       struct ia_table *table)
{
	struct kind kind = { "!", IA_ATTENTION, NULL, "iommu-audit groups", f->nshares };
	size_t i;

	kind.headline = ia_format(page->arena, "%s more than one device",
				  ia_some(page->arena, f->nshares, "group holds", "groups hold"));
	for (i = 0; i < shown(&kind); i++)
		add_line(table, &kind, i, share_line(page->machine, &f->shares[i]));
}

/* Functions that would share the group of another one without pcie_acs_override=. */
static void add_forced(const struct ia_page *page, struct ia_table *table)
{
	const struct ia_machine *m = page->machine;
	const struct ia_prediction *without = ia_predict_unforced(m);
	const struct ia_predicted **forced = ia_alloc(page->arena, m->ndevices, sizeof(*forced));
	struct kind kind = { "!", IA_ATTENTION, NULL, "iommu-audit check", 0 };
	size_t i;

	for (i = 0; without && i < m->ndevices; i++) {
		const struct ia_predicted *one = &without->functions[i];

		if (one->known && one->with && one->device->in_group && one->with->in_group &&
		    one->device->in_group != one->with->in_group)
			forced[kind.count++] = one;
	}
	kind.headline = ia_format(page->arena, "pcie_acs_override= alone keeps %s apart",
				  ia_some(page->arena, kind.count, "function", "functions"));
	for (i = 0; i < shown(&kind); i++)
		add_line(table, &kind, i,
			 ia_format(page->arena, "%s from %s",
				   ia_machine_address(m, forced[i]->device->address),
				   ia_machine_address(m, forced[i]->with->address)));
}

static void add_owned(const struct ia_page *page, const struct ia_facts *f,
		      struct ia_table *table)
{
	struct kind kind = { "!", IA_ATTENTION, NULL, "iommu-audit devices", f->nowned };
	size_t i;

	kind.headline = ia_format(page->arena, "user space owns %s",
				  ia_some(page->arena, f->nowned, "device", "devices"));
	for (i = 0; i < shown(&kind); i++) {
		const struct ia_device *d = f->owned[i];

		add_line(table, &kind, i,
			 ia_format(page->arena, "%s %s: attached %s, default %s",
				   ia_machine_address(page->machine, d->address),
				   ia_text(&d->driver), ia_word(&ia_words_domains, d->domain),
				   ia_word(&ia_words_domains, d->default_domain)));
	}
}

static void add_drifts(const struct ia_page *page, const struct ia_facts *f,
		       struct ia_table *table)
{
	struct kind kind = { "!", IA_ATTENTION, NULL, "iommu-audit acs", f->ndrifts };
	size_t i;

	kind.headline = ia_format(page->arena, "ACS changed since load on %s",
				  ia_some(page->arena, f->ndrifts, "port", "ports"));
	for (i = 0; i < shown(&kind); i++) {
		const struct ia_acs *acs = f->drifts[i];

		add_line(table, &kind, i,
			 ia_format(page->arena, "%s: %s → %s",
				   ia_machine_address(page->machine, acs->port),
				   ia_acs_text(page->arena, &acs->ctl_at_load, 0),
				   ia_acs_text(page->arena, &acs->ctl, 0)));
	}
}

static void add_missing(const struct ia_page *page, const struct ia_facts *f,
			struct ia_table *table)
{
	struct kind kind = {
		"!", IA_ATTENTION, "this kernel cannot tell everything", "iommu-audit version",
		f->nmissing,
	};
	size_t i;

	/* Where the module is lacking, the report has said so before all else. */
	if (!ia_from_module(page->machine))
		return;
	for (i = 0; i < shown(&kind); i++) {
		const struct ia_missing *missing = &f->missing[i];

		add_line(table, &kind, i,
			 ia_format(page->arena, "%s %s: unknown in %s",
				   ia_records[missing->record].name, missing->key->name,
				   ia_some(page->arena, missing->count, "record", "records")));
	}
}

static void add_blind(const struct ia_page *page, const struct ia_facts *f,
		      struct ia_table *table)
{
	struct kind kind = {
		"!", IA_ATTENTION, "not fully seen", "iommu-audit version", f->nblind,
	};
	size_t i;

	/* Without any IOMMU, its reason is in the headline already. */
	if ((f->nblind == 1 && f->translation == IA_TRANSLATION_NO_IOMMU) ||
	    !ia_from_module(page->machine))
		return;
	for (i = 0; i < shown(&kind); i++) {
		const struct ia_source *source = f->blind[i];

		add_line(table, &kind, i,
			 ia_format(page->arena, "%s (%s): %s",
				   ia_word(&ia_words_sources, source->name),
				   ia_word(&ia_words_accuracies, source->accuracy),
				   ia_text(&source->reason)));
	}
}

/**
 * ia_report_findings() - the report's table of what is worth a look
 * @page: where to
 * @facts: what the report says
 */
void ia_report_findings(const struct ia_page *page, const struct ia_facts *facts)
{
	struct ia_table *table = ia_table_new(page->arena, columns,
					      sizeof(columns) / sizeof(*columns));

	add_faulting(page, &facts->faults, table);
	add_shares(page, facts, table);
	add_forced(page, table);
	add_owned(page, facts, table);
	add_drifts(page, facts, table);
	add_missing(page, facts, table);
	add_blind(page, facts, table);
	if (!table->nrows)
		return;
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_table_print(page->out, table);
}
