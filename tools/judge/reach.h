/* SPDX-License-Identifier: GPL-2.0 */
/* reach.c: how a function can be reset, and what a reset of its bus takes along */
#ifndef IA_JUDGE_REACH_H
#define IA_JUDGE_REACH_H

#include "../machine/quirks.h"

/* What a reset of the bus or the slot, as VFIO asks for (hot reset), comes to: word in JSON. */
#define IA_BUS_RESETS(X)							\
	X(UNKNOWN, "unknown")		/* the ports above were not read */	\
	X(ROOT_BUS, "root_bus")		/* there is no port that could do it */	\
	X(AVOIDED, "avoided")		/* a quirk of the kernel forbids it */	\
	X(MAYBE_AVOIDED, "unknown")	/* one of this kernel, perhaps */	\
	X(ALONE, "alone")		/* it resets this function alone */	\
	X(OTHERS, "others")		/* it takes others along */

#define X(name, word)	IA_BUS_RESET_##name,
enum ia_bus_reset { IA_BUS_RESETS(X) IA_BUS_RESET_COUNT };
#undef X

extern const struct ia_wordlist ia_words_bus_resets;

/**
 * struct ia_avoided - a reset method that the kernel takes from a function
 * @kind: which one
 * @quirk: the fixup that does
 * @certain: this kernel has it; else it may
 */
struct ia_avoided {
	enum ia_reset_kind kind;
	const struct ia_reset_quirk *quirk;
	bool certain;
};

/**
 * struct ia_reach - how a function can be reset
 * @device: the function
 * @avoided: methods that the kernel does not use on it
 * @navoided: number of @avoided
 * @bus: what a reset of its bus or slot comes to
 * @port: the port above, whose bus that is, or NULL
 * @fixup: for IA_BUS_RESET_AVOIDED and _MAYBE_AVOIDED
 * @culprit: the function that it is for
 * @others: functions that are reset with it: all below @port
 * @nothers: number of @others
 * @held: one of them that a driver of the host holds, or NULL
 * @bridge: one of them that is a bridge, or NULL: with one VFIO does no hot reset
 * @sibling: another one on its bus: there is no bus reset of the function alone
 */
struct ia_reach {
	const struct ia_device *device;
	struct ia_avoided avoided[3];
	size_t navoided;
	enum ia_bus_reset bus;
	const struct ia_device *port;
	const struct ia_reset_quirk *fixup;
	const struct ia_device *culprit;
	const struct ia_device **others;
	size_t nothers;
	const struct ia_device *held;
	const struct ia_device *bridge;
	const struct ia_device *sibling;
};

void ia_reach_find(const struct ia_machine *machine, const struct ia_device *device,
		   struct ia_reach *reach);
enum ia_flag ia_reach_hot(const struct ia_reach *reach);

#endif /* IA_JUDGE_REACH_H */
