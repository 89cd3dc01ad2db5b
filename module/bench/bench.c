// SPDX-License-Identifier: GPL-2.0
/*
 * One run at a time, and what became of it. A run whose thread does not come
 * back holds nothing but its own memory. It is left to the reaper, which looks every
 * second; until then the module stays, and there is no other run.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "bench.h"
#include "run.h"

static const struct ia_bench_ask *ask;

/* Held over a run. */
static DEFINE_MUTEX(one_run);
/* The run that waits for the reaper; set under one_run, cleared by the reaper. */
static struct ia_bench_run *stuck;

/* What bench/result shows; report_lock is held for a copy, never over a run. */
static DEFINE_MUTEX(report_lock);
static struct ia_bench_report *report;

static void set_state(enum ia_bench_outcome state, int error, const char *reason)
{
	mutex_lock(&report_lock);
	report->state = state;
	report->error = -error;
	strscpy(report->reason, reason, sizeof(report->reason));
	if (state == IA_BENCH_RUNNING)
		report->attempt++;
	mutex_unlock(&report_lock);
}

static void set_result(const struct ia_bench_result *result)
{
	mutex_lock(&report_lock);
	report->result = *result;
	report->result.attempt = report->attempt;
	report->measured = true;
	mutex_unlock(&report_lock);
}

static void free_run(struct ia_bench_run *run)
{
	ia_bench_run_free(run);
	kvfree(run);
}

static void reap(struct work_struct *work);
static DECLARE_DELAYED_WORK(reaper, reap);

static void reap(struct work_struct *work)
{
	if (!ia_bench_threads_end(stuck)) {
		ia_bench_later(&reaper);
		return;
	}
	free_run(stuck);
	/* Pairs with ia_bench_run(): what was freed is freed before the next run. */
	smp_store_release(&stuck, NULL);
	/* The module's exit waits for the end of this function. */
	module_put(THIS_MODULE);
}

/* Sets the state that a failure leads to, as far as the run came. */
static int execute(struct ia_bench_run *run, enum ia_bench_outcome *failure)
{
	int ret = ia_bench_target_find(run) ?: ia_bench_run_prepare(run);

	*failure = IA_BENCH_REFUSED;
	if (ret)
		return ret;
	ia_bench_context_read(&run->result.context);
	ret = ia_bench_run_try(run);
	if (ret)
		return ret;
	*failure = IA_BENCH_FAILED;
	return ia_bench_run_measure(run);
}

static int run_and_report(struct ia_bench_run *run)
{
	enum ia_bench_outcome failure;
	int ret = execute(run, &failure);

	ia_bench_target_release(run);
	if (!ret)
		set_result(&run->result);
	set_state(!ret ? IA_BENCH_DONE : ret == -EINTR ? IA_BENCH_INTERRUPTED : failure,
		  ret, ret ? run->reason : "");
	if (ia_bench_threads_end(run)) {
		free_run(run);
	} else {
		__module_get(THIS_MODULE);
		stuck = run;
		ia_bench_later(&reaper);
	}
	return ret;
}

static int parse_and_run(const char *line)
{
	struct ia_bench_run *run = kvzalloc(sizeof(*run), GFP_KERNEL);
	int ret;

	set_state(IA_BENCH_RUNNING, 0, "");
	if (!run) {
		set_state(IA_BENCH_REFUSED, -ENOMEM, "no memory");
		return -ENOMEM;
	}
	run->ask = ask;
	ret = ia_bench_parse(line, PAGE_SIZE, &run->result.params, run->reason,
			     sizeof(run->reason));
	if (!ret)
		return run_and_report(run);
	set_state(IA_BENCH_REFUSED, ret, run->reason);
	kvfree(run);
	return ret;
}

/**
 * ia_bench_run() - one run, as a line of bench/run asks for it
 * @line: the line, terminated
 *
 * Context: process context, may sleep for as long as the run takes; a signal
 *          ends it.
 * Return: 0, or a negative errno as Documentation/ABI says
 */
int ia_bench_run(const char *line)
{
	int ret = -EBUSY;

	if (!mutex_trylock(&one_run))
		return -EBUSY;
	/* Pairs with reap(). */
	if (!smp_load_acquire(&stuck))
		ret = parse_and_run(line);
	mutex_unlock(&one_run);
	return ret;
}

/**
 * ia_bench_report() - what became of the last write, and the last result
 *
 * Context: process context, may sleep; not for as long as a run takes.
 * Return: a copy, to be freed with kvfree(), or NULL without memory
 */
struct ia_bench_report *ia_bench_report(void)
{
	struct ia_bench_report *copy = kvmalloc(sizeof(*copy), GFP_KERNEL);

	if (!copy)
		return NULL;
	mutex_lock(&report_lock);
	*copy = *report;
	mutex_unlock(&report_lock);
	return copy;
}

/**
 * ia_bench_init() - get ready; nothing runs and nothing is held before a write
 * @whom_to_ask: who answers questions about PCI functions
 *
 * Return: 0, or -ENOMEM
 */
int ia_bench_init(const struct ia_bench_ask *whom_to_ask)
{
	report = kvzalloc(sizeof(*report), GFP_KERNEL);
	if (!report)
		return -ENOMEM;
	if (ia_bench_lead_init()) {
		kvfree(report);
		return -ENOMEM;
	}
	ask = whom_to_ask;
	return 0;
}

/**
 * ia_bench_exit() - no file is open, so there is no run
 */
void ia_bench_exit(void)
{
	cancel_delayed_work_sync(&reaper);
	ia_bench_lead_exit();
	kvfree(report);
}
