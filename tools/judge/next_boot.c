// SPDX-License-Identifier: GPL-2.0
/*
 * Which driver takes a function at the next boot of the same kernel. Drivers of the kernel
 * itself are there first. Of modules those of the initramfs are, and of these all that
 * match a function are loaded: which one binds it, what was loaded before decides. What
 * orders them is a softdep, or a module that is loaded before devices are looked for;
 * between what udev loads for a device and what a list of modules loads there is no order.
 */
#include "next_work.h"

#include <string.h>

#define X(name, word)	word,
static const char *const words[] = { IA_NEXT_LIST(X) };
#undef X
const struct ia_wordlist ia_words_next = { words, sizeof(words) / sizeof(*words), NULL };

static bool decide(const struct ia_next_work *boot, struct ia_next_driver *next,
		   enum ia_next answer, enum ia_next_why why, const char *driver)
{
	next->answer = answer;
	next->why = (struct ia_reason){ .code = why,
					.args = { ia_arg_text(driver ?: IA_VFIO_PCI) } };
	next->in_initramfs = boot->stage == IA_BOOT_STAGE_INITRAMFS;
	return true;
}

/* Why vfio-pci does not get it, where another driver is loaded. */
static enum ia_next_why loses(const struct ia_next_work *boot, bool there, bool ids)
{
	const struct ia_module *later = ia_next_of_system(boot, IA_VFIO_PCI);

	if (boot->stage == IA_BOOT_STAGE_INITRAMFS && later && !ids && ia_next_claims(boot, later))
		return IA_NEXT_BECAUSE_STALE;
	return !there ? IA_NEXT_BECAUSE_NO_VFIO : !ids ? IA_NEXT_BECAUSE_NO_IDS :
						 IA_NEXT_BECAUSE_NO_ORDER;
}

/* A softdep that the system has and the initramfs lacks would be there in a new one. */
static bool softdep_is_new(const struct ia_next_work *boot, const char *driver)
{
	const struct ia_module *later = ia_next_of_system(boot, driver);

	return boot->stage == IA_BOOT_STAGE_INITRAMFS && later &&
	       ia_next_has(&later->pre, IA_VFIO_PCI);
}

/* Return: whether this part of the boot decides. */
static bool judge_stage(struct ia_next_work *boot, enum ia_module_stage stage,
			struct ia_next_driver *next)
{
	const struct ia_texts *modules = &boot->device->host->modules;
	const char *driver = NULL;
	size_t i, others = 0, after = 0;
	bool there, ids, first, somehow;
	enum ia_next_when when;

	boot->stage = stage;
	boot->vfio = ia_machine_module(boot->machine, IA_VFIO_PCI, stage);
	if (!boot->vfio || boot->vfio->blacklist == IA_FLAG_UNKNOWN ||
	    boot->vfio->place == IA_MODULE_UNKNOWN)
		return decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_NOT_READ, NULL);
	for (i = 0; i < modules->count; i++) {
		const struct ia_module *module = ia_machine_module(boot->machine, modules->items[i],
								   stage);

		if (!module || module == boot->vfio || !ia_next_is_loaded(boot, module))
			continue;
		if (ia_next_is_unsure(module))
			return decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_COMMAND,
				      module->module.text);
		if (ia_next_binds_nothing(boot, module))
			continue;
		if (!others++ || !ia_next_has(&module->pre, IA_VFIO_PCI))
			driver = module->module.text;
		after += ia_next_has(&module->pre, IA_VFIO_PCI);
	}
	there = boot->vfio->place == IA_MODULE_FILE && !ia_next_is_refused(boot, boot->vfio);
	ids = boot->loaded ? boot->had_ids : ia_next_claims(boot, boot->vfio);
	next->wanted |= ids;
	if (there && ids && ia_next_is_unsure(boot->vfio))
		return decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_COMMAND, IA_VFIO_PCI);
	when = there ? ia_next_when_listed(boot) : IA_WHEN_NEVER;
	if (when == IA_WHEN_UNKNOWN && !boot->loaded && next->wanted)
		return decide(boot, next, IA_NEXT_UNKNOWN, stage == IA_BOOT_STAGE_ROOT ?
			      IA_NEXT_BECAUSE_NOT_READ : IA_NEXT_BECAUSE_INIT, NULL);
	first = there && (boot->loaded || (when == IA_WHEN_FIRST && !ia_next_is_beaten(boot)));
	somehow = when == IA_WHEN_BESIDE || (there && boot->line->pulled[boot->stage]);
	if ((when != IA_WHEN_NEVER && when != IA_WHEN_UNKNOWN) || somehow) {
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
	if (ids && when == IA_WHEN_LAST && !boot->line->pulled[boot->stage])
		return decide(boot, next, IA_NEXT_OTHER, IA_NEXT_BECAUSE_AFTER, driver);
	if (ids && somehow)
		return decide(boot, next, IA_NEXT_OPEN, IA_NEXT_BECAUSE_EITHER, driver);
	return decide(boot, next, IA_NEXT_OTHER, ids && there && softdep_is_new(boot, driver) ?
		      IA_NEXT_BECAUSE_STALE : loses(boot, there, ids), driver);
}

/* Drivers of the kernel itself: they are there before the first module. */
static bool judge_built_in(struct ia_next_work *boot, struct ia_next_driver *next)
{
	const struct ia_texts *modules = &boot->device->host->modules;
	const struct ia_module *vfio = ia_next_of_system(boot, IA_VFIO_PCI);
	const char *driver = NULL;
	bool ids;
	size_t i;

	boot->stage = IA_BOOT_STAGE_ROOT;
	for (i = 0; i < modules->count && !driver; i++) {
		const struct ia_module *module = ia_machine_module(boot->machine, modules->items[i],
								   IA_BOOT_STAGE_ROOT);

		if (module && module != vfio && module->place == IA_MODULE_BUILT_IN &&
		    !ia_next_binds_nothing(boot, module))
			driver = module->module.text;
	}
	/* modprobe.d says nothing to what nobody loads. */
	ids = vfio && vfio->place == IA_MODULE_BUILT_IN && ia_next_claims(boot, NULL);
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
static void judge_unread(const struct ia_next_work *boot, struct ia_next_driver *next)
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
static void judge_drivers(struct ia_next_work *boot, struct ia_next_driver *next)
{
	const struct ia_machine *m = boot->machine;
	const struct ia_module *vfio = ia_machine_module(m, IA_VFIO_PCI, IA_BOOT_STAGE_ROOT);

	next->wanted = vfio && ia_next_claims(boot, vfio);
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
static void judge_driverctl(struct ia_next_work *boot, struct ia_next_driver *next,
			    const char *driver)
{
	const struct ia_module *vfio = ia_next_of_system(boot, IA_VFIO_PCI);

	boot->stage = IA_BOOT_STAGE_ROOT;
	if (!strcmp(driver, "none")) {
		decide(boot, next, IA_NEXT_NONE, IA_NEXT_BECAUSE_KEPT_AWAY, NULL);
		return;
	}
	/* Drivers' names are compared letter by letter. */
	if (!strcmp(driver, IA_VFIO_PCI)) {
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
	if (next->answer == IA_NEXT_VFIO || vfio->place == IA_MODULE_BUILT_IN ||
	    (vfio->place == IA_MODULE_FILE && !ia_next_is_refused(boot, vfio) &&
	     !ia_next_is_unsure(vfio)))
		decide(boot, next, IA_NEXT_VFIO, IA_NEXT_BECAUSE_DRIVERCTL, driver);
	else if (ia_next_is_unsure(vfio))
		decide(boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_COMMAND, IA_VFIO_PCI);
	else if (vfio->install.known && !ia_next_fails(vfio->install.text))
		decide(boot, next, IA_NEXT_NONE, IA_NEXT_BECAUSE_UNBOUND, driver);
	else if (next->answer == IA_NEXT_OTHER)
		next->why.code = IA_NEXT_BECAUSE_KEPT;
	else if (next->answer == IA_NEXT_NONE)
		next->why.code = IA_NEXT_BECAUSE_KEPT_NONE;
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
	struct ia_next_work boot = {
		.machine = machine, .device = device, .stage = IA_BOOT_STAGE_ROOT,
	};

	*next = (struct ia_next_driver){ .answer = IA_NEXT_UNKNOWN };
	if (machine->host.has_boot && h && h->modules.known)
		boot.line = ia_next_line_of(machine);
	if (!boot.line || !boot.line->known) {
		decide(&boot, next, IA_NEXT_UNKNOWN, IA_NEXT_BECAUSE_NOT_READ, NULL);
		return;
	}
	judge_drivers(&boot, next);
	if (h->driverctl.known && *h->driverctl.text)
		judge_driverctl(&boot, next, h->driverctl.text);
}
