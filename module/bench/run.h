/* SPDX-License-Identifier: GPL-2.0 */
/*
 * run.c: a run from its memory to its figures; lead.c: who leads its slices; step.c: its threads,
 * in step; limits.c: what it may take of the machine; target.c: the function; context.c: the
 * machine; fail.c: why there is no result
 */
#ifndef IA_BENCH_RUN_H
#define IA_BENCH_RUN_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/wait.h>

#include "../core/bench.h"
#include "mode.h"

struct delayed_work;
struct device_driver;
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
 * @IA_BENCH_END: go home
 */
enum ia_bench_phase {
	IA_BENCH_FILL,
	IA_BENCH_WARM,
	IA_BENCH_COUNT,
	IA_BENCH_DRAIN,
	IA_BENCH_END,
};

/**
 * enum ia_bench_gate - where a thread is; see gate.h
 * @IA_BENCH_OUTSIDE: not in the DMA API
 * @IA_BENCH_INSIDE: perhaps in the DMA API
 * @IA_BENCH_CLOSED: it will never be there again
 */
enum ia_bench_gate {
	IA_BENCH_OUTSIDE,
	IA_BENCH_INSIDE,
	IA_BENCH_CLOSED,
};

/**
 * struct ia_bench_thread - one thread and what it counts, in whole pages of its own
 * @run: the run
 * @task: its task, once it has one
 * @cpu: the CPU that it is bound to
 * @memory: what its memory is like
 * @gate: an enum ia_bench_gate; what is mapped belongs to who is inside, or closed it
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
	atomic_t gate;
	u32 ring;
	u32 mapped;
	u32 next;
	int error;
	u64 began_ns;
	u64 ended_ns;
	struct ia_hist ops[IA_BENCH_OPS];
	struct ia_bench_slot slots[];
};

/**
 * struct ia_bench_target - the PCI function
 * @pdev: the function, by reference
 * @group: its IOMMU group, by reference, or NULL
 * @driver: what was bound to it when the run began; never followed
 * @direct: the DMA API hands out physical addresses
 */
struct ia_bench_target {
	struct pci_dev *pdev;
	struct iommu_group *group;
	const struct device_driver *driver;
	bool direct;
};

/**
 * struct ia_bench_run - one run
 * @ask: who answers questions about the function
 * @target: the function
 * @mode: how memory is mapped
 * @result: what was asked for, what it is measured on, and what came out
 * @reason: why it cannot go on; empty as long as it can
 * @nodes: where the memory is
 * @threads: as many as @result says
 * @started: those that have a task
 * @phase: what the threads are to do
 * @generation: grows with every phase; a thread works once for each
 * @end_ns: when the phase is over, by ktime_get_mono_fast_ns()
 * @timed: the phase of the slice that comes next, warm or count
 * @limit_ns: when that has to be over
 * @stop: leave the phase at once
 * @go: where threads wait for a phase; all above is only read by them
 * @idle: where the leader waits for the threads
 * @busy: threads that have not ended the phase
 */
struct ia_bench_run {
	const struct ia_bench_ask *ask;
	struct ia_bench_target target;
	const struct ia_bench_map_ops *mode;
	struct ia_bench_result result;
	char reason[IA_BENCH_REASON];
	nodemask_t nodes;
	struct ia_bench_thread **threads;
	u32 started;
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
void ia_bench_run_free(struct ia_bench_run *run);

/* lead.c */
int ia_bench_lead(struct ia_bench_run *run, int (*todo)(struct ia_bench_run *run));
void ia_bench_later(struct delayed_work *work);
int ia_bench_lead_init(void);
void ia_bench_lead_exit(void);

/* step.c */
int ia_bench_threads_start(struct ia_bench_run *run);
bool ia_bench_threads_end(struct ia_bench_run *run);
int ia_bench_slice(struct ia_bench_run *run);

/* limits.c */
int ia_bench_limits_check(struct ia_bench_run *run);
gfp_t ia_bench_gfp(const struct ia_bench_run *run);

/* target.c */
int ia_bench_target_find(struct ia_bench_run *run);
void ia_bench_target_release(struct ia_bench_run *run);
int ia_bench_target_inside(struct ia_bench_run *run, int (*work)(struct ia_bench_run *run));

/* context.c */
void ia_bench_context_read(struct ia_bench_context *context);

#endif /* IA_BENCH_RUN_H */
