// SPDX-License-Identifier: GPL-2.0
/* What processor_x86.c answers, where no instruction tells of a hypervisor. */
#include <linux/ptrace.h>
#include <linux/types.h>
#include <asm/pgtable-hwdef.h>
#include <xen/xen.h>

#include "compat.h"

/**
 * ia_compat_virtualised() - whether a hypervisor is there; only Xen makes itself known
 *
 * Return: 1 or IA_UNKNOWN
 */
int ia_compat_virtualised(void)
{
	return xen_domain() ? 1 : IA_UNKNOWN;
}

/**
 * ia_compat_hypervisor() - which hypervisor the kernel found
 */
enum ia_hypervisor ia_compat_hypervisor(void)
{
	return xen_domain() ? IA_HYPERVISOR_XEN_HVM : IA_HYPERVISOR_UNKNOWN;
}

/**
 * ia_compat_privileged() - whether this drives the machine's devices for a hypervisor
 *
 * Return: 1 or 0, IA_UNKNOWN where that is not known
 */
int ia_compat_privileged(void)
{
	return xen_domain() ? !!xen_initial_domain() : IA_UNKNOWN;
}

/**
 * ia_compat_signature() - what the hypervisor calls itself: nothing
 * @signature: left alone
 *
 * Return: false
 */
bool ia_compat_signature(char *signature)
{
	return false;
}

/**
 * ia_compat_has_address() - whether the kernel can map a physical address
 * @address: the last byte of what is to be mapped
 */
bool ia_compat_has_address(u64 address)
{
	return !(address >> PHYS_MASK_SHIFT);
}

/**
 * ia_compat_return_address() - where a function that was just entered returns to
 * @regs: registers at a kprobe on the first instruction
 *
 * The link register holds it until the function saves it.
 *
 * Context: inside a kprobe's pre_handler.
 */
unsigned long ia_compat_return_address(struct pt_regs *regs)
{
	return procedure_link_pointer(regs);
}
