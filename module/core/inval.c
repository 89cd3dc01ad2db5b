// SPDX-License-Identifier: GPL-2.0
#include "inval.h"

#include "fault.h"

/* AMD publication 48882, 2.5: events about commands */
#define ILLEGAL_COMMAND_ERROR	0x5
#define COMMAND_HARDWARE_ERROR	0x6
#define IOTLB_INV_TIMEOUT	0x7

static struct ia_inval_count *find(struct ia_inval_table *table, unsigned int unit,
				   enum ia_inval_error error, u32 source)
{
	struct ia_inval_count *count;
	u32 i;

	for (i = 0; i < table->used; i++) {
		count = &table->counts[i];
		if (count->unit == unit && count->error == error && count->source == source)
			return count;
	}
	if (table->used == IA_INVAL_PLACES)
		return NULL;
	count = &table->counts[table->used++];
	count->unit = unit;
	count->error = error;
	count->source = source;
	return count;
}

/**
 * ia_inval_add() - count one error by its source
 * @table: the table, all zero at first
 * @unit: position of the unit
 * @error: the error
 * @source: requester id, or %IA_NO_SOURCE
 * @now_ns: the time, CLOCK_BOOTTIME
 *
 * Context: any; the caller serialises.
 */
void ia_inval_add(struct ia_inval_table *table, unsigned int unit, enum ia_inval_error error,
		  u32 source, u64 now_ns)
{
	struct ia_inval_count *count = find(table, unit, error, source);

	if (!count)
		return;
	if (!count->count++)
		count->first_ns = now_ns;
	count->last_ns = now_ns;
}

/*
 * The driver, drivers/iommu/intel/dmar.c, from Linux 5.14 on. None of them is
 * suppressed: what a CPU that waits for an invalidation finds, it prints each time
 * that it looks, and that it has cleared a bit it prints once.
 */
#define PREFIX	"DMAR: "
static const char * const messages[] = {
	[IA_INVAL_TIMEOUT_BY] = "VT-d detected Invalidation Time-out Error: SID %llx",
	[IA_INVAL_COMPLETION_BY] = "VT-d detected Invalidation Completion Error: SID %llx",
	[IA_INVAL_QUEUE_CLEARED] = "Invalidation Queue Error (IQE) cleared",
	[IA_INVAL_TIMEOUT_CLEARED] = "Invalidation Time-out Error (ITE) cleared",
	[IA_INVAL_COMPLETION_CLEARED] = "Invalidation Completion Error (ICE) cleared",
};

/**
 * ia_inval_message() - what a format of printk() says of an error of invalidation
 * @format: the format, with its level, KERN_SOH and a digit
 *
 * Context: any.
 */
enum ia_inval_message ia_inval_message(const char *format)
{
	enum ia_inval_message message;

	if (!format || format[0] != '\001' || !format[1] ||
	    strncmp(format + 2, PREFIX, sizeof(PREFIX) - 1))
		return IA_INVAL_NO_MESSAGE;
	format += 2 + sizeof(PREFIX) - 1;
	for (message = IA_INVAL_TIMEOUT_BY; message < IA_INVAL_MESSAGES; message++) {
		if (!strncmp(format, messages[message], strlen(messages[message])))
			return message;
	}
	return IA_INVAL_NO_MESSAGE;
}

/* A requester id is said once. Device 0 of bus 0 is the host bridge: it has no TLB. */
static u32 take(u16 *by)
{
	u32 source = *by ? *by : IA_NO_SOURCE;

	*by = 0;
	return source;
}

/**
 * ia_inval_cleared() - the driver said something of an error
 * @unit: of that unit; the driver holds the lock of its queue
 * @message: what it said
 * @argument: the first argument of the format
 * @error: set when an error is over
 * @source: set then: requester id, or %IA_NO_SOURCE
 *
 * Context: any.
 * Return: whether an error is over
 */
bool ia_inval_cleared(struct ia_inval_unit *unit, enum ia_inval_message message, u64 argument,
		      enum ia_inval_error *error, u32 *source)
{
	switch (message) {
	case IA_INVAL_TIMEOUT_BY:
		unit->timeout_by = argument;
		return false;
	case IA_INVAL_COMPLETION_BY:
		unit->completion_by = argument;
		return false;
	case IA_INVAL_QUEUE_CLEARED:
		*error = IA_INVAL_QUEUE;
		*source = IA_NO_SOURCE;
		return true;
	case IA_INVAL_TIMEOUT_CLEARED:
		*error = IA_INVAL_TIMEOUT;
		*source = take(&unit->timeout_by);
		return true;
	case IA_INVAL_COMPLETION_CLEARED:
		*error = IA_INVAL_COMPLETION;
		*source = take(&unit->completion_by);
		return true;
	default:
		return false;
	}
}

/**
 * ia_inval_dropped() - Page Request Status was read
 * @dropping: whether PRO was set when it was read last
 * @prs: the register
 *
 * Return: whether page requests were dropped once more
 */
bool ia_inval_dropped(bool *dropping, u32 prs)
{
	bool before = *dropping;

	*dropping = prs & IA_VTD_PRS_PRO;
	return *dropping && !before;
}

/**
 * ia_inval_of_amd() - the error of invalidation that an event is about
 * @event: its code
 *
 * Return: the error, or %IA_INVAL_ABSENT for events about anything else
 */
enum ia_inval_error ia_inval_of_amd(u16 event)
{
	switch (event) {
	case ILLEGAL_COMMAND_ERROR:
	case COMMAND_HARDWARE_ERROR:
		return IA_INVAL_QUEUE;
	case IOTLB_INV_TIMEOUT:
		return IA_INVAL_TIMEOUT;
	default:
		return IA_INVAL_ABSENT;
	}
}
