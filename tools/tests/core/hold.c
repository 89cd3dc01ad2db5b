// SPDX-License-Identifier: GPL-2.0
/*
 * What is done to the largest table of faults under a lock, with interrupts off: how
 * many entries, how many bytes, and for how long on this machine. The work is what is
 * tested: a machine that does something else in between makes a hold as long as it likes.
 */
#include <stdlib.h>
#include <time.h>

#include "../../../module/core/fault_table.h"

#define ROOM	IA_FAULT_TABLE_ROOM(IA_FAULT_TABLE_SLOTS)
#define ROUNDS	400
#define HOLDS	(ROOM / IA_FAULT_COPY_CHUNK)
#define ADDS	20000

static struct ia_fault_count counts[ROOM], copied[ROOM];
static bool is_copied[ROOM];
static u16 slots[IA_FAULT_TABLE_SLOTS];
static struct ia_fault_source sources[IA_FAULT_TABLE_SLOTS];
static struct ia_fault_table table;

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	const u64 *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static u64 median(u64 *times, size_t n)
{
	qsort(times, n, sizeof(*times), by_size);
	return times[n / 2];
}

/* Another kind of fault each time, of sources that have few each. */
static void add(u32 number)
{
	const struct ia_fault fault = {
		.source = number / 4, .reason = 5 + number % 4, .pasid = IA_NO_PASID,
	};

	ia_fault_table_add(&table, 0, &fault, number);
}

static u32 count_copied(void)
{
	u32 i, n = 0;

	for (i = 0; i < ROOM; i++)
		n += is_copied[i];
	return n;
}

/* Each hold of a copy: its time, and whether none has more entries than it may. */
static bool copy(void)
{
	struct ia_fault_copy taken = { .counts = copied, .is_copied = is_copied, .room = ROOM };
	static u64 times[ROUNDS * HOLDS];
	u32 round, most = 0, before = 0, after;
	size_t n = 0;
	u64 half;
	bool more;

	for (round = 0; round < ROUNDS; round++) {
		memset(is_copied, 0, sizeof(is_copied));
		if (!ia_fault_copy_begin(&table, &taken))
			return false;
		before = 0;
		do {
			u64 begun = now_ns();

			more = ia_fault_copy_some(&table);
			times[n++] = now_ns() - begun;
			after = count_copied();
			most = after - before > most ? after - before : most;
			before = after;
		} while (more && n < ROUNDS * HOLDS);
	}
	half = median(times, n);
	printf("# copying %u entries: %zu holds of %u entries, %zu bytes; median %llu ns, longest %llu ns\n",
	       table.used, n / ROUNDS, most, most * sizeof(*counts), (unsigned long long)half,
	       (unsigned long long)times[n - 1]);
	return n == ROUNDS * HOLDS && before == ROOM && most == IA_FAULT_COPY_CHUNK;
}

/* A fault that finds no place in a full table looks for one three times. */
static void count(void)
{
	static u64 times[ADDS];
	u64 half;
	u32 i;

	for (i = 0; i < ADDS; i++) {
		u64 begun = now_ns();

		add(ROOM + i);
		times[i] = now_ns() - begun;
	}
	half = median(times, ADDS);
	printf("# a fault that finds no place: median %llu ns, longest %llu ns\n",
	       (unsigned long long)half, (unsigned long long)times[ADDS - 1]);
}

int main(void)
{
	bool good;
	u32 i;

	ia_fault_table_init(&table, counts, slots, sources, IA_FAULT_TABLE_SLOTS);
	for (i = 0; i < ROOM; i++)
		add(i);
	good = copy();
	count();
	printf("%s - core_hold: a copy of the largest table takes %u entries at once\n",
	       good ? "ok" : "not ok", IA_FAULT_COPY_CHUNK);
	return good ? 0 : 1;
}
