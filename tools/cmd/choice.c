// SPDX-License-Identifier: GPL-2.0
/* Which source the machine is read from, as --source names it, and when there are colors. */
#include "cmd.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_cmd_choice() - the source that --source names
 * @run: the invocation
 * @choice: filled; auto without the option
 *
 * Return: false when it is none.
 */
bool ia_cmd_choice(const struct ia_run *run, enum ia_choice *choice)
{
	static const char *const names[] = {
		[IA_CHOICE_AUTO] = "auto", [IA_CHOICE_MODULE] = "module",
		[IA_CHOICE_SYSFS] = "sysfs",
	};
	const char *name = ia_opt(run, SOURCE);

	*choice = IA_CHOICE_AUTO;
	if (!name)
		return true;
	while (*choice <= IA_CHOICE_SYSFS && strcmp(names[*choice], name))
		++*choice;
	return *choice <= IA_CHOICE_SYSFS;
}

/*
 * Whether the module's files are what will be read: they are there, as far as this user sees, or
 * nothing else would do.
 */
bool ia_cmd_has_module(const struct ia_run *run)
{
	enum ia_choice choice;

	if (!ia_cmd_choice(run, &choice) || choice == IA_CHOICE_MODULE || run->needs_module)
		return true;
	return choice == IA_CHOICE_AUTO &&
	       ia_root_exists(&run->root, ia_debugfs_path(run->arena, IOMMU_AUDIT_FILE_VERSION));
}

/*
 * When states are colored, as --color says; --no-color is an older word for never.
 *
 * Return: false when it says nothing of the kind.
 */
bool ia_cmd_color(const struct ia_run *run, enum ia_color *color)
{
	static const char *const names[] = {
		[IA_COLOR_AUTO] = "auto", [IA_COLOR_ALWAYS] = "always", [IA_COLOR_NEVER] = "never",
	};
	const char *name = ia_opt(run, COLOR);

	*color = IA_COLOR_AUTO;
	while (name && *color <= IA_COLOR_NEVER && strcmp(names[*color], name))
		++*color;
	if (*color <= IA_COLOR_NEVER && ia_opt(run, NO_COLOR))
		*color = IA_COLOR_NEVER;
	return *color <= IA_COLOR_NEVER;
}
