// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <libkmod.h>

#include "../../include/uapi/iommu_audit.h"
#include "../base/escape.h"

/* The interface that <libkmod.h> describes. */
#define LIBKMOD "libkmod.so.2"

/*
 * Opened only to load and unload: libkmod brings libcrypto along, and to link
 * with that takes longer than the rest of a report.
 */
static struct libkmod {
	typeof(kmod_new) *new;
	typeof(kmod_unref) *unref;
	typeof(kmod_set_log_fn) *set_log_fn;
	typeof(kmod_module_new_from_name) *module_new_from_name;
	typeof(kmod_module_new_from_path) *module_new_from_path;
	typeof(kmod_module_unref) *module_unref;
	typeof(kmod_module_get_initstate) *module_get_initstate;
	typeof(kmod_module_get_path) *module_get_path;
	typeof(kmod_module_insert_module) *module_insert_module;
	typeof(kmod_module_probe_insert_module) *module_probe_insert_module;
	typeof(kmod_module_remove_module) *module_remove_module;
} libkmod;

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
	{ "kmod_new", offsetof(struct libkmod, new) },
	{ "kmod_unref", offsetof(struct libkmod, unref) },
	{ "kmod_set_log_fn", offsetof(struct libkmod, set_log_fn) },
	{ "kmod_module_new_from_name", offsetof(struct libkmod, module_new_from_name) },
	{ "kmod_module_new_from_path", offsetof(struct libkmod, module_new_from_path) },
	{ "kmod_module_unref", offsetof(struct libkmod, module_unref) },
	{ "kmod_module_get_initstate", offsetof(struct libkmod, module_get_initstate) },
	{ "kmod_module_get_path", offsetof(struct libkmod, module_get_path) },
	{ "kmod_module_insert_module", offsetof(struct libkmod, module_insert_module) },
	{ "kmod_module_probe_insert_module", offsetof(struct libkmod, module_probe_insert_module) },
	{ "kmod_module_remove_module", offsetof(struct libkmod, module_remove_module) },
};

static bool open_libkmod(struct ia_arena *arena, struct ia_problem *problem)
{
	void *library = dlopen(LIBKMOD, RTLD_NOW);
	size_t i;

	for (i = 0; library && i < sizeof(functions) / sizeof(*functions); i++) {
		void *function = dlsym(library, functions[i].name);

		if (!function)
			library = NULL;
		memcpy((char *)&libkmod + functions[i].offset, &function,
		       sizeof(function));
	}
	if (library)
		return true;
	*problem = (struct ia_problem){
		.status = IA_MISSING,
		.text = ia_format(arena, "%s\n"
				  "run:  sudo apt install libkmod2, or your distribution's package of "
				  LIBKMOD, dlerror()),
	};
	return false;
}

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
	error = libkmod.module_new_from_name(ctx, IOMMU_AUDIT_MODULE, &module);
	if (error < 0)
		return error;
	*already = libkmod.module_get_initstate(module) >= 0;
	if (*already) {
		libkmod.module_unref(module);
		return 0;
	}
	if (path) {
		libkmod.module_unref(module);
		error = libkmod.module_new_from_path(ctx, path, &module);
		if (error < 0)
			return error;
		error = libkmod.module_insert_module(module, 0, NULL);
	} else if (!libkmod.module_get_path(module)) {
		error = -ENOENT;
	} else {
		error = libkmod.module_probe_insert_module(module, 0, NULL, refuse_command,
							   refused, NULL);
	}
	libkmod.module_unref(module);
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
	    !open_libkmod(arena, problem))
		return false;
	ctx = libkmod.new(NULL, NULL);
	if (ctx) {
		libkmod.set_log_fn(ctx, silent, NULL);
		error = load(ctx, path, already, &refused);
		libkmod.unref(ctx);
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
	    !open_libkmod(arena, problem))
		return false;
	ctx = libkmod.new(NULL, NULL);
	if (ctx) {
		libkmod.set_log_fn(ctx, silent, NULL);
		error = libkmod.module_new_from_name(ctx, IOMMU_AUDIT_MODULE,
						  &module);
	}
	if (error >= 0) {
		*already = libkmod.module_get_initstate(module) < 0;
		error = *already ? 0 : libkmod.module_remove_module(module, 0);
		libkmod.module_unref(module);
	}
	libkmod.unref(ctx);
	if (error >= 0)
		return true;
	ia_explain_unload(arena, -error, problem);
	return false;
}
