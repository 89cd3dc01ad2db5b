// SPDX-License-Identifier: GPL-2.0
/*
 * Who leads a slice holds the function and its group, and so must not lose its CPU for long. The
 * writer of bench/run may be bound to one that a real-time process takes. So a worker leads that
 * may run anywhere, and the writer waits for it.
 */
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "run.h"

static struct workqueue_struct *leaders;

/**
 * struct lead - what the worker is to do
 * @work: its place in the queue
 * @run: the run
 * @todo: what to do inside of the function
 * @ret: what became of it
 * @done: it has ended, and holds nothing
 */
struct lead {
	struct work_struct work;
	struct ia_bench_run *run;
	int (*todo)(struct ia_bench_run *run);
	int ret;
	struct completion done;
};

static void lead(struct work_struct *work)
{
	struct lead *lead = container_of(work, struct lead, work);

	lead->ret = ia_bench_target_inside(lead->run, lead->todo);
	complete(&lead->done);
}

/**
 * ia_bench_lead() - have a worker do something inside of the function
 * @run: the run; the function was found
 * @todo: as for ia_bench_target_inside()
 *
 * Context: process context, may sleep; a signal ends the run, which then is waited for.
 * Return: what ia_bench_target_inside() returned
 */
int ia_bench_lead(struct ia_bench_run *run, int (*todo)(struct ia_bench_run *run))
{
	struct lead job = { .run = run, .todo = todo };

	INIT_WORK_ONSTACK(&job.work, lead);
	init_completion(&job.done);
	queue_work(leaders, &job.work);
	if (wait_for_completion_interruptible(&job.done)) {
		WRITE_ONCE(run->stop, true);
		wake_up_all(&run->idle);
		wait_for_completion(&job.done);
	}
	destroy_work_on_stack(&job.work);
	return job.ret;
}

/**
 * ia_bench_later() - have a worker do something after a second
 * @work: what
 */
void ia_bench_later(struct delayed_work *work)
{
	queue_delayed_work(leaders, work, HZ);
}

/**
 * ia_bench_lead_init() - get ready
 *
 * Return: 0, or -ENOMEM
 */
int ia_bench_lead_init(void)
{
	leaders = alloc_workqueue("ia_bench", WQ_UNBOUND, 0);
	return leaders ? 0 : -ENOMEM;
}

/**
 * ia_bench_lead_exit() - wait for the workers, and send them home
 */
void ia_bench_lead_exit(void)
{
	destroy_workqueue(leaders);
}
