// SPDX-License-Identifier: GPL-2.0
#include "amd_event.h"

/* 2.5.1 and on: event codes, bits 63:60 */
enum {
	ILLEGAL_DEV_TABLE_ENTRY = 0x1,
	IO_PAGE_FAULT = 0x2,
	DEV_TAB_HARDWARE_ERROR = 0x3,
	PAGE_TAB_HARDWARE_ERROR = 0x4,
	ILLEGAL_COMMAND_ERROR = 0x5,
	COMMAND_HARDWARE_ERROR = 0x6,
	IOTLB_INV_TIMEOUT = 0x7,
	INVALID_DEVICE_REQUEST = 0x8,
	INVALID_PPR_REQUEST = 0x9,
	EVENT_COUNTER_ZERO = 0xa,
	GUEST_EVENT_FAULT = 0xb,
	VIOMMU_HARDWARE_ERROR = 0xc,
	RMP_PAGE_FAULT = 0xd,
	RMP_HARDWARE_ERROR = 0xe,
};

/* Flags of the events that carry them, bits 59:48 */
#define FLAG_GN	0x001
#define FLAG_I	0x008
#define FLAG_RW	0x020
#define FLAG_TR	0x100

static const char * const names[] = {
	[ILLEGAL_DEV_TABLE_ENTRY] = "ILLEGAL_DEV_TABLE_ENTRY",
	[IO_PAGE_FAULT] = "IO_PAGE_FAULT",
	[DEV_TAB_HARDWARE_ERROR] = "DEV_TAB_HARDWARE_ERROR",
	[PAGE_TAB_HARDWARE_ERROR] = "PAGE_TAB_HARDWARE_ERROR",
	[ILLEGAL_COMMAND_ERROR] = "ILLEGAL_COMMAND_ERROR",
	[COMMAND_HARDWARE_ERROR] = "COMMAND_HARDWARE_ERROR",
	[IOTLB_INV_TIMEOUT] = "IOTLB_INV_TIMEOUT",
	[INVALID_DEVICE_REQUEST] = "INVALID_DEVICE_REQUEST",
	[INVALID_PPR_REQUEST] = "INVALID_PPR_REQUEST",
	[EVENT_COUNTER_ZERO] = "EVENT_COUNTER_ZERO",
	[GUEST_EVENT_FAULT] = "GUEST_EVENT_FAULT",
	[VIOMMU_HARDWARE_ERROR] = "VIOMMU_HARDWARE_ERROR",
	[RMP_PAGE_FAULT] = "RMP_PAGE_FAULT",
	[RMP_HARDWARE_ERROR] = "RMP_HARDWARE_ERROR",
};

/**
 * ia_amd_follow_start() - begin, or begin anew, at the ring's tail
 * @follow: where the reader stands
 * @entries: entries of the ring, a power of 2
 * @head: the head pointer, in entries
 * @tail: the tail pointer, in entries, read while the head stood still
 */
void ia_amd_follow_start(struct ia_amd_follow *follow, u32 entries, u32 head, u32 tail)
{
	follow->entries = entries;
	follow->head = head & (entries - 1);
	follow->tail = follow->head + ((tail - head) & (entries - 1));
	follow->next = follow->tail;
}

/**
 * ia_amd_follow_update() - the pointers were read
 * @follow: where the reader stands
 * @head: the head pointer, in entries
 * @tail: the tail pointer, in entries, read while the head stood still
 *
 * Pointers wrap. But the driver reads the tail once and handles what is there
 * then, less than a ring, so from one time that it does to the next its head
 * moves less than a ring; and the tail is less than a ring ahead of the head.
 * So both positions are known if every such time is followed by an update, even
 * where the tail has overtaken @follow->next by rings.
 *
 * Return: entries that were overwritten before they were read, and are skipped
 */
u64 ia_amd_follow_update(struct ia_amd_follow *follow, u32 head, u32 tail)
{
	u32 mask = follow->entries - 1;
	u64 lost;

	follow->head += (head - (u32)follow->head) & mask;
	tail = (tail - head) & mask;
	/* A tail never moves back: the head has made another round. */
	if (follow->head + tail < follow->tail)
		follow->head += follow->entries;
	follow->tail = follow->head + tail;
	if (follow->tail - follow->next <= mask)
		return 0;
	lost = follow->tail - follow->next - mask;
	follow->next += lost;
	return lost;
}

/**
 * ia_amd_follow_pending() - entries that are to be read
 * @follow: where the reader stands
 *
 * Return: 0 to one less than the ring has
 */
u32 ia_amd_follow_pending(const struct ia_amd_follow *follow)
{
	return follow->tail - follow->next;
}

/**
 * ia_amd_follow_slot() - where an entry is in the ring
 * @follow: where the reader stands
 * @position: position of the entry
 *
 * Return: its index
 */
u32 ia_amd_follow_slot(const struct ia_amd_follow *follow, u64 position)
{
	return (u32)position & (follow->entries - 1);
}

/**
 * ia_amd_log_overflowed() - whether an event log has overflowed, as far as its
 *			     registers tell
 * @status: the status register
 * @head: the head pointer, in entries
 * @tail: the tail pointer, in entries
 * @entries: entries of the ring, a power of 2
 *
 * A log that is full drops the next event, and is taken for one that did: the
 * driver may have cleared the bit, with that of the interrupt, a moment ago.
 */
bool ia_amd_log_overflowed(u32 status, u32 head, u32 tail, u32 entries)
{
	u32 mask = entries - 1;

	return status & IA_AMD_STATUS_OVERFLOW || ((tail - head) & mask) == mask;
}

/**
 * ia_amd_overflow_look() - the log was looked at
 * @overflow: what is known of it
 * @set: whether it had overflowed
 * @tail: the tail pointer, which stood still while that was found out
 *
 * Nothing is logged between an overflow and the driver's answer. So where the
 * tail has moved since the last look, it is another overflow.
 *
 * Return: whether that is one overflow more
 */
bool ia_amd_overflow_look(struct ia_amd_overflow *overflow, bool set, u32 tail)
{
	bool begins = set && (!overflow->set || overflow->tail != tail);

	overflow->set = set;
	overflow->tail = tail;
	overflow->counted |= set;
	return begins;
}

/**
 * ia_amd_overflow_interrupt() - the driver begins to handle an interrupt
 * @overflow: what is known of the log; a look is to follow
 *
 * Whatever it read the last time is dealt with: a restart from now on is for
 * what is set now, or for something later.
 */
void ia_amd_overflow_interrupt(struct ia_amd_overflow *overflow)
{
	overflow->counted = false;
}

/**
 * ia_amd_overflow_restart() - the driver restarts the log
 * @overflow: what is known of it; a look is to follow
 *
 * The driver does so because it read the bit, which it has cleared since. So
 * the log has overflowed even if no look came in between; what is set by now
 * is for the next restart.
 *
 * Return: whether that is one overflow more
 */
bool ia_amd_overflow_restart(struct ia_amd_overflow *overflow)
{
	bool unseen = !overflow->counted;

	overflow->counted = false;
	return unseen;
}

static bool has_source(u32 type)
{
	return type != ILLEGAL_COMMAND_ERROR && type != COMMAND_HARDWARE_ERROR &&
	       type != EVENT_COUNTER_ZERO;
}

/**
 * ia_amd_event_decode() - take an entry of the event log apart
 * @event: its four 32-bit words
 * @fault: filled in; reason 0 for an entry that the driver has already zeroed
 *
 * 2.5: code in bits 63:60, flags 59:48, device id 15:0, address 127:64. The
 * PASID is split over 19:16 and 47:32, and valid when flag GN is set and the
 * request is no interrupt (I); RMP_PAGE_FAULT has a guest's tag there instead.
 * RW means something when neither I nor TR is set. The specification (48882 rev. 3.00, table
 * 55) asks for PR as well, a page that is present; units set it for writes without PR too,
 * as a Ryzen 3700X was seen to (L. Buytenhek, "[PATCH v2] iommu/amd: Use
 * report_iommu_fault()", 25 September 2021), and the driver takes it so since
 * (IS_WRITE_REQUEST() in amd_iommu_report_page_fault()).
 */
void ia_amd_event_decode(const u32 *event, struct ia_fault *fault)
{
	u32 type = event[1] >> 28;
	u32 flags = event[1] >> 16 & 0xfff;
	bool memory = type == IO_PAGE_FAULT || type == PAGE_TAB_HARDWARE_ERROR ||
		      type == DEV_TAB_HARDWARE_ERROR ||
		      type == ILLEGAL_DEV_TABLE_ENTRY || type == RMP_PAGE_FAULT;

	fault->reason = type;
	fault->source = type && has_source(type) ? event[0] & 0xffff : IA_NO_SOURCE;
	fault->addr = (u64)event[3] << 32 | event[2];
	fault->pasid = IA_NO_PASID;
	fault->access = IA_ACCESS_ABSENT;
	if (!memory)
		return;
	if (flags & FLAG_GN && !(flags & FLAG_I) && type != RMP_PAGE_FAULT)
		fault->pasid = (event[0] & 0xf0000) | (event[1] & 0xffff);
	if (!(flags & (FLAG_I | FLAG_TR)))
		fault->access = flags & FLAG_RW ? IA_ACCESS_WRITE : IA_ACCESS_READ;
}

/**
 * ia_amd_event_name() - the name of an event
 * @type: its code
 *
 * Return: the name, or NULL for a code that the specification does not have
 */
const char *ia_amd_event_name(u16 type)
{
	return type < ARRAY_SIZE(names) ? names[type] : NULL;
}
