// SPDX-License-Identifier: GPL-2.0
#include "acs.h"

static const u8 acs_numbers[] = { IOMMU_AUDIT_ACS_BITS(IA_NUMBER) };

static struct ia_bits bits_of(enum ia_cap_state state, u16 value)
{
	struct ia_bits bits = {};

	if (state == IA_CAP_UNKNOWN)
		bits.set[1] = IA_UNKNOWN;
	else if (state != IA_CAP_ABSENT)
		ia_bits_add(&bits, 0, value, acs_numbers, ARRAY_SIZE(acs_numbers));
	return bits;
}

/**
 * ia_acs_fill() - make the record of one port on the way from a device to the root
 * @acs: filled in
 * @device: the device
 * @hop: 0 for the nearest port above the device, IA_ABSENT for its own capability
 * @port: the port
 */
void ia_acs_fill(struct ia_acs *acs, u64 device, int hop, const struct ia_acs_port *port)
{
	ia_record_init(&ia_acs_layout, acs);
	acs->device = device;
	acs->hop = hop;
	acs->port = port->address;
	acs->type = port->type;
	acs->cap = bits_of(port->state, port->cap);
	acs->ctl = bits_of(port->state, port->ctl);
	if (port->seen_at_load)
		acs->ctl_at_load = bits_of(port->state_at_load, port->ctl_at_load);
	acs->present = port->state == IA_CAP_UNKNOWN ? IA_UNKNOWN :
						       port->state != IA_CAP_ABSENT;
}
