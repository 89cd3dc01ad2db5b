/* SPDX-License-Identifier: GPL-2.0 */
/* label.c: what a device, a slot and bits of ACS are called, and the colour of a domain */
#ifndef IA_VIEW_LABEL_H
#define IA_VIEW_LABEL_H

#include "../judge/slots.h"
#include "../machine/machine.h"
#include "render.h"

const char *ia_bridge_label(enum ia_port_type type);
const char *ia_type_text(enum ia_port_type type);
const char *ia_label(const struct ia_machine *machine, const struct ia_device *device);
const char *ia_slot_text(const struct ia_machine *machine, const struct ia_free_slot *slot);
const char *ia_bits_text(struct ia_arena *arena, uint64_t bits);
enum ia_state ia_domain_state(const struct ia_device *device);

#endif /* IA_VIEW_LABEL_H */
