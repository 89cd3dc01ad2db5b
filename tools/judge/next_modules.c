// SPDX-License-Identifier: GPL-2.0
/*
 * What modprobe.d and the command line say of modules: which are loaded for a function, which
 * are kept away, and whether ids= give a function to vfio-pci.
 */
#include "next_work.h"

#include <stdio.h>
#include <string.h>

#define ANY		0xffffffffu
/* Behind the name of a driver: a parameter that goes before nomodeset. */
#define MODESET		".modeset"

/**
 * ia_next_of_system() - what the root file system has on a module
 * @boot: what is asked
 * @name: the module
 *
 * A new initramfs would have the same.
 *
 * Return: it, or NULL where nobody read it.
 */
const struct ia_module *ia_next_of_system(const struct ia_next_work *boot, const char *name)
{
	return ia_machine_module(boot->machine, name, IA_BOOT_STAGE_ROOT);
}

/* Names of modules may be written with dashes. */
static bool same_name(const char *word, size_t len, const char *name)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (!name[i] || (word[i] != name[i] && !(word[i] == '-' && name[i] == '_')))
			return false;
	}
	return !name[len];
}

/* Whether a list of words names a module, with dashes or underscores. */
bool ia_next_has(const struct ia_texts *texts, const char *name)
{
	size_t i;

	for (i = 0; i < texts->count; i++) {
		if (same_name(texts->items[i], strlen(texts->items[i]), name))
			return true;
	}
	return false;
}

static bool list_has(const char *list, const char *module, enum ia_next_names names)
{
	size_t len;

	for (; *list; list += len + (list[len] == ',')) {
		len = strcspn(list, ",");
		if (names == IA_NAMES_LOOSE ? same_name(list, len, module) :
		    len == strlen(module) && !strncmp(list, module, len))
			return true;
	}
	return false;
}

/**
 * ia_next_line_has() - whether the command line lists a module
 * @boot: what is asked
 * @token: the name of a parameter, each of which is a list between commas
 * @module: the module
 * @names: how whoever reads the parameter compares names
 *
 * Return: whether that is so.
 */
bool ia_next_line_has(const struct ia_next_work *boot, const char *token, const char *module,
		      enum ia_next_names names)
{
	bool found = false;
	size_t i;

	for (i = 0; i < boot->line->count; i++) {
		const struct ia_token *t = &boot->line->tokens[i];

		if (!ia_cmdline_same(t->name, token))
			continue;
		if (names == IA_NAMES_LAST)
			found = false;
		found |= list_has(t->value, module, names);
	}
	return found;
}

/**
 * ia_vfio_id_matches() - tell whether one of the ids of vfio-pci surely takes a function
 * @id: with subvendor, subdevice, class and its mask, or without
 * @d: the function
 *
 * As vfio_pci_fill_ids() and pci_match_one_device() of the kernel.
 */
bool ia_vfio_id_matches(const char *id, const struct ia_device *d)
{
	unsigned int vendor, device, subvendor = ANY, subdevice = ANY, class = 0, mask = 0;
	const struct ia_host_device *h = d->host;

	if (sscanf(id, "%x:%x:%x:%x:%x:%x", &vendor, &device, &subvendor, &subdevice, &class,
		   &mask) < 2)
		return false;
	return d->vendor.known && d->device.known &&
	       (vendor == ANY || vendor == d->vendor.n) &&
	       (device == ANY || device == d->device.n) &&
	       (subvendor == ANY || (h && h->subvendor.known && subvendor == h->subvendor.n)) &&
	       (subdevice == ANY || (h && h->subdevice.known && subdevice == h->subdevice.n)) &&
	       (!mask || (d->class_code.known && !((class ^ d->class_code.n) & mask)));
}

static bool ids_match(const char *ids, const struct ia_device *device)
{
	char id[64];
	size_t len;

	for (; *ids; ids += len + (ids[len] == ',')) {
		len = strcspn(ids, ",");
		if (!len || len >= sizeof(id))
			continue;
		memcpy(id, ids, len);
		id[len] = '\0';
		if (ia_vfio_id_matches(id, device))
			return true;
	}
	return false;
}

/* The last ids= of some options; those of the command line are behind all others. */
static const char *ids_of(const struct ia_next_work *boot, const struct ia_module *vfio)
{
	struct ia_arena *arena = boot->machine->arena;
	const char *at = vfio && vfio->options.known ? vfio->options.text : NULL, *found = NULL;
	size_t len;

	if (boot->line->ids)
		return boot->line->ids;
	for (; at && *at; at += len + (at[len] == ' ')) {
		len = strcspn(at, " ");
		if (!strncmp(at, "ids=", 4))
			found = ia_strndup(arena, at + 4, len - 4);
	}
	/* modprobe hands quotes on, which the kernel takes away: next_arg(). */
	if (found && *found == '"')
		found = ia_strndup(arena, found + 1, strcspn(found + 1, "\""));
	return found ?: "";
}

/* Whether ids= give the function to vfio-pci, with the options that @vfio has, or with none. */
bool ia_next_claims(const struct ia_next_work *boot, const struct ia_module *vfio)
{
	return ids_match(ids_of(boot, vfio), boot->device);
}

/* Whether a command in place of loading surely loads nothing: /bin/false, true, :. */
static bool loads_nothing(const char *command)
{
	static const char *const names[] = { "false", "true", ":" };
	size_t len = strcspn(command, " "), i, at = 0;

	/* What a shell makes of anything else, nobody knows. */
	if (command[strcspn(command, ";&|<>$`(\n")])
		return false;
	for (i = 0; i < len; i++) {
		if (command[i] == '/')
			at = i + 1;
	}
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strlen(names[i]) == len - at && !strncmp(command + at, names[i], len - at))
			return true;
	}
	return false;
}

/* Whether a command that loads nothing fails, so that modprobe does: the others succeed. */
bool ia_next_fails(const char *command)
{
	size_t len = strcspn(command, " ");

	return loads_nothing(command) && len >= 5 && !strncmp(command + len - 5, "false", 5);
}

/* Whether nothing can load a module, by its name either. */
bool ia_next_is_refused(const struct ia_next_work *boot, const struct ia_module *module)
{
	return (module->install.known && loads_nothing(module->install.text)) ||
	       ia_next_line_has(boot, "module_blacklist", module->module.text, IA_NAMES_LAST);
}

static bool has_dracut(const struct ia_next_work *boot)
{
	enum ia_initramfs_init init = boot->machine->host.boot.init;

	return init == IA_INIT_DRACUT || init == IA_INIT_DRACUT_SYSTEMD;
}

/* What libkmod loads by an alias, and systemd by a list: KMOD_PROBE_APPLY_BLACKLIST. */
bool ia_next_is_blacklisted(const struct ia_next_work *boot, const struct ia_module *module)
{
	const char *name = module->module.text;

	return module->blacklist == IA_YES ||
	       ia_next_line_has(boot, "modprobe.blacklist", name, IA_NAMES_EXACT) ||
	       (boot->stage == IA_BOOT_STAGE_INITRAMFS && has_dracut(boot) &&
		ia_next_line_has(boot, "rd.driver.blacklist", name, IA_NAMES_LOOSE));
}

/* Whether udev loads a module that matches, when it looks at the device. */
bool ia_next_is_loaded(const struct ia_next_work *boot, const struct ia_module *module)
{
	return module->place == IA_MODULE_FILE && !ia_next_is_refused(boot, module) &&
	       !ia_next_is_blacklisted(boot, module);
}

/**
 * ia_next_binds_nothing() - whether a driver of DRM is loaded, and stays away from its devices
 * @boot: what is asked
 * @module: the driver
 *
 * With nomodeset these register no driver: drm_firmware_drivers_only(), vgacon_text_force() up
 * to Linux 5.16. What a parameter of theirs says of that counts more, and is left alone here.
 *
 * Return: whether that is so.
 */
bool ia_next_binds_nothing(const struct ia_next_work *boot, const struct ia_module *module)
{
	static const char *const names[] = {
		"amdgpu", "ast", "bochs", "bochs_drm", "cirrus", "cirrus_qemu", "i915", "mgag200",
		"nouveau", "qxl", "radeon", "vboxvideo", "vmwgfx", "xe",
	};
	const char *name = module->module.text;
	size_t i, len = strlen(name);

	if (!boot->line->nomodeset ||
	    (module->options.known && strstr(module->options.text, &MODESET[1])))
		return false;
	for (i = 0; i < boot->line->count; i++) {
		const char *token = boot->line->tokens[i].name;

		if (same_name(token, len < strlen(token) ? len : strlen(token), name) &&
		    !strcmp(token + len, MODESET))
			return false;
	}
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(name, names[i]))
			return true;
	}
	return false;
}

/* Whether a command runs in place of loading it, and nobody knows what that does. */
bool ia_next_is_unsure(const struct ia_module *module)
{
	return module->install.known && !loads_nothing(module->install.text);
}

static bool names_modules(const struct ia_token *token)
{
	static const char *const names[] = {
		"module_blacklist", "modprobe.blacklist", "rd.driver.blacklist", "rd.driver.pre",
		"rd.driver.post", "rd.modules_load", "modules_load", "earlymodules",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (ia_cmdline_same(token->name, names[i]))
			return true;
	}
	return strstr(token->name, MODESET);
}

static void read_line(const struct ia_machine *m, struct ia_next_line *to)
{
	const struct ia_token *ids;
	struct ia_cmdline line;
	size_t i;

	/* That of a unified kernel image is the one that it boots with. */
	ia_cmdline_parse(m->arena, m->host.boot.cmdline.known ? m->host.boot.cmdline.text :
							       m->cmdline.text, &line);
	to->nomodeset = ia_cmdline_last(&line, "nomodeset");
	ids = ia_cmdline_last(&line, "vfio-pci.ids");
	to->ids = ids ? ids->value : NULL;
	to->known = true;
	for (i = 0; i < line.count && to->known; i++) {
		if (line.tokens[i].init || !line.tokens[i].value || !names_modules(&line.tokens[i]))
			continue;
		to->known = to->count < IA_NEXT_MOST_TOKENS;
		if (to->known)
			to->tokens[to->count++] = line.tokens[i];
	}
}

/* An alias of modprobe.d has udev load vfio-pci for a function, as it does any other module. */
static void pull_by_alias(struct ia_next_work *boot, struct ia_next_line *line)
{
	for (boot->stage = IA_BOOT_STAGE_INITRAMFS; boot->stage <= IA_BOOT_STAGE_ROOT;
	     boot->stage++) {
		const struct ia_module *vfio = ia_machine_module(boot->machine, IA_VFIO_PCI,
								 boot->stage);

		line->pulled[boot->stage] |= vfio && ia_next_is_loaded(boot, vfio);
	}
}

/**
 * ia_next_line_of() - what the command line says of modules
 * @m: the machine, of which that is worked out once
 *
 * Whatever function's driver has a softdep counts: which function udev looks at first is open.
 *
 * Return: it; one that is not known where nobody read the command line.
 */
const struct ia_next_line *ia_next_line_of(const struct ia_machine *m)
{
	struct ia_next_line *line;
	struct ia_next_work boot = { .machine = m };
	size_t i;

	if (m->memo->next)
		return m->memo->next;
	line = ia_alloc(m->arena, 1, sizeof(*line));
	boot.line = line;
	if (m->cmdline.known || m->host.boot.cmdline.known)
		read_line(m, line);
	for (i = 0; i < m->host.nmodules && line->known; i++) {
		const struct ia_module *module = &m->host.modules[i];

		boot.stage = module->stage;
		line->pulled[module->stage] |= ia_next_has(&module->pre, IA_VFIO_PCI) &&
					       ia_next_is_loaded(&boot, module);
	}
	for (i = 0; i < m->host.ndevices; i++) {
		const struct ia_texts *modules = &m->host.devices[i].modules;

		if (modules->known && ia_next_has(modules, IA_VFIO_PCI)) {
			pull_by_alias(&boot, line);
			break;
		}
	}
	m->memo->next = line;
	return line;
}
