// SPDX-License-Identifier: GPL-2.0
#include <linux/kconfig.h>
#include <linux/types.h>
#ifdef CONFIG_X86
#include <asm/cpufeature.h>
#endif

#include "compat.h"

/**
 * ia_compat_virtualised() - whether the processor says that a hypervisor is there
 *
 * Return: 1 or 0, IA_UNKNOWN where processors do not say
 */
int ia_compat_virtualised(void)
{
#ifdef CONFIG_X86
	return boot_cpu_has(X86_FEATURE_HYPERVISOR);
#else
	return IA_UNKNOWN;
#endif
}

/**
 * ia_compat_is_realtime() - whether what cannot be preempted has to be short
 *
 * Return: whether this is a PREEMPT_RT kernel
 */
bool ia_compat_is_realtime(void)
{
	return IS_ENABLED(CONFIG_PREEMPT_RT);
}
