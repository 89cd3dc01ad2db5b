// SPDX-License-Identifier: GPL-2.0
/* Disks that the host has mounted, swaps to or made something else of. */
#include "use.h"

#include <stdlib.h>
#include <string.h>

#include "../base/path.h"
#include "called.h"

#define BLOCK	"/sys/class/block"
#define NVMES	"/sys/class/nvme"
#define SUBSYSTEMS	"/sys/devices/virtual/nvme-subsystem"
#define POOLS	"/proc/spl/kstat/zfs"
/* A partition of LVM on md on dm-crypt on a loop device: deeper than anybody stacks them. */
#define DEEPEST	16
/* Devices that are looked at, on all ways down: of more nobody says that those are all. */
#define MOST_STEPS	65536

/**
 * ia_mount_holding() - the file system that a file is on
 * @disks: all mounts
 * @file: its path
 *
 * Return: a mount, or NULL.
 */
const struct ia_mount *ia_mount_holding(const struct ia_disks *disks, const char *file)
{
	const struct ia_mount *found = NULL;
	size_t i, most = 0;

	for (i = 0; i < disks->count; i++) {
		const char *path = disks->mounts[i].path;
		size_t len = strcmp(path, "/") ? strlen(path) : 0;

		/* Of two in one place the later one is seen. */
		if (strncmp(path, file, len) || file[len] != '/' || (found && len < most))
			continue;
		most = len;
		found = &disks->mounts[i];
	}
	return found;
}

/**
 * ia_disk_unplaced() - note a use of a disk of which nothing shows the function
 * @disks: whose uses they are
 * @on: the use
 * @name: of the disk
 */
void ia_disk_unplaced(const struct ia_disks *disks, const struct ia_on *on, const char *name)
{
	ia_uses_add(disks->uses, IA_UNKNOWN_ADDRESS, on->what, name, on->path);
}

/**
 * ia_disk_remote() - note a use of what is on another host
 * @disks: whose uses they are
 * @on: the use
 * @name: of the disk, or what says where it is
 */
void ia_disk_remote(const struct ia_disks *disks, const struct ia_on *on, const char *name)
{
	ia_uses_add(disks->uses, IA_UNKNOWN_ADDRESS, IA_USE_REMOTE, name, on->path);
}

static size_t follow_slaves(struct ia_disks *disks, const struct ia_on *on, const char *disk,
			    size_t depth)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char **found;
	size_t i, n = 0, count = ia_root_list(disks->uses->root, arena,
					      ia_format(arena, BLOCK "/%s/slaves", disk), &found);

	for (i = 0; i < count; i++) {
		if (*found[i] == '.')
			continue;
		ia_disk_follow(disks, on, found[i], depth + 1);
		n++;
	}
	count = ia_caches(disks->uses, disk, &found);
	for (i = 0; i < count; i++)
		ia_disk_follow(disks, on, found[i], depth + 1);
	return n + count;
}

static bool is_partition(const struct ia_disks *disks, const char *disk)
{
	return ia_root_exists(disks->uses->root,
			      ia_format(disks->uses->machine->arena, BLOCK "/%s/partition", disk));
}

/* Fibre Channel is behind a function, which nothing names; loop is a disk of this host. */
static bool is_fabric_here(const struct ia_disks *disks, const char *controller)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char *transport = ia_read_attribute(arena, disks->uses->root,
						  ia_format(arena, NVMES "/%s/transport",
							    controller));

	return transport && (!strcmp(transport, "fc") || !strcmp(transport, "loop"));
}

/* NVMe over fabrics: disks of a subsystem, or of the one controller that is in their path. */
static void follow_fabrics(const struct ia_disks *disks, const struct ia_on *on, const char *disk,
			   const char *folder)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char **found;
	size_t i, count = ia_root_list(disks->uses->root, arena, folder, &found);
	bool here = is_fabric_here(disks, ia_last_part(folder));

	for (i = 0; i < count; i++)
		here |= !strncmp(found[i], "nvme", 4) && is_fabric_here(disks, found[i]);
	if (here)
		ia_disk_unplaced(disks, on, disk);
	else
		ia_disk_remote(disks, on, disk);
}

/* Each controller of a subsystem leads to its namespaces. */
static bool follow_nvme(struct ia_disks *disks, const struct ia_on *on, const char *disk,
			const char *link)
{
	const char *system = strstr(link, "/nvme-subsys");
	struct ia_arena *arena = disks->uses->machine->arena;
	ia_address *paths;
	size_t i, n;

	while (system && strncmp(system + 1, "nvme-subsystem/", 15) == 0)
		system = strstr(system + 1, "/nvme-subsys");
	if (!system)
		return false;
	system++;
	system = ia_strndup(arena, system, strcspn(system, "/"));
	n = ia_nvme_paths(arena, disks->uses->root, system, &paths);
	for (i = 0; i < n; i++)
		ia_uses_add(disks->uses, paths[i], on->what, disk, on->path);
	if (!n)
		follow_fabrics(disks, on, disk, ia_format(arena, SUBSYSTEMS "/%s", system));
	return true;
}

/* What is in a file goes where the file is. */
static void follow_contents(struct ia_disks *disks, const struct ia_on *on, const char *disk,
			    const char *file, size_t depth)
{
	const struct ia_mount *mount = file ? ia_mount_holding(disks, file) : NULL;

	if (mount)
		disks->follow_mount(disks, on, mount, depth + 1);
	else
		ia_disk_unplaced(disks, on, disk);
}

static void follow_loop(struct ia_disks *disks, const struct ia_on *on, const char *disk,
			size_t depth)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char *file = ia_read_attribute(arena, disks->uses->root,
					     ia_format(arena, BLOCK "/%s/loop/backing_file",
						       disk));

	follow_contents(disks, on, disk, file, depth);
}

/* Of memory alone: but zram may write to a disk, and memory be that of CXL. */
static bool follow_memory(struct ia_disks *disks, const struct ia_on *on, const char *disk,
			  const char *link, size_t depth)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char *file;

	if (!strncmp(disk, "zram", 4)) {
		file = ia_read_attribute(arena, disks->uses->root,
					 ia_format(arena, BLOCK "/%s/backing_dev", disk));
		if (file && *file == '/')
			ia_disk_follow_file(disks, on, file, depth + 1);
		return true;
	}
	if (!strncmp(disk, "pmem", 4) && strstr(link, "/decoder")) {
		ia_disk_unplaced(disks, on, disk);
		return true;
	}
	return !strncmp(disk, "ram", 3) || !strncmp(disk, "pmem", 4);
}

/* nbd and rbd; iSCSI of open-iscsi, whose disks are below their session. */
static bool is_over_network(const char *disk, const char *link)
{
	return !strncmp(disk, "nbd", 3) || !strncmp(disk, "rbd", 3) || strstr(link, "/session");
}

/* One that is no function's, nor a partition. */
static void follow_virtual(struct ia_disks *disks, const struct ia_on *on, const char *disk,
			   const char *link, size_t depth)
{
	struct ia_arena *arena = disks->uses->machine->arena;

	if (follow_slaves(disks, on, disk, depth) ||
	    follow_memory(disks, on, disk, link, depth) || follow_nvme(disks, on, disk, link))
		return;
	if (!strncmp(disk, "loop", 4))
		follow_loop(disks, on, disk, depth);
	else if (strstr(link, "/nvme-fabrics/"))
		follow_fabrics(disks, on, disk,
			       ia_strndup(arena, link, ia_last_part(link) - 1 - link));
	else if (is_over_network(disk, link))
		ia_disk_remote(disks, on, disk);
	else if (strstr(link, "/virtual/"))
		ia_disk_unplaced(disks, on, disk);
	/* Anything else is on another bus: MMC, VMBus, Xen's, a platform's. */
}

/**
 * ia_disk_follow() - go down from a block device to the functions that it is behind
 * @disks: mounts, and whose uses they are
 * @on: the use, which each of those functions gets
 * @disk: the block device, as sysfs calls it
 * @depth: how many devices are above it
 */
void ia_disk_follow(struct ia_disks *disks, const struct ia_on *on, const char *disk,
		    size_t depth)
{
	struct ia_uses *uses = disks->uses;
	struct ia_arena *arena = uses->machine->arena;
	const char *link = ia_root_link(uses->root, arena, ia_format(arena, BLOCK "/%s", disk));
	ia_address address;

	uses->steps++;
	uses->more |= uses->steps > MOST_STEPS;
	if (uses->steps > MOST_STEPS)
		return;
	if (!link || depth >= DEEPEST) {
		ia_disk_unplaced(disks, on, disk);
		return;
	}
	address = ia_sysfs_function(link);
	if (ia_is_address(address)) {
		ia_uses_add(uses, address, on->what, disk, on->path);
	} else if (is_partition(disks, disk) && strcmp(ia_last_part(link), link)) {
		const char *whole = ia_strndup(arena, link, ia_last_part(link) - 1 - link);

		if (!follow_nvme(disks, on, disk, link))
			ia_disk_follow(disks, on, ia_last_part(whole), depth + 1);
	} else {
		follow_virtual(disks, on, disk, link, depth);
	}
}

/**
 * ia_disk_of_file() - what /dev/mapper/NAME is in sysfs
 * @disks: where sysfs is
 * @file: a device file
 *
 * Return: its name; those of other device files are those of sysfs.
 */
const char *ia_disk_of_file(const struct ia_disks *disks, const char *file)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char *name = ia_last_part(file);
	const char **found;
	size_t i, count;

	if (strncmp(file, "/dev/mapper/", 12))
		return name;
	count = ia_root_list(disks->uses->root, arena, BLOCK, &found);
	for (i = 0; i < count; i++) {
		const char *called;

		if (strncmp(found[i], "dm-", 3))
			continue;
		called = ia_read_attribute(arena, disks->uses->root,
					   ia_format(arena, BLOCK "/%s/dm/name", found[i]));
		if (called && !strcmp(called, name))
			return found[i];
	}
	return name;
}

/**
 * ia_disk_follow_file() - the same of the block device that a file of /dev is
 * @disks: mounts, and whose uses they are
 * @on: the use
 * @file: its path; of a file elsewhere it is the disk that the file lies on
 * @depth: how many devices are above it
 */
void ia_disk_follow_file(struct ia_disks *disks, const struct ia_on *on, const char *file,
			 size_t depth)
{
	if (strncmp(file, "/dev/", 5))
		follow_contents(disks, on, file, file, depth);
	else
		ia_disk_follow(disks, on, ia_disk_of_file(disks, file), depth);
}

/**
 * ia_disks_swaps() - note what the host swaps to
 * @disks: mounts, and whose uses they are
 *
 * A heading, then: file name, "partition" or "file", sizes.
 *
 * Return: false where that cannot be read.
 */
bool ia_disks_swaps(struct ia_disks *disks)
{
	char *text = ia_uses_text(disks->uses, "/proc/swaps"), *line = ia_uses_line(&text);
	const struct ia_on on = { IA_USE_SWAP, NULL };

	if (!line)
		return false;
	while ((line = ia_uses_line(&text))) {
		char *file = ia_uses_word(&line), *type = ia_uses_word(&line);

		if (!file || !type)
			continue;
		ia_uses_plain(file);
		if (strcmp(type, "file")) {
			ia_disk_follow_file(disks, &on, file, 0);
			continue;
		}
		follow_contents(disks, &on, file, file, 0);
	}
	return true;
}

/* What was made of a disk: LVM, dm-crypt, multipath, md, what bcache keeps a cache for. */
static void read_holders(struct ia_disks *disks)
{
	struct ia_uses *uses = disks->uses;
	struct ia_arena *arena = uses->machine->arena;
	const char **found, **holders;
	size_t i, j, n, count = ia_root_list(uses->root, arena, BLOCK, &found);

	for (i = 0; i < count; i++) {
		if (*found[i] == '.' || !strncmp(found[i], "dm-", 3))
			continue;
		n = ia_root_list(uses->root, arena, ia_format(arena, BLOCK "/%s/holders", found[i]),
				 &holders);
		for (j = 0; j < n; j++) {
			struct ia_on on = { IA_USE_HOLDER, holders[j] };
			const char *called;

			if (*holders[j] == '.')
				continue;
			called = ia_read_attribute(arena, uses->root,
						   ia_format(arena, BLOCK "/%s/dm/name",
							     holders[j]));
			on.path = called ? called : holders[j];
			ia_disk_follow(disks, &on, found[i], 0);
		}
	}
}

/* Imported pools; most of them are mounted somewhere, but need not be. */
static void read_pools(struct ia_disks *disks)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char **found;
	size_t i, count = ia_root_list(disks->uses->root, arena, POOLS, &found);

	for (i = 0; i < count; i++) {
		/* One with statistics of its own is a folder, beside those of all of ZFS. */
		if (*found[i] != '.' &&
		    ia_root_exists(disks->uses->root, ia_format(arena, POOLS "/%s/state",
								found[i])))
			ia_uses_add(disks->uses, IA_UNKNOWN_ADDRESS, IA_USE_POOL, found[i], NULL);
	}
}

/**
 * ia_disks_held() - note disks that something else is made of
 * @disks: mounts, and whose uses they are
 */
void ia_disks_held(struct ia_disks *disks)
{
	struct ia_held held = ia_held(disks->uses);
	size_t i;

	read_holders(disks);
	for (i = 0; i < held.count; i++) {
		const struct ia_on on = { IA_USE_HOLDER, held.items[i].by };

		ia_disk_follow(disks, &on, held.items[i].disk, 0);
	}
	read_pools(disks);
}
