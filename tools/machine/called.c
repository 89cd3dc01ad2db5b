// SPDX-License-Identifier: GPL-2.0
#include "called.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int by_address(const void *a, const void *b)
{
	const struct ia_host_names *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

/* The names of one kind; unknown where they were not read. */
const struct ia_texts *ia_called(const struct ia_host_names *names, enum ia_called_as as)
{
	static const struct ia_texts unknown;

	if (!names)
		return &unknown;
	switch (as) {
	case IA_CALLED_NETDEV:
		return &names->netdev;
	case IA_CALLED_RDMA:
		return &names->rdma;
	case IA_CALLED_BLOCK:
		return &names->block;
	case IA_CALLED_NVME:
		return &names->nvme;
	case IA_CALLED_DRM:
		return &names->drm;
	case IA_CALLED_SLOT:
		return &names->slot;
	default:
		return &unknown;
	}
}

/* As ia_called(), of a function. */
const struct ia_texts *ia_called_device(const struct ia_device *device, enum ia_called_as as)
{
	return ia_called(device->names, as);
}

/**
 * ia_called_join() - give each device its names
 * @machine: a machine whose devices are sorted
 */
void ia_called_join(struct ia_machine *machine)
{
	struct ia_host *host = &machine->host;
	size_t i;

	if (host->nnames)
		qsort(host->names, host->nnames, sizeof(*host->names), by_address);
	for (i = 0; i < machine->ndevices; i++) {
		struct ia_host_names key = { .address = machine->devices[i].address };

		machine->devices[i].names = !host->nnames ? NULL :
			bsearch(&key, host->names, host->nnames, sizeof(key), by_address);
	}
}

/*
 * Whether a name is of a partition of a disk: disk_name() puts a "p" before the number where the
 * disk's own name ends with a digit (block/partitions/core.c).
 */
static bool is_partition(const char *name, const char *disk)
{
	size_t len = strlen(disk);

	if (!len || strncmp(disk, name, len))
		return false;
	name += len;
	if (isdigit((unsigned char)disk[len - 1]) && *name++ != 'p')
		return false;
	return *name >= '1' && *name <= '9' && !name[strspn(name, "0123456789")];
}

static bool is_called(const struct ia_device *device, const char *name)
{
	enum ia_called_as as;
	size_t i;

	for (as = 0; as < IA_CALLED; as++) {
		const struct ia_texts *list = ia_called_device(device, as);

		for (i = 0; i < list->count; i++) {
			if (!strcmp(list->items[i], name) ||
			    (as == IA_CALLED_BLOCK && is_partition(name, list->items[i])))
				return true;
		}
	}
	return false;
}

/**
 * ia_called_find() - find the functions that have a name
 * @machine: a joined machine
 * @name: eth0, mlx5_2, nvme0n1 or a partition of it, nvme0, card1, renderD128 or a physical slot
 * @found: filled with those there is room for, by address
 * @most: room in @found
 *
 * A slot holds all functions of a card, and a namespace of NVMe may have several paths.
 *
 * Return: how many there are.
 */
size_t ia_called_find(const struct ia_machine *machine, const char *name,
		      struct ia_device **found, size_t most)
{
	size_t i, count = 0;

	for (i = 0; i < machine->ndevices; i++) {
		if (!is_called(&machine->devices[i], name))
			continue;
		if (count < most)
			found[count] = &machine->devices[i];
		count++;
	}
	return count;
}
