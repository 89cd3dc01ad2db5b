// SPDX-License-Identifier: GPL-2.0
/*
 * A return probe keeps what it learnt at the entry of a function in its own
 * instance. Other hooks that run inside of that call, in the same task, find it
 * here.
 */
#include <linux/sched.h>

#include "calls.h"
#include "probe.h"

struct action {
	struct ia_calls *calls;
	struct ia_call *call;
};

static void enter(void *data)
{
	struct action *action = data;

	hlist_add_head(&action->call->node, &action->calls->list);
}

static void leave(void *data)
{
	struct action *action = data;

	hlist_del(&action->call->node);
}

static void find(void *data)
{
	struct action *action = data;
	struct ia_call *call;

	hlist_for_each_entry(call, &action->calls->list, node) {
		if (call->task == current) {
			action->call = call;
			return;
		}
	}
}

/**
 * ia_call_enter() - a task enters the function
 * @calls: the calls of that function
 * @call: the instance of the return probe
 *
 * Context: a return probe's entry_handler.
 * Return: whether it is in the list; if not, it must not leave either
 */
bool ia_call_enter(struct ia_calls *calls, struct ia_call *call)
{
	struct action action = { calls, call };

	call->task = current;
	return ia_probe_locked(&calls->lock, enter, &action);
}

/**
 * ia_call_leave() - it returns
 * @calls: the calls of that function
 * @call: the instance that entered
 *
 * Context: a return probe's handler.
 */
void ia_call_leave(struct ia_calls *calls, struct ia_call *call)
{
	struct action action = { calls, call };

	/* Holders have interrupts off for a few lines: this does not fail. */
	while (!ia_probe_locked(&calls->lock, leave, &action))
		;
}

/**
 * ia_call_find() - whether the current task is inside the function
 * @calls: the calls of that function
 *
 * Context: any but an interrupt.
 * Return: the innermost call, which stays until the task leaves it, or NULL
 */
struct ia_call *ia_call_find(struct ia_calls *calls)
{
	struct action action = { calls, NULL };

	ia_probe_locked(&calls->lock, find, &action);
	return action.call;
}
