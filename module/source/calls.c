// SPDX-License-Identifier: GPL-2.0
/*
 * A return probe keeps what it learnt at the entry of a function in its own
 * instance. Other hooks that run inside of that call, in the same task, find it
 * here.
 *
 * A call does not have to return: an oops ends the task inside of it, and the
 * kernel takes the instance back without asking our handler. So nothing is
 * linked and nothing has to be undone. The table holds the instances themselves,
 * of which there are as many as slots, for as long as the probe is registered.
 * What one of them says counts for the very task that wrote it; a task that is
 * dead never asks, and the next call that gets the instance writes it anew.
 *
 * A task looks for what it wrote itself: there is nothing to lock.
 */
#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/sched.h>

#include "calls.h"

/* Each instance takes one slot, at its first call. */
static bool take_slot(struct ia_calls *calls, struct ia_call *call)
{
	struct ia_call *there;
	unsigned int i;

	for (i = 0; i < IA_CALLS; i++) {
		there = READ_ONCE(calls->slots[i]);
		if (!there)
			there = cmpxchg(&calls->slots[i], NULL, call);
		if (!there || there == call)
			return true;
	}
	return false;
}

/**
 * ia_call_enter() - the current task enters the function
 * @calls: the calls of that function
 * @call: the instance of the return probe
 *
 * Context: a return probe's entry_handler.
 * Return: whether it can be found from now on
 */
bool ia_call_enter(struct ia_calls *calls, struct ia_call *call)
{
	WRITE_ONCE(call->task_start, current->start_time);
	WRITE_ONCE(call->task, current);
	return take_slot(calls, call);
}

/**
 * ia_call_leave() - it returns
 * @call: the instance that entered
 *
 * Context: a return probe's handler.
 */
void ia_call_leave(struct ia_call *call)
{
	WRITE_ONCE(call->task, NULL);
}

/**
 * ia_call_find() - whether the current task is inside the function
 * @calls: the calls of that function, whose probe is registered
 *
 * Context: any but an interrupt.
 * Return: the call, which stays until the task leaves it, or NULL
 */
struct ia_call *ia_call_find(const struct ia_calls *calls)
{
	struct ia_call *call;
	unsigned int i;

	for (i = 0; i < IA_CALLS; i++) {
		call = READ_ONCE(calls->slots[i]);
		if (!call)
			break;
		if (READ_ONCE(call->task) == current &&
		    READ_ONCE(call->task_start) == current->start_time)
			return call;
	}
	return NULL;
}
