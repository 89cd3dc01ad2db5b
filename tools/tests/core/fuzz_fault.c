// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for faults: any record of either vendor is decoded, counted
 * in a small table, and written into a buffer of any size.
 */
#include <stdlib.h>

#include "../../../module/core/amd_event.h"
#include "../../../module/core/fault_table.h"
#include "../../../module/core/vtd_fault.h"

#define SLOTS	16
/* Figures of a record: room, vendor, kind, segment. */
#define HEADER		6
#define RECORD		(HEADER + 16)

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void check_line(const struct ia_record_layout *layout, const void *record, size_t room)
{
	char whole[512];
	size_t need = ia_record_format(layout, record, whole, sizeof(whole));
	char *buf = malloc(room ? room : 1);

	if (!buf)
		return;
	if (ia_record_format(layout, record, room ? buf : NULL, room) != need ||
	    strlen(whole) != need || strchr(whole, '\n'))
		abort();
	if (room && strlen(buf) != (need < room ? need : room - 1))
		abort();
	if (room && strncmp(buf, whole, strlen(buf)))
		abort();
	free(buf);
}

static void decode(enum ia_vendor vendor, const u8 *data, struct ia_fault *fault)
{
	u64 record[2];
	u32 event[4];

	memcpy(record, data, sizeof(record));
	memcpy(event, data, sizeof(event));
	if (vendor == IA_VENDOR_VTD)
		ia_vtd_fault_decode(record[0], record[1], fault);
	else
		ia_amd_event_decode(event, fault);
	if (fault->source > 0xffff && fault->source != IA_NO_SOURCE)
		abort();
	if (fault->pasid > 0xfffff && fault->pasid != IA_NO_PASID)
		abort();
}

/* All that was added is there, each entry in one slot, and slots stay free. */
static void check_table(const struct ia_fault_table *table, u64 added)
{
	u64 count = table->other.count;
	u32 at, taken = 0;

	for (at = 0; at < table->used; at++)
		count += table->counts[at].count;
	for (at = 0; at < SLOTS; at++) {
		taken += !!table->slots[at];
		if (table->slots[at] > table->used)
			abort();
	}
	if (count != added || taken != table->used || taken > IA_FAULT_TABLE_ROOM(SLOTS))
		abort();
}

/* One of the five kinds of lines that know of faults. */
static void check_lines(unsigned int kind, const struct ia_fault_unit *unit,
			const struct ia_fault *fault, u64 added, size_t room)
{
	struct ia_fault_count count = { .count = added, .last_ns = ~0ULL, .fault = *fault };
	struct ia_fault_record record = { .seq = added, .time_ns = ~0ULL, .fault = *fault };
	struct ia_inval_count inval = {
		.error = fault->reason % IA_INVAL_ERRORS, .source = fault->source, .count = added,
	};
	struct ia_fault_record_line logged;
	struct ia_fault_line line;

	switch (kind) {
	case 0:
		ia_fault_fill_unit(&line, unit);
		break;
	case 1:
		ia_fault_fill_source(&line, unit, &count);
		break;
	case 2:
		ia_fault_fill_other(&line, &count, SLOTS);
		break;
	case 3:
		ia_fault_fill_invalidation(&line, unit, &inval);
		break;
	default:
		ia_fault_fill_record(&logged, unit, &record);
		check_line(&ia_fault_record_layout, &logged, room);
		return;
	}
	check_line(line.line.layout, &line.line + 1, room);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct ia_fault_count counts[IA_FAULT_TABLE_ROOM(SLOTS)] = {};
	struct ia_fault_source sources[SLOTS] = {};
	u16 slots[SLOTS] = {};
	struct ia_fault_table table;
	u64 added = 0;

	ia_fault_table_init(&table, counts, slots, sources, SLOTS);
	for (; size >= RECORD; data += RECORD, size -= RECORD) {
		struct ia_fault_unit unit = {
			.vendor = data[2] & 1 ? IA_VENDOR_AMD : IA_VENDOR_VTD,
			.name = data[2] & 1 ? "ivhd0" : "dmar0",
			.segment = data[4] | data[5] << 8,
			.watched = data[2] & 2,
			.records = added,
			.sees_inval = data[2] & 4,
			.inval = { added, added },
			.page_requests = (data[2] >> 3) % 3,
		};
		struct ia_fault fault;

		decode(unit.vendor, data + HEADER, &fault);
		ia_fault_table_add(&table, data[2] % 4, &fault, ++added);
		check_lines(data[3] % 5, &unit, &fault, added, (data[0] | data[1] << 8) % 512);
	}
	check_table(&table, added);
	return 0;
}
