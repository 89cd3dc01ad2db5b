/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of suggest share: suggest.c, suggest_list.c, suggest_vfio.c, suggest_found.c */
#ifndef IA_JUDGE_SUGGEST_WORK_H
#define IA_JUDGE_SUGGEST_WORK_H

#include "lint.h"
#include "suggest.h"

/**
 * struct ia_suggest_work - a suggestion that is being made
 * @check: the examination that it is for
 * @out: the suggestion
 * @line: the command line of now
 * @intel: it is about VT-d
 * @amd: it is about AMD-Vi
 * @smmu: it is about SMMUs
 */
struct ia_suggest_work {
	const struct ia_check *check;
	struct ia_suggestion *out;
	const struct ia_lint *line;
	bool intel;
	bool amd;
	bool smmu;
};

/* Whether the profile is one of a set. */
static inline bool ia_suggest_wants(const struct ia_suggest_work *w, unsigned int profiles)
{
	return profiles >> w->check->profile & 1;
}

/* Says what no argument does: its code, and the arguments of its sentence. */
#define ia_suggest_note(w, number, ...)						\
	((w)->out->notes[(w)->out->nnotes++] = (struct ia_suggestion_remark){		\
		.reason = { .code = (number), .args = { __VA_ARGS__ } } })

/* suggest_list.c */
bool ia_suggest_has(const struct ia_suggest_work *w, const char *text);
bool ia_suggest_add(struct ia_suggest_work *w, const char *text, enum ia_argument_reason reason);
void ia_suggest_drop(struct ia_suggest_work *w, const struct ia_lint_parameter *parameter,
		     enum ia_argument_reason reason);

/* suggest_vfio.c */
void ia_suggest_binding(struct ia_suggest_work *w);

/* suggest_found.c */
void ia_suggest_found(struct ia_suggest_work *w);

#endif /* IA_JUDGE_SUGGEST_WORK_H */
