/* SPDX-License-Identifier: GPL-2.0 */
/* events.c, event_page.c, follow.c: what "events" and "events --follow" show */
#ifndef IA_CMD_EVENTS_H
#define IA_CMD_EVENTS_H

#include "cmd.h"

/**
 * struct ia_event_page - how events are shown
 * @machine: whose they are
 * @json: one object a line
 * @follows: they come in pages whose columns have to be at the same places,
 *           and how long ago they were does not stay true
 * @titled: whether a page before had the headings
 */
struct ia_event_page {
	const struct ia_machine *machine;
	bool json;
	bool follows;
	bool titled;
};

/* event_page.c */
void ia_events_not_seen(struct ia_run *run);
void ia_events_page(struct ia_out *out, struct ia_event_page *page,
		    const struct ia_events *events);

/* follow.c */
enum ia_status ia_events_follow(struct ia_run *run, struct ia_sieve *sieve);

#endif /* IA_CMD_EVENTS_H */
