// SPDX-License-Identifier: GPL-2.0
/*
 * libkmod is opened only when it is needed: it brings libcrypto along, and to link with
 * that takes longer than the rest of a report.
 */
#include "libkmod.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The interface that <libkmod.h> describes. */
#define LIBKMOD "libkmod.so.2"

/* A variable that libkmod reads: what it logs, by number. */
#define PRIORITY "KMOD_LOG"

struct ia_libkmod ia_libkmod;

#define X(name)	{ "kmod_" #name, offsetof(struct ia_libkmod, name) },
static const struct {
	const char *name;
	size_t offset;
} functions[] = { IA_LIBKMOD_FUNCTIONS(X) };
#undef X

/*
 * Open libkmod, or fill in the problem, whose text the arena owns.
 *
 * Return: whether all of struct ia_libkmod can be called.
 */
bool ia_libkmod_open(struct ia_arena *arena, struct ia_problem *problem)
{
	void *library = dlopen(LIBKMOD, RTLD_NOW);
	size_t i;

	for (i = 0; library && i < sizeof(functions) / sizeof(*functions); i++) {
		void *function = dlsym(library, functions[i].name);

		if (!function)
			library = NULL;
		memcpy((char *)&ia_libkmod + functions[i].offset, &function, sizeof(function));
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

/**
 * ia_libkmod_new() - begin to work with libkmod, which writes nothing
 * @folder: the modules of a kernel, or NULL for those of the running one
 * @paths: its configuration, or NULL for that of the system
 *
 * Return: to be given up with ia_libkmod.unref(); NULL without memory.
 */
struct kmod_ctx *ia_libkmod_new(const char *folder, const char *const *paths)
{
	const char *set = getenv(PRIORITY);
	char *old = set ? strdup(set) : NULL;
	struct kmod_ctx *ctx;

	/*
	 * kmod_new() parses before it can be told where to log, and errors go to stderr, with
	 * text of the files. It takes the priority from here; below 0 there is none.
	 */
	setenv(PRIORITY, "-1", 1);
	ctx = ia_libkmod.new(folder, paths);
	if (old)
		setenv(PRIORITY, old, 1);
	else
		unsetenv(PRIORITY);
	free(old);
	if (ctx)
		ia_libkmod.set_log_fn(ctx, silent, NULL);
	return ctx;
}
