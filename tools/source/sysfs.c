// SPDX-License-Identifier: GPL-2.0
/* What the benchmark asks of sysfs, and the one thing that it changes there. */
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *type_path(struct ia_arena *arena, const char *root,
			     const char *group)
{
	return ia_format(arena, "%s/sys/kernel/iommu_groups/%s/type", root, group);
}

/**
 * ia_group_type() - read the default domain type of a group
 * @arena: the owner of the text
 * @root: prefix of all paths, "" for the running system
 * @group: its number
 * @type: its type, in sysfs's words
 *
 * Return: 0, or an errno.
 */
int ia_group_type(struct ia_arena *arena, const char *root, const char *group,
		  const char **type)
{
	const char *path = type_path(arena, root, group);

	errno = 0;
	*type = ia_read_line(arena, path);
	if (*type)
		return 0;
	return errno ? errno : ENODATA;
}

/**
 * ia_group_switch() - change the default domain type of a group
 * @arena: memory
 * @root: prefix of all paths, "" for the running system
 * @group: its number
 * @type: the type, in sysfs's words
 *
 * Return: 0, or the errno of the kernel; EBADE when it said nothing, but the
 * type is another one than was written.
 */
int ia_group_switch(struct ia_arena *arena, const char *root, const char *group,
		    const char *type)
{
	const char *path = type_path(arena, root, group), *now;
	ssize_t len = strlen(type);
	int error = 0, fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd < 0)
		return errno;
	if (write(fd, type, len) != len)
		error = errno;
	close(fd);
	if (error)
		return error;
	error = ia_group_type(arena, root, group, &now);
	if (error)
		return error;
	return strcmp(now, type) ? EBADE : 0;
}

/**
 * ia_online_cpus() - how many CPUs there are to run on
 * @arena: memory
 * @root: prefix of all paths, "" for the running system
 *
 * Return: their number; 1 when it cannot be told.
 */
long ia_online_cpus(struct ia_arena *arena, const char *root)
{
	const char *list = ia_read_line(arena,
					ia_format(arena, "%s/sys/devices/system/cpu/online",
						  root));
	long count = 0;
	char *end;

	while (list && *list >= '0' && *list <= '9') {
		long first = strtol(list, &end, 10), last = first;

		if (*end == '-')
			last = strtol(end + 1, &end, 10);
		count += last >= first ? last - first + 1 : 0;
		list = end + (*end == ',');
	}
	return count > 0 ? count : 1;
}
