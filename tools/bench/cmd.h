/* SPDX-License-Identifier: GPL-2.0 */
/* The benchmark: what to ask, how to measure, how to show it */
#ifndef IA_CMD_BENCH_H
#define IA_CMD_BENCH_H

#include <signal.h>

#include "compare.h"
#include "protocol.h"
#include "../cmd/cmd.h"

/* What can be asked of bench/run, besides the device. */
enum ia_asked {
	IA_ASKED_MODE,
	IA_ASKED_SIZE,
	IA_ASKED_SEGMENTS,
	IA_ASKED_THREADS,
	IA_ASKED_CPUS,
	IA_ASKED_NODE,
	IA_ASKED_DIR,
	IA_ASKED_RING,
	IA_ASKED_SECONDS,
	IA_ASKED_WARMUP,
	IA_ASKED
};

/**
 * struct ia_bench_step - one run that is to be made
 * @arm: its label, or NULL
 * @domain: default domain that the group is switched to before, or NULL
 * @asked: a line for bench/run, without device and newline
 * @left_out: the module would not take it
 */
struct ia_bench_step {
	const char *arm;
	const char *domain;
	const char *asked;
	bool left_out;
};

/**
 * struct ia_bench_job - runs that are to be made
 * @run: the invocation
 * @dev: the device, as the module writes it
 * @group: its group, where that is to be switched
 * @before: the default domain that the group had, or NULL
 * @switched: whether it was given another one
 * @set: where the runs go
 * @steps: the runs
 * @count: number of @steps
 * @room: steps there is room for
 * @step_ms: how long each takes
 * @ladder: whether it goes on without a step that the module refuses
 * @signal: the signal that ended it, or 0
 */
struct ia_bench_job {
	struct ia_run *run;
	const char *dev;
	const char *group;
	const char *before;
	bool switched;
	struct ia_bench_set *set;
	struct ia_bench_step *steps;
	size_t count;
	size_t room;
	unsigned long step_ms;
	bool ladder;
	int signal;
};

/* bench_asked.c */
enum ia_status ia_bench_ask(struct ia_run *run, const char **values);
const char *ia_bench_line(struct ia_arena *arena, const char *const *values);
unsigned long ia_bench_ms(const char *line);
enum ia_status ia_bench_ladder(struct ia_run *run, const char *const *values,
			       const char ***lines, size_t *count);
enum ia_status ia_bench_count(const char *text, const char *what, size_t usual,
			      size_t most, size_t *count);

/* bench_measure.c */
void ia_bench_plan_run(struct ia_bench_job *job, const char *arm,
		       const char *domain, const char *asked);
enum ia_status ia_bench_measure(struct ia_bench_job *job);

/* bench_domains.c */
enum ia_status ia_bench_domains(struct ia_bench_job *job, const char *const *lines,
				size_t nlines, size_t rounds);
int ia_bench_switch(struct ia_bench_job *job, const char *domain);
enum ia_status ia_bench_switch_failed(struct ia_bench_job *job, const char *domain,
				      int error);
enum ia_status ia_bench_restore(struct ia_bench_job *job);

/* bench_plan.c */
enum ia_status ia_bench_plan(struct ia_run *run);
enum ia_status ia_bench_next(struct ia_run *run);

/* bench_show.c */
void ia_bench_show(struct ia_run *run, struct ia_bench_set *set);

/* bench.c */
enum ia_status ia_bench_device(struct ia_run *run, const char *name,
			       const struct ia_device **device);
const char *ia_bench_dev(struct ia_arena *arena, const struct ia_device *device);
const char *ia_bench_name(struct ia_arena *arena, const char *path);
struct ia_bench_set *ia_bench_new(struct ia_run *run, const char *name);
enum ia_status ia_bench_finish(struct ia_bench_job *job, enum ia_status status);
enum ia_status ia_bench_save(struct ia_run *run, const struct ia_bench_set *set,
			     const char *path);

/* compare.c */
enum ia_status ia_compare_judge(struct ia_run *run, const struct ia_comparison *c);
enum ia_status ia_compare_answer(struct ia_run *run, struct ia_bench_set *const *sets,
				 size_t count);

/* compare_show.c */
void ia_compare_show(struct ia_out *out, const struct ia_comparison *c);
void ia_compare_context(struct ia_out *out, const struct ia_comparison *c);
const char *ia_compare_point(const struct ia_comparison *c, size_t point);

#endif /* IA_CMD_BENCH_H */
