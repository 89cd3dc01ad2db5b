/* SPDX-License-Identifier: GPL-2.0 */
/* What single and sg have in common: memory that is ours before it is mapped. */
#ifndef IA_BENCH_PAGES_H
#define IA_BENCH_PAGES_H

#include <linux/dma-direct.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/nodemask.h>

#include "mode.h"

/* What the memory is filled with; any value does. */
#define IA_BENCH_FILLING	0x5c5c5c5cUL

static inline struct page *ia_bench_pages(const struct ia_bench_memory *memory, size_t size)
{
	struct page *page = alloc_pages_node(memory->node, memory->gfp, get_order(size));

	/* Only __GFP_THISNODE keeps to a node. */
	if (page)
		node_set(page_to_nid(page), *memory->nodes);
	return page;
}

/* Word by word, the last one whole: a block of pages has room for it. */
static inline void ia_bench_dirty(void *virt, size_t size)
{
	unsigned long *word = virt, *end = word + DIV_ROUND_UP(size, sizeof(*word));

	while (word < end)
		WRITE_ONCE(*word++, IA_BENCH_FILLING);
}

/* With direct mapping, an address other than the page's own is a bounce buffer's. */
static inline bool ia_bench_page_copied(const struct ia_bench_memory *memory,
					struct page *page, dma_addr_t dma)
{
	return dma != phys_to_dma(memory->dev, page_to_phys(page));
}

#endif /* IA_BENCH_PAGES_H */
