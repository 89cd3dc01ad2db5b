// SPDX-License-Identifier: GPL-2.0
/* Disks that file systems and caches have besides the one that is mounted. */
#include "use.h"

#include <string.h>

#include "../base/path.h"

#define BLOCK		"/sys/class/block"
#define BCACHE		"/sys/fs/bcache"
#define BCACHEFS	"/sys/fs/bcachefs"
#define BTRFS		"/sys/fs/btrfs"
#define JOURNALS	"/proc/fs/jbd2"

/**
 * struct members - where a file system shows its disks
 * @type: of the file system
 * @folder: which has a folder for each that is mounted
 * @below: a folder in that one, or NULL
 * @prefix: of its entries, which are members
 * @link: in such an entry, it leads to the disk; NULL where the entry has the disk's name
 */
struct members {
	const char *type;
	const char *folder;
	const char *below;
	const char *prefix;
	const char *link;
};

/* btrfs_sysfs_add_device() and bch2_dev_sysfs_online() */
static const struct members all[] = {
	{ "btrfs", BTRFS, "devices", "", NULL },
	{ "bcachefs", BCACHEFS, NULL, "dev-", "block" },
};

/* Disks of one mounted file system, by their names. */
static size_t list(const struct ia_uses *uses, const struct members *from, const char *system,
		   const char ***disks)
{
	struct ia_arena *arena = uses->machine->arena;
	const char *folder = from->below ?
			     ia_format(arena, "%s/%s/%s", from->folder, system, from->below) :
			     ia_format(arena, "%s/%s", from->folder, system);
	const char **found;
	size_t i, n = 0, count = ia_root_list(uses->root, arena, folder, &found);

	*disks = ia_alloc(arena, count, sizeof(**disks));
	for (i = 0; i < count; i++) {
		const char *name = found[i];

		if (*name == '.' || strncmp(name, from->prefix, strlen(from->prefix)))
			continue;
		if (from->link)
			name = ia_last_part(ia_root_link(uses->root, arena,
							 ia_format(arena, "%s/%s/%s", folder, name,
								   from->link)));
		if (name)
			(*disks)[n++] = name;
	}
	return n;
}

/**
 * ia_members() - all disks of a mounted file system, of which one is known
 * @uses: where sysfs is
 * @type: of the file system
 * @disk: the one, as sysfs calls it
 * @disks: filled with their names
 *
 * Return: how many there are, 0 where the file system does not show its disks.
 */
size_t ia_members(const struct ia_uses *uses, const char *type, const char *disk,
		  const char ***disks)
{
	const char **systems;
	size_t which, i, j, n, count;

	for (which = 0; which < sizeof(all) / sizeof(*all); which++) {
		if (strcmp(all[which].type, type))
			continue;
		n = ia_root_list(uses->root, uses->machine->arena, all[which].folder, &systems);
		for (i = 0; i < n; i++) {
			count = *systems[i] == '.' ? 0 :
				list(uses, &all[which], systems[i], disks);
			for (j = 0; j < count; j++) {
				if (!strcmp((*disks)[j], disk))
					return count;
			}
		}
	}
	return 0;
}

/* cache0 of a set leads to the folder of its disk: bch_cache_set_alloc(), register_cache_set(). */
static size_t list_set(const struct ia_uses *uses, const char *set, const char ***disks)
{
	struct ia_arena *arena = uses->machine->arena;
	const char **found;
	const char *folder = ia_format(arena, BCACHE "/%s", set);
	size_t i, n = 0, count = ia_root_list(uses->root, arena, folder, &found);

	*disks = ia_alloc(arena, count, sizeof(**disks));
	for (i = 0; i < count; i++) {
		const char *link, *end;

		if (strncmp(found[i], "cache", 5) || !found[i][5] ||
		    found[i][5 + strspn(found[i] + 5, "0123456789")])
			continue;
		link = ia_root_link(uses->root, arena,
				    ia_format(arena, BCACHE "/%s/%s", set, found[i]));
		end = link ? strrchr(link, '/') : NULL;
		/* Where it does not lead to a disk its own name is that of none. */
		(*disks)[n++] = end ? ia_last_part(ia_strndup(arena, link, end - link)) : found[i];
	}
	return n;
}

/**
 * ia_caches() - the disks that are a cache of a bcache device
 * @uses: where sysfs is
 * @disk: the device, bcache0; of others there is none
 * @disks: filled with their names
 *
 * bch_cached_dev_run() makes the disk that is cached a slave, and not the cache.
 *
 * Return: how many there are.
 */
size_t ia_caches(const struct ia_uses *uses, const char *disk, const char ***disks)
{
	struct ia_arena *arena = uses->machine->arena;
	const char *set = strncmp(disk, "bcache", 6) ? NULL :
			  ia_last_part(ia_root_link(uses->root, arena,
						    ia_format(arena, BLOCK "/%s/bcache/cache",
							      disk)));

	return set ? list_set(uses, set, disks) : 0;
}

static void hold(const struct ia_uses *uses, struct ia_held *held, const char *disk,
		 const char *by)
{
	held->items = ia_grow(uses->machine->arena, held->items, held->count, &held->room,
			      sizeof(*held->items));
	held->items[held->count].disk = disk;
	held->items[held->count++].by = by;
}

/*
 * A journal on a disk of its own has that disk's name, one inside of a file system also the
 * number of its inode: jbd2_journal_init_dev(), jbd2_journal_init_inode().
 */
static void hold_journals(const struct ia_uses *uses, struct ia_held *held)
{
	struct ia_arena *arena = uses->machine->arena;
	const char **found;
	size_t i, count = ia_root_list(uses->root, arena, JOURNALS, &found);

	for (i = 0; i < count; i++) {
		if (*found[i] != '.' &&
		    ia_root_exists(uses->root, ia_format(arena, BLOCK "/%s", found[i])))
			hold(uses, held, found[i], "jbd2");
	}
}

/**
 * ia_held() - disks that caches and file systems hold, also where no mount of them is seen
 * @uses: where sysfs is
 *
 * Return: them, and what each is held by.
 */
struct ia_held ia_held(const struct ia_uses *uses)
{
	struct ia_arena *arena = uses->machine->arena;
	const char **systems, **disks;
	struct ia_held held = { 0 };
	size_t which, i, j, n, count;

	n = ia_root_list(uses->root, arena, BCACHE, &systems);
	for (i = 0; i < n; i++) {
		count = *systems[i] == '.' ? 0 : list_set(uses, systems[i], &disks);
		for (j = 0; j < count; j++)
			hold(uses, &held, disks[j], "bcache");
	}
	for (which = 0; which < sizeof(all) / sizeof(*all); which++) {
		n = ia_root_list(uses->root, arena, all[which].folder, &systems);
		for (i = 0; i < n; i++) {
			if (*systems[i] == '.')
				continue;
			count = list(uses, &all[which], systems[i], &disks);
			for (j = 0; j < count; j++)
				hold(uses, &held, disks[j], all[which].type);
		}
	}
	hold_journals(uses, &held);
	return held;
}
