// SPDX-License-Identifier: GPL-2.0
#include "check.h"

/**
 * ia_random_next() - the next of a sequence of numbers
 * @random: the sequence; its first state chooses which
 *
 * Return: 24 bits; the lower ones of this generator are not random enough
 */
u32 ia_random_next(struct ia_random *random)
{
	random->state = random->state * 1664525 + 1013904223;
	return random->state >> 8;
}

/**
 * ia_random_below() - likewise, below a limit
 * @random: the sequence
 * @limit: at most 2^24
 */
u32 ia_random_below(struct ia_random *random, u32 limit)
{
	return ia_random_next(random) % limit;
}
