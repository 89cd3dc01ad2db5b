/* SPDX-License-Identifier: GPL-2.0 */
/* slots.c: empty slots below ports that isolate */
#ifndef IA_JUDGE_SLOTS_H
#define IA_JUDGE_SLOTS_H

#include "../machine/machine.h"

/**
 * struct ia_free_slot - a physical slot with nothing in it
 * @name: as in /sys/bus/pci/slots
 * @port: the port above
 */
struct ia_free_slot {
	const char *name;
	const struct ia_device *port;
};

/**
 * struct ia_free_slots - where a card could be put to be alone in its group
 * @items: the slots
 * @count: number of @items
 * @ports: empty ports that isolate, and of which is not known whether they have a slot
 * @nports: number of @ports
 * @known: slots of at least one port were read, and the kernel lists some
 */
struct ia_free_slots {
	struct ia_free_slot *items;
	size_t count;
	const struct ia_device **ports;
	size_t nports;
	bool known;
};

void ia_free_slots_find(const struct ia_machine *machine, struct ia_free_slots *free);

#endif /* IA_JUDGE_SLOTS_H */
