/* SPDX-License-Identifier: GPL-2.0 */
/* probe.c: what the kprobes of several taps need */
#ifndef IA_SOURCE_PROBE_H
#define IA_SOURCE_PROBE_H

#include <linux/types.h>

struct pt_regs;

/*
 * Some probes are int3 instructions, and their handlers count as NMIs, which
 * may not wait for a lock. So a handler tries a lock that others hold for a few
 * lines with interrupts off, again and again, and gives up in the end: it never
 * hangs. Far above what any holder of ours needs.
 */
#define IA_PROBE_SPINS	1000000

/**
 * struct ia_range - the text of one function
 * @start: its first byte, 0 when it is not known
 * @end: the first byte behind it
 */
struct ia_range {
	unsigned long start;
	unsigned long end;
};

bool ia_range_of(const void *address, struct ia_range *range);
bool ia_called_from(struct pt_regs *regs, const struct ia_range *range);

#endif /* IA_SOURCE_PROBE_H */
