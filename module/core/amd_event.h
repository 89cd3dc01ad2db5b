/* SPDX-License-Identifier: GPL-2.0 */
/* amd_event.c: the event log of an AMD-Vi IOMMU, and where a reader stands */
#ifndef IA_CORE_AMD_EVENT_H
#define IA_CORE_AMD_EVENT_H

#include "fault.h"
#include "types.h"

/* AMD publication 48882, MMIO 2020h, IOMMU Status Register */
#define IA_AMD_STATUS_OVERFLOW	0x1

/* 2.5: an entry is 128 bits; pointers count bytes, in bits 18:4. */
#define IA_AMD_EVENT_SIZE	16

/**
 * struct ia_amd_follow - how far an event log was read
 * @entries: entries of the ring, a power of 2
 * @head: what the driver handles next
 * @tail: what the hardware writes next
 * @next: what is to be read next
 *
 * Positions count entries and never wrap.
 */
struct ia_amd_follow {
	u32 entries;
	u64 head;
	u64 tail;
	u64 next;
};

/**
 * struct ia_amd_overflow - what is known of overflows of an event log
 * @set: it had overflowed at the last look
 * @tail: the tail pointer then
 * @counted: an overflow was counted that the driver may yet restart for
 */
struct ia_amd_overflow {
	bool set;
	u32 tail;
	bool counted;
};

void ia_amd_follow_start(struct ia_amd_follow *follow, u32 entries, u32 head, u32 tail);
u64 ia_amd_follow_update(struct ia_amd_follow *follow, u32 head, u32 tail);
u32 ia_amd_follow_pending(const struct ia_amd_follow *follow);
u32 ia_amd_follow_slot(const struct ia_amd_follow *follow, u64 position);
bool ia_amd_log_overflowed(u32 status, u32 head, u32 tail, u32 entries);
bool ia_amd_overflow_look(struct ia_amd_overflow *overflow, bool set, u32 tail);
void ia_amd_overflow_interrupt(struct ia_amd_overflow *overflow);
bool ia_amd_overflow_restart(struct ia_amd_overflow *overflow);
void ia_amd_event_decode(const u32 *event, struct ia_fault *fault);
const char *ia_amd_event_name(u16 type);

#endif /* IA_CORE_AMD_EVENT_H */
