// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include "../machine/facts.h"
#include "../machine/quirks.h"

#include <ctype.h>
#include <string.h>

/* Of older kernels nothing was read. */
#define OLDEST	(IA_OLDEST_MAJOR * 1000 + IA_OLDEST_MINOR)
/* But for Red Hat's of its release 8, which are newer than their number. */
#define OLDEST_RED_HAT	4018

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

/*
 * Whether the kernel has what brought a rule. Where that cannot be told, a rule that is for these
 * kernels alone gives way to the next one.
 */
static bool has_rule(const struct ia_lint *lint, const struct ia_parameter_rule *rule)
{
	enum ia_flag has;

	if (!in_range(lint, rule->kernels))
		return false;
	if (!rule->change || !lint->release.known)
		return true;
	has = ia_has_change(lint->release, rule->change);
	return has == IA_YES || (has == IA_FLAG_UNKNOWN && !(rule->flags & IA_MATCH_HERE));
}

/* Whether kernels of that architecture have it; one that is not known is taken for x86. */
static bool is_of_arch(const struct ia_lint *lint, enum ia_arch arch)
{
	return !ia_is_value(arch) ||
	       arch == (ia_is_value(lint->arch) ? lint->arch : IA_ARCH_X86);
}

/* What follows the rule's word in this one, or NULL where that is not in it. */
static const char *behind(const struct ia_parameter_rule *rule, const char *word)
{
	size_t len = rule->word ? strlen(rule->word) : 0;

	if (rule->flags & IA_MATCH_INSIDE)
		word = strstr(word, rule->word);
	if (!word || strncmp(word, rule->word ? rule->word : "", len) ||
	    (rule->flags & IA_MATCH_WHOLE && word[len]))
		return NULL;
	return word + len;
}

/* Whether a rule is of kernels that only some build. */
static bool is_theirs(const struct ia_lint *lint, const struct ia_parameter_rule *rule)
{
	if (rule->flags & IA_MATCH_PVE)
		return lint->kernel.known && strstr(lint->kernel.text, "-pve");
	return !(rule->flags & IA_MATCH_OVERRIDE) || lint->patched == IA_YES;
}

/* Finds the rule for a word; @newer is one that would be for another kernel. */
static const struct ia_parameter_rule *find_rule(const struct ia_lint *lint,
						 const struct ia_parameter *entry,
						 const char *word,
						 const struct ia_parameter_rule **newer)
{
	const struct ia_parameter_rule *rule;

	*newer = NULL;
	for (rule = entry->rules; rule->source; rule++) {
		const char *rest = behind(rule, word);

		if (!rest || !is_of_arch(lint, rule->arch) || !is_theirs(lint, rule) ||
		    (rule->fits && !rule->fits(lint->arena, rest)))
			continue;
		if (has_rule(lint, rule))
			return rule;
		if (!*newer && !(rule->flags & IA_MATCH_HERE))
			*newer = rule;
	}
	return NULL;
}

static struct ia_reason since(enum ia_lint_effect effect, unsigned int kernel)
{
	return (struct ia_reason){
		.code = effect, .args = { ia_arg_n(kernel / 1000), ia_arg_n(kernel % 1000) },
	};
}

/* Build options and patches: what only some kernels of this version have. */
static void judge_build(const struct ia_lint *lint, struct ia_lint_parameter *one)
{
	const struct ia_parameter_rule *rule = one->rule;

	if (rule->flags & IA_MATCH_DEBIAN && lint->release.known && !lint->release.debian) {
		one->verdict = IA_LINT_NEEDS_PATCH;
		ia_lint_note(lint, one, IA_NOTE_NOT_DEBIAN, NULL);
	}
	if (!rule->config)
		return;
	if (rule->flags & IA_MATCH_NO_DEBIAN && lint->release.debian) {
		one->verdict = IA_LINT_SILENT;
		ia_lint_note(lint, one, IA_NOTE_NOT_BUILT, rule->config);
	} else {
		ia_lint_note(lint, one, IA_NOTE_CONFIG, rule->config);
	}
}

/* Whether config_acs= names bits that are to be cleared. */
static bool clears(const struct ia_lint *lint, const struct ia_lint_parameter *one, size_t *devices)
{
	struct ia_acs_requests requests;
	bool clears = false;
	size_t i;

	ia_acs_requests_parse(lint->arena, one->value, one->setting == IA_SETTING_ACS_REDIR,
			      &requests);
	for (i = 0; i < requests.count; i++)
		clears |= requests.items[i].mask & ~requests.items[i].flags;
	*devices = requests.count;
	return clears;
}

/*
 * From Linux 6.11 to the fix of __pci_config_acs() (commit 9cf8a952d57b) its mask is taken the
 * wrong way round and kept from one device to the next.
 */
static void judge_fix(const struct ia_lint *lint, struct ia_lint_parameter *one)
{
	bool redir = one->setting == IA_SETTING_ACS_REDIR, zeros;
	enum ia_flag fixed;
	size_t devices;

	if ((!redir && one->setting != IA_SETTING_ACS_CONFIG) || !lint->release.known ||
	    is_before(lint, 6011))
		return;
	fixed = ia_has_change(lint->release, IA_CHANGE_CONFIG_ACS_FIX);
	zeros = clears(lint, one, &devices);
	if (fixed == IA_YES || (!zeros && (redir || devices < 2)))
		return;
	if (fixed == IA_FLAG_UNKNOWN) {
		ia_lint_note(lint, one, IA_NOTE_MAYBE_UNFIXED, NULL);
		return;
	}
	one->verdict = IA_LINT_MISLEADING;
	one->source = "drivers/pci/pci.c, __pci_config_acs() before commit 9cf8a952d57b";
	one->effect.code = redir ? IA_EFFECT_REDIR_UNFIXED : IA_EFFECT_CONFIG_UNFIXED;
	if (devices > 1 && !redir)
		ia_lint_note(lint, one, IA_NOTE_FIRST_ALONE, NULL);
}

/*
 * Judges one word. @rest is the word with all that follows it in the value:
 * that is what most parsers print.
 *
 * Return: whether the parser reads nothing behind it.
 */
static bool judge(const struct ia_lint *lint, struct ia_lint_parameter *one, const char *word,
		  const char *rest)
{
	const struct ia_parameter_rule *newer;
	const struct ia_parameter_rule *rule = find_rule(lint, one->entry, word, &newer);

	one->rule = rule ? rule : newer;
	if (!one->rule) {
		one->verdict = IA_LINT_SILENT;
		one->effect.code = IA_EFFECT_UNREAD;
		return false;
	}
	one->verdict = one->rule->verdict;
	one->effect.code = IA_EFFECT_RULE;
	one->value = behind(one->rule, word);
	one->logged = rest;
	one->meant = one->rule->meant;
	one->source = one->rule->source;
	if (newer) {
		one->verdict = IA_LINT_VERSION;
		one->effect = since(rule ? IA_EFFECT_NEWER_RULE : IA_EFFECT_NEWER,
				    newer->change ? ia_change_release(newer->change) :
						    newer->kernels.from);
		one->source = newer->source;
		return rule && rule->flags & IA_MATCH_STOPS;
	}
	if (!rule->word && rule->verdict != IA_LINT_OK && !one->meant)
		one->meant = ia_lint_own_word(lint->arena, word);
	one->setting = rule->setting;
	one->to = rule->to;
	one->wins = rule->flags & IA_MATCH_WINS;
	one->weakens = rule->flags & IA_MATCH_WEAKENS;
	if (rule->word && !(rule->flags & IA_MATCH_OPEN) && strcmp(word, rule->word))
		ia_lint_note(lint, one, rule->flags & IA_MATCH_INSIDE ? IA_NOTE_INSIDE :
				   IA_NOTE_BEGINNING, rule->word);
	if (rule->change && lint->release.known &&
	    ia_has_change(lint->release, rule->change) == IA_FLAG_UNKNOWN)
		ia_lint_note(lint, one, IA_NOTE_MAYBE_LACKS, ia_change_subject(rule->change));
	judge_build(lint, one);
	judge_fix(lint, one);
	return rule->flags & IA_MATCH_STOPS;
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

/*
 * What becomes of a name that no code of the kernel has registered. A name with
 * a dot is left to its module, which may not exist. The kernel lists what none
 * of its code took since print_unknown_bootoptions().
 */
static void judge_unread(const struct ia_lint *lint, struct ia_lint_parameter *one,
			 enum ia_lint_effect effect)
{
	one->verdict = IA_LINT_SILENT;
	one->effect.code = effect;
	one->source = "init/main.c, unknown_bootoption()";
	if (ia_lint_has_module(one->token->name)) {
		one->verdict = IA_LINT_LOGGED;
		one->source = "kernel/module, unknown_module_param_cb()";
		one->fate = IA_FATE_MODULE;
	} else if (!strchr(one->token->name, '.')) {
		one->fate = is_before(lint, 5014) ? IA_FATE_INIT : IA_FATE_INIT_LOGGED;
		if (one->fate == IA_FATE_INIT_LOGGED)
			one->verdict = IA_LINT_LOGGED;
	}
}

/* What is said of a parameter without any of its rules. */
static void judge_whole(struct ia_lint_parameter *one, enum ia_lint_verdict verdict,
			struct ia_reason effect)
{
	one->verdict = verdict;
	one->effect = effect;
	one->source = one->entry->rules->source;
}

static void judge_list(struct ia_lint *lint, const struct ia_token *token,
		       const struct ia_parameter *entry)
{
	const char *stopped = NULL, *rest = token->value;
	struct ia_words words;
	size_t i, before = lint->count;

	ia_words_split(lint->arena, token->value, ',', &words);
	for (i = 0; i < words.count; rest += strlen(words.items[i]) + 1, i++) {
		const char *word = words.items[i];
		const struct ia_parameter_rule *newer;
		struct ia_lint_parameter *one;

		if (!*word || (entry->some && !find_rule(lint, entry, word, &newer)))
			continue;
		one = ia_lint_add(lint, token, entry);
		one->text = ia_format(lint->arena, "%s=%s", token->name, word);
		if (stopped)
			judge_whole(one, IA_LINT_SILENT, (struct ia_reason){
				.code = IA_EFFECT_STOPPED, .args = { ia_arg_text(stopped) } });
		else if (judge(lint, one, word, entry->cuts ? word : rest))
			stopped = ia_cmdline_brief(lint->arena, word);
	}
	if (lint->count == before && !entry->some)
		judge_whole(ia_lint_add(lint, token, entry), IA_LINT_SILENT,
			    (struct ia_reason){ .code = IA_EFFECT_EMPTY });
}

/* Whether Debian builds this kernel without the code that reads a parameter. */
static bool debian_lacks(const struct ia_lint *lint, const struct ia_parameter *entry)
{
	if (!entry->config || !lint->release.debian ||
	    (entry->debian_arm64 && lint->arch == IA_ARCH_ARM64))
		return false;
	return !entry->debian_from || is_before(lint, entry->debian_from);
}

/* Judges a token whose value is one text, or none. */
static void judge_text(struct ia_lint *lint, struct ia_lint_parameter *one)
{
	const struct ia_token *token = one->token;
	const struct ia_parameter *entry = one->entry;
	const char *value = token->value;

	if (entry->value == IA_VALUE_FLAG) {
		/* What follows the name: for some, more of the name and a value. */
		const char *whole = value ? ia_format(lint->arena, "%s=%s", token->name, value) :
				    token->name;

		value = whole + strlen(entry->name);
	} else if (!value && entry->kind == IA_PARAMETER_SETUP) {
		judge_unread(lint, one, IA_EFFECT_NO_VALUE);
		return;
	} else if (!value && entry->value == IA_VALUE_BOOL && entry->bare == IA_LINT_OK) {
		/* param_set_bool(): "No equals means "set"..." */
		ia_lint_note(lint, one, IA_NOTE_SAME_AS_1, NULL);
		value = "1";
	} else if (!value) {
		judge_whole(one, entry->bare, (struct ia_reason){ .code = IA_EFFECT_BARE });
		return;
	}
	if (entry->value == IA_VALUE_BOOL)
		value = as_bool(lint, value);
	judge(lint, one, value, value);
	if (entry->config)
		ia_lint_note(lint, one, IA_NOTE_CONFIG, entry->config);
}

/* Whether the kernel, which may be of an architecture that is not known, has the name. */
static bool is_elsewhere(const struct ia_lint *lint, const struct ia_parameter *entry)
{
	return ia_is_value(entry->arch) && ia_is_value(lint->arch) && entry->arch != lint->arch;
}

static void judge_token(struct ia_lint *lint, const struct ia_token *token,
			const struct ia_parameter *entry)
{
	struct ia_lint_parameter *one;

	if (is_elsewhere(lint, entry)) {
		one = ia_lint_add(lint, token, entry);
		judge_unread(lint, one, IA_EFFECT_OTHER_ARCH);
		one->effect.args[0] = ia_arg_text(entry->arch == IA_ARCH_X86 ? "x86" : "arm64");
		one->meant = entry->elsewhere;
		return;
	}
	if (entry->value == IA_VALUE_LIST && token->value) {
		judge_list(lint, token, entry);
		return;
	}
	one = ia_lint_add(lint, token, entry);
	if (entry->from && is_before(lint, entry->from)) {
		judge_whole(one, IA_LINT_VERSION, since(IA_EFFECT_NEWER_PARAMETER, entry->from));
	} else if (debian_lacks(lint, entry)) {
		judge_unread(lint, one, IA_EFFECT_NOT_BUILT);
		one->effect.args[0] = ia_arg_text(entry->config);
	} else {
		judge_text(lint, one);
	}
}

static void judge_stranger(struct ia_lint *lint, const struct ia_token *token)
{
	const char *whole = ia_lint_of_module(token->name), *near = NULL;
	struct ia_lint_parameter *one;

	if (!whole && !token->value)
		whole = ia_lint_of_list(lint->arena, token->name);
	if (!whole && !ia_lint_is_slip(token, &near))
		return;
	one = ia_lint_add(lint, token, NULL);
	judge_unread(lint, one, ia_lint_has_module(token->name) ? IA_EFFECT_NOT_OF_MODULE :
								  IA_EFFECT_NOT_KNOWN);
	one->meant = !whole ? near : token->value ?
		     ia_format(lint->arena, "%s=%s", whole, token->value) : whole;
}

static void judge_all(struct ia_lint *lint)
{
	const struct ia_parameter_rule *newer;
	size_t i;

	for (i = 0; i < lint->cmdline.count; i++) {
		const struct ia_token *token = &lint->cmdline.tokens[i];
		const struct ia_parameter *entry = ia_parameter_find(token);

		if (token->init && entry) {
			struct ia_lint_parameter *one = ia_lint_add(lint, token, entry);

			one->verdict = IA_LINT_SILENT;
			one->source = "kernel/params.c, parse_args()";
			one->effect.code = IA_EFFECT_FOR_INIT;
		} else if (entry && entry->some && entry->value == IA_VALUE_TEXT &&
			   !(token->value && find_rule(lint, entry, token->value, &newer))) {
			continue;
		} else if (entry) {
			judge_token(lint, token, entry);
		} else if (!token->init) {
			judge_stranger(lint, token);
		}
	}
}

/*
 * Red Hat's kernels are newer than their number: what newer ones make of a word may hold there.
 * Where they read more than these, IA_NOTE_BACKPORTS says so.
 */
static void note_newer(const struct ia_lint *lint, struct ia_lint_parameter *one)
{
	const struct ia_parameter_rule *newer, *rule;
	struct ia_lint newest = *lint;
	const char *word;

	if (!lint->release.backported || !one->rule || one->verdict == IA_LINT_VERSION ||
	    one->effect.code != IA_EFFECT_RULE || !one->entry || one->entry->value == IA_VALUE_FLAG)
		return;
	word = strchr(one->text, '=');
	if (!word)
		return;
	newest.release.known = false;
	rule = find_rule(&newest, one->entry, word + 1, &newer);
	if (rule && rule != one->rule && rule->verdict != one->rule->verdict)
		ia_lint_note(lint, one, IA_NOTE_NEWER, ia_lint_verdict_word(rule->verdict));
}

/* What depends on whose IOMMU it is, and on who built the kernel. */
static void note_machine(const struct ia_lint *lint, struct ia_lint_parameter *one)
{
	const struct ia_release *release = &lint->release;
	enum ia_vendor vendor = one->entry ? one->entry->vendor : IA_VENDOR_UNKNOWN;

	if (ia_is_value(vendor) && ia_is_value(lint->vendor) && vendor != lint->vendor &&
	    lint->vendor != IA_VENDOR_SMMUV3)
		ia_lint_note(lint, one, IA_NOTE_OTHER_VENDOR,
			     lint->vendor == IA_VENDOR_VTD ? "Intel" : "AMD");
	if (release->own && one->verdict == IA_LINT_VERSION)
		ia_lint_note(lint, one, release->backported ? IA_NOTE_BACKPORTS : IA_NOTE_OWN,
			     NULL);
	note_newer(lint, one);
}

/**
 * ia_lint_line() - judge a command line
 * @lint: filled
 * @arena: the owner of all of it
 * @line: the command line
 * @target: what it is for
 */
void ia_lint_line(struct ia_lint *lint, struct ia_arena *arena, const char *line,
		  const struct ia_lint_target *target)
{
	size_t i;

	*lint = (struct ia_lint){
		.arena = arena,
		.kernel = target->kernel,
		.release = ia_release_parse(target->kernel.known ? target->kernel.text : NULL),
		.vendor = target->vendor,
		.dom0 = target->dom0,
	};
	lint->arch = ia_is_value(lint->release.arch) ? lint->release.arch : target->arch;
	lint->patched = ia_is_value(target->patched) ? target->patched : lint->release.override;
	lint->too_old = is_before(lint, lint->release.backported ? OLDEST_RED_HAT : OLDEST);
	ia_cmdline_parse(arena, line, &lint->cmdline);
	lint->cut = lint->cmdline.length >= IA_CMDLINE_SIZE;
	judge_all(lint);
	ia_lint_together(lint);
	for (i = 0; i < lint->count; i++) {
		note_machine(lint, &lint->parameters[i]);
		lint->counts[lint->parameters[i].verdict]++;
		lint->weakening += ia_lint_weakens(&lint->parameters[i]);
	}
	lint->findings = lint->count - lint->counts[IA_LINT_OK] + lint->cut;
}

/**
 * ia_lint_target_of() - what a machine's own command line is for
 * @machine: a joined machine; the symbols of its kernel may tell of patches
 */
struct ia_lint_target ia_lint_target_of(const struct ia_machine *machine)
{
	return (struct ia_lint_target){
		.kernel = machine->kernel, .arch = machine->arch, .vendor = machine->vendor,
		.patched = machine->host.config.acs_override,
	};
}

/**
 * ia_lint_machine() - judge a machine's own command line, for its own kernel
 * @machine: a joined machine; it is done once
 */
const struct ia_lint *ia_lint_machine(const struct ia_machine *machine)
{
	struct ia_lint_target target = ia_lint_target_of(machine);
	struct ia_lint *lint;

	if (machine->memo->lint)
		return machine->memo->lint;
	lint = ia_alloc(machine->arena, 1, sizeof(*lint));
	ia_lint_line(lint, machine->arena, machine->cmdline.known ? machine->cmdline.text : "",
		     &target);
	machine->memo->lint = lint;
	return lint;
}
