/* SPDX-License-Identifier: GPL-2.0 */
/* switch.c: the default domain of a group, switched and restored */
#ifndef IA_BENCH_SWITCH_H
#define IA_BENCH_SWITCH_H

#include "bench.h"

bool ia_bench_switch(struct ia_bench_job *job, enum ia_domain domain,
		     struct ia_problem *problem);
bool ia_bench_restore(struct ia_bench_job *job, struct ia_problem *problem);
bool ia_bench_not_restored(const struct ia_bench_job *job, int error,
			   struct ia_problem *problem);

#endif /* IA_BENCH_SWITCH_H */
