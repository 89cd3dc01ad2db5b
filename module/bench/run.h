/* SPDX-License-Identifier: GPL-2.0 */
/*
 * run.c: threads that work in step; target.c: the function; context.c: the machine;
 * fail.c: why there is no result
 */
#ifndef IA_BENCH_RUN_H
#define IA_BENCH_RUN_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/wait.h>

#include "../core/bench.h"
#include "mode.h"

struct ia_bench_ask;
struct iommu_group;
struct pci_dev;
struct task_struct;

/**
 * enum ia_bench_phase - what all threads do at the same time
 * @IA_BENCH_FILL: map all but one slot of the ring
 * @IA_BENCH_WARM: map and unmap, without counting
 * @IA_BENCH_COUNT: map and unmap
 * @IA_BENCH_DRAIN: unmap what is mapped
 */
enum ia_bench_phase {
	IA_BENCH_FILL,
	IA_BENCH_WARM,
	IA_BENCH_COUNT,
	IA_BENCH_DRAIN,
};

/**
 * struct ia_bench_thread - one thread and what it counts, in whole pages of its own
 * @run: the run
 * @task: its task, once it has one
 * @cpu: the CPU that it is bound to
 * @memory: what its memory is like
 * @ring: slots in @slots
 * @mapped: slots that are mapped between two phases, up to the one before @next
 * @next: the slot that is mapped next; it is free
 * @error: what stopped it, 0 or a negative errno
 * @began_ns: begin of its last timed phase, by ktime_get_mono_fast_ns()
 * @ended_ns: its end
 * @ops: what was counted
 * @slots: its ring; mapping writes there
 */
struct ia_bench_thread {
	struct ia_bench_run *run;
	struct task_struct *task;
	unsigned int cpu;
	struct ia_bench_memory memory;
	u32 ring;
	u32 mapped;
	u32 next;
	int error;
	u64 began_ns;
	u64 ended_ns;
	struct ia_hist ops[IA_BENCH_OPS];
	struct ia_bench_slot slots[];
};

/* No allocation of more than a page shares a cache line with another one. */
static_assert(sizeof(struct ia_bench_thread) > PAGE_SIZE);

/**
 * struct ia_bench_target - the PCI function, held
 * @pdev: the function
 * @group: its IOMMU group, or NULL
 * @direct: the DMA API hands out physical addresses
 * @locked: its device lock is held
 */
struct ia_bench_target {
	struct pci_dev *pdev;
	struct iommu_group *group;
	bool direct;
	bool locked;
};

/**
 * struct ia_bench_run - one run
 * @ask: who answers questions about the function
 * @target: the function
 * @mode: how memory is mapped
 * @result: what was asked for, what it is measured on, and what came out
 * @reason: why it cannot go on; empty as long as it can
 * @threads: as many as @result says
 * @phase: what the threads are to do
 * @generation: grows with every phase; a thread works once for each
 * @end_ns: when the phase is over, by ktime_get_mono_fast_ns()
 * @timed: the phase of the slice that comes next, warm or count
 * @limit_ns: when that has to be over
 * @stop: a signal came: leave the phase at once
 * @go: where threads wait for a phase; all above is only read by them
 * @idle: where the writer waits for the threads
 * @busy: threads that have not ended the phase
 */
struct ia_bench_run {
	const struct ia_bench_ask *ask;
	struct ia_bench_target target;
	const struct ia_bench_map_ops *mode;
	struct ia_bench_result result;
	char reason[IA_BENCH_REASON];
	struct ia_bench_thread **threads;
	enum ia_bench_phase phase;
	unsigned int generation;
	u64 end_ns;
	enum ia_bench_phase timed;
	u64 limit_ns;
	bool stop;
	wait_queue_head_t go ____cacheline_aligned_in_smp;
	wait_queue_head_t idle;
	atomic_t busy;
};

/* Whoever waits writes there, while others are still in the timed loop. */
static_assert(offsetof(struct ia_bench_run, stop) / SMP_CACHE_BYTES <
	      offsetof(struct ia_bench_run, go) / SMP_CACHE_BYTES);

/* fail.c */
int ia_bench_fail(struct ia_bench_run *run, int error, const char *fmt, ...) __printf(3, 4);

/* run.c */
int ia_bench_run_prepare(struct ia_bench_run *run);
int ia_bench_run_try(struct ia_bench_run *run);
int ia_bench_run_measure(struct ia_bench_run *run);
bool ia_bench_run_ended(struct ia_bench_run *run);
bool ia_bench_run_drain(struct ia_bench_run *run);
void ia_bench_run_free(struct ia_bench_run *run);

/* target.c */
int ia_bench_target_hold(struct ia_bench_run *run);
void ia_bench_target_unlock(struct ia_bench_run *run);
void ia_bench_target_release(struct ia_bench_run *run);
int ia_bench_target_inside(struct ia_bench_run *run, int (*work)(struct ia_bench_run *run));

/* context.c */
void ia_bench_context_read(struct ia_bench_context *context);

#endif /* IA_BENCH_RUN_H */
