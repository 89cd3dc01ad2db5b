// SPDX-License-Identifier: GPL-2.0
#include "event_ring.h"

/**
 * ia_event_ring_init() - make an empty ring
 * @ring: the ring
 * @events: room for its events, all zero
 * @capacity: how many, a power of 2
 */
void ia_event_ring_init(struct ia_event_ring *ring, struct ia_event *events, u32 capacity)
{
	ring->ring.next = 0;
	ring->ring.capacity = capacity;
	ring->events = events;
	/* Where number 0 will be there is none yet. */
	events[0].seq = ~0ULL;
}

/**
 * ia_event_ring_add() - write an event
 * @ring: the ring
 * @event: the event; its number is filled in
 * @dropped: events before it that could not be written; each takes a number, and
 *	     readers find a gap
 *
 * What stands in the slots of a gap is older, and says so by its number.
 */
void ia_event_ring_add(struct ia_event_ring *ring, struct ia_event *event, u64 dropped)
{
	ring->ring.next += dropped;
	event->seq = ia_ring_put(&ring->ring);
	ring->events[ia_ring_slot(&ring->ring, event->seq)] = *event;
}

/**
 * ia_event_ring_read() - copy the next event for a reader
 * @ring: the ring
 * @cursor: number of the event that the reader wants; moved on
 * @event: where it goes
 * @lost: events between the wanted one and this one that are gone, or could not
 *	  be written
 *
 * Return: whether there was one
 */
bool ia_event_ring_read(const struct ia_event_ring *ring, u64 *cursor,
			struct ia_event *event, u64 *lost)
{
	const struct ia_event *slot;

	*lost = ia_ring_catch_up(&ring->ring, cursor);
	for (; *cursor < ring->ring.next; (*lost)++, (*cursor)++) {
		slot = &ring->events[ia_ring_slot(&ring->ring, *cursor)];
		if (slot->seq == *cursor) {
			*event = *slot;
			(*cursor)++;
			return true;
		}
	}
	return false;
}
