/* SPDX-License-Identifier: GPL-2.0 */
/* causes.c: the sentences of causes, and of what would change them */
#ifndef IA_VIEW_CAUSES_H
#define IA_VIEW_CAUSES_H

#include "../judge/domain.h"
#include "answer.h"
#include "sentence.h"

/* The sentence for a reason of a table of templates; NULL for no reason. */
static inline const char *ia_reason_text(const struct ia_machine *machine,
					 const char *const *templates,
					 const struct ia_reason *reason)
{
	return templates[reason->code] ? ia_sentence(machine, templates[reason->code],
						     reason->args, IA_REASON_ARGS) : NULL;
}

/* causes.c */
extern const struct ia_answer ia_answer_because;
const char *ia_cause_text(const struct ia_machine *machine, const struct ia_reason *cause);
const char *ia_fix_text(const struct ia_machine *machine, const struct ia_reason *fix);
const char *ia_share_text(const struct ia_machine *machine, const struct ia_share *share);

#endif /* IA_VIEW_CAUSES_H */
