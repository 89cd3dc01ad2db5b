// SPDX-License-Identifier: GPL-2.0
/*
 * Threads that work in step. The writer of bench/run tells all of them what to
 * do next, one phase after the other, and waits for all of them; so nothing is
 * shared in the timed loop but what nobody writes. A slice is three phases: fill
 * the ring, map and unmap, drain the ring. Between two slices nothing is mapped.
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/overflow.h>
#include <linux/pci.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/topology.h>

#include "run.h"

/* How long others may have to wait for the group's mutex, but for the ring. */
#define SLICE_NS	(200 * NSEC_PER_MSEC)
/* Time for filling and draining a ring. */
#define RING_NS		(5 * NSEC_PER_SEC)
/* What a thread may be late by before it counts as stuck. */
#define GRACE_NS	(5 * NSEC_PER_SEC)

static const struct ia_bench_map_ops * const modes[] = {
	[IA_BENCH_SINGLE] = &ia_bench_single,
	[IA_BENCH_SG] = &ia_bench_sg,
	[IA_BENCH_COHERENT] = &ia_bench_coherent,
};

static const enum dma_data_direction directions[] = {
	[IA_BENCH_TO] = DMA_TO_DEVICE,
	[IA_BENCH_FROM] = DMA_FROM_DEVICE,
	[IA_BENCH_BOTH] = DMA_BIDIRECTIONAL,
};

static int give_way(struct ia_bench_run *run)
{
	return ia_bench_fail(run, -EINTR, "interrupted by a signal");
}

/* Without a word of the user: the online CPUs, one for each thread. */
static int choose_cpus(struct ia_bench_run *run)
{
	struct ia_bench_params *params = &run->result.params;
	unsigned int cpu;
	u32 i;

	if (!params->nr_cpus) {
		for_each_online_cpu(cpu) {
			if (params->nr_cpus == params->threads)
				break;
			params->cpus[params->nr_cpus++] = cpu;
		}
	}
	params->nr_cpus = min(params->nr_cpus, params->threads);
	for (i = 0; i < params->nr_cpus; i++) {
		cpu = params->cpus[i];
		if (cpu >= nr_cpu_ids || !cpu_online(cpu))
			return ia_bench_fail(run, -EINVAL, "cpus: CPU %u is not online", cpu);
	}
	return 0;
}

static int check_node(struct ia_bench_run *run)
{
	int node = run->result.params.node;

	if (node == IA_ABSENT ||
	    (node < MAX_NUMNODES && node_state(node, N_MEMORY)))
		return 0;
	return ia_bench_fail(run, -EINVAL, "node=%d is not accepted: no such node with memory",
			     node);
}

/* What is asked of the memory of one thread. */
static void describe_memory(const struct ia_bench_run *run, unsigned int cpu,
			    struct ia_bench_memory *memory)
{
	const struct ia_bench_params *params = &run->result.params;
	struct device *dev = &run->target.pdev->dev;

	*memory = (struct ia_bench_memory) {
		.dev = dev,
		.dir = directions[params->dir],
		.gfp = GFP_KERNEL | __GFP_NOWARN,
		.node = cpu_to_node(cpu),
		.size = params->size,
		.segments = params->segments,
	};
	if (params->mode == IA_BENCH_COHERENT)
		return;
	memory->gfp |= __GFP_NORETRY;
	if (params->node != IA_ABSENT) {
		memory->gfp |= __GFP_THISNODE;
		memory->node = params->node;
	}
	/* What the device cannot reach would be copied. */
	if (run->target.direct && *dev->dma_mask < DMA_BIT_MASK(64))
		memory->gfp |= __GFP_DMA32;
}

static struct ia_bench_thread *new_thread(struct ia_bench_run *run, unsigned int cpu)
{
	u32 ring = run->result.params.ring;
	struct ia_bench_thread *thread = kvzalloc_node(struct_size(thread, slots, ring),
						       GFP_KERNEL, cpu_to_node(cpu));

	if (!thread)
		return NULL;
	thread->run = run;
	thread->cpu = cpu;
	thread->ring = ring;
	ia_hist_init(&thread->ops[IA_BENCH_MAP]);
	ia_hist_init(&thread->ops[IA_BENCH_UNMAP]);
	describe_memory(run, cpu, &thread->memory);
	return thread;
}

static int prepare_slots(struct ia_bench_run *run, struct ia_bench_thread *thread)
{
	u32 i;

	for (i = 0; i < thread->ring; i++) {
		if (signal_pending(current))
			return give_way(run);
		if (run->mode->prepare(&thread->slots[i], &thread->memory))
			return ia_bench_fail(run, -ENOMEM, "no memory for the buffers");
		cond_resched();
	}
	return 0;
}

/**
 * ia_bench_run_prepare() - get CPUs and memory
 * @run: the run; its target is held
 *
 * Context: process context, may sleep.
 * Return: 0, or a negative errno with the run's reason; ia_bench_run_free() has
 *         to follow in each case
 */
int ia_bench_run_prepare(struct ia_bench_run *run)
{
	struct ia_bench_params *params = &run->result.params;
	int ret = choose_cpus(run) ?: check_node(run);
	u32 i;

	if (ret)
		return ret;
	run->mode = modes[params->mode];
	init_waitqueue_head(&run->go);
	init_waitqueue_head(&run->idle);
	run->threads = kcalloc(params->threads, sizeof(*run->threads), GFP_KERNEL);
	for (i = 0; run->threads && i < params->threads; i++) {
		run->threads[i] = new_thread(run, params->cpus[i % params->nr_cpus]);
		if (!run->threads[i])
			break;
		ret = prepare_slots(run, run->threads[i]);
		if (ret)
			return ret;
	}
	if (!run->threads || i < params->threads)
		return ia_bench_fail(run, -ENOMEM, "no memory for the threads");
	return 0;
}

static int try_one(struct ia_bench_run *run)
{
	struct ia_bench_thread *thread = run->threads[0];
	bool copied;

	if (run->mode->map(thread->slots, &thread->memory))
		return ia_bench_fail(run, -EIO, "the DMA API refused a mapping");
	copied = run->target.direct && run->mode->copied(thread->slots, &thread->memory);
	run->mode->unmap(thread->slots, &thread->memory);
	if (copied)
		return ia_bench_fail(run, -EOPNOTSUPP, "the DMA API copies its data through bounce buffers");
	return 0;
}

/**
 * ia_bench_run_try() - see that a mapping works, and is one
 * @run: the run, prepared
 *
 * Context: process context, may sleep.
 * Return: 0, or a negative errno with the run's reason
 */
int ia_bench_run_try(struct ia_bench_run *run)
{
	return ia_bench_target_inside(run, try_one);
}

static void fill(struct ia_bench_thread *thread)
{
	const struct ia_bench_run *run = thread->run;

	while (thread->mapped < thread->ring - 1 && !READ_ONCE(run->stop)) {
		if (ktime_get_mono_fast_ns() > run->end_ns) {
			thread->error = -ETIMEDOUT;
			return;
		}
		thread->error = run->mode->map(&thread->slots[thread->next], &thread->memory);
		if (thread->error)
			return;
		thread->mapped++;
		thread->next = (thread->next + 1) % thread->ring;
		cond_resched();
	}
}

static void drain(struct ia_bench_thread *thread)
{
	u32 oldest;

	while (thread->mapped) {
		oldest = (thread->next + thread->ring - thread->mapped) % thread->ring;
		thread->run->mode->unmap(&thread->slots[oldest], &thread->memory);
		thread->mapped--;
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
	}
	if (!thread->error && raw_smp_processor_id() != thread->cpu)
		thread->error = -ENXIO;
}

static bool called(const struct ia_bench_run *run, unsigned int seen)
{
	/* Pairs with do_phase(): the phase is there before its number. */
	return smp_load_acquire(&run->generation) != seen;
}

static int thread_main(void *data)
{
	struct ia_bench_thread *thread = data;
	struct ia_bench_run *run = thread->run;
	unsigned int seen = 0;

	for (;;) {
		wait_event_idle(run->go, called(run, seen) || kthread_should_stop());
		if (!called(run, seen))
			return 0;
		seen++;
		work(thread);
		if (atomic_dec_and_test(&run->busy))
			wake_up(&run->idle);
	}
}

static int start_threads(struct ia_bench_run *run)
{
	struct task_struct *task;
	u32 i;

	for (i = 0; i < run->result.params.threads; i++) {
		task = kthread_create_on_node(thread_main, run->threads[i],
					      cpu_to_node(run->threads[i]->cpu),
					      "ia_bench/%u", i);
		if (IS_ERR(task))
			return ia_bench_fail(run, PTR_ERR(task), "thread %u could not be made", i);
		kthread_bind(task, run->threads[i]->cpu);
		run->threads[i]->task = task;
		wake_up_process(task);
	}
	return 0;
}

static int first_error(struct ia_bench_run *run)
{
	const struct ia_bench_thread *thread;
	u32 i;

	for (i = 0; i < run->result.params.threads; i++) {
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
bool ia_bench_run_ended(struct ia_bench_run *run)
{
	/* Pairs with thread_main(): what a thread leaves is there before it is counted out. */
	return !atomic_read_acquire(&run->busy);
}

/*
 * One phase of all threads, at most @ns long. A signal ends it early. A thread
 * that is not back long after that is left alone: it may be anywhere, and uses
 * the memory of this run.
 */
static int do_phase(struct ia_bench_run *run, enum ia_bench_phase phase, u64 ns)
{
	long left;

	run->phase = phase;
	run->end_ns = ktime_get_mono_fast_ns() + ns;
	atomic_set(&run->busy, run->result.params.threads);
	/* Pairs with called(). */
	smp_store_release(&run->generation, run->generation + 1);
	wake_up_all(&run->go);
	left = wait_event_interruptible_timeout(run->idle, ia_bench_run_ended(run),
						nsecs_to_jiffies(ns + GRACE_NS));
	if (left < 0) {
		WRITE_ONCE(run->stop, true);
		left = wait_event_timeout(run->idle, ia_bench_run_ended(run),
					  nsecs_to_jiffies(GRACE_NS));
	}
	if (!left)
		return ia_bench_fail(run, -ETIMEDOUT, "a thread did not come back in time: its CPU is taken, or it is stuck in the DMA API");
	return first_error(run) ?: READ_ONCE(run->stop) ? give_way(run) : 0;
}

static int drain_all(struct ia_bench_run *run)
{
	return do_phase(run, IA_BENCH_DRAIN, RING_NS);
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

static int slice(struct ia_bench_run *run)
{
	int ret, drained;
	u64 now;

	ret = do_phase(run, IA_BENCH_FILL, RING_NS);
	if (!ret) {
		now = ktime_get_mono_fast_ns();
		if (now < run->limit_ns)
			ret = timed_phase(run, min_t(u64, SLICE_NS, run->limit_ns - now));
	}
	if (!ia_bench_run_ended(run))
		return ret;
	drained = drain_all(run);
	return ret ?: drained;
}

/* Slices until @ns are over; who waits for the group's mutex gets it in between. */
static int do_slices(struct ia_bench_run *run, enum ia_bench_phase phase, u64 ns)
{
	int ret = 0;

	run->timed = phase;
	run->limit_ns = ktime_get_mono_fast_ns() + ns;
	while (!ret && ktime_get_mono_fast_ns() < run->limit_ns) {
		ret = ia_bench_target_inside(run, slice);
		cond_resched();
	}
	return ret;
}

static int collect(struct ia_bench_run *run)
{
	struct ia_bench_result *result = &run->result;
	const struct ia_bench_thread *thread;
	enum ia_bench_op_type op;
	u32 i;

	/* On a busy machine, or with a large ring, there may have been no slice. */
	if (!result->elapsed_ns)
		return ia_bench_fail(run, -ETIMEDOUT, "seconds: too short to map anything");
	for (op = 0; op < IA_BENCH_OPS; op++)
		ia_hist_init(&result->ops[op]);
	for (i = 0; i < result->params.threads; i++) {
		thread = run->threads[i];
		for (op = 0; op < IA_BENCH_OPS; op++)
			ia_hist_merge(&result->ops[op], &thread->ops[op]);
	}
	return 0;
}

/**
 * ia_bench_run_measure() - the run itself
 * @run: the run, prepared and tried
 *
 * Context: process context, may sleep for as long as the run takes; a signal
 *          ends it.
 * Return: 0, or a negative errno with the run's reason. When ia_bench_run_ended()
 *         says no afterwards, the run must not be freed yet
 */
int ia_bench_run_measure(struct ia_bench_run *run)
{
	const struct ia_bench_params *params = &run->result.params;

	return start_threads(run) ?:
	       do_slices(run, IA_BENCH_WARM, params->warmup_ms * (u64)NSEC_PER_MSEC) ?:
	       do_slices(run, IA_BENCH_COUNT, params->ms * (u64)NSEC_PER_MSEC) ?:
	       collect(run);
}

/**
 * ia_bench_run_drain() - undo what is still mapped, after a thread was stuck
 * @run: the run; all threads have ended their phase
 *
 * Context: as ia_bench_run_measure()
 * Return: whether nothing is mapped any more and no thread is at work. Whether a
 *         thread complains, of a CPU that went offline or a domain that changed,
 *         makes no difference
 */
bool ia_bench_run_drain(struct ia_bench_run *run)
{
	u32 i, mapped = 0;

	for (i = 0; i < run->result.params.threads; i++)
		run->threads[i]->error = 0;
	WRITE_ONCE(run->stop, false);
	ia_bench_target_inside(run, drain_all);
	if (!ia_bench_run_ended(run))
		return false;
	for (i = 0; i < run->result.params.threads; i++)
		mapped |= run->threads[i]->mapped;
	return !mapped;
}

static void free_thread(struct ia_bench_run *run, struct ia_bench_thread *thread)
{
	u32 i;

	for (i = 0; i < thread->ring; i++)
		run->mode->discard(&thread->slots[i], &thread->memory);
	kvfree(thread);
}

/**
 * ia_bench_run_free() - end the threads, and give back CPUs and memory
 * @run: the run; no thread is at work and nothing is mapped
 */
void ia_bench_run_free(struct ia_bench_run *run)
{
	u32 i;

	for (i = 0; run->threads && i < run->result.params.threads; i++) {
		if (!run->threads[i])
			break;
		if (run->threads[i]->task)
			kthread_stop(run->threads[i]->task);
		free_thread(run, run->threads[i]);
	}
	kfree(run->threads);
}
