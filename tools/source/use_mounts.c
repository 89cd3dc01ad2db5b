// SPDX-License-Identifier: GPL-2.0
/* Mounted file systems, and what each is on. */
#include "use.h"

#include <string.h>

#include "../base/path.h"
#include "called.h"

#define VIRTIO		"/sys/bus/virtio/devices"
#define VIRTIOFS	"/sys/fs/virtiofs"
#define F2FS		"/proc/fs/f2fs"

static bool is_among(const char *type, const char *const *types)
{
	for (; *types; types++) {
		if (!strcmp(type, *types))
			return true;
	}
	return false;
}

/* What nobody has stored anywhere: file systems of the kernel without FS_REQUIRES_DEV. */
static bool is_of_memory(const char *type)
{
	static const char *const types[] = {
		"anon_inodefs", "apparmorfs", "autofs", "bdev", "binder", "binfmt_misc", "bpf",
		"cgroup", "cgroup2", "configfs", "cpuset", "dax", "debugfs", "devpts",
		"devtmpfs", "efivarfs", "functionfs", "fusectl", "hugetlbfs", "mqueue", "nfsd",
		"nsfs", "nullfs", "ocfs2_dlmfs", "openpromfs", "pidfs", "pipefs", "proc",
		"pstore", "ramfs", "resctrl", "rootfs", "rpc_pipefs", "secretmem",
		"securityfs", "selinuxfs", "smackfs", "sockfs", "sysfs", "tmpfs", "tracefs",
		"xenfs", NULL
	};

	return is_among(type, types);
}

/* Folders of other file systems, which are mounted somewhere themselves, or once were. */
static bool is_over_others(const char *type)
{
	static const char *const types[] = { "aufs", "ecryptfs", "overlay", "shiftfs", NULL };

	return is_among(type, types);
}

/* A program of this host answers, and opens what it likes. */
static bool is_of_program(const char *type)
{
	return !strcmp(type, "fuse") || !strncmp(type, "fuse.", 5);
}

/* 9p goes through any of its transports: p9_show_client_options() tells. */
static bool is_remote(const struct ia_mount *mount)
{
	static const char *const types[] = {
		"afs", "beegfs", "ceph", "cifs", "coda", "fuse.ceph", "fuse.glusterfs",
		"fuse.sshfs", "nfs", "nfs4", "pvfs2", "smb3", NULL
	};

	if (!strcmp(mount->type, "9p"))
		return strstr(mount->options, "trans=tcp") || strstr(mount->options, "trans=rdma");
	/* A client has the addresses of a server, and a server its own disk or pool. */
	if (!strcmp(mount->type, "lustre"))
		return strchr(mount->source, ':');
	return is_among(mount->type, types);
}

/* A device of virtio that is known by its tag; p9_mount_tag_show(), virtio_fs_add_instance(). */
static bool follow_tag(const struct ia_disks *disks, const struct ia_on *on,
		       const struct ia_mount *mount)
{
	bool is_9p = !strcmp(mount->type, "9p");
	const char *folder = is_9p ? VIRTIO : VIRTIOFS, *tag = is_9p ? "mount_tag" : "tag";
	struct ia_uses *uses = disks->uses;
	struct ia_arena *arena = uses->machine->arena;
	const char **found;
	size_t i, count = ia_root_list(uses->root, arena, folder, &found);

	for (i = 0; i < count; i++) {
		const char *text, *link;
		ia_address address;

		text = *found[i] == '.' ? NULL :
		       ia_read_attribute(arena, uses->root,
					 ia_format(arena, "%s/%s/%s", folder, found[i], tag));
		if (!text || strcmp(text, mount->source))
			continue;
		link = ia_root_link(uses->root, arena,
				    ia_format(arena, is_9p ? "%s/%s" : "%s/%s/device", folder,
					      found[i]));
		address = ia_sysfs_function(link);
		if (ia_is_address(address))
			ia_uses_add(uses, address, on->what, mount->source, on->path);
		/* Without a function it is on another bus. */
		return link;
	}
	return false;
}

/* Logs and the like on further disks: xfs_fs_show_options(), reiserfs_show_options(). */
static void follow_options(struct ia_disks *disks, const struct ia_on *on,
			   const struct ia_mount *mount, size_t depth)
{
	static const char *const names[] = { "logdev=", "rtdev=", "jdev=" };
	struct ia_arena *arena = disks->uses->machine->arena;
	const char *at = mount->options;
	size_t i, len;

	for (; *at; at += len + !!at[len]) {
		len = strcspn(at, ",");
		for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
			size_t n = strlen(names[i]);

			if (len > n && !strncmp(at, names[i], n))
				ia_disk_follow_file(disks, on,
						    ia_uses_plain(ia_strndup(arena, at + n,
									     len - n)),
						    depth + 1);
		}
	}
}

/* f2fs shows its disks, if it has several, in a file that is younger: disk_map_seq_show(). */
static void follow_map(struct ia_disks *disks, const struct ia_on *on, const char *disk,
		       size_t depth)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	char *text = ia_uses_text(disks->uses, ia_format(arena, F2FS "/%s/disk_map", disk)), *line;

	if (!text)
		ia_disk_unplaced(disks, on, disk);
	while ((line = ia_uses_line(&text))) {
		const char *file = strstr(line, " on ");

		if (!strncmp(line, "Disk:", 5) && file)
			ia_disk_follow_file(disks, on, file + 4, depth + 1);
	}
}

static void follow_disk(struct ia_disks *disks, const struct ia_on *on,
			const struct ia_mount *mount, size_t depth)
{
	/* bch2_show_devname() writes all of them, joined. */
	bool joined = !mount->disk && !strcmp(mount->type, "bcachefs");
	struct ia_arena *arena = disks->uses->machine->arena;
	const char *at = mount->source, *disk = mount->disk;
	const char **members;
	size_t i, len, count = 0;

	if (disk) {
		ia_disk_follow(disks, on, disk, depth);
		if (!strcmp(mount->type, "f2fs"))
			follow_map(disks, on, disk, depth);
		return;
	}
	for (; *at; at += len + !!at[len]) {
		len = joined ? strcspn(at, ":") : strlen(at);
		disk = ia_disk_of_file(disks, ia_strndup(arena, at, len));
		count = ia_members(disks->uses, mount->type, disk, &members);
		for (i = 0; i < count; i++)
			ia_disk_follow(disks, on, members[i], depth + 1);
		if (!count)
			ia_disk_follow(disks, on, disk, depth);
	}
	/* Its other disks are where sysfs does not show them. */
	if (!count && !strcmp(mount->type, "btrfs"))
		ia_disk_unplaced(disks, on, mount->source);
}

/* Goes down from a mount to the functions that it is behind; an unknown type may be on anything. */
static void follow_mount(struct ia_disks *disks, const struct ia_on *on,
			 const struct ia_mount *mount, size_t depth)
{
	bool is_tag = !strcmp(mount->type, "9p") || !strcmp(mount->type, "virtiofs");
	bool is_root = !strcmp(mount->path, "/");

	if (mount->disk) {
		follow_disk(disks, on, mount, depth);
		follow_options(disks, on, mount, depth);
	} else if (mount->lost) {
		ia_disk_unplaced(disks, on, mount->source);
	} else if (is_remote(mount)) {
		ia_disk_remote(disks, on, mount->source);
	} else if (is_of_memory(mount->type) || is_over_others(mount->type)) {
		return;
	} else if (!strncmp(mount->source, "/dev/", 5)) {
		follow_disk(disks, on, mount, depth);
	} else if (!(is_of_program(mount->type) && !is_root) &&
		   !(is_tag && follow_tag(disks, on, mount))) {
		ia_disk_unplaced(disks, on, mount->source);
	}
}

/* Number, parent, major:minor, root, path, options, others, "-", type, source, options. */
static bool read_mount(const struct ia_disks *disks, char *line, struct ia_mount *mount)
{
	struct ia_arena *arena = disks->uses->machine->arena;
	char *words[6], *word;
	const char *link;

	if (!ia_uses_words(&line, words, 6))
		return false;
	while ((word = ia_uses_word(&line)) && strcmp(word, "-"))
		;
	mount->type = word ? ia_uses_word(&line) : NULL;
	word = mount->type ? ia_uses_word(&line) : NULL;
	if (!word || words[2][strspn(words[2], "0123456789:")])
		return false;
	mount->source = ia_uses_plain(word);
	mount->path = ia_uses_plain(words[4]);
	word = ia_uses_word(&line);
	mount->options = word ? word : "";
	mount->lost = strncmp(words[2], "0:", 2);
	link = !mount->lost ? NULL :
	       ia_root_link(disks->uses->root, arena,
			    ia_format(arena, "/sys/dev/block/%s", words[2]));
	mount->disk = ia_last_part(link);
	return true;
}

/* What a root that lies over other file systems is made of need not be mounted any more. */
static void look_below_root(const struct ia_disks *disks)
{
	const struct ia_on on = { IA_USE_MOUNT, "/" };
	const struct ia_host *host = &disks->uses->machine->host;
	const struct ia_mount *root = ia_mount_holding(disks, "/");
	size_t i;

	for (i = 0; i < host->nuses; i++) {
		if (host->uses[i].what == IA_USE_MOUNT || host->uses[i].what == IA_USE_REMOTE)
			return;
	}
	if (root && is_over_others(root->type))
		ia_disk_unplaced(disks, &on, root->source);
}

/* Return: true if it is all that the first process of the host sees. */
static bool read_mounts(struct ia_disks *disks)
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
		const struct ia_on on = { IA_USE_MOUNT, disks->mounts[i].path };

		follow_mount(disks, &on, &disks->mounts[i], 0);
	}
	look_below_root(disks);
	return whole;
}

/**
 * ia_uses_disks() - read which disks the host uses
 * @uses: filled
 */
void ia_uses_disks(struct ia_uses *uses)
{
	struct ia_disks disks = { .uses = uses, .follow_mount = follow_mount };
	bool mounts = read_mounts(&disks), swaps = ia_disks_swaps(&disks);

	ia_disks_held(&disks);
	if (mounts && swaps && ia_root_exists(uses->root, "/sys/class/block"))
		uses->machine->host.usage.storage = IA_YES;
}
