// SPDX-License-Identifier: GPL-2.0
/* A scatter list of equal pieces, each a block of pages of its own, dma_map_sg(). */
#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "loop.h"
#include "pages.h"

static size_t piece_size(const struct ia_bench_memory *memory)
{
	return memory->size / memory->segments;
}

/* Mapping writes into the list: another thread's has to be on other cache lines. */
static unsigned int entries(const struct ia_bench_memory *memory)
{
	return roundup(memory->segments,
		       max_t(size_t, 1, SMP_CACHE_BYTES / sizeof(struct scatterlist)));
}

static int sg_prepare(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	struct scatterlist *piece;
	struct page *page;
	unsigned int i;

	/* sg_alloc_table() takes the node that the caller runs on. */
	slot->list.sgl = kmalloc_array_node(entries(memory), sizeof(*piece),
					    GFP_KERNEL_ACCOUNT | __GFP_NOWARN, memory->node);
	if (!slot->list.sgl)
		return -ENOMEM;
	slot->list.orig_nents = entries(memory);
	sg_init_table(slot->list.sgl, slot->list.orig_nents);
	for_each_sg(slot->list.sgl, piece, memory->segments, i) {
		page = ia_bench_pages(memory, piece_size(memory));
		if (!page)
			return -ENOMEM;
		sg_set_page(piece, page, piece_size(memory), 0);
	}
	return 0;
}

static void sg_discard(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	struct scatterlist *piece;
	unsigned int i;

	for_each_sgtable_sg(&slot->list, piece, i) {
		if (sg_page(piece))
			__free_pages(sg_page(piece), get_order(piece_size(memory)));
	}
	kfree(slot->list.sgl);
}

static void sg_dirty(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	struct scatterlist *piece;
	unsigned int i;

	for_each_sg(slot->list.sgl, piece, memory->segments, i)
		ia_bench_dirty(sg_virt(piece), piece->length);
}

static int sg_map(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	slot->list.nents = dma_map_sg(memory->dev, slot->list.sgl, memory->segments,
				      memory->dir);
	return slot->list.nents ? 0 : -EIO;
}

static void sg_unmap(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	dma_unmap_sg(memory->dev, slot->list.sgl, memory->segments, memory->dir);
}

static bool sg_copied(const struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	struct scatterlist *piece;
	unsigned int i;

	for_each_sgtable_dma_sg(&slot->list, piece, i) {
		if (ia_bench_page_copied(memory, sg_page(piece), sg_dma_address(piece)))
			return true;
	}
	return false;
}

static void sg_measure(struct ia_bench_thread *thread, bool count)
{
	ia_bench_loop(thread, count, &ia_bench_sg);
}

const struct ia_bench_map_ops ia_bench_sg = {
	.prepare = sg_prepare,
	.discard = sg_discard,
	.dirty = sg_dirty,
	.map = sg_map,
	.unmap = sg_unmap,
	.copied = sg_copied,
	.measure = sg_measure,
};
