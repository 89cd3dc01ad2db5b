// SPDX-License-Identifier: GPL-2.0
/*
 * When vfio-pci is loaded by a list of modules: parameters of dracut, modules-load.d, and what
 * the makers of an initramfs have of their own.
 */
#include "next_work.h"

#include <string.h>

/* The list of what an initramfs loads before it has udev look for devices. */
static bool is_first(const struct ia_next_work *boot)
{
	return ia_next_has(&boot->machine->host.boot.first, IA_VFIO_PCI);
}

static bool asks(const struct ia_next_work *boot, const char *token)
{
	return ia_next_line_has(boot, token, IA_VFIO_PCI, IA_NAMES_LOOSE);
}

/* dracut-pre-udev.sh loads before udev runs, insmodpost.sh when its queue is empty. */
static enum ia_next_when by_dracut(const struct ia_next_work *boot)
{
	if (is_first(boot) || asks(boot, "rd.driver.pre"))
		return IA_WHEN_FIRST;
	return asks(boot, "rd.driver.post") ? IA_WHEN_LAST : IA_WHEN_NEVER;
}

/* systemd-modules-load(8), which runs beside systemd-udev-trigger.service. */
static enum ia_next_when by_systemd(const struct ia_next_work *boot)
{
	const struct ia_next_boot *next = &boot->machine->host.boot;
	bool early = boot->stage == IA_BOOT_STAGE_INITRAMFS;

	if (ia_next_is_blacklisted(boot, boot->vfio))
		return IA_WHEN_NEVER;
	if (!early && !next->late.known)
		return IA_WHEN_UNKNOWN;
	return ia_next_has(early ? &next->early : &next->late, IA_VFIO_PCI) ||
	       asks(boot, "modules_load") || (early && asks(boot, "rd.modules_load")) ?
	       IA_WHEN_BESIDE : IA_WHEN_NEVER;
}

/* init of initramfs-tools: its script for udev waits for "udevadm settle", then load_modules(). */
static enum ia_next_when by_tools(const struct ia_next_work *boot)
{
	return ia_next_has(&boot->machine->host.boot.last, IA_VFIO_PCI) ? IA_WHEN_LAST :
									  IA_WHEN_NEVER;
}

/* init of mkinitcpio: "modprobe -qab", before the hook of udev triggers. */
static enum ia_next_when by_mkinitcpio(const struct ia_next_work *boot)
{
	if (ia_next_is_blacklisted(boot, boot->vfio))
		return IA_WHEN_NEVER;
	return is_first(boot) || asks(boot, "earlymodules") ? IA_WHEN_FIRST : IA_WHEN_NEVER;
}

static enum ia_next_when later(enum ia_next_when a, enum ia_next_when b)
{
	return a > b ? a : b;
}

/**
 * ia_next_when_listed() - when a list of modules, which is no part of modprobe.d, loads vfio-pci
 * @boot: what is asked, with its stage
 *
 * What runs in the initramfs decides which of the lists count there.
 *
 * Return: when, by the modules that are loaded for devices.
 */
enum ia_next_when ia_next_when_listed(const struct ia_next_work *boot)
{
	enum ia_next_when dracut, systemd;

	if (boot->stage == IA_BOOT_STAGE_ROOT)
		return by_systemd(boot);
	dracut = by_dracut(boot);
	systemd = by_systemd(boot);
	switch (boot->machine->host.boot.init) {
	case IA_INIT_TOOLS:
		return by_tools(boot);
	case IA_INIT_DRACUT:
		return dracut;
	case IA_INIT_DRACUT_SYSTEMD:
		return later(dracut, systemd);
	case IA_INIT_SYSTEMD:
		return systemd;
	case IA_INIT_MKINITCPIO:
		return by_mkinitcpio(boot);
	default:
		/* etc/cmdline.d is dracut's alone. */
		if (is_first(boot))
			return IA_WHEN_FIRST;
		return later(dracut, later(systemd, by_tools(boot))) == IA_WHEN_NEVER ?
		       IA_WHEN_NEVER : IA_WHEN_UNKNOWN;
	}
}

/**
 * ia_next_is_beaten() - whether a driver of the function stands before vfio-pci in such a list
 * @boot: what is asked, with its stage
 *
 * Return: whether one does that is loaded.
 */
bool ia_next_is_beaten(const struct ia_next_work *boot)
{
	const struct ia_texts *first = &boot->machine->host.boot.first;
	const struct ia_module *module;
	size_t i;

	if (boot->machine->host.boot.init == IA_INIT_MKINITCPIO && asks(boot, "earlymodules"))
		return false;
	for (i = 0; i < first->count && strcmp(first->items[i], IA_VFIO_PCI); i++) {
		module = ia_machine_module(boot->machine, first->items[i], boot->stage);
		if (ia_next_has(&boot->device->host->modules, first->items[i]) && module &&
		    ia_next_is_loaded(boot, module))
			return true;
	}
	return false;
}
