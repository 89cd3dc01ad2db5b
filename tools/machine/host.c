// SPDX-License-Identifier: GPL-2.0
#include "host.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_host_get() - a fact about the whole host
 * @machine: the machine
 * @fact: which record
 * @key: which key of it
 *
 * Return: the value; "unknown" when nobody asked for it or could tell.
 */
const char *ia_host_get(const struct ia_machine *machine, const char *fact,
			const char *key)
{
	const struct ia_records *host = &machine->host_text;
	size_t i;

	for (i = 0; i < host->count; i++) {
		if (!strcmp(ia_record_get(&host->items[i], IA_HOST_FACT), fact))
			return ia_record_get(&host->items[i], key);
	}
	return IOMMU_AUDIT_UNKNOWN;
}

/**
 * ia_host_device() - a fact about a PCI function
 * @machine: the machine
 * @device: the function
 * @key: which
 *
 * Return: the value; "unknown" when nobody asked for it or could tell.
 */
const char *ia_host_device(const struct ia_machine *machine,
			   const struct ia_device *device, const char *key)
{
	const char *name = ia_record_get(device->record, "dev");
	const struct ia_records *host = &machine->host_text;
	size_t i;

	for (i = 0; i < host->count; i++) {
		if (!strcmp(ia_record_get(&host->items[i], "dev"), name))
			return ia_record_get(&host->items[i], key);
	}
	return IOMMU_AUDIT_UNKNOWN;
}
