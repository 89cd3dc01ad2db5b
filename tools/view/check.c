// SPDX-License-Identifier: GPL-2.0
#include "check_text.h"

#include "findings.h"
#include "text.h"

static const struct ia_wordlist verdicts = { ia_verdict_words, IA_VERDICTS, NULL };
static const struct ia_wordlist work_answers = { ia_work_answers, IA_VERDICTS, NULL };
#define X(name, word, text)	word,
static const char *const work_ids[] = { IA_WORK_LIST(X) };
#undef X
static const struct ia_wordlist work_id_words = { work_ids, IA_WORKS, NULL };
static const struct ia_wordlist work_name_words = { ia_work_names, IA_WORKS, NULL };

static const char *title(const struct ia_page *page, const void *object)
{
	return ia_finding_title(page->machine, object);
}

static const char *brief(const struct ia_page *page, const void *object)
{
	return ia_finding_brief(page->machine, object);
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

static const char *verdict_line(const struct ia_page *page, const void *object)
{
	enum ia_state state;

	return ia_check_verdict(page, object, &state);
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
	IA_F_SENTENCE("brief", brief, "the same behind the id, in half a line"),
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
	IA_F_SENTENCE("reason", ia_work_reason, "why"),
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
	IA_F_SENTENCE("verdict", verdict_line, "the answer for this host, in a line"),
	IA_F_SENTENCE("summary", profile_summary, "the host's role"),
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
	"iommu_audit check", "whether the host is configured for its role",
	IA_FIELDS(check_fields), ia_check_short,
};

/* The same for people who want less, or more of it. */
const struct ia_answer ia_answer_check_quiet = {
	"iommu_audit check", "the same", IA_FIELDS(check_fields), ia_check_quiet,
};

const struct ia_answer ia_answer_check_verbose = {
	"iommu_audit check", "the same", IA_FIELDS(check_fields), ia_check_verbose,
};

const struct ia_answer ia_answer_check_quiet_verbose = {
	"iommu_audit check", "the same", IA_FIELDS(check_fields), ia_check_quiet_verbose,
};
