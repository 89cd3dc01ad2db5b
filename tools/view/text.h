/* SPDX-License-Identifier: GPL-2.0 */
/*
 * number_text.c, device_text.c, fault_text.c, fault_help.c, event_text.c,
 * event_help.c, source_text.c, guest_text.c: facts in words
 */
#ifndef IA_VIEW_TEXT_H
#define IA_VIEW_TEXT_H

#include "../machine/events.h"
#include "../machine/facts.h"
#include "label.h"
#include "render.h"

/* number_text.c */
const char *ia_text(const struct ia_string *text);
const char *ia_number_text(struct ia_arena *arena, struct ia_number number);
const char *ia_some(struct ia_arena *arena, size_t count, const char *one, const char *many);
const char *ia_duration(struct ia_arena *arena, struct ia_number ns);
const char *ia_ago(struct ia_arena *arena, struct ia_number ns);
const char *ia_boottime(struct ia_arena *arena, struct ia_number ns);
const char *ia_rate(struct ia_arena *arena, struct ia_number count, struct ia_number ns);

/* device_text.c */
const char *ia_vendor_text(enum ia_vendor vendor);
const char *ia_group_text(struct ia_arena *arena, const struct ia_device *device);

/* fault_text.c */
const char *ia_faults_span(struct ia_arena *arena, const struct ia_faults *faults);
const char *ia_fault_source(const struct ia_machine *machine, const struct ia_fault *fault);
const char *ia_fault_reason(struct ia_arena *arena, const struct ia_fault *fault);
const char *ia_fault_address(struct ia_arena *arena, const struct ia_fault_status *status);
const char *ia_fault_what(struct ia_arena *arena, const struct ia_machine *machine,
			  const struct ia_fault_status *status);
struct ia_fault ia_fault_of(const struct ia_fault_record *record);
const char *ia_faults_unseen(struct ia_arena *arena, const struct ia_faults *faults);
const char *ia_faults_lost(struct ia_arena *arena, const struct ia_faults *faults,
			   const struct ia_fault_sums *sums);
const char *ia_fault_line(const struct ia_machine *m, const struct ia_fault_status *status);
const char *ia_since_text(enum ia_since since);

/* fault_help.c */
const char *ia_fault_help(enum ia_vendor vendor, uint64_t reason);

/* event_text.c */
const char *ia_events_unseen_text(const struct ia_machine *machine, enum ia_unseen unseen);
const char *ia_event_text(const struct ia_machine *machine, const struct ia_event *event);
bool ia_reset_failed(const struct ia_event *event);
const char *ia_request_text(struct ia_arena *arena, const struct ia_request *request);

/* event_help.c */
const char *ia_errno_text(struct ia_arena *arena, int error);
const char *ia_request_error(struct ia_arena *arena, const struct ia_request *request);
const char *ia_request_cause(struct ia_arena *arena, const struct ia_request *request);
const char *ia_request_next(const struct ia_request *request);

/* source_text.c */
#define IA_SOURCE_LACKS	3
size_t ia_source_lacks(const struct ia_machine *machine, const char **lines);
void ia_source_next(struct ia_out *out, const struct ia_machine *machine, const char *log);
bool ia_source_lacks_ids(const struct ia_machine *machine);
const char *ia_source_text(const struct ia_machine *machine);

/* guest_text.c */
struct ia_page;

const char *ia_guest_text(struct ia_arena *arena, const struct ia_machine *machine);
const char *ia_guest_of(const struct ia_page *page, const void *object);

/* A member of each answer that says what the machine does. */
#define IA_F_MACHINE								\
	IA_F_SENTENCE("machine", ia_guest_of,					\
		      "the hypervisor around it, and what cannot be seen for that; " \
		      "null when none shows itself")

#endif /* IA_VIEW_TEXT_H */
