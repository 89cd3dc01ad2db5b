/* SPDX-License-Identifier: GPL-2.0 */
/* Parts of the names of files */
#ifndef IA_BASE_PATH_H
#define IA_BASE_PATH_H

#include <stdbool.h>
#include <string.h>

/* What follows the last slash, or all of a path without one; NULL of NULL. */
static inline const char *ia_last_part(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path;
}

/* Whether a name ends in this, and has something in front of it. */
static inline bool ia_ends_in(const char *name, const char *end)
{
	size_t len = strlen(name), tail = strlen(end);

	return len > tail && !strcmp(name + len - tail, end);
}

#endif /* IA_BASE_PATH_H */
