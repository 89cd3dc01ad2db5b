// SPDX-License-Identifier: GPL-2.0
#include "check.h"

/**
 * struct rule_use - a rule, and the profiles that have it
 * @rule: the rule
 * @fail: profiles of which it is a condition
 * @nfail: number of @fail
 * @warn: profiles in which breaking it deserves attention
 * @nwarn: number of @warn
 */
struct rule_use {
	const struct ia_rule *rule;
	const struct ia_profile *fail[IA_PROFILES];
	size_t nfail;
	const struct ia_profile *warn[IA_PROFILES];
	size_t nwarn;
};

struct profiles {
	const struct ia_profile *profiles;
	size_t nprofiles;
	struct rule_use *rules;
	size_t nrules;
};

static const struct ia_field name_fields[] = {
	IA_F(struct ia_profile, name, NULL, TEXT, "as --profile takes it"),
};

static const struct ia_answer name_answer = { NULL, "a profile", IA_FIELDS(name_fields), NULL };

static const struct ia_field profile_fields[] = {
	IA_F(struct ia_profile, name, "name", TEXT, "as --profile takes it"),
	IA_F(struct ia_profile, summary, "summary", TEXT, "what it is for"),
	IA_F(struct ia_profile, settings, "settings", TEXT, "the settings that fit it, and why"),
	IA_F(struct ia_profile, ordered, "ordered", BOOL, "its rules are links of a chain"),
};

static const struct ia_answer profile_answer = {
	NULL, "a role that a host can have", IA_FIELDS(profile_fields), NULL,
};

static const struct ia_field text_fields[] = {
	IA_F(struct ia_rule, id, "id", TEXT, "its name"),
	IA_F(struct ia_rule, title, "title", TEXT, "what holds when it passes"),
	IA_F(struct ia_rule, meaning, "meaning", TEXT, "why it matters"),
};

static const struct ia_answer text_answer = { NULL, "a rule", IA_FIELDS(text_fields), NULL };

static const struct ia_field rule_fields[] = {
	IA_F_POINTER(struct rule_use, rule, NULL, &text_answer, "the rule"),
	IA_F_INLINE_POINTERS(struct rule_use, fail, nfail, "fail", &name_answer,
			     "profiles of which it is a condition"),
	IA_F_INLINE_POINTERS(struct rule_use, warn, nwarn, "warn", &name_answer,
			     "profiles in which breaking it deserves attention and no more"),
};

static const struct ia_answer rule_answer = { NULL, "a rule", IA_FIELDS(rule_fields), NULL };

static const struct ia_field profiles_fields[] = {
	IA_F_OBJECTS(struct profiles, profiles, nprofiles, "profiles", &profile_answer,
		     "roles that a host can have"),
	IA_F_OBJECTS(struct profiles, rules, nrules, "rules", &rule_answer,
		     "the rules, in the order of the answer"),
};

static void profiles_page(const struct ia_page *page, const void *object)
{
	const struct profiles *all = object;
	size_t i;

	for (i = 0; i < all->nprofiles; i++)
		ia_out_text(page->out, IA_PLAIN,
			    ia_format(page->arena, "%-15s %s\n", all->profiles[i].name,
				      all->profiles[i].summary));
}

const struct ia_answer ia_answer_profiles = {
	"iommu_audit profiles", "the profiles and rules of iommu-audit check",
	IA_FIELDS(profiles_fields), profiles_page,
};

static size_t choose(unsigned int of, const struct ia_profile **profiles)
{
	size_t i, count = 0;

	for (i = 0; i < IA_PROFILES; i++) {
		if (of >> i & 1)
			profiles[count++] = &ia_profiles[i];
	}
	return count;
}

/**
 * ia_profiles_show() - write the profiles and what each is for, and the rules
 * @out: where to
 * @machine: any, even an empty one
 * @json: for programs, else for people
 */
void ia_profiles_show(struct ia_out *out, const struct ia_machine *machine, bool json)
{
	struct profiles all = {
		ia_profiles, IA_PROFILES, ia_alloc(out->arena, ia_nrules, sizeof(*all.rules)),
		ia_nrules,
	};
	size_t i;

	for (i = 0; i < ia_nrules; i++) {
		struct rule_use *use = &all.rules[i];

		use->rule = ia_rules[i];
		use->nfail = choose(use->rule->fail, use->fail);
		use->nwarn = choose(use->rule->warn, use->warn);
	}
	ia_answer_show(out, machine, &ia_answer_profiles, &all, json);
}
