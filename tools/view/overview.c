// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include "findings.h"
#include "report.h"
#include "text.h"

#define X(name, word)	word,
static const char *const answer_words[] = { IA_OVERVIEW_ANSWERS(X) };
#undef X

const struct ia_wordlist ia_words_overview = {
	answer_words, sizeof(answer_words) / sizeof(*answer_words), NULL,
};

static const enum ia_state states[] = {
	[IA_OVERVIEW_YES] = IA_GOOD, [IA_OVERVIEW_PARTLY] = IA_ATTENTION,
	[IA_OVERVIEW_NO] = IA_BROKEN, [IA_OVERVIEW_UNKNOWN] = IA_ATTENTION,
	[IA_OVERVIEW_NOTHING] = IA_PLAIN,
};

enum { PROFILE, VERDICT, REASON };

static const struct ia_column columns[] = {
	[PROFILE] = { "PROFILE", 0, 0, .about = "the profile" },
	[VERDICT] = { "VERDICT", 0, 0, .about = "whether the host is fit for it" },
	[REASON] = { "FIRST REASON", IA_COLUMN_WRAP, 0,
		.about = "the rule that speaks against it first", .name = "reason" },
};

const struct ia_columns ia_overview_columns = IA_COLUMNS(columns);

static const char *verdict(const struct ia_page *page, const void *object)
{
	const struct ia_overview_row *row = object;

	if (row->answer == IA_OVERVIEW_PARTLY && !row->fit)
		return answer_words[IA_OVERVIEW_UNKNOWN];
	if (row->answer == IA_OVERVIEW_PARTLY && row->unseen)
		return ia_format(page->arena, "%zu to %zu of %zu", row->fit,
				 row->fit + row->unseen, row->total);
	if (row->answer == IA_OVERVIEW_PARTLY)
		return ia_format(page->arena, "%zu of %zu", row->fit, row->total);
	if (row->answer == IA_OVERVIEW_YES && row->first)
		return ia_format(page->arena, "yes, %s",
				 ia_some(page->arena, row->check.counts[IA_WARN], "warning",
					 "warnings"));
	return row->answer == IA_OVERVIEW_NOTHING ? "-" : answer_words[row->answer];
}

static const char *rule(const struct ia_page *page, const void *object)
{
	const struct ia_overview_row *row = object;

	(void)page;
	return row->first ? row->first->rule->id : NULL;
}

static const char *reason(const struct ia_page *page, const void *object)
{
	const struct ia_overview_row *row = object;

	return row->first ? ia_finding_title(page->machine, row->first) : NULL;
}

static const char *profile_name(const struct ia_page *page, const void *object)
{
	(void)page;
	return ((const struct ia_overview_row *)object)->profile->name;
}

static const char *profile_summary(const struct ia_page *page, const void *object)
{
	(void)page;
	return ((const struct ia_overview_row *)object)->profile->summary;
}

static const char *iommu(const struct ia_page *page, const void *object)
{
	const struct ia_overview *overview = object;
	enum ia_state state;

	return ia_iommu_text(page->arena, &overview->rows[0].check.facts, &state);
}

static void print_head(const struct ia_page *page, const struct ia_overview *overview)
{
	const struct ia_facts *facts = &overview->rows[0].check.facts;
	const char *guest = ia_guest_text(page->arena, page->machine);
	const char *items[3];
	enum ia_state state;
	size_t n = 0;

	if (guest)
		items[n++] = guest;
	items[n++] = ia_iommu_text(page->arena, facts, &state);
	if (facts->vendor != IA_VENDOR_ABSENT)
		items[n++] = ia_intremap_text(page->arena, facts);
	ia_out_list(page->out, "virtualisation: ", items, n, state);
	ia_out_text(page->out, IA_PLAIN, "\n");
}

static const char *first_reason(const struct ia_page *page, const struct ia_overview_row *row)
{
	const struct ia_finding *unseen = row->answer == IA_OVERVIEW_PARTLY && !row->fit ?
					  row->unseen_by : NULL;

	if (unseen)
		return ia_format(page->arena, "%s: %s; %s fails", unseen->rule->id,
				 ia_finding_brief(page->machine, unseen), rule(page, row));
	if (row->first)
		return ia_format(page->arena, "%s: %s", rule(page, row),
				 ia_finding_brief(page->machine, row->first));
	return row->answer == IA_OVERVIEW_NOTHING ? "no rule applies" :
						    "nothing speaks against it";
}

static void print_rows(const struct ia_page *page, const struct ia_overview *overview, bool quiet)
{
	struct ia_table *table = ia_table_new(page->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i;

	print_head(page, overview);
	for (i = 0; i < IA_PROFILES; i++) {
		const struct ia_overview_row *row = &overview->rows[i];
		long line;

		if (quiet && (row->answer == IA_OVERVIEW_YES ||
			      row->answer == IA_OVERVIEW_NOTHING))
			continue;
		line = ia_table_row(table, -1);
		ia_table_set(table, line, PROFILE, IA_PLAIN, row->profile->name);
		ia_table_set(table, line, VERDICT,
			     row->answer == IA_OVERVIEW_YES && row->first ? IA_ATTENTION :
			     states[row->answer], verdict(page, row));
		ia_table_set(table, line, REASON, IA_PLAIN, first_reason(page, row));
	}
	if (table->nrows)
		ia_table_print(page->out, table);
}

static void paragraph(const struct ia_page *page, const char *text)
{
	ia_out_list(page->out, "", &text, 1, IA_PLAIN);
}

static void overview_page(const struct ia_page *page, const void *object)
{
	const struct ia_overview *overview = object;
	bool counted = false;
	size_t i;

	print_rows(page, object, false);
	for (i = 0; i < IA_PROFILES; i++)
		counted |= overview->rows[i].answer == IA_OVERVIEW_PARTLY;
	ia_out_text(page->out, IA_PLAIN, "\n");
	if (counted)
		paragraph(page, "N of M: devices in question for which every condition holds; for vfio without those that the host uses");
	paragraph(page, "iommu-audit check --profile PROFILE has the rest");
}

/* Only profiles that something speaks against, or that cannot be judged. */
static void quiet_page(const struct ia_page *page, const void *object)
{
	print_rows(page, object, true);
}

static const struct ia_field count_fields[] = {
	IA_F(struct ia_overview_row, check.counts[IA_PASS], "pass", COUNT, "rules that hold"),
	IA_F(struct ia_overview_row, check.counts[IA_WARN], "warn", COUNT,
	     "rules whose breach deserves attention"),
	IA_F(struct ia_overview_row, check.counts[IA_FAIL], "fail", COUNT,
	     "conditions of the profile that are broken"),
	IA_F(struct ia_overview_row, check.counts[IA_UNKNOWN], "unknown", COUNT,
	     "rules of which that cannot be seen"),
};

static const struct ia_answer count_answer = {
	NULL, "findings by verdict", IA_FIELDS(count_fields), NULL,
};

static const struct ia_field row_fields[] = {
	IA_F_SENTENCE("profile", profile_name, "the profile"),
	IA_F_SENTENCE("summary", profile_summary, "the host's role"),
	IA_F_WORD(struct ia_overview_row, answer, "answer", &ia_words_overview,
		  "whether the host is fit for it; nothing: it has not what the profile is about"),
	IA_F(struct ia_overview_row, fit, "fit", COUNT,
	     "functions in question for which each condition holds"),
	IA_F(struct ia_overview_row, unseen, "unseen", COUNT,
	     "those for which none is seen to be broken, and one cannot be seen"),
	IA_F(struct ia_overview_row, total, "of", COUNT, "functions in question"),
	IA_F_SENTENCE("rule", rule, "the rule that speaks against it first, or null"),
	IA_F_SENTENCE("reason", reason, "what that says"),
	{ .key = "verdicts", .kind = IA_FIELD_OBJECT, .answer = &count_answer,
	  .about = "findings by verdict" },
};

static const struct ia_answer row_answer = {
	NULL, "a profile, and whether the host is fit for it", IA_FIELDS(row_fields), NULL,
};

static const struct ia_field overview_fields[] = {
	IA_F_SENTENCE("iommu", iommu, "what the IOMMUs do"),
	IA_F_SENTENCE("guest", ia_guest_of, "the hypervisor around the machine, or null"),
	IA_F_ARRAY(struct ia_overview, rows, "profiles", &row_answer,
		   "roles that a host can have"),
	IA_F_MACHINE,
};

const struct ia_answer ia_answer_overview = {
	"iommu_audit overview", "which profiles the host meets",
	IA_FIELDS(overview_fields), overview_page,
};

const struct ia_answer ia_answer_overview_quiet = {
	"iommu_audit overview", "the same", IA_FIELDS(overview_fields), quiet_page,
};
