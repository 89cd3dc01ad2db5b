// SPDX-License-Identifier: GPL-2.0
#include "kind.h"

#include <stdlib.h>
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
static const char *const consoles[] = {
	"0x1a03", "0x102b", "0x1013", "0x1234", "0x1b36", "0x15ad", "0x1af4",
};

static bool one_of(const char *word, const char *const *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (!strcmp(word, words[i]))
			return true;
	}
	return false;
}

/**
 * ia_is_conventional() - tell whether a port leads to or from conventional PCI
 * @type: its type, as in the file acs
 */
bool ia_is_conventional(const char *type)
{
	static const char *const types[] = {
		"pcie_to_pci", "pci_to_pcie", "pci_bridge",
	};

	return one_of(type, types, sizeof(types) / sizeof(*types));
}

/**
 * ia_is_bridge_type() - tell whether a function has a bus below it
 * @type: its type, as in the file acs
 */
bool ia_is_bridge_type(const char *type)
{
	static const char *const types[] = {
		"root_port", "upstream", "downstream",
	};

	return ia_is_conventional(type) ||
	       one_of(type, types, sizeof(types) / sizeof(*types));
}

/**
 * ia_kind_of() - tell what a function is
 * @device: the function
 */
enum ia_kind ia_kind_of(const struct ia_device *device)
{
	unsigned long class = strtoul(device->class_text, NULL, 16);

	if (ia_is_bridge_type(device->type_text))
		return IA_KIND_BRIDGE;
	switch (class >> 16) {
	case BASE_NETWORK:
		return IA_KIND_NIC;
	case BASE_DISPLAY:
		if (class >> 8 == SUBCLASS_VGA &&
		    one_of(device->vendor_text, consoles, sizeof(consoles) / sizeof(*consoles)))
			return IA_KIND_OTHER;
		return IA_KIND_GPU;
	case BASE_ACCELERATOR:
		return IA_KIND_GPU;
	case BASE_BRIDGE:
		return IA_KIND_BRIDGE;
	}
	return class == CLASS_NVME ? IA_KIND_NVME : IA_KIND_OTHER;
}

/**
 * ia_device_id() - the vendor or the device of a function
 * @device: the function
 * @key: "vendor" or "device"
 *
 * Return: four hex digits as lspci writes them, or "unknown".
 */
const char *ia_device_id(const struct ia_device *device, const char *key)
{
	const char *value = ia_record_get(device->record, key);

	return strncmp(value, "0x", 2) ? value : value + 2;
}
