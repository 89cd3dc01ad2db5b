/* SPDX-License-Identifier: GPL-2.0 */
/* proof.c: whether a monitor that claims to miss nothing can still be believed */
#ifndef IA_CORE_PROOF_H
#define IA_CORE_PROOF_H

#include "types.h"

/*
 * What shows that a monitor does not see everything. A check that fails once
 * leaves its doubt for good: what was missed does not come back.
 */
enum ia_doubt {
	IA_DOUBT_NONE,
	/* A probe could not run its handler, or not count. */
	IA_DOUBT_MISSED,
	/* A probe was tried, and did not run its handler. */
	IA_DOUBT_SILENT,
	/* Interrupts came that no handler was seen for. */
	IA_DOUBT_UNSEEN,
	/* A handler was seen to begin, but not to do what it has to. */
	IA_DOUBT_HALF_SEEN,
	/* A handler was at work that was not seen to begin. */
	IA_DOUBT_NO_BEGINNING,
	/* A handler ran for a unit that firmware did not name. */
	IA_DOUBT_STRANGER,
	/* Nothing is there that the monitor could be held against. */
	IA_DOUBT_NO_INTERRUPT,
	/* More was logged than there is room for before it was looked at. */
	IA_DOUBT_LAPPED,
	/* A handler ran unseen; what it handled is in the log all the same. */
	IA_DOUBT_UNHOOKED,
	IA_DOUBTS,
};

/**
 * struct ia_proof - what speaks against a monitor
 * @first: the doubt that came first
 * @since_ns: when all checks were good for the last time before that, CLOCK_BOOTTIME
 * @good_ns: when all checks were good for the last time, CLOCK_BOOTTIME
 */
struct ia_proof {
	enum ia_doubt first;
	u64 since_ns;
	u64 good_ns;
};

void ia_proof_good(struct ia_proof *proof, u64 now_ns);
void ia_proof_doubt(struct ia_proof *proof, enum ia_doubt doubt);
bool ia_proof_is_doubted(const struct ia_proof *proof);
const char *ia_proof_reason(const struct ia_proof *proof, u64 *since_ns);

/**
 * struct ia_handled - the interrupts of one handler, and what was seen of it
 * @count: the kernel's count of its interrupts when the handler was seen last
 * @known: whether @count is
 */
struct ia_handled {
	u32 count;
	bool known;
};

u32 ia_handled_entered(struct ia_handled *handled, u32 count);
u32 ia_handled_behind(const struct ia_handled *handled, u32 count);
u32 ia_handled_give_up(struct ia_handled *handled, u32 count);

#endif /* IA_CORE_PROOF_H */
