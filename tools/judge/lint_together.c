// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <string.h>

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

/* Words that set different things, of which one makes the other one idle; NULL is any state. */
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
	{ IA_SETTING_ACS_REDIR, NULL, IA_SETTING_ACS_CONFIG, NULL, false,
	  "a function that config_acs= names too gets what that asks" },
};

static bool sets(const struct ia_lint_word *word, enum ia_setting setting, const char *state)
{
	return word && word->setting == setting && counts(word) &&
	       (!state || !strcmp(word->state, state));
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
				ia_lint_note(lint, word, crosses[j].why);
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

/**
 * ia_lint_together() - judge the words of a line by each other
 * @lint: a line whose words are judged one by one
 *
 * Words that undo each other, that leave each other nothing to do, and those of
 * which there are too many.
 */
void ia_lint_together(struct ia_lint *lint)
{
	find_surplus(lint);
	find_conflicts(lint);
	find_crosses(lint);
}
