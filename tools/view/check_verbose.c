// SPDX-License-Identifier: GPL-2.0
/* The page of check with the evidence of each rule, what it means and what to change. */
#include "check_text.h"

#include "findings.h"
#include "text.h"

enum { RULE, HOLDS, EVIDENCE };

static const struct ia_column columns[] = {
	[RULE] = { "PASS", 0, .drop = 0 },
	[HOLDS] = { "WHAT HOLDS", IA_COLUMN_WRAP, .drop = 0 },
	[EVIDENCE] = { "EVIDENCE", IA_COLUMN_WRAP, .drop = 0 },
};

static void paragraph(const struct ia_page *page, const char *label, const char *text)
{
	if (text)
		ia_out_list(page->out, label, &text, 1, IA_PLAIN);
}

static void print_head(const struct ia_page *page, const struct ia_check *check)
{
	const struct ia_profile *profile = &ia_profiles[check->profile];
	const struct ia_finding *first = ia_check_first(check);

	ia_check_head(page, check);
	paragraph(page, "", ia_check_counts(page, check));
	paragraph(page, "", profile->summary);
	if (profile->ordered && first)
		paragraph(page, "", ia_format(page->arena, "First broken link: %s: %s",
					      first->rule->id,
					      ia_finding_title(page->machine, first)));
}

static void print_finding(const struct ia_page *page, const struct ia_finding *finding)
{
	const struct ia_machine *m = page->machine;
	const char *const items[] = { finding->rule->id, ia_finding_title(m, finding) };
	size_t i;

	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_out_list(page->out, ia_format(page->arena, "%-9s", ia_verdict_words[finding->verdict]),
		    items, 2, ia_verdict_states[finding->verdict]);
	for (i = 0; i < finding->nevidence; i++)
		paragraph(page, i ? "          " : "evidence  ",
			  ia_evidence_text(m, &finding->evidence[i]));
	if (finding->left_out)
		paragraph(page, "          ", ia_format(page->arena, "… and %zu more",
							finding->left_out));
	paragraph(page, "meaning   ", ia_finding_meaning(m, finding));
	paragraph(page, "change    ", ia_finding_fix(m, finding));
}

/* What is worst comes first, but for a chain, whose order says what comes first. */
static void print_findings(const struct ia_page *page, const struct ia_check *check)
{
	bool ordered = ia_profiles[check->profile].ordered;
	size_t i, j;

	for (i = 0; i < (ordered ? 1 : IA_VERDICTS); i++) {
		for (j = 0; j < check->nfindings; j++) {
			const struct ia_finding *finding = &check->findings[j];

			if (finding->verdict != IA_PASS &&
			    (ordered || finding->verdict == ia_worst_first[i]))
				print_finding(page, finding);
		}
	}
}

static const char *first_evidence(const struct ia_page *page, const struct ia_finding *finding)
{
	size_t more = finding->nevidence + finding->left_out - 1;
	const char *text = ia_evidence_text(page->machine, finding->evidence);

	return more ? ia_format(page->arena, "%s … and %zu more", text, more) : text;
}

static void print_passed(const struct ia_page *page, const struct ia_check *check)
{
	struct ia_table *table = ia_table_new(page->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i;

	for (i = 0; i < check->nfindings; i++) {
		const struct ia_finding *f = &check->findings[i];
		long row;

		if (f->verdict != IA_PASS)
			continue;
		row = ia_table_row(table, -1);
		ia_table_set(table, row, RULE, IA_GOOD, f->rule->id);
		ia_table_set(table, row, HOLDS, IA_PLAIN, ia_finding_title(page->machine, f));
		if (f->nevidence)
			ia_table_set(table, row, EVIDENCE, IA_PLAIN, first_evidence(page, f));
	}
	if (!table->nrows)
		return;
	ia_out_text(page->out, IA_PLAIN, "\n");
	ia_table_print(page->out, table);
}

static void print_works(const struct ia_page *page, const struct ia_check *check)
{
	size_t i;

	ia_out_text(page->out, IA_PLAIN, "\nworks here:\n");
	for (i = 0; i < IA_WORKS; i++) {
		const struct ia_work *work = &check->works[i];
		const char *const items[] = {
			ia_work_answers[work->answer], ia_work_reason(page, work),
		};

		ia_out_list(page->out, ia_format(page->arena, "  %-19s", ia_work_names[i]),
			    items, 2, ia_work_state(work));
	}
}

/* Each rule with all there is, for people who look into it. */
void ia_check_verbose(const struct ia_page *page, const void *object)
{
	const struct ia_check *check = object;
	const char **items = ia_alloc(page->arena, check->nskipped, sizeof(*items));
	size_t i;

	print_head(page, check);
	print_findings(page, check);
	print_passed(page, check);
	for (i = 0; i < check->nskipped; i++)
		items[i] = check->skipped[i]->id;
	ia_out_text(page->out, IA_PLAIN, "\n");
	if (check->nskipped)
		ia_out_list(page->out, "Does not apply here: ", items, check->nskipped, IA_PLAIN);
	paragraph(page, "Settings that fit: ", ia_profiles[check->profile].settings);
	print_works(page, check);
}

/* The same of what does not pass. */
void ia_check_quiet_verbose(const struct ia_page *page, const void *object)
{
	ia_check_head(page, object);
	print_findings(page, object);
}
