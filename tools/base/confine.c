// SPDX-License-Identifier: GPL-2.0
/*
 * root without capabilities still owns most files. Landlock (Linux 5.13, where
 * it is on) takes these away too, from any user. A kernel without it is none
 * that the tool cannot run on: then this does nothing.
 */
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Programs are run by nobody here; names, locales and their modules are read late. */
#define SYSTEM	"/usr"

#if __has_include("linux/landlock.h")
#include <linux/landlock.h>

/* Newer than some headers. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER	(UINT64_C(1) << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE	(UINT64_C(1) << 14)
#endif

#define READ_FILE	LANDLOCK_ACCESS_FS_READ_FILE
#define READ		(READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
/* What it takes to put a file there, whole or not at all. */
#define WRITE		(READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | \
			 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REFER | \
			 LANDLOCK_ACCESS_FS_TRUNCATE)

/* Rights of files that each version of Landlock's interface knows, all later ones the last. */
static const unsigned int rights[] = { 0, 13, 14, 15, 15, 16 };

#define VERSIONS	((long)(sizeof(rights) / sizeof(*rights)))

/* Return: a ruleset, or -1. */
static int make_rules(uint64_t *handled)
{
	struct landlock_ruleset_attr attr = { 0 };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);

	if (version < 1)
		return -1;
	*handled = (UINT64_C(1) << rights[version < VERSIONS ? version : VERSIONS - 1]) - 1;
	attr.handled_access_fs = *handled;
#ifdef LANDLOCK_ACCESS_NET_BIND_TCP
	if (version >= 4)
		attr.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP |
					  LANDLOCK_ACCESS_NET_CONNECT_TCP;
#endif
#ifdef LANDLOCK_SCOPE_SIGNAL
	if (version >= 6)
		attr.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL;
#endif
	return syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
}

static int add_rule(int rules, int fd, uint64_t access)
{
	struct landlock_path_beneath_attr below = { .allowed_access = access, .parent_fd = fd };

	return syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
}

static void enforce(int rules)
{
	syscall(SYS_landlock_restrict_self, rules, 0);
}
#else
#define READ_FILE	0
#define READ		0
#define WRITE		0

static int make_rules(uint64_t *handled)
{
	*handled = 0;
	return -1;
}

static int add_rule(int rules, int fd, uint64_t access)
{
	(void)rules;
	(void)fd;
	(void)access;
	return 0;
}

static void enforce(int rules)
{
	(void)rules;
}
#endif

/* Whoever opens a path that got no rule, for whatever reason, is told that it is denied. */
static void allow(const struct ia_confines *confines, const char *path, uint64_t access)
{
	int fd;

	if (confines->rules < 0)
		return;
	fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	/* There is nothing beneath a file. */
	if (add_rule(confines->rules, fd, access & confines->handled) && errno == EINVAL)
		add_rule(confines->rules, fd, access & READ_FILE);
	close(fd);
}

/**
 * ia_confine_begin() - begin to say which files this process may still open
 *
 * Return: for ia_confine_read(), ia_confine_write() and, to have it come true,
 * ia_confine_end(). Files that are open already stay so.
 */
struct ia_confines ia_confine_begin(void)
{
	struct ia_confines confines = { 0 };

	confines.rules = make_rules(&confines.handled);
	ia_confine_read(&confines, SYSTEM);
#ifdef IA_SANITIZED
	/* LeakSanitizer looks for threads when the program ends. */
	ia_confine_read(&confines, "/proc");
#endif
	return confines;
}

/**
 * ia_confine_read() - let a file be read, or all that is below a folder
 * @confines: what else there is
 * @path: the file or folder, as it will be opened
 */
void ia_confine_read(const struct ia_confines *confines, const char *path)
{
	allow(confines, path, READ);
}

/**
 * ia_confine_write() - let files be made and replaced in a folder
 * @confines: what else there is
 * @folder: the folder
 */
void ia_confine_write(const struct ia_confines *confines, const char *folder)
{
	allow(confines, folder, WRITE);
}

/**
 * ia_confine_end() - open nothing else from here on
 * @confines: what there is; not to be used any more
 */
void ia_confine_end(const struct ia_confines *confines)
{
	if (confines->rules < 0)
		return;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	enforce(confines->rules);
	close(confines->rules);
}
