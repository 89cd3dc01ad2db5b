/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inval.c: errors of invalidation, whoever found them, and page requests that were
 * dropped. Nobody hands them on: VT-d has bits for them that the driver clears, AMD-Vi
 * logs events.
 */
#ifndef IA_CORE_INVAL_H
#define IA_CORE_INVAL_H

#include "types.h"
#include "words.h"

/* VT-d specification 11.4.7.1, Fault Status Register */
#define IA_VTD_FSTS_IQE		0x10
#define IA_VTD_FSTS_ICE		0x20
#define IA_VTD_FSTS_ITE		0x40

/* 11.4.11.3, Page Request Status Register */
#define IA_VTD_PRS_PRO		0x2

/* Units, errors and sources that are told apart. */
#define IA_INVAL_PLACES		64

/**
 * struct ia_inval_count - what was counted of one unit, error and source
 * @unit: position of the unit
 * @error: the error
 * @source: requester id of the function that it was about, or %IA_NO_SOURCE
 * @count: how often
 * @first_ns: the first one, CLOCK_BOOTTIME
 * @last_ns: the last one, CLOCK_BOOTTIME
 */
struct ia_inval_count {
	unsigned int unit;
	enum ia_inval_error error;
	u32 source;
	u64 count;
	u64 first_ns;
	u64 last_ns;
};

/**
 * struct ia_inval_table - errors by unit, kind and source, in the order of their arrival
 * @counts: the errors; those that come when all places are taken are left out
 * @used: how many
 */
struct ia_inval_table {
	struct ia_inval_count counts[IA_INVAL_PLACES];
	u32 used;
};

void ia_inval_add(struct ia_inval_table *table, unsigned int unit, enum ia_inval_error error,
		  u32 source, u64 now_ns);

/* What VT-d's driver says of an error; it clears those of ITE and ICE where it names them. */
enum ia_inval_message {
	IA_INVAL_NO_MESSAGE,
	IA_INVAL_TIMEOUT_BY,
	IA_INVAL_COMPLETION_BY,
	IA_INVAL_QUEUE_CLEARED,
	IA_INVAL_TIMEOUT_CLEARED,
	IA_INVAL_COMPLETION_CLEARED,
	IA_INVAL_MESSAGES,
};

/**
 * struct ia_inval_unit - what the driver said of a VT-d unit, and has not cleared yet
 * @timeout_by: requester id of the time-out
 * @completion_by: requester id of the completion error
 *
 * 0 when nothing was said; hardware without these fields has 0 in them too.
 */
struct ia_inval_unit {
	u16 timeout_by;
	u16 completion_by;
};

enum ia_inval_message ia_inval_message(const char *format);
bool ia_inval_cleared(struct ia_inval_unit *unit, enum ia_inval_message message, u64 argument,
		      enum ia_inval_error *error, u32 *source);
bool ia_inval_dropped(bool *dropping, u32 prs);
enum ia_inval_error ia_inval_of_amd(u16 event);

#endif /* IA_CORE_INVAL_H */
