/* SPDX-License-Identifier: GPL-2.0 */
/* check.c, overview.c, profiles.c: the answers of iommu-audit check */
#ifndef IA_VIEW_CHECK_H
#define IA_VIEW_CHECK_H

#include "../judge/overview.h"
#include "answer.h"

extern const struct ia_answer ia_answer_check, ia_answer_overview,
	ia_answer_profiles;

void ia_profiles_show(struct ia_out *out, const struct ia_machine *machine, bool json);

#endif /* IA_VIEW_CHECK_H */
