// SPDX-License-Identifier: GPL-2.0
#include <linux/sched.h>
#include <linux/sched/isolation.h>
#include <linux/types.h>

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
