/* SPDX-License-Identifier: GPL-2.0 */
/* scope.c: what firmware says a remapping unit serves, as text */
#ifndef IA_CORE_SCOPE_H
#define IA_CORE_SCOPE_H

#include "dmar.h"
#include "ivrs.h"
#include "text.h"

void ia_scope_dmar(struct ia_text *t, const struct ia_dmar *dmar,
		   const struct ia_dmar_entry *entry);
void ia_scope_ivhd(struct ia_text *t, const struct ia_ivrs *ivrs,
		   const struct ia_ivrs_block *block);

#endif /* IA_CORE_SCOPE_H */
