/* SPDX-License-Identifier: GPL-2.0 */
/* overview.c: all profiles at once */
#ifndef IA_JUDGE_OVERVIEW_H
#define IA_JUDGE_OVERVIEW_H

#include "check.h"

/* Whether a host is fit for a profile: X(NAME, "word") */
#define IA_OVERVIEW_ANSWERS(X)							\
	X(YES, "yes")								\
	X(PARTLY, "partly")	/* for some of its functions */			\
	X(NO, "no")								\
	X(UNKNOWN, "unknown")	/* a condition that cannot be seen */		\
	X(NOTHING, "nothing")	/* it has nothing that the profile is about */

#define X(name, word)	IA_OVERVIEW_##name,
enum ia_overview_answer { IA_OVERVIEW_ANSWERS(X) };
#undef X

/**
 * struct ia_overview_row - a profile
 * @profile: the profile
 * @check: the examination
 * @answer: whether the host is fit for it
 * @fit: functions in question for which each condition holds
 * @unseen: those for which none is seen to be broken, and one cannot be seen
 * @total: functions in question
 * @unseen_by: the first condition that cannot be seen; NULL for none
 * @first: what speaks against it, or deserves attention first; NULL for nothing
 */
struct ia_overview_row {
	const struct ia_profile *profile;
	struct ia_check check;
	enum ia_overview_answer answer;
	size_t fit;
	size_t unseen;
	size_t total;
	const struct ia_finding *unseen_by;
	const struct ia_finding *first;
};

/**
 * struct ia_overview - all profiles
 * @rows: one for each
 * @broken: some profile is answered with no, or for some functions only
 */
struct ia_overview {
	struct ia_overview_row rows[IA_PROFILES];
	bool broken;
};

void ia_overview_run(const struct ia_machine *machine, const struct ia_device *const *devices,
		     size_t ndevices, const bool *only, struct ia_overview *overview);
void ia_overview_judge(const struct ia_check *check, struct ia_overview_row *row);

#endif /* IA_JUDGE_OVERVIEW_H */
