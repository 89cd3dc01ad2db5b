// SPDX-License-Identifier: GPL-2.0
/*
 * The only code that opens files for reading.
 *
 * A tree that --root names may come out of an archive that somebody sent: its
 * links are resolved inside of it, and of what is no regular file nothing is
 * opened. The kernel does the former since Linux 5.6; before, or where a
 * container's filter keeps openat2() away, walk() does it here.
 */
#include "root.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As the kernel: fs/namei.c, MAXSYMLINKS. */
#define MOST_LINKS	40
/* Paths of sysfs have some ten components, and as many again for each bridge. */
#define MOST_DEPTH	64
/* Bytes of a folder's entries that are read at once. */
#define LIST		8192

const struct ia_root ia_root_system = { IA_ROOT_SYSTEM, AT_FDCWD, "", NULL };
const struct ia_root ia_root_named = { IA_ROOT_NAMED, AT_FDCWD, "", NULL };

/*
 * Take the numbers of standard files that are closed: the next file that is opened
 * would get one, and with it what is meant for the user.
 */
void ia_root_standard(void)
{
	int fd;

	/* As if closed: whoever reads or writes it gets EBADF. */
	do
		fd = open("/", O_PATH | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* The most that is read of one file. */
size_t ia_root_limit(const struct ia_root *root)
{
	return root->kind == IA_ROOT_SYSTEM ? IA_MAX_FILE : IA_MAX_FOREIGN;
}

/**
 * ia_is_not_a_file() - tell what a file is instead of a regular one
 * @mode: its st_mode
 *
 * Return: one of enum ia_not_a_file, or 0 for a regular file.
 */
int ia_is_not_a_file(unsigned int mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return 0;
	case S_IFDIR:
		return IA_IS_FOLDER;
	case S_IFIFO:
		return IA_IS_FIFO;
	case S_IFSOCK:
		return IA_IS_SOCKET;
	case S_IFLNK:
		return IA_IS_LINK;
	default:
		return IA_IS_DEVICE;
	}
}

/**
 * ia_file_wrong() - say why a file was not read
 * @arena: the owner of the text
 * @root: where it was looked for
 * @error: errno, or one of enum ia_not_a_file
 */
const char *ia_file_wrong(struct ia_arena *arena, const struct ia_root *root, int error)
{
	switch (error) {
	case IA_IS_FOLDER:
		return "is a directory; a regular file is expected";
	case IA_IS_FIFO:
		return "is a FIFO; a regular file is expected";
	case IA_IS_SOCKET:
		return "is a socket; a regular file is expected";
	case IA_IS_DEVICE:
		return "is a device; a regular file is expected";
	case IA_IS_LINK:
		return "is a symbolic link; a regular file is expected";
	case EFBIG:
		return ia_format(arena, "is larger than %zu MiB, the most that is read of a file",
				 ia_root_limit(root) >> 20);
	default:
		return strerror(error);
	}
}

/*
 * Remembers what is there and cannot be read, but for want of root. What is not there
 * is no error: a machine need not have it. Return: -error.
 */
static int refuse(const struct ia_root *root, const char *path, int error)
{
	struct ia_refusal *refusal = root->refusal;

	if (refusal && !refusal->text && error != ENOENT && error != ENOTDIR && error != EACCES)
		refusal->text = ia_format(refusal->arena, "%s%s: %s", root->name, path,
					  ia_file_wrong(refusal->arena, root, error));
	return -error;
}

/**
 * ia_root_refuse() - a file of a tree holds something else; of no effect for the running system
 * @root: where it was read
 * @path: the file
 * @expected: what it should hold
 */
void ia_root_refuse(const struct ia_root *root, const char *path, const char *expected)
{
	struct ia_refusal *refusal = root->refusal;

	if (refusal && !refusal->text)
		refusal->text = ia_format(refusal->arena, "%s%s is not %s", root->name, path,
					  expected);
}

/**
 * ia_root_open() - begin to read a tree
 * @root: filled
 * @arena: owner of what it refuses
 * @folder: the folder
 * @problem: filled when it cannot be opened
 */
bool ia_root_open(struct ia_root *root, struct ia_arena *arena, const char *folder,
		  struct ia_problem *problem)
{
	*root = (struct ia_root){
		.kind = IA_ROOT_TREE,
		.fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC),
		.name = folder,
		.refusal = ia_alloc(arena, 1, sizeof(*root->refusal)),
	};
	root->refusal->arena = arena;
	if (root->fd >= 0)
		return true;
	*problem = (struct ia_problem){
		.status = IA_USAGE,
		.text = ia_format(arena, "--root: %s: %s", folder, errno == ENOENT ?
				  "no such directory" : strerror(errno)),
	};
	return false;
}

/**
 * ia_root_sound() - tell whether all that was there could be read
 * @root: where files were read
 * @problem: filled when one of a tree was none to be read
 */
bool ia_root_sound(const struct ia_root *root, struct ia_problem *problem)
{
	if (!root->refusal || !root->refusal->text)
		return true;
	*problem = (struct ia_problem){ .status = IA_PARSE, .text = root->refusal->text };
	return false;
}

/**
 * struct way - a path that is walked
 * @fds: the folders that lead to where it is, the first one the root
 * @depth: number of folders below the root
 * @links: links followed
 * @rest: what is left of the path
 */
struct way {
	int fds[MOST_DEPTH + 1];
	size_t depth;
	size_t links;
	char rest[PATH_MAX];
};

static void up(struct way *way)
{
	if (way->depth)
		close(way->fds[way->depth--]);
}

/* Takes the next component off the path. Return: whether there was one. */
static bool next(struct way *way, char name[NAME_MAX + 1])
{
	size_t skip = strspn(way->rest, "/"), len = strcspn(way->rest + skip, "/");

	if (!len || len > NAME_MAX) {
		errno = len ? ENAMETOOLONG : 0;
		return false;
	}
	memcpy(name, way->rest + skip, len);
	name[len] = '\0';
	memmove(way->rest, way->rest + skip + len, strlen(way->rest + skip + len) + 1);
	return true;
}

/* Puts the target of a link before the rest of the path. Return: 0 or a negative errno. */
static int follow(struct way *way, int link)
{
	char target[PATH_MAX];
	ssize_t len = readlinkat(link, "", target, sizeof(target));
	size_t rest = strlen(way->rest);

	if (len < 0)
		return -errno;
	if (++way->links > MOST_LINKS)
		return -ELOOP;
	if (len + 1 + rest >= sizeof(way->rest))
		return -ENAMETOOLONG;
	while (*target == '/' && way->depth)
		up(way);
	memmove(way->rest + len + 1, way->rest, rest + 1);
	memcpy(way->rest, target, len);
	way->rest[len] = '/';
	return 0;
}

/* Goes one component further. Return: 0 or a negative errno. */
static int step(struct way *way, const char *name)
{
	struct stat there;
	int fd, error = 0;

	if (!strcmp(name, "."))
		return 0;
	if (!strcmp(name, "..")) {
		up(way);
		return 0;
	}
	fd = openat(way->fds[way->depth], name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &there))
		error = -errno;
	else if (S_ISLNK(there.st_mode))
		error = follow(way, fd);
	else if (way->depth == MOST_DEPTH)
		error = -ENAMETOOLONG;
	else
		way->fds[++way->depth] = fd;
	if (error || S_ISLNK(there.st_mode))
		close(fd);
	return error;
}

/* As openat2() with RESOLVE_IN_ROOT, a component at a time. */
static int walk(int root, const char *path, int flags)
{
	char name[NAME_MAX + 1] = ".";
	struct way way = { .fds = { root } };
	size_t depth;
	size_t len = strlen(path);
	int fd = -1, error = 0;

	if (len >= sizeof(way.rest)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(way.rest, path, len + 1);
	for (depth = 0; !error && next(&way, name);) {
		depth = way.depth;
		error = -step(&way, name);
	}
	if (!error)
		error = errno;
	/* What was found is opened by its name in its folder, as no link. */
	if (!error && way.depth > depth)
		fd = openat(way.fds[way.depth - 1], name, flags | O_NOFOLLOW);
	else if (!error)
		fd = openat(way.fds[way.depth], ".", flags);
	if (!error && fd < 0)
		error = errno;
	while (way.depth)
		up(&way);
	errno = error;
	return fd;
}

/* Opens a path below its root. Return: a file, or -1 with errno. */
static int open_in(const struct ia_root *root, const char *path, int flags)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	int fd;

	if (root->kind != IA_ROOT_TREE)
		return openat(root->fd, path, flags | O_CLOEXEC);
	fd = syscall(SYS_openat2, root->fd, path, &how, sizeof(how));
	/* EAGAIN: somebody renames folders somewhere, and it did not follow a "..". */
	if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != EAGAIN))
		return fd;
	return walk(root->fd, path, flags | O_CLOEXEC);
}

/* Whether an open file is to be read. Return: 0, an errno or enum ia_not_a_file. */
static int look_at(const struct ia_root *root, int fd)
{
	struct stat found;
	int error;

	if (fd < 0 || fstat(fd, &found))
		return errno;
	error = ia_is_not_a_file(found.st_mode);
	if (!error && found.st_size > (off_t)ia_root_limit(root))
		error = EFBIG;
	return error;
}

/*
 * Opens a file for reading. Of files that are not the running system's, only regular ones
 * are opened, and none that is too large: opening a device may already do something.
 * Return: the file, a negative errno, or a negative enum ia_not_a_file.
 */
int ia_root_file(const struct ia_root *root, const char *path)
{
	int fd, error;

	if (root->kind == IA_ROOT_SYSTEM) {
		fd = open_in(root, path, O_RDONLY | O_NOCTTY);
		return fd < 0 ? -errno : fd;
	}
	fd = open_in(root, path, O_PATH);
	error = look_at(root, fd);
	if (fd >= 0)
		close(fd);
	if (error)
		return refuse(root, path, error);
	/* And once more, should it have been replaced in between. */
	fd = open_in(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	error = look_at(root, fd);
	if (!error)
		return fd;
	if (fd >= 0)
		close(fd);
	return refuse(root, path, error);
}

/* Open a file that goes on, for poll() and a read() that waits for nothing: ia_root_file(). */
int ia_root_stream(const struct ia_root *root, const char *path)
{
	int fd;

	if (root->kind != IA_ROOT_SYSTEM)
		return ia_root_file(root, path);
	fd = open_in(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	return fd < 0 ? -errno : fd;
}

/* Tell whether there is a file or a folder. */
bool ia_root_exists(const struct ia_root *root, const char *path)
{
	int fd = open_in(root, path, O_PATH);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/**
 * ia_root_enter() - begin to read many files of a folder
 * @root: where its path begins
 * @path: the folder
 * @folder: filled; to be given to ia_root_leave()
 *
 * Paths of the running system are walked once, which matters in sysfs, where links are
 * long. Those of a tree have to be walked from its root each time.
 *
 * Return: whether it is there, as far as is known by now.
 */
bool ia_root_enter(const struct ia_root *root, const char *path, struct ia_folder *folder)
{
	*folder = (struct ia_folder){ .root = *root, .path = path };
	if (root->kind != IA_ROOT_SYSTEM)
		return true;
	folder->root.fd = open_in(root, path, O_PATH | O_DIRECTORY);
	folder->path = NULL;
	return folder->root.fd >= 0;
}

/** ia_root_leave() - give back what ia_root_enter() took */
void ia_root_leave(const struct ia_folder *folder)
{
	if (folder->root.kind == IA_ROOT_SYSTEM && folder->root.fd >= 0)
		close(folder->root.fd);
}

/* The path of a file of a folder, below the root that ia_root_enter() gave it. */
const char *ia_root_path(struct ia_arena *arena, const struct ia_folder *folder, const char *name)
{
	return folder->path ? ia_format(arena, "%s/%s", folder->path, name) : name;
}

/*
 * What a file says of its size, of files of sysfs the most that they can show; negative
 * without a file.
 */
long ia_root_size(const struct ia_root *root, const char *path)
{
	struct stat found;
	long size = -1;
	int fd;

	if (root->kind != IA_ROOT_TREE)
		return fstatat(root->fd, path, &found, 0) ? -1 : found.st_size;
	fd = open_in(root, path, O_PATH);
	if (fd < 0)
		return -1;
	if (!fstat(fd, &found))
		size = found.st_size;
	close(fd);
	return size;
}

/**
 * ia_root_link() - read a symbolic link
 * @root: where its path begins
 * @arena: the owner of the text
 * @path: the link
 *
 * Return: what it says, without following it; NULL when there is no such link.
 */
char *ia_root_link(const struct ia_root *root, struct ia_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	char target[PATH_MAX];
	ssize_t len;
	int fd;

	if (root->kind != IA_ROOT_TREE) {
		len = readlinkat(root->fd, path, target, sizeof(target));
		return len < 0 ? NULL : ia_strndup(arena, target, len);
	}
	fd = open_in(root, ia_strndup(arena, path, slash - path), O_PATH);
	if (fd < 0)
		return NULL;
	len = readlinkat(fd, slash + 1, target, sizeof(target));
	close(fd);
	return len < 0 ? NULL : ia_strndup(arena, target, len);
}

/* The whole path of a file that somebody named, for a library that opens it itself. */
const char *ia_full_path(struct ia_arena *arena, const char *path)
{
	char *full = realpath(path, NULL);

	path = full ? ia_strndup(arena, full, strlen(full)) : path;
	free(full);
	return path;
}

static int by_version(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)a, *(const char *const *)b);
}

/* A name of a folder, behind those of the list. */
static void add_name(struct ia_arena *arena, const char ***names, size_t *count, size_t *room,
		     const char *name)
{
	*names = ia_grow(arena, *names, *count, room, sizeof(**names));
	(*names)[(*count)++] = ia_strndup(arena, name, strlen(name));
}

/**
 * ia_root_list() - list a folder
 * @root: where its path begins
 * @arena: the owner of the names
 * @path: the folder
 * @names: filled, in the order of their numbers
 *
 * Return: how many there are; none of a folder that is not there.
 */
size_t ia_root_list(const struct ia_root *root, struct ia_arena *arena, const char *path,
		    const char ***names)
{
	int fd = open_in(root, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
	char buffer[LIST] __attribute__((aligned(8)));
	size_t count = 0, room = 0;
	ssize_t len, at;

	*names = NULL;
	if (fd < 0)
		return 0;
	/* sysfs has hundreds of folders with a name or two: readdir() asks more of each. */
	while ((len = getdents64(fd, buffer, sizeof(buffer))) > 0) {
		for (at = 0; at < len;) {
			const struct dirent64 *entry = (const void *)(buffer + at);

			add_name(arena, names, &count, &room, entry->d_name);
			at += entry->d_reclen;
		}
	}
	close(fd);
	if (count)
		qsort(*names, count, sizeof(**names), by_version);
	return count;
}
