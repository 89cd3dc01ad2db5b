/* SPDX-License-Identifier: GPL-2.0 */
/* bridge.c: typed records made of those that are keys and values */
#ifndef IA_MACHINE_BRIDGE_H
#define IA_MACHINE_BRIDGE_H

#include "machine.h"

const char *ia_bridge(struct ia_machine *m);
void ia_bridge_host(struct ia_machine *m);
const char *ia_bridge_fill(struct ia_arena *arena, enum ia_record_id id,
			   const struct ia_record *from, void *to);

#endif /* IA_MACHINE_BRIDGE_H */
