/* SPDX-License-Identifier: GPL-2.0 */
/* bench.c: what became of a run of the benchmark, and the lines of bench/result */
#ifndef IA_CORE_BENCH_H
#define IA_CORE_BENCH_H

#include "bench_params.h"
#include "device.h"
#include "hist.h"

/* The command line of Linux is cut at 2 KiB on x86, at 4 KiB at most. */
#define IA_BENCH_CMDLINE	4096
#define IA_BENCH_REASON		256

/**
 * enum ia_bench_state - what became of the last write to bench/run
 * @IA_BENCH_NONE: there was none
 * @IA_BENCH_RUNNING: it has not ended
 * @IA_BENCH_DONE: it was measured
 * @IA_BENCH_INTERRUPTED: a signal ended it
 * @IA_BENCH_FAILED: it ended during the run
 * @IA_BENCH_REFUSED: it ended before a thread was started
 */
enum ia_bench_state {
	IA_BENCH_NONE,
	IA_BENCH_RUNNING,
	IA_BENCH_DONE,
	IA_BENCH_INTERRUPTED,
	IA_BENCH_FAILED,
	IA_BENCH_REFUSED,
};

/**
 * enum ia_bench_op - what is timed
 * @IA_BENCH_MAP: mapping; for coherent memory, allocation
 * @IA_BENCH_UNMAP: unmapping; for coherent memory, freeing
 * @IA_BENCH_OPS: how many there are
 */
enum ia_bench_op {
	IA_BENCH_MAP,
	IA_BENCH_UNMAP,
	IA_BENCH_OPS,
};

/**
 * struct ia_bench_context - what a run was measured on
 * @kernel: release of the kernel
 * @module: version of the module
 * @cmdline: its command line; empty when it could not be read
 * @dev: the PCI function
 * @virtualised: under a hypervisor: 1, 0, negative when unknown
 * @governor: CPU frequency governor of the first CPU in use
 * @clock: the kernel's clock source
 * @clock_ns: cost of reading the clock
 * @time_ns: begin of the run, CLOCK_BOOTTIME
 * @boot_id: tells boots apart
 */
struct ia_bench_context {
	char kernel[65];
	const char *module;
	char cmdline[IA_BENCH_CMDLINE];
	struct ia_device dev;
	int virtualised;
	char governor[IA_NAME_SIZE];
	char clock[IA_NAME_SIZE];
	u32 clock_ns;
	u64 time_ns;
	char boot_id[40];
};

/**
 * struct ia_bench_result - one run that was measured
 * @attempt: number of the write that asked for it
 * @params: what was asked for, with the CPUs that were used
 * @context: what it was measured on
 * @elapsed_ns: time in which operations counted: in each slice from the begin of
 *              the first thread to the end of the last one
 * @ops: durations
 */
struct ia_bench_result {
	u64 attempt;
	struct ia_bench_params params;
	struct ia_bench_context context;
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
	enum ia_bench_state state;
	int error;
	u64 attempt;
	char reason[IA_BENCH_REASON];
	bool measured;
	struct ia_bench_result result;
};

enum ia_bench_line_kind {
	IA_BENCH_LINE_STATE,
	IA_BENCH_LINE_PARAMS,
	IA_BENCH_LINE_CONTEXT,
	IA_BENCH_LINE_OP,
	IA_BENCH_LINE_BUCKET,
};

/**
 * struct ia_bench_line - one line of bench/result
 * @kind: what it says
 * @report: of which report
 * @op: %IA_BENCH_LINE_OP and %IA_BENCH_LINE_BUCKET: of which operation
 * @bucket: %IA_BENCH_LINE_BUCKET: which range of its histogram
 */
struct ia_bench_line {
	enum ia_bench_line_kind kind;
	const struct ia_bench_report *report;
	enum ia_bench_op op;
	unsigned int bucket;
};

size_t ia_bench_line_format(const struct ia_bench_line *line, char *buf, size_t size);

#endif /* IA_CORE_BENCH_H */
