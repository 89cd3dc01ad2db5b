// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "../bench/bench.h"
#include "../core/bench.h"
#include "../source/records.h"
#include "debugfs.h"

/* The report that all lines point to belongs to the first of them. */
struct line {
	struct ia_bench_line line;
	struct ia_bench_report *report;
};

static void release_line(void *record)
{
	struct line *line = record;

	kvfree(line->report);
}

static int add_bins(struct ia_records *records, const struct ia_bench_result *result,
		    enum ia_bench_op_type op)
{
	struct ia_bench_line *line;
	unsigned int i;

	for (i = 0; i < IA_HIST_BUCKETS; i++) {
		if (!result->ops[op].buckets[i])
			continue;
		line = ia_records_add(records);
		if (!line)
			return -ENOMEM;
		ia_bench_fill_bin(line, result, op, i);
	}
	return 0;
}

static int add_result(struct ia_records *records, const struct ia_bench_result *result)
{
	struct ia_bench_line *line;
	enum ia_bench_op_type op;

	line = ia_records_add(records);
	if (!line)
		return -ENOMEM;
	ia_bench_fill_params(line, result);
	line = ia_records_add(records);
	if (!line)
		return -ENOMEM;
	ia_bench_fill_context(line, &result->context);
	for (op = 0; op < IA_BENCH_OPS; op++) {
		line = ia_records_add(records);
		if (!line)
			return -ENOMEM;
		ia_bench_fill_op(line, result, op);
	}
	return add_bins(records, result, IA_BENCH_MAP) ?:
	       add_bins(records, result, IA_BENCH_UNMAP);
}

/* Takes over the report. */
static int add_state(struct ia_records *records, struct ia_bench_report *report)
{
	struct line *line = ia_records_add(records);

	if (!line) {
		kvfree(report);
		return -ENOMEM;
	}
	line->report = report;
	ia_bench_fill_state(&line->line, report);
	return 0;
}

/**
 * ia_bench_snapshot() - what became of the last write to bench/run, line by line
 *
 * Context: process context, may sleep.
 * Return: records that begin with a struct ia_bench_line, or an ERR_PTR()
 */
struct ia_records *ia_bench_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct line), 64, release_line);
	struct ia_bench_report *report = records ? ia_bench_report() : NULL;
	int ret = report ? add_state(records, report) : -ENOMEM;

	if (!ret && report->measured)
		ret = add_result(records, &report->result);
	return ia_records_finish(records, ret);
}
