// SPDX-License-Identifier: GPL-2.0
/* One block of pages, dma_map_page(). */
#include <linux/errno.h>

#include "loop.h"
#include "pages.h"

static int single_prepare(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	struct page *page = ia_bench_pages(memory, memory->size);

	slot->virt = page ? page_address(page) : NULL;
	return page ? 0 : -ENOMEM;
}

static void single_discard(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	if (slot->virt)
		free_pages((unsigned long)slot->virt, get_order(memory->size));
}

static void single_dirty(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	ia_bench_dirty(slot->virt, memory->size);
}

static int single_map(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	slot->dma = dma_map_page(memory->dev, virt_to_page(slot->virt), 0, memory->size,
				 memory->dir);
	return dma_mapping_error(memory->dev, slot->dma) ? -EIO : 0;
}

static void single_unmap(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	dma_unmap_page(memory->dev, slot->dma, memory->size, memory->dir);
}

static bool single_copied(const struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	return ia_bench_page_copied(memory, virt_to_page(slot->virt), slot->dma);
}

static void single_measure(struct ia_bench_thread *thread, bool count)
{
	ia_bench_loop(thread, count, &ia_bench_single);
}

const struct ia_bench_map_ops ia_bench_single = {
	.prepare = single_prepare,
	.discard = single_discard,
	.dirty = single_dirty,
	.map = single_map,
	.unmap = single_unmap,
	.copied = single_copied,
	.measure = single_measure,
};
