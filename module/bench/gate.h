/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A thread is inside its gate while it uses the DMA API. Who leads the run can close the gate:
 * the thread never enters again, and what it has mapped is the leader's to undo. So nothing of
 * a run stays mapped, and no thread is in the DMA API, when the domain may be replaced or the
 * function may go: not even when a thread does not get its CPU.
 *
 * Inside, the thread cannot be preempted: it is out again after one mapping, whoever wants its
 * CPU. Where the DMA API may sleep (coherent memory, PREEMPT_RT), who closes the gate waits, and
 * lets it continue on another CPU.
 */
#ifndef IA_BENCH_GATE_H
#define IA_BENCH_GATE_H

#include <linux/atomic.h>
#include <linux/preempt.h>

#include "../compat/compat.h"
#include "mode.h"
#include "run.h"

static __always_inline bool ia_bench_keeps_cpu(const struct ia_bench_map_ops *mode)
{
	return !mode->sleeps && !ia_compat_is_realtime();
}

/**
 * ia_bench_enter() - go inside
 * @thread: the current thread
 * @mode: how it maps
 *
 * Return: false when the gate is closed, and there is nothing to leave
 */
static __always_inline bool ia_bench_enter(struct ia_bench_thread *thread,
					   const struct ia_bench_map_ops *mode)
{
	if (ia_bench_keeps_cpu(mode))
		preempt_disable();
	if (likely(atomic_cmpxchg_acquire(&thread->gate, IA_BENCH_OUTSIDE,
					  IA_BENCH_INSIDE) == IA_BENCH_OUTSIDE))
		return true;
	if (ia_bench_keeps_cpu(mode))
		preempt_enable();
	return false;
}

/* Undo an ia_bench_enter() that returned true. */
static __always_inline void ia_bench_leave(struct ia_bench_thread *thread,
					   const struct ia_bench_map_ops *mode)
{
	/* Pairs with take_over(): what is mapped is told before. */
	atomic_set_release(&thread->gate, IA_BENCH_OUTSIDE);
	if (ia_bench_keeps_cpu(mode))
		preempt_enable();
}

#endif /* IA_BENCH_GATE_H */
