// SPDX-License-Identifier: GPL-2.0
/*
 * Which events are wanted. Those about groups and domains do not name the PF,
 * and those of a new VF come before the first one that does: they are held
 * until then.
 */
#include "events.h"

#include <stdio.h>
#include <string.h>

static bool is_device(const struct ia_event_filter *filter, ia_address address)
{
	if (!ia_is_address(address))
		return false;
	if (filter->any_segment)
		return (address & 0xffff) == filter->device;
	return address == filter->device;
}

/* Where a function is among the VFs, or would be. */
static size_t place_of(const struct ia_event_filter *filter, ia_address address)
{
	size_t low = 0, high = filter->nvfs;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (filter->vfs[middle] < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_vf(const struct ia_event_filter *filter, ia_address address)
{
	size_t i = place_of(filter, address);

	return i < filter->nvfs && filter->vfs[i] == address;
}

/* Whether the PF is left out because the function is no VF, not because of the kind. */
static bool tells_of_no_vf(const struct ia_event *event)
{
	switch (event->kind) {
	case IA_EVENT_DEV_ADD:
	case IA_EVENT_DEV_DEL:
	case IA_EVENT_DEV_BIND:
	case IA_EVENT_DEV_UNBIND:
	case IA_EVENT_DEV_BIND_FAILED:
	case IA_EVENT_RESET:
		return event->pf == IA_NO_ADDRESS;
	default:
		return false;
	}
}

/* Whether an event is of a VF: another function may have had its address. */
static bool is_of_vf(const struct ia_event_filter *filter, const struct ia_event *event)
{
	return is_vf(filter, event->device) && !tells_of_no_vf(event);
}

static void add_vf(struct ia_event_filter *filter, ia_address address)
{
	size_t i = place_of(filter, address);

	if (!ia_is_address(address) || is_vf(filter, address))
		return;
	filter->vfs = ia_grow(filter->arena, filter->vfs, filter->nvfs,
			      &filter->vfs_room, sizeof(*filter->vfs));
	memmove(&filter->vfs[i + 1], &filter->vfs[i],
		(filter->nvfs++ - i) * sizeof(*filter->vfs));
	filter->vfs[i] = address;
}

/* Take over which VFs there are. */
void ia_event_filter_know(struct ia_event_filter *filter, const struct ia_machine *machine)
{
	size_t i;

	for (i = 0; filter->by_device && i < machine->ndevices; i++) {
		if (is_device(filter, machine->devices[i].vf_of))
			add_vf(filter, machine->devices[i].address);
	}
}

/* See whether an event names a VF. */
void ia_event_filter_learn(struct ia_event_filter *filter, const struct ia_event *event)
{
	if (filter->by_device && is_device(filter, event->pf))
		add_vf(filter, event->device);
}

static bool is_kind(const struct ia_event_filter *filter, enum ia_event_kind kind)
{
	return !filter->kinds || filter->kinds & 1u << kind;
}

/* Whether only a later event tells if this one is of a VF. */
static bool is_early(enum ia_event_kind kind)
{
	return kind == IA_EVENT_GROUP_ADD || kind == IA_EVENT_DOMAIN_ATTACH;
}

static void add(struct ia_arena *arena, struct ia_events *to,
		const struct ia_event *event, uint64_t lost)
{
	to->items = ia_grow(arena, to->items, to->count, &to->room, sizeof(*to->items));
	to->items[to->count++] = (struct ia_event_line){ event, lost };
}

static void hold(struct ia_event_filter *filter, const struct ia_event *event)
{
	struct ia_held_event *held;

	if (filter->nheld == IA_MOST_HELD)
		filter->nheld = 0;
	held = &filter->held[filter->nheld++];
	held->event = *event;
	snprintf(held->driver, sizeof(held->driver), "%s",
		 event->driver.known ? event->driver.text : "");
	snprintf(held->task, sizeof(held->task), "%s",
		 event->task.known ? event->task.text : "");
}

/* An event as it was before it was held. */
static const struct ia_event *restored(struct ia_arena *arena, const struct ia_held_event *held)
{
	struct ia_event *event = ia_alloc(arena, 1, sizeof(*event));

	*event = held->event;
	if (event->driver.known)
		event->driver.text = ia_strndup(arena, held->driver, strlen(held->driver));
	if (event->task.known)
		event->task.text = ia_strndup(arena, held->task, strlen(held->task));
	return event;
}

/* It is known now what a function is: its events are shown, or dropped. */
static void release(struct ia_event_filter *filter, struct ia_arena *arena,
		    const struct ia_event *event, struct ia_events *to)
{
	bool of_vf = is_of_vf(filter, event);
	size_t i, kept = 0;

	for (i = 0; i < filter->nheld; i++) {
		if (filter->held[i].event.device != event->device)
			filter->held[kept++] = filter->held[i];
		else if (of_vf)
			add(arena, to, restored(arena, &filter->held[i]), 0);
	}
	filter->nheld = kept;
}

/**
 * ia_event_filter_lost() - take that events are missing
 * @filter: the filter
 * @arena: owner of @to
 * @lost: how many
 * @to: that is appended, whichever events are wanted
 */
void ia_event_filter_lost(struct ia_event_filter *filter, struct ia_arena *arena,
			  uint64_t lost, struct ia_events *to)
{
	filter->next += lost;
	add(arena, to, NULL, lost);
}

/**
 * ia_event_filter_push() - take the next event
 * @filter: the filter; starts with the first event that there ever was
 * @arena: owner of @to
 * @event: the event; kept by reference
 * @to: what is wanted is appended: events, and how many are missing
 */
void ia_event_filter_push(struct ia_event_filter *filter, struct ia_arena *arena,
			  const struct ia_event *event, struct ia_events *to)
{
	if (event->seq.known && event->seq.n > filter->next)
		ia_event_filter_lost(filter, arena, event->seq.n - filter->next, to);
	if (event->seq.known)
		filter->next = event->seq.n + 1;
	if (!filter->by_device) {
		if (is_kind(filter, event->kind))
			add(arena, to, event, 0);
		return;
	}
	ia_event_filter_learn(filter, event);
	if (!is_early(event->kind))
		release(filter, arena, event, to);
	if (!is_kind(filter, event->kind))
		return;
	if (is_device(filter, event->device) || is_of_vf(filter, event))
		add(arena, to, event, 0);
	else if (is_early(event->kind))
		hold(filter, event);
}
