// SPDX-License-Identifier: GPL-2.0
#include "vtd_fault.h"

/*
 * The driver's handler, the same from Linux 5.10 to 7.3, holds the unit's
 * register lock and
 *
 *	reads Fault Status, and calls ___ratelimit() unless it is zero;
 *	leaves unless Primary Pending Fault is set;
 *	takes the index of the first record from Fault Status, and for each
 *	record calls ___ratelimit(), leaves the loop unless the record's F bit
 *	is set, and clears it.
 *
 * So the first call belongs to the status, and every further one to one record
 * that the driver is about to look at. A call after a record that was looked
 * at proves that the driver consumed that one.
 *
 * Reading a register takes longer than all the rest. What is read is Fault Status
 * at the beginning, each record, and Fault Status again before each record but
 * the first: mostly nothing is pending there, and the register need not be read.
 */

/* 11.4.7.1: FRI, bits 15:8, is valid while PPF is set. */
static void begin(struct ia_vtd_walk *walk, u32 fsts)
{
	walk->began = fsts & IA_VTD_FSTS_PPF;
	walk->index = (fsts >> 8 & 0xff) % walk->regs;
}

/**
 * ia_vtd_walk_start() - the handler was entered
 * @walk: what is known of this invocation
 * @regs: Fault Recording Registers of the unit, at least 1
 * @fsts: Fault Status Register now. If faults are pending, nobody but this
 *	  invocation may clear them: else clear @walk->began before the next call
 */
void ia_vtd_walk_start(struct ia_vtd_walk *walk, unsigned int regs, u32 fsts)
{
	walk->regs = regs;
	WRITE_ONCE(walk->calls, 0);
	walk->was_clear = false;
	WRITE_ONCE(walk->ended, false);
	begin(walk, fsts);
}

/**
 * ia_vtd_walk_call() - the handler called ___ratelimit()
 * @walk: what is known of this invocation
 * @missed: set when the driver consumed a record that held nothing when it was
 *          looked at: hardware wrote it between the two looks
 *
 * Return: what to read, and to hand on to the function of that name
 */
enum ia_vtd_next ia_vtd_walk_call(struct ia_vtd_walk *walk, bool *missed)
{
	unsigned int calls = walk->calls;

	*missed = walk->was_clear;
	WRITE_ONCE(walk->calls, calls + 1);
	if (!calls)
		return walk->began ? IA_VTD_NOTHING : IA_VTD_STATUS;
	if (calls == 1)
		return IA_VTD_RECORD;
	walk->index = (walk->index + 1) % walk->regs;
	return IA_VTD_STATUS;
}

/* The driver leaves, unless a fault comes in before it looks. */
static enum ia_vtd_next leave(struct ia_vtd_walk *walk)
{
	walk->was_clear = true;
	WRITE_ONCE(walk->ended, true);
	return IA_VTD_NOTHING;
}

/**
 * ia_vtd_walk_status() - what Fault Status was
 * @walk: what is known of this invocation
 * @fsts: the register, read now
 *
 * Return: what to read next
 */
enum ia_vtd_next ia_vtd_walk_status(struct ia_vtd_walk *walk, u32 fsts)
{
	bool pending = fsts & IA_VTD_FSTS_PPF;

	if (walk->calls == 1) {
		begin(walk, fsts);
		WRITE_ONCE(walk->ended, !pending);
		return IA_VTD_NOTHING;
	}
	return pending ? IA_VTD_RECORD : leave(walk);
}

/**
 * ia_vtd_walk_record() - what the register @walk->index held
 * @walk: what is known of this invocation
 * @fault: whether its F bit was set
 *
 * Return: what to read next
 */
enum ia_vtd_next ia_vtd_walk_record(struct ia_vtd_walk *walk, bool fault)
{
	if (!fault)
		return leave(walk);
	walk->was_clear = false;
	WRITE_ONCE(walk->ended, false);
	return IA_VTD_NOTHING;
}

/* 7.1.3, 7.1.4: bit 5 alone marks the reasons of interrupt remapping. */
static bool is_interrupt(u16 reason)
{
	return reason >= 0x20 && reason <= 0x2f;
}

/**
 * ia_vtd_fault_has_index() - whether a fault is about an entry of the interrupt
 *			      remapping table
 * @reason: the code, VT-d specification 7.1.4
 *
 * Those of requests that were refused for what they look like have none.
 */
bool ia_vtd_fault_has_index(u16 reason)
{
	return (reason >= 0x21 && reason <= 0x24) || reason == 0x26 || reason == 0x28;
}

/**
 * ia_vtd_fault_decode() - take a Fault Recording Register apart
 * @low: bits 63:0
 * @high: bits 127:64
 * @fault: filled in
 *
 * 11.4.7.5: FI 63:12, SID 79:64, T2 92, PP 95, FR 103:96, PV 123:104, T1 126.
 */
void ia_vtd_fault_decode(u64 low, u64 high, struct ia_fault *fault)
{
	bool t1 = high >> 62 & 1;
	bool t2 = high >> 28 & 1;

	fault->source = high & 0xffff;
	fault->reason = high >> 32 & 0xff;
	fault->pasid = high >> 31 & 1 ? (u32)(high >> 40 & 0xfffff) : IA_NO_PASID;
	if (is_interrupt(fault->reason)) {
		/* For an interrupt FI holds its index, in bits 63:48. */
		fault->addr = low >> 48;
		fault->access = IA_ACCESS_ABSENT;
		return;
	}
	fault->addr = low & ~0xfffULL;
	if (t2)
		fault->access = t1 ? IA_ACCESS_ATOMIC : IA_ACCESS_ABSENT;
	else
		fault->access = t1 ? IA_ACCESS_READ : IA_ACCESS_WRITE;
}

/* 7.1.3, legacy mode */
static const char * const legacy[] = {
	[0x01] = "Root entry not present",
	[0x02] = "Context entry not present",
	[0x03] = "Context entry invalid",
	[0x04] = "Address beyond MGAW",
	[0x05] = "PTE Write access is not set",
	[0x06] = "PTE Read access is not set",
	[0x07] = "Error accessing next-level page table",
	[0x08] = "Error accessing root table",
	[0x09] = "Error accessing context table",
	[0x0a] = "Reserved field set in root entry",
	[0x0b] = "Reserved field set in context entry",
	[0x0c] = "Reserved field set in PTE",
	[0x0d] = "Translation request blocked by context entry",
	[0x0e] = "Address in the interrupt range",
};

/* 7.1.4, interrupt remapping */
static const char * const interrupt[] = {
	[0x00] = "Reserved field set in remapped interrupt request",
	[0x01] = "Interrupt index beyond the remapping table",
	[0x02] = "IRTE not present",
	[0x03] = "Error accessing interrupt remapping table",
	[0x04] = "Reserved field set in IRTE",
	[0x05] = "Compatibility format interrupt blocked",
	[0x06] = "Source id verification failed for interrupt",
	[0x07] = "Interrupt request with AtomicOp or PASID",
	[0x08] = "Reserved field set in posted interrupt descriptor",
};

/* 7.1.3, scalable mode, from 0x30 on */
static const char * const scalable[] = {
	[0x00] = "SM: Root table address invalid",
	[0x01] = "SM: Request with PASID not allowed by TTM",
	[0x02] = "SM: Page group request not allowed by TTM",
	[0x08] = "SM: Error accessing root entry",
	[0x09] = "SM: Root entry not present",
	[0x0a] = "SM: Reserved field set in root entry",
	[0x10] = "SM: Error accessing context entry",
	[0x11] = "SM: Context entry not present",
	[0x12] = "SM: Reserved field set in context entry",
	[0x13] = "SM: Context entry invalid",
	[0x14] = "SM: Device TLB requests not enabled in context entry",
	[0x15] = "SM: PASID not enabled in context entry",
	[0x16] = "SM: PASID beyond the PASID directory",
	[0x17] = "SM: Page requests not enabled in context entry",
	[0x18] = "SM: RID_PASID invalid in context entry",
	[0x20] = "SM: Error accessing PASID directory entry",
	[0x21] = "SM: PASID directory entry not present",
	[0x22] = "SM: Reserved field set in PASID directory entry",
	[0x28] = "SM: Error accessing PASID table entry",
	[0x29] = "SM: PASID table entry not present",
	[0x2a] = "SM: Reserved field set in PASID table entry",
	[0x2b] = "SM: PASID table entry invalid",
	[0x2c] = "SM: Execute requests not enabled in PASID table entry",
	[0x2d] = "SM: Supervisor requests not enabled in PASID table entry",
	[0x40] = "SM: Error accessing first-stage PTE",
	[0x41] = "SM: First-stage PTE not present",
	[0x42] = "SM: Reserved field set in first-stage PTE",
	[0x43] = "SM: Error accessing first-stage top-level entry",
	[0x44] = "SM: First-stage table beyond the second stage's width",
	[0x45] = "SM: Second stage refuses read of first-stage top-level entry",
	[0x46] = "SM: Second stage refuses read of first-stage PTE",
	[0x47] = "SM: Second stage refuses write of first-stage PTE",
	[0x48] = "SM: Error accessing second-stage PTE",
	[0x49] = "SM: Read or Write not set in second-stage PTE",
	[0x4a] = "SM: Reserved field set in second-stage PTE",
	[0x4b] = "SM: Second-stage table address invalid",
	[0x4c] = "SM: Second-stage A/D update with snoop off",
	[0x50] = "SM: First-stage address not canonical",
	[0x51] = "SM: User request for supervisor page",
	[0x52] = "SM: Execute not allowed",
	[0x53] = "SM: First-stage address beyond the hardware's width",
	[0x54] = "SM: Second-stage address beyond the hardware's width",
	[0x55] = "SM: Write or AtomicOp not allowed",
	[0x56] = "SM: Read or AtomicOp not allowed",
	[0x57] = "SM: Address in the interrupt range",
	[0x60] = "SM: First-stage A/D update with snoop off",
	[0x61] = "SM: First-stage A/D update failed",
};

static const char *lookup(const char * const *names, size_t count, unsigned int at)
{
	return at < count ? names[at] : NULL;
}

/**
 * ia_vtd_fault_name() - the name of a VT-d fault reason
 * @reason: the code, VT-d specification 7.1.3 and 7.1.4
 *
 * Return: the name, or NULL for a code that the specification does not have
 */
const char *ia_vtd_fault_name(u16 reason)
{
	if (reason >= 0x30)
		return lookup(scalable, ARRAY_SIZE(scalable), reason - 0x30);
	if (is_interrupt(reason))
		return lookup(interrupt, ARRAY_SIZE(interrupt), reason - 0x20);
	return lookup(legacy, ARRAY_SIZE(legacy), reason);
}
