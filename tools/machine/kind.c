// SPDX-License-Identifier: GPL-2.0
#include "kind.h"

#include <string.h>

#define CLASS_NVME	0x010802
#define SUBCLASS_NVM	0x0108
#define SUBCLASS_SCSI	0x0100
#define SUBCLASS_RAID	0x0104
#define SUBCLASS_SAS	0x0107
#define SUBCLASS_FIBRE	0x0c04
#define SUBCLASS_SMBUS	0x0c05
#define SUBCLASS_SERIAL	0x0c80
#define SUBCLASS_COPROCESSOR 0x0b40
#define BASE_ENCRYPTION	0x10
#define BASE_MEMORY	0x05
#define BASE_COMMUNICATION 0x07
#define BASE_SYSTEM	0x08
#define BASE_SIGNAL	0x11
#define SUBCLASS_VGA	0x0300
#define BASE_BRIDGE	0x06

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

/* What is on a root bus is the board's own, and a controller of SATA mostly a part of it too. */
static bool is_hba(const struct ia_device *device, uint64_t class)
{
	return device->path.known && (class == SUBCLASS_SCSI || class == SUBCLASS_RAID ||
				      class == SUBCLASS_SAS || class == SUBCLASS_FIBRE);
}

/* Of memory that is not volatile all is NVMe, where the interface is not told. */
static bool is_nvme(const struct ia_device *device, uint64_t subclass)
{
	return device->class_code.known ? device->class_code.n == CLASS_NVME :
					  subclass == SUBCLASS_NVM;
}

/* Tell what a function is: all but NVMe by Base Class and Sub-Class. */
enum ia_kind ia_kind_of(const struct ia_device *device)
{
	uint64_t class = ia_subclass(device).n;

	if (ia_is_bridge(device))
		return IA_KIND_BRIDGE;
	switch (class >> 8) {
	case IA_PCI_BASE_NETWORK:
		return IA_KIND_NIC;
	case IA_PCI_BASE_DISPLAY:
		if (class == SUBCLASS_VGA && makes_consoles(device->vendor.n))
			return IA_KIND_OTHER;
		return IA_KIND_GPU;
	case IA_PCI_BASE_ACCELERATOR:
		return IA_KIND_GPU;
	case BASE_BRIDGE:
		return IA_KIND_BRIDGE;
	}
	if (is_nvme(device, class))
		return IA_KIND_NVME;
	if (class == SUBCLASS_COPROCESSOR || class >> 8 == BASE_ENCRYPTION)
		return IA_KIND_COPROCESSOR;
	return is_hba(device, class) ? IA_KIND_HBA : IA_KIND_OTHER;
}

/**
 * ia_is_chipset() - tell whether a function is a part of the board that nobody assigns
 * @device: judged by its class and its place
 *
 * On a root bus: memory controllers, bridges, system peripherals, communication and signal
 * processing, SMBus and the other controllers of class 0x0c80.
 */
bool ia_is_chipset(const struct ia_device *device)
{
	uint64_t class = ia_subclass(device).n;

	if (!device->path.absent || ia_is_vf(device))
		return false;
	switch (class >> 8) {
	case BASE_MEMORY:
	case BASE_BRIDGE:
	case BASE_COMMUNICATION:
	case BASE_SYSTEM:
	case BASE_SIGNAL:
		return true;
	}
	return class == SUBCLASS_SMBUS || class == SUBCLASS_SERIAL;
}

/* Of UIO: programs drive it through these, and nothing shows whether one does now. */
bool ia_is_for_programs(const struct ia_device *device)
{
	return device->driver.known && (!strcmp(device->driver.text, "uio_pci_generic") ||
					!strcmp(device->driver.text, "igb_uio"));
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
