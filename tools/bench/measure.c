// SPDX-License-Identifier: GPL-2.0
/* Makes runs one after the other, and ends cleanly however they end. */
#include "cmd.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../../include/uapi/iommu_audit.h"

/* Columns of the progress bar, and nanoseconds between two looks at it. */
#define BAR	24
#define LOOK	200000000L

/**
 * struct progress - how far it is
 * @shown: whether somebody sees it
 * @step: the run that is on, from 0
 * @from: when it began
 */
struct progress {
	bool shown;
	size_t step;
	struct timespec from;
};

static unsigned long since_ms(const struct timespec *from)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - from->tv_sec) * 1000 + (now.tv_nsec - from->tv_nsec) / 1000000;
}

static void show(const struct ia_bench_job *job, const struct progress *p)
{
	const struct ia_bench_step *step = &job->steps[p->step];
	unsigned long all = job->count * job->step_ms, spent = since_ms(&p->from);
	struct ia_arena arena = { 0 };
	struct ia_out out = job->run->out;

	if (!p->shown)
		return;
	out.arena = &arena;
	if (spent > job->step_ms)
		spent = job->step_ms;
	spent += p->step * job->step_ms;
	fprintf(stderr, "\r\033[Krun %zu of %zu%s%s  %s  %lu s left", p->step + 1, job->count,
		step->arm ? ", " : "", step->arm ? step->arm : "",
		ia_bar(&out, (double)spent / (double)all, BAR), (all - spent + 999) / 1000);
	fflush(stderr);
	ia_arena_free(&arena);
}

static void hide(const struct progress *p)
{
	if (!p->shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
}

/* The signals that end a measurement, and the one that tells of a run's end. */
static void expected(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGHUP);
	sigaddset(signals, SIGQUIT);
	sigaddset(signals, SIGCHLD);
}

/* Waits for the writer; a signal stops it, and is remembered. */
static void wait_for(struct ia_bench_job *job, struct ia_bench_writer *writer,
		     const struct progress *p, const sigset_t *signals)
{
	const struct timespec look = { .tv_nsec = LOOK };

	for (;;) {
		int signal = sigtimedwait(signals, NULL, &look);

		if (signal == SIGCHLD)
			return;
		if (signal > 0) {
			job->signal = signal;
			ia_bench_stop(writer);
		}
		show(job, p);
	}
}

static bool interrupted(struct ia_bench_job *job, const sigset_t *signals)
{
	const struct timespec now = { 0 };
	int signal;

	while (!job->signal && (signal = sigtimedwait(signals, NULL, &now)) > 0) {
		if (signal != SIGCHLD)
			job->signal = signal;
	}
	return job->signal;
}

/* Whether another size, ring or number of threads may do where this one does not. */
static bool is_of_step(int error)
{
	return error == EINVAL || error == EOPNOTSUPP || error == ENOMEM || error == EIO ||
	       error == ETIMEDOUT;
}

/* A ladder goes on without a step that was refused. Return: whether this is one. */
static bool leave_out(struct ia_bench_job *job, const struct progress *p, int error,
		      const char *reason)
{
	const char *asked = job->steps[p->step].asked;
	size_t i;

	if (!job->ladder || !is_of_step(error))
		return false;
	hide(p);
	fprintf(stderr, "iommu-audit:%s left out: %s (%s)\n", asked,
		reason ? reason : "it gives no reason", strerror(error));
	for (i = p->step; i < job->count; i++)
		job->steps[i].left_out |= !strcmp(job->steps[i].asked, asked);
	return true;
}

static bool fail(struct ia_arena *arena, struct ia_problem *problem, const char *text)
{
	*problem = (struct ia_problem){ .status = IA_PARSE, .text = ia_format(arena, "%s", text) };
	return false;
}

/* Why a write was refused with @error, by the first record of bench/result, or NULL. */
static const char *reason_of(const struct ia_record *state, int error)
{
	long told = ia_number(ia_record_get(state, "error"));

	if (told == error)
		return ia_record_get(state, "reason");
	/* Of a run that is on, or was, it says nothing about why ours is not. */
	if (!strcmp(ia_record_get(state, "state"), IOMMU_AUDIT_BENCH_RUNNING))
		return "another run is on";
	if (error == EBUSY && told == ETIMEDOUT)
		return "a thread of an earlier run has not come back yet";
	return NULL;
}

/* Reads the result of the run that has just ended. */
static bool take(struct ia_bench_job *job, const struct progress *p, int error,
		 struct ia_problem *problem)
{
	const struct ia_bench_step *step = &job->steps[p->step];
	struct ia_arena *arena = job->run->arena;
	struct ia_records records = { 0 };
	const struct ia_record *state;
	struct ia_bench_run *run;
	const char *wrong, *reason;

	if (!ia_read_bench(arena, ia_cmd_root(job->run), &records, problem))
		return false;
	state = &records.items[0];
	if (!error && strcmp(ia_record_get(state, "state"), IOMMU_AUDIT_BENCH_DONE)) {
		long told = ia_number(ia_record_get(state, "error"));

		error = told > 0 ? (int)told : EIO;
	}
	if (error) {
		reason = reason_of(state, error);
		ia_bench_explain(arena, error, reason, problem);
		return leave_out(job, p, error, reason);
	}
	run = ia_bench_add(job->set, step->arm);
	run->records = records;
	run->records.items++;
	run->records.count--;
	wrong = ia_bench_join(arena, run);
	if (wrong)
		return fail(arena, problem, ia_format(arena, "bench/result: %s", wrong));
	if (strcmp(ia_record_get(run->asked, "dev"), job->dev) ||
	    strcmp(ia_record_get(run->asked, "attempt"), ia_record_get(state, "attempt")))
		return fail(arena, problem,
			    "bench/result is of another run: somebody else measures here too");
	if (step->domain && strcmp(ia_record_get(run->context, "domain"), step->domain))
		return fail(arena, problem,
			    ia_format(arena, "%s is attached to %s, although its group was switched to %s",
				      job->dev, ia_record_get(run->context, "domain"),
				      step->domain));
	return true;
}

static bool one(struct ia_bench_job *job, struct progress *p, const sigset_t *signals,
		struct ia_problem *problem)
{
	const struct ia_bench_step *step = &job->steps[p->step];
	struct ia_arena *arena = job->run->arena;
	struct ia_bench_writer writer;
	int error;

	clock_gettime(CLOCK_MONOTONIC, &p->from);
	show(job, p);
	error = ia_bench_start(arena, ia_cmd_root(job->run),
			       ia_format(arena, "dev=%s%s\n", job->dev, step->asked),
			       &writer);
	if (!error) {
		wait_for(job, &writer, p, signals);
		error = ia_bench_end(&writer);
	}
	/* What a terminal sends, the writer gets too, and may be first. */
	if (error == EINTR)
		interrupted(job, signals);
	if (job->signal)
		return true;
	return take(job, p, error, problem);
}

/**
 * ia_bench_plan_run() - put a run on the list
 * @job: the list
 * @arm: its label, or NULL
 * @domain: default domain to switch to before, or NULL
 * @asked: a line for bench/run, without device and newline
 */
void ia_bench_plan_run(struct ia_bench_job *job, const char *arm,
		       const char *domain, const char *asked)
{
	job->steps = ia_grow(job->run->arena, job->steps, job->count, &job->room,
			     sizeof(*job->steps));
	job->steps[job->count++] = (struct ia_bench_step){ arm, domain, asked, false };
}

/**
 * ia_bench_measure() - make all runs of a list
 * @job: the list; its set is filled
 *
 * SIGINT, SIGTERM, SIGHUP and SIGQUIT end it between two instructions of ours, never in
 * the middle: job->signal then says which, and the caller has to pass it on.
 * The default domain of the group is as before, whatever happened.
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_bench_measure(struct ia_bench_job *job)
{
	struct progress p = { .shown = isatty(STDERR_FILENO) };
	enum ia_status status = IA_OK, restored;
	struct ia_problem problem;
	size_t before = job->set->count;
	sigset_t signals, held, old;
	bool good = true;
	int error = 0;

	/* Whoever ignores SIGCHLD would never hear of a writer's end. */
	signal(SIGCHLD, SIG_DFL);
	expected(&signals);
	held = signals;
	/* A reader of stderr that went away must not keep us from restoring. */
	sigaddset(&held, SIGPIPE);
	sigprocmask(SIG_BLOCK, &held, &old);
	for (; good && p.step < job->count && !interrupted(job, &signals); p.step++) {
		const char *domain = job->steps[p.step].domain;

		if (job->steps[p.step].left_out)
			continue;
		error = domain ? ia_bench_switch(job, domain) : 0;
		if (error)
			break;
		good = one(job, &p, &signals, &problem);
	}
	hide(&p);
	restored = ia_bench_restore(job);
	/* Of a ladder, everything was left out. */
	if (!error && !job->signal && job->set->count == before)
		good = false;
	if (!good)
		status = ia_cmd_fail(&problem);
	else if (error)
		status = ia_bench_switch_failed(job, job->steps[p.step].domain, error);
	else if (job->signal)
		fprintf(stderr, "iommu-audit: interrupted after %zu of %zu runs; nothing is saved\n",
			job->set->count - before, job->count);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return status ? status : restored;
}
