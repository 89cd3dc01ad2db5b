/* SPDX-License-Identifier: GPL-2.0 */
/* event_ring.c: the events that were written last, and gaps where one could not be */
#ifndef IA_CORE_EVENT_RING_H
#define IA_CORE_EVENT_RING_H

#include "event.h"
#include "ring.h"

/**
 * struct ia_event_ring - the ring; its owner guards it
 * @ring: the indices
 * @events: as many as @ring has room for
 */
struct ia_event_ring {
	struct ia_ring ring;
	struct ia_event *events;
};

void ia_event_ring_init(struct ia_event_ring *ring, struct ia_event *events, u32 capacity);
void ia_event_ring_add(struct ia_event_ring *ring, struct ia_event *event, u64 dropped);
bool ia_event_ring_read(const struct ia_event_ring *ring, u64 *cursor,
			struct ia_event *event, u64 *lost);

#endif /* IA_CORE_EVENT_RING_H */
