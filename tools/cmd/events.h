/* SPDX-License-Identifier: GPL-2.0 */
/* follow.c: what "events --follow" shows */
#ifndef IA_CMD_EVENTS_H
#define IA_CMD_EVENTS_H

#include "cmd.h"

enum ia_status ia_events_follow(struct ia_run *run, struct ia_event_filter *filter);

#endif /* IA_CMD_EVENTS_H */
