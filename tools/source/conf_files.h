/* SPDX-License-Identifier: GPL-2.0 */
/* conf_files.c: drop-ins of several folders, of which an earlier one hides names of a later one */
#ifndef IA_SOURCE_CONF_FILES_H
#define IA_SOURCE_CONF_FILES_H

#include "root.h"

size_t ia_conf_files(struct ia_arena *arena, const struct ia_root *root,
		     const char *const *folders, size_t nfolders, const char *const *ends,
		     size_t nends, const char ***paths);

#endif /* IA_SOURCE_CONF_FILES_H */
