// SPDX-License-Identifier: GPL-2.0
/* Memory of the DMA API's own, dma_alloc_coherent(). */
#include <linux/errno.h>

#include "loop.h"

static int coherent_prepare(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	return 0;
}

/* Nothing is ours before, and nothing after; the device's data come later. */
static void coherent_nothing(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
}

static int coherent_map(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	slot->virt = dma_alloc_coherent(memory->dev, memory->size, &slot->dma, memory->gfp);
	return slot->virt ? 0 : -EIO;
}

static void coherent_unmap(struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	dma_free_coherent(memory->dev, memory->size, slot->virt, slot->dma);
}

static bool coherent_copied(const struct ia_bench_slot *slot, const struct ia_bench_memory *memory)
{
	return false;
}

static void coherent_measure(struct ia_bench_thread *thread, bool count)
{
	ia_bench_loop(thread, count, &ia_bench_coherent);
}

const struct ia_bench_map_ops ia_bench_coherent = {
	.prepare = coherent_prepare,
	.discard = coherent_nothing,
	.dirty = coherent_nothing,
	.map = coherent_map,
	.unmap = coherent_unmap,
	.copied = coherent_copied,
	.measure = coherent_measure,
	.sleeps = true,
};
