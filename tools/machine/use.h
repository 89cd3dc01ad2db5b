/* SPDX-License-Identifier: GPL-2.0 */
/* use.c: whether the host itself uses a function */
#ifndef IA_MACHINE_USE_H
#define IA_MACHINE_USE_H

#include "machine.h"

enum ia_in_use {
	IA_USE_NONE_SEEN,	/* all was looked at, and nothing uses it */
	IA_USE_SEEN,		/* the host needs it */
	IA_USE_VFS,		/* its VFs are in use */
	IA_USE_NETWORK_SEEN,	/* the host has a route through it, but not the default one */
	IA_USE_MAY_LEAD,	/* it has a route, and what needs one of the routes is not placed */
	IA_USE_PROCESS,		/* its driver is there for programs, of which one may drive it */
	IA_USE_NOT_READ,	/* not all was looked at */
	IA_USE_SOMEWHERE,	/* there is a use that could be on it */
	IA_USE_ELSEWHERE,	/* its interface is in no namespace that was looked at */
};

/**
 * struct ia_used - what is known of the uses of a function
 * @state: whether there is one
 * @use: it, or the one that could be on it, or NULL
 * @leads: with a route, the use that it may lead to
 * @vf: a VF of the function that a driver holds, or NULL
 */
struct ia_used {
	enum ia_in_use state;
	const struct ia_use *use;
	const struct ia_use *leads;
	const struct ia_device *vf;
};

void ia_used(const struct ia_machine *machine, const struct ia_device *device,
	     struct ia_used *used);
const struct ia_device *ia_used_with(const struct ia_machine *machine,
				     const struct ia_device *device, struct ia_used *used);
const struct ia_device *ia_use_unseen_with(const struct ia_machine *machine,
					   const struct ia_device *device);

/* Whether a function is not to be given away. */
static inline bool ia_is_used(enum ia_in_use state)
{
	return state == IA_USE_SEEN || state == IA_USE_VFS;
}

/* Whether it cannot be told that nothing of the host is on a function. */
static inline bool ia_is_use_unknown(enum ia_in_use state)
{
	return state == IA_USE_MAY_LEAD || state == IA_USE_PROCESS || state == IA_USE_NOT_READ ||
	       state == IA_USE_SOMEWHERE || state == IA_USE_ELSEWHERE;
}

#endif /* IA_MACHINE_USE_H */
