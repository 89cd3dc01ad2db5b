/* SPDX-License-Identifier: GPL-2.0 */
/* What commands need of the benchmark: request, measure, keep, compare, show */
#ifndef IA_BENCH_BENCH_H
#define IA_BENCH_BENCH_H

#include "../machine/machine.h"
#include "../source/root.h"
#include "../view/render.h"
#include "compare.h"
#include "plan.h"

/**
 * struct ia_bench_requests - what is requested step by step
 * @items: the requests
 * @count: number of @items
 */
struct ia_bench_requests {
	struct ia_bench_request *items;
	size_t count;
};

/**
 * struct ia_bench_step - one run that is to be made
 * @configuration: its label, one of the set's, or NULL
 * @domain: default domain that the group is switched to before; unknown for none
 * @request: what is requested
 * @left_out: the module would not take it
 */
struct ia_bench_step {
	const char *configuration;
	enum ia_domain domain;
	const struct ia_bench_request *request;
	bool left_out;
};

/**
 * struct ia_bench_job - runs that are to be made
 * @out: what progress is drawn like
 * @device: the device
 * @set: where the runs go
 * @before: the default domain that the group had, unknown where it is not switched
 * @switched: whether it was given another one
 * @steps: the runs
 * @count: number of @steps
 * @room: steps there is room for
 * @ladder: whether it goes on without a step that the module refuses
 * @signal: the signal that ended it, or 0
 */
struct ia_bench_job {
	const struct ia_out *out;
	const struct ia_device *device;
	struct ia_bench_set *set;
	enum ia_domain before;
	bool switched;
	struct ia_bench_step *steps;
	size_t count;
	size_t room;
	bool ladder;
	int signal;
};

/* request.c */
void ia_bench_request_clear(struct ia_bench_request *request);
bool ia_bench_request_set(struct ia_arena *arena, struct ia_bench_request *request,
			  const char *name, const char *text, struct ia_problem *problem);
const char *ia_bench_request_wrong(struct ia_arena *arena,
				   const struct ia_bench_request *request);
const char *ia_bench_line(struct ia_arena *arena, const struct ia_bench_request *request);
unsigned long ia_bench_ms(const struct ia_bench_request *request);
bool ia_bench_sweep(struct ia_arena *arena, const char *what,
		    const struct ia_bench_request *request, struct ia_bench_requests *steps,
		    struct ia_problem *problem);
bool ia_bench_repeat(struct ia_arena *arena, const char *text, const char *what,
		     size_t usual, size_t most, size_t *count, struct ia_problem *problem);

/* device.c */
const struct ia_device *ia_bench_default(struct ia_machine *machine, const char **why);

/* measure.c */
void ia_bench_step(struct ia_bench_job *job, const char *configuration,
		   enum ia_domain domain, const struct ia_bench_request *request);
bool ia_bench_measure(struct ia_bench_job *job, struct ia_problem *problem);

/* domains.c */
bool ia_bench_domains(struct ia_bench_job *job, const char *list,
		      const struct ia_bench_requests *requests, size_t rounds,
		      struct ia_problem *problem);

/* results.c */
struct ia_bench_set *ia_bench_new(const struct ia_machine *machine, const char *name,
				  const char *tool);
bool ia_bench_parse_results(struct ia_bench_set *set, const char *path, const char *text,
			    size_t len, struct ia_problem *problem);
bool ia_bench_read(struct ia_bench_set *set, const struct ia_root *root, const char *path,
		   struct ia_problem *problem);
bool ia_bench_save(const struct ia_machine *machine, const struct ia_bench_set *set,
		   const char *path, struct ia_problem *problem);
const char *ia_bench_name(struct ia_arena *arena, const char *path);
const char *ia_bench_find(struct ia_arena *arena, const struct ia_root **root, const char *name);
const char *ia_bench_place(struct ia_arena *arena, const char *name,
			   struct ia_problem *problem);
bool ia_bench_exists(const char *path);

/* answer.c */
void ia_bench_show(struct ia_out *out, const struct ia_machine *machine,
		   const struct ia_bench_set *set,
		   const struct ia_bench_comparison *comparison, bool json);
void ia_bench_compare_show(struct ia_out *out, const struct ia_machine *machine,
			   const struct ia_bench_comparison *comparison, bool json);
void ia_bench_plan_show(struct ia_out *out, const struct ia_machine *machine,
			const struct ia_bench_set *set, bool fresh, const char *command,
			bool json);

#endif /* IA_BENCH_BENCH_H */
