// SPDX-License-Identifier: GPL-2.0
/*
 * Ids of functions whose names alone are known: pci.ids read backwards.
 *
 * lspci puts the vendor's name before the device's, as pci.ids has them, and "Device 1234"
 * for a device that is not in it. Whose list that was nobody knows, and lists differ: such
 * ids are those of the reader's, and the source of the machine says so.
 */
#include "reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Of functions that do not answer, and of VFs; the list has a name for it. */
#define NO_VENDOR	0xffff

/**
 * struct asked - a name, and what the list has of it
 * @name: vendor and device
 * @vendor: the last vendor found
 * @device: likewise
 * @count: how many devices have the name; the ids are those of the only one
 */
struct asked {
	const char *name;
	unsigned int vendor;
	unsigned int device;
	unsigned int count;
};

struct names {
	struct asked *items;
	size_t count;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct asked *)a)->name, ((const struct asked *)b)->name);
}

static bool lacks_ids(const struct ia_device *d)
{
	return !d->vendor.known && d->host && d->host->name.known;
}

/* Each name once, in order. */
static struct names gather(const struct ia_machine *m)
{
	struct names names = { .items = ia_alloc(m->arena, m->ndevices, sizeof(*names.items)) };
	size_t i, n = 0;

	for (i = 0; i < m->ndevices; i++) {
		if (lacks_ids(&m->devices[i]))
			names.items[n++].name = m->devices[i].host->name.text;
	}
	if (n)
		qsort(names.items, n, sizeof(*names.items), by_name);
	for (i = 0; i < n; i++) {
		if (!i || by_name(&names.items[names.count - 1], &names.items[i]))
			names.items[names.count++] = names.items[i];
	}
	return names;
}

/* Order of a name and of a vendor's name: 0 for names that are the vendor's. */
static int compare(const struct asked *asked, const char *vendor, size_t len)
{
	int order = strncmp(asked->name, vendor, len);

	return order ?: (unsigned char)asked->name[len] - ' ';
}

/* The first name that is not before a vendor's; those that are his follow. */
static size_t first_of(const struct names *names, const char *vendor, size_t len)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&names->items[middle], vendor, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void take(struct asked *asked, unsigned int vendor, unsigned int device)
{
	asked->vendor = vendor;
	asked->device = device;
	asked->count++;
}

/* What lspci prints behind the vendor of a device that is not listed. */
static bool is_number(const char *device)
{
	return !strncmp(device, "Device ", 7) && strlen(device) == 11 &&
	       strspn(device + 7, "0123456789abcdef") == 4;
}

/* A line of the list: its number, and its text in *name; negative for other lines. */
static long entry(const char *line, const char *end, const char **name)
{
	long number = 0;
	int i, digit;

	*name = end;
	for (i = 0; i < 4; i++) {
		digit = line + i < end ? ia_hex_digit(line[i]) : -1;
		if (digit < 0)
			return -1;
		number = number << 4 | digit;
	}
	for (line += 4; line < end && *line == ' '; line++)
		;
	*name = line;
	return line < end ? number : -1;
}

/**
 * struct block - a vendor of the list, and the names that may be his
 * @vendor: his number
 * @name: his name
 * @len: its length
 * @first: the first name that begins with his
 * @end: the one behind the last
 */
struct block {
	unsigned int vendor;
	const char *name;
	size_t len;
	struct asked *first;
	struct asked *end;
};

static void begin(struct block *block, const struct names *names)
{
	struct asked *asked = names->items + first_of(names, block->name, block->len);
	const char *device;

	for (block->first = asked; asked < names->items + names->count; asked++) {
		if (compare(asked, block->name, block->len))
			break;
		device = asked->name + block->len + 1;
		if (is_number(device))
			take(asked, block->vendor, strtoul(device + 7, NULL, 16));
	}
	block->end = asked;
}

static void look_for(const struct block *block, unsigned int device, const char *text, size_t len)
{
	struct asked *low = block->first, *high = block->end;

	while (low < high) {
		struct asked *middle = low + (high - low) / 2;
		const char *name = middle->name + block->len + 1;
		int order = strncmp(name, text, len) ?: (unsigned char)name[len];

		if (!order) {
			take(middle, block->vendor, device);
			return;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
}

static void look_through(const struct names *names, const char *text, size_t size)
{
	const char *line, *end, *stop = text + size, *name;
	struct block block = { 0 };
	long number;

	for (line = text; line < stop; line = end + 1) {
		end = memchr(line, '\n', stop - line) ?: stop;
		if (*line == '#' || (*line == '\t' && block.first == block.end))
			continue;
		number = entry(*line == '\t' ? line + 1 : line, end, &name);
		if (*line == '\t') {
			if (number >= 0)
				look_for(&block, number, name, end - name);
			continue;
		}
		block = (struct block){ .vendor = number, .name = name, .len = end - name };
		if (number >= 0 && number != NO_VENDOR)
			begin(&block, names);
	}
}

static const struct asked *answer_of(const struct names *names, const struct ia_device *device)
{
	const struct asked key = { .name = device->host->name.text };

	return bsearch(&key, names->items, names->count, sizeof(key), by_name);
}

/**
 * ia_read_name_ids() - look up the ids of functions of which a dump has the names alone
 * @machine: a joined machine; ids of names that one device of pci.ids has are filled in
 *
 * Return: whether there is such a function.
 */
bool ia_read_name_ids(struct ia_machine *machine)
{
	struct names names = gather(machine);
	bool any = false;
	size_t i, size;
	char *text;

	if (!names.count || !ia_names_read(machine->arena, &text, &size))
		return false;
	look_through(&names, text, size);
	for (i = 0; i < machine->ndevices; i++) {
		struct ia_device *d = &machine->devices[i];
		const struct asked *asked = lacks_ids(d) ? answer_of(&names, d) : NULL;

		if (!asked || asked->count != 1)
			continue;
		d->vendor = ia_number_of(asked->vendor);
		d->device = ia_number_of(asked->device);
		any = true;
	}
	return any;
}
