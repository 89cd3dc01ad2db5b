/* SPDX-License-Identifier: GPL-2.0 */
/* hardware.c: what the kernel believes, against the tables that the hardware follows */
#ifndef IA_JUDGE_HARDWARE_H
#define IA_JUDGE_HARDWARE_H

#include "../machine/machine.h"

/* What is done with a requester id, against the attached domain; the worse, the later. */
#define IA_HARDWARES(X)								\
	X(NONE, NULL)		/* no domain, or no unit */			\
	X(OPEN, "open")		/* the type of the domain does not say */	\
	X(AGREES, "agrees")							\
	X(UNKNOWN, "unknown")							\
	X(CRASHED, "crashed")	/* otherwise, as before the crash that this kernel follows */ \
	X(DIFFERS, "differs")

#define X(name, word)	IA_HARDWARE_##name,
enum ia_hardware { IA_HARDWARES(X) };
#undef X

extern const struct ia_wordlist ia_words_hardwares;

enum ia_hardware ia_hardware_judge(const struct ia_machine *machine,
				   const struct ia_requester *requester);
bool ia_hardware_crashed(const struct ia_machine *machine);

#endif /* IA_JUDGE_HARDWARE_H */
