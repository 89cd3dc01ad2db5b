// SPDX-License-Identifier: GPL-2.0
/* What gives a device to vfio-pci, and what gives it back */
#include "assign.h"

#include <stdlib.h>
#include <string.h>

#include "../base/escape.h"
#include "suggest.h"

#define DEVICES	"/sys/bus/pci/devices/"

/* Room for so many lines. */
static struct ia_lines room_for(const struct ia_page *page, size_t count)
{
	return (struct ia_lines){ ia_alloc(page->arena, count, sizeof(const char *)), 0 };
}

static void add(struct ia_lines *lines, const char *line)
{
	lines->items[lines->count++] = line;
}

/* A swap file, or a swap on LVM: its disk has another use, and its own name is in no record. */
static bool is_below(const struct ia_assign *a, const struct ia_use *swap)
{
	size_t i;

	for (i = 0; i < a->nuses; i++) {
		if (a->uses[i] != swap && a->uses[i]->address == swap->address &&
		    a->uses[i]->name.known && !strcmp(a->uses[i]->name.text, swap->name.text))
			return true;
	}
	return false;
}

static void add_swapoff(const struct ia_page *page, const struct ia_assign *a,
			const struct ia_use *swap, struct ia_lines *lines)
{
	const char *file = ia_format(page->arena, "/dev/%s", swap->name.text);

	add(lines, is_below(a, swap) ? "swapoff -a" :
		   ia_format(page->arena, "swapoff %s", ia_escape_shell(page->arena, file)));
}

/* What is mounted below another path comes before that: it sorts behind it. */
static int deeper_first(const void *a, const void *b)
{
	const struct ia_use *const *x = a, *const *y = b;

	return strcmp((*y)->path.text, (*x)->path.text);
}

/**
 * ia_assign_free() - what ends the uses that keep a device from being given away
 * @page: where the lines go
 * @assign: the device
 *
 * Swap first: a swap file keeps its file system busy.
 */
struct ia_lines ia_assign_free(const struct ia_page *page, const struct ia_assign *assign)
{
	const struct ia_use **mounts = ia_alloc(page->arena, assign->nend, sizeof(*mounts));
	struct ia_lines lines = room_for(page, assign->nend);
	size_t i, n = 0;

	for (i = 0; i < assign->nend; i++) {
		if (assign->end[i]->what == IA_USE_SWAP)
			add_swapoff(page, assign, assign->end[i], &lines);
		else
			mounts[n++] = assign->end[i];
	}
	qsort(mounts, n, sizeof(*mounts), deeper_first);
	for (i = 0; i < n; i++)
		add(&lines, ia_format(page->arena, "umount %s",
				      ia_escape_shell(page->arena, mounts[i]->path.text)));
	return lines;
}

/* VFs end when their PF changes hands: by a command of their own it is no surprise. */
static void add_vfs(const struct ia_page *page, const struct ia_assign *assign,
		    struct ia_lines *lines)
{
	char address[IA_ADDRESS_SIZE];

	if (assign->vfs.count && assign->bind.count)
		add(lines, ia_format(page->arena, "echo 0 > " DEVICES "%s/sriov_numvfs",
				     ia_address_text(address, assign->device->address, true)));
}

/**
 * ia_assign_bind() - what binds a device and its group, now and at each boot
 * @page: where the lines go
 * @assign: the device
 */
struct ia_lines ia_assign_bind(const struct ia_page *page, const struct ia_assign *assign)
{
	struct ia_lines lines = room_for(page, assign->bind.count + assign->release.count + 1);
	char address[IA_ADDRESS_SIZE];
	size_t i;

	add_vfs(page, assign, &lines);
	for (i = 0; i < assign->bind.count; i++) {
		struct ia_binding binding = { .device = assign->bind.items[i] };

		add(&lines, ia_binding_there(page, &binding));
	}
	for (i = 0; i < assign->release.count; i++)
		add(&lines, ia_format(page->arena, "driverctl set-override %s none",
				      ia_address_text(address, assign->release.items[i]->address,
						      true)));
	return lines;
}

/**
 * ia_assign_bind_sysfs() - the same without driverctl, until the next boot
 * @page: where the lines go
 * @assign: the device
 *
 * driver_override first: from then on no other driver takes it (pci_match_device()).
 */
struct ia_lines ia_assign_bind_sysfs(const struct ia_page *page, const struct ia_assign *assign)
{
	struct ia_lines lines = room_for(page, 3 * assign->bind.count +
					       2 * assign->release.count + 2);
	char text[IA_ADDRESS_SIZE];
	size_t i;

	add_vfs(page, assign, &lines);
	if (assign->bind.count)
		add(&lines, "modprobe vfio-pci");
	for (i = 0; i < assign->bind.count; i++) {
		const struct ia_device *device = assign->bind.items[i];
		const char *address = ia_address_text(text, device->address, true);

		add(&lines, ia_format(page->arena, "echo vfio-pci > " DEVICES "%s/driver_override",
				      address));
		if (!device->driver.absent)
			add(&lines, ia_format(page->arena, "echo %s > " DEVICES "%s/driver/unbind",
					      address, address));
		add(&lines, ia_format(page->arena, "echo %s > /sys/bus/pci/drivers_probe",
				      address));
	}
	for (i = 0; i < assign->release.count; i++) {
		const struct ia_device *one = assign->release.items[i];
		const char *address = ia_address_text(text, one->address, true);

		add(&lines, ia_format(page->arena, "echo none > " DEVICES "%s/driver_override",
				      address));
		add(&lines, ia_format(page->arena, "echo %s > " DEVICES "%s/driver/unbind", address,
				      address));
	}
	return lines;
}

/* The last one first. */
static void add_back(const struct ia_page *page, const struct ia_functions *functions,
		     struct ia_lines *lines)
{
	size_t i;

	for (i = functions->count; i-- > 0;) {
		const struct ia_device *device = functions->items[i];
		const struct ia_host_device *host = device->host;
		struct ia_binding binding = {
			.device = device,
			.before = host && host->driverctl.known ? host->driverctl.text : NULL,
		};

		add(lines, ia_binding_back(page, &binding));
	}
}

/**
 * ia_assign_back() - what undoes ia_assign_bind()
 * @page: where the lines go
 * @assign: the device
 */
struct ia_lines ia_assign_back(const struct ia_page *page, const struct ia_assign *assign)
{
	struct ia_lines lines = room_for(page, assign->bind.count + assign->release.count);

	add_back(page, &assign->release, &lines);
	add_back(page, &assign->bind, &lines);
	return lines;
}
