// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "../bench/bench.h"
#include "../core/bench.h"
#include "../source/records.h"
#include "debugfs.h"

/* All lines are about one report, which the first of them owns. */
static void release_line(void *record)
{
	struct ia_bench_line *line = record;

	if (line->kind == IA_BENCH_LINE_STATE)
		kvfree(line->report);
}

static int add_line(struct ia_records *records, enum ia_bench_line_kind kind,
		    const struct ia_bench_report *report, enum ia_bench_op op,
		    unsigned int bucket)
{
	struct ia_bench_line *line = ia_records_add(records);

	if (!line)
		return -ENOMEM;
	*line = (struct ia_bench_line) { kind, report, op, bucket };
	return 0;
}

static int add_buckets(struct ia_records *records, const struct ia_bench_report *report,
		       enum ia_bench_op op)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < IA_HIST_BUCKETS && !ret; i++) {
		if (report->result.ops[op].buckets[i])
			ret = add_line(records, IA_BENCH_LINE_BUCKET, report, op, i);
	}
	return ret;
}

static int add_result(struct ia_records *records, const struct ia_bench_report *report)
{
	return add_line(records, IA_BENCH_LINE_PARAMS, report, 0, 0) ?:
	       add_line(records, IA_BENCH_LINE_CONTEXT, report, 0, 0) ?:
	       add_line(records, IA_BENCH_LINE_OP, report, IA_BENCH_MAP, 0) ?:
	       add_line(records, IA_BENCH_LINE_OP, report, IA_BENCH_UNMAP, 0) ?:
	       add_buckets(records, report, IA_BENCH_MAP) ?:
	       add_buckets(records, report, IA_BENCH_UNMAP);
}

/**
 * ia_bench_snapshot() - what became of the last write to bench/run, line by line
 *
 * Context: process context, may sleep.
 * Return: records of struct ia_bench_line, or an ERR_PTR()
 */
struct ia_records *ia_bench_snapshot(void)
{
	struct ia_records *records = ia_records_new(sizeof(struct ia_bench_line), 64,
						    release_line);
	struct ia_bench_report *report = records ? ia_bench_report() : NULL;
	int ret = report ? 0 : -ENOMEM;

	if (!ret)
		ret = add_line(records, IA_BENCH_LINE_STATE, report, 0, 0);
	if (!ret && report->measured)
		ret = add_result(records, report);
	return ia_records_finish(records, ret);
}
