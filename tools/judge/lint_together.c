// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <string.h>

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
}
