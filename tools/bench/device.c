// SPDX-License-Identifier: GPL-2.0
#include "bench.h"

#include "../machine/facts.h"

/* What counts more: being translated, then having no driver, then the class. */
#define FOR_DOMAIN	100
#define FOR_IDLE	10

/* Class codes: PCI Code and ID Assignment Specification, chapter 1. */
#define CLASS_STORAGE	0x01
#define CLASS_NETWORK	0x02
#define CLASS_BRIDGE	0x06
#define SUBCLASS_NVM	0x0108

/* Devices whose drivers map and unmap most: NVMe, network, other storage. */
static int class_score(const struct ia_number *class)
{
	if (!class->known)
		return 0;
	if (class->n >> 8 == SUBCLASS_NVM)
		return 3;
	if (class->n >> 16 == CLASS_NETWORK)
		return 2;
	return class->n >> 16 == CLASS_STORAGE;
}

/* Return: how well a device serves, negative when it does not. */
static int score(const struct ia_device *device)
{
	int points = class_score(&device->class_code);

	if ((device->class_code.known && device->class_code.n >> 16 == CLASS_BRIDGE) ||
	    (device->dma_mask.known && device->dma_mask.n < UINT32_MAX) ||
	    ia_user_owned(device))
		return -1;
	switch (device->domain) {
	case IA_DOMAIN_NONE:
		break;
	case IA_DOMAIN_IDENTITY:
		points += FOR_DOMAIN;
		break;
	/* Both translated types are as good as each other. */
	case IA_DOMAIN_DMA:
	case IA_DOMAIN_DMA_FQ:
		points += 2 * FOR_DOMAIN;
		break;
	default:
		return -1;
	}
	return points + (device->driver.absent ? FOR_IDLE : 0);
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
const struct ia_device *ia_bench_default(struct ia_machine *machine, const char **why)
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
		*why = ia_format(machine->arena, "%s, %s",
				 ia_word(&ia_words_domains, best->domain),
				 best->driver.known ?
				 ia_format(machine->arena, "driver %s", best->driver.text) :
				 "no driver");
	return best;
}
