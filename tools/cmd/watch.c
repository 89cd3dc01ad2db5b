// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include "../view/facts.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#define LONGEST_INTERVAL	86400
/* Lines of a terminal that are not the table's: sums, blank, titles, rest. */
#define OTHER_LINES		8

/* From here on both signals wait for pause_for(), in the middle of nothing. */
static void hold_signals(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGTERM);
	sigprocmask(SIG_BLOCK, signals, NULL);
}

/* Return: whether the time went by without one of the signals. */
static bool pause_for(double seconds, const sigset_t *signals)
{
	struct timespec span = { .tv_sec = (time_t)seconds };

	span.tv_nsec = (seconds - (double)span.tv_sec) * IA_SECOND;
	/* Also true when it was stopped and continued: then it looks at once. */
	return sigtimedwait(signals, NULL, &span) < 0;
}

static bool seconds_of(const char *text, double *seconds)
{
	char *end;

	*seconds = 2;
	if (!text)
		return true;
	errno = 0;
	*seconds = strtod(text, &end);
	return *text >= '0' && *text <= '9' && !*end && !errno &&
	       *seconds >= 0.1 && *seconds <= LONGEST_INTERVAL;
}

static int by_fresh(const void *a, const void *b)
{
	const struct ia_fault_status *x = a, *y = b;

	if (x->fresh.n != y->fresh.n)
		return x->fresh.n > y->fresh.n ? -1 : 1;
	if (x->age.known && y->age.known && x->age.n != y->age.n)
		return x->age.n < y->age.n ? -1 : 1;
	return x->fault < y->fault ? -1 : x->fault > y->fault;
}

/* One look at the faults; everything in it lives as long as its arena. */
struct reading {
	struct ia_arena arena;
	struct ia_machine machine;
	struct ia_faults faults;
};

static void show(struct ia_run *run, struct reading *reading, bool compared, bool anew)
{
	struct ia_fault_page page = { .faults = &reading->faults, .brief = true };
	struct ia_out *out = &run->out;
	bool json = ia_opt(run, JSON);

	if (!json && reading->faults.count)
		qsort(reading->faults.items, reading->faults.count,
		      sizeof(*reading->faults.items), by_fresh);
	if (compared)
		page.since = "since the last look";
	if (out->redraw)
		page.lines = out->height > OTHER_LINES + 1 ? out->height - OTHER_LINES : 1;
	if (!json && anew)
		ia_out_text(out, IA_ATTENTION,
			    "The module was reloaded: counters started from 0.\n");
	ia_answer_show(out, &reading->machine, &ia_answer_faults, &page, json);
}

/* Looks again, and shows what is new since the look before, if there was one. */
static enum ia_status look(struct ia_run *run, struct reading *now, const struct reading *before)
{
	enum ia_since since = IA_SINCE_OK;
	struct ia_problem problem;

	ia_arena_free(&now->arena);
	now->machine = run->machine;
	now->machine.arena = &now->arena;
	run->out.arena = &now->arena;
	if (!ia_read_faults(&now->machine, &run->root, run->line, &problem))
		return ia_cmd_fail(&problem);
	ia_faults_gather(&now->machine, &now->faults);
	if (before)
		since = ia_faults_since(&now->machine, &now->faults, &before->machine,
					&before->faults);
	ia_out_page(&run->out, !before);
	show(run, now, before && since == IA_SINCE_OK, since != IA_SINCE_OK);
	return IA_OK;
}

/*
 * Show the faults again and again, with rates.
 *
 * Return: IA_OK once it was interrupted, or why it could not go on.
 */
enum ia_status ia_faults_watch(struct ia_run *run)
{
	struct reading readings[2] = { 0 }, *now = &readings[0], *before = NULL;
	struct ia_arena *own = run->out.arena;
	enum ia_status status;
	sigset_t signals;
	double seconds;

	if (!seconds_of(ia_opt(run, INTERVAL), &seconds))
		return ia_cmd_usage("'%s' is not an interval: write seconds, 0.1 to %d",
				    ia_opt(run, INTERVAL), LONGEST_INTERVAL);
	run->later = IA_MAY_OPEN;
	status = ia_cmd_read(run);
	if (status)
		return status;
	hold_signals(&signals);
	for (;;) {
		status = look(run, now, before);
		if (status || !ia_out_flush(&run->out) || !pause_for(seconds, &signals))
			break;
		before = now;
		now = now == readings ? &readings[1] : &readings[0];
	}
	run->out.arena = own;
	ia_arena_free(&readings[0].arena);
	ia_arena_free(&readings[1].arena);
	return status;
}
