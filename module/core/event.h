/* SPDX-License-Identifier: GPL-2.0 */
/* event.c: what happened to a PCI function */
#ifndef IA_CORE_EVENT_H
#define IA_CORE_EVENT_H

#include "records.h"

void ia_event_init(struct ia_event *event, enum ia_event_kind kind);
enum ia_request_place ia_vf_request_failed_in(const struct ia_event *request,
					      int core_error, int total,
					      bool configurable);

#endif /* IA_CORE_EVENT_H */
