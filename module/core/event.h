/* SPDX-License-Identifier: GPL-2.0 */
/* event.c: what happened to a PCI function */
#ifndef IA_CORE_EVENT_H
#define IA_CORE_EVENT_H

#include "records.h"

/**
 * struct ia_reset_methods - the methods that a reset of one function tries
 * @depth: calls of them under way, one inside of another
 * @trying: the outermost of these
 * @used: the last one that did not decline
 */
struct ia_reset_methods {
	unsigned int depth;
	enum ia_reset_method trying;
	enum ia_reset_method used;
};

void ia_event_init(struct ia_event *event, enum ia_event_kind kind);
enum ia_request_place ia_vf_request_failed_in(const struct ia_event *request,
					      int core_error, int total,
					      bool configurable);
void ia_reset_enter(struct ia_reset_methods *methods, enum ia_reset_method method);
void ia_reset_leave(struct ia_reset_methods *methods, int ret);
enum ia_reset_method ia_reset_used(const struct ia_reset_methods *methods, int ret);

#endif /* IA_CORE_EVENT_H */
