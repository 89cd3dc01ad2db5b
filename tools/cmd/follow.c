// SPDX-License-Identifier: GPL-2.0
#include "events.h"

static enum ia_status follow(struct ia_run *run, struct ia_stream *stream,
			     struct ia_sieve *sieve)
{
	struct ia_machine machine = run->machine;
	struct ia_event_page page = {
		.machine = &machine, .json = ia_opt(run, JSON), .follows = true,
	};
	struct ia_arena *own = run->arena, arena = { 0 };
	enum ia_stream_state state;
	struct ia_problem problem;
	enum ia_status status = IA_OK;
	size_t i;

	machine.arena = &arena;
	/* What was true of them at the start need not be when an event comes. */
	machine.ndevices = 0;
	run->out.arena = &arena;
	do {
		struct ia_events events = { 0 };
		struct ia_records records;

		state = ia_stream_read(stream, &arena, &records, &problem);
		for (i = 0; i < records.count; i++)
			ia_sieve_push(sieve, &arena, &records.items[i], &events);
		ia_events_page(&run->out, &page, &events);
		if (!ia_out_flush(&run->out))
			break;
		if (state == IA_STREAM_BROKEN)
			status = ia_cmd_fail(&problem);
		/* Events that are held are of this memory. */
		if (!sieve->nheld)
			ia_arena_free(&arena);
	} while (state == IA_STREAM_GOES_ON);
	run->out.arena = own;
	ia_arena_free(&arena);
	return status;
}

/**
 * ia_events_follow() - show events as they come
 * @run: the invocation, its machine read
 * @sieve: which are wanted
 *
 * Return: IA_OK once it was interrupted, or why it could not go on.
 */
enum ia_status ia_events_follow(struct ia_run *run, struct ia_sieve *sieve)
{
	struct ia_stream *stream = ia_alloc(run->arena, 1, sizeof(*stream));
	struct ia_problem problem;
	enum ia_status status;

	if (!ia_stream_open(stream, run->arena, ia_cmd_root(run), run->line, &problem))
		return ia_cmd_fail(&problem);
	ia_events_not_seen(run);
	status = follow(run, stream, sieve);
	ia_stream_close(stream);
	return status;
}
