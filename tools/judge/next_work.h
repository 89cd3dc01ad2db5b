/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the next boot share: next_boot.c, next_modules.c, next_lists.c */
#ifndef IA_JUDGE_NEXT_WORK_H
#define IA_JUDGE_NEXT_WORK_H

#include "../machine/cmdline.h"
#include "next_boot.h"

#define IA_VFIO_PCI	"vfio_pci"
/* Parameters that matter here, and that are looked at for each module of each function. */
#define IA_NEXT_MOST_TOKENS	64

/**
 * struct ia_next_line - what a machine's command line says of modules
 * @known: it is known, and there is no more of it than is looked at
 * @tokens: parameters that name modules
 * @count: number of @tokens
 * @ids: the last vfio-pci.ids=, or NULL
 * @nomodeset: drivers of DRM are to leave their devices to the firmware's
 * @pulled: a softdep or an alias loads vfio_pci, by the stage of the boot
 */
struct ia_next_line {
	bool known;
	struct ia_token tokens[IA_NEXT_MOST_TOKENS];
	size_t count;
	const char *ids;
	bool nomodeset;
	bool pulled[IA_BOOT_STAGE_ROOT + 1];
};

/**
 * struct ia_next_work - what is asked, and what it is asked of
 * @machine: the machine
 * @device: the function
 * @line: what the command line says of modules
 * @stage: the part of the boot that is looked at
 * @vfio: vfio_pci in that
 * @loaded: vfio_pci is loaded since the initramfs, with the ids of that
 * @had_ids: it had those of the function there
 */
struct ia_next_work {
	const struct ia_machine *machine;
	const struct ia_device *device;
	const struct ia_next_line *line;
	enum ia_module_stage stage;
	const struct ia_module *vfio;
	bool loaded;
	bool had_ids;
};

/**
 * enum ia_next_names - how words of a list are compared with names of modules
 * @IA_NAMES_LOOSE: by modprobe, or by a file of modprobe.d: a dash is an underscore
 * @IA_NAMES_EXACT: letter by letter: kcmdline_parse_result() of libkmod-config.c
 * @IA_NAMES_LAST: likewise, and of several parameters the last one counts: blacklisted() of
 *	the kernel's kernel/module/main.c, whose parameter is a charp
 */
enum ia_next_names { IA_NAMES_LOOSE, IA_NAMES_EXACT, IA_NAMES_LAST };

/**
 * enum ia_next_when - when something asks for vfio-pci, beside the modules of devices
 * @IA_WHEN_NEVER: nothing does
 * @IA_WHEN_LAST: when those of devices are loaded
 * @IA_WHEN_BESIDE: meanwhile
 * @IA_WHEN_FIRST: before
 * @IA_WHEN_UNKNOWN: what does so is not known
 */
enum ia_next_when {
	IA_WHEN_NEVER, IA_WHEN_LAST, IA_WHEN_BESIDE, IA_WHEN_FIRST, IA_WHEN_UNKNOWN,
};

/* next_modules.c */
const struct ia_module *ia_next_of_system(const struct ia_next_work *boot, const char *name);
bool ia_next_has(const struct ia_texts *texts, const char *name);
bool ia_next_line_has(const struct ia_next_work *boot, const char *token, const char *module,
		      enum ia_next_names names);
bool ia_next_claims(const struct ia_next_work *boot, const struct ia_module *vfio);
bool ia_next_fails(const char *command);
bool ia_next_is_refused(const struct ia_next_work *boot, const struct ia_module *module);
bool ia_next_is_blacklisted(const struct ia_next_work *boot, const struct ia_module *module);
bool ia_next_is_loaded(const struct ia_next_work *boot, const struct ia_module *module);
bool ia_next_binds_nothing(const struct ia_next_work *boot, const struct ia_module *module);
bool ia_next_is_unsure(const struct ia_module *module);
const struct ia_next_line *ia_next_line_of(const struct ia_machine *m);

/* next_lists.c */
enum ia_next_when ia_next_when_listed(const struct ia_next_work *boot);
bool ia_next_is_beaten(const struct ia_next_work *boot);

#endif /* IA_JUDGE_NEXT_WORK_H */
