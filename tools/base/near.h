/* SPDX-License-Identifier: GPL-2.0 */
/* near.c: which of the words that there are somebody meant */
#ifndef IA_BASE_NEAR_H
#define IA_BASE_NEAR_H

#include <stddef.h>

/**
 * struct ia_near - a search for the word that was meant
 * @word: what was written; set by the caller
 * @len: its length; likewise
 * @best: the nearest word by now, or NULL while none is near
 * @distance: mistakes between the two
 */
struct ia_near {
	const char *word;
	size_t len;
	const char *best;
	size_t distance;
};

void ia_near_try(struct ia_near *near, const char *candidate);

#endif /* IA_BASE_NEAR_H */
