/* SPDX-License-Identifier: GPL-2.0 */
/* protocol.c: a comparison that needs a reboot between its runs */
#ifndef IA_BENCH_PROTOCOL_H
#define IA_BENCH_PROTOCOL_H

#include "bench.h"

#define IA_PROTOCOL_ARMS	2
#define IA_MAX_ROUNDS		50

/**
 * struct ia_protocol - what is to be measured in which boot
 * @dev: the device, as the module writes it
 * @arms: words of the kernel command line that each arm is booted with
 * @rounds: boots of each arm
 * @repeat: runs in each boot
 * @asked: what is asked of bench/run, but for the device
 *
 * Boots take turns: A B A B. How far it is follows from the runs of its set.
 */
struct ia_protocol {
	const char *dev;
	const char *arms[IA_PROTOCOL_ARMS];
	size_t rounds;
	size_t repeat;
	const char *asked;
};

/* protocol.c */
size_t ia_protocol_boots(const struct ia_protocol *protocol);
size_t ia_protocol_done(const struct ia_bench_set *set);
const char *ia_protocol_due(const struct ia_bench_set *set, size_t boot);
const char *ia_protocol_wrong(struct ia_arena *arena, const struct ia_bench_set *set);
const char *ia_protocol_missing(struct ia_arena *arena, const char *arm,
				const char *cmdline);
const char *ia_protocol_excess(struct ia_arena *arena,
			       const struct ia_protocol *protocol, const char *arm,
			       const char *cmdline);
const char *ia_protocol_domain(const char *arm);
const char *ia_protocol_letter(const struct ia_protocol *protocol, const char *arm);

#endif /* IA_BENCH_PROTOCOL_H */
