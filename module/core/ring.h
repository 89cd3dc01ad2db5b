/* SPDX-License-Identifier: GPL-2.0 */
/* ring.c: which of the records ever written a ring still holds, and where */
#ifndef IA_CORE_RING_H
#define IA_CORE_RING_H

#include "types.h"

/**
 * struct ia_ring - the indices of a ring; the records are its owner's
 * @next: sequence number of the record that will be written next, from 0
 * @capacity: records that there is room for, a power of 2
 *
 * 64 bits of sequence numbers do not wrap: a record each nanosecond would take
 * 584 years.
 */
struct ia_ring {
	u64 next;
	u32 capacity;
};

u64 ia_ring_put(struct ia_ring *ring);
u64 ia_ring_first(const struct ia_ring *ring);
u32 ia_ring_slot(const struct ia_ring *ring, u64 seq);
u64 ia_ring_catch_up(const struct ia_ring *ring, u64 *cursor);

#endif /* IA_CORE_RING_H */
