// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include "findings.h"
#include "sentence.h"
#include "text.h"

static const char *const verdict_words[] = {
	[IA_PASS] = "pass", [IA_WARN] = "warn", [IA_FAIL] = "fail", [IA_UNKNOWN] = "unknown",
};

static const char *const answer_words[] = {
	[IA_PASS] = "yes", [IA_WARN] = "partly", [IA_FAIL] = "no", [IA_UNKNOWN] = "unknown",
};

static const struct ia_wordlist verdicts = { verdict_words, IA_VERDICTS, NULL };
static const struct ia_wordlist work_answers = { answer_words, IA_VERDICTS, NULL };
#define X(name, word, text)	word,
static const char *const work_ids[] = { IA_WORK_LIST(X) };
#undef X
#define X(name, word, text)	text,
static const char *const work_names[] = { IA_WORK_LIST(X) };
#undef X
static const struct ia_wordlist work_id_words = { work_ids, IA_WORKS, NULL };
static const struct ia_wordlist work_name_words = { work_names, IA_WORKS, NULL };

enum { RULE, HOLDS, EVIDENCE };

static const struct ia_column columns[] = {
	[RULE] = { "PASS", 0, 0 },
	[HOLDS] = { "WHAT HOLDS", IA_COLUMN_WRAP, 0 },
	[EVIDENCE] = { "EVIDENCE", IA_COLUMN_WRAP, 0 },
};

static const enum ia_state states[] = {
	[IA_PASS] = IA_GOOD, [IA_WARN] = IA_ATTENTION, [IA_FAIL] = IA_BROKEN,
	[IA_UNKNOWN] = IA_ATTENTION,
};

/* Why something works or does not: by enum ia_work_reason. */
static const char *const work_reasons[] = {
	[IA_WORKS_NO_PAIR] = "no GPU with another GPU or a NIC beside it",
	[IA_WORKS_DIRECT] = "{0} of {1} paths to a GPU stay at a switch",
	[IA_WORKS_REDIRECTED] = "ACS sends {0} of {1} paths to a GPU up to the root complex, "
				"which carries them or not, and slower",
	[IA_WORKS_TRANSLATED] = "{0} of {1} paths to a GPU turn at a switch, for requests with bus "
				"addresses; senders are translated here, and what their drivers map "
				"with dma_map_resource(), as NVIDIA's do, goes up to the root complex",
	[IA_WORKS_FAR] = "none of {0} paths to a GPU is through a switch alone, and no register "
			 "tells what a root complex carries",
	[IA_WORKS_NO_CARD] = "no GPU, NIC, NVMe, HBA or coprocessor is here",
	[IA_WORKS_NO_VF] = "no VF is enabled",
	[IA_WORKS_NO_PF] = "no function here can have VFs",
	[IA_WORKS_VFS] = "{0} of {1} VFs can be assigned",
	[IA_WORKS_CARDS] = "{0} of {1} devices can be assigned",
	[IA_WORKS_APART] = "every group holds one device and is translated",
	[IA_WORKS_APART_NAMED] = "each group asked about holds one device and is translated",
};

/* Those that can be assigned on a condition, and those of which nobody knows. */
static const char *with_more(const struct ia_page *page, const char *sure,
			     const struct ia_arg *args)
{
	const struct ia_machine *m = page->machine;
	struct ia_buf buf = { .arena = page->arena };

	ia_buf_add(&buf, "%s", sure);
	if (args[2].n)
		ia_buf_add(&buf, "%s", ia_sentence(m, " as {0:it is|they are}, {2} more when the host's drivers let go of the rest of {2:its|their} group",
						   args, IA_REASON_ARGS));
	if (args[3].n)
		ia_buf_add(&buf, "%s", ia_sentence(m, ", {3} more perhaps", args,
						   IA_REASON_ARGS));
	return buf.text;
}

static const char *work_reason(const struct ia_page *page, const void *object)
{
	const struct ia_work *work = object;
	const char *title = work->finding.rule ?
			    ia_finding_title(page->machine, &work->finding) : NULL;
	const char *reason;

	if (work->reason.code == IA_WORKS_BY_RULE)
		return title;
	reason = ia_sentence(page->machine, work_reasons[work->reason.code], work->reason.args,
			     IA_REASON_ARGS);
	if (work->reason.code == IA_WORKS_VFS || work->reason.code == IA_WORKS_CARDS)
		reason = with_more(page, reason, work->reason.args);
	return title && work->reason.code < IA_WORKS_APART ?
	       ia_format(page->arena, "%s; first obstacle: %s", reason, title) : reason;
}

static void paragraph(const struct ia_page *page, const char *label, const char *text)
{
	if (text)
		ia_out_list(page->out, label, &text, 1, IA_PLAIN);
}

/* Profiles that assign devices say first how many that is for. */
static void print_assignment(const struct ia_page *page, const struct ia_check *check)
{
	const struct ia_work *work = &check->works[check->profile == IA_PROFILE_SRIOV ?
						   IA_WORK_SRIOV : IA_WORK_VFIO];
	const char *const items[] = { answer_words[work->answer], work_reason(page, work) };

	if (check->profile == IA_PROFILE_VFIO || check->profile == IA_PROFILE_SRIOV ||
	    check->profile == IA_PROFILE_VM_MIXED)
		ia_out_list(page->out, "Can be assigned: ", items, 2, states[work->answer]);
}

static void print_head(const struct ia_page *page, const struct ia_check *check)
{
	static const enum ia_verdict order[] = { IA_FAIL, IA_WARN, IA_UNKNOWN, IA_PASS };
	const struct ia_profile *profile = &ia_profiles[check->profile];
	const struct ia_finding *first = ia_check_first(check);
	const char *items[1 + IA_VERDICTS];
	enum ia_state state = IA_GOOD;
	size_t i, n = 0;

	items[n++] = profile->name;
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		size_t count = check->counts[order[i]];

		if (count && order[i] != IA_PASS && state == IA_GOOD)
			state = states[order[i]];
		if (count)
			items[n++] = ia_format(page->arena, "%zu %s", count,
					       verdict_words[order[i]]);
	}
	ia_out_list(page->out, "", items, n, state);
	paragraph(page, "", profile->summary);
	print_assignment(page, check);
	paragraph(page, "Machine: ", ia_guest_text(page->arena, page->machine));
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
	ia_out_list(page->out, ia_format(page->arena, "%-9s", verdict_words[finding->verdict]),
		    items, 2, states[finding->verdict]);
	for (i = 0; i < finding->nevidence; i++)
		paragraph(page, i ? "          " : "evidence  ",
			  ia_evidence_text(m, &finding->evidence[i]));
	if (finding->left_out)
		paragraph(page, "          ", ia_format(page->arena, "… and %zu more",
							finding->left_out));
	paragraph(page, "meaning   ", ia_finding_meaning(m, finding));
	paragraph(page, "fix       ", ia_finding_fix(m, finding));
}

/* What is worst comes first, but for a chain, whose order says what comes first. */
static void print_findings(const struct ia_page *page, const struct ia_check *check)
{
	static const enum ia_verdict order[] = { IA_FAIL, IA_WARN, IA_UNKNOWN };
	bool ordered = ia_profiles[check->profile].ordered;
	size_t i, j;

	for (i = 0; i < (ordered ? 1 : sizeof(order) / sizeof(*order)); i++) {
		for (j = 0; j < check->nfindings; j++) {
			const struct ia_finding *finding = &check->findings[j];

			if (ordered ? finding->verdict != IA_PASS :
				      finding->verdict == order[i])
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
		const char *const items[] = { answer_words[work->answer], work_reason(page, work) };

		ia_out_list(page->out, ia_format(page->arena, "  %-19s", work_names[i]), items, 2,
			    states[work->answer]);
	}
}

static void check_page(const struct ia_page *page, const void *object)
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

static const char *title(const struct ia_page *page, const void *object)
{
	return ia_finding_title(page->machine, object);
}

static const char *meaning(const struct ia_page *page, const void *object)
{
	return ia_finding_meaning(page->machine, object);
}

static const char *fix(const struct ia_page *page, const void *object)
{
	return ia_finding_fix(page->machine, object);
}

static const char *evidence(const struct ia_page *page, const void *object)
{
	return ia_evidence_text(page->machine, object);
}

static const char *profile_name(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_profiles[((const struct ia_check *)object)->profile].name;
}

static const char *profile_summary(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_profiles[((const struct ia_check *)object)->profile].summary;
}

static const char *profile_settings(const struct ia_page *page, const void *object)
{
	(void)page;
	return ia_profiles[((const struct ia_check *)object)->profile].settings;
}

static const char *first_broken(const struct ia_page *page, const void *object)
{
	const struct ia_check *check = object;
	const struct ia_finding *first = ia_check_first(check);

	(void)page;
	return ia_profiles[check->profile].ordered && first ? first->rule->id : NULL;
}

static const struct ia_field rule_fields[] = {
	IA_F(struct ia_rule, id, NULL, TEXT, "its name"),
};

static const struct ia_answer rule_id = { NULL, "a rule", IA_FIELDS(rule_fields), NULL };

static const struct ia_field evidence_fields[] = {
	IA_F_SENTENCE(NULL, evidence,
		      "file and keys as they stand in it, or sysfs or the command line"),
};

static const struct ia_answer evidence_answer = {
	NULL, "what a finding rests on", IA_FIELDS(evidence_fields), NULL,
};

static const struct ia_field finding_fields[] = {
	IA_F_POINTER(struct ia_finding, rule, "id", &rule_id, "the rule"),
	IA_F_WORD(struct ia_finding, verdict, "verdict", &verdicts, "what it says"),
	IA_F_SENTENCE("title", title, "the answer, in a line"),
	IA_F_INLINE(struct ia_finding, evidence, nevidence, "evidence", &evidence_answer,
		    "what it rests on"),
	IA_F(struct ia_finding, left_out, "evidence_left_out", COUNT,
	     "evidence that would have been too much"),
	IA_F_SENTENCE("meaning", meaning, "what the answer means"),
	IA_F_SENTENCE("fix", fix,
		      "the smallest change that mends it; null unless it warns or fails"),
};

static const struct ia_answer finding_answer = {
	NULL, "what a rule says", IA_FIELDS(finding_fields), NULL,
};

static const struct ia_field work_fields[] = {
	IA_F_WORD(struct ia_work, id, "id", &work_id_words, "what"),
	IA_F_WORD(struct ia_work, id, "name", &work_name_words, "the same for people"),
	IA_F_WORD(struct ia_work, answer, "answer", &work_answers, "whether it works"),
	IA_F_SENTENCE("reason", work_reason, "why"),
};

static const struct ia_answer work_answer = {
	NULL, "whether something works on the host as it is", IA_FIELDS(work_fields), NULL,
};

static const struct ia_field count_fields[] = {
	IA_F(struct ia_check, counts[IA_PASS], "pass", COUNT, "rules that hold"),
	IA_F(struct ia_check, counts[IA_WARN], "warn", COUNT,
	     "rules whose breach deserves attention"),
	IA_F(struct ia_check, counts[IA_FAIL], "fail", COUNT,
	     "conditions of the profile that are broken"),
	IA_F(struct ia_check, counts[IA_UNKNOWN], "unknown", COUNT,
	     "rules of which that cannot be seen"),
};

static const struct ia_answer count_answer = {
	NULL, "findings by verdict", IA_FIELDS(count_fields), NULL,
};

static const struct ia_field check_fields[] = {
	IA_F_SENTENCE("profile", profile_name, "the profile"),
	IA_F_SENTENCE("summary", profile_summary, "what the host is wanted for"),
	IA_F_SENTENCE("settings", profile_settings, "the settings that fit it, and why"),
	{ .key = "verdicts", .kind = IA_FIELD_OBJECT, .answer = &count_answer,
	  .about = "findings by verdict" },
	IA_F_OBJECTS(struct ia_check, findings, nfindings, "findings", &finding_answer,
		     "what the rules say, in their order"),
	IA_F_OBJECT_POINTERS(struct ia_check, skipped, nskipped, "not_applicable", &rule_id,
			     "rules of the profile that have nothing to look at"),
	IA_F_SENTENCE("first_broken", first_broken, "the first broken link of a chain"),
	IA_F_ARRAY(struct ia_check, works, "works", &work_answer,
		   "what works on the host as it is"),
	IA_F_MACHINE,
};

const struct ia_answer ia_answer_check = {
	"iommu_audit check", "whether the host is set up for what it is wanted for",
	IA_FIELDS(check_fields), check_page,
};
