// SPDX-License-Identifier: GPL-2.0
#include "vf_requests.h"

static void keep(struct ia_vf_requests *requests, const struct ia_event *event)
{
	u32 i, slot = 0;

	for (i = 0; i < requests->count; i++) {
		if (requests->last[i].device == event->device)
			break;
		if (requests->last[i].seq < requests->last[slot].seq)
			slot = i;
	}
	/* Its own place, a new one, or that of the oldest. */
	if (i < IA_VF_REQUESTS)
		slot = i;
	if (slot == requests->count)
		requests->count++;
	requests->last[slot] = *event;
}

/* Another function may come to the address of one that is gone. */
static void forget(struct ia_vf_requests *requests, const struct ia_event *event)
{
	u32 i;

	for (i = 0; i < requests->count; i++) {
		if (requests->last[i].device == event->device) {
			requests->last[i] = requests->last[--requests->count];
			return;
		}
	}
}

/**
 * ia_vf_requests_note() - an event was written
 * @requests: the requests that are kept; all zeros before the first call
 * @event: the event, with its sequence number
 *
 * A request takes the place of the one before it of the same PF. With as many
 * PFs as there is room for, it takes that of the oldest. A function that
 * disappears takes its request along.
 */
void ia_vf_requests_note(struct ia_vf_requests *requests, const struct ia_event *event)
{
	if (event->kind == IA_EVENT_VF_REQUEST)
		keep(requests, event);
	else if (event->kind == IA_EVENT_VF_DEL || event->kind == IA_EVENT_DEV_DEL)
		forget(requests, event);
}
