// SPDX-License-Identifier: GPL-2.0
/* A tree of files that a target reads in place of the running system, for the life of a process. */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[PATH_MAX];

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	(void)info;
	(void)kind;
	(void)where;
	return remove(path);
}

static void clean_up(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void make_folders(const char *file)
{
	char path[PATH_MAX + 128], *slash = path + strlen(folder) + 1;

	snprintf(path, sizeof(path), "%s%s", folder, file);
	while ((slash = strchr(slash, '/'))) {
		*slash = '\0';
		if (mkdir(path, 0755) && errno != EEXIST)
			fuzz_broken("cannot make %s", path);
		*slash++ = '/';
	}
}

/**
 * fuzz_tree_make() - make an empty root, and the folders that files will be in
 * @files: absolute paths below it
 * @count: how many
 *
 * Called once. The root is removed at exit.
 */
void fuzz_tree_make(const char *const *files, size_t count)
{
	const char *above = getenv("TMPDIR");
	size_t i;

	snprintf(folder, sizeof(folder), "%s/iommu-audit-fuzz.XXXXXX", above ? above : "/tmp");
	if (!mkdtemp(folder))
		fuzz_broken("cannot make %s", folder);
	atexit(clean_up);
	for (i = 0; i < count; i++)
		make_folders(files[i]);
}

/**
 * fuzz_tree_link() - make a symbolic link, with the folders above it
 * @link: its absolute path below the root
 * @target: what it holds
 */
void fuzz_tree_link(const char *link, const char *target)
{
	char path[PATH_MAX + 128];

	make_folders(link);
	snprintf(path, sizeof(path), "%s%s", folder, link);
	if (symlink(target, path))
		fuzz_broken("cannot make %s", path);
}

/**
 * fuzz_tree_put() - give a file its content
 * @file: one of those of fuzz_tree_make()
 * @data: its content
 * @size: its length; without any there is no such file
 */
void fuzz_tree_put(const char *file, const uint8_t *data, size_t size)
{
	char path[PATH_MAX + 128];
	int fd;

	snprintf(path, sizeof(path), "%s%s", folder, file);
	unlink(path);
	if (!size)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		fuzz_broken("cannot write %s", path);
	close(fd);
}

/**
 * fuzz_tree_open() - open the root as the tool opens the one of --root
 * @root: filled in; close its descriptor afterwards
 * @arena: of the machine that is read
 */
void fuzz_tree_open(struct ia_root *root, struct ia_arena *arena)
{
	struct ia_problem problem;

	if (!ia_root_open(root, arena, folder, &problem))
		fuzz_broken("%s", problem.text);
}
