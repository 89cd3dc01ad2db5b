/* SPDX-License-Identifier: GPL-2.0 */
/* check.c: the answer of iommu-audit check */
#ifndef IA_VIEW_CHECK_H
#define IA_VIEW_CHECK_H

#include "../judge/check.h"
#include "answer.h"

extern const struct ia_answer ia_answer_check;

void ia_profiles_page(struct ia_out *out);

#endif /* IA_VIEW_CHECK_H */
