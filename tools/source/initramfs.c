// SPDX-License-Identifier: GPL-2.0
/*
 * What an initramfs holds: archives of cpio one behind the other, the first ones often with
 * microcode and not compressed, as unpack_to_rootfs() of init/initramfs.c takes them.
 * Nothing of it is written anywhere; names of modules and a few small files are kept.
 */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "unpack.h"

/* "newc": the magic and 13 numbers of 8 hexadecimal digits; a name of at most a path. */
#define HEADER		110
#define MOST_NAME	4096
/* Bytes of a file that is kept, and of all of them; entries that are looked at. */
#define MOST_FILE	(256u << 10)
#define MOST_KEPT	(1024u << 10)
#define MOST_ENTRIES	1000000

enum { FIELD_SIZE = 6, FIELD_NAME = 11 };

/* Where a distribution puts it, around the release of its kernel. */
static const struct {
	const char *before;
	const char *behind;
} places[] = {
	{ "/boot/initrd.img-", "" },
	{ "/boot/initramfs-", ".img" },
	{ "/boot/initrd-", "" },
	{ "/usr/lib/modules/", "/initrd" },
	{ "/lib/modules/", "/initrd" },
};

/**
 * struct kept - a file of the archive
 * @folder: of modprobe.d, by precedence; 0 for all others
 * @name: its name in that folder
 * @text: its content
 */
struct kept {
	size_t folder;
	const char *name;
	const char *text;
};

struct reading {
	struct ia_arena *arena;
	struct ia_unpack *from;
	size_t entries;
	size_t position;
	const char **modules;
	size_t nmodules;
	size_t modules_room;
	struct kept *kept;
	size_t nkept;
	size_t kept_room;
	size_t kept_len;
	struct ia_buf first;
	struct ia_buf early;
	struct ia_buf last;
	bool tools;
	bool dracut;
	bool systemd;
};

static bool read_number(const char *header, int field, unsigned long *n)
{
	int i;

	for (*n = 0, i = 0; i < 8; i++) {
		int digit = ia_hex_digit(header[6 + field * 8 + i]);

		if (digit < 0)
			return false;
		*n = *n << 4 | (unsigned int)digit;
	}
	return true;
}

static bool read_bytes(struct reading *r, void *to, size_t len)
{
	r->position += len;
	return ia_unpack_read(r->from, to, len);
}

/* Headers and files begin at a multiple of four. */
static bool align(struct reading *r)
{
	return read_bytes(r, NULL, -r->position & 3);
}

static bool begins(const char *name, const char *with)
{
	return !strncmp(name, with, strlen(with));
}

static bool ends_in(const char *name, const char *end)
{
	size_t len = strlen(name), tail = strlen(end);

	return len > tail && !strcmp(name + len - tail, end);
}

/* Configuration of modprobe, by the order of its folders. Return: 0 for what is none. */
static size_t modprobe_folder(const char *name)
{
	static const char *const folders[] = {
		"etc/modprobe.d/", "run/modprobe.d/", "usr/local/lib/modprobe.d/",
		"usr/lib/modprobe.d/", "lib/modprobe.d/",
	};
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (begins(name, folders[i]) && ends_in(name, ".conf"))
			return i + 1;
	}
	return 0;
}

static bool wanted(const char *name)
{
	return modprobe_folder(name) || !strcmp(name, "conf/modules") ||
	       (begins(name, "etc/cmdline.d/") && ends_in(name, ".conf")) ||
	       ((begins(name, "etc/modules-load.d/") || begins(name, "usr/lib/modules-load.d/")) &&
		ends_in(name, ".conf"));
}

static const char *basename_of(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

static void take_file(struct reading *r, const char *name, const char *text)
{
	size_t folder = modprobe_folder(name);

	if (folder) {
		r->kept = ia_grow(r->arena, r->kept, r->nkept, &r->kept_room, sizeof(*r->kept));
		r->kept[r->nkept++] = (struct kept){
			folder, ia_strndup(r->arena, basename_of(name), strlen(basename_of(name))),
			text };
	} else if (begins(name, "etc/cmdline.d/")) {
		ia_buf_add(&r->first, "%s\n", text);
	} else if (begins(name, "conf/")) {
		ia_buf_add(&r->last, "%s\n", text);
	} else {
		ia_buf_add(&r->early, "%s\n", text);
	}
}

static void take_module(struct reading *r, const char *name)
{
	const char *base = basename_of(name), *module;

	if (!strstr(base, ".ko") || !strstr(name, "lib/modules/"))
		return;
	module = ia_module_name(r->arena, base, strlen(base));
	if (!module)
		return;
	r->modules = ia_grow(r->arena, r->modules, r->nmodules, &r->modules_room,
			     sizeof(*r->modules));
	r->modules[r->nmodules++] = module;
}

/* What its makers put into all of them: mkinitramfs(8), dracut(8), systemd-modules-load(8). */
static void take_maker(struct reading *r, const char *name)
{
	if (begins(name, "usr/"))
		name += strlen("usr/");
	r->tools |= !strcmp(name, "conf/initramfs.conf") || !strcmp(name, "conf/modules") ||
		    !strcmp(name, "scripts/functions");
	r->dracut |= begins(name, "lib/dracut/") || !strcmp(name, "lib/dracut-lib.sh");
	r->systemd |= !strcmp(name, "lib/systemd/systemd-modules-load");
}

static enum ia_initramfs_init init_of(const struct reading *r)
{
	if (r->tools)
		return r->dracut || r->systemd ? IA_INIT_OTHER : IA_INIT_TOOLS;
	if (r->dracut)
		return r->systemd ? IA_INIT_DRACUT_SYSTEMD : IA_INIT_DRACUT;
	return r->systemd ? IA_INIT_SYSTEMD : IA_INIT_OTHER;
}

/* Return: 1 for an entry, 0 at the end of the archive, -1 for what is none. */
static int read_entry(struct reading *r)
{
	unsigned long size, len;
	char header[HEADER], name[MOST_NAME + 1];
	const char *clean = name;
	char *text;

	if (!read_bytes(r, header, HEADER) || memcmp(header, "07070", 5) ||
	    (header[5] != '1' && header[5] != '2') || !read_number(header, FIELD_SIZE, &size) ||
	    !read_number(header, FIELD_NAME, &len) || !len || len > MOST_NAME ||
	    ++r->entries > MOST_ENTRIES || !read_bytes(r, name, len) || !align(r))
		return -1;
	name[len] = '\0';
	if (!strcmp(name, "TRAILER!!!"))
		return 0;
	while (*clean == '.' && clean[1] == '/')
		clean += 2;
	take_module(r, clean);
	take_maker(r, clean);
	if (!wanted(clean) || size > MOST_FILE || r->kept_len + size > MOST_KEPT)
		return read_bytes(r, NULL, size) && align(r) ? 1 : -1;
	text = ia_alloc(r->arena, size + 1, 1);
	r->kept_len += size;
	if (!read_bytes(r, text, size) || !align(r))
		return -1;
	take_file(r, clean, text);
	return 1;
}

/* Reads the archives that are one behind the other in what is packed together. */
static bool read_packed(struct reading *r)
{
	int entry;

	r->position = 0;
	do
		entry = read_entry(r);
	while (entry > 0);
	return !entry;
}

static bool read_all(struct reading *r, const char *data, size_t len,
		     enum ia_initramfs_state *state)
{
	size_t at = 0;
	bool good = true;

	while (good) {
		enum ia_packing packing;

		/* Archives are padded with zeros. */
		while (at < len && !data[at])
			at++;
		if (at == len)
			return true;
		packing = ia_unpack_packing(data + at, len - at);
		if (packing == IA_PACKING_OTHER) {
			*state = IA_INITRAMFS_COMPRESSED;
			return false;
		}
		r->from = ia_unpack_open(r->arena, packing, data + at, len - at);
		good = read_packed(r);
		/* Behind its end a packed archive has padding, and nothing behind that. */
		at = packing == IA_PACKING_NONE ? at + ia_unpack_used(r->from) : len;
		ia_unpack_close(r->from);
	}
	*state = IA_INITRAMFS_BROKEN;
	return false;
}

static int by_name(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int less = strcmp(x->name, y->name);

	return less ? less : x->folder < y->folder ? -1 : x->folder > y->folder;
}

/* As ia_modprobe_text() does for the running system. */
static const char *modprobe_text(struct reading *r)
{
	struct ia_buf all = { .arena = r->arena };
	size_t i;

	if (r->nkept)
		qsort(r->kept, r->nkept, sizeof(*r->kept), by_name);
	ia_buf_add(&all, "%s", "");
	for (i = 0; i < r->nkept; i++) {
		if (!i || strcmp(r->kept[i].name, r->kept[i - 1].name))
			ia_buf_add(&all, "%s\n", r->kept[i].text);
	}
	return all.text;
}

static const char *open_one(struct ia_arena *arena, const struct ia_root *root,
			    const char *kernel, char **data, size_t *len, int *error)
{
	size_t i;

	*error = -ENOENT;
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const char *path = ia_format(arena, "%s%s%s", places[i].before, kernel,
					     places[i].behind);

		*error = ia_slurp(arena, root, path, data, len);
		if (*error != -ENOENT && *error != -ENOTDIR)
			return path;
	}
	return NULL;
}

/**
 * ia_initramfs_read() - read what the initramfs of a kernel holds
 * @arena: owner of all of it
 * @root: the running system, or a tree
 * @kernel: the kernel's release, which is part of a file's name
 * @to: filled; where its state is another than read, no more than that and its path
 */
void ia_initramfs_read(struct ia_arena *arena, const struct ia_root *root, const char *kernel,
		       struct ia_initramfs *to)
{
	struct reading r = { .arena = arena, .first.arena = arena, .early.arena = arena,
			     .last.arena = arena };
	size_t len;
	char *data;
	int error;

	*to = (struct ia_initramfs){ .state = IA_INITRAMFS_READ };
	to->path = open_one(arena, root, kernel, &data, &len, &error);
	if (!to->path) {
		to->state = ia_root_exists(root, ia_format(arena, "/boot/vmlinuz-%s", kernel)) ?
			    IA_INITRAMFS_NONE : IA_INITRAMFS_NOT_FOUND;
		return;
	}
	if (error) {
		to->state = error == -EACCES ? IA_INITRAMFS_DENIED : IA_INITRAMFS_BROKEN;
		return;
	}
	if (!read_all(&r, data, len, &to->state))
		return;
	to->files = (struct ia_texts){ .known = true, .count = r.nmodules, .items = r.modules };
	to->modprobe = modprobe_text(&r);
	ia_modprobe_words(arena, r.first.text, "rd.driver.pre=", &to->first);
	ia_modprobe_words(arena, r.early.text, NULL, &to->early);
	ia_modprobe_words(arena, r.last.text, NULL, &to->last);
	to->init = init_of(&r);
}
