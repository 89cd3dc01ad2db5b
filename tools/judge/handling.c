// SPDX-License-Identifier: GPL-2.0
#include "path.h"

#include "../machine/kind.h"
#include "own_unit.h"

/* The attached domain; where it cannot be seen, a driver of the host has the default one. */
enum ia_domain ia_domain_in_use(const struct ia_device *device)
{
	if (device->domain == IA_DOMAIN_UNKNOWN && ia_driver_kind(device) != IA_DRIVER_VFIO)
		return device->default_domain;
	return device->domain;
}

/**
 * ia_domain_of_path() - the domain that decides what the IOMMU does with a device's requests
 * @machine: a joined machine
 * @device: who sends them
 *
 * What the module could not read is no default: there is a reason for it. And a driver that
 * is not known may be VFIO.
 */
enum ia_domain ia_domain_of_path(const struct ia_machine *machine, const struct ia_device *device)
{
	if (!ia_is_value(machine->source) || machine->source == IA_FROM_MODULE)
		return device->domain;
	if (!device->driver.known && !device->driver.absent)
		return IA_DOMAIN_UNKNOWN;
	return ia_domain_in_use(device);
}

static enum ia_handling by_domain(const struct ia_machine *m, const struct ia_device *from)
{
	/* Its record of domains is the kernel's: what the hardware does, the register says. */
	if (from->unit.known && ia_is_served(m, from) == IA_NO)
		return IA_HANDLING_PASSED;
	switch (ia_domain_of_path(m, from)) {
	case IA_DOMAIN_IDENTITY:
	case IA_DOMAIN_NONE:
		return IA_HANDLING_PASSED;
	case IA_DOMAIN_DMA:
	case IA_DOMAIN_DMA_FQ:
	case IA_DOMAIN_UNMANAGED:
	case IA_DOMAIN_NESTED:
		return IA_HANDLING_TRANSLATED;
	case IA_DOMAIN_BLOCKED:
		return IA_HANDLING_BLOCKED;
	default:
		return IA_HANDLING_UNKNOWN;
	}
}

/**
 * ia_path_handling() - tell what the IOMMU does with a request
 * @machine: a joined machine
 * @path: the path of the request, with its route
 *
 * Translated requests (ATS) that a switch turns round were translated by the IOMMU before.
 *
 * Return: unknown also where nothing shows that the request gets to the IOMMU.
 */
enum ia_handling ia_path_handling(const struct ia_machine *machine, const struct ia_path *path)
{
	switch (path->route) {
	case IA_ROUTE_DIRECT:
	case IA_ROUTE_BUS:
		return IA_HANDLING_BYPASSED;
	case IA_ROUTE_REDIRECTED:
		if (!path->requests_up)
			return IA_HANDLING_BYPASSED;
		break;
	case IA_ROUTE_ROOT:
	case IA_ROUTE_INSIDE:
		break;
	default:
		return IA_HANDLING_UNKNOWN;
	}
	return path->apart == IA_FLAG_UNKNOWN ? IA_HANDLING_UNKNOWN :
						by_domain(machine, path->from);
}
