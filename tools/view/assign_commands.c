// SPDX-License-Identifier: GPL-2.0
/* What gives a device to vfio-pci, and what gives it back */
#include "assign.h"

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

/**
 * ia_assign_free() - what ends the uses that keep a device from being given away
 * @page: where the lines go
 * @assign: the device
 */
struct ia_lines ia_assign_free(const struct ia_page *page, const struct ia_assign *assign)
{
	struct ia_lines lines = room_for(page, assign->nend);
	size_t i;

	for (i = 0; i < assign->nend; i++) {
		const struct ia_use *use = assign->end[i];
		bool swap = use->what == IA_USE_SWAP;
		const char *what = swap ? ia_format(page->arena, "/dev/%s", use->name.text) :
					  use->path.text;

		add(&lines, ia_format(page->arena, "%s %s", swap ? "swapoff" : "umount",
				      ia_escape_shell(page->arena, what)));
	}
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
	struct ia_lines lines = room_for(page, assign->bind.count + 1);
	size_t i;

	add_vfs(page, assign, &lines);
	for (i = 0; i < assign->bind.count; i++) {
		struct ia_binding binding = { .device = assign->bind.items[i] };

		add(&lines, ia_binding_there(page, &binding));
	}
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
	struct ia_lines lines = room_for(page, 3 * assign->bind.count + 2);
	size_t i;

	add_vfs(page, assign, &lines);
	if (assign->bind.count)
		add(&lines, "modprobe vfio-pci");
	for (i = 0; i < assign->bind.count; i++) {
		const struct ia_device *device = assign->bind.items[i];
		char text[IA_ADDRESS_SIZE];
		const char *address = ia_address_text(text, device->address, true);

		add(&lines, ia_format(page->arena, "echo vfio-pci > " DEVICES "%s/driver_override",
				      address));
		if (!device->driver.absent)
			add(&lines, ia_format(page->arena, "echo %s > " DEVICES "%s/driver/unbind",
					      address, address));
		add(&lines, ia_format(page->arena, "echo %s > /sys/bus/pci/drivers_probe",
				      address));
	}
	return lines;
}

/**
 * ia_assign_back() - what undoes ia_assign_bind()
 * @page: where the lines go
 * @assign: the device
 */
struct ia_lines ia_assign_back(const struct ia_page *page, const struct ia_assign *assign)
{
	struct ia_lines lines = room_for(page, assign->bind.count);
	size_t i;

	for (i = assign->bind.count; i-- > 0;) {
		const struct ia_device *device = assign->bind.items[i];
		const struct ia_host_device *host = device->host;
		struct ia_binding binding = {
			.device = device,
			.before = host && host->driverctl.known ? host->driverctl.text : NULL,
		};

		add(&lines, ia_binding_back(page, &binding));
	}
	return lines;
}
