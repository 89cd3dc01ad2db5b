// SPDX-License-Identifier: GPL-2.0
#include "kind.h"

#include <string.h>

#define CLASS_NVME	0x010802
#define BASE_NETWORK	0x02
#define BASE_DISPLAY	0x03
#define SUBCLASS_VGA	0x0300
#define BASE_BRIDGE	0x06
#define BASE_ACCELERATOR 0x12

/*
 * Whose VGA is a console and nobody's peer: ASPEED and Matrox make those of
 * management controllers, the others are of hypervisors (Cirrus, Bochs, QXL,
 * VMware, virtio).
 */
static bool makes_consoles(uint64_t vendor)
{
	static const uint16_t vendors[] = {
		0x1a03, 0x102b, 0x1013, 0x1234, 0x1b36, 0x15ad, 0x1af4,
	};
	size_t i;

	for (i = 0; i < sizeof(vendors) / sizeof(*vendors); i++) {
		if (vendor == vendors[i])
			return true;
	}
	return false;
}

/* Tell what a function is. */
enum ia_kind ia_kind_of(const struct ia_device *device)
{
	uint64_t class = device->class_code.n;

	if (ia_is_bridge(device))
		return IA_KIND_BRIDGE;
	switch (class >> 16) {
	case BASE_NETWORK:
		return IA_KIND_NIC;
	case BASE_DISPLAY:
		if (class >> 8 == SUBCLASS_VGA && makes_consoles(device->vendor.n))
			return IA_KIND_OTHER;
		return IA_KIND_GPU;
	case BASE_ACCELERATOR:
		return IA_KIND_GPU;
	case BASE_BRIDGE:
		return IA_KIND_BRIDGE;
	}
	return class == CLASS_NVME ? IA_KIND_NVME : IA_KIND_OTHER;
}

/*
 * Tell what the driver of a function is to VFIO.
 *
 * A driver has no mark of this but its name. Variants for one kind of device
 * all have "vfio" in theirs; the harmless ones are those that hold no device
 * of their own: vfio_dev_driver_allowed().
 */
enum ia_driver_kind ia_driver_kind(const struct ia_device *device)
{
	const char *name = device->driver.text;

	if (!device->driver.known)
		return IA_DRIVER_NONE;
	if (strstr(name, "vfio"))
		return IA_DRIVER_VFIO;
	if (!strcmp(name, "pcieport") || !strcmp(name, "pci-stub"))
		return IA_DRIVER_HARMLESS;
	return IA_DRIVER_HOST;
}

/* Vendor and device of a function, as lspci -n writes them. */
const char *ia_pci_id_text(struct ia_arena *arena, const struct ia_device *device)
{
	if (!device->vendor.known || !device->device.known)
		return "ids unknown";
	return ia_format(arena, "%04x:%04x", (unsigned int)device->vendor.n,
			 (unsigned int)device->device.n);
}
