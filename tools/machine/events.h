/* SPDX-License-Identifier: GPL-2.0 */
/* events.c, event_*.c: what happened to functions, VFs, groups and domains */
#ifndef IA_MACHINE_EVENTS_H
#define IA_MACHINE_EVENTS_H

#include "faults.h"
#include "machine.h"

/* The tap that sees events, in the file version. */
#define IA_EVENTS_TAP		"events"
/* How a request for VFs ended. */
enum ia_request_end {
	IA_REQUEST_DONE,	/* there are as many as were asked for */
	IA_REQUEST_OTHER,	/* no error, and another number of VFs */
	IA_REQUEST_FAILED,
	IA_REQUEST_UNKNOWN,	/* the record does not tell */
};

/**
 * struct ia_request - a request for VFs
 * @record: all its keys
 * @end: how it ended
 * @error: the name of its errno, or NULL when it did not fail
 * @cause: why it did not give what was asked for, or NULL
 * @next: what to do about it, or NULL
 */
struct ia_request {
	const struct ia_record *record;
	enum ia_request_end end;
	const char *error;
	const char *cause;
	const char *next;
};

/**
 * struct ia_event_line - a line of what is shown
 * @record: the event; NULL for events that were lost
 * @lost: how many, without @record
 */
struct ia_event_line {
	const struct ia_record *record;
	uint64_t lost;
};

/**
 * struct ia_events - what is shown
 * @items: events in their order
 * @count: number of @items
 * @room: items there is room for
 */
struct ia_events {
	struct ia_event_line *items;
	size_t count;
	size_t room;
};

/**
 * struct ia_sieve - takes events one by one and keeps those that are wanted
 * @arena: owner of @vfs and @held; lives as long as the sieve
 * @kinds: kinds that are wanted; NULL for all
 * @nkinds: number of @kinds
 * @by_device: whether only events of one function and its VFs are wanted
 * @any_segment: whether @device was given without a segment
 * @device: that function
 * @vfs: functions known to be its VFs
 * @nvfs: number of @vfs
 * @vfs_room: VFs there is room for
 * @held: events of functions that may turn out to be its VFs
 * @nheld: number of @held; while it is not 0, records must stay where they are
 * @held_room: events there is room for in @held
 * @next: the sequence number that is to come
 */
struct ia_sieve {
	struct ia_arena *arena;
	const char **kinds;
	size_t nkinds;
	bool by_device;
	bool any_segment;
	ia_address device;
	ia_address *vfs;
	size_t nvfs;
	size_t vfs_room;
	struct ia_record *held;
	size_t nheld;
	size_t held_room;
	uint64_t next;
};

/* events.c */
bool ia_event_kind_known(const char *kind);
const char *ia_event_kinds(struct ia_arena *arena);
const struct ia_record *ia_events_tap(const struct ia_machine *machine);
const char *ia_events_blind(const struct ia_machine *machine);
const char *ia_events_partial(const struct ia_machine *machine);
enum ia_file ia_requests_file(const struct ia_machine *machine);
const char *ia_requests_blind(const struct ia_machine *machine);

/* event_sieve.c */
void ia_sieve_know(struct ia_sieve *sieve, const struct ia_machine *machine);
void ia_sieve_learn(struct ia_sieve *sieve, const struct ia_record *record);
void ia_sieve_push(struct ia_sieve *sieve, struct ia_arena *arena,
		   const struct ia_record *record, struct ia_events *to);

/* event_help.c */
void ia_request_explain(const struct ia_machine *machine,
			const struct ia_record *record,
			struct ia_request *request);

/* event_text.c */
bool ia_event_is(const struct ia_record *record, const char *kind);
const char *ia_event_text(const struct ia_machine *machine,
			  const struct ia_record *record);
const char *ia_request_text(struct ia_arena *arena,
			    const struct ia_request *request);

#endif /* IA_MACHINE_EVENTS_H */
