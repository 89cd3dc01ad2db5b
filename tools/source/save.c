// SPDX-License-Identifier: GPL-2.0
/*
 * The only code that writes files.
 *
 * What is written holds what root alone may read of this machine: it is for its owner.
 * A file that is replaced gets no wider than it was, and is one of one's own.
 */
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#define OWNER	0600
#define ANYBODY	0666
#define SERVICES	0644
#define GROUP	0070
#define ALL	0777
#define ACL	"system.posix_acl_access"

/**
 * struct target - where a file is to be
 * @folder: its folder, open
 * @name: its name in there
 * @there: whether it replaces one
 * @old: that one
 * @acl: whether that one has an access control list, of which its mode shows the most
 * @mode: of one that replaces none
 */
struct target {
	int folder;
	const char *name;
	bool there;
	struct stat old;
	bool acl;
	mode_t mode;
};

/* Whether a folder is a tree's, or in it: going up from it, one gets there. */
static bool is_inside(int folder, const struct ia_root *root)
{
	struct stat top, here, last = { 0 };
	bool inside = false;
	int fd, up;

	if (root->kind != IA_ROOT_TREE || fstat(root->fd, &top))
		return false;
	fd = openat(folder, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	while (fd >= 0 && !fstat(fd, &here)) {
		inside = here.st_dev == top.st_dev && here.st_ino == top.st_ino;
		if (inside || (here.st_dev == last.st_dev && here.st_ino == last.st_ino))
			break;
		last = here;
		up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		close(fd);
		fd = up;
	}
	if (fd >= 0)
		close(fd);
	return inside;
}

/* Return: NULL when a file can be put there, or why not. */
static const char *look_at(struct ia_arena *arena, const struct target *to)
{
	int kind;

	if (faccessat(to->folder, ".", W_OK | X_OK, AT_EACCESS))
		return strerror(errno);
	if (!to->there)
		return NULL;
	kind = ia_is_not_a_file(to->old.st_mode);
	if (kind)
		return ia_file_wrong(arena, &ia_root_named, kind);
	if (to->old.st_uid != geteuid())
		return ia_format(arena,
				 "belongs to user %u, and this is user %u: only files of one's own are replaced",
				 (unsigned int)to->old.st_uid, (unsigned int)geteuid());
	return NULL;
}

/* Finds the place for a file. Return: NULL, or why it cannot be put there. */
static const char *find(struct ia_arena *arena, const char *path, struct target *to)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? ia_strndup(arena, path, slash - path + 1) : ".", *wrong;

	*to = (struct target){ .folder = -1, .name = slash ? slash + 1 : path };
	if (!*to->name || !strcmp(to->name, ".") || !strcmp(to->name, ".."))
		return ia_file_wrong(arena, &ia_root_named, IA_IS_FOLDER);
	to->folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (to->folder < 0)
		return strerror(errno);
	to->there = !fstatat(to->folder, to->name, &to->old, AT_SYMLINK_NOFOLLOW);
	to->acl = to->there && lgetxattr(path, ACL, NULL, 0) > 0;
	wrong = look_at(arena, to);
	if (wrong)
		close(to->folder);
	return wrong;
}

static bool fail(struct ia_arena *arena, const char *path, const char *wrong,
		 struct ia_problem *problem)
{
	*problem = (struct ia_problem){
		.status = IA_WRITE,
		.text = ia_format(arena, "%s: %s", path, wrong),
	};
	return false;
}

/**
 * ia_save_check() - see whether a file can be written, before there is something to write
 * @arena: the owner of messages
 * @root: where the machine is read; nothing is written in a tree
 * @path: the file
 * @problem: filled when it cannot
 */
bool ia_save_check(struct ia_arena *arena, const struct ia_root *root, const char *path,
		   struct ia_problem *problem)
{
	struct target to;
	const char *wrong = find(arena, path, &to);

	if (wrong)
		return fail(arena, path, wrong, problem);
	if (is_inside(to.folder, root))
		wrong = ia_format(arena, "is below --root %s, where nothing is written",
				  root->name);
	close(to.folder);
	return !wrong || fail(arena, path, wrong, problem);
}

static bool write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text += n;
		len -= n;
	}
	return true;
}

/* A group that is not the old file's own gets nothing of it. */
static bool set_mode(int fd, const struct target *to)
{
	mode_t mode = to->old.st_mode & ALL;
	struct stat now;

	if (!to->there)
		return !fchmod(fd, to->mode);
	if (fstat(fd, &now))
		return false;
	/* The folder may have given it a list of its own, which the mode would bring to life. */
	if (fremovexattr(fd, ACL) && errno != ENODATA && errno != EOPNOTSUPP)
		mode &= ~GROUP;
	if (to->acl || (now.st_gid != to->old.st_gid && fchown(fd, -1, to->old.st_gid)))
		mode &= ~GROUP;
	return !fchmod(fd, mode);
}

/* Writes a file that has no name yet, or @temp, and gives it its name. */
static bool replace(const struct target *to, int fd, const char *temp, bool unnamed,
		    const char *text)
{
	char self[sizeof("/proc/self/fd/") + 3 * sizeof(int)];

	if (!write_all(fd, text, strlen(text)) || !set_mode(fd, to) || fsync(fd))
		return false;
	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	/* A new file needs no other name on its way. */
	if (unnamed && !to->there)
		return !linkat(AT_FDCWD, self, to->folder, to->name, AT_SYMLINK_FOLLOW);
	if (unnamed && linkat(AT_FDCWD, self, to->folder, temp, AT_SYMLINK_FOLLOW))
		return false;
	return !renameat(to->folder, temp, to->folder, to->name);
}

/*
 * A file without a name is gone with this process, however that ends. Return: 0 or an
 * errno.
 */
static int save(const struct target *to, const char *text, bool unnamed)
{
	unsigned long long number;
	char temp[sizeof(".iommu-audit.") + 2 * sizeof(number)];
	int fd, error = 0;

	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		return errno;
	snprintf(temp, sizeof(temp), ".iommu-audit.%016llx", number);
	fd = unnamed ? openat(to->folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, OWNER) :
		       openat(to->folder, temp, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, OWNER);
	if (fd < 0)
		return errno;
	if (!replace(to, fd, temp, unnamed, text)) {
		error = errno;
		unlinkat(to->folder, temp, 0);
	}
	close(fd);
	return error;
}

/* What any new file gets. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(ANYBODY);

	umask(mask);
	return ANYBODY & ~mask;
}

static mode_t mode_for(enum ia_save_for who)
{
	switch (who) {
	case IA_SAVE_FOR_OTHERS:
		return usual_mode();
	case IA_SAVE_FOR_SERVICES:
		return SERVICES;
	case IA_SAVE_FOR_OWNER:
		break;
	}
	return OWNER;
}

/**
 * ia_save() - write a file so that it is there whole or not at all
 * @arena: the owner of messages
 * @path: the file; replaced when it exists
 * @text: its new content
 * @who: who may read it where it replaces none
 * @problem: filled when this fails
 *
 * Signals that end the program wait until it is done. A limit of the size of files
 * is an error, since the program ignores SIGXFSZ.
 *
 * Return: whether it worked.
 */
bool ia_save(struct ia_arena *arena, const char *path, const char *text, enum ia_save_for who,
	     struct ia_problem *problem)
{
	struct target to;
	const char *wrong = find(arena, path, &to);
	sigset_t signals, old;
	int error;

	if (wrong)
		return fail(arena, path, wrong, problem);
	to.mode = mode_for(who);
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGQUIT);
	sigprocmask(SIG_BLOCK, &signals, &old);
	error = save(&to, text, true);
	/* Not every file system has it, and to give it a name takes /proc. */
	if (error)
		error = save(&to, text, false);
	close(to.folder);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return !error || fail(arena, path, strerror(error), problem);
}

/* Make every folder of a path. Return: 0 or an errno. */
int ia_save_folder(struct ia_arena *arena, const char *path)
{
	const char *slash = path;

	do {
		const char *folder;

		slash = strchrnul(slash + 1, '/');
		folder = ia_strndup(arena, path, slash - path);
		if (mkdir(folder, 0755) && errno != EEXIST)
			return errno;
	} while (*slash);
	return 0;
}

/**
 * ia_kernel_open() - open a file of the running kernel, to tell it something
 * @path: the file, in sysfs or debugfs
 *
 * Return: for ia_kernel_say(), or a negative errno.
 */
int ia_kernel_open(const char *path)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/**
 * ia_kernel_say() - tell it, and close it
 * @fd: as ia_kernel_open() returned it
 * @text: what it is told, in one piece
 *
 * Return: 0, or the errno of the kernel.
 */
int ia_kernel_say(int fd, const char *text)
{
	ssize_t len = strlen(text), n = write(fd, text, len);
	int error = n < 0 ? errno : n != len ? EIO : 0;

	close(fd);
	return error;
}

/* Both in one. */
int ia_kernel_write(const char *path, const char *text)
{
	int fd = ia_kernel_open(path);

	return fd < 0 ? -fd : ia_kernel_say(fd, text);
}
