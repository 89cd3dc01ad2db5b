/* SPDX-License-Identifier: GPL-2.0 */
/* suggest.c: the kernel arguments that a profile wants on this machine */
#ifndef IA_JUDGE_SUGGEST_H
#define IA_JUDGE_SUGGEST_H

#include "check.h"

/**
 * struct ia_argument - one kernel argument and why
 * @text: the argument
 * @reason: why
 */
struct ia_argument {
	const char *text;
	const char *reason;
};

/* More than a profile ever wants. */
#define IA_MAX_ARGUMENTS	8

/**
 * struct ia_suggestion - kernel arguments for a profile
 * @add: what to add
 * @nadd: number of @add
 * @drop: what of the present command line has to go
 * @ndrop: number of @drop
 * @notes: what no argument does
 * @nnotes: number of @notes
 */
struct ia_suggestion {
	struct ia_argument add[IA_MAX_ARGUMENTS];
	size_t nadd;
	struct ia_argument *drop;
	size_t ndrop;
	const char *notes[IA_MAX_ARGUMENTS];
	size_t nnotes;
};

void ia_suggest(const struct ia_check *check, struct ia_suggestion *suggestion);

#endif /* IA_JUDGE_SUGGEST_H */
