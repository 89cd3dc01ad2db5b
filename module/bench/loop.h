/* SPDX-License-Identifier: GPL-2.0 */
/* The timed loop, built once for each mode: its calls are direct ones there. */
#ifndef IA_BENCH_LOOP_H
#define IA_BENCH_LOOP_H

#include <linux/sched.h>
#include <linux/timekeeping.h>

#include "../core/bench.h"
#include "gate.h"
#include "mode.h"
#include "run.h"

/**
 * ia_bench_loop() - map and unmap until the time is over
 * @thread: the thread; all but one slot of its ring is mapped
 * @count: whether this counts, or is warm-up
 * @mode: a constant, so that the compiler sees through its pointers: an indirect
 *        call would be part of every figure
 *
 * Only map and unmap are between two readings of the clock. Nothing that other
 * threads write is touched.
 */
static __always_inline void ia_bench_loop(struct ia_bench_thread *thread, bool count,
					  const struct ia_bench_map_ops *mode)
{
	const struct ia_bench_memory *memory = &thread->memory;
	const struct ia_bench_run *run = thread->run;
	u64 first = ktime_get_mono_fast_ns();
	u64 begin, mapped, again, end;
	struct ia_bench_slot *slot;
	int error;

	do {
		slot = &thread->slots[thread->next];
		if (memory->dir != DMA_FROM_DEVICE)
			mode->dirty(slot, memory);
		if (!ia_bench_enter(thread, mode))
			return;
		begin = ktime_get_mono_fast_ns();
		error = mode->map(slot, memory);
		mapped = ktime_get_mono_fast_ns();
		if (error) {
			ia_bench_leave(thread, mode);
			thread->error = error;
			return;
		}
		if (++thread->next == thread->ring)
			thread->next = 0;
		slot = &thread->slots[thread->next];
		again = ktime_get_mono_fast_ns();
		mode->unmap(slot, memory);
		end = ktime_get_mono_fast_ns();
		ia_bench_leave(thread, mode);
		if (count) {
			ia_hist_add(&thread->ops[IA_BENCH_MAP], mapped - begin);
			ia_hist_add(&thread->ops[IA_BENCH_UNMAP], end - again);
		}
		cond_resched();
	} while (end < run->end_ns && !READ_ONCE(run->stop));
	thread->began_ns = first;
	thread->ended_ns = end;
}

#endif /* IA_BENCH_LOOP_H */
