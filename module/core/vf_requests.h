/* SPDX-License-Identifier: GPL-2.0 */
/* vf_requests.c: the last request for VFs of each PF, beside the ring of events */
#ifndef IA_CORE_VF_REQUESTS_H
#define IA_CORE_VF_REQUESTS_H

#include "event.h"

/* PFs whose last request is kept. */
#define IA_VF_REQUESTS	128

/**
 * struct ia_vf_requests - last requests, in no order
 * @count: number of @last in use
 * @last: the requests, each of another PF
 */
struct ia_vf_requests {
	u32 count;
	struct ia_event last[IA_VF_REQUESTS];
};

void ia_vf_requests_note(struct ia_vf_requests *requests, const struct ia_event *event);

#endif /* IA_CORE_VF_REQUESTS_H */
