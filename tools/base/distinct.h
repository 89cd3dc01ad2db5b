/* SPDX-License-Identifier: GPL-2.0 */
/* distinct.c: items that differ, numbered in the order in which they came */
#ifndef IA_BASE_DISTINCT_H
#define IA_BASE_DISTINCT_H

#include <stdbool.h>

#include "memory.h"

/**
 * struct ia_distinct - items of which no two are equal
 * @arena: where they are listed; set before the first call
 * @order: order of two items, 0 for equal ones; set before the first call
 * @with: for @order
 * @tree: them, to find one
 * @items: them, by number
 * @count: number of @items
 * @room: items there is room for
 *
 * A tree, not a hash table: what a file holds may be chosen to collide.
 */
struct ia_distinct {
	struct ia_arena *arena;
	int (*order)(const void *a, const void *b, const void *with);
	const void *with;
	void *tree;
	const void **items;
	size_t count;
	size_t room;
};

bool ia_distinct_add(struct ia_distinct *list, const void *item, size_t *number);
bool ia_distinct_has(const struct ia_distinct *list, const void *item);
void ia_distinct_free(struct ia_distinct *list);

#endif /* IA_BASE_DISTINCT_H */
