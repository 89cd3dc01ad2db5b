// SPDX-License-Identifier: GPL-2.0
/* Disks that the host has mounted, swaps to or made something else of. */
#include "use.h"

#include <stdlib.h>
#include <string.h>

#include "called.h"

#define BLOCK	"/sys/class/block"
#define BTRFS	"/sys/fs/btrfs"
#define POOLS	"/proc/spl/kstat/zfs"
/* A partition of LVM on md on dm-crypt on a loop device: deeper than anybody stacks them. */
#define DEEPEST	16

/**
 * struct mount - a mounted file system
 * @disk: the block device that it is on, as sysfs calls it, or NULL
 * @path: where it is mounted
 * @type: of the file system
 * @source: as it was given to mount(2)
 */
struct mount {
	const char *disk;
	const char *path;
	const char *type;
	const char *source;
};

/**
 * struct disks - mounts, and whose uses they are
 * @uses: the uses
 * @mounts: all mounts, in their order
 * @count: number of @mounts
 */
struct disks {
	struct ia_uses *uses;
	struct mount *mounts;
	size_t count;
};

/**
 * struct on - a use, on its way down from what has it
 * @what: the use
 * @path: where it is mounted, or what holds it
 */
struct on {
	enum ia_use_kind what;
	const char *path;
};

static const char *last(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The kernel writes blanks and the like as \040 (mangle_path()). Changed in place. */
static char *plain(char *text)
{
	char *from = text, *to = text;

	while (*from) {
		if (from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] >= '0' &&
		    from[2] <= '7' && from[3] >= '0' && from[3] <= '7') {
			*to++ = (from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0');
			from += 4;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
	return text;
}

static const struct mount *mount_of(const struct disks *disks, const char *file)
{
	const struct mount *found = NULL;
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

static void follow(struct disks *disks, const struct on *on, const char *disk, size_t depth);
static void follow_mount(struct disks *disks, const struct on *on, const struct mount *mount,
			 size_t depth);

/* Nothing shows which function leads there. */
static void unplaced(const struct disks *disks, const struct on *on, const char *name)
{
	ia_uses_add(disks->uses, IA_UNKNOWN_ADDRESS, on->what, name, on->path);
}

/* It is on another host. */
static void remote(const struct disks *disks, const struct on *on, const char *name)
{
	ia_uses_add(disks->uses, IA_UNKNOWN_ADDRESS, IA_USE_REMOTE, name, on->path);
}

static size_t follow_slaves(struct disks *disks, const struct on *on, const char *disk,
			    size_t depth)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char **found;
	size_t i, n = 0, count = ia_root_list(disks->uses->root, arena,
					      ia_format(arena, BLOCK "/%s/slaves", disk), &found);

	for (i = 0; i < count; i++) {
		if (*found[i] == '.')
			continue;
		follow(disks, on, found[i], depth + 1);
		n++;
	}
	return n;
}

static bool is_partition(const struct disks *disks, const char *disk)
{
	return ia_root_exists(disks->uses->root,
			      ia_format(disks->uses->machine->arena, BLOCK "/%s/partition", disk));
}

/* Each controller of a subsystem leads to its namespaces. */
static bool follow_nvme(struct disks *disks, const struct on *on, const char *disk,
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
	n = ia_nvme_paths(arena, disks->uses->root,
			  ia_strndup(arena, system, strcspn(system, "/")), &paths);
	for (i = 0; i < n; i++)
		ia_uses_add(disks->uses, paths[i], on->what, disk, on->path);
	/* NVMe over fabrics */
	if (!n)
		remote(disks, on, disk);
	return true;
}

static void follow_loop(struct disks *disks, const struct on *on, const char *disk, size_t depth)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char *file = ia_read_attribute(arena, disks->uses->root,
					     ia_format(arena, BLOCK "/%s/loop/backing_file",
						       disk));
	const struct mount *mount = file ? mount_of(disks, file) : NULL;

	if (mount)
		follow_mount(disks, on, mount, depth + 1);
	else
		unplaced(disks, on, disk);
}

/* Devices of memory alone. */
static bool is_memory(const char *disk)
{
	return !strncmp(disk, "zram", 4) || !strncmp(disk, "ram", 3) || !strncmp(disk, "pmem", 4);
}

/* nbd and rbd; iSCSI of open-iscsi, whose disks are below their session; fabrics of NVMe. */
static bool is_over_network(const char *disk, const char *link)
{
	return !strncmp(disk, "nbd", 3) || !strncmp(disk, "rbd", 3) || strstr(link, "/session") ||
	       strstr(link, "/nvme-fabrics/");
}

/* Goes down from a block device to the functions that it is behind. */
static void follow(struct disks *disks, const struct on *on, const char *disk, size_t depth)
{
	struct ia_uses *uses = disks->uses;
	struct ia_arena *arena = uses->machine->arena;
	const char *link = ia_root_link(uses->root, arena, ia_format(arena, BLOCK "/%s", disk));
	ia_address address;

	if (!link || depth == DEEPEST) {
		unplaced(disks, on, disk);
		return;
	}
	address = ia_sysfs_function(link);
	if (ia_is_address(address)) {
		ia_uses_add(uses, address, on->what, disk, on->path);
	} else if (is_partition(disks, disk) && strcmp(last(link), link)) {
		const char *whole = ia_strndup(arena, link, last(link) - 1 - link);

		if (!follow_nvme(disks, on, disk, link))
			follow(disks, on, last(whole), depth + 1);
	} else if (!follow_slaves(disks, on, disk, depth) && !is_memory(disk)) {
		if (!strncmp(disk, "loop", 4))
			follow_loop(disks, on, disk, depth);
		else if (follow_nvme(disks, on, disk, link))
			return;
		else if (is_over_network(disk, link))
			remote(disks, on, disk);
		else if (strstr(link, "/virtual/"))
			unplaced(disks, on, disk);
		/* Anything else is on another bus: MMC, VMBus, Xen's, a platform's. */
	}
}

/* What /dev/mapper/NAME is in sysfs; other names of device files are those of sysfs. */
static const char *disk_of_file(const struct disks *disks, const char *file)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char *name = last(file);
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

/* A file system of btrfs may have several disks, of which its source is one. */
static bool follow_btrfs(struct disks *disks, const struct on *on, const char *disk, size_t depth)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	const char **systems, **members;
	size_t i, j, count, n = ia_root_list(disks->uses->root, arena, BTRFS, &systems);

	for (i = 0; i < n; i++) {
		const char *folder = ia_format(arena, BTRFS "/%s/devices", systems[i]);

		if (*systems[i] == '.' ||
		    !ia_root_exists(disks->uses->root, ia_format(arena, "%s/%s", folder, disk)))
			continue;
		count = ia_root_list(disks->uses->root, arena, folder, &members);
		for (j = 0; j < count; j++) {
			if (*members[j] != '.')
				follow(disks, on, members[j], depth + 1);
		}
		return true;
	}
	return false;
}

/* Those that no disk is below, or none of this host. */
static bool is_remote(const char *type)
{
	static const char *const types[] = {
		"nfs", "nfs4", "cifs", "smb3", "ceph", "afs", "gfs2", "ocfs2", "lustre",
		"fuse.sshfs", "fuse.glusterfs", "fuse.ceph",
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (!strcmp(type, types[i]))
			return true;
	}
	return false;
}

static void follow_mount(struct disks *disks, const struct on *on, const struct mount *mount,
			 size_t depth)
{
	const char *disk = mount->disk;

	if (!strcmp(mount->type, "zfs"))
		unplaced(disks, on, mount->source);
	else if (is_remote(mount->type))
		remote(disks, on, mount->source);
	if (!strcmp(mount->type, "zfs") || is_remote(mount->type))
		return;
	if (!disk && strncmp(mount->source, "/dev/", 5))
		return;
	if (!disk)
		disk = disk_of_file(disks, mount->source);
	if (strcmp(mount->type, "btrfs") || !follow_btrfs(disks, on, disk, depth))
		follow(disks, on, disk, depth);
}

/* Number, parent, major:minor, root, path, options, others, "-", type, source, options. */
static bool read_mount(const struct disks *disks, char *line, struct mount *mount)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	char *words[6], *word;
	const char *link;
	size_t i;

	for (i = 0; i < 6; i++) {
		words[i] = ia_uses_word(&line);
		if (!words[i])
			return false;
	}
	while ((word = ia_uses_word(&line)) && strcmp(word, "-"))
		;
	mount->type = word ? ia_uses_word(&line) : NULL;
	word = mount->type ? ia_uses_word(&line) : NULL;
	if (!word || words[2][strspn(words[2], "0123456789:")])
		return false;
	mount->source = plain(word);
	mount->path = plain(words[4]);
	link = strncmp(words[2], "0:", 2) ?
	       ia_root_link(disks->uses->root, arena,
			    ia_format(arena, "/sys/dev/block/%s", words[2])) : NULL;
	mount->disk = link ? last(link) : NULL;
	return true;
}

static bool read_mounts(struct disks *disks)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	char *text = disks->uses->host ? ia_uses_text(disks->uses, "/proc/1/mountinfo") : NULL;
	bool whole = text;
	char *line;
	size_t room = 0, i;

	if (!text)
		text = ia_uses_text(disks->uses, "/proc/self/mountinfo");
	while ((line = ia_uses_line(&text))) {
		disks->mounts = ia_grow(arena, disks->mounts, disks->count, &room,
					sizeof(*disks->mounts));
		disks->count += read_mount(disks, line, &disks->mounts[disks->count]);
	}
	for (i = 0; i < disks->count; i++) {
		const struct on on = { IA_USE_MOUNT, disks->mounts[i].path };

		follow_mount(disks, &on, &disks->mounts[i], 0);
	}
	return whole;
}

/* A heading, then: file name, "partition" or "file", sizes. */
static bool read_swaps(struct disks *disks)
{
	char *text = ia_uses_text(disks->uses, "/proc/swaps"), *line = ia_uses_line(&text);
	const struct on on = { IA_USE_SWAP, NULL };

	if (!line)
		return false;
	while ((line = ia_uses_line(&text))) {
		char *file = ia_uses_word(&line), *type = ia_uses_word(&line);
		const struct mount *mount;

		if (!file || !type)
			continue;
		plain(file);
		if (strcmp(type, "file")) {
			follow(disks, &on, disk_of_file(disks, file), 0);
			continue;
		}
		mount = mount_of(disks, file);
		if (mount)
			follow_mount(disks, &on, mount, 0);
		else
			unplaced(disks, &on, file);
	}
	return true;
}

/* What was made of a disk: LVM, dm-crypt, multipath, md, bcache. */
static void read_holders(struct disks *disks)
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
			struct on on = { IA_USE_HOLDER, holders[j] };
			const char *called;

			if (*holders[j] == '.')
				continue;
			called = ia_read_attribute(arena, uses->root,
						   ia_format(arena, BLOCK "/%s/dm/name",
							     holders[j]));
			on.path = called ? called : holders[j];
			follow(disks, &on, found[i], 0);
		}
	}
}

/* Imported pools; most of them are mounted somewhere, but need not be. */
static void read_pools(struct disks *disks)
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
 * ia_uses_disks() - read which disks the host uses
 * @uses: filled
 */
void ia_uses_disks(struct ia_uses *uses)
{
	struct disks disks = { .uses = uses };
	bool mounts = read_mounts(&disks), swaps = read_swaps(&disks);

	read_holders(&disks);
	read_pools(&disks);
	if (mounts && swaps && ia_root_exists(uses->root, BLOCK))
		uses->machine->host.usage.storage = IA_YES;
}
