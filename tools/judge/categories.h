/* SPDX-License-Identifier: GPL-2.0 */
/* categories.c, diff_p2p.c: differences of two readings that take judgement */
#ifndef IA_JUDGE_CATEGORIES_H
#define IA_JUDGE_CATEGORIES_H

#include "../machine/diff.h"
#include "check.h"

/**
 * struct ia_diff_answer - two readings, compared for a profile
 * @diff: the differences, sorted
 * @profile: the name of the profile
 * @matter: how many of the differences are bad for it
 * @untold: how many facts that matter to it were not compared
 * @unknown: what may have got worse and nobody knows: those of @untold that were not left out
 *           on purpose, inconclusive differences, and a baseline of other hardware
 * @trends: how many there are of each trend
 */
struct ia_diff_answer {
	struct ia_diff diff;
	const char *profile;
	size_t matter;
	size_t untold;
	size_t unknown;
	size_t trends[IA_NTRENDS];
};

/* categories.c */
void ia_diff_machines(const struct ia_machine *old, const struct ia_machine *now,
		      enum ia_profile_id profile, struct ia_diff_answer *answer);

/* diff_p2p.c */
void ia_diff_p2p(struct ia_diff *diff);

#endif /* IA_JUDGE_CATEGORIES_H */
