/* SPDX-License-Identifier: GPL-2.0 */
/* concerns.c: which differences of two readings a profile minds */
#ifndef IA_CONCERNS_H
#define IA_CONCERNS_H

#include "../model/diff.h"
#include "check.h"

bool ia_profile_minds(enum ia_profile_id profile, const struct ia_change *change);
size_t ia_profile_minded(enum ia_profile_id profile, const struct ia_diff *diff);

#endif /* IA_CONCERNS_H */
