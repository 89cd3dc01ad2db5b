/* SPDX-License-Identifier: GPL-2.0 */
/* check.c, overview.c, profiles.c, rule.c: the answers of iommu-audit check */
#ifndef IA_VIEW_CHECK_H
#define IA_VIEW_CHECK_H

#include "../judge/overview.h"
#include "answer.h"

extern const struct ia_answer ia_answer_check, ia_answer_check_quiet,
	ia_answer_check_verbose, ia_answer_check_quiet_verbose;
extern const struct ia_answer ia_answer_overview, ia_answer_overview_quiet, ia_answer_profiles,
	ia_answer_rules;

void ia_rules_show(struct ia_out *out, const struct ia_machine *machine,
		   const struct ia_rule *const *rules, size_t count, bool whole, bool json);
void ia_profiles_show(struct ia_out *out, const struct ia_machine *machine, bool json);

/* Words of enum ia_overview_answer. */
extern const struct ia_wordlist ia_words_overview;
/* Columns of overview.c. */
extern const struct ia_columns ia_overview_columns;

#endif /* IA_VIEW_CHECK_H */
