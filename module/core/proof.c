// SPDX-License-Identifier: GPL-2.0
#include "proof.h"

static const char * const reasons[] = {
	[IA_DOUBT_MISSED] = "probes were missed: faults may be missing or counted once too often",
	[IA_DOUBT_SILENT] =
		"probes do not run (kernel.ftrace_enabled=0, kprobes switched off, or a tracer in "
		"their way): faults are missing",
	[IA_DOUBT_UNSEEN] = "interrupts were handled unseen: the faults of those are missing",
	[IA_DOUBT_HALF_SEEN] =
		"handlers were seen to begin, but not to work: the faults of those are missing",
	[IA_DOUBT_NO_BEGINNING] =
		"handlers were not seen to begin: the faults of those are missing",
	[IA_DOUBT_STRANGER] =
		"faults were handled of a unit that the firmware table does not name: they are missing",
	[IA_DOUBT_NO_INTERRUPT] =
		"no interrupt of the driver's fault handler was found: faults that are handled "
		"unseen would not be noticed",
	[IA_DOUBT_LAPPED] =
		"a log was overwritten before it was read: the faults in it have no source",
	[IA_DOUBT_UNHOOKED] =
		"handlers ran unseen: faults are missing where they handled a whole log within "
		"a second",
};

/**
 * ia_proof_good() - all checks were good
 * @proof: what speaks against the monitor
 * @now_ns: when the first of them was begun, CLOCK_BOOTTIME
 *
 * Context: any.
 */
void ia_proof_good(struct ia_proof *proof, u64 now_ns)
{
	if (!READ_ONCE(proof->first))
		WRITE_ONCE(proof->good_ns, now_ns);
}

/**
 * ia_proof_doubt() - a check was not good
 * @proof: what speaks against the monitor
 * @doubt: what it showed
 *
 * Context: any.
 */
void ia_proof_doubt(struct ia_proof *proof, enum ia_doubt doubt)
{
	if (cmpxchg(&proof->first, IA_DOUBT_NONE, doubt) == IA_DOUBT_NONE)
		WRITE_ONCE(proof->since_ns, READ_ONCE(proof->good_ns));
}

/* Whether anything speaks against the monitor. */
bool ia_proof_is_doubted(const struct ia_proof *proof)
{
	return READ_ONCE(proof->first) != IA_DOUBT_NONE;
}

/**
 * ia_proof_reason() - what speaks against the monitor
 * @proof: the proof
 * @since_ns: set when there is something: up to then nothing did
 *
 * Return: a sentence, or NULL when nothing does
 */
const char *ia_proof_reason(const struct ia_proof *proof, u64 *since_ns)
{
	enum ia_doubt first = READ_ONCE(proof->first);

	if (first == IA_DOUBT_NONE)
		return NULL;
	*since_ns = READ_ONCE(proof->since_ns) ?: READ_ONCE(proof->good_ns);
	return reasons[first];
}

/**
 * ia_handled_entered() - the handler was seen to begin
 * @handled: what was seen of it
 * @count: the kernel's count of its interrupts, read at its beginning
 *
 * The kernel counts an interrupt just before it calls the handler, and may call
 * that once more for one that came meanwhile, which it does not count. So from
 * one beginning to the next the count grows by one at most.
 *
 * Context: any; once at a time, but for a handler that is called without an
 *	    interrupt.
 * Return: interrupts whose handler was not seen
 */
u32 ia_handled_entered(struct ia_handled *handled, u32 count)
{
	u32 before = READ_ONCE(handled->count);
	bool known = READ_ONCE(handled->known);

	if (known && (s32)(count - before) <= 0)
		return 0;
	if (cmpxchg(&handled->count, before, count) != before)
		return 0;
	WRITE_ONCE(handled->known, true);
	return known ? count - before - 1 : 0;
}

/**
 * ia_handled_behind() - interrupts whose handler was not seen yet
 * @handled: what was seen of it
 * @count: the kernel's count of its interrupts, read before this was called
 *
 * One may be on its way to the handler.
 *
 * Context: any.
 */
u32 ia_handled_behind(const struct ia_handled *handled, u32 count)
{
	s32 behind = count - READ_ONCE(handled->count);

	return READ_ONCE(handled->known) && behind > 0 ? behind : 0;
}

/**
 * ia_handled_give_up() - handlers that were not seen will not be any more
 * @handled: what was seen of the handler
 * @count: the kernel's count of its interrupts, read before this was called
 *
 * Context: any.
 * Return: interrupts whose handler was not seen
 */
u32 ia_handled_give_up(struct ia_handled *handled, u32 count)
{
	u32 before = READ_ONCE(handled->count);

	if (!READ_ONCE(handled->known) || (s32)(count - before) <= 0)
		return 0;
	return cmpxchg(&handled->count, before, count) == before ? count - before : 0;
}
