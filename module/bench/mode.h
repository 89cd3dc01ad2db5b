/* SPDX-License-Identifier: GPL-2.0 */
/* single.c, sg.c, coherent.c: one way to map memory each */
#ifndef IA_BENCH_MODE_H
#define IA_BENCH_MODE_H

#include <linux/dma-mapping.h>
#include <linux/nodemask.h>
#include <linux/scatterlist.h>

struct ia_bench_thread;

/**
 * struct ia_bench_slot - the memory of one mapping
 * @dma: where the device would see it, while it is mapped
 * @virt: where we see it; coherent: only while it is mapped
 * @list: sg: its pieces
 */
struct ia_bench_slot {
	dma_addr_t dma;
	void *virt;
	struct sg_table list;
};

/**
 * struct ia_bench_memory - what the memory of a run has to be like
 * @dev: the device that it is mapped for
 * @dir: who reads and who writes
 * @gfp: how to allocate it
 * @node: NUMA node
 * @nodes: where to note the nodes that it came from
 * @size: bytes of one mapping
 * @segments: pieces that they are divided into
 */
struct ia_bench_memory {
	struct device *dev;
	enum dma_data_direction dir;
	gfp_t gfp;
	int node;
	nodemask_t *nodes;
	size_t size;
	unsigned int segments;
};

/**
 * struct ia_bench_map_ops - one way to map memory
 * @prepare: get the memory of one slot; 0 or a negative errno. May sleep
 * @discard: give it back; also when @prepare failed or never ran
 * @dirty: write all of it, so that it is in the cache as a driver's data are
 * @map: map it; 0 or a negative errno
 * @unmap: undo @map
 * @copied: whether the mapped slot is a copy (bounce buffer)
 * @measure: the timed loop around @map and @unmap; see ia_bench_loop()
 * @sleeps: @map or @unmap may sleep
 */
struct ia_bench_map_ops {
	int (*prepare)(struct ia_bench_slot *slot, const struct ia_bench_memory *memory);
	void (*discard)(struct ia_bench_slot *slot, const struct ia_bench_memory *memory);
	void (*dirty)(struct ia_bench_slot *slot, const struct ia_bench_memory *memory);
	int (*map)(struct ia_bench_slot *slot, const struct ia_bench_memory *memory);
	void (*unmap)(struct ia_bench_slot *slot, const struct ia_bench_memory *memory);
	bool (*copied)(const struct ia_bench_slot *slot, const struct ia_bench_memory *memory);
	void (*measure)(struct ia_bench_thread *thread, bool count);
	bool sleeps;
};

extern const struct ia_bench_map_ops ia_bench_single;
extern const struct ia_bench_map_ops ia_bench_sg;
extern const struct ia_bench_map_ops ia_bench_coherent;

#endif /* IA_BENCH_MODE_H */
