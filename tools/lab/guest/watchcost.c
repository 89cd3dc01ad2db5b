// SPDX-License-Identifier: GPL-2.0
/*
 * What the VT-d monitor does for one fault but for reading registers, with many
 * units that fault in turn, each on a stack of its own: QEMU has one unit only.
 *
 *	watchcost UNITS...
 *
 * For each number of units: "UNITS NANOSECONDS".
 */
#include <stdlib.h>
#include <time.h>

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

/* One fault: the entry, the status, the record, and the look that finds no more. */
static void handle(struct ia_vtd_watch *watch, unsigned int unit, u64 now)
{
	const struct ia_vtd_entry entry = {
		.unit = unit, .regs = 8, .sp = (unit + 1) * STACK, .now_ns = now,
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

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		unsigned int units = atoi(argv[i]), fault;
		struct ia_vtd_watch watch = { .count = units * IA_VTD_RUNS };
		u64 begun;

		watch.runs = calloc(watch.count, sizeof(*watch.runs));
		if (!watch.runs)
			return 1;
		begun = now_ns();
		for (fault = 0; fault < FAULTS; fault++)
			handle(&watch, fault % units, fault);
		printf("%u %.0f\n", units, (double)(now_ns() - begun) / FAULTS);
		free(watch.runs);
	}
	return 0;
}
