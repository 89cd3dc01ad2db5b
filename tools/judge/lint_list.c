// SPDX-License-Identifier: GPL-2.0
#include "lint.h"

#include <string.h>

#define X(name, word)	word,
static const char *const verdicts[] = { IA_LINT_VERDICTS_LIST(X) };
#undef X

const struct ia_wordlist ia_words_lint_verdicts = { verdicts, IA_LINT_VERDICTS, NULL };

/** ia_lint_verdict_word() - the word for a verdict, as in JSON */
const char *ia_lint_verdict_word(enum ia_lint_verdict verdict)
{
	return verdicts[verdict];
}

/* Appends a parameter, of which nothing is said yet. */
struct ia_lint_parameter *ia_lint_add(struct ia_lint *lint, const struct ia_token *token,
				      const struct ia_parameter *entry)
{
	lint->parameters = ia_grow(lint->arena, lint->parameters, lint->count, &lint->room,
				   sizeof(*lint->parameters));
	lint->parameters[lint->count] = (struct ia_lint_parameter){
		.token = token, .text = token->text, .entry = entry,
	};
	return &lint->parameters[lint->count++];
}

/* Says something more of a parameter; @text is the argument of the note, or NULL. */
void ia_lint_note(const struct ia_lint *lint, struct ia_lint_parameter *parameter,
		  enum ia_note note, const char *text)
{
	parameter->notes = ia_grow(lint->arena, parameter->notes, parameter->nnotes,
				   &parameter->notes_room, sizeof(*parameter->notes));
	parameter->notes[parameter->nnotes++] = (struct ia_reason){
		.code = note, .args = { ia_arg_text(text) },
	};
}

/* Whether a parameter does what it does, and nothing undoes it. */
bool ia_lint_counts(const struct ia_lint_parameter *parameter)
{
	return parameter->verdict == IA_LINT_OK || parameter->verdict == IA_LINT_DEPRECATED ||
	       parameter->verdict == IA_LINT_MISLEADING;
}

/* Whether protection that would be there is not, with this. */
bool ia_lint_weakens(const struct ia_lint_parameter *parameter)
{
	return parameter->weakens && ia_lint_counts(parameter);
}

/* Whether a parameter is about what the host shows on a display, and not about IOMMUs. */
bool ia_lint_of_display(const struct ia_lint_parameter *parameter)
{
	return parameter->entry && parameter->entry->display;
}

/* Find the parameter that decides each setting, as the verdicts are now. */
void ia_lint_decide(struct ia_lint *lint)
{
	size_t i;

	memset(lint->decides, 0, sizeof(lint->decides));
	for (i = 0; i < lint->count; i++) {
		const struct ia_lint_parameter *one = &lint->parameters[i];
		const struct ia_lint_parameter **best = &lint->decides[one->setting];

		if (ia_lint_counts(one) && !(*best && (*best)->wins && !one->wins))
			*best = one;
	}
}

/**
 * ia_lint_setting() - the parameter that decides a setting
 * @lint: a judged line
 * @setting: the setting
 *
 * Return: the parameter, or NULL when none of the line does.
 */
const struct ia_lint_parameter *ia_lint_setting(const struct ia_lint *lint,
						enum ia_setting setting)
{
	return lint->decides[setting];
}

/**
 * ia_lint_sets() - the parameter that decides a setting, when it sets it to this
 * @lint: a judged line
 * @setting: the setting
 * @to: the value
 *
 * Return: the parameter, or NULL when another value is set, or none.
 */
const struct ia_lint_parameter *ia_lint_sets(const struct ia_lint *lint, enum ia_setting setting,
					     enum ia_setting_value to)
{
	const struct ia_lint_parameter *decides = ia_lint_setting(lint, setting);

	return decides && decides->to == to ? decides : NULL;
}
