/* SPDX-License-Identifier: GPL-2.0 */
/* use*.c: what the host itself does with PCI functions */
#ifndef IA_SOURCE_USE_H
#define IA_SOURCE_USE_H

#include "reader.h"

/**
 * struct ia_uses - uses as they are found
 * @machine: the machine
 * @root: where they are looked for
 * @host: the first process is the host's, and not a container's
 * @more: there were more than are kept
 * @room: uses there is room for
 * @steps: block devices that were looked at
 */
struct ia_uses {
	struct ia_machine *machine;
	const struct ia_root *root;
	bool host;
	bool more;
	size_t room;
	size_t steps;
};

/* use_list.c */
void ia_uses_add(struct ia_uses *uses, ia_address address, enum ia_use_kind what,
		 const char *name, const char *path);
char *ia_uses_text(const struct ia_uses *uses, const char *path);
char *ia_uses_line(char **text);
char *ia_uses_word(char **line);
bool ia_uses_words(char **line, char **words, size_t count);

/**
 * struct ia_mount - a mounted file system
 * @disk: the block device that it is on, as sysfs calls it, or NULL
 * @lost: it is on a block device that sysfs does not show
 * @path: where it is mounted
 * @type: of the file system
 * @source: as it was given to mount(2)
 * @options: of the file system, as the kernel shows them
 */
struct ia_mount {
	const char *disk;
	bool lost;
	const char *path;
	const char *type;
	const char *source;
	const char *options;
};

/**
 * struct ia_on - a use, on its way down from what has it
 * @what: the use
 * @path: where it is mounted, or what holds it
 */
struct ia_on {
	enum ia_use_kind what;
	const char *path;
};

/**
 * struct ia_disks - mounts, and whose uses they are
 * @uses: the uses
 * @mounts: all mounts, in their order
 * @count: number of @mounts
 * @follow_mount: goes down from one of them
 */
struct ia_disks {
	struct ia_uses *uses;
	struct ia_mount *mounts;
	size_t count;
	void (*follow_mount)(struct ia_disks *disks, const struct ia_on *on,
			     const struct ia_mount *mount, size_t depth);
};

/**
 * struct ia_held - disks that something else is made of
 * @items: each, as sysfs calls it, and what it is a part of
 * @count: number of @items
 * @room: of @items
 */
struct ia_held {
	struct {
		const char *disk;
		const char *by;
	} *items;
	size_t count;
	size_t room;
};

/**
 * struct ia_routes - routes, by the interface that they go through
 * @items: an interface, and whether it has the default route
 * @count: number of @items
 * @room: of @items
 * @whole: those are all
 */
struct ia_routes {
	struct {
		const char *name;
		bool is_default;
	} *items;
	size_t count;
	size_t room;
	bool whole;
};

char *ia_uses_plain(char *text);

/* use_mounts.c */
void ia_uses_disks(struct ia_uses *uses);

/* use_disks.c */
void ia_disk_follow(struct ia_disks *disks, const struct ia_on *on, const char *disk,
		    size_t depth);
void ia_disk_follow_file(struct ia_disks *disks, const struct ia_on *on, const char *file,
			 size_t depth);
const char *ia_disk_of_file(const struct ia_disks *disks, const char *file);
void ia_disk_unplaced(const struct ia_disks *disks, const struct ia_on *on, const char *name);
void ia_disk_remote(const struct ia_disks *disks, const struct ia_on *on, const char *name);
const struct ia_mount *ia_mount_holding(const struct ia_disks *disks, const char *file);
bool ia_disks_swaps(struct ia_disks *disks);
void ia_disks_held(struct ia_disks *disks);

/* use_members.c */
size_t ia_members(const struct ia_uses *uses, const char *type, const char *disk,
		  const char ***disks);
size_t ia_caches(const struct ia_uses *uses, const char *disk, const char ***disks);
struct ia_held ia_held(const struct ia_uses *uses);

/* use_nets.c */
void ia_uses_nets(struct ia_uses *uses);

/* use_routes.c */
struct ia_routes ia_routes_read(struct ia_arena *arena, bool ipv6);

#endif /* IA_SOURCE_USE_H */
