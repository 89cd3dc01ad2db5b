// SPDX-License-Identifier: GPL-2.0
/*
 * Threads that work in step. Who leads a slice tells all of them what to do
 * next, one phase after the other, and waits for all of them; so nothing is
 * shared in the timed loop but what nobody writes. A slice is three phases: fill
 * the ring, map and unmap, drain the ring. When it ends nothing is mapped, whatever
 * became of the threads: those that are not back are locked out of the DMA API, and
 * the leader undoes what they left.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/timekeeping.h>
#include <linux/topology.h>

#include "gate.h"
#include "run.h"

/* How long others may have to wait for the function and its group, but for the ring. */
#define SLICE_NS	(200 * NSEC_PER_MSEC)
/* Time for filling a ring. */
#define FILL_NS		(2 * NSEC_PER_SEC)
/* What a thread may be late by, or do nothing for, before others do its work. */
#define GRACE_NS	(2 * NSEC_PER_SEC)

static void fill(struct ia_bench_thread *thread)
{
	const struct ia_bench_run *run = thread->run;

	while (!READ_ONCE(run->stop) && ia_bench_enter(thread, run->mode)) {
		bool full = thread->mapped == thread->ring - 1;

		if (!full)
			thread->error = run->mode->map(&thread->slots[thread->next],
						       &thread->memory);
		if (!full && !thread->error) {
			WRITE_ONCE(thread->mapped, thread->mapped + 1);
			thread->next = (thread->next + 1) % thread->ring;
		}
		ia_bench_leave(thread, run->mode);
		if (full || thread->error)
			return;
		if (ktime_get_mono_fast_ns() > run->end_ns) {
			thread->error = -ETIMEDOUT;
			return;
		}
		cond_resched();
	}
}

/* Whoever calls it is inside the gate of the thread, or has closed it. */
static bool unmap_oldest(struct ia_bench_thread *thread)
{
	u32 oldest = (thread->next + thread->ring - thread->mapped) % thread->ring;

	if (!thread->mapped)
		return false;
	thread->run->mode->unmap(&thread->slots[oldest], &thread->memory);
	WRITE_ONCE(thread->mapped, thread->mapped - 1);
	return true;
}

static void drain(struct ia_bench_thread *thread)
{
	const struct ia_bench_map_ops *mode = thread->run->mode;
	bool more = true;

	while (more && ia_bench_enter(thread, mode)) {
		more = unmap_oldest(thread);
		ia_bench_leave(thread, mode);
		cond_resched();
	}
}

static void work(struct ia_bench_thread *thread)
{
	struct ia_bench_run *run = thread->run;

	switch (run->phase) {
	case IA_BENCH_FILL:
		fill(thread);
		break;
	case IA_BENCH_WARM:
	case IA_BENCH_COUNT:
		/* An interrupted fill leaves more than one slot free. */
		if (thread->mapped == thread->ring - 1)
			run->mode->measure(thread, run->phase == IA_BENCH_COUNT);
		break;
	case IA_BENCH_DRAIN:
		drain(thread);
		break;
	case IA_BENCH_END:
		break;
	}
	/*
	 * A thread whose CPU went offline may run anywhere from then on, and may be back on
	 * its CPU by now: that it was let go is what counts.
	 */
	if (!thread->error && nr_cpu_ids > 1 && current->nr_cpus_allowed != 1)
		thread->error = -ENXIO;
}

static bool called(const struct ia_bench_run *run, unsigned int seen)
{
	/* Pairs with begin_phase(): the phase is there before its number. */
	return smp_load_acquire(&run->generation) != seen;
}

static int thread_main(void *data)
{
	struct ia_bench_thread *thread = data;
	struct ia_bench_run *run = thread->run;
	unsigned int seen = 0;
	bool last;

	do {
		wait_event_idle(run->go, called(run, seen));
		seen++;
		last = run->phase == IA_BENCH_END;
		work(thread);
		if (atomic_dec_and_test(&run->busy))
			wake_up(&run->idle);
	} while (!last);
	return 0;
}

/**
 * ia_bench_threads_start() - make the threads of a run
 * @run: the run, prepared
 *
 * Context: process context, may sleep.
 * Return: 0, or a negative errno with the run's reason; ia_bench_threads_end() has to follow in
 *         each case
 */
int ia_bench_threads_start(struct ia_bench_run *run)
{
	struct task_struct *task;
	u32 i;

	for (i = 0; i < run->result.params.threads; i++) {
		task = kthread_create_on_node(thread_main, run->threads[i],
					      cpu_to_node(run->threads[i]->cpu),
					      "ia_bench/%u", i);
		if (IS_ERR(task))
			return ia_bench_fail(run, PTR_ERR(task), "thread %u could not be made", i);
		/* It ends by itself, and is waited for after that. */
		get_task_struct(task);
		kthread_bind(task, run->threads[i]->cpu);
		run->threads[i]->task = task;
		run->started++;
		wake_up_process(task);
	}
	return 0;
}

static int first_error(struct ia_bench_run *run)
{
	const struct ia_bench_thread *thread;
	u32 i;

	for (i = 0; i < run->started; i++) {
		thread = run->threads[i];
		switch (thread->error) {
		case 0:
			break;
		case -ETIMEDOUT:
			return ia_bench_fail(run, thread->error,
					     "ring=%u is too large here: thread %u could not fill it in time",
					     thread->ring, i);
		case -ENXIO:
			return ia_bench_fail(run, thread->error,
					     "CPU %u went offline", thread->cpu);
		default:
			return ia_bench_fail(run, thread->error,
					     "the DMA API refused a mapping to thread %u", i);
		}
	}
	return 0;
}

/* Whether no thread is at work. */
static bool ended(struct ia_bench_run *run)
{
	/* Pairs with thread_main(): what a thread leaves is there before it is counted out. */
	return !atomic_read_acquire(&run->busy);
}

static void begin_phase(struct ia_bench_run *run, enum ia_bench_phase phase, u64 ns)
{
	run->phase = phase;
	run->end_ns = ktime_get_mono_fast_ns() + ns;
	atomic_set(&run->busy, run->started);
	/* Pairs with called(). */
	smp_store_release(&run->generation, run->generation + 1);
	wake_up_all(&run->go);
}

static bool wait_for_all(struct ia_bench_run *run, u64 ns)
{
	return wait_event_timeout(run->idle, ended(run), nsecs_to_jiffies(ns));
}

/* One phase of all threads, at most @ns long. A signal to the writer ends it early. */
static int do_phase(struct ia_bench_run *run, enum ia_bench_phase phase, u64 ns)
{
	begin_phase(run, phase, ns);
	wait_event_timeout(run->idle, ended(run) || READ_ONCE(run->stop),
			   nsecs_to_jiffies(ns + GRACE_NS));
	if (!ended(run) && !(READ_ONCE(run->stop) && wait_for_all(run, GRACE_NS)))
		return ia_bench_fail(run, -ETIMEDOUT, "a thread did not come back in time: its CPU is taken, or it is stuck in the DMA API");
	return first_error(run) ?:
	       READ_ONCE(run->stop) ? ia_bench_fail(run, -EINTR, "interrupted by a signal") : 0;
}

static u64 still_mapped(const struct ia_bench_run *run)
{
	u64 mapped = 0;
	u32 i;

	for (i = 0; i < run->started; i++)
		mapped += READ_ONCE(run->threads[i]->mapped);
	return mapped;
}

/*
 * Lock a thread out of the DMA API, and undo what it has mapped. One that is inside is a mapping
 * away from being outside; where it can lose its CPU there, it continues where the leader may run.
 */
static void take_over(struct ia_bench_thread *thread)
{
	/* Pairs with ia_bench_leave(). */
	while (atomic_cmpxchg_acquire(&thread->gate, IA_BENCH_OUTSIDE,
				      IA_BENCH_CLOSED) == IA_BENCH_INSIDE) {
		if (!ia_bench_keeps_cpu(thread->run->mode))
			set_cpus_allowed_ptr(thread->task, current->cpus_ptr);
		usleep_range(100, 1000);
	}
	while (unmap_oldest(thread))
		cond_resched();
}

/*
 * Nothing is mapped afterwards. There is no time limit as long as the threads get on with it,
 * and no signal helps: the memory and the addresses are in use until then.
 */
static int drain_all(struct ia_bench_run *run)
{
	u64 before;
	u32 i;

	if (ended(run)) {
		begin_phase(run, IA_BENCH_DRAIN, 0);
		do {
			before = still_mapped(run);
		} while (!wait_for_all(run, GRACE_NS) && still_mapped(run) < before);
	}
	if (ended(run))
		return first_error(run);
	for (i = 0; i < run->started; i++)
		take_over(run->threads[i]);
	return ia_bench_fail(run, -ETIMEDOUT, "a thread did not come back to undo its mappings");
}

/* What all threads did in their last timed phase was done within this time. */
static u64 span(const struct ia_bench_run *run)
{
	u64 began_ns = run->threads[0]->began_ns, ended_ns = run->threads[0]->ended_ns;
	u32 i;

	for (i = 1; i < run->result.params.threads; i++) {
		began_ns = min(began_ns, run->threads[i]->began_ns);
		ended_ns = max(ended_ns, run->threads[i]->ended_ns);
	}
	return ended_ns - began_ns;
}

static int timed_phase(struct ia_bench_run *run, u64 ns)
{
	int ret = do_phase(run, run->timed, ns);

	if (!ret && run->timed == IA_BENCH_COUNT)
		run->result.elapsed_ns += span(run);
	return ret;
}

/**
 * ia_bench_slice() - fill the rings, map and unmap, and drain the rings
 * @run: the run; its threads wait for a phase
 *
 * Context: a worker, may sleep; inside ia_bench_target_inside().
 * Return: 0, or a negative errno with the run's reason; nothing is mapped in each case
 */
int ia_bench_slice(struct ia_bench_run *run)
{
	int ret, drained;
	u64 now;

	ret = do_phase(run, IA_BENCH_FILL, FILL_NS);
	if (!ret) {
		now = ktime_get_mono_fast_ns();
		if (now < run->limit_ns)
			ret = timed_phase(run, min_t(u64, SLICE_NS, run->limit_ns - now));
	}
	drained = drain_all(run);
	return ret ?: drained;
}

/**
 * ia_bench_threads_end() - send the threads home
 * @run: the run; no slice is on, nor will be
 *
 * Context: process context, may sleep, for some seconds at most.
 * Return: whether they are gone; when not, ask again later
 */
bool ia_bench_threads_end(struct ia_bench_run *run)
{
	u32 i;

	if (!run->started)
		return true;
	if (!ended(run))
		return false;
	if (run->phase != IA_BENCH_END)
		begin_phase(run, IA_BENCH_END, 0);
	if (!wait_for_all(run, GRACE_NS))
		return false;
	for (i = 0; i < run->started; i++) {
		kthread_stop(run->threads[i]->task);
		put_task_struct(run->threads[i]->task);
	}
	run->started = 0;
	return true;
}
