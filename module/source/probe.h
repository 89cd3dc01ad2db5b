/* SPDX-License-Identifier: GPL-2.0 */
/* probe.c: what the kprobes of several files need */
#ifndef IA_SOURCE_PROBE_H
#define IA_SOURCE_PROBE_H

#include <linux/spinlock_types.h>
#include <linux/types.h>

struct device;
struct pt_regs;

/**
 * struct ia_range - the text of one function
 * @start: its first byte, 0 when it is not known
 * @end: the first byte behind it
 */
struct ia_range {
	unsigned long start;
	unsigned long end;
};

/**
 * enum ia_argument - what a probed function was given for a device
 * @IA_ARGUMENT_PCI: a PCI function
 * @IA_ARGUMENT_OTHER: not one
 * @IA_ARGUMENT_WRONG: nothing that can be read
 */
enum ia_argument {
	IA_ARGUMENT_PCI,
	IA_ARGUMENT_OTHER,
	IA_ARGUMENT_WRONG,
};

enum ia_argument ia_argument_of(struct device *dev);
bool ia_probe_locked(raw_spinlock_t *lock, void (*act)(void *data), void *data);
bool ia_range_of(const void *address, struct ia_range *range);
bool ia_range_holds(const struct ia_range *range, unsigned long address);
bool ia_called_from(struct pt_regs *regs, const struct ia_range *range);

#endif /* IA_SOURCE_PROBE_H */
