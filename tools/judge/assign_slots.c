// SPDX-License-Identifier: GPL-2.0
/* Free slots below ports that isolate, for a device whose place does not */
#include "assign.h"

#include "../machine/kind.h"
#include "../machine/share.h"
#include "split.h"

/* What another slot would end: a group that ports make, and peers behind the same switch. */
static bool wants_slot(const struct ia_assign *a)
{
	size_t i;

	for (i = 0; i < a->along.count; i++) {
		if (ia_split_from(a->machine, a->device, a->along.items[i]) == IA_SPLIT_PATH)
			return true;
	}
	return a->peers.count;
}

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

/**
 * ia_assign_find_slots() - find where a device could be moved to
 * @assign: its group and peers are filled
 *
 * A slot of an empty port is known by the number that the kernel has for it, which firmware
 * gives: the one that is printed on the board, or none.
 */
void ia_assign_find_slots(struct ia_assign *assign)
{
	const struct ia_machine *m = assign->machine;
	size_t i, j, room = 0;

	assign->wants_slot = wants_slot(assign);
	for (i = 0; assign->wants_slot && i < m->ndevices; i++) {
		const struct ia_device *port = &m->devices[i];
		const struct ia_host_names *names = port->names;

		if ((port->type != IA_PORT_ROOT_PORT && port->type != IA_PORT_DOWNSTREAM) ||
		    !names || !names->slots_below.known)
			continue;
		assign->slots_known = true;
		if (!names->slots_below.count || !is_empty(m, port) || !isolates(m, port))
			continue;
		for (j = 0; j < names->slots_below.count; j++) {
			assign->slots = ia_grow(m->arena, assign->slots, assign->nslots, &room,
						sizeof(*assign->slots));
			assign->slots[assign->nslots++] = (struct ia_free_slot){
				names->slots_below.items[j], port,
			};
		}
	}
}
