// SPDX-License-Identifier: GPL-2.0
#include "slots.h"

#include "../machine/kind.h"
#include "../machine/share.h"

static bool is_empty(const struct ia_machine *m, const struct ia_device *port)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].above == port)
			return false;
	}
	return true;
}

/* A card below a port is alone where that port isolates, and each one above it. */
static bool isolates(const struct ia_machine *m, const struct ia_device *port)
{
	size_t i;

	for (i = 0; i < port->nports; i++) {
		const struct ia_acs *acs = &port->ports[i];

		if ((acs->type == IA_PORT_ROOT_PORT || acs->type == IA_PORT_DOWNSTREAM) &&
		    !ia_port_isolates(m, acs))
			return false;
	}
	return port->nports && ia_acs_is_own(port->ports);
}

#define SUBCLASS_PCI_BRIDGE	0x0604

/* A host bridge may have the capability of a root port: the ESI port of Intel 5520. */
static bool takes_cards(const struct ia_device *device)
{
	struct ia_number class = ia_subclass(device);

	return (!class.known || class.n == SUBCLASS_PCI_BRIDGE) &&
	       (device->type == IA_PORT_ROOT_PORT || device->type == IA_PORT_DOWNSTREAM);
}

/* Without a driver that registers slots the kernel lists none at all. */
static bool lists_slots(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_host_names *names = m->devices[i].names;

		if (names && (names->slot.count || names->slots_below.count))
			return true;
	}
	return false;
}

static void add_slots(const struct ia_machine *m, const struct ia_device *port,
		      struct ia_free_slots *free, size_t *room)
{
	const struct ia_texts *names = &port->names->slots_below;
	size_t i;

	for (i = 0; i < names->count; i++) {
		free->items = ia_grow(m->arena, free->items, free->count, room,
				      sizeof(*free->items));
		free->items[free->count++] = (struct ia_free_slot){ names->items[i], port };
	}
}

/**
 * ia_free_slots_find() - find empty slots where a card would be alone
 * @machine: the machine
 * @free: filled
 *
 * A slot of an empty port is known by the number that the kernel has for it, which firmware
 * gives: the one that is printed on the board, or none.
 */
void ia_free_slots_find(const struct ia_machine *machine, struct ia_free_slots *free)
{
	bool listed = lists_slots(machine);
	size_t i, room = 0;

	*free = (struct ia_free_slots){
		.ports = ia_alloc(machine->arena, machine->ndevices, sizeof(*free->ports)),
	};
	for (i = 0; i < machine->ndevices; i++) {
		const struct ia_device *port = &machine->devices[i];
		bool known = listed && port->names && port->names->slots_below.known;

		if (!takes_cards(port))
			continue;
		free->known |= known;
		if (!is_empty(machine, port) || !isolates(machine, port))
			continue;
		if (known)
			add_slots(machine, port, free, &room);
		else
			free->ports[free->nports++] = port;
	}
}
