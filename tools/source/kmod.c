// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "../../include/uapi/iommu_audit.h"
#include "../base/escape.h"
#include "libkmod.h"

/* What modprobe.d would have run in place of loading: this program runs no other. */
static int refuse_command(struct kmod_module *module, const char *command, void *data)
{
	bool *refused = data;

	(void)module;
	(void)command;
	*refused = true;
	return -ECANCELED;
}

static bool need_root(struct ia_arena *arena, const char *what,
		      const char *path, struct ia_problem *problem)
{
	if (!geteuid())
		return true;
	*problem = (struct ia_problem){
		.status = IA_MISSING,
		.text = ia_format(arena, "this needs root\nrun:  sudo iommu-audit %s%s%s",
				  what, path ? " " : "",
				  path ? ia_escape_shell(arena, path) : ""),
	};
	return false;
}

static int load(struct kmod_ctx *ctx, const char *path, bool *already, bool *refused)
{
	struct kmod_module *module = NULL;
	int error;

	/* Looked at under its own name: the file may be called otherwise. */
	error = ia_libkmod.module_new_from_name(ctx, IOMMU_AUDIT_MODULE, &module);
	if (error < 0)
		return error;
	*already = ia_libkmod.module_get_initstate(module) >= 0;
	if (*already) {
		ia_libkmod.module_unref(module);
		return 0;
	}
	if (path) {
		ia_libkmod.module_unref(module);
		error = ia_libkmod.module_new_from_path(ctx, path, &module);
		if (error < 0)
			return error;
		error = ia_libkmod.module_insert_module(module, 0, NULL);
	} else if (!ia_libkmod.module_get_path(module)) {
		error = -ENOENT;
	} else {
		error = ia_libkmod.module_probe_insert_module(module, 0, NULL, refuse_command,
							   refused, NULL);
	}
	ia_libkmod.module_unref(module);
	return error;
}

/**
 * ia_module_load() - load the module
 * @arena: the owner of messages
 * @path: a file, or NULL for the module installed for this kernel
 * @kernel: release of the running kernel, for messages
 * @already: whether it was loaded before, and nothing was done
 * @problem: filled when this fails
 *
 * Return: whether the module is loaded now.
 */
bool ia_module_load(struct ia_arena *arena, const char *path,
		    const char *kernel, bool *already,
		    struct ia_problem *problem)
{
	struct kmod_ctx *ctx;
	bool refused = false;
	int error = -ENOMEM;

	*already = false;
	if (!need_root(arena, "load", path, problem) ||
	    !ia_libkmod_open(arena, problem))
		return false;
	ctx = ia_libkmod_new(NULL, NULL);
	if (ctx) {
		error = load(ctx, path, already, &refused);
		ia_libkmod.unref(ctx);
	}
	if (error >= 0)
		return true;
	if (error == -EEXIST) {
		*already = true;
		return true;
	}
	ia_explain_load(arena, refused ? ECANCELED : -error,
			ia_is_locked_down(arena, &ia_root_system), kernel, path, problem);
	return false;
}

/**
 * ia_module_unload() - unload the module
 * @arena: the owner of messages
 * @already: whether it was not loaded, and nothing was done
 * @problem: filled when this fails
 *
 * Return: whether the module is not loaded now.
 */
bool ia_module_unload(struct ia_arena *arena, bool *already,
		      struct ia_problem *problem)
{
	struct kmod_module *module = NULL;
	struct kmod_ctx *ctx;
	int error = -ENOMEM;

	*already = false;
	if (!need_root(arena, "unload", NULL, problem) ||
	    !ia_libkmod_open(arena, problem))
		return false;
	ctx = ia_libkmod_new(NULL, NULL);
	if (ctx) {
		error = ia_libkmod.module_new_from_name(ctx, IOMMU_AUDIT_MODULE,
						  &module);
	}
	if (error >= 0) {
		*already = ia_libkmod.module_get_initstate(module) < 0;
		error = *already ? 0 : ia_libkmod.module_remove_module(module, 0);
		ia_libkmod.module_unref(module);
	}
	ia_libkmod.unref(ctx);
	if (error >= 0)
		return true;
	ia_explain_unload(arena, -error, problem);
	return false;
}
