// SPDX-License-Identifier: GPL-2.0
#include "ring.h"

/**
 * ia_ring_put() - take the place of the next record
 * @ring: the ring; from a full one the oldest record is gone
 *
 * Return: its sequence number
 */
u64 ia_ring_put(struct ia_ring *ring)
{
	return ring->next++;
}

/*
 * The oldest record that is still there.
 *
 * Return: its sequence number; that of the next record in an empty ring
 */
u64 ia_ring_first(const struct ia_ring *ring)
{
	return ring->next > ring->capacity ? ring->next - ring->capacity : 0;
}

/**
 * ia_ring_slot() - where a record is
 * @ring: the ring
 * @seq: sequence number of a record that is there, or of the next one
 *
 * Return: its index, below the capacity
 */
u32 ia_ring_slot(const struct ia_ring *ring, u64 seq)
{
	return seq & (ring->capacity - 1);
}

/**
 * ia_ring_catch_up() - bring a reader that was overtaken to what is left
 * @ring: the ring
 * @cursor: sequence number that the reader wants next; moved forward to the
 *          oldest record when that one is gone
 *
 * Return: records that the reader has missed
 */
u64 ia_ring_catch_up(const struct ia_ring *ring, u64 *cursor)
{
	u64 first = ia_ring_first(ring), lost;

	if (*cursor >= first)
		return 0;
	lost = first - *cursor;
	*cursor = first;
	return lost;
}
