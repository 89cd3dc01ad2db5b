// SPDX-License-Identifier: GPL-2.0
/* A run: its memory, a trial, slices of warm-up and of counting, its figures. */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/pci.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/topology.h>

#include "run.h"

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

/* What is asked of the memory of one thread. */
static void describe_memory(struct ia_bench_run *run, unsigned int cpu,
			    struct ia_bench_memory *memory)
{
	const struct ia_bench_params *params = &run->result.params;

	*memory = (struct ia_bench_memory) {
		.dev = &run->target.pdev->dev,
		.dir = directions[params->dir],
		.gfp = ia_bench_gfp(run),
		.node = params->node == IA_ABSENT ? cpu_to_node(cpu) : params->node,
		.nodes = &run->nodes,
		.size = params->size,
		.segments = params->segments,
	};
}

static struct ia_bench_thread *new_thread(struct ia_bench_run *run, unsigned int cpu)
{
	u32 ring = run->result.params.ring;
	struct ia_bench_thread *thread;
	size_t size = struct_size(thread, slots, ring);

	/* No allocation of a page or more shares a cache line with another one. */
	thread = kvzalloc_node(max_t(size_t, size, PAGE_SIZE), GFP_KERNEL_ACCOUNT,
			       cpu_to_node(cpu));
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
			return ia_bench_fail(run, -EINTR, "interrupted by a signal");
		if (run->mode->prepare(&thread->slots[i], &thread->memory))
			return ia_bench_fail(run, -ENOMEM, "no memory for the buffers");
		cond_resched();
	}
	return 0;
}

/* Where the memory is; the DMA API's own is not seen. */
static void name_nodes(struct ia_bench_run *run)
{
	struct ia_bench_result *result = &run->result;
	int node;

	result->nr_nodes = IA_UNKNOWN;
	if (result->params.mode == IA_BENCH_COHERENT ||
	    nodes_weight(run->nodes) > (int)ARRAY_SIZE(result->nodes))
		return;
	result->nr_nodes = 0;
	for_each_node_mask(node, run->nodes)
		result->nodes[result->nr_nodes++] = node;
}

/**
 * ia_bench_run_prepare() - get CPUs and memory
 * @run: the run; its target was found
 *
 * Context: process context, may sleep.
 * Return: 0, or a negative errno with the run's reason; ia_bench_run_free() has
 *         to follow in each case
 */
int ia_bench_run_prepare(struct ia_bench_run *run)
{
	struct ia_bench_params *params = &run->result.params;
	int ret = ia_bench_limits_check(run);
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
	name_nodes(run);
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
	return ia_bench_lead(run, try_one);
}

/*
 * Slices until @ns are over. In between, who waits for the function or its group gets them: a
 * lock that is taken again at once goes to who was there first only after a while.
 */
static int do_slices(struct ia_bench_run *run, enum ia_bench_phase phase, u64 ns)
{
	int ret = 0;

	run->timed = phase;
	run->limit_ns = ktime_get_mono_fast_ns() + ns;
	while (!ret && ktime_get_mono_fast_ns() < run->limit_ns) {
		ret = ia_bench_lead(run, ia_bench_slice);
		schedule_timeout_uninterruptible(1);
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
 * Return: 0, or a negative errno with the run's reason; ia_bench_threads_end() has to follow in
 *         each case
 */
int ia_bench_run_measure(struct ia_bench_run *run)
{
	const struct ia_bench_params *params = &run->result.params;

	return ia_bench_threads_start(run) ?:
	       do_slices(run, IA_BENCH_WARM, params->warmup_ms * (u64)NSEC_PER_MSEC) ?:
	       do_slices(run, IA_BENCH_COUNT, params->ms * (u64)NSEC_PER_MSEC) ?:
	       collect(run);
}

static void free_thread(struct ia_bench_run *run, struct ia_bench_thread *thread)
{
	u32 i;

	for (i = 0; i < thread->ring; i++) {
		run->mode->discard(&thread->slots[i], &thread->memory);
		cond_resched();
	}
	kvfree(thread);
}

/**
 * ia_bench_run_free() - give back the memory
 * @run: the run; its threads are gone, and nothing is mapped
 */
void ia_bench_run_free(struct ia_bench_run *run)
{
	u32 i;

	for (i = 0; run->threads && i < run->result.params.threads; i++) {
		if (!run->threads[i])
			break;
		free_thread(run, run->threads[i]);
	}
	kfree(run->threads);
}
