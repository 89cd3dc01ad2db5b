/* SPDX-License-Identifier: GPL-2.0 */
/* p2pdma.c: whether the kernel's P2PDMA takes a way through a root complex */
#ifndef IA_MACHINE_P2PDMA_H
#define IA_MACHINE_P2PDMA_H

#include "machine.h"

/* Why P2PDMA takes a way through a root complex or not: X(NAME) */
#define IA_P2PDMA_REASONS(X)							\
	X(ZEN)		/* cpu_supports_p2pdma(): AMD, Zen or newer */		\
	X(LISTED)	/* its host bridge is in pci_p2pdma_whitelist */	\
	X(UNLISTED)	/* it is not */						\
	X(NOT_FIRST)	/* it is for a root port at 00.0 only: 5.10 */		\
	X(TWO_BRIDGES)	/* it is for ports of one host bridge only */		\
	X(VERSION)	/* not known: some kernels have the entry */		\
	X(PROCESSOR)	/* not known: a Zen would do */				\
	X(HOST)		/* not known: which function stands for the host bridge */

#define X(name)	IA_P2PDMA_##name,
enum ia_p2pdma_reason { IA_P2PDMA_REASONS(X) };
#undef X

/**
 * struct ia_p2pdma - whether P2PDMA takes a way through a root complex
 * @takes: it does
 * @reason: why
 * @host: the function that stands for the host bridge that decides, or NULL
 */
struct ia_p2pdma {
	enum ia_flag takes;
	enum ia_p2pdma_reason reason;
	const struct ia_device *host;
};

struct ia_p2pdma ia_p2pdma_find(const struct ia_machine *machine, const struct ia_device *from,
				const struct ia_device *to);

#endif /* IA_MACHINE_P2PDMA_H */
