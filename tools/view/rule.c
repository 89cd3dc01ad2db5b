// SPDX-License-Identifier: GPL-2.0
/* What is behind a rule: iommu-audit check --explain. */
#include "check.h"

#include <string.h>

/**
 * struct rule_text - a rule, as it is told
 * @rule: the rule
 * @fix: its change; what is a command for one function has DEV in its place
 * @fails: profiles of which it is a condition
 * @nfails: number of @fails
 * @warns: profiles in which breaking it deserves attention
 * @nwarns: number of @warns
 * @sources: where its background can be read
 * @nsources: number of @sources
 */
struct rule_text {
	const struct ia_rule *rule;
	const char *fix;
	const char **fails;
	size_t nfails;
	const char **warns;
	size_t nwarns;
	const char **sources;
	size_t nsources;
};

struct rule_texts {
	struct rule_text *rules;
	size_t count;
	bool whole;
};

static size_t list(struct ia_arena *arena, unsigned int set, const char ***names)
{
	size_t i, n = 0;

	*names = ia_alloc(arena, IA_PROFILES, sizeof(**names));
	for (i = 0; i < IA_PROFILES; i++) {
		if (set >> i & 1)
			(*names)[n++] = ia_profiles[i].name;
	}
	return n;
}

static const char *without_brackets(struct ia_arena *arena, const char *fix)
{
	struct ia_buf buf = { .arena = arena };
	size_t len;

	if (!fix)
		return NULL;
	for (; *fix; fix += len + !!fix[len]) {
		len = strcspn(fix, "[]");
		ia_buf_add(&buf, "%.*s", (int)len, fix);
	}
	return buf.text;
}

static void tell(struct ia_arena *arena, const struct ia_rule *rule, struct rule_text *text)
{
	text->rule = rule;
	text->fix = without_brackets(arena, rule->fix);
	text->nfails = list(arena, rule->fail, &text->fails);
	text->nwarns = list(arena, rule->warn, &text->warns);
	text->sources = ia_alloc(arena, IA_RULE_SOURCES, sizeof(*text->sources));
	while (text->nsources < IA_RULE_SOURCES && rule->sources[text->nsources]) {
		text->sources[text->nsources] = rule->sources[text->nsources];
		text->nsources++;
	}
}

static void paragraph(const struct ia_page *page, const char *label, const char *text)
{
	if (text)
		ia_out_list(page->out, label, &text, 1, IA_PLAIN);
}

static void print_rule(const struct ia_page *page, const struct rule_text *text)
{
	size_t i;

	paragraph(page, "", ia_format(page->arena, "%s: %s", text->rule->id, text->rule->title));
	ia_out_text(page->out, IA_PLAIN, "\n");
	paragraph(page, "meaning     ", text->rule->meaning);
	paragraph(page, "background  ", text->rule->background);
	paragraph(page, "change      ", text->fix);
	if (text->nfails)
		ia_out_list(page->out, "fails in    ", text->fails, text->nfails, IA_PLAIN);
	if (text->nwarns)
		ia_out_list(page->out, "warns in    ", text->warns, text->nwarns, IA_PLAIN);
	for (i = 0; i < text->nsources; i++)
		paragraph(page, i ? "            " : "sources     ", text->sources[i]);
}

static void print_name(const struct ia_page *page, const struct ia_rule *rule)
{
	paragraph(page, ia_format(page->arena, "%-21s", rule->id), rule->title);
}

static void rules_page(const struct ia_page *page, const void *object)
{
	const struct rule_texts *texts = object;
	size_t i;

	for (i = 0; i < texts->count; i++) {
		if (!texts->whole) {
			print_name(page, texts->rules[i].rule);
			continue;
		}
		if (i)
			ia_out_text(page->out, IA_PLAIN, "\n");
		print_rule(page, &texts->rules[i]);
	}
}

static const struct ia_field rule_fields[] = {
	IA_F(struct ia_rule, id, "id", TEXT, "its name"),
	IA_F(struct ia_rule, title, "title", TEXT, "what holds when it passes"),
	IA_F(struct ia_rule, meaning, "meaning", TEXT, "why it matters"),
	IA_F(struct ia_rule, background, "background", TEXT,
	     "what is behind it, in the kernel and in the specifications"),
};

static const struct ia_answer rule_answer = {
	NULL, "a rule of check", IA_FIELDS(rule_fields), NULL,
};

static const struct ia_field text_fields[] = {
	IA_F_POINTER(struct rule_text, rule, NULL, &rule_answer, "the rule"),
	IA_F(struct rule_text, fix, "fix", TEXT,
	     "the smallest change that mends it, or null where each outcome has its own or none"),
	IA_F_LIST(struct rule_text, fails, nfails, "fails_in", TEXT,
		  "profiles of which it is a condition"),
	IA_F_LIST(struct rule_text, warns, nwarns, "warns_in", TEXT,
		  "profiles in which breaking it deserves attention and no more"),
	IA_F_LIST(struct rule_text, sources, nsources, "sources", TEXT,
		  "files and functions of the kernel, sections of specifications, addresses"),
};

static const struct ia_answer text_answer = {
	NULL, "what is behind a rule", IA_FIELDS(text_fields), NULL,
};

static const struct ia_field texts_fields[] = {
	IA_F_OBJECTS(struct rule_texts, rules, count, "rules", &text_answer,
		     "the rules, in the order of check"),
};

const struct ia_answer ia_answer_rules = {
	"iommu_audit rules", "what is behind rules of check", IA_FIELDS(texts_fields), rules_page,
};

/**
 * ia_rules_show() - tell what is behind rules
 * @out: where to
 * @machine: none is looked at; its arena is used
 * @rules: the rules
 * @count: number of @rules
 * @whole: for people all of it, and not only names and titles
 * @json: whether for programs
 */
void ia_rules_show(struct ia_out *out, const struct ia_machine *machine,
		   const struct ia_rule *const *rules, size_t count, bool whole, bool json)
{
	struct rule_texts texts = { .count = count, .whole = whole };
	size_t i;

	texts.rules = ia_alloc(machine->arena, count, sizeof(*texts.rules));
	for (i = 0; i < count; i++)
		tell(machine->arena, rules[i], &texts.rules[i]);
	ia_answer_show(out, machine, &ia_answer_rules, &texts, json);
}
