// SPDX-License-Identifier: GPL-2.0
/*
 * What an initramfs holds: archives of cpio one behind the other, the first ones often with
 * microcode and not compressed, as unpack_to_rootfs() of init/initramfs.c takes them.
 * Nothing of it is written anywhere; names of modules and a few small files are kept.
 */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include "../base/path.h"
#include "boot_image.h"
#include "unpack.h"

/* "newc": the magic and 13 numbers of 8 hexadecimal digits; a name of at most a path. */
#define HEADER		110
#define MOST_NAME	4096
/* Bytes of a file that is kept, and of all of them; entries that are looked at. */
#define MOST_FILE	(256u << 10)
#define MOST_KEPT	(1024u << 10)
#define MOST_ENTRIES	1000000
/* Distributions have up to six: microcode, firmware, modules that are packed one by one. */
#define MOST_STREAMS	64

enum { FIELD_SIZE = 6, FIELD_NAME = 11 };

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

/**
 * struct reading - an initramfs that is being read
 * @arena: owner of what is kept
 * @from: where its bytes come from
 * @packing: how the stream is compressed that is read
 * @entries: entries that were read, of all archives
 * @position: bytes of the stream that were read
 * @modules: names of modules
 * @nmodules: how many
 * @modules_room: those that there is room for
 * @kept: files of modprobe.d
 * @nkept: how many
 * @kept_room: those that there is room for
 * @kept_len: bytes of all files that were kept
 * @first: words "rd.driver.pre=MODULE", a line each
 * @early: modules, a line each
 * @last: modules, a line each
 * @words: words as in @first, of the MODULES of mkinitcpio
 * @tools: it has files of initramfs-tools
 * @dracut: likewise, of dracut
 * @mkinitcpio: likewise, of mkinitcpio's own init
 * @systemd: it has systemd, which then runs in it
 */
struct reading {
	struct ia_arena *arena;
	struct ia_unpack *from;
	enum ia_packing packing;
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
	struct ia_buf words;
	bool tools;
	bool dracut;
	bool mkinitcpio;
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

/* Configuration of modprobe, by the order of its folders. Return: 0 for what is none. */
static size_t modprobe_folder(const char *name)
{
	static const char *const folders[] = {
		"etc/modprobe.d/", "run/modprobe.d/", "usr/local/lib/modprobe.d/",
		"usr/lib/modprobe.d/", "lib/modprobe.d/",
	};
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (begins(name, folders[i]) && ia_ends_in(name, ".conf"))
			return i + 1;
	}
	return 0;
}

static bool wanted(const char *name)
{
	return modprobe_folder(name) || !strcmp(name, "conf/modules") || !strcmp(name, "config") ||
	       (begins(name, "etc/cmdline.d/") && ia_ends_in(name, ".conf")) ||
	       ((begins(name, "etc/modules-load.d/") || begins(name, "usr/lib/modules-load.d/")) &&
		ia_ends_in(name, ".conf"));
}

/*
 * MODULES="vfio_pci vfio" of mkinitcpio, which its init loads before it has udev look for
 * devices.
 */
static void take_config(struct reading *r, const char *text)
{
	static const char key[] = "MODULES=", marks[] = "\"'() \t";
	const char *line = text;
	size_t len;

	while (line && strncmp(line, key, strlen(key))) {
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	if (!line)
		return;
	for (line += strlen(key); *line && *line != '\n'; line += len) {
		line += strspn(line, marks);
		len = strcspn(line, "\"'() \t\n");
		if (len)
			ia_buf_add(&r->words, "rd.driver.pre=%.*s\n", (int)len, line);
	}
}

static void take_file(struct reading *r, const char *name, const char *text)
{
	size_t folder = modprobe_folder(name);

	if (folder) {
		r->kept = ia_grow(r->arena, r->kept, r->nkept, &r->kept_room, sizeof(*r->kept));
		name = ia_last_part(name);
		r->kept[r->nkept++] = (struct kept){
			folder, ia_strndup(r->arena, name, strlen(name)), text };
	} else if (begins(name, "etc/cmdline.d/")) {
		ia_buf_add(&r->first, "%s\n", text);
	} else if (begins(name, "conf/")) {
		ia_buf_add(&r->last, "%s\n", text);
	} else if (!strcmp(name, "config")) {
		take_config(r, text);
	} else {
		ia_buf_add(&r->early, "%s\n", text);
	}
}

static void take_module(struct reading *r, const char *name)
{
	const char *base = ia_last_part(name), *module;

	if (!strstr(base, ".ko") || !strstr(name, "lib/modules/"))
		return;
	module = ia_module_name(r->arena, base, strlen(base));
	if (!module)
		return;
	r->modules = ia_grow(r->arena, r->modules, r->nmodules, &r->modules_room,
			     sizeof(*r->modules));
	r->modules[r->nmodules++] = module;
}

/* What its makers put into all of them: mkinitramfs(8), dracut(8), mkinitcpio(8). */
static void take_maker(struct reading *r, const char *name)
{
	if (begins(name, "usr/"))
		name += strlen("usr/");
	r->tools |= !strcmp(name, "conf/initramfs.conf") || !strcmp(name, "conf/modules") ||
		    !strcmp(name, "scripts/functions");
	r->dracut |= begins(name, "lib/dracut/") || !strcmp(name, "lib/dracut-lib.sh");
	r->systemd |= !strcmp(name, "lib/systemd/systemd-modules-load");
	r->mkinitcpio |= !strcmp(name, "init_functions");
}

static enum ia_initramfs_init init_of(const struct reading *r)
{
	if (r->tools)
		return r->dracut || r->systemd ? IA_INIT_OTHER : IA_INIT_TOOLS;
	if (r->dracut)
		return r->systemd ? IA_INIT_DRACUT_SYSTEMD : IA_INIT_DRACUT;
	if (r->systemd)
		return IA_INIT_SYSTEMD;
	return r->mkinitcpio ? IA_INIT_MKINITCPIO : IA_INIT_OTHER;
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

/*
 * Reads the archives of a stream, with zeros behind each: do_reset() of init/initramfs.c.
 * Return: whether that is what there is to its end, or to what may be another stream.
 */
static bool read_archives(struct reading *r)
{
	size_t zeros;
	int entry, next;

	r->position = 0;
	do {
		do
			entry = read_entry(r);
		while (entry > 0);
		if (entry)
			return false;
		next = ia_unpack_zeros(r->from, &zeros);
		r->position += zeros;
	} while (next == '0');
	/* Within a packed one there is nothing but archives. */
	return next < 0 || r->packing == IA_PACKING_NOT;
}

static enum ia_initramfs_state state_of(enum ia_unpack_begun begun)
{
	switch (begun) {
	case IA_UNPACK_NO_LIBRARY:
		return IA_INITRAMFS_NO_LIBRARY;
	case IA_UNPACK_NOT_HERE:
		return IA_INITRAMFS_COMPRESSED;
	default:
		return IA_INITRAMFS_BROKEN;
	}
}

/* Streams are one behind the other, with zeros between: unpack_to_rootfs(). */
static enum ia_initramfs_state read_all(struct reading *r, const char *data, size_t len)
{
	enum ia_unpack_begun begun;
	size_t at = 0, used, streams = 0;
	bool good;

	r->from = ia_unpack_new(r->arena);
	for (;;) {
		while (at < len && !data[at])
			at++;
		if (at == len)
			return streams ? IA_INITRAMFS_READ : IA_INITRAMFS_BROKEN;
		if (++streams > MOST_STREAMS)
			return IA_INITRAMFS_BROKEN;
		begun = ia_unpack_begin(r->from, data + at, len - at, &r->packing);
		if (begun != IA_UNPACK_GOES_ON)
			return state_of(begun);
		good = read_archives(r);
		if (!ia_unpack_end(r->from, &used) || !good)
			return IA_INITRAMFS_BROKEN;
		at += used;
	}
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

/**
 * ia_initramfs_read() - read what the initramfs of a kernel holds
 * @arena: owner of all of it
 * @root: the running system, or a tree
 * @kernel: the kernel's release
 * @to: filled; where its state is another than read, no more than that, its path, its packing
 *      and its command line
 */
void ia_initramfs_read(struct ia_arena *arena, const struct ia_root *root, const char *kernel,
		       struct ia_initramfs *to)
{
	struct reading r = { .arena = arena, .first.arena = arena, .early.arena = arena,
			     .last.arena = arena, .words.arena = arena };
	struct ia_boot_image image;

	ia_boot_image_find(arena, root, kernel, &image);
	*to = (struct ia_initramfs){ .state = image.state, .path = image.path,
				     .cmdline = image.cmdline };
	if (to->state != IA_INITRAMFS_READ) {
		if (!to->path)
			to->packing = IA_PACKING_ABSENT;
		return;
	}
	to->state = read_all(&r, image.data, image.len);
	to->packing = r.packing;
	if (to->state != IA_INITRAMFS_READ)
		return;
	to->init = init_of(&r);
	if (r.words.text && to->init == IA_INIT_MKINITCPIO)
		ia_buf_add(&r.first, "%s", r.words.text);
	to->files = (struct ia_texts){ .known = true, .count = r.nmodules, .items = r.modules };
	to->modprobe = modprobe_text(&r);
	ia_modprobe_words(arena, r.first.text, "rd.driver.pre=", &to->first);
	ia_modprobe_words(arena, r.early.text, NULL, &to->early);
	ia_modprobe_words(arena, r.last.text, NULL, &to->last);
}
