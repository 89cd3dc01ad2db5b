// SPDX-License-Identifier: GPL-2.0
/*
 * What a run may take of the machine: CPUs that others do not want for themselves, memory that
 * is free, and addresses that drivers can do without. A run that would take more is refused.
 */
#include <linux/cpumask.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/vmstat.h>

#include "../compat/compat.h"
#include "run.h"

/*
 * Mappings that wait for the IOTLB when flushing is lazy: IOVA_DEFAULT_FQ_SIZE for each CPU
 * (IOVA_FQ_SIZE before Linux 6.3). From Linux 6.6 on a unit that shadows page tables, as a
 * hypervisor's may, has one queue of IOVA_SINGLE_FQ_SIZE instead, and does not tell.
 */
#define QUEUE_OF_CPU	256
#define QUEUE_OF_ALL	32768
/* What a CPU's two magazines of free addresses hold, for mappings of up to 32 pages. */
#define FREE_OF_CPU	256

/* Without a word of the user: the caller's CPUs that nobody isolated, one for each thread. */
static int choose_cpus(struct ia_bench_run *run)
{
	struct ia_bench_params *params = &run->result.params;
	unsigned int cpu;
	u32 i;

	if (!params->nr_cpus) {
		for_each_cpu_and(cpu, cpu_online_mask, current->cpus_ptr) {
			if (params->nr_cpus == params->threads ||
			    params->nr_cpus == ARRAY_SIZE(params->cpus))
				break;
			if (!ia_compat_cpu_isolated(cpu))
				params->cpus[params->nr_cpus++] = cpu;
		}
		if (!params->nr_cpus)
			return ia_bench_fail(run, -EINVAL, "cpus: the caller may run on isolated CPUs only, which have to be named");
	}
	params->nr_cpus = min(params->nr_cpus, params->threads);
	for (i = 0; i < params->nr_cpus; i++) {
		cpu = params->cpus[i];
		if (cpu >= nr_cpu_ids || !cpu_online(cpu))
			return ia_bench_fail(run, -EINVAL, "cpus: CPU %u is not online", cpu);
	}
	return 0;
}

/**
 * ia_bench_gfp() - how to allocate the memory of a run
 * @run: the run; its target was found
 *
 * Devices see it, so it is zeroed; nobody is killed for it; who writes to bench/run is charged,
 * where it is us who allocate. What the device cannot reach would be copied.
 */
gfp_t ia_bench_gfp(const struct ia_bench_run *run)
{
	const struct ia_bench_params *params = &run->result.params;
	gfp_t gfp = GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY | __GFP_ZERO;

	if (params->mode == IA_BENCH_COHERENT)
		return gfp;
	gfp |= __GFP_ACCOUNT;
	if (params->node != IA_ABSENT)
		gfp |= __GFP_THISNODE;
	if (run->target.direct && *run->target.pdev->dev.dma_mask < DMA_BIT_MASK(64))
		gfp |= __GFP_DMA32;
	return gfp;
}

/* Adds the zones of a node that @gfp may take from. Return: whether there are any. */
static bool add_free(int node, gfp_t gfp, u64 *pages)
{
	struct zone *zone = NODE_DATA(node)->node_zones;
	struct zone *last = zone + gfp_zone(gfp);
	bool found = false;

	for (; zone <= last; zone++) {
		found |= populated_zone(zone);
		*pages += zone_page_state(zone, NR_FREE_PAGES);
	}
	return found;
}

static int check_node(struct ia_bench_run *run, u64 *pages)
{
	gfp_t gfp = ia_bench_gfp(run);
	int node = run->result.params.node;

	if (node == IA_ABSENT) {
		for_each_node_state(node, N_MEMORY)
			add_free(node, gfp, pages);
		return 0;
	}
	if (node >= MAX_NUMNODES || !node_state(node, N_MEMORY))
		return ia_bench_fail(run, -EINVAL, "node=%d is not accepted: no such node with memory",
				     node);
	if (!add_free(node, gfp, pages))
		return ia_bench_fail(run, -EINVAL, "node=%d is not accepted: it has no memory below 4 GiB, and without translation the function reaches no other",
				     node);
	return 0;
}

/* Half of what there is; pages of files are given up for us, but not in a zone or node of ours. */
static int check_memory(struct ia_bench_run *run)
{
	const struct ia_bench_params *params = &run->result.params;
	u64 bytes = ia_bench_memory(params, PAGE_SIZE), free = 0;
	long available = si_mem_available();
	int ret = check_node(run, &free);

	if (ret)
		return ret;
	if (!(ia_bench_gfp(run) & (__GFP_DMA32 | __GFP_THISNODE)) || (s64)free > available)
		free = max(available, 0L);
	if (bytes <= free * PAGE_SIZE / 2)
		return 0;
	return ia_bench_fail(run, -ENOMEM, "the buffers take %llu bytes, and %llu are free there: at most half of that is accepted",
			     bytes, free * PAGE_SIZE);
}

/* Addresses below 4 GiB that the kernel gives to mappings: not those of the bridges' windows. */
static u64 space_below_4g(struct pci_dev *pdev)
{
	struct pci_bus *bus = pdev->bus;
	struct resource_entry *window;
	u64 space = SZ_4G, from, to;

	while (bus->parent)
		bus = bus->parent;
	resource_list_for_each_entry(window, &to_pci_host_bridge(bus->bridge)->windows) {
		if (resource_type(window->res) != IORESOURCE_MEM)
			continue;
		from = window->res->start - window->offset;
		to = window->res->end - window->offset + 1;
		if (from < to && from < SZ_4G)
			space -= min(space, min(to, SZ_4G) - from);
	}
	return space;
}

/* Most mappings whose addresses can be taken at a time, besides those that are mapped. */
static u64 waiting(const struct ia_bench_run *run)
{
	const struct ia_device *facts = &run->result.context.dev;
	bool of_cpu = !strncmp(facts->unit, "dmar", 4) || !strncmp(facts->unit, "ivhd", 4);
	u32 cpus = run->result.params.nr_cpus;

	if (facts->flush == IA_FLUSH_STRICT)
		return 0;
	return (of_cpu ? cpus * QUEUE_OF_CPU : QUEUE_OF_ALL) + cpus * FREE_OF_CPU;
}

/*
 * The kernel takes addresses below 4 GiB first for every PCI function. When they have run out
 * once, it never does so again for that function, and drivers that can use no others fail.
 */
static int check_addresses(struct ia_bench_run *run)
{
	const struct ia_bench_params *params = &run->result.params;
	u64 most = space_below_4g(run->target.pdev) / 4;
	u64 bytes = ia_bench_addresses(params, PAGE_SIZE, waiting(run));

	if (run->target.direct || bytes <= most)
		return 0;
	return ia_bench_fail(run, -EINVAL, "size=%u on %u CPUs with ring=%u is not accepted: its addresses, with those that wait for a flush of the IOTLB, can take %llu bytes below 4 GiB, at most %llu",
			     params->size, params->nr_cpus, params->ring, bytes, most);
}

/**
 * ia_bench_limits_check() - choose the CPUs, and see that a run does not take too much
 * @run: the run; its target was found
 *
 * Context: process context, may sleep.
 * Return: 0, or a negative errno with the run's reason
 */
int ia_bench_limits_check(struct ia_bench_run *run)
{
	return choose_cpus(run) ?: check_memory(run) ?: check_addresses(run);
}
