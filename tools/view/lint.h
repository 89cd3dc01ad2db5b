/* SPDX-License-Identifier: GPL-2.0 */
/* lint.c, lint_text.c, lint_outcomes.c: a judged command line */
#ifndef IA_VIEW_LINT_H
#define IA_VIEW_LINT_H

#include "../judge/effective.h"
#include "../machine/paste.h"
#include "answer.h"

/**
 * struct ia_lint_entry - one of several command lines
 * @pasted: where it stood; NULL for a machine's own
 * @lint: the same, judged
 */
struct ia_lint_entry {
	const struct ia_paste_entry *pasted;
	struct ia_lint lint;
};

/**
 * struct ia_lint_answer - what lint answers
 * @lint: the line, or the first one
 * @entries: all of them
 * @count: number of @entries
 * @several: the same where there are several, else 0
 * @findings: of all of them
 * @paste: where its words stood, when it was given
 * @effective: what became of it, or NULL when it is no machine's own
 */
struct ia_lint_answer {
	const struct ia_lint *lint;
	struct ia_lint_entry *entries;
	size_t count;
	size_t several;
	size_t findings;
	struct ia_paste paste;
	const struct ia_effective *effective;
};

extern const struct ia_answer ia_answer_lint;

/* lint_text.c */
const char *ia_lint_notes_text(const struct ia_machine *m, const struct ia_lint_parameter *one);
const char *ia_lint_rules_text(struct ia_arena *arena, const struct ia_lint *lint);
const char *ia_lint_effect_text(const struct ia_machine *machine,
				const struct ia_lint_parameter *parameter);

/* lint_outcomes.c */
extern const struct ia_answer ia_answer_effective;
extern const struct ia_columns ia_outcome_columns;

void ia_lint_outcomes_show(const struct ia_page *page, const struct ia_effective *from);

#endif /* IA_VIEW_LINT_H */
