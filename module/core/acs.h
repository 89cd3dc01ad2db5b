/* SPDX-License-Identifier: GPL-2.0 */
/* acs.c: the record of one port's ACS registers, and its line in the file "acs" */
#ifndef IA_CORE_ACS_H
#define IA_CORE_ACS_H

#include "device.h"
#include "types.h"

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

/**
 * struct ia_acs - one port on the way from a device to the root
 * @dev: the device
 * @hop: 0 for the nearest port above the device, %IA_NO_NUMBER for the
 *       device's own capability
 * @port: the port
 */
struct ia_acs {
	u64 dev;
	int hop;
	struct ia_acs_port port;
};

size_t ia_acs_format(const struct ia_acs *acs, char *buf, size_t size);

#endif /* IA_CORE_ACS_H */
