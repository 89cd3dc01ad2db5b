/* SPDX-License-Identifier: GPL-2.0 */
/* confine.c: which files this process may still open */
#ifndef IA_BASE_CONFINE_H
#define IA_BASE_CONFINE_H

#include <stdint.h>

/**
 * struct ia_confines - what is still open to this process
 * @rules: Landlock's ruleset, -1 where the kernel has no Landlock
 * @handled: what it denies without a rule, LANDLOCK_ACCESS_FS_*
 */
struct ia_confines {
	int rules;
	uint64_t handled;
};

struct ia_confines ia_confine_begin(void);
void ia_confine_read(const struct ia_confines *confines, const char *path);
void ia_confine_write(const struct ia_confines *confines, const char *folder);
void ia_confine_end(const struct ia_confines *confines);

#endif /* IA_BASE_CONFINE_H */
