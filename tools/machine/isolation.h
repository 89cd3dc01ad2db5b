/* SPDX-License-Identifier: GPL-2.0 */
/* What the files share that tell whether the kernel takes a function for kept apart. */
#ifndef IA_MACHINE_ISOLATION_H
#define IA_MACHINE_ISOLATION_H

#include "predict.h"

#define IA_ACS_REDIRECT	(IA_ACS_REQ_REDIR | IA_ACS_CMPLT_REDIR | IA_ACS_EGRESS_CTRL)
#define IA_ACS_ALL	((1u << IA_ACS_BITS) - 1)

/* Bits of ACS Control that are known to be on, and to be off. */
struct ia_acs_control {
	unsigned int on;
	unsigned int off;
};

/* One function that is asked. */
struct ia_asked {
	const struct ia_boot *boot;
	const struct ia_device *device;
	const struct ia_acs *acs;
	enum ia_flag has_acs;
};

/* acs_control.c */
enum ia_flag ia_acs_is_there(const struct ia_machine *machine, const struct ia_acs *acs);
void ia_acs_force(struct ia_acs_control *control, unsigned int on, unsigned int off);
enum ia_flag ia_acs_is_named(const struct ia_asked *a);
struct ia_acs_control ia_acs_control_of(const struct ia_asked *a,
					struct ia_isolation *isolation);

#endif /* IA_MACHINE_ISOLATION_H */
