// SPDX-License-Identifier: GPL-2.0
/*
 * Which driver takes a function at the next boot of the same kernel. Drivers of the kernel
 * itself are there first. Of modules those of the initramfs are, and of these all that
 * match a function are loaded: which one binds it, what was loaded before decides. What
 * orders them is a softdep, or a module that is loaded before devices are looked for;
 * between what udev loads for a device and what a list of modules loads there is no order.
 */
#include "next_boot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../machine/cmdline.h"

#define VFIO_PCI	"vfio_pci"
#define ANY		0xffffffffu

#define X(name, word)	word,
static const char *const words[] = { IA_NEXT_LIST(X) };
#undef X
const struct ia_wordlist ia_words_next = { words, sizeof(words) / sizeof(*words), NULL };

/* Parameters that matter here, and that are looked at for each module of each function. */
#define MOST_TOKENS	64

/**
 * struct ia_next_line - what a machine's command line says of modules
 * @known: it is known, and there is no more of it than is looked at
 * @tokens: parameters that name modules
 * @count: number of @tokens
 * @ids: the last vfio-pci.ids=, or NULL
 * @pulled: a softdep loads vfio_pci, by the stage of the boot
 */
struct ia_next_line {
	bool known;
	struct ia_token tokens[MOST_TOKENS];
	size_t count;
	const char *ids;
	bool pulled[IA_BOOT_STAGE_ROOT + 1];
};

/**
 * struct boot - what is asked, and what it is asked of
 * @machine: the machine
 * @device: the function
 * @line: what the command line says of modules
 * @stage: the part of the boot that is looked at
 * @vfio: vfio_pci in that
 * @loaded: vfio_pci is loaded since the initramfs, with the ids of that
 * @had_ids: it had those of the function there
 */
struct boot {
	const struct ia_machine *machine;
	const struct ia_device *device;
	const struct ia_next_line *line;
	enum ia_module_stage stage;
	const struct ia_module *vfio;
	bool loaded;
	bool had_ids;
};

/* What the system has on a module, which a new initramfs would have too. */
static const struct ia_module *of_system(const struct boot *boot, const char *name)
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

static bool has(const struct ia_texts *texts, const char *name)
{
	size_t i;

	for (i = 0; i < texts->count; i++) {
		if (same_name(texts->items[i], strlen(texts->items[i]), name))
			return true;
	}
	return false;
}

/**
 * enum names - how words of a list are compared with names of modules
 * @NAMES_LOOSE: by modprobe, or by a file of modprobe.d: a dash is an underscore
 * @NAMES_EXACT: letter by letter: kcmdline_parse_result() of libkmod-config.c
 * @NAMES_LAST: likewise, and of several parameters the last one counts: blacklisted() of
 *	the kernel's kernel/module/main.c, whose parameter is a charp
 */
enum names { NAMES_LOOSE, NAMES_EXACT, NAMES_LAST };

static bool list_has(const char *list, const char *module, enum names names)
{
	size_t len;

	for (; *list; list += len + (list[len] == ',')) {
		len = strcspn(list, ",");
		if (names == NAMES_LOOSE ? same_name(list, len, module) :
		    len == strlen(module) && !strncmp(list, module, len))
			return true;
	}
	return false;
}

/* Whether the tokens of a name, each a list between commas, name a module. */
static bool line_lists(const struct boot *boot, const char *token, const char *module,
		       enum names names)
{
	bool found = false;
	size_t i;

	for (i = 0; i < boot->line->count; i++) {
		const struct ia_token *t = &boot->line->tokens[i];

		if (!ia_cmdline_same(t->name, token))
			continue;
		if (names == NAMES_LAST)
			found = false;
		found |= list_has(t->value, module, names);
	}
	return found;
}

/* As vfio_pci_fill_ids() and pci_match_one_device() of the kernel. */
static bool id_matches(const char *id, const struct ia_device *d)
{
	unsigned int vendor, device, subvendor = ANY, subdevice = ANY, class = 0, mask = 0;
	const struct ia_host_device *h = d->host;

	if (sscanf(id, "%x:%x:%x:%x:%x:%x", &vendor, &device, &subvendor, &subdevice, &class,
		   &mask) < 2)
		return false;
	return d->vendor.known && d->device.known &&
	       (vendor == ANY || vendor == d->vendor.n) &&
	       (device == ANY || device == d->device.n) &&
	       (subvendor == ANY || (h->subvendor.known && subvendor == h->subvendor.n)) &&
	       (subdevice == ANY || (h->subdevice.known && subdevice == h->subdevice.n)) &&
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
		if (id_matches(id, device))
			return true;
	}
	return false;
}

/* The last ids= of some options; those of the command line are behind all others. */
static const char *ids_of(const struct boot *boot, const struct ia_module *vfio)
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

static bool claims(const struct boot *boot, const struct ia_module *vfio)
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

/* Whether that fails, so that modprobe does: the others succeed. */
static bool fails(const char *command)
{
	size_t len = strcspn(command, " ");

	return loads_nothing(command) && len >= 5 && !strncmp(command + len - 5, "false", 5);
}

static bool is_refused(const struct boot *boot, const struct ia_module *module)
{
	return (module->install.known && loads_nothing(module->install.text)) ||
	       line_lists(boot, "module_blacklist", module->module.text, NAMES_LAST);
}

static bool has_dracut(const struct boot *boot)
{
	enum ia_initramfs_init init = boot->machine->host.boot.init;

	return init == IA_INIT_DRACUT || init == IA_INIT_DRACUT_SYSTEMD;
}

/* What libkmod loads by an alias, and systemd by a list: KMOD_PROBE_APPLY_BLACKLIST. */
static bool is_blacklisted(const struct boot *boot, const struct ia_module *module)
{
	const char *name = module->module.text;

	return module->blacklist == IA_YES ||
	       line_lists(boot, "modprobe.blacklist", name, NAMES_EXACT) ||
	       (boot->stage == IA_BOOT_STAGE_INITRAMFS && has_dracut(boot) &&
		line_lists(boot, "rd.driver.blacklist", name, NAMES_LOOSE));
}

/* Whether udev loads a module that matches, when it looks at the device. */
static bool is_loaded_for_device(const struct boot *boot, const struct ia_module *module)
{
	return module->place == IA_MODULE_FILE && !is_refused(boot, module) &&
	       !is_blacklisted(boot, module);
}

/* Whether a command runs in place of loading it, and nobody knows what that does. */
static bool is_unsure(const struct ia_module *module)
{
	return module->install.known && !loads_nothing(module->install.text);
}

/**
 * enum when - when something asks for vfio-pci, beside the modules of devices
 * @WHEN_NEVER: nothing does
 * @WHEN_LAST: when those of devices are loaded
 * @WHEN_BESIDE: meanwhile
 * @WHEN_FIRST: before
 * @WHEN_UNKNOWN: what does so is not known
 */
enum when { WHEN_NEVER, WHEN_LAST, WHEN_BESIDE, WHEN_FIRST, WHEN_UNKNOWN };

static bool asks(const struct boot *boot, const char *token)
{
	return line_lists(boot, token, VFIO_PCI, NAMES_LOOSE);
}

/* dracut-pre-udev.sh loads before udev runs, insmodpost.sh when its queue is empty. */
static enum when by_dracut(const struct boot *boot)
{
	if (has(&boot->machine->host.boot.first, VFIO_PCI) || asks(boot, "rd.driver.pre"))
		return WHEN_FIRST;
	return asks(boot, "rd.driver.post") ? WHEN_LAST : WHEN_NEVER;
}

/* systemd-modules-load(8), which runs beside systemd-udev-trigger.service. */
static enum when by_systemd(const struct boot *boot)
{
	const struct ia_next_boot *next = &boot->machine->host.boot;
	bool early = boot->stage == IA_BOOT_STAGE_INITRAMFS;

	if (is_blacklisted(boot, boot->vfio))
		return WHEN_NEVER;
	if (!early && !next->late.known)
		return WHEN_UNKNOWN;
	return has(early ? &next->early : &next->late, VFIO_PCI) || asks(boot, "modules_load") ||
	       (early && asks(boot, "rd.modules_load")) ? WHEN_BESIDE : WHEN_NEVER;
}

/* init of initramfs-tools: its script for udev waits for "udevadm settle", then load_modules(). */
static enum when by_tools(const struct boot *boot)
{
	return has(&boot->machine->host.boot.last, VFIO_PCI) ? WHEN_LAST : WHEN_NEVER;
}

/* init of mkinitcpio: "modprobe -qab", before the hook of udev triggers. */
static enum when by_mkinitcpio(const struct boot *boot)
{
	if (is_blacklisted(boot, boot->vfio))
		return WHEN_NEVER;
	return has(&boot->machine->host.boot.first, VFIO_PCI) || asks(boot, "earlymodules") ?
	       WHEN_FIRST : WHEN_NEVER;
}

static enum when later(enum when a, enum when b)
{
	return a > b ? a : b;
}

/* When a list of modules, which is no part of modprobe.d, loads vfio-pci. */
static enum when listed(const struct boot *boot)
{
	enum when dracut, systemd;

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
		if (has(&boot->machine->host.boot.first, VFIO_PCI))
			return WHEN_FIRST;
		return later(dracut, later(systemd, by_tools(boot))) == WHEN_NEVER ?
		       WHEN_NEVER : WHEN_UNKNOWN;
	}
}

/* By a driver of the function, which stands before it in the list of what comes first. */
static bool is_beaten(const struct boot *boot)
{
	const struct ia_texts *first = &boot->machine->host.boot.first;
	const struct ia_module *module;
	size_t i;

	if (boot->machine->host.boot.init == IA_INIT_MKINITCPIO && asks(boot, "earlymodules"))
		return false;
	for (i = 0; i < first->count && strcmp(first->items[i], VFIO_PCI); i++) {
		module = ia_machine_module(boot->machine, first->items[i], boot->stage);
		if (has(&boot->device->host->modules, first->items[i]) && module &&
		    is_loaded_for_device(boot, module))
			return true;
	}
	return false;
}

static bool decide(const struct boot *boot, struct ia_next_driver *next, enum ia_next answer,
		   enum ia_next_why why, const char *driver)
{
	next->answer = answer;
	next->why = (struct ia_reason){ .code = why, .args = { ia_arg_text(driver ?: VFIO_PCI) } };
	next->in_initramfs = boot->stage == IA_BOOT_STAGE_INITRAMFS;
	return true;
}

/* Why vfio-pci does not get it, where another driver is loaded. */
static enum ia_next_why loses(const struct boot *boot, bool there, bool ids)
{
	const struct ia_module *later = of_system(boot, VFIO_PCI);

	if (boot->stage == IA_BOOT_STAGE_INITRAMFS && later && !ids && claims(boot, later))
		return IA_NEXT_BECAUSE_STALE;
	return !there ? IA_NEXT_BECAUSE_NO_VFIO : !ids ? IA_NEXT_BECAUSE_NO_IDS :
						 IA_NEXT_BECAUSE_NO_ORDER;
}

/* A softdep that the system has and the initramfs lacks would be there in a new one. */
static bool softdep_is_new(const struct boot *boot, const char *driver)
{
	const struct ia_module *later = of_system(boot, driver);

	return boot->stage == IA_BOOT_STAGE_INITRAMFS && later && has(&later->pre, VFIO_PCI);
}

/* Return: whether this part of the boot decides. */
static bool judge_stage(struct boot *boot, enum ia_module_stage stage, struct ia_next_driver *next)
{
	const struct ia_texts *modules = &boot->device->host->modules;
	const char *driver = NULL;
	size_t i, others = 0, after = 0;
	bool there, ids, first, somehow;
	enum when when;

	boot->stage = stage;
	boot->vfio = ia_machine_module(boot->machine, VFIO_PCI, stage);
	if (!boot->vfio || boot->vfio->blacklist == IA_FLAG_UNKNOWN ||
	    boot->vfio->place == IA_MODULE_UNKNOWN)
		return decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_NOT_READ, NULL);
	for (i = 0; i < modules->count; i++) {
		const struct ia_module *module = ia_machine_module(boot->machine, modules->items[i],
								   stage);

		if (!module || module == boot->vfio || !is_loaded_for_device(boot, module))
			continue;
		if (is_unsure(module))
			return decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_COMMAND,
				      module->module.text);
		if (!others++ || !has(&module->pre, VFIO_PCI))
			driver = module->module.text;
		after += has(&module->pre, VFIO_PCI);
	}
	there = boot->vfio->place == IA_MODULE_FILE && !is_refused(boot, boot->vfio);
	ids = boot->loaded ? boot->had_ids : claims(boot, boot->vfio);
	next->wanted |= ids;
	if (there && ids && is_unsure(boot->vfio))
		return decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_COMMAND, VFIO_PCI);
	when = there ? listed(boot) : WHEN_NEVER;
	if (when == WHEN_UNKNOWN && !boot->loaded && next->wanted)
		return decide(boot, next, IA_NEXT_UNKNOWN, stage == IA_BOOT_STAGE_ROOT ?
			      IA_NEXT_BECAUSE_NOT_READ : IA_NEXT_BECAUSE_INIT, NULL);
	first = there && (boot->loaded || (when == WHEN_FIRST && !is_beaten(boot)));
	somehow = when == WHEN_BESIDE || (there && boot->line->pulled[boot->stage]);
	if ((when != WHEN_NEVER && when != WHEN_UNKNOWN) || somehow) {
		if (!others && ids)
			return decide(boot, next, IA_NEXT_VFIO, IA_NEXT_BECAUSE_ALONE, NULL);
		boot->had_ids = ids;
		boot->loaded = true;
	}
	if (!others)
		return false;
	if (there && ids && first)
		return decide(boot, next, IA_NEXT_VFIO, IA_NEXT_BECAUSE_FIRST, driver);
	if (there && ids && after == others)
		return decide(boot, next, IA_NEXT_VFIO, IA_NEXT_BECAUSE_SOFTDEP, driver);
	if (ids && when == WHEN_LAST && !boot->line->pulled[boot->stage])
		return decide(boot, next, IA_NEXT_OTHER, IA_NEXT_BECAUSE_AFTER, driver);
	if (ids && somehow)
		return decide(boot, next, IA_NEXT_OPEN, IA_NEXT_BECAUSE_EITHER, driver);
	return decide(boot, next, IA_NEXT_OTHER, ids && there && softdep_is_new(boot, driver) ?
		      IA_NEXT_BECAUSE_STALE : loses(boot, there, ids), driver);
}

/* Drivers of the kernel itself: they are there before the first module. */
static bool judge_built_in(struct boot *boot, struct ia_next_driver *next)
{
	const struct ia_texts *modules = &boot->device->host->modules;
	const struct ia_module *vfio = of_system(boot, VFIO_PCI);
	const char *driver = NULL;
	bool ids;
	size_t i;

	boot->stage = IA_BOOT_STAGE_ROOT;
	for (i = 0; i < modules->count && !driver; i++) {
		const struct ia_module *module = ia_machine_module(boot->machine, modules->items[i],
								   IA_BOOT_STAGE_ROOT);

		if (module && module != vfio && module->place == IA_MODULE_BUILT_IN)
			driver = module->module.text;
	}
	/* modprobe.d says nothing to what nobody loads. */
	ids = vfio && vfio->place == IA_MODULE_BUILT_IN && claims(boot, NULL);
	next->wanted |= ids;
	if (ids && driver)
		return decide(boot, next, IA_NEXT_OPEN, IA_NEXT_BECAUSE_BOTH_BUILT_IN, driver);
	if (ids)
		return decide(boot, next, IA_NEXT_VFIO, IA_NEXT_BECAUSE_BUILT_IN_VFIO, NULL);
	return driver && decide(boot, next, IA_NEXT_OTHER, IA_NEXT_BECAUSE_BUILT_IN, driver);
}

static enum ia_next_why why_unread(enum ia_initramfs_state state)
{
	switch (state) {
	case IA_INITRAMFS_DENIED:
		return IA_NEXT_BECAUSE_DENIED;
	case IA_INITRAMFS_COMPRESSED:
		return IA_NEXT_BECAUSE_COMPRESSED;
	case IA_INITRAMFS_NO_LIBRARY:
		return IA_NEXT_BECAUSE_NO_LIBRARY;
	case IA_INITRAMFS_BROKEN:
		return IA_NEXT_BECAUSE_BROKEN;
	case IA_INITRAMFS_SEVERAL:
		return IA_NEXT_BECAUSE_SEVERAL;
	default:
		return IA_NEXT_BECAUSE_NO_INITRAMFS;
	}
}

/* Nobody knows what is in the initramfs. */
static void judge_unread(const struct boot *boot, struct ia_next_driver *next)
{
	const struct ia_next_boot *of = &boot->machine->host.boot;

	decide(boot, next, IA_NEXT_UNKNOWN, why_unread(of->initramfs), NULL);
	next->why.args[1] = ia_arg_text(of->path.known ? of->path.text : "initramfs");
	next->why.args[2] = ia_arg_text(ia_word(&ia_words_packings, of->packing));
}

static bool initramfs_matters(const struct ia_machine *m)
{
	return m->host.boot.initramfs != IA_INITRAMFS_NONE;
}

/* Who has it before driverctl, whose unit runs when the root file system is there. */
static void judge_drivers(struct boot *boot, struct ia_next_driver *next)
{
	const struct ia_machine *m = boot->machine;
	const struct ia_module *vfio = ia_machine_module(m, VFIO_PCI, IA_BOOT_STAGE_ROOT);

	next->wanted = vfio && claims(boot, vfio);
	if (judge_built_in(boot, next))
		return;
	if (initramfs_matters(m) && m->host.boot.initramfs != IA_INITRAMFS_READ) {
		judge_unread(boot, next);
		return;
	}
	if (initramfs_matters(m) && judge_stage(boot, IA_BOOT_STAGE_INITRAMFS, next))
		return;
	if (judge_stage(boot, IA_BOOT_STAGE_ROOT, next))
		return;
	decide(boot, next, IA_NEXT_NONE, next->wanted ? IA_NEXT_BECAUSE_NOT_LOADED :
						       IA_NEXT_BECAUSE_NO_DRIVER, NULL);
}

/*
 * set_override() of driverctl: modprobe by name, which minds no blacklist; where that fails, the
 * function stays with who has it. Else it is taken away, and given to a driver if there is one.
 * "none" is that of driverctl: nobody is asked to take it then.
 */
static void judge_driverctl(struct boot *boot, struct ia_next_driver *next, const char *driver)
{
	const struct ia_module *vfio = of_system(boot, VFIO_PCI);
	bool refused;

	boot->stage = IA_BOOT_STAGE_ROOT;
	if (!strcmp(driver, "none")) {
		decide(boot, next, IA_NEXT_NONE, IA_NEXT_BECAUSE_KEPT_AWAY, NULL);
		return;
	}
	/* Drivers' names are compared letter by letter. */
	if (!strcmp(driver, VFIO_PCI)) {
		decide(boot, next, IA_NEXT_NONE, IA_NEXT_BECAUSE_UNBOUND, driver);
		return;
	}
	if (strcmp(driver, "vfio-pci")) {
		decide(boot, next, IA_NEXT_OTHER, IA_NEXT_BECAUSE_DRIVERCTL, driver);
		return;
	}
	next->wanted = true;
	if (!vfio || vfio->place == IA_MODULE_UNKNOWN) {
		decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_NOT_READ, NULL);
		return;
	}
	refused = vfio->place != IA_MODULE_BUILT_IN && is_refused(boot, vfio);
	if (next->answer == IA_NEXT_VFIO || vfio->place == IA_MODULE_BUILT_IN ||
	    (vfio->place == IA_MODULE_FILE && !refused && !is_unsure(vfio)))
		decide(boot, next, IA_NEXT_VFIO, IA_NEXT_BECAUSE_DRIVERCTL, driver);
	else if (is_unsure(vfio))
		decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_COMMAND, VFIO_PCI);
	else if (vfio->install.known && !fails(vfio->install.text))
		decide(boot, next, IA_NEXT_NONE, IA_NEXT_BECAUSE_UNBOUND, driver);
	else if (next->answer == IA_NEXT_OTHER)
		next->why.code = IA_NEXT_BECAUSE_KEPT;
	else if (next->answer == IA_NEXT_NONE)
		next->why.code = IA_NEXT_BECAUSE_KEPT_NONE;
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
	return false;
}

static void read_line(const struct ia_machine *m, struct ia_next_line *to)
{
	const struct ia_token *ids;
	struct ia_cmdline line;
	size_t i;

	/* That of a unified kernel image is the one that it boots with. */
	ia_cmdline_parse(m->arena, m->host.boot.cmdline.known ? m->host.boot.cmdline.text :
							       m->cmdline.text, &line);
	ids = ia_cmdline_last(&line, "vfio-pci.ids");
	to->ids = ids ? ids->value : NULL;
	to->known = true;
	for (i = 0; i < line.count && to->known; i++) {
		if (line.tokens[i].init || !line.tokens[i].value || !names_modules(&line.tokens[i]))
			continue;
		to->known = to->count < MOST_TOKENS;
		if (to->known)
			to->tokens[to->count++] = line.tokens[i];
	}
}

/*
 * Whatever function's driver has a softdep: which function udev looks at first is open.
 * Worked out once of a machine.
 */
static const struct ia_next_line *line_of(const struct ia_machine *m)
{
	struct ia_next_line *line;
	struct boot boot = { .machine = m };
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
		line->pulled[module->stage] |= has(&module->pre, VFIO_PCI) &&
					       is_loaded_for_device(&boot, module);
	}
	m->memo->next = line;
	return line;
}

/**
 * ia_next_judge() - judge which driver takes a function at the next boot
 * @machine: the machine
 * @device: the function
 * @next: filled
 *
 * Rules of udev and scripts of the initramfs are not looked at.
 */
void ia_next_judge(const struct ia_machine *machine, const struct ia_device *device,
		   struct ia_next_driver *next)
{
	const struct ia_host_device *h = device->host;
	struct boot boot = { .machine = machine, .device = device, .stage = IA_BOOT_STAGE_ROOT };

	*next = (struct ia_next_driver){ .answer = IA_NEXT_UNKNOWN };
	if (machine->host.has_boot && h && h->modules.known)
		boot.line = line_of(machine);
	if (!boot.line || !boot.line->known) {
		decide(&boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_NOT_READ, NULL);
		return;
	}
	judge_drivers(&boot, next);
	if (h->driverctl.known && *h->driverctl.text)
		judge_driverctl(&boot, next, h->driverctl.text);
}
