/* SPDX-License-Identifier: GPL-2.0 */
/* libkmod.c: libkmod, opened when it is needed */
#ifndef IA_SOURCE_LIBKMOD_H
#define IA_SOURCE_LIBKMOD_H

#include <libkmod.h>

#include "reader.h"

/* Functions of libkmod by their names without kmod_: X(NAME). */
#define IA_LIBKMOD_FUNCTIONS(X)							\
	X(new) X(unref) X(set_log_fn) X(module_new_from_name) X(module_new_from_path) \
	X(module_unref) X(module_get_initstate) X(module_get_path)		\
	X(module_insert_module) X(module_probe_insert_module) X(module_remove_module) \
	X(config_get_blacklists) X(config_get_install_commands) X(config_get_aliases) \
	X(config_get_options) X(config_get_softdeps) X(config_iter_get_key)	\
	X(config_iter_get_value) X(config_iter_next) X(config_iter_free_iter)

#define X(name)	typeof(kmod_##name) *(name);
struct ia_libkmod { IA_LIBKMOD_FUNCTIONS(X) };
#undef X

/* libkmod.c */
extern struct ia_libkmod ia_libkmod;

bool ia_libkmod_open(struct ia_arena *arena, struct ia_problem *problem);
struct kmod_ctx *ia_libkmod_new(const char *folder, const char *const *paths);

#endif /* IA_SOURCE_LIBKMOD_H */
