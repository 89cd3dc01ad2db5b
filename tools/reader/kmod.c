// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <libkmod.h>

#include "../../include/uapi/iommu_audit.h"

static void silent(void *data, int priority, const char *file, int line,
		   const char *fn, const char *format, va_list args)
{
	(void)data;
	(void)priority;
	(void)file;
	(void)line;
	(void)fn;
	(void)format;
	(void)args;
}

static bool need_root(struct ia_arena *arena, const char *what,
		      const char *path, struct ia_problem *problem)
{
	if (!geteuid())
		return true;
	*problem = (struct ia_problem){
		.status = IA_MISSING,
		.text = ia_format(arena, "this needs root\nrun:  sudo iommu-audit %s%s%s",
				  what, path ? " " : "", path ? path : ""),
	};
	return false;
}

static int load(struct kmod_ctx *ctx, const char *path, bool *already)
{
	struct kmod_module *module = NULL;
	int error;

	/* Looked at under its own name: the file may be called otherwise. */
	error = kmod_module_new_from_name(ctx, IOMMU_AUDIT_MODULE, &module);
	if (error < 0)
		return error;
	*already = kmod_module_get_initstate(module) >= 0;
	if (*already) {
		kmod_module_unref(module);
		return 0;
	}
	if (path) {
		kmod_module_unref(module);
		error = kmod_module_new_from_path(ctx, path, &module);
		if (error < 0)
			return error;
		error = kmod_module_insert_module(module, 0, NULL);
	} else if (!kmod_module_get_path(module)) {
		error = -ENOENT;
	} else {
		error = kmod_module_probe_insert_module(module, 0, NULL, NULL,
							NULL, NULL);
	}
	kmod_module_unref(module);
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
	int error = -ENOMEM;

	*already = false;
	if (!need_root(arena, "load", path, problem))
		return false;
	ctx = kmod_new(NULL, NULL);
	if (ctx) {
		kmod_set_log_fn(ctx, silent, NULL);
		error = load(ctx, path, already);
		kmod_unref(ctx);
	}
	if (error >= 0)
		return true;
	if (error == -EEXIST) {
		*already = true;
		return true;
	}
	ia_explain_load(arena, -error, kernel, path, problem);
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
	if (!need_root(arena, "unload", NULL, problem))
		return false;
	ctx = kmod_new(NULL, NULL);
	if (ctx) {
		kmod_set_log_fn(ctx, silent, NULL);
		error = kmod_module_new_from_name(ctx, IOMMU_AUDIT_MODULE,
						  &module);
	}
	if (error >= 0) {
		*already = kmod_module_get_initstate(module) < 0;
		error = *already ? 0 : kmod_module_remove_module(module, 0);
		kmod_module_unref(module);
	}
	kmod_unref(ctx);
	if (error >= 0)
		return true;
	ia_explain_unload(arena, -error, problem);
	return false;
}
