/* SPDX-License-Identifier: GPL-2.0 */
/* events.c, event_filter.c: what happened to functions, VFs, groups and domains */
#ifndef IA_MACHINE_EVENTS_H
#define IA_MACHINE_EVENTS_H

#include "faults.h"
#include "machine.h"

/* How a request for VFs ended. */
enum ia_request_end {
	IA_REQUEST_UNKNOWN,	/* the record does not tell */
	IA_REQUEST_DONE,	/* there are as many as were requested */
	IA_REQUEST_OTHER,	/* no error, and another number of VFs */
	IA_REQUEST_FAILED,
};

/*
 * Why a request for VFs did not give what was requested: by who refused it and
 * the errno. Drivers share no list of their errnos: for those it is what known
 * ones mean.
 */
enum ia_request_cause {
	IA_REQUEST_CAUSE_NONE,		/* it did, or the record does not tell */
	IA_REQUEST_CAUSE_ERRNO,		/* nothing is known but the errno */
	IA_REQUEST_CAUSE_SYSFS_EINVAL,
	IA_REQUEST_CAUSE_SYSFS_ERANGE,
	IA_REQUEST_CAUSE_SYSFS_EBUSY,
	IA_REQUEST_CAUSE_SYSFS_ENOENT,
	IA_REQUEST_CAUSE_DRIVER_EPERM,
	IA_REQUEST_CAUSE_DRIVER_ENOSPC,
	IA_REQUEST_CAUSE_DRIVER_EBUSY,
	IA_REQUEST_CAUSE_DRIVER_EAGAIN,
	IA_REQUEST_CAUSE_DRIVER_EOPNOTSUPP,
	IA_REQUEST_CAUSE_DRIVER_EINVAL,
	IA_REQUEST_CAUSE_DRIVER_ENOENT,
	IA_REQUEST_CAUSE_DRIVER_ENOMEM,
	IA_REQUEST_CAUSE_DRIVER_ENODEV,
	IA_REQUEST_CAUSE_CORE_ENOSYS,
	IA_REQUEST_CAUSE_CORE_EINVAL,
	IA_REQUEST_CAUSE_CORE_EIO,
	IA_REQUEST_CAUSE_CORE_ENOMEM,
	IA_REQUEST_CAUSE_CORE_ENODEV,
	IA_REQUEST_CAUSE_KEPT,		/* no error, and the VFs stay that were to go */
	IA_REQUEST_CAUSE_FEWER,		/* no error, and fewer than were requested */
	IA_REQUEST_CAUSE_OTHERS,	/* no error, and more than were requested */
	IA_REQUEST_CAUSES
};

/**
 * struct ia_request - a request for VFs
 * @event: the record
 * @end: how it ended
 * @cause: why it did not give what was requested
 * @device: the PF; NULL when it is not there now
 */
struct ia_request {
	const struct ia_event *event;
	enum ia_request_end end;
	enum ia_request_cause cause;
	const struct ia_device *device;
};

/**
 * struct ia_event_line - a line of what is shown
 * @event: the event; NULL for events that were lost
 * @lost: how many, without @event
 */
struct ia_event_line {
	const struct ia_event *event;
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

/* A task has at most 15 bytes, a module's name at most 55. */
#define IA_HELD_TEXT	56
/* A function needs few to be named; more are of functions that failed to be. */
#define IA_MOST_HELD	64

/**
 * struct ia_held_event - an event that is shown or dropped once it is known of whom it is
 * @event: the event, without its texts
 * @driver: its driver, and
 * @task: its task, of which it has copies: "" where there is none
 */
struct ia_held_event {
	struct ia_event event;
	char driver[IA_HELD_TEXT];
	char task[IA_HELD_TEXT];
};

/**
 * struct ia_event_filter - takes events one by one and keeps those that are wanted
 * @arena: owner of @vfs; lives as long as the filter
 * @kinds: kinds that are wanted, a bit for each of enum ia_event_kind; 0 for all
 * @by_device: whether only events of one function and its VFs are wanted
 * @any_segment: whether @device was given without a segment
 * @device: that function
 * @vfs: functions known to be its VFs, by address
 * @nvfs: number of @vfs
 * @vfs_room: VFs there is room for
 * @held: events of functions that may turn out to be its VFs
 * @nheld: number of @held
 * @next: the sequence number that is to come
 */
struct ia_event_filter {
	struct ia_arena *arena;
	uint32_t kinds;
	bool by_device;
	bool any_segment;
	ia_address device;
	ia_address *vfs;
	size_t nvfs;
	size_t vfs_room;
	struct ia_held_event held[IA_MOST_HELD];
	size_t nheld;
	uint64_t next;
};

/* events.c */
const struct ia_monitor *ia_events_monitor(const struct ia_machine *machine);
enum ia_unseen ia_events_unseen(const struct ia_machine *machine);
enum ia_unseen ia_requests_unseen(const struct ia_machine *machine);
const struct ia_event *ia_requests(const struct ia_machine *machine, size_t *count);
void ia_request_explain(const struct ia_machine *machine, const struct ia_event *event,
			struct ia_request *request);

/* event_filter.c */
void ia_event_filter_know(struct ia_event_filter *filter, const struct ia_machine *machine);
void ia_event_filter_learn(struct ia_event_filter *filter, const struct ia_event *event);
void ia_event_filter_lost(struct ia_event_filter *filter, struct ia_arena *arena,
			  uint64_t lost, struct ia_events *to);
void ia_event_filter_push(struct ia_event_filter *filter, struct ia_arena *arena,
			  const struct ia_event *event, struct ia_events *to);

#endif /* IA_MACHINE_EVENTS_H */
