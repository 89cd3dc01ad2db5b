/* SPDX-License-Identifier: GPL-2.0 */
/* bench_params.c: what one line of bench/run asks for */
#ifndef IA_CORE_BENCH_PARAMS_H
#define IA_CORE_BENCH_PARAMS_H

#include "../../include/uapi/iommu_audit.h"
#include "words.h"

/**
 * struct ia_bench_params - one run, as asked for
 * @dev: the PCI function, as ia_bdf() makes it
 * @mode: how memory is mapped
 * @size: bytes of one mapping
 * @segments: entries of a scatter list; 1 unless @mode is sg
 * @threads: threads
 * @node: NUMA node of the memory, or IA_ABSENT for that of each CPU
 * @dir: who reads and who writes
 * @ring: mappings that each thread keeps
 * @ms: length, in milliseconds
 * @warmup_ms: what goes before and is not counted, in milliseconds
 * @nr_cpus: entries of @cpus; 0 when they are not said
 * @cpus: CPUs, given to the threads in turn
 */
struct ia_bench_params {
	u64 dev;
	enum ia_bench_mode mode;
	u32 size;
	u32 segments;
	u32 threads;
	int node;
	enum ia_bench_dir dir;
	u32 ring;
	u32 ms;
	u32 warmup_ms;
	u32 nr_cpus;
	u16 cpus[IOMMU_AUDIT_BENCH_MAX_CPUS];
};

int ia_bench_parse(const char *line, u32 page, struct ia_bench_params *params,
		   char *reason, size_t size);
u64 ia_bench_memory(const struct ia_bench_params *params, u32 page);
u64 ia_bench_addresses(const struct ia_bench_params *params, u32 page, u64 waiting);

#endif /* IA_CORE_BENCH_PARAMS_H */
