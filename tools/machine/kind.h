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
	IA_KIND_HBA,		/* of disks on a card, or of Fibre Channel */
	IA_KIND_COPROCESSOR,	/* of cryptography and compression */
};

/* What a driver is to VFIO, which takes no group that a host driver holds a part of. */
enum ia_driver_kind {
	IA_DRIVER_NONE,		/* no driver is bound */
	IA_DRIVER_HOST,		/* the host's own */
	IA_DRIVER_VFIO,		/* VFIO, or one of its variants */
	IA_DRIVER_HARMLESS,	/* VFIO tolerates it in a group: its list of drivers */
};

#define IA_PCI_VENDOR_AMD	0x1022
#define IA_PCI_VENDOR_INTEL	0x8086
#define IA_PCI_VENDOR_MELLANOX	0x15b3

#define IA_PCI_BASE_NETWORK	0x02
#define IA_PCI_BASE_DISPLAY	0x03
#define IA_PCI_BASE_ACCELERATOR	0x12
#define IA_PCI_SUBCLASS_INFINIBAND 0x0207

/* Vendor and device as one number. */
static inline uint32_t ia_pci_id(const struct ia_device *device)
{
	return device->vendor.n << 16 | device->device.n;
}

static inline bool ia_is_vf(const struct ia_device *device)
{
	return ia_is_address(device->vf_of);
}

/* Kinds that talk to each other: asked about by default. */
static inline bool ia_is_card(enum ia_kind kind)
{
	return kind == IA_KIND_GPU || kind == IA_KIND_NIC || kind == IA_KIND_NVME;
}

/* Kinds that are assigned. */
static inline bool ia_is_assignable(enum ia_kind kind)
{
	return ia_is_card(kind) || kind == IA_KIND_HBA || kind == IA_KIND_COPROCESSOR;
}

/* Whether a port leads to or from conventional PCI. */
static inline bool ia_is_conventional(enum ia_port_type type)
{
	return type == IA_PORT_PCIE_TO_PCI || type == IA_PORT_PCI_TO_PCIE ||
	       type == IA_PORT_PCI_BRIDGE;
}

/* Whether a function has a bus below it. */
static inline bool ia_is_bridge_type(enum ia_port_type type)
{
	return type == IA_PORT_ROOT_PORT || type == IA_PORT_UPSTREAM ||
	       type == IA_PORT_DOWNSTREAM || ia_is_conventional(type);
}

/* Base Class and Sub-Class, which a text may name where it does not tell the interface. */
static inline struct ia_number ia_subclass(const struct ia_device *device)
{
	if (device->class_code.known)
		return ia_number_of(device->class_code.n >> 8);
	return device->host ? device->host->subclass : (struct ia_number){ 0 };
}

/* The same where the type is not known, by the class that bridges to PCI and CardBus have. */
static inline bool ia_is_bridge(const struct ia_device *device)
{
	struct ia_number class = ia_subclass(device);

	return ia_is_value(device->type) ? ia_is_bridge_type(device->type) :
	       class.known && (class.n == 0x0604 || class.n == 0x0607);
}

/* kind.c */
enum ia_kind ia_kind_of(const struct ia_device *device);
bool ia_is_chipset(const struct ia_device *device);
bool ia_is_for_programs(const struct ia_device *device);
enum ia_driver_kind ia_driver_kind(const struct ia_device *device);
const char *ia_pci_id_text(struct ia_arena *arena, const struct ia_device *device);

#endif /* IA_MACHINE_KIND_H */
