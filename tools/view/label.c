// SPDX-License-Identifier: GPL-2.0
#include "label.h"

#include "../machine/facts.h"
#include "../machine/kind.h"

/* What a port or a bridge that is no port of a switch is called; NULL for anything else. */
const char *ia_bridge_label(enum ia_port_type type)
{
	switch (type) {
	case IA_PORT_ROOT_PORT:
		return "root port";
	case IA_PORT_PCIE_TO_PCI:
		return "PCIe-to-PCI bridge";
	case IA_PORT_PCI_TO_PCIE:
		return "PCI-to-PCIe bridge";
	case IA_PORT_PCI_BRIDGE:
		return "PCI bridge";
	default:
		return NULL;
	}
}

/**
 * ia_type_text() - what a function is by its Device/Port Type, in a table
 * @type: that type
 */
const char *ia_type_text(enum ia_port_type type)
{
	const char *bridge = ia_bridge_label(type);

	if (bridge)
		return bridge;
	switch (type) {
	case IA_PORT_UPSTREAM:
		return "switch upstream";
	case IA_PORT_DOWNSTREAM:
		return "switch downstream";
	case IA_PORT_LEGACY_ENDPOINT:
		return "legacy endpoint";
	case IA_PORT_RC_ENDPOINT:
		return "RCiEP";
	case IA_PORT_RC_EVENT_COLLECTOR:
		return "RC event collector";
	case IA_PORT_PCI:
		return "PCI";
	default:
		return ia_word(&ia_words_port_types, type);
	}
}

/* What a device is, in a few words. */
const char *ia_label(const struct ia_machine *machine, const struct ia_device *device)
{
	if (ia_is_bridge_type(device->type))
		return ia_type_text(device->type);
	if (device->name)
		return device->name;
	if (!device->vendor.known || !device->device.known)
		return "[unknown]";
	return ia_format(machine->arena, "[0x%04llx:0x%04llx]",
			 (unsigned long long)device->vendor.n,
			 (unsigned long long)device->device.n);
}

/** ia_slot_text() - an empty slot, by its number and the port above */
const char *ia_slot_text(const struct ia_machine *machine, const struct ia_free_slot *slot)
{
	return ia_format(machine->arena, "slot %s (below %s)", slot->name,
			 ia_machine_address(machine, slot->port->address));
}

/* The names of ACS bits; "none" without any. */
const char *ia_bits_text(struct ia_arena *arena, uint64_t bits)
{
	struct ia_buf buf = { .arena = arena };
	unsigned int bit;

	for (bit = 0; bit < IA_ACS_BITS; bit++) {
		if (bits >> bit & 1)
			ia_buf_add(&buf, "%s%s", buf.len ? " " : "", ia_words_acs_bits.words[bit]);
	}
	return buf.text ? buf.text : "none";
}

/* How a device's attached domain is to be coloured: what user space has is no cause for alarm. */
enum ia_state ia_domain_state(const struct ia_device *device)
{
	if (device->domain == IA_DOMAIN_DMA || device->domain == IA_DOMAIN_DMA_FQ)
		return IA_GOOD;
	return IA_PLAIN;
}
