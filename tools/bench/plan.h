/* SPDX-License-Identifier: GPL-2.0 */
/* plan.c: a comparison that needs a reboot between its runs */
#ifndef IA_BENCH_PLAN_H
#define IA_BENCH_PLAN_H

#include "../machine/machine.h"
#include "run.h"

#define IA_PLAN_CONFIGURATIONS	2

/**
 * struct ia_bench_plan - what is to be measured in which boot
 * @device: the device
 * @configurations: words of the kernel command line that each is booted with;
 *                  labels of its set
 * @rounds: boots of each configuration
 * @repeat: runs in each boot
 * @request: what is requested of the module
 *
 * Boots take turns: A B A B. How far it is follows from the runs of its set.
 */
struct ia_bench_plan {
	ia_address device;
	const char *configurations[IA_PLAN_CONFIGURATIONS];
	size_t rounds;
	size_t repeat;
	struct ia_bench_request request;
};

/* plan.c */
size_t ia_plan_boots(const struct ia_bench_plan *plan);
size_t ia_plan_done(const struct ia_bench_set *set);
bool ia_plan_is_done(const struct ia_bench_set *set);
const char *ia_plan_due(const struct ia_bench_set *set, size_t boot);
const char *ia_plan_letter(const struct ia_bench_plan *plan, const char *configuration);
bool ia_plan_is_booted(const struct ia_bench_set *set, const struct ia_machine *machine);
bool ia_plan_add(struct ia_bench_set *set, const struct ia_bench_plan *plan,
		 struct ia_problem *problem);
const char *ia_plan_wrong(struct ia_arena *arena, const struct ia_bench_set *set);
bool ia_plan_ready(const struct ia_bench_set *set, const struct ia_machine *machine,
		   const struct ia_device *device, struct ia_problem *problem);

#endif /* IA_BENCH_PLAN_H */
