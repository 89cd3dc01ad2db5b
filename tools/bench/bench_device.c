// SPDX-License-Identifier: GPL-2.0
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "../machine/facts.h"

/* What counts more: being translated, then having no driver, then the class. */
#define FOR_DOMAIN	100
#define FOR_IDLE	10

static bool starts(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* Devices whose drivers map and unmap most: NVMe, network, other storage. */
static int class_score(const char *class)
{
	if (starts(class, "0x0108"))
		return 3;
	if (starts(class, "0x02"))
		return 2;
	return starts(class, "0x01");
}

static bool narrow(const char *mask)
{
	return starts(mask, "0x") && strtoull(mask, NULL, 16) < UINT32_MAX;
}

/* Return: how well a device serves, negative when it does not. */
static int score(const struct ia_device *device)
{
	static const char *const domains[] = {
		IOMMU_AUDIT_NONE, IOMMU_AUDIT_DOMAIN_IDENTITY,
		IOMMU_AUDIT_DOMAIN_DMA, IOMMU_AUDIT_DOMAIN_DMA_FQ,
	};
	const size_t count = sizeof(domains) / sizeof(*domains);
	const char *class = device->class_text;
	int points;
	size_t i;

	for (i = 0; i < count && strcmp(device->domain_text, domains[i]); i++)
		;
	if (i == count || starts(class, "0x06") || ia_user_owned(device) ||
	    narrow(ia_record_get(device->record, "dma_mask")))
		return -1;
	/* Both translated types are as good as each other. */
	points = FOR_DOMAIN * (int)(i < 3 ? i : 2) + class_score(class);
	if (!strcmp(device->driver_text, IOMMU_AUDIT_NOT_APPLICABLE))
		points += FOR_IDLE;
	return points;
}

/**
 * ia_bench_default() - the device to measure when none was named
 * @machine: a joined machine
 * @why: what made it the best one
 *
 * Of the functions that are no bridge, that user space does not own and whose
 * DMA mask has 32 bits or more: one whose DMA is translated, rather one
 * without a driver, rather NVMe, then network, then other storage; the one
 * with the lowest address.
 *
 * Return: the device, or NULL when none can be measured.
 */
const struct ia_device *ia_bench_default(struct ia_machine *machine,
					 const char **why)
{
	const struct ia_device *best = NULL;
	int most = -1;
	size_t i;

	for (i = 0; i < machine->ndevices; i++) {
		int points = score(&machine->devices[i]);

		if (points > most) {
			most = points;
			best = &machine->devices[i];
		}
	}
	if (best)
		*why = ia_format(machine->arena, "%s, %s", best->domain_text,
				 strcmp(best->driver_text, IOMMU_AUDIT_NOT_APPLICABLE) ?
				 ia_format(machine->arena, "driver %s", best->driver_text) :
				 "no driver");
	return best;
}
