/* SPDX-License-Identifier: GPL-2.0 */
/* calls.c: which task is inside a function that is probed */
#ifndef IA_SOURCE_CALLS_H
#define IA_SOURCE_CALLS_H

#include <linux/list.h>
#include <linux/spinlock_types.h>

struct task_struct;

/**
 * struct ia_calls - the calls of one function that have not returned
 * @lock: guards @list; to be initialized with __RAW_SPIN_LOCK_UNLOCKED()
 * @list: of struct ia_call; all zero is an empty one
 */
struct ia_calls {
	raw_spinlock_t lock;	/* held for a few lines, with interrupts off */
	struct hlist_head list;
};

/**
 * struct ia_call - one of them; a return probe's instance begins with it
 * @node: its place in the list
 * @task: who calls
 */
struct ia_call {
	struct hlist_node node;
	struct task_struct *task;
};

bool ia_call_enter(struct ia_calls *calls, struct ia_call *call);
void ia_call_leave(struct ia_calls *calls, struct ia_call *call);
struct ia_call *ia_call_find(struct ia_calls *calls);

#endif /* IA_SOURCE_CALLS_H */
