// SPDX-License-Identifier: GPL-2.0
#include "lint.h"
#include "parameters_rules.h"

#include "../machine/quirks.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Values that are texts are the same where the texts are. */
static bool same(const struct ia_lint_parameter *a, const struct ia_lint_parameter *b)
{
	return a->to == b->to && (a->to != IA_SET_VALUE || !strcmp(a->value, b->value));
}

static void undo(const struct ia_lint *lint, struct ia_lint_parameter *one,
		 enum ia_lint_effect how, const struct ia_lint_parameter *by)
{
	const char *quoted = ia_cmdline_brief(lint->arena, by->text);

	one->verdict = IA_LINT_CONFLICT;
	one->effect = (struct ia_reason){ .code = how, .args = { ia_arg_text(quoted) } };
	one->meant = NULL;
}

/* Of those that set the same thing differently one decides. */
static void find_conflicts(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->count; i++) {
		struct ia_lint_parameter *one = &lint->parameters[i];
		const struct ia_lint_parameter *decides = ia_lint_setting(lint, one->setting);

		if (one->setting && decides && ia_lint_counts(one) && one != decides &&
		    !same(one, decides))
			undo(lint, one, one < decides ? IA_EFFECT_LATER : IA_EFFECT_STAYS,
			     decides);
	}
}

/*
 * Those that set different things, of which one makes the other one idle.
 * IA_SET_NOTHING is any value.
 */
static const struct {
	enum ia_setting setting;
	enum ia_setting_value to;
	enum ia_setting by;
	enum ia_setting_value by_to;
	enum ia_lint_effect undone;
	enum ia_note note;
} crosses[] = {
	{ IA_SETTING_VTD, IA_SET_ON, IA_SETTING_DMA_OFF, IA_SET_ON, .undone = IA_EFFECT_NO_IOMMU },
	{ IA_SETTING_AMD, IA_SET_ON, IA_SETTING_DMA_OFF, IA_SET_ON, .undone = IA_EFFECT_NO_IOMMU },
	{ IA_SETTING_STRICT, IA_SET_NOTHING, IA_SETTING_PASSTHROUGH, IA_SET_ON,
	  .note = IA_NOTE_TRANSLATED_ONLY },
	{ IA_SETTING_FORCEDAC, IA_SET_NOTHING, IA_SETTING_PASSTHROUGH, IA_SET_ON,
	  .note = IA_NOTE_TRANSLATED_ONLY },
	{ IA_SETTING_INTREMAP, IA_SET_OFF, IA_SETTING_VTD, IA_SET_ON,
	  .note = IA_NOTE_INDEPENDENT },
	{ IA_SETTING_ACS_REDIR, IA_SET_NOTHING, IA_SETTING_ACS_CONFIG, IA_SET_NOTHING,
	  .note = IA_NOTE_CONFIG_ACS_WINS },
};

static bool sets(const struct ia_lint_parameter *one, enum ia_setting setting,
		 enum ia_setting_value to)
{
	return one && one->setting == setting && ia_lint_counts(one) && (!to || one->to == to);
}

static void find_crosses(struct ia_lint *lint)
{
	size_t i, j;

	for (j = 0; j < sizeof(crosses) / sizeof(*crosses); j++) {
		const struct ia_lint_parameter *by = ia_lint_setting(lint, crosses[j].by);

		if (!sets(by, crosses[j].by, crosses[j].by_to))
			continue;
		for (i = 0; i < lint->count; i++) {
			struct ia_lint_parameter *one = &lint->parameters[i];

			if (!sets(one, crosses[j].setting, crosses[j].to))
				continue;
			if (crosses[j].undone)
				undo(lint, one, crosses[j].undone, by);
			else
				ia_lint_note(lint, one, crosses[j].note, NULL);
		}
		ia_lint_decide(lint);
	}
}

/* Tokens of which a kernel takes only so many. */
static void find_surplus(struct ia_lint *lint)
{
	size_t *taken = ia_alloc(lint->arena, ia_parameters_count, sizeof(*taken)), i;

	for (i = 0; i < lint->count; i++) {
		struct ia_lint_parameter *one = &lint->parameters[i];
		size_t most = one->entry ? one->entry->rules->most : 0;

		if (!most || !ia_lint_counts(one))
			continue;
		if (taken[one->entry - ia_parameters]++ < most)
			continue;
		one->verdict = IA_LINT_LOGGED;
		one->effect = (struct ia_reason){
			.code = IA_EFFECT_OVERFLOW, .args = { ia_arg_n(most) },
		};
	}
}

/* setup_irqremap(): "on" takes nopost back as well. */
static void find_posting(struct ia_lint *lint)
{
	const struct ia_lint_parameter *on = NULL;
	size_t i;

	for (i = lint->count; i-- > 0;) {
		struct ia_lint_parameter *one = &lint->parameters[i];

		if (!ia_lint_counts(one))
			continue;
		if (one->entry && one->entry->rules == ia_rules_intremap &&
		    one->setting == IA_SETTING_INTREMAP && one->to == IA_SET_ON && !on)
			on = one;
		else if (one->setting == IA_SETTING_POSTING && on)
			undo(lint, one, IA_EFFECT_LATER, on);
	}
}

/*
 * What can still force VT-d on with iommu=off: tboot_force_iommu() of kernels that were launched
 * by it, and platform_optin_force_iommu() where neither no_iommu nor intel_iommu=off stops that.
 */
static void find_forced(struct ia_lint *lint)
{
	const enum ia_quirk_change change = IA_CHANGE_NO_IOMMU_OPTIN;
	bool vtd = ia_lint_sets(lint, IA_SETTING_VTD, IA_SET_OFF);
	bool off = vtd || ia_lint_sets(lint, IA_SETTING_AMD, IA_SET_OFF);
	enum ia_flag fixed = lint->release.known ? ia_has_change(lint->release, change) : IA_YES;
	size_t i;

	for (i = 0; i < lint->count; i++) {
		struct ia_lint_parameter *one = &lint->parameters[i];

		if (one->entry && one->entry->rules == ia_rules_iommu &&
		    sets(one, IA_SETTING_DMA_OFF, IA_SET_ON)) {
			if (off)
				one->meant = NULL;
			ia_lint_note(lint, one, vtd || fixed == IA_YES ? IA_NOTE_FORCED_TBOOT :
				     fixed == IA_NO ? IA_NOTE_FORCED_OPTIN : IA_NOTE_FORCED_MAYBE,
				     ia_change_subject(change));
		}
	}
}

static bool is_id(const char *word)
{
	unsigned int vendor, device;
	int end = 0;

	return sscanf(word, "%4x:%4x%n", &vendor, &device, &end) == 2 &&
	       end > 4 && !word[end + strspn(word + end, ":,0123456789abcdefABCDEFx")];
}

/* Whether a word can only be meant for the list that a parameter in front of it is. */
static bool is_more_of(const struct ia_lint_parameter *one, const char *word)
{
	if (one->setting == IA_SETTING_VFIO_IDS || one->setting == IA_SETTING_STUB_IDS)
		return is_id(word);
	return one->entry && one->entry->rules == ia_rules_acs_override &&
	       ia_lint_counts(one) && ia_is_override(word);
}

/* A list that a blank ends: what is behind it is a word of its own. */
static void find_split(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->count; i++) {
		struct ia_lint_parameter *one = &lint->parameters[i];
		const struct ia_token *next = one->token + 1;
		const char *id;

		if (next == lint->cmdline.tokens + lint->cmdline.count || next->init)
			continue;
		id = next->text + strspn(next->text, ",");
		if (!is_more_of(one, id))
			continue;
		one->verdict = IA_LINT_MISLEADING;
		one->effect = (struct ia_reason){
			.code = IA_EFFECT_SPLIT,
			.args = { ia_arg_text(ia_cmdline_brief(lint->arena, next->text)) },
		};
		one->meant = ia_format(lint->arena, "%s%s%s", one->text,
				       one->text[strlen(one->text) - 1] == ',' ? "" : ",", id);
	}
}

/* Whether a list has an id that another one has. */
static const char *in_both(struct ia_arena *arena, const struct ia_lint_parameter *a,
			   const struct ia_lint_parameter *b)
{
	struct ia_words ours, theirs;
	size_t i, j;

	ia_words_split(arena, a->token->value, ',', &ours);
	ia_words_split(arena, b->token->value, ',', &theirs);
	for (i = 0; i < ours.count; i++) {
		for (j = 0; *ours.items[i] && j < theirs.count; j++) {
			if (!strcasecmp(ours.items[i], theirs.items[j]))
				return ours.items[i];
		}
	}
	return NULL;
}

/* Of two drivers that are to have the same device the first one gets it. */
static void find_shared(struct ia_lint *lint)
{
	const struct ia_lint_parameter *vfio = ia_lint_setting(lint, IA_SETTING_VFIO_IDS);
	const struct ia_lint_parameter *stub = ia_lint_setting(lint, IA_SETTING_STUB_IDS);
	const char *id = vfio && stub ? in_both(lint->arena, vfio, stub) : NULL;

	if (!id)
		return;
	ia_lint_note(lint, &lint->parameters[vfio - lint->parameters], IA_NOTE_ALSO_STUB, id);
	ia_lint_note(lint, &lint->parameters[stub - lint->parameters], IA_NOTE_ALSO_VFIO, id);
}

/*
 * "intel_iommu=on;iommu=pt": of a value what is behind ";" is lost, but for pci=; so are ids
 * behind a blank inside quotes.
 */
static void find_lost(struct ia_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->count; i++) {
		struct ia_lint_parameter *one = &lint->parameters[i];
		const char *mark = one->entry && one->entry->rules != ia_rules_pci ?
				   strpbrk(one->text, ";|& ") : NULL;
		const char *lost = mark ? mark + 1 + strspn(mark + 1, ";|& ") : NULL;
		bool more;

		if (!lost)
			continue;
		lost = ia_strndup(lint->arena, lost, strcspn(lost, "\""));
		more = one->setting && is_more_of(one, lost);
		if (!more && *mark == ' ')
			continue;
		if (!more && !ia_lint_own_word(lint->arena, lost))
			continue;
		if (ia_lint_counts(one))
			one->verdict = IA_LINT_MISLEADING;
		one->nnotes = 0;
		one->effect = (struct ia_reason){
			.code = more ? IA_EFFECT_LOST_ID : IA_EFFECT_LOST,
			.args = { ia_arg_text(ia_format(lint->arena, "%.*s",
							(int)(mark - one->text), one->text)),
				  ia_arg_text(ia_cmdline_brief(lint->arena, lost)) },
		};
		one->meant = ia_format(lint->arena, "%.*s%s%s", (int)(mark - one->text), one->text,
				       more ? "," : " ", lost);
	}
}

/**
 * ia_lint_together() - judge the parameters of a line by each other
 * @lint: a line whose parameters are judged one by one
 *
 * Those that undo each other, that leave each other nothing to do, and those of
 * which there are too many.
 */
void ia_lint_together(struct ia_lint *lint)
{
	find_surplus(lint);
	ia_lint_decide(lint);
	find_conflicts(lint);
	find_crosses(lint);
	find_posting(lint);
	find_forced(lint);
	find_split(lint);
	find_shared(lint);
	find_lost(lint);
	ia_lint_huge(lint);
	ia_lint_idle(lint);
}
