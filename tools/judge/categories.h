/* SPDX-License-Identifier: GPL-2.0 */
/* concerns.c, diff_p2p.c: differences of two readings that take judgement */
#ifndef IA_CONCERNS_H
#define IA_CONCERNS_H

#include "../machine/diff.h"
#include "check.h"

/* concerns.c */
void ia_compare(const struct ia_machine *old, const struct ia_machine *now,
		struct ia_diff *diff);
bool ia_profile_minds(enum ia_profile_id profile, const struct ia_change *change);
size_t ia_profile_minded(enum ia_profile_id profile, const struct ia_diff *diff);

/* diff_p2p.c */
void ia_diff_p2p(struct ia_diff *diff);

#endif /* IA_CONCERNS_H */
