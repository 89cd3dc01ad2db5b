// SPDX-License-Identifier: GPL-2.0
#include <linux/compiler.h>
#include <linux/ptrace.h>
#include <linux/types.h>
#include <asm/cpufeature.h>
#include <asm/hypervisor.h>
#include <asm/processor.h>
#include <xen/xen.h>

#include "../core/hypervisor.h"
#include "compat.h"

/**
 * ia_compat_virtualised() - whether the processor says that a hypervisor is there
 *
 * Return: 1, 0 when none shows itself, IA_UNKNOWN where processors do not say
 */
int ia_compat_virtualised(void)
{
	return boot_cpu_has(X86_FEATURE_HYPERVISOR);
}

/* X86_HYPER_BHYVE, since Linux 6.18: an enumerator, which no preprocessor sees. */
#define HYPER_BHYVE	8

/**
 * ia_compat_hypervisor() - which hypervisor the kernel found
 *
 * A kernel that is built without CONFIG_HYPERVISOR_GUEST looks for none.
 */
enum ia_hypervisor ia_compat_hypervisor(void)
{
#ifdef CONFIG_HYPERVISOR_GUEST
	static const enum ia_hypervisor known[] = {
		[X86_HYPER_VMWARE] = IA_HYPERVISOR_VMWARE,
		[X86_HYPER_MS_HYPERV] = IA_HYPERVISOR_HYPERV,
		[X86_HYPER_XEN_PV] = IA_HYPERVISOR_XEN_PV,
		[X86_HYPER_XEN_HVM] = IA_HYPERVISOR_XEN_HVM,
		[X86_HYPER_KVM] = IA_HYPERVISOR_KVM,
		[X86_HYPER_JAILHOUSE] = IA_HYPERVISOR_JAILHOUSE,
		[X86_HYPER_ACRN] = IA_HYPERVISOR_ACRN,
		[HYPER_BHYVE] = IA_HYPERVISOR_BHYVE,
	};

	if (x86_hyper_type != X86_HYPER_NATIVE)
		return x86_hyper_type < ARRAY_SIZE(known) ? known[x86_hyper_type] :
							    IA_HYPERVISOR_OTHER;
	return ia_compat_virtualised() == 1 ? IA_HYPERVISOR_OTHER : IA_HYPERVISOR_NONE;
#else
	return ia_compat_virtualised() ? IA_HYPERVISOR_UNKNOWN : IA_HYPERVISOR_NONE;
#endif
}

/**
 * ia_compat_privileged() - whether this drives the machine's devices for a hypervisor
 *
 * Xen's initial domain and Hyper-V's root partition do: the devices are real, and the
 * IOMMUs the hypervisor's.
 *
 * Return: 1 or 0, IA_UNKNOWN where that is not known, IA_ABSENT without a hypervisor
 */
int ia_compat_privileged(void)
{
	switch (ia_compat_hypervisor()) {
	case IA_HYPERVISOR_NONE:
		return IA_ABSENT;
	case IA_HYPERVISOR_XEN_PV:
	case IA_HYPERVISOR_XEN_HVM:
		return !!xen_initial_domain();
	case IA_HYPERVISOR_HYPERV:
		return ia_hyperv_is_root(cpuid_ebx(IA_CPUID_HYPERV_FEATURES));
	case IA_HYPERVISOR_KVM:
	case IA_HYPERVISOR_VMWARE:
		return 0;
	default:
		return IA_UNKNOWN;
	}
}

/**
 * ia_compat_signature() - what the hypervisor calls itself
 * @signature: IA_SIGNATURE_LEN + 1 bytes
 *
 * Return: whether it says anything that can be shown
 */
bool ia_compat_signature(char *signature)
{
	u32 eax, ebx, ecx, edx;

	if (!boot_cpu_has(X86_FEATURE_HYPERVISOR))
		return false;
	cpuid(IA_CPUID_HYPERVISOR, &eax, &ebx, &ecx, &edx);
	return ia_hypervisor_signature(ebx, ecx, edx, signature);
}

/**
 * ia_compat_has_address() - whether the processor has a physical address
 * @address: the last byte of what is to be mapped
 *
 * ioremap() warns, with a stack trace, about one that it has not.
 */
bool ia_compat_has_address(u64 address)
{
	return !(address >> boot_cpu_data.x86_phys_bits);
}

/**
 * ia_compat_return_address() - where a function that was just entered returns to
 * @regs: registers at a kprobe on the first instruction
 *
 * Nothing has been pushed yet, so that the stack pointer points to it, and there is no
 * need to read as if it might not.
 *
 * Context: inside a kprobe's pre_handler.
 */
unsigned long ia_compat_return_address(struct pt_regs *regs)
{
	return READ_ONCE_NOCHECK(*(unsigned long *)kernel_stack_pointer(regs));
}
