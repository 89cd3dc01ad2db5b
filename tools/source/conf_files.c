// SPDX-License-Identifier: GPL-2.0
#include "conf_files.h"

#include <stdlib.h>
#include <string.h>

#include "../base/path.h"

struct file {
	const char *name;
	const char *path;
	size_t folder;
};

static int by_name(const void *a, const void *b)
{
	const struct file *x = a, *y = b;
	int less = strcmp(x->name, y->name);

	return less ? less : x->folder < y->folder ? -1 : x->folder > y->folder;
}

static bool has_end(const char *name, const char *const *ends, size_t count)
{
	while (count--) {
		if (ia_ends_in(name, ends[count]))
			return true;
	}
	return false;
}

/**
 * ia_conf_files() - list the drop-ins of several folders
 * @arena: owner of the list
 * @root: where the folders are
 * @folders: the folders, the one that counts most first
 * @nfolders: number of @folders
 * @ends: what names of drop-ins end in
 * @nends: number of @ends
 * @paths: filled, by name across the folders; of those of one name the first folder's
 *
 * As conf_files_list() of kmod and conf_files_list_strv() of systemd do, but for links to
 * /dev/null, which are listed.
 *
 * Return: how many there are.
 */
size_t ia_conf_files(struct ia_arena *arena, const struct ia_root *root,
		     const char *const *folders, size_t nfolders, const char *const *ends,
		     size_t nends, const char ***paths)
{
	struct file *files = NULL;
	size_t i, j, found = 0, room = 0, count = 0;

	for (i = 0; i < nfolders; i++) {
		const char **names;
		size_t n = ia_root_list(root, arena, folders[i], &names);

		for (j = 0; j < n; j++) {
			if (*names[j] == '.' || !has_end(names[j], ends, nends))
				continue;
			files = ia_grow(arena, files, found, &room, sizeof(*files));
			files[found++] = (struct file){
				names[j], ia_format(arena, "%s/%s", folders[i], names[j]), i };
		}
	}
	if (found)
		qsort(files, found, sizeof(*files), by_name);
	*paths = ia_alloc(arena, found, sizeof(**paths));
	for (i = 0; i < found; i++) {
		if (!i || strcmp(files[i].name, files[i - 1].name))
			(*paths)[count++] = files[i].path;
	}
	return count;
}
