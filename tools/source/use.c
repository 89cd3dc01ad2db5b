// SPDX-License-Identifier: GPL-2.0
#include "use.h"

#include <string.h>

#include "called.h"

/* PROC_PID_INIT_INO of the kernel's proc_ns.h: the first PID namespace has no other number. */
#define FIRST_PIDS	"pid:[4026531836]"
#define TTYS		"/sys/class/tty"
#define VTCONSOLES	"/sys/class/vtconsole"
#define FIRST_FB	"/sys/class/graphics/fb0"

static ia_address function_of(const struct ia_uses *uses, const char *path)
{
	return ia_sysfs_function(ia_root_link(uses->root, uses->machine->arena, path));
}

/* A serial port on PCI, which messages of the kernel go to. */
static bool read_consoles(struct ia_uses *uses)
{
	char *text = ia_uses_text(uses, "/proc/consoles"), *line, *name;

	if (!text)
		return false;
	while ((line = ia_uses_line(&text))) {
		ia_address address;

		name = ia_uses_word(&line);
		if (!name || strchr(name, '/'))
			continue;
		address = function_of(uses, ia_format(uses->machine->arena, TTYS "/%s", name));
		if (ia_is_address(address))
			ia_uses_add(uses, address, IA_USE_CONSOLE, name, NULL);
	}
	return true;
}

/*
 * Virtual terminals on a frame buffer. That of firmware's (sysfb_init()) is on no function in
 * older kernels: boot_vga tells which one it is then, if any function has it.
 */
static bool is_of_firmware(const struct ia_uses *uses)
{
	const char *link = ia_root_link(uses->root, uses->machine->arena, FIRST_FB);

	return !link || strstr(link, "-framebuffer.");
}

static void read_terminals(struct ia_uses *uses, bool has_boot_vga)
{
	struct ia_arena *arena = uses->machine->arena;
	const char **found;
	size_t i, count = ia_root_list(uses->root, arena, VTCONSOLES, &found);
	ia_address address = function_of(uses, FIRST_FB);

	for (i = 0; i < count; i++) {
		const char *bind, *name;

		if (*found[i] == '.')
			continue;
		bind = ia_read_attribute(arena, uses->root,
					 ia_format(arena, VTCONSOLES "/%s/bind", found[i]));
		name = ia_read_attribute(arena, uses->root,
					 ia_format(arena, VTCONSOLES "/%s/name", found[i]));
		if (!bind || !name || strcmp(bind, "1") || !strstr(name, "frame buffer"))
			continue;
		if (ia_is_address(address))
			ia_uses_add(uses, address, IA_USE_CONSOLE, "fb0", NULL);
		else if (!ia_root_exists(uses->root, FIRST_FB) ||
			 (is_of_firmware(uses) && !has_boot_vga))
			ia_uses_add(uses, IA_UNKNOWN_ADDRESS, IA_USE_CONSOLE, NULL, NULL);
	}
}

static bool read_boot_vga(struct ia_uses *uses)
{
	bool any = false;
	const struct ia_machine *m = uses->machine;
	char name[IA_ADDRESS_SIZE];
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		const struct ia_device *d = &m->devices[i];
		const char *text;

		/* PCI_BASE_CLASS_DISPLAY */
		if (d->class_code.known && d->class_code.n >> 16 != 0x03)
			continue;
		text = ia_read_attribute(m->arena, uses->root,
					 ia_format(m->arena, "/sys/bus/pci/devices/%s/boot_vga",
						   ia_address_text(name, d->address, true)));
		if (!text || strcmp(text, "1"))
			continue;
		ia_uses_add(uses, d->address, IA_USE_BOOT_VGA, NULL, NULL);
		any = true;
	}
	return any;
}

/**
 * ia_read_uses() - read what the host itself does with its functions
 * @machine: a machine that was read live, its devices in order
 * @root: the running system, or a tree
 *
 * What the first process sees, which is the host's own outside of a container: mounts of other
 * namespaces, and disks that a process has opened by themselves, are not seen.
 */
void ia_read_uses(struct ia_machine *machine, const struct ia_root *root)
{
	struct ia_uses uses = { .machine = machine, .root = root };
	const char *pids = ia_root_link(root, machine->arena, "/proc/self/ns/pid");

	uses.host = pids && !strcmp(pids, FIRST_PIDS);
	ia_uses_disks(&uses);
	ia_uses_nets(&uses);
	read_terminals(&uses, read_boot_vga(&uses));
	if (read_consoles(&uses) && ia_root_exists(root, TTYS))
		machine->host.usage.console = IA_YES;
	if (uses.more)
		machine->host.usage = (struct ia_usage){ 0 };
}
