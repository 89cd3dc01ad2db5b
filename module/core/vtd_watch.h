/* SPDX-License-Identifier: GPL-2.0 */
/* vtd_watch.c: the invocations of the driver's fault handler that are on their way */
#ifndef IA_CORE_VTD_WATCH_H
#define IA_CORE_VTD_WATCH_H

#include "vtd_fault.h"

/* A unit's handler runs once for its interrupt, and once for a CPU that comes up. */
#define IA_VTD_RUNS	2

/* The driver's handler keeps less than this on its stack. */
#define IA_VTD_FRAME_MAX	1024

/* Runs are found by the piece of stack that they are on; log2 of the buckets for pieces. */
#define IA_VTD_BUCKET_BITS	6
#define IA_VTD_WORD_BITS	(8 * sizeof(long))

/* Words that the index of so many runs has: one bit of each run for each bucket. */
#define IA_VTD_INDEX_WORDS(runs)	\
	(((runs) + IA_VTD_WORD_BITS - 1) / IA_VTD_WORD_BITS << IA_VTD_BUCKET_BITS)

/**
 * struct ia_vtd_run - one invocation of the driver's fault handler
 * @frame: stack pointer at its entry; bit 0 while somebody works on this; 0 when free
 * @bucket: where the index has it, plus 1; 0 when it has not
 * @unit: position of its unit
 * @entered_ns: when it was entered
 * @pending: faults were waiting then
 * @shared: another invocation was on its way for the same unit
 * @overflow: the unit's overflow was counted
 * @walk: what its calls told
 *
 * Who has set bit 0 of @frame owns the rest, but for @shared.
 */
struct ia_vtd_run {
	unsigned long frame;
	unsigned int bucket;
	unsigned int unit;
	u64 entered_ns;
	bool pending;
	bool shared;
	bool overflow;
	struct ia_vtd_walk walk;
};

/**
 * struct ia_vtd_watch - all of them
 * @runs: %IA_VTD_RUNS for each unit, all zero
 * @count: how many that are
 * @index: for each bucket, a bit for each run
 * @words: that a bucket has
 * @header: where the first call of an invocation returns to, 0 before the first one
 */
struct ia_vtd_watch {
	struct ia_vtd_run *runs;
	unsigned int count;
	unsigned long *index;
	unsigned int words;
	unsigned long header;
};

/**
 * struct ia_vtd_entry - the driver's handler was entered
 * @unit: position of its unit
 * @regs: Fault Recording Registers of the unit, at least 1
 * @sp: stack pointer
 * @now_ns: the time
 */
struct ia_vtd_entry {
	unsigned int unit;
	unsigned int regs;
	unsigned long sp;
	u64 now_ns;
};

void ia_vtd_watch_init(struct ia_vtd_watch *watch, struct ia_vtd_run *runs, unsigned int count,
		       unsigned long *index);
struct ia_vtd_run *ia_vtd_watch_enter(struct ia_vtd_watch *watch,
				      const struct ia_vtd_entry *entry,
				      unsigned int *half_seen);
bool ia_vtd_watch_begin(struct ia_vtd_run *run, const struct ia_vtd_entry *entry, u32 fsts);
struct ia_vtd_run *ia_vtd_watch_call(struct ia_vtd_watch *watch, unsigned long sp,
				     unsigned long caller);
u64 ia_vtd_run_seen_ns(const struct ia_vtd_run *run);
void ia_vtd_watch_done(struct ia_vtd_run *run);
unsigned int ia_vtd_watch_half_seen(const struct ia_vtd_watch *watch, u64 before_ns);

#endif /* IA_CORE_VTD_WATCH_H */
