// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <ctype.h>
#include <string.h>

/**
 * ia_lint_verdict_word() - a verdict as people and programs read it
 * @verdict: the verdict
 */
const char *ia_lint_verdict_word(enum ia_lint_verdict verdict)
{
	static const char *const words[IA_LINT_VERDICTS] = {
		[IA_VERDICT_OK] = "ok",
		[IA_VERDICT_SILENT] = "silent",
		[IA_VERDICT_LOGGED] = "logged",
		[IA_VERDICT_DEPRECATED] = "deprecated",
		[IA_VERDICT_MISLEADING] = "misleading",
		[IA_VERDICT_CONFLICT] = "conflict",
		[IA_VERDICT_NEEDS_PATCH] = "needs-patch",
		[IA_VERDICT_VERSION] = "version",
	};

	return words[verdict];
}

static bool is_before(const struct ia_lint *lint, unsigned int kernel)
{
	return lint->release.known &&
	       !ia_release_from(lint->release, kernel / 1000, kernel % 1000);
}

/* An unknown kernel is taken for a new one. */
static bool in_range(const struct ia_lint *lint, struct ia_kernel_range range)
{
	return !(range.from && is_before(lint, range.from)) &&
	       !(range.until && !is_before(lint, range.until));
}

static struct ia_lint_word *add_word(struct ia_lint *lint, const struct ia_token *token,
				     const struct ia_parameter *parameter)
{
	lint->words = ia_grow(lint->arena, lint->words, lint->count, &lint->room,
			      sizeof(*lint->words));
	lint->words[lint->count] = (struct ia_lint_word){
		.token = token,
		.text = token->text,
		.parameter = parameter,
	};
	return &lint->words[lint->count++];
}

/**
 * ia_lint_note() - say something more of a word
 * @lint: the line that it is in
 * @word: the word
 * @note: what is to be known
 */
void ia_lint_note(const struct ia_lint *lint, struct ia_lint_word *word, const char *note)
{
	word->note = word->note ? ia_format(lint->arena, "%s; %s", word->note, note) : note;
}

static const char *log_text(struct ia_arena *arena, const char *log, const char *rest)
{
	const char *at = strchr(log, '@');

	return ia_format(arena, "logged as \"%.*s%s%s\", and ignored", (int)(at - log), log,
			 rest, at + 1);
}

/* What the kernel does by this rule, in words. */
static const char *effect_of(struct ia_arena *arena, const struct ia_parameter_rule *rule,
			     const char *rest, const char *behind)
{
	const char *detail = rule->detail ? rule->detail(arena, behind) : NULL;

	if (rule->log)
		return log_text(arena, rule->log, rest);
	return detail ? ia_format(arena, "%s; %s", detail, rule->effect) : rule->effect;
}

/* What follows the rule's word in this one, or NULL where that is not in it. */
static const char *behind(const struct ia_parameter_rule *rule, const char *word)
{
	size_t len = rule->word ? strlen(rule->word) : 0;

	if (rule->flags & IA_RULE_INSIDE)
		word = strstr(word, rule->word);
	if (!word || strncmp(word, rule->word ? rule->word : "", len) ||
	    (rule->flags & IA_RULE_WHOLE && word[len]))
		return NULL;
	return word + len;
}

/* Finds the rule for a word; @newer is one that would be for another kernel. */
static const struct ia_parameter_rule *find_rule(const struct ia_lint *lint,
						 const struct ia_parameter *parameter,
						 const char *word,
						 const struct ia_parameter_rule **newer)
{
	size_t i;

	*newer = NULL;
	for (i = 0; i < parameter->count; i++) {
		const struct ia_parameter_rule *rule = &parameter->rules[i];
		const char *rest = behind(rule, word);

		if (!rest || (rule->fits && !rule->fits(lint->arena, rest)))
			continue;
		if (in_range(lint, rule->kernels))
			return rule;
		if (!*newer && !(rule->flags & IA_RULE_HERE))
			*newer = rule;
	}
	return NULL;
}

static const char *since(struct ia_arena *arena, unsigned int kernel)
{
	return ia_format(arena, "Linux %u.%u is the first that has it", kernel / 1000,
			 kernel % 1000);
}

static void note_config(const struct ia_lint *lint, struct ia_lint_word *word,
			const char *config)
{
	ia_lint_note(lint, word, ia_format(lint->arena, "needs a kernel with %s, which is not known",
					   config));
}

/* Build options and patches: what only some kernels of this version have. */
static void judge_build(const struct ia_lint *lint, struct ia_lint_word *word,
			const struct ia_parameter_rule *rule)
{
	if (rule->flags & IA_RULE_DEBIAN && lint->release.known && !lint->debian) {
		word->verdict = IA_VERDICT_NEEDS_PATCH;
		ia_lint_note(lint, word, "this kernel is none of Debian's");
	}
	if (!rule->config)
		return;
	if (rule->flags & IA_RULE_NO_DEBIAN && lint->debian) {
		word->verdict = IA_VERDICT_SILENT;
		ia_lint_note(lint, word,
			     ia_format(lint->arena, "Debian builds its kernels without %s",
				       rule->config));
	} else {
		note_config(lint, word, rule->config);
	}
}

/*
 * Judges one word. @rest is the word with all that follows it in the value:
 * that is what most parsers print.
 */
static const struct ia_parameter_rule *judge(const struct ia_lint *lint,
					     struct ia_lint_word *result,
					     const char *word, const char *rest)
{
	const struct ia_parameter_rule *newer;
	const struct ia_parameter_rule *rule = find_rule(lint, result->parameter, word, &newer);
	const struct ia_parameter_rule *shown = rule ? rule : newer;

	if (!shown) {
		result->verdict = IA_VERDICT_SILENT;
		result->effect = "nothing reads it";
		return NULL;
	}
	result->verdict = shown->verdict;
	result->effect = effect_of(lint->arena, shown, rest, behind(shown, word));
	result->meant = shown->meant;
	result->source = shown->source;
	if (newer) {
		result->verdict = IA_VERDICT_VERSION;
		result->effect = ia_format(lint->arena, "%s; here: %s",
					   since(lint->arena, newer->kernels.from),
					   rule ? result->effect : "nothing reads it");
		result->source = newer->source;
		return rule;
	}
	result->setting = rule->setting;
	result->state = rule->state ? rule->state : behind(rule, word);
	result->wins = rule->flags & IA_RULE_WINS;
	if (rule->word && !(rule->flags & IA_RULE_OPEN) && strcmp(word, rule->word))
		ia_lint_note(lint, result,
			     ia_format(lint->arena, "read as \"%s\": %s", rule->word,
				       rule->flags & IA_RULE_INSIDE ?
				       "it is looked for at each letter" :
				       "only the beginning counts"));
	judge_build(lint, result, rule);
	return rule;
}

/* The kernel's kstrtobool(): the first letters decide. */
static const char *as_bool(const struct ia_lint *lint, const char *value)
{
	char c = (char)tolower((unsigned char)*value);

	if (!c)
		return value;
	if (c == 'o' && value[1])
		c = tolower((unsigned char)value[1]) == 'n' ? '1' :
		    tolower((unsigned char)value[1]) == 'f' ? '0' : 'o';
	else if ((strchr("tf", c) && is_before(lint, 5019)) ||
		 (strchr("ed", c) && is_before(lint, 6016)))
		return value;
	if (strchr("1yte", c))
		return "1";
	return strchr("0nfd", c) ? "0" : value;
}

/* The kernel lists what none of its code took: print_unknown_bootoptions(). */
static void hand_to_init(const struct ia_lint *lint, struct ia_lint_word *word)
{
	if (is_before(lint, 5014)) {
		word->effect = ia_format(lint->arena, "%s: it goes to init, not to the kernel",
					 word->effect);
		return;
	}
	word->verdict = IA_VERDICT_LOGGED;
	word->effect = ia_format(lint->arena, "%s: logged among the \"Unknown kernel command line "
				 "parameters\", and handed to init", word->effect);
}

/*
 * What becomes of a name that no code of the kernel has registered. A name with
 * a dot is left to its module, which may not exist.
 */
static void judge_unread(const struct ia_lint *lint, struct ia_lint_word *word,
			 const char *effect)
{
	word->verdict = IA_VERDICT_SILENT;
	word->effect = effect;
	word->source = "init/main.c, unknown_bootoption()";
	if (ia_lint_has_module(lint->arena, word->token->name)) {
		word->verdict = IA_VERDICT_LOGGED;
		word->source = "kernel/module, unknown_module_param_cb()";
		word->effect = ia_format(lint->arena, "%s: logged as an unknown parameter when the "
					 "module is loaded, and ignored", effect);
	} else if (!strchr(word->token->name, '.')) {
		hand_to_init(lint, word);
	}
}

static const char *stem(struct ia_arena *arena, const struct ia_token *token)
{
	return ia_format(arena, "%s=", token->name);
}

static void judge_list(struct ia_lint *lint, const struct ia_token *token,
		       const struct ia_parameter *parameter)
{
	const char *stopped = NULL, *rest = token->value;
	struct ia_words words;
	size_t i, before = lint->count;

	ia_words_split(lint->arena, token->value, ',', &words);
	for (i = 0; i < words.count; rest += strlen(words.items[i]) + 1, i++) {
		const struct ia_parameter_rule *rule, *newer;
		struct ia_lint_word *word;

		if (!*words.items[i] ||
		    (parameter->some && !find_rule(lint, parameter, words.items[i], &newer)))
			continue;
		word = add_word(lint, token, parameter);
		word->text = ia_format(lint->arena, "%s%s", stem(lint->arena, token),
				       words.items[i]);
		if (stopped) {
			word->verdict = IA_VERDICT_SILENT;
			word->source = parameter->rules->source;
			word->effect = ia_format(lint->arena, "not read: %s stands in front of it",
						 stopped);
			continue;
		}
		/* pci_setup() cuts the value at its commas before it prints. */
		rule = judge(lint, word, words.items[i],
			     strcmp(parameter->name, "pci") ? rest : words.items[i]);
		if (rule && rule->flags & IA_RULE_STOPS)
			stopped = words.items[i];
	}
	if (lint->count == before && !parameter->some) {
		struct ia_lint_word *word = add_word(lint, token, parameter);

		word->verdict = IA_VERDICT_SILENT;
		word->source = parameter->rules->source;
		word->effect = "an empty value: nothing happens";
	}
}

/* Whether Debian builds this kernel without the code that reads a parameter. */
static bool debian_lacks(const struct ia_lint *lint, const struct ia_parameter *parameter)
{
	return parameter->config && lint->debian &&
	       (!parameter->debian_from || is_before(lint, parameter->debian_from));
}

static void judge_bare(const struct ia_lint *lint, struct ia_lint_word *word)
{
	const struct ia_parameter *parameter = word->parameter;

	if (parameter->kind == IA_PARAMETER_SETUP) {
		judge_unread(lint, word, "has no value, so no kernel code reads it");
		return;
	}
	word->verdict = parameter->bare;
	word->effect = parameter->bare_effect;
	word->source = parameter->rules->source;
}

/* Judges a token whose value is one text, or none. */
static void judge_text(struct ia_lint *lint, struct ia_lint_word *word)
{
	const struct ia_token *token = word->token;
	const struct ia_parameter *parameter = word->parameter;
	const char *value = token->value;

	if (parameter->value == IA_VALUE_FLAG) {
		/* What follows the name: for some, more of the name and a value. */
		const char *whole = value ? ia_format(lint->arena, "%s=%s", token->name, value) :
				    token->name;

		value = whole + strlen(parameter->name);
	} else if (!value) {
		judge_bare(lint, word);
		return;
	}
	if (parameter->value == IA_VALUE_BOOL)
		value = as_bool(lint, value);
	judge(lint, word, value, value);
	if (parameter->config)
		note_config(lint, word, parameter->config);
}

static void judge_token(struct ia_lint *lint, const struct ia_token *token,
			const struct ia_parameter *parameter)
{
	struct ia_lint_word *word;

	if (parameter->value == IA_VALUE_LIST && token->value) {
		judge_list(lint, token, parameter);
		return;
	}
	word = add_word(lint, token, parameter);
	if (parameter->from && is_before(lint, parameter->from)) {
		word->verdict = IA_VERDICT_VERSION;
		word->source = parameter->rules->source;
		word->effect = ia_format(lint->arena, "%s; here nothing reads it",
					 since(lint->arena, parameter->from));
	} else if (debian_lacks(lint, parameter)) {
		judge_unread(lint, word,
			     ia_format(lint->arena, "Debian builds this kernel without %s",
				       parameter->config));
	} else {
		judge_text(lint, word);
	}
}

static void judge_stranger(struct ia_lint *lint, const struct ia_token *token)
{
	const char *near;
	struct ia_lint_word *word;

	if (!ia_lint_is_slip(lint->arena, token, &near))
		return;
	word = add_word(lint, token, NULL);
	judge_unread(lint, word, ia_lint_has_module(lint->arena, token->name) ?
		     "its module has no parameter of this name" :
		     "no kernel reads a parameter of this name");
	word->meant = near;
}

static void judge_all(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->cmdline.count; i++) {
		const struct ia_token *token = &lint->cmdline.tokens[i];
		const struct ia_parameter *parameter = ia_lint_parameter(lint->arena, token);

		if (token->init && parameter) {
			struct ia_lint_word *word = add_word(lint, token, parameter);

			word->verdict = IA_VERDICT_SILENT;
			word->source = "kernel/params.c, parse_args()";
			word->effect = "stands behind \"--\": it goes to init, not to the kernel";
		} else if (parameter) {
			judge_token(lint, token, parameter);
		} else if (!token->init) {
			judge_stranger(lint, token);
		}
	}
}

static void note_vendor(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->count; i++) {
		const struct ia_parameter *p = lint->words[i].parameter;

		if (p && p->vendor && lint->vendor && p->vendor != lint->vendor)
			ia_lint_note(lint, &lint->words[i], lint->vendor == IA_VENDOR_VTD ?
				 "harmless on this Intel machine" : "harmless on this AMD machine");
	}
}

/* Releases such as 5.14.0-427.13.1.el9_4.x86_64: old by number, not by content. */
static bool is_backported(const char *kernel)
{
	const char *mark = strstr(kernel, ".el");

	return mark && isdigit((unsigned char)mark[3]);
}

static void note_backports(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; is_backported(lint->kernel) && i < lint->count; i++) {
		if (lint->words[i].verdict == IA_VERDICT_VERSION)
			ia_lint_note(lint, &lint->words[i],
				     "Red Hat's kernels carry much of newer ones: this one may have it");
	}
}

/* Debian's releases: 6.1.0-56-amd64, 6.12.107+deb13-amd64 */
static bool is_debian(const char *kernel)
{
	static const char end[] = "-amd64";
	size_t len = strlen(kernel);

	return strstr(kernel, "+deb") ||
	       (len > strlen(end) && !strcmp(kernel + len - strlen(end), end));
}

/**
 * ia_lint_line() - judge a command line
 * @lint: filled
 * @arena: the owner of all of it
 * @line: the command line
 * @kernel: release of the kernel that it is for, or "unknown"
 * @vendor: whose IOMMU the machine has, where that is known
 */
void ia_lint_line(struct ia_lint *lint, struct ia_arena *arena, const char *line,
		  const char *kernel, enum ia_vendor vendor)
{
	size_t i;

	*lint = (struct ia_lint){
		.arena = arena,
		.kernel = kernel,
		.release = ia_release_parse(kernel),
		.debian = is_debian(kernel),
		.vendor = vendor,
	};
	ia_cmdline_parse(arena, line, &lint->cmdline);
	lint->cut = lint->cmdline.length >= IA_CMDLINE_SIZE;
	judge_all(lint);
	ia_lint_together(lint);
	note_vendor(lint);
	note_backports(lint);
	for (i = 0; i < lint->count; i++)
		lint->counts[lint->words[i].verdict]++;
	lint->findings = lint->count - lint->counts[IA_VERDICT_OK] + lint->cut;
}

/**
 * ia_lint_token() - judge one token alone
 * @arena: memory for the work
 * @token: the token
 * @kernel: release of the kernel that it is for, or "unknown"
 *
 * Return: the verdict on its first word that is not ok, or IA_VERDICT_OK;
 * IA_VERDICT_SILENT for a token that is not of these parameters.
 */
enum ia_lint_verdict ia_lint_token(struct ia_arena *arena, const char *token,
				   const char *kernel)
{
	struct ia_lint lint;
	size_t i;

	ia_lint_line(&lint, arena, token, kernel, IA_VENDOR_UNKNOWN);
	for (i = 0; i < lint.count; i++) {
		if (lint.words[i].verdict != IA_VERDICT_OK)
			return lint.words[i].verdict;
	}
	return lint.count ? IA_VERDICT_OK : IA_VERDICT_SILENT;
}
