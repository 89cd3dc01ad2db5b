// SPDX-License-Identifier: GPL-2.0
#include <linux/sched.h>
#include <linux/sched/isolation.h>
#include <linux/types.h>
#ifdef CONFIG_X86
#include <asm/cpufeature.h>
#include <asm/processor.h>
#endif

#include "compat.h"
#include "generated.h"

/* Linux 5.18 made the flags an enumeration of types. */
#ifdef HAVE_HK_TYPE
#define HK_SCHEDULED	HK_TYPE_DOMAIN
#define HK_TICKING	HK_TYPE_TICK
#else
#define HK_SCHEDULED	HK_FLAG_DOMAIN
#define HK_TICKING	HK_FLAG_TICK
#endif

/**
 * ia_compat_cpu_isolated() - whether a CPU is kept from general work
 * @cpu: its number; online or not
 *
 * By isolcpus= or nohz_full=; cpu_is_isolated() does not exist before Linux 6.1.
 */
bool ia_compat_cpu_isolated(unsigned int cpu)
{
	return !housekeeping_cpu(cpu, HK_SCHEDULED) || !housekeeping_cpu(cpu, HK_TICKING);
}

/**
 * ia_compat_has_address() - whether the processor has a physical address
 * @address: the last byte of what is to be mapped
 *
 * ioremap() warns, with a stack trace, about one that it has not.
 */
bool ia_compat_has_address(u64 address)
{
#ifdef CONFIG_X86
	return !(address >> boot_cpu_data.x86_phys_bits);
#else
	return address == (phys_addr_t)address;
#endif
}
