/* SPDX-License-Identifier: GPL-2.0 */
/* module.c: what is written to bench/run, and read from bench/result; context.c: what it lacks */
#ifndef IA_BENCH_MODULE_H
#define IA_BENCH_MODULE_H

#include <sys/types.h>

#include "run.h"

/**
 * struct ia_bench_writer - a process that writes to bench/run
 * @pid: its id
 * @answer: where it tells the errno of its write
 */
struct ia_bench_writer {
	pid_t pid;
	int answer;
};

/**
 * struct ia_bench_report - what bench/result holds
 * @state: what became of the last write
 * @run: the last run that was measured, not joined; empty when there was none
 */
struct ia_bench_report {
	struct ia_bench_state state;
	struct ia_bench_result run;
};

/* module.c */
int ia_bench_start(struct ia_arena *arena, const char *line, struct ia_bench_writer *writer);
int ia_bench_end(struct ia_bench_writer *writer);
void ia_bench_stop(const struct ia_bench_writer *writer);
bool ia_bench_report(struct ia_arena *arena, struct ia_bench_report *report,
		     struct ia_problem *problem);
void ia_bench_explain(struct ia_arena *arena, int error, const char *reason,
		      struct ia_problem *problem);

/* context.c */
void ia_bench_context_fill(struct ia_arena *arena, struct ia_bench_result *run);

#endif /* IA_BENCH_MODULE_H */
