// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <xen/xen.h>
#ifdef CONFIG_X86
#include <asm/cpufeature.h>
#include <asm/hypervisor.h>
#include <asm/processor.h>
#endif

#include "../core/hypervisor.h"
#include "compat.h"

/**
 * ia_compat_virtualised() - whether the processor says that a hypervisor is there
 *
 * Return: 1, 0 when none shows itself, IA_UNKNOWN where processors do not say
 */
int ia_compat_virtualised(void)
{
#ifdef CONFIG_X86
	return boot_cpu_has(X86_FEATURE_HYPERVISOR);
#else
	return IA_UNKNOWN;
#endif
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
#ifdef CONFIG_X86
	case IA_HYPERVISOR_HYPERV:
		return ia_hyperv_is_root(cpuid_ebx(IA_CPUID_HYPERV_FEATURES));
#endif
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
#ifdef CONFIG_X86
	u32 eax, ebx, ecx, edx;

	if (!boot_cpu_has(X86_FEATURE_HYPERVISOR))
		return false;
	cpuid(IA_CPUID_HYPERVISOR, &eax, &ebx, &ecx, &edx);
	return ia_hypervisor_signature(ebx, ecx, edx, signature);
#else
	return false;
#endif
}
