// SPDX-License-Identifier: GPL-2.0
#include "distinct.h"

#include <search.h>
#include <stdlib.h>

/* An item in a tree, and whose it is: tsearch() passes nothing else on. */
struct leaf {
	const struct ia_distinct *list;
	const void *item;
	size_t number;
};

static int by_item(const void *a, const void *b)
{
	const struct leaf *x = a, *y = b;

	return x->list->order(x->item, y->item, x->list->with);
}

static void keep(void *leaf)
{
	(void)leaf;	/* it is the arena's */
}

/**
 * ia_distinct_add() - add an item, unless there is one like it
 * @list: the items
 * @item: the item; kept by reference
 * @number: filled: the number of it, or of the one like it; may be NULL
 *
 * Return: whether it was added.
 */
bool ia_distinct_add(struct ia_distinct *list, const void *item, size_t *number)
{
	struct leaf leaf = { list, item, list->count }, **found, *added;

	found = tfind(&leaf, &list->tree, by_item);
	if (number)
		*number = found ? (*found)->number : list->count;
	if (found)
		return false;
	added = ia_alloc(list->arena, 1, sizeof(*added));
	*added = leaf;
	if (!tsearch(added, &list->tree, by_item)) {
		ia_out_of_memory();
		abort();
	}
	list->items = ia_grow(list->arena, list->items, list->count, &list->room,
			      sizeof(*list->items));
	list->items[list->count++] = item;
	return true;
}

/** ia_distinct_has() - tell whether there is an item like one */
bool ia_distinct_has(const struct ia_distinct *list, const void *item)
{
	const struct leaf leaf = { list, item, 0 };

	return tfind(&leaf, &list->tree, by_item);
}

/** ia_distinct_free() - let go of what finds items; what lists them stays */
void ia_distinct_free(struct ia_distinct *list)
{
	tdestroy(list->tree, keep);
	list->tree = NULL;
}
