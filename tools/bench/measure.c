// SPDX-License-Identifier: GPL-2.0
/* Makes runs one after the other, and ends cleanly however they end. */
#include "bench.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../view/message.h"
#include "module.h"
#include "switch.h"

/* Columns of the progress bar, and nanoseconds between two looks at it. */
#define BAR	24
#define LOOK	200000000L

/**
 * struct progress - how far it is
 * @shown: whether somebody sees it
 * @step_ms: how long each step takes
 * @step: the run that is on, from 0
 * @from: when it began
 */
struct progress {
	bool shown;
	unsigned long step_ms;
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
	unsigned long all = job->count * p->step_ms, spent = since_ms(&p->from);
	struct ia_arena arena = { 0 };
	struct ia_out out = *job->out;
	const char *text;

	if (!p->shown)
		return;
	out.arena = &arena;
	if (spent > p->step_ms)
		spent = p->step_ms;
	spent += p->step * p->step_ms;
	text = ia_format(&arena, "run %zu of %zu%s%s  %s  %lu s left", p->step + 1, job->count,
			 step->configuration ? ", " : "",
			 step->configuration ? step->configuration : "",
			 ia_bar(&out, (double)spent / (double)all, BAR),
			 (all - spent + 999) / 1000);
	ia_message_progress(text);
	ia_arena_free(&arena);
}

static void hide(const struct progress *p)
{
	if (p->shown)
		ia_message_progress("");
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
	const struct ia_bench_request *request = job->steps[p->step].request;
	size_t i;

	if (!job->ladder || !is_of_step(error))
		return false;
	hide(p);
	ia_message("%s left out: %s (%s)", ia_bench_line(job->set->arena, request) + 1,
		   reason ? reason : "it gives no reason", strerror(error));
	/* Rounds of a ladder share their requests. */
	for (i = p->step; i < job->count; i++)
		job->steps[i].left_out |= job->steps[i].request == request;
	return true;
}

/* Why a write was refused with @error, by what bench/result says, or NULL. */
static const char *reason_of(const struct ia_bench_state *state, int error)
{
	bool is_ours = state->error.known && state->error.n == (uint64_t)error;

	if (is_ours)
		return state->reason.known ? state->reason.text : "-";
	/* Of a run that is on, or was, it says nothing about why ours is not. */
	if (state->state == IA_BENCH_STATE_RUNNING)
		return "another run is on";
	if (error == EBUSY && state->error.known && state->error.n == ETIMEDOUT)
		return "a thread of an earlier run has not come back yet";
	return NULL;
}

/* Whether a run is the one that was written, as its step wants it. */
static bool check_run(const struct ia_bench_job *job, const struct ia_bench_step *step,
		      const struct ia_bench_report *report, struct ia_problem *problem)
{
	const struct ia_bench_result *run = &report->run;
	char device[IA_ADDRESS_SIZE];

	if (run->params.device != job->device->address || !run->params.attempt.known ||
	    run->params.attempt.n != report->state.attempt.n)
		return ia_bench_fail(job->set->arena, problem, IA_PARSE,
				     "bench/result is from another run: another measurement is running");
	if (ia_is_value(step->domain) && run->context.domain != step->domain)
		return ia_bench_fail(job->set->arena, problem, IA_PARSE,
				     "%s is attached to %s, although its group was switched to %s",
				     ia_address_text(device, job->device->address, true),
				     ia_word(&ia_words_domains, run->context.domain),
				     ia_word(&ia_words_domains, step->domain));
	return true;
}

/* Reads the result of the run that has just ended. */
static bool take(struct ia_bench_job *job, const struct progress *p, int error,
		 struct ia_problem *problem)
{
	const struct ia_bench_step *step = &job->steps[p->step];
	struct ia_arena *arena = job->set->arena;
	struct ia_bench_report report;
	const char *wrong, *reason;

	if (!ia_bench_report(arena, &report, problem))
		return false;
	/* Ours has ended. */
	if (report.state.state == IA_BENCH_STATE_RUNNING)
		error = EBUSY;
	if (!error && report.state.state != IA_BENCH_STATE_DONE)
		error = report.state.error.n ? (int)report.state.error.n : EIO;
	if (error) {
		reason = reason_of(&report.state, error);
		ia_bench_explain(arena, error, reason, problem);
		return leave_out(job, p, error, reason);
	}
	wrong = ia_bench_join(&report.run);
	if (wrong)
		return ia_bench_fail(arena, problem, IA_PARSE, "bench/result: %s", wrong);
	if (!check_run(job, step, &report, problem))
		return false;
	report.run.configuration = step->configuration;
	ia_bench_context_fill(arena, &report.run);
	*ia_bench_add(job->set) = report.run;
	return true;
}

static bool one(struct ia_bench_job *job, struct progress *p, const sigset_t *signals,
		struct ia_problem *problem)
{
	const struct ia_bench_step *step = &job->steps[p->step];
	struct ia_arena *arena = job->set->arena;
	struct ia_bench_writer writer;
	char device[IA_ADDRESS_SIZE];
	int error;

	clock_gettime(CLOCK_MONOTONIC, &p->from);
	show(job, p);
	error = ia_bench_start(arena,
			       ia_format(arena, "dev=%s%s\n",
					 ia_address_text(device, job->device->address, true),
					 ia_bench_line(arena, step->request)), &writer);
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
 * ia_bench_step() - put a run on the list
 * @job: the list
 * @configuration: its label, one of the set's, or NULL
 * @domain: default domain to switch to before, or unknown
 * @request: what is requested; kept by reference
 */
void ia_bench_step(struct ia_bench_job *job, const char *configuration,
		   enum ia_domain domain, const struct ia_bench_request *request)
{
	job->steps = ia_grow(job->set->arena, job->steps, job->count, &job->room,
			     sizeof(*job->steps));
	job->steps[job->count++] = (struct ia_bench_step){ configuration, domain, request, false };
}

/*
 * Give the group the default domain of a step, unless somebody else's run is on: it may be on a
 * function of the group.
 */
static bool prepare(struct ia_bench_job *job, const struct ia_bench_step *step,
		    struct ia_problem *problem)
{
	struct ia_arena *arena = job->set->arena;
	struct ia_bench_report report;

	if (!ia_is_value(step->domain))
		return true;
	if (!ia_bench_report(arena, &report, problem))
		return false;
	if (report.state.state != IA_BENCH_STATE_RUNNING)
		return ia_bench_switch(job, step->domain, problem);
	ia_bench_explain(arena, EBUSY, reason_of(&report.state, EBUSY), problem);
	return false;
}

/* Makes one run after the other. Return: whether none failed. */
static bool run_all(struct ia_bench_job *job, struct progress *p, const sigset_t *signals,
		    struct ia_problem *problem)
{
	for (; p->step < job->count && !interrupted(job, signals); p->step++) {
		const struct ia_bench_step *step = &job->steps[p->step];

		if (step->left_out)
			continue;
		if (!prepare(job, step, problem) || !one(job, p, signals, problem))
			return false;
	}
	return true;
}

/*
 * Nothing is restored while somebody else's run is on: it may be on a function of the group.
 * Return: whether it has ended; a signal is a reason not to wait.
 */
static bool wait_for_others(struct ia_bench_job *job, const sigset_t *signals,
			    struct ia_problem *problem)
{
	const struct timespec look = { .tv_nsec = LOOK };
	struct ia_bench_report report;
	struct ia_problem unread;
	int signal;

	/* Without the file there is no module, and no run. */
	while (job->switched && ia_bench_report(job->set->arena, &report, &unread) &&
	       report.state.state == IA_BENCH_STATE_RUNNING) {
		signal = sigtimedwait(signals, NULL, &look);
		if (signal > 0 && signal != SIGCHLD) {
			job->signal = signal;
			return ia_bench_not_restored(job, EBUSY, problem);
		}
	}
	return true;
}

/**
 * ia_bench_measure() - make all runs of a list
 * @job: the list; its set is filled
 * @problem: filled when this fails
 *
 * SIGINT, SIGTERM, SIGHUP and SIGQUIT end it between two instructions of ours, never in
 * the middle: job->signal then says which, and the caller has to pass it on.
 * The default domain of the group is as before, whatever happened.
 */
bool ia_bench_measure(struct ia_bench_job *job, struct ia_problem *problem)
{
	struct progress p = {
		.shown = isatty(STDERR_FILENO),
		.step_ms = ia_bench_ms(job->steps->request),
	};
	size_t before = job->set->count;
	struct ia_problem left;
	sigset_t signals, held, old;
	bool good, restored;

	/* Whoever ignores SIGCHLD would never hear of a writer's end. */
	signal(SIGCHLD, SIG_DFL);
	expected(&signals);
	held = signals;
	/* A reader of stderr that went away must not keep us from restoring. */
	sigaddset(&held, SIGPIPE);
	sigprocmask(SIG_BLOCK, &held, &old);
	good = run_all(job, &p, &signals, problem);
	hide(&p);
	restored = wait_for_others(job, &signals, &left) && ia_bench_restore(job, &left);
	/* Of a ladder, everything was left out. */
	if (!job->signal && job->set->count == before)
		good = false;
	if (good && job->signal)
		ia_message("interrupted after %zu of %zu runs; nothing is saved",
			   job->set->count - before, job->count);
	if (!restored && good)
		*problem = left;
	else if (!restored)
		ia_message("%s", left.text);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return good && restored;
}
