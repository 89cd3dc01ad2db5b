/* SPDX-License-Identifier: GPL-2.0 */
/* peers.c: all paths between some functions and others, counted port by port */
#ifndef IA_JUDGE_PEERS_H
#define IA_JUDGE_PEERS_H

#include "check.h"

/**
 * struct ia_apart - how functions reach those of other groups
 * @pairs: two functions of different groups and devices, one of them in question
 * @direct: those that reach each other past the IOMMU, in one direction at least
 * @unknown: those of which that is not known
 * @samples: the first of @direct
 * @nsamples: number of @samples
 */
struct ia_apart {
	size_t pairs;
	size_t direct;
	size_t unknown;
	const struct ia_device *samples[IA_EVIDENCE_LINES][2];
	size_t nsamples;
};

/**
 * struct ia_peers - paths to GPUs, from other GPUs and from NICs
 * @pairs: how many
 * @direct: those that stay at a switch
 * @redirected: those that ACS sends up
 */
struct ia_peers {
	size_t pairs;
	size_t direct;
	size_t redirected;
};

void ia_apart_find(const struct ia_machine *machine, const struct ia_device *const *devices,
		   size_t count, struct ia_apart *apart);
void ia_peers_find(const struct ia_machine *machine, struct ia_peers *peers);

#endif /* IA_JUDGE_PEERS_H */
