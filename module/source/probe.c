// SPDX-License-Identifier: GPL-2.0
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/pci.h>
#include <linux/sizes.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../compat/compat.h"
#include "probe.h"

/* Far above what any holder of ours needs. */
#define SPINS	1000000

/**
 * ia_argument_of() - look at a device that a probed function was given
 * @dev: what stands where the function has its device
 *
 * No header promises what a static function takes. On a kernel where it takes
 * something else, @dev is any number.
 *
 * Context: any.
 */
enum ia_argument ia_argument_of(struct device *dev)
{
	const struct bus_type *bus;

	if (copy_from_kernel_nofault(&bus, &dev->bus, sizeof(bus)))
		return IA_ARGUMENT_WRONG;
	return bus == &pci_bus_type ? IA_ARGUMENT_PCI : IA_ARGUMENT_OTHER;
}

/**
 * ia_probe_locked() - do something under a lock, from a probe
 * @lock: a lock that others hold for a few lines, with interrupts off
 * @act: what to do
 * @data: handed to it
 *
 * Some probes are breakpoints, and their handlers count as NMIs, which
 * may not wait for a lock. So this tries it again and again, and gives up in
 * the end: it never hangs.
 *
 * Context: any.
 * Return: whether it was done
 */
bool ia_probe_locked(raw_spinlock_t *lock, void (*act)(void *data), void *data)
{
	unsigned long flags;
	unsigned int spins;

	for (spins = 0; spins < SPINS; spins++) {
		if (raw_spin_trylock_irqsave(lock, flags)) {
			act(data);
			raw_spin_unlock_irqrestore(lock, flags);
			return true;
		}
		cpu_relax();
	}
	return false;
}

/**
 * ia_range_of() - the function that an address belongs to
 * @address: an address in kernel text
 * @range: filled in
 *
 * sprint_symbol() writes "name+0xoffset/0xsize", and is the only exported
 * function that knows where a function ends.
 *
 * Return: whether the function was found
 */
bool ia_range_of(const void *address, struct ia_range *range)
{
	unsigned long size, offset;
	char symbol[KSYM_SYMBOL_LEN];
	const char *at;

	sprint_symbol(symbol, (unsigned long)address);
	at = strstr(symbol, "+0x");
	if (!at || sscanf(at, "+0x%lx/0x%lx", &offset, &size) != 2 ||
	    offset >= size || size > SZ_64K)
		return false;
	range->start = (unsigned long)address - offset;
	range->end = range->start + size;
	return true;
}

/**
 * ia_range_holds() - whether an address is in a function
 * @range: the function
 * @address: the address
 *
 * Context: any.
 */
bool ia_range_holds(const struct ia_range *range, unsigned long address)
{
	return address >= range->start && address < range->end;
}

/**
 * ia_called_from() - whether a function that was just entered returns into
 *		      another one
 * @regs: registers at a kprobe on the first instruction
 * @range: the other function
 *
 * Context: inside a kprobe's pre_handler.
 */
bool ia_called_from(struct pt_regs *regs, const struct ia_range *range)
{
	return ia_range_holds(range, ia_compat_return_address(regs));
}
