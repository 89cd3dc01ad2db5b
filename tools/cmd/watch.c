// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include <json-c/json.h>

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
	const struct ia_fault_item *x = a, *y = b;

	if (x->fresh.n != y->fresh.n)
		return x->fresh.n > y->fresh.n ? -1 : 1;
	if (x->age.known && y->age.known && x->age.n != y->age.n)
		return x->age.n < y->age.n ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

static void show(struct ia_run *run, const struct ia_machine *m,
		 struct ia_faults *faults, bool compared, bool anew)
{
	struct ia_fault_page page = {
		.machine = m, .faults = faults, .brief = true,
	};
	struct ia_out *out = &run->out;
	struct json_object *answer;

	if (ia_opt(run, JSON)) {
		answer = ia_json_answer("iommu_audit faults");
		json_object_object_add(answer, "faults",
				       ia_json_faults(m->arena, faults, compared));
		ia_json_print(out, answer);
		return;
	}
	if (compared)
		page.since = "since the last look";
	if (faults->count)
		qsort(faults->items, faults->count, sizeof(*faults->items),
		      by_fresh);
	if (out->redraw)
		page.lines = out->height > OTHER_LINES + 1 ?
			     out->height - OTHER_LINES : 1;
	if (anew)
		ia_out_text(out, IA_ATTENTION,
			    "The module was loaded anew: counters began again.\n");
	ia_faults_page(out, &page);
}

/**
 * ia_faults_watch() - show the faults again and again, with rates
 * @run: the invocation
 *
 * Return: IA_OK once it was interrupted, or why it could not go on.
 */
enum ia_status ia_faults_watch(struct ia_run *run)
{
	struct ia_arena arenas[2] = { 0 }, *own = run->arena;
	struct ia_machine readings[2];
	struct ia_faults faults[2];
	struct ia_problem problem;
	enum ia_status status;
	sigset_t signals;
	double seconds;
	size_t n;

	if (!seconds_of(ia_opt(run, INTERVAL), &seconds))
		return ia_cmd_usage("'%s' is no interval: write seconds, 0.1 to %d",
				    ia_opt(run, INTERVAL), LONGEST_INTERVAL);
	status = ia_cmd_read(run);
	if (status)
		return status;
	hold_signals(&signals);
	for (n = 0;; n++) {
		size_t now = n & 1, then = !now;
		const char *wrong = NULL;

		ia_arena_free(&arenas[now]);
		readings[now] = run->machine;
		readings[now].arena = &arenas[now];
		run->out.arena = &arenas[now];
		if (!ia_read_faults(&readings[now], ia_cmd_root(run), run->line,
				    &problem)) {
			status = ia_cmd_fail(&problem);
			break;
		}
		ia_faults_gather(&readings[now], &faults[now]);
		if (n)
			wrong = ia_faults_since(&readings[now], &faults[now],
						&readings[then], &faults[then]);
		ia_out_page(&run->out, !n);
		show(run, &readings[now], &faults[now], n && !wrong, wrong);
		if (!ia_out_flush(&run->out) || !pause_for(seconds, &signals))
			break;
	}
	run->out.arena = own;
	ia_arena_free(&arenas[0]);
	ia_arena_free(&arenas[1]);
	return status;
}
