// SPDX-License-Identifier: GPL-2.0
/* DEV: a PCI function by its address, or by a name that the kernel has for it. */
#include "cmd.h"

#include <ctype.h>
#include <string.h>

#include "../machine/called.h"
#include "../machine/cmdline.h"

/* A message names no more than so many. */
#define CANDIDATES	8

/*
 * A function by its address: one without a segment is in 0000, or the first that has it of
 * @hits segments.
 */
static struct ia_device *at_address(struct ia_machine *m, ia_address address, bool full,
				    size_t *hits)
{
	struct ia_device *exact = ia_machine_device(m, address), *found = exact;
	size_t i;

	*hits = !!exact;
	for (i = 0; !exact && !full && i < m->ndevices; i++) {
		if ((m->devices[i].address & 0xffff) == address && !(*hits)++)
			found = &m->devices[i];
	}
	return found;
}

static struct ia_device *by_address(struct ia_run *run, const char *text, ia_address address,
				    bool full)
{
	size_t hits;
	struct ia_device *found = at_address(&run->machine, address, full, &hits);

	if (hits > 1) {
		ia_cmd_usage("%s is in %zu segments: write it with its segment, as in 0001:03:00.0",
			     text, hits);
		return NULL;
	}
	if (!found)
		ia_cmd_usage("there is no PCI function %s here: see 'iommu-audit devices'",
			     text);
	return found;
}

static const char *addresses(struct ia_run *run, struct ia_device *const *devices, size_t count)
{
	struct ia_buf buf = { .arena = run->arena };
	size_t i;

	for (i = 0; i < count && i < CANDIDATES; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "",
			   ia_machine_address(&run->machine, devices[i]->address));
	if (count > CANDIDATES)
		ia_buf_add(&buf, " and %zu more", count - CANDIDATES);
	return buf.text;
}

/* Letters that two names begin with, whichever case they are in. */
static size_t common(const char *a, const char *b)
{
	size_t n;

	for (n = 0; a[n] && tolower((unsigned char)a[n]) == tolower((unsigned char)b[n]); n++)
		;
	return n;
}

/* Adds a name to those that are most like what was written. */
static void consider(const char **best, size_t *count, const char *name, const char *text)
{
	size_t i, at;

	for (i = 0; i < *count; i++) {
		if (!strcmp(best[i], name))
			return;
	}
	for (at = *count; at && common(best[at - 1], text) < common(name, text); at--)
		;
	if (at == CANDIDATES)
		return;
	if (*count < CANDIDATES)
		(*count)++;
	memmove(&best[at + 1], &best[at], (*count - at - 1) * sizeof(*best));
	best[at] = name;
}

/* Names that there are, those most like what was written first; NULL without any. */
static const char *candidates(struct ia_run *run, const char *text)
{
	const struct ia_machine *m = &run->machine;
	struct ia_buf buf = { .arena = run->arena };
	const char *best[CANDIDATES];
	size_t i, j, count = 0;
	enum ia_called_as as;

	for (i = 0; i < m->ndevices; i++) {
		for (as = 0; as < IA_CALLED; as++) {
			const struct ia_texts *list = ia_called_device(&m->devices[i], as);

			for (j = 0; j < list->count; j++)
				consider(best, &count, list->items[j], text);
		}
	}
	for (i = 0; i < count; i++)
		ia_buf_add(&buf, "%s%s", i ? ", " : "", best[i]);
	return buf.text;
}

/* Why no function has a name. */
static const char *no_names(const struct ia_machine *m)
{
	switch (m->source) {
	case IA_FROM_LSPCI:
	case IA_FROM_LSPCI_TEXT:
	case IA_FROM_LSPCI_NAMES:
		return "; lspci prints no names of interfaces, disks and slots: a snapshot has";
	default:
		return m->host.nnames ? "; no function here has a name" :
		       "; names of functions are not known here";
	}
}

/* Whether slots were left out, whose names have blanks or characters that no name has. */
static bool has_odd_slots(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].names && !m->devices[i].names->slot.known)
			return true;
	}
	return false;
}

static struct ia_device *by_name(struct ia_run *run, const char *text, const char *name)
{
	const struct ia_machine *m = &run->machine;
	struct ia_device *found[CANDIDATES];
	const char *names;
	size_t count;

	count = ia_called_find(m, name, found, CANDIDATES);
	if (count == 1)
		return found[0];
	names = candidates(run, name);
	/* As long as a name may be, and no longer. */
	text = ia_cmdline_brief(run->arena, text);
	if (count)
		ia_cmd_usage("'%s' is %zu functions: write one of %s", text, count,
			     addresses(run, found, count));
	else if (m->redacted == IA_YES)
		ia_cmd_usage("'%s' is not a PCI address, and no function here has that name: names that somebody chose are redacted in this file; 'iommu-audit devices' lists addresses",
			     text);
	else if (names)
		ia_cmd_usage("'%s' is not a PCI address, and no function here has that name: write 03:00.0, 0000:03:00.0 or a name such as %s%s",
			     text, names, has_odd_slots(m) ?
			     "; give a slot with a blank in its name by address" :
			     "");
	else
		ia_cmd_usage("'%s' is not a PCI address: write 03:00.0 or 0000:03:00.0%s", text,
			     no_names(m));
	return NULL;
}

/* What a device file, or a folder of sysfs, is called. */
static const char *last_of_path(struct ia_arena *arena, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(text, "/dev/", 5) && strncmp(text, "/sys/", 5))
		return text;
	while (text[len - 1] == '/')
		len--;
	text = ia_strndup(arena, text, len);
	return strrchr(text, '/') + 1;
}

/**
 * ia_cmd_device() - the device that somebody named
 * @run: the invocation, its machine and the names of its functions read
 * @text: its address, with or without the segment, or eth0, mlx5_2, nvme0n1, card1,
 *	  renderD128 or a physical slot, also as a path below /dev or /sys
 *
 * Return: the device, or NULL after a message.
 */
struct ia_device *ia_cmd_device(struct ia_run *run, const char *text)
{
	const char *name = last_of_path(run->arena, text);
	bool full;
	ia_address address = ia_address_parse(name, strlen(name), &full);
	struct ia_device *slot = NULL, *device;
	size_t count, hits;

	if (!ia_is_address(address))
		return by_name(run, text, name);
	/* A slot may be called like an address; with a segment it is an address. */
	count = full ? 0 : ia_called_find(&run->machine, name, &slot, 1);
	if (!count)
		return by_address(run, name, address, full);
	device = at_address(&run->machine, address, full, &hits);
	if (count == 1 && (!device || device == slot))
		return slot;
	ia_cmd_usage("'%s' is an address and the name of a slot with %s: write the address with its segment, as in 0000:03:00.0",
		     text, ia_machine_address(&run->machine, slot->address));
	return NULL;
}

/* Whether a function was named already, by this name or by another one. */
static bool is_among(const struct ia_device **devices, size_t count, const struct ia_device *device)
{
	while (count--) {
		if (devices[count] == device)
			return true;
	}
	return false;
}

/**
 * ia_cmd_devices() - the devices that the arguments name, or all of them
 * @run: the invocation, its machine read
 * @devices: the devices, in the order of the arguments, each of them once
 * @count: number of @devices
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_devices(struct ia_run *run, const struct ia_device ***devices,
			      size_t *count)
{
	struct ia_machine *m = &run->machine;
	size_t n = run->argc ? (size_t)run->argc : m->ndevices, i;

	*devices = ia_alloc(run->arena, n, sizeof(**devices));
	*count = 0;
	for (i = 0; i < n; i++) {
		const struct ia_device *device = run->argc ? ia_cmd_device(run, run->argv[i]) :
							     &m->devices[i];

		if (!device)
			return IA_USAGE;
		if (!run->argc || !is_among(*devices, *count, device))
			(*devices)[(*count)++] = device;
	}
	return IA_OK;
}

/**
 * ia_cmd_chosen() - the devices that --dev names
 * @run: the invocation, its machine read
 * @devices: the devices, in the order of the option
 * @count: number of @devices; 0 without the option
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_chosen(struct ia_run *run, const struct ia_device ***devices,
			     size_t *count)
{
	const char *list = ia_opt(run, DEV);
	size_t len;

	*count = 0;
	if (!list)
		return IA_OK;
	*devices = ia_alloc(run->arena, strlen(list) + 1, sizeof(**devices));
	for (;; list += len + 1) {
		struct ia_device *device;

		len = strcspn(list, ",");
		device = ia_cmd_device(run, ia_strndup(run->arena, list, len));
		if (!device)
			return IA_USAGE;
		if (!is_among(*devices, *count, device))
			(*devices)[(*count)++] = device;
		if (!list[len])
			return IA_OK;
	}
}
