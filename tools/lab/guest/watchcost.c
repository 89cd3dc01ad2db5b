// SPDX-License-Identifier: GPL-2.0
/*
 * What the VT-d monitor does to find out whose a fault is and how far its handler has
 * come, with many units that fault in turn, each on a stack of its own: QEMU has one
 * unit only. Registers, probes and counters are not in it.
 *
 *	watchcost UNITS...
 *
 * For each number of units: "UNITS NANOSECONDS".
 */
#include <stdlib.h>
#include <time.h>

#include "../../../module/core/unit_index.c"
#include "../../../module/core/vtd_fault.c"
#include "../../../module/core/vtd_watch.c"

#define FAULTS	200000
#define STACK	0x10000UL
#define CALL	128
#define STATUS_CALL	0x1000
#define RECORD_CALL	0x2000

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static enum ia_vtd_next call(struct ia_vtd_watch *watch, unsigned long sp, unsigned long caller)
{
	struct ia_vtd_run *run = ia_vtd_watch_call(watch, sp - CALL, caller);
	enum ia_vtd_next next;
	bool missed;

	if (!run)
		abort();
	next = ia_vtd_walk_call(&run->walk, &missed);
	if (next == IA_VTD_STATUS)
		next = ia_vtd_walk_status(&run->walk, 0);
	else if (next == IA_VTD_RECORD)
		next = ia_vtd_walk_record(&run->walk, true);
	ia_vtd_watch_done(run);
	return next;
}

/* Where firmware may have put the registers of a unit. */
static u64 base_of(unsigned int unit)
{
	return 0x9d7fc000ULL + unit * 0x08800000ULL;
}

/* One fault: the entry, the status, the record, and the look that finds no more. */
static void handle(const struct ia_unit_index *units, struct ia_vtd_watch *watch,
		   unsigned int number, u64 now)
{
	/* Interrupts begin at the end of a stack. */
	const struct ia_vtd_entry entry = {
		.unit = ia_unit_index_find(units, IA_VENDOR_VTD, base_of(number)), .regs = 8,
		.sp = (number + 1) * STACK - 512, .now_ns = now,
	};
	unsigned int half_seen = 0;
	struct ia_vtd_run *run = ia_vtd_watch_enter(watch, &entry, &half_seen);

	ia_vtd_watch_begin(run, &entry, IA_VTD_FSTS_PPF);
	call(watch, entry.sp, STATUS_CALL);
	call(watch, entry.sp, RECORD_CALL);
	call(watch, entry.sp, RECORD_CALL);
	if (half_seen)
		abort();
}

static double measure(unsigned int units)
{
	unsigned int runs = units * IA_VTD_RUNS, i;
	struct ia_unit_index index = { .count = ia_unit_index_room(units) };
	struct ia_vtd_watch watch;
	u64 begun;

	index.slots = calloc(index.count, sizeof(*index.slots));
	ia_vtd_watch_init(&watch, calloc(runs, sizeof(*watch.runs)), runs,
			  calloc(IA_VTD_INDEX_WORDS(runs), sizeof(*watch.index)));
	if (!index.slots || !watch.runs || !watch.index)
		abort();
	for (i = 0; i < units; i++)
		ia_unit_index_add(&index, IA_VENDOR_VTD, base_of(i), i);
	begun = now_ns();
	for (i = 0; i < FAULTS; i++)
		handle(&index, &watch, i % units, i);
	begun = now_ns() - begun;
	free(watch.index);
	free(watch.runs);
	free(index.slots);
	return (double)begun / FAULTS;
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		printf("%s %.0f\n", argv[i], measure(atoi(argv[i])));
	return 0;
}
