// SPDX-License-Identifier: GPL-2.0
#include "events.h"

#include "../view/facts.h"

struct taken {
	struct ia_arena *arena;
	struct ia_event_filter *filter;
	struct ia_events *events;
};

/* Gives the filter what the stream has: events, and how many were lost. */
static void take(void *to, const struct ia_record_list *list, const void *record)
{
	struct taken *taken = to;
	struct ia_event *event;

	if (list->id == IA_RECORD_EVENTS_LOST) {
		ia_event_filter_lost(taken->filter, taken->arena,
				     ((const struct ia_events_lost *)record)->lost.n,
				     taken->events);
		return;
	}
	event = ia_alloc(taken->arena, 1, sizeof(*event));
	*event = *(const struct ia_event *)record;
	ia_event_filter_push(taken->filter, taken->arena, event, taken->events);
}

/*
 * Shows what came until there is nothing more to read. Events, and all that is
 * said of them, live in an arena of their own until they are shown.
 */
static enum ia_stream_state show_next(struct ia_run *run, struct ia_stream *stream,
				      struct ia_event_filter *filter, struct ia_event_page *how,
				      enum ia_status *status)
{
	struct ia_machine machine = run->machine;
	struct ia_arena arena = { 0 }, *own = run->out.arena;
	const struct ia_page page = { &run->out, &machine, &arena };
	struct ia_events events = { 0 };
	struct taken taken = { &arena, filter, &events };
	enum ia_stream_state state;
	struct ia_problem problem;

	machine.arena = &arena;
	/* What was true of them at the start need not be when an event comes. */
	machine.ndevices = 0;
	run->out.arena = &arena;
	state = ia_stream_read(stream, &arena, take, &taken, &problem);
	ia_events_show(&page, how, &events);
	if (!ia_out_flush(&run->out))
		state = IA_STREAM_ENDED;
	else if (state == IA_STREAM_BROKEN)
		*status = ia_cmd_fail(&problem);
	run->out.arena = own;
	ia_arena_free(&arena);
	return state;
}

/**
 * ia_events_follow() - show events as they come
 * @run: the invocation, its machine read
 * @filter: which are wanted
 *
 * Return: IA_OK once it was interrupted, or why it could not go on.
 */
enum ia_status ia_events_follow(struct ia_run *run, struct ia_event_filter *filter)
{
	struct ia_stream *stream = ia_alloc(run->arena, 1, sizeof(*stream));
	const struct ia_page page = { &run->out, &run->machine, run->arena };
	struct ia_event_page how = { .json = ia_opt(run, JSON), .follows = true };
	enum ia_status status = IA_OK;
	struct ia_problem problem;

	if (!ia_stream_open(stream, run->arena, &run->root, run->line, &problem))
		return ia_cmd_fail(&problem);
	run->later = 0;
	ia_cmd_settle(run);
	ia_events_not_seen(&page, how.json);
	while (show_next(run, stream, filter, &how, &status) == IA_STREAM_GOES_ON)
		;
	ia_stream_close(stream);
	return status;
}
