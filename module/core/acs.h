/* SPDX-License-Identifier: GPL-2.0 */
/* acs.c: from the ACS registers of one port to the record of a device below it */
#ifndef IA_CORE_ACS_H
#define IA_CORE_ACS_H

#include "records.h"

/**
 * struct ia_acs_port - the ACS registers of one port
 * @address: the port
 * @type: its port type
 * @state: %IA_CAP_ABSENT without the capability, %IA_CAP_UNKNOWN when
 *         configuration space could not be read
 * @cap: ACS Capability Register
 * @ctl: ACS Control Register
 * @seen_at_load: the port was there when the module was loaded, and the two
 *                members below hold
 * @state_at_load: as @state, then
 * @ctl_at_load: as @ctl, then
 */
struct ia_acs_port {
	u64 address;
	enum ia_port_type type;
	enum ia_cap_state state;
	u16 cap;
	u16 ctl;
	bool seen_at_load;
	enum ia_cap_state state_at_load;
	u16 ctl_at_load;
};

void ia_acs_fill(struct ia_acs *acs, u64 device, int hop, const struct ia_acs_port *port);

#endif /* IA_CORE_ACS_H */
