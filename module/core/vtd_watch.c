// SPDX-License-Identifier: GPL-2.0
/*
 * Several units fault at once, on several CPUs. An invocation of the driver's
 * handler is known by its stack alone: two that are on their way never share
 * one, and what it calls is a little below its own frame. Where it runs, in an
 * interrupt or not, on which CPU, and on whose stack, does not matter.
 *
 * No invocation is seen to end. What is left of it is cleared away by the next
 * one on the same stack, or of the same unit. That is the moment to see whether
 * it did what it had to: a handler that found faults waiting calls at least
 * twice.
 *
 * An index tells which runs may be on a piece of stack, so that what one costs does
 * not grow with the units. It says where to look, and @frame what is there: a bit too
 * many costs a look, and where many stacks share a bucket there are more of them.
 * Only who owns a run changes its bits, so that none has to be made room for.
 *
 * Nothing here waits. What two CPUs could want at once is taken with cmpxchg().
 */
#include "vtd_watch.h"

/* In frame: somebody works on this run. Stack pointers are even. */
#define BUSY	1UL

static bool is_half_seen(const struct ia_vtd_run *run)
{
	return READ_ONCE(run->pending) && !READ_ONCE(run->shared) &&
	       READ_ONCE(run->walk.calls) < 2;
}

/* Make a run ours that may be an invocation's; what that one was is found out. */
static bool take(struct ia_vtd_run *run, unsigned long frame, unsigned int *half_seen)
{
	if (cmpxchg(&run->frame, frame, BUSY) != frame)
		return false;
	*half_seen += frame && is_half_seen(run);
	return true;
}

static void let_go(struct ia_vtd_run *run, unsigned long frame)
{
	/* Pairs with cmpxchg(): who takes it next sees all that was written here. */
	smp_store_release(&run->frame, frame);
}

/* log2 of a piece of stack: what is near each other is in one or in two. */
#define PIECE	14

/* Stacks end where they are aligned, and interrupts are near their end: not so pieces. */
static unsigned long piece_of(unsigned long sp)
{
	return (sp + (1UL << (PIECE - 1))) >> PIECE;
}

static unsigned int bucket_of(unsigned long piece)
{
	return hash_32(piece, IA_VTD_BUCKET_BITS);
}

/* Bits of other runs are in the same word. */
static unsigned long *word_of(const struct ia_vtd_watch *watch, const struct ia_vtd_run *run)
{
	unsigned int nr = run - watch->runs;

	return &watch->index[(run->bucket - 1) * watch->words + nr / IA_VTD_WORD_BITS];
}

static void unlink_run(struct ia_vtd_watch *watch, struct ia_vtd_run *run)
{
	if (run->bucket)
		clear_bit((run - watch->runs) % IA_VTD_WORD_BITS, word_of(watch, run));
	run->bucket = 0;
}

/* Before others are told of @frame. Most invocations are where the one before was. */
static void link_run(struct ia_vtd_watch *watch, struct ia_vtd_run *run, unsigned long frame)
{
	unsigned int bucket = bucket_of(piece_of(frame)) + 1;

	if (run->bucket == bucket)
		return;
	unlink_run(watch, run);
	run->bucket = bucket;
	set_bit((run - watch->runs) % IA_VTD_WORD_BITS, word_of(watch, run));
}

static void drop(struct ia_vtd_watch *watch, struct ia_vtd_run *run)
{
	unlink_run(watch, run);
	let_go(run, 0);
}

/*
 * A run that nobody works on, and whose frame is not below @low and not above @high, less
 * than a piece away. Whoever enters clears what is near, so that there is one at most.
 */
static struct ia_vtd_run *find_near(const struct ia_vtd_watch *watch, unsigned long low,
				    unsigned long high, unsigned long *frame)
{
	unsigned long piece = piece_of(low), bits;
	unsigned int i;

	do {
		const unsigned long *words = &watch->index[bucket_of(piece) * watch->words];

		for (i = 0; i < watch->words; i++) {
			for (bits = READ_ONCE(words[i]); bits; bits &= bits - 1) {
				struct ia_vtd_run *run = &watch->runs[i * IA_VTD_WORD_BITS +
								      __ffs(bits)];

				*frame = READ_ONCE(run->frame);
				if (*frame && !(*frame & BUSY) && *frame - low <= high - low)
					return run;
			}
		}
	} while (piece++ != piece_of(high));
	return NULL;
}

/*
 * Whoever stood so near on this stack has returned. If one of them is of the same
 * unit, its run is the caller's now. To find them again ends: each is taken, by us or
 * by somebody else.
 */
static struct ia_vtd_run *clear_stack(struct ia_vtd_watch *watch, const struct ia_vtd_entry *entry,
				      unsigned int *half_seen)
{
	struct ia_vtd_run *run, *mine = NULL;
	unsigned int tries = watch->count;
	unsigned long frame;

	while (tries-- && (run = find_near(watch, entry->sp - IA_VTD_FRAME_MAX,
					   entry->sp + IA_VTD_FRAME_MAX, &frame))) {
		if (!take(run, frame, half_seen))
			continue;
		if (!mine && (run - watch->runs) / IA_VTD_RUNS == entry->unit)
			mine = run;
		else
			drop(watch, run);
	}
	return mine;
}

/* Higher is better to do without: free, at its end, the older one. */
static unsigned int worth_taking(const struct ia_vtd_run *run, unsigned long frame)
{
	return !frame ? 2 : READ_ONCE(run->walk.ended);
}

static struct ia_vtd_run *find_place(struct ia_vtd_watch *watch, unsigned int unit,
				     unsigned int *half_seen)
{
	struct ia_vtd_run *runs = &watch->runs[unit * IA_VTD_RUNS];
	unsigned int tries, i;

	for (tries = 0; tries < 2 * IA_VTD_RUNS; tries++) {
		struct ia_vtd_run *best = NULL;
		unsigned long best_frame = 0;

		for (i = 0; i < IA_VTD_RUNS; i++) {
			struct ia_vtd_run *run = &runs[i];
			unsigned long frame = READ_ONCE(run->frame);
			unsigned int more;

			if (frame & BUSY)
				continue;
			more = best ? worth_taking(run, frame) - worth_taking(best, best_frame) : 1;
			if ((int)more > 0 ||
			    (!more && READ_ONCE(run->entered_ns) < READ_ONCE(best->entered_ns))) {
				best = run;
				best_frame = frame;
			}
		}
		if (best && take(best, best_frame, half_seen))
			return best;
	}
	return NULL;
}

/*
 * Two that are on their way for one unit take records from each other. The one
 * that comes later tells both.
 */
static void find_others(struct ia_vtd_watch *watch, struct ia_vtd_run *mine)
{
	unsigned int first = (mine - watch->runs) / IA_VTD_RUNS * IA_VTD_RUNS, i;

	WRITE_ONCE(mine->shared, false);
	for (i = first; i < first + IA_VTD_RUNS; i++) {
		struct ia_vtd_run *run = &watch->runs[i];

		if (run == mine || !READ_ONCE(run->frame) || READ_ONCE(run->walk.ended))
			continue;
		WRITE_ONCE(run->shared, true);
		WRITE_ONCE(mine->shared, true);
	}
}

/**
 * ia_vtd_watch_init() - nobody is on his way
 * @watch: all invocations
 * @runs: %IA_VTD_RUNS for each unit, all zero
 * @count: how many that are
 * @index: %IA_VTD_INDEX_WORDS() of them, all zero
 */
void ia_vtd_watch_init(struct ia_vtd_watch *watch, struct ia_vtd_run *runs, unsigned int count,
		       unsigned long *index)
{
	*watch = (struct ia_vtd_watch){
		.runs = runs,
		.count = count,
		.index = index,
		.words = IA_VTD_INDEX_WORDS(count) >> IA_VTD_BUCKET_BITS,
	};
}

/**
 * ia_vtd_watch_enter() - the driver's handler was entered
 * @watch: all invocations
 * @entry: what is known of this one
 * @half_seen: grows by earlier ones that found faults waiting, and whose calls were not seen
 *
 * Context: any.
 * Return: the invocation, the caller's until ia_vtd_watch_begin(); NULL when there
 *	   is no place for it, and its calls will be nobody's
 */
struct ia_vtd_run *ia_vtd_watch_enter(struct ia_vtd_watch *watch,
				      const struct ia_vtd_entry *entry,
				      unsigned int *half_seen)
{
	struct ia_vtd_run *run = clear_stack(watch, entry, half_seen);

	if (!run)
		run = find_place(watch, entry->unit, half_seen);
	if (!run)
		return NULL;
	link_run(watch, run, entry->sp);
	run->unit = entry->unit;
	WRITE_ONCE(run->entered_ns, entry->now_ns);
	WRITE_ONCE(run->walk.ended, false);
	find_others(watch, run);
	return run;
}

/**
 * ia_vtd_watch_begin() - the status that the driver's handler found
 * @run: what ia_vtd_watch_enter() returned
 * @entry: what that was told
 * @fsts: Fault Status Register, read since then
 *
 * Context: any.
 * Return: whether the unit says that it has dropped faults
 */
bool ia_vtd_watch_begin(struct ia_vtd_run *run, const struct ia_vtd_entry *entry, u32 fsts)
{
	run->overflow = fsts & IA_VTD_FSTS_PFO;
	WRITE_ONCE(run->pending, fsts & IA_VTD_FSTS_PPF);
	ia_vtd_walk_start(&run->walk, entry->regs, fsts);
	let_go(run, entry->sp);
	return fsts & IA_VTD_FSTS_PFO;
}

/* The one above on the stack. */
static struct ia_vtd_run *find(struct ia_vtd_watch *watch, unsigned long sp)
{
	unsigned long frame;
	struct ia_vtd_run *run = find_near(watch, sp + 1, sp + IA_VTD_FRAME_MAX - 1, &frame);

	return run && cmpxchg(&run->frame, frame, frame | BUSY) == frame ? run : NULL;
}

/*
 * The driver's handler calls from one place for the status, and from another one
 * for records. So a call that does not fit tells that an invocation began unseen.
 */
static bool is_in_step(struct ia_vtd_watch *watch, const struct ia_vtd_run *run,
		       unsigned long caller)
{
	unsigned long header = READ_ONCE(watch->header);

	if (!run->walk.calls && !header)
		header = cmpxchg(&watch->header, 0, caller) ?: caller;
	return !run->walk.calls == (caller == header);
}

/**
 * ia_vtd_watch_call() - the driver's handler called ___ratelimit()
 * @watch: all invocations
 * @sp: stack pointer
 * @caller: where the call returns to
 *
 * Context: any.
 * Return: the invocation, the caller's until ia_vtd_watch_done(); NULL when its
 *	   beginning was not seen
 */
struct ia_vtd_run *ia_vtd_watch_call(struct ia_vtd_watch *watch, unsigned long sp,
				     unsigned long caller)
{
	struct ia_vtd_run *run = find(watch, sp);

	if (!run)
		return NULL;
	if (!is_in_step(watch, run, caller)) {
		drop(watch, run);
		return NULL;
	}
	if (READ_ONCE(run->shared))
		run->walk.began = false;
	return run;
}

/**
 * ia_vtd_run_seen_ns() - when the record that is about to be read was seen
 * @run: what ia_vtd_watch_call() returned
 *
 * The register that the driver begins with held its fault when the handler was entered,
 * unless another invocation has emptied it since.
 *
 * Context: any.
 * Return: the time, or 0 when it was not seen before
 */
u64 ia_vtd_run_seen_ns(const struct ia_vtd_run *run)
{
	return run->walk.calls == 2 && READ_ONCE(run->pending) && !READ_ONCE(run->shared) ?
	       READ_ONCE(run->entered_ns) : 0;
}

/**
 * ia_vtd_watch_done() - let go of an invocation
 * @run: what ia_vtd_watch_call() returned
 *
 * Context: any.
 */
void ia_vtd_watch_done(struct ia_vtd_run *run)
{
	let_go(run, READ_ONCE(run->frame) & ~BUSY);
}

/**
 * ia_vtd_watch_half_seen() - invocations that have had the time to call
 * @watch: all invocations
 * @before_ns: those that were entered before this time
 *
 * Context: any.
 * Return: how many of them found faults waiting, and were not seen to call
 */
unsigned int ia_vtd_watch_half_seen(const struct ia_vtd_watch *watch, u64 before_ns)
{
	unsigned int i, found = 0;

	for (i = 0; i < watch->count; i++) {
		struct ia_vtd_run *run = &watch->runs[i];
		unsigned long frame = READ_ONCE(run->frame);
		u64 entered_ns = READ_ONCE(run->entered_ns);

		if (!frame || frame & BUSY || entered_ns >= before_ns || !is_half_seen(run))
			continue;
		/* Where another one took its place meanwhile, that one has its own time. */
		if (READ_ONCE(run->frame) == frame && READ_ONCE(run->entered_ns) == entered_ns)
			found++;
	}
	return found;
}
