/* SPDX-License-Identifier: GPL-2.0 */
/* calls.c: which task is inside a function that is probed */
#ifndef IA_SOURCE_CALLS_H
#define IA_SOURCE_CALLS_H

#include <linux/types.h>

struct task_struct;

/* Calls of one function that can be under way at once: the probe's maxactive. */
#define IA_CALLS	128

/**
 * struct ia_call - one call; a return probe's instance begins with it
 * @task: who calls, NULL when it has returned
 * @task_start: when that task was started: another one may come to its place
 */
struct ia_call {
	struct task_struct *task;
	u64 task_start;
};

/**
 * struct ia_calls - the instances of one return probe that were ever used; all
 *		     zero in the beginning
 * @slots: each is taken once, from the first on
 */
struct ia_calls {
	struct ia_call *slots[IA_CALLS];
};

bool ia_call_enter(struct ia_calls *calls, struct ia_call *call);
void ia_call_leave(struct ia_call *call);
struct ia_call *ia_call_find(const struct ia_calls *calls);

#endif /* IA_SOURCE_CALLS_H */
