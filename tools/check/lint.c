// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <ctype.h>
#include <string.h>

/* Letters that two names may differ in and still be taken for a slip. */
#define MOST_SLIPS	2
#define MOST_NAME	64

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

static void add_note(const struct ia_lint *lint, struct ia_lint_word *word, const char *note)
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

static bool begins(const struct ia_parameter_rule *rule, const char *word)
{
	if (!rule->word)
		return true;
	return rule->flags & IA_RULE_WHOLE ? !strcmp(word, rule->word) :
	       !strncmp(word, rule->word, strlen(rule->word));
}

static const char *behind(const struct ia_parameter_rule *rule, const char *word)
{
	return word + (rule->word ? strlen(rule->word) : 0);
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

		if (!begins(rule, word) ||
		    (rule->fits && !rule->fits(lint->arena, behind(rule, word))))
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

/* Build options and patches: what only some kernels of this version have. */
static void judge_build(const struct ia_lint *lint, struct ia_lint_word *word,
			const struct ia_parameter_rule *rule)
{
	struct ia_arena *arena = lint->arena;

	if (rule->flags & IA_RULE_DEBIAN && lint->release.known && !lint->debian) {
		word->verdict = IA_VERDICT_NEEDS_PATCH;
		add_note(lint, word, "this kernel is none of Debian's");
	}
	if (!rule->config)
		return;
	if (rule->flags & IA_RULE_NO_DEBIAN && lint->debian) {
		word->verdict = IA_VERDICT_SILENT;
		add_note(lint, word, ia_format(arena, "Debian builds its kernels without %s",
					       rule->config));
	} else {
		add_note(lint, word, ia_format(arena, "needs a kernel with %s, which is not known",
					       rule->config));
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
	if (rule->word && !(rule->flags & (IA_RULE_WHOLE | IA_RULE_OPEN)) &&
	    *behind(rule, word))
		add_note(lint, result, ia_format(lint->arena, "read as \"%s\": only the beginning counts",
						 rule->word));
	judge_build(lint, result, rule);
	return rule;
}

/* The kernel's kstrtobool(): the first letters decide. */
static const char *as_bool(const struct ia_lint *lint, const char *value)
{
	char c = (char)tolower((unsigned char)*value);

	if (c == 'o' && value[1])
		c = tolower((unsigned char)value[1]) == 'n' ? '1' :
		    tolower((unsigned char)value[1]) == 'f' ? '0' : 'o';
	else if ((c == 't' || c == 'f') && is_before(lint, 5019))
		return value;
	if (c == '1' || c == 'y' || c == 't')
		return "1";
	return c == '0' || c == 'n' || c == 'f' ? "0" : value;
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

static void judge_token(struct ia_lint *lint, const struct ia_token *token,
			const struct ia_parameter *parameter)
{
	struct ia_lint_word *word;
	const char *value = token->value;

	if (parameter->from && is_before(lint, parameter->from)) {
		word = add_word(lint, token, parameter);
		word->verdict = IA_VERDICT_VERSION;
		word->source = parameter->rules->source;
		word->effect = ia_format(lint->arena, "%s; here nothing reads it",
					 since(lint->arena, parameter->from));
		return;
	}
	if (parameter->value == IA_VALUE_LIST && value) {
		judge_list(lint, token, parameter);
		return;
	}
	word = add_word(lint, token, parameter);
	if (parameter->value == IA_VALUE_FLAG) {
		/* What follows the name: for some, more of the name and a value. */
		const char *whole = value ? ia_format(lint->arena, "%s=%s", token->name, value) :
				    token->name;

		value = whole + strlen(parameter->name);
	} else if (!value) {
		word->verdict = parameter->bare;
		word->effect = parameter->bare_effect;
		word->source = parameter->rules->source;
		return;
	}
	if (parameter->value == IA_VALUE_BOOL)
		value = as_bool(lint, value);
	judge(lint, word, value, value);
}

static bool is_parameter(struct ia_arena *arena, const struct ia_parameter *parameter,
			 const struct ia_token *token)
{
	size_t len = strlen(parameter->name);

	if (parameter->kind != IA_PARAMETER_SETUP)
		return ia_cmdline_same(token->name, parameter->name);
	/* Without its "=" it is nothing to the kernel, but surely meant. */
	if (parameter->name[len - 1] == '=' && !token->value)
		return ia_cmdline_same(token->name,
				       ia_strndup(arena, parameter->name, len - 1));
	return ia_cmdline_starts(token->value ? stem(arena, token) : token->name,
				 parameter->name);
}

static const struct ia_parameter *find_parameter(struct ia_arena *arena,
						 const struct ia_token *token)
{
	size_t i;

	for (i = 0; i < ia_parameters_count; i++) {
		if (is_parameter(arena, &ia_parameters[i], token))
			return &ia_parameters[i];
	}
	return NULL;
}

/* Letters to change, add or leave out to get from one name to the other. */
static size_t slips(const char *a, const char *b)
{
	size_t row[MOST_NAME + 1], la = strlen(a), lb = strlen(b), i, j;

	if (la > MOST_NAME || lb > MOST_NAME)
		return MOST_NAME;
	for (j = 0; j <= lb; j++)
		row[j] = j;
	for (i = 1; i <= la; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (j = 1; j <= lb; j++) {
			size_t change = corner + (a[i - 1] != b[j - 1]);
			size_t least = row[j] < row[j - 1] ? row[j] : row[j - 1];

			corner = row[j];
			row[j] = change < least + 1 ? change : least + 1;
		}
	}
	return row[lb];
}

static const char *nearest(struct ia_arena *arena, const char *name)
{
	const char *best = NULL;
	size_t i, least = MOST_SLIPS + 1;

	for (i = 0; i < ia_parameters_count; i++) {
		const char *known = ia_parameters[i].name;
		size_t len = strlen(known), n;

		n = slips(name, ia_strndup(arena, known, len - (known[len - 1] == '=')));
		if (n < least && ia_parameters[i].kind != IA_PARAMETER_NONE) {
			least = n;
			best = known;
		}
	}
	return best;
}

/* Whether a name that no kernel knows was meant to be one of these. */
static bool is_about_this(const char *name)
{
	static const char *const parts[] = {
		"iommu", "vfio", "sriov", "sr_iov", "swiotlb", "intremap", "ivrs", "vt_d", "dmar",
		"_acs",
	};
	size_t i, at;

	for (at = 0; name[at]; at++) {
		for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
			if (ia_cmdline_starts(name + at, parts[i]))
				return true;
		}
	}
	return false;
}

/* A module that this table does not have may well have such a parameter. */
static bool is_of_a_module(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot && strncmp(name, "iommu.", 6) && strncmp(name, "vfio", 4);
}

static void judge_stranger(struct ia_lint *lint, const struct ia_token *token)
{
	const char *near;
	struct ia_lint_word *word;

	near = is_of_a_module(token->name) ? NULL : nearest(lint->arena, token->name);
	if (is_of_a_module(token->name) || (!near && !is_about_this(token->name)))
		return;
	word = add_word(lint, token, NULL);
	word->verdict = IA_VERDICT_SILENT;
	word->effect = "no kernel reads a parameter of this name";
	word->meant = near;
}

static void judge_all(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->cmdline.count; i++) {
		const struct ia_token *token = &lint->cmdline.tokens[i];
		const struct ia_parameter *parameter = find_parameter(lint->arena, token);

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

static bool counts(const struct ia_lint_word *word)
{
	return word->verdict == IA_VERDICT_OK || word->verdict == IA_VERDICT_DEPRECATED ||
	       word->verdict == IA_VERDICT_MISLEADING;
}

/**
 * ia_lint_setting() - the word that decides a setting
 * @lint: a judged line
 * @setting: the setting
 *
 * Return: the word, or NULL when no word of the line does.
 */
const struct ia_lint_word *ia_lint_setting(const struct ia_lint *lint,
					   enum ia_setting setting)
{
	const struct ia_lint_word *best = NULL;
	size_t i;

	for (i = 0; i < lint->count; i++) {
		const struct ia_lint_word *word = &lint->words[i];

		if (word->setting == setting && counts(word) &&
		    !(best && best->wins && !word->wins))
			best = word;
	}
	return best;
}

static void undo(struct ia_lint *lint, struct ia_lint_word *word, const char *why,
		 const struct ia_lint_word *by)
{
	word->verdict = IA_VERDICT_CONFLICT;
	word->effect = ia_format(lint->arena, "undone by %s, which %s", by->text, why);
	word->meant = NULL;
}

/* Words that set the same thing differently: one of them decides. */
static void find_conflicts(struct ia_lint *lint)
{
	enum ia_setting setting;
	size_t i;

	for (setting = IA_SETTING_NONE + 1; setting < IA_SETTINGS; setting++) {
		const struct ia_lint_word *decides = ia_lint_setting(lint, setting);

		for (i = 0; decides && i < lint->count; i++) {
			struct ia_lint_word *word = &lint->words[i];

			if (word->setting == setting && counts(word) && word != decides &&
			    strcmp(word->state, decides->state))
				undo(lint, word, word < decides ? "comes later and wins" :
				     "cannot be unset", decides);
		}
	}
}

/* Words that set different things, of which one makes the other one idle. */
static const struct {
	enum ia_setting setting;
	const char *state;
	enum ia_setting by;
	const char *by_state;
	bool conflict;
	const char *why;
} crosses[] = {
	{ IA_SETTING_VTD, "on", IA_SETTING_DMA_OFF, "on", true, "stops every IOMMU" },
	{ IA_SETTING_AMD, "on", IA_SETTING_DMA_OFF, "on", true, "stops every IOMMU" },
	{ IA_SETTING_STRICT, "on", IA_SETTING_PASSTHROUGH, "on", false,
	  "with passthrough only for devices that are translated all the same" },
	{ IA_SETTING_STRICT, "off", IA_SETTING_PASSTHROUGH, "on", false,
	  "with passthrough only for devices that are translated all the same" },
	{ IA_SETTING_INTREMAP, "off", IA_SETTING_VTD, "on", false,
	  "VT-d goes on translating DMA: the two are independent" },
};

static bool sets(const struct ia_lint_word *word, enum ia_setting setting, const char *state)
{
	return word && word->setting == setting && counts(word) && !strcmp(word->state, state);
}

static void find_crosses(struct ia_lint *lint)
{
	size_t i, j;

	for (j = 0; j < sizeof(crosses) / sizeof(*crosses); j++) {
		const struct ia_lint_word *by = ia_lint_setting(lint, crosses[j].by);

		if (!sets(by, crosses[j].by, crosses[j].by_state))
			continue;
		for (i = 0; i < lint->count; i++) {
			struct ia_lint_word *word = &lint->words[i];

			if (!sets(word, crosses[j].setting, crosses[j].state))
				continue;
			if (crosses[j].conflict)
				undo(lint, word, crosses[j].why, by);
			else
				add_note(lint, word, crosses[j].why);
		}
	}
}

/* Tokens of which a kernel takes only so many. */
static void find_surplus(struct ia_lint *lint)
{
	size_t i, j, n;

	for (i = 0; i < lint->count; i++) {
		struct ia_lint_word *word = &lint->words[i];
		size_t most = word->parameter ? word->parameter->rules->most : 0;

		for (j = 0, n = 0; most && j < i; j++)
			n += lint->words[j].parameter == word->parameter &&
			     counts(&lint->words[j]);
		if (most && n >= most && counts(word)) {
			word->verdict = IA_VERDICT_LOGGED;
			word->effect = ia_format(lint->arena,
						 "the kernel has room for %zu of these: "
						 "logged as an overflow, and ignored", most);
		}
	}
}

static void note_vendor(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->count; i++) {
		const struct ia_parameter *p = lint->words[i].parameter;

		if (p && p->vendor && lint->vendor && p->vendor != lint->vendor)
			add_note(lint, &lint->words[i], lint->vendor == IA_VENDOR_VTD ?
				 "harmless on this Intel machine" : "harmless on this AMD machine");
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
	find_surplus(lint);
	find_conflicts(lint);
	find_crosses(lint);
	note_vendor(lint);
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

	ia_lint_line(&lint, arena, token, kernel, IA_VENDOR_ANY);
	for (i = 0; i < lint.count; i++) {
		if (lint.words[i].verdict != IA_VERDICT_OK)
			return lint.words[i].verdict;
	}
	return lint.count ? IA_VERDICT_OK : IA_VERDICT_SILENT;
}
