/* SPDX-License-Identifier: GPL-2.0 */
/* kind.c: what a PCI function is, for those who choose among functions */
#ifndef IA_MACHINE_KIND_H
#define IA_MACHINE_KIND_H

#include "machine.h"

/* By the class code (PCI Code and ID Assignment Specification, chapter 1). */
enum ia_kind {
	IA_KIND_OTHER,
	IA_KIND_BRIDGE,
	IA_KIND_GPU,		/* graphics but consoles, and processing accelerators */
	IA_KIND_NIC,		/* network controllers, InfiniBand among them */
	IA_KIND_NVME,
};

static inline bool ia_is_vf(const struct ia_device *device)
{
	return device->pf_text != IA_NO_ADDRESS;
}

/* Kinds that are given away, and that talk to each other: asked about by default. */
static inline bool ia_is_card(enum ia_kind kind)
{
	return kind == IA_KIND_GPU || kind == IA_KIND_NIC || kind == IA_KIND_NVME;
}

/* kind.c */
enum ia_kind ia_kind_of(const struct ia_device *device);
const char *ia_device_id(const struct ia_device *device, const char *key);
bool ia_is_bridge_type(const char *type);
bool ia_is_conventional(const char *type);

#endif /* IA_MACHINE_KIND_H */
