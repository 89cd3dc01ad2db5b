// SPDX-License-Identifier: GPL-2.0
/*
 * Changes bits of a word in memory, and changes them back when it is unloaded.
 *
 *	address=N	its physical address
 *	clear=N, set=N	the bits
 */
#include <linux/io.h>
#include <linux/module.h>

static unsigned long address, clear, set;
module_param(address, ulong, 0444);
module_param(clear, ulong, 0444);
module_param(set, ulong, 0444);
static u64 was;

static int __init poke_init(void)
{
	u64 *word = phys_to_virt(address);

	was = *word;
	WRITE_ONCE(*word, (was & ~(u64)clear) | set);
	return 0;
}

static void __exit poke_exit(void)
{
	u64 *word = phys_to_virt(address);

	WRITE_ONCE(*word, was);
}

module_init(poke_init);
module_exit(poke_exit);
MODULE_DESCRIPTION("Changes memory");
MODULE_LICENSE("GPL");
