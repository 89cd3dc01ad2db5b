/* SPDX-License-Identifier: GPL-2.0 */
/* bench.c: what became of a run of the benchmark, and the records of bench/result */
#ifndef IA_CORE_BENCH_H
#define IA_CORE_BENCH_H

#include "bench_params.h"
#include "hist.h"
#include "records.h"

#define IA_BENCH_REASON		256
/* Nodes that a result can name. */
#define IA_BENCH_NODES		64

/**
 * struct ia_bench_context - what a run was measured on, as far as the kernel tells modules
 * @kernel: release of the kernel
 * @module: version of the module
 * @dev: the PCI function
 * @virtualised: under a hypervisor: 1, 0, IA_UNKNOWN
 * @clock_ns: cost of reading the clock
 * @time_ns: begin of the run, CLOCK_BOOTTIME
 */
struct ia_bench_context {
	char kernel[65];
	const char *module;
	struct ia_device dev;
	int virtualised;
	u32 clock_ns;
	u64 time_ns;
};

/**
 * struct ia_bench_result - one run that was measured
 * @attempt: number of the write that asked for it
 * @params: what was asked for, with the CPUs that were used
 * @context: what it was measured on
 * @nr_nodes: entries of @nodes, or IA_UNKNOWN
 * @nodes: NUMA nodes that the memory is on
 * @elapsed_ns: time in which operations counted: in each slice from the begin of
 *              the first thread to the end of the last one
 * @ops: durations
 */
struct ia_bench_result {
	u64 attempt;
	struct ia_bench_params params;
	struct ia_bench_context context;
	int nr_nodes;
	u16 nodes[IA_BENCH_NODES];
	u64 elapsed_ns;
	struct ia_hist ops[IA_BENCH_OPS];
};

/**
 * struct ia_bench_report - what bench/result shows
 * @state: what became of the last write
 * @error: its errno, 0 or positive
 * @attempt: its number, from 1; 0 before the first one
 * @reason: why; empty when there is nothing to say
 * @measured: whether @result holds
 * @result: the last run that was measured
 */
struct ia_bench_report {
	enum ia_bench_outcome state;
	int error;
	u64 attempt;
	char reason[IA_BENCH_REASON];
	bool measured;
	struct ia_bench_result result;
};

/*
 * One line of bench/result: what record it is, and that record. Texts and numbers
 * that it points to are the report's.
 */
struct ia_bench_line {
	struct ia_line line;
	union {
		struct ia_bench_state_line state;
		struct ia_bench_params_line params;
		struct ia_bench_context_line context;
		struct ia_bench_op_line op;
		struct ia_bench_bin_line bin;
	};
};

void ia_bench_fill_state(struct ia_bench_line *line, const struct ia_bench_report *report);
void ia_bench_fill_params(struct ia_bench_line *line, const struct ia_bench_result *result);
void ia_bench_fill_context(struct ia_bench_line *line, const struct ia_bench_context *context);
void ia_bench_fill_op(struct ia_bench_line *line, const struct ia_bench_result *result,
		      enum ia_bench_op_type op);
void ia_bench_fill_bin(struct ia_bench_line *line, const struct ia_bench_result *result,
		       enum ia_bench_op_type op, unsigned int bucket);

#endif /* IA_CORE_BENCH_H */
