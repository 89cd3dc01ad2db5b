// SPDX-License-Identifier: GPL-2.0
/* The lists of a suggestion: what to add, what is there, what to drop */
#include "suggest_work.h"

#include <string.h>

/**
 * ia_suggest_has() - tell whether the command line says an argument already
 * @w: the work
 * @text: the argument
 *
 * Return: true also where it says so in other words.
 */
bool ia_suggest_has(const struct ia_suggest_work *w, const char *text)
{
	struct ia_lint_target target = ia_lint_target_of(w->check->machine);
	const struct ia_cmdline *line = &w->line->cmdline;
	const struct ia_lint_parameter *wanted, *decides;
	struct ia_lint alone;
	size_t i;

	ia_lint_line(&alone, w->check->machine->arena, text, &target);
	wanted = alone.count == 1 ? alone.parameters : NULL;
	decides = wanted && wanted->setting ? ia_lint_setting(w->line, wanted->setting) : NULL;
	if (decides && decides->to == wanted->to &&
	    (wanted->to != IA_SET_VALUE || !strcmp(decides->value, wanted->value)))
		return true;
	for (i = 0; i < line->count; i++) {
		if (!line->tokens[i].init && !strcmp(line->tokens[i].text, text))
			return true;
	}
	return false;
}

/**
 * ia_suggest_add() - propose an argument
 * @w: the work
 * @text: the argument
 * @reason: why
 *
 * Return: whether it is to be added, and not there already.
 */
bool ia_suggest_add(struct ia_suggest_work *w, const char *text, enum ia_argument_reason reason)
{
	struct ia_argument argument = { .text = text, .token = text, .reason = reason };

	if (ia_suggest_has(w, text)) {
		w->out->have[w->out->nhave++] = argument;
		return false;
	}
	w->out->add[w->out->nadd++] = argument;
	return true;
}

/**
 * ia_suggest_drop() - propose to take a word off the command line
 * @w: the work
 * @parameter: the word
 * @reason: why
 */
void ia_suggest_drop(struct ia_suggest_work *w, const struct ia_lint_parameter *parameter,
		     enum ia_argument_reason reason)
{
	bool part = strcmp(parameter->text, parameter->token->text);

	w->out->drop[w->out->ndrop++] = (struct ia_argument){
		.text = parameter->text, .token = parameter->token->text, .reason = reason,
		.part = part,
	};
}
