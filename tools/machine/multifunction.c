// SPDX-License-Identifier: GPL-2.0
/* Which functions the kernel takes for VFs, and for one of several of a device */
#include "kind.h"
#include "predict.h"

/* The number of the bus right below a bridge is its secondary one; VFs may be on the next ones. */
static bool is_on_bus_of_vfs(const struct ia_device *device)
{
	const struct ia_device *bridge = device->above;

	return bridge && bridge->host && bridge->host->secondary.known &&
	       bridge->host->secondary.n != ia_bus(device->address);
}

/* A VF has the vendor, the class and the Express type of its PF, and no SR-IOV of its own. */
static bool may_be_vf_of(const struct ia_device *device, const struct ia_device *pf)
{
	return pf->totalvfs.known && pf->totalvfs.n && pf->vendor.known && ia_subclass(pf).known &&
	       pf->vendor.n == device->vendor.n && pf->type == device->type &&
	       ia_subclass(pf).n >> 8 == ia_subclass(device).n >> 8;
}

/* Mellanox's VFs are in the slot of their PFs: of mlx4_pci_table[] and mlx5_core_pci_table[]. */
static bool has_id_of_vfs(const struct ia_device *device)
{
	static const uint16_t ids[] = {
		0x1002, 0x1004, 0x1012, 0x1014, 0x1016, 0x1018, 0x101a, 0x101c, 0x101e, 0xa2d3,
	};
	size_t i;

	if (device->vendor.n != IA_PCI_VENDOR_MELLANOX)
		return false;
	for (i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		if (ids[i] == device->device.n)
			return true;
	}
	return false;
}

/* Below a port, the kernel looks for functions in the first slot only: only_one_child(). */
static bool is_found_as_vf(const struct ia_device *device)
{
	const struct ia_device *port = device->above;

	return has_id_of_vfs(device) ||
	       (port && device->address & 0xf8 &&
		(port->type == IA_PORT_ROOT_PORT || port->type == IA_PORT_DOWNSTREAM));
}

static bool is_on_bus_of(const struct ia_device *a, const struct ia_device *b)
{
	return a->address >> 8 == b->address >> 8;
}

/* Whether a function is a virtual one; where the source does not say, what else tells it. */
enum ia_flag ia_taken_for_vf(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_device *other = device;

	if (device->vf_of != IA_UNKNOWN_ADDRESS)
		return ia_is_address(device->vf_of) ? IA_YES : IA_NO;
	if ((device->type != IA_PORT_ENDPOINT && device->type != IA_PORT_RC_ENDPOINT) ||
	    device->totalvfs.n || !device->vendor.known || !ia_subclass(device).known)
		return IA_NO;
	if (is_on_bus_of_vfs(device))
		return IA_YES;
	for (; other > machine->devices && is_on_bus_of(other - 1, device); other--) {
		if (may_be_vf_of(device, other - 1))
			return is_found_as_vf(device) ? IA_YES : IA_FLAG_UNKNOWN;
	}
	return IA_NO;
}

/*
 * Whether the kernel takes a function for one of several. Whatever is found behind
 * function 0 is, but VFs; of function 0 its Header Type says it. Where that was not read,
 * others in the slot do: a function 0 that says so and is alone is not worth a doubt.
 */
enum ia_flag ia_multifunction(const struct ia_machine *machine, const struct ia_device *device)
{
	const struct ia_device *next = device + 1, *end = machine->devices + machine->ndevices;
	enum ia_flag vf = ia_taken_for_vf(machine, device), other, several = IA_NO;

	if (vf == IA_YES)
		return IA_NO;
	if (device->address & 7)
		return vf == IA_NO ? IA_YES : IA_FLAG_UNKNOWN;
	if (device->host && ia_is_value(device->host->multifunction))
		return device->host->multifunction;
	for (; next < end && ia_slot(next->address) == ia_slot(device->address); next++) {
		other = ia_taken_for_vf(machine, next);
		if (other == IA_NO && vf == IA_NO)
			return IA_YES;
		if (other != IA_YES)
			several = IA_FLAG_UNKNOWN;
	}
	return several;
}
