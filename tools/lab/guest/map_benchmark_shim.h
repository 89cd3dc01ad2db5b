/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included before the kernel's map_benchmark.c, which is no module on its own: it
 * has no licence, and calls a function that is not exported, for a NUMA node only.
 *
 * It reads its sums with atomic64_read() when a run is over, and reports them
 * divided to 100 ns. peer_read repeats them: loops, map, unmap, and two squares.
 */
#include <linux/atomic.h>
#include <linux/kthread.h>
#include <linux/module.h>
#undef pr_fmt

MODULE_LICENSE("GPL");
#define kthread_bind_mask(task, mask) ((void)(task), (void)(mask))

static unsigned long long peer_read[5];
static unsigned int peer_next;
module_param_array(peer_read, ullong, NULL, 0400);

static inline s64 peer_note(s64 value)
{
	peer_read[peer_next++ % 5] = value;
	return value;
}

#define atomic64_read(v) peer_note(atomic64_read(v))
