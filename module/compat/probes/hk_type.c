// SPDX-License-Identifier: GPL-2.0
/* HAVE_HK_TYPE: enum hk_type in place of flags, Linux 5.18 */
#include <linux/sched.h>
#include <linux/sched/isolation.h>

bool probe(int cpu);
bool probe(int cpu)
{
	return housekeeping_cpu(cpu, HK_TYPE_DOMAIN);
}
