// SPDX-License-Identifier: GPL-2.0
/*
 * Where the next boot of a kernel has its initramfs from: a file by its release, as most
 * distributions have it; by the name of its package, as Arch Linux; in a folder by its
 * release, as the Boot Loader Specification has it; or a unified kernel image.
 */
#include "boot_image.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "../base/clean.h"
#include "uki.h"

#define ARRAY(list)	(sizeof(list) / sizeof(*(list)))
/* Images that are looked into; whoever has more is told that there are several. */
#define MOST_IMAGES	64

/* Variables of https://systemd.io/BOOT_LOADER_INTERFACE, each behind four bytes of attributes. */
#define VARIABLE(name)	"/sys/firmware/efi/efivars/" name "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
#define ATTRIBUTES	4

#define INITRD		"initrd="
/* Digits of machine-id(5). */
#define MACHINE_ID	32

/* Around the release of the kernel. */
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

/* Where the EFI system partition or the extended boot partition is mounted. */
static const char *const mounts[] = { "/efi", "/boot", "/boot/efi" };

struct search {
	struct ia_arena *arena;
	const struct ia_root *root;
	const char *kernel;
	struct ia_boot_image *image;
};

/* Return: whether there is such a file, whether or not it can be read. */
static bool take_file(const struct search *s, const char *path)
{
	char *data;
	int error = ia_slurp(s->arena, s->root, path, &data, &s->image->len);

	if (error == -ENOENT || error == -ENOTDIR)
		return false;
	s->image->path = path;
	s->image->data = data;
	s->image->state = !error ? IA_INITRAMFS_READ : error == -EACCES ? IA_INITRAMFS_DENIED :
								       IA_INITRAMFS_BROKEN;
	return true;
}

/* A file of one word that becomes part of a path. */
static const char *word_of(const struct search *s, const char *path)
{
	const char *word = ia_read_line(s->arena, s->root, path);

	return word && !strchr(word, '/') && *word != '.' ? word : NULL;
}

/* What Arch Linux calls a kernel: its presets of mkinitcpio make files of that name. */
static bool take_package(const struct search *s)
{
	const char *package = word_of(s, ia_format(s->arena, "/usr/lib/modules/%s/pkgbase",
						   s->kernel));

	return package && take_file(s, ia_format(s->arena, "/boot/initramfs-%s.img", package));
}

/* kernel-install makes a folder for each kernel, below one for the installation. */
static bool take_entry(const struct search *s)
{
	const char *const tokens[] = {
		word_of(s, "/etc/kernel/entry-token"), word_of(s, "/etc/machine-id"),
	};
	const char *const names[] = { "initrd", ia_format(s->arena, "initrd.img-%s", s->kernel) };
	size_t i, j, k;

	for (i = 0; i < ARRAY(tokens); i++) {
		for (j = 0; tokens[i] && j < ARRAY(mounts); j++) {
			for (k = 0; k < ARRAY(names); k++) {
				if (take_file(s, ia_format(s->arena, "%s/%s/%s/%s", mounts[j],
							   tokens[i], s->kernel, names[k])))
					return true;
			}
		}
	}
	return false;
}

static bool take_place(const struct search *s)
{
	size_t i;

	for (i = 0; i < ARRAY(places); i++) {
		if (take_file(s, ia_format(s->arena, "%s%s%s", places[i].before, s->kernel,
					   places[i].behind)))
			return true;
	}
	return take_package(s) || take_entry(s);
}

/* Whether a name has a release that ends there: "token-6.12.1.efi", "token-6.12.1+3.efi". */
static bool is_of_release(const char *name, const char *kernel)
{
	const char *at = strstr(name, kernel);
	char end = at ? at[strlen(kernel)] : '\0';

	if (!at || (at != name && at[-1] != '-'))
		return false;
	/* dracut --uefi: "linux-6.12.1-MACHINEID-BUILDID.efi", the last of them if there is one. */
	if (end == '-')
		return strspn(at + strlen(kernel) + 1, "0123456789abcdef") == MACHINE_ID;
	return end == '+' || (end == '.' && !strcasecmp(at + strlen(kernel), ".efi"));
}

/* Section .uname has the release; an image without one may have it in its name. */
static bool is_of_kernel(const struct search *s, const struct ia_uki *uki, const char *name)
{
	const char *release;
	size_t len;

	if (!uki->len[IA_UKI_UNAME])
		return is_of_release(name, s->kernel);
	release = ia_uki_read(s->arena, uki, IA_UKI_UNAME);
	len = release ? strcspn(release, "\r\n") : 0;
	return release && len == strlen(s->kernel) && !strncmp(release, s->kernel, len);
}

static const char *cmdline_of(const struct search *s, const struct ia_uki *uki)
{
	char *text = uki->len[IA_UKI_CMDLINE] ? ia_uki_read(s->arena, uki, IA_UKI_CMDLINE) : NULL;
	size_t len;

	if (!text)
		return NULL;
	len = strlen(text);
	while (len && strchr(" \t\r\n", text[len - 1]))
		text[--len] = '\0';
	for (; len; len--) {
		if (strchr("\t\r\n", text[len - 1]))
			text[len - 1] = ' ';
	}
	return ia_clean(text, strlen(text)) ? text : NULL;
}

static void take_image(const struct search *s, const char *path)
{
	struct ia_boot_image *image = s->image;
	struct ia_uki uki;

	image->path = path;
	image->state = IA_INITRAMFS_BROKEN;
	if (ia_uki_open(s->root, path, &uki))
		return;
	image->cmdline = cmdline_of(s, &uki);
	image->len = uki.len[IA_UKI_INITRD];
	image->data = ia_uki_read(s->arena, &uki, IA_UKI_INITRD);
	if (uki.len[IA_UKI_CMDLINE] && !image->cmdline)
		image->data = NULL;
	if (image->data)
		image->state = image->len ? IA_INITRAMFS_READ : IA_INITRAMFS_NONE;
	ia_uki_close(&uki);
}

/* A variable of EFI, in UTF-16, of which a file's name has ASCII alone. Return: it, or NULL. */
static const char *variable(const struct search *s, const char *path)
{
	size_t len, i;
	char *data, *text;

	if (ia_slurp(s->arena, s->root, path, &data, &len) || len < ATTRIBUTES)
		return NULL;
	text = ia_alloc(s->arena, len / 2 + 1, 1);
	for (i = 0; ATTRIBUTES + 2 * i + 1 < len; i++) {
		text[i] = data[ATTRIBUTES + 2 * i];
		if (data[ATTRIBUTES + 2 * i + 1])
			return NULL;
		if (!text[i])
			break;
	}
	return text;
}

/* The image that was booted, by the stub or by the boot loader. */
static const char *booted(const struct search *s)
{
	const char *path = variable(s, VARIABLE("StubImageIdentifier"));
	const char *slash = path ? strrchr(path, '\\') : NULL;

	return slash ? slash + 1 : variable(s, VARIABLE("LoaderEntrySelected"));
}

/* The ESP is often mounted for root alone. */
static bool is_denied(const struct search *s, const char *folder)
{
	int fd;

	if (s->root->kind != IA_ROOT_SYSTEM)
		return false;
	fd = ia_root_file(s->root, folder);
	if (fd >= 0)
		close(fd);
	return fd == -EACCES;
}

static bool ends_in_efi(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && !strcasecmp(name + len - 4, ".efi");
}

/* Return: how many images of the kernel there are; @path is the one that counts. */
static size_t find_images(const struct search *s, const char **path)
{
	const char *chosen = booted(s), **names;
	size_t i, j, n, looked = 0, found = 0, first = 0;

	for (i = 0; i < ARRAY(mounts); i++) {
		const char *folder = ia_format(s->arena, "%s/EFI/Linux", mounts[i]);

		if (is_denied(s, folder)) {
			s->image->state = IA_INITRAMFS_DENIED;
			s->image->path = folder;
		}
		n = ia_root_list(s->root, s->arena, folder, &names);
		for (j = 0; j < n && looked < MOST_IMAGES; j++) {
			const char *name = ia_format(s->arena, "%s/%s", folder, names[j]);
			bool fallback = strstr(names[j], "fallback"), is_it;
			struct ia_uki uki;

			if (!ends_in_efi(names[j]))
				continue;
			looked++;
			if (ia_uki_open(s->root, name, &uki))
				continue;
			is_it = is_of_kernel(s, &uki, names[j]);
			ia_uki_close(&uki);
			if (!is_it)
				continue;
			if (chosen && !strcasecmp(chosen, names[j])) {
				*path = name;
				return 1;
			}
			found++;
			first += !fallback;
			if (!*path || !fallback)
				*path = name;
		}
	}
	/* mkinitcpio makes a second one, for when the first does not boot. */
	return first == 1 ? 1 : found;
}

static bool take_images(const struct search *s)
{
	const char *path = NULL;
	size_t count = find_images(s, &path);

	if (count == 1) {
		take_image(s, path);
	} else if (count) {
		s->image->path = path;
		s->image->state = IA_INITRAMFS_SEVERAL;
	}
	return count || s->image->state == IA_INITRAMFS_DENIED;
}

/* Whether a loader was told of an initramfs: initrd= is for loaders, and stays on the line. */
static bool is_named(const struct search *s)
{
	const char *line = ia_read_line(s->arena, s->root, "/proc/cmdline");
	const char *at = line;

	while ((at = at ? strstr(at, INITRD) : NULL)) {
		if (at == line || strchr(" \t", at[-1]))
			return true;
		at += strlen(INITRD);
	}
	return false;
}

/*
 * Whether the kernel that runs was given none: ramdisk_size and ext_ramdisk_size of struct
 * boot_params, arch/x86/include/uapi/asm/bootparam.h. Names alone do not say so.
 */
static bool has_none(const struct search *s)
{
	static const size_t sizes[] = { 0x21c, 0x0c4 };
	size_t len, i, j;
	char *data;

	if (is_named(s) || ia_slurp(s->arena, s->root, "/sys/kernel/boot_params/data", &data, &len))
		return false;
	for (i = 0; i < ARRAY(sizes); i++) {
		for (j = 0; j < 4; j++) {
			if (sizes[i] + j >= len || data[sizes[i] + j])
				return false;
		}
	}
	return true;
}

/**
 * ia_boot_image_find() - find and read what the next boot of a kernel has its initramfs from
 * @arena: owner of all of it
 * @root: the running system, or a tree
 * @kernel: the kernel's release
 * @image: filled
 *
 * Where a unified kernel image was booted, that goes before files that lie about.
 */
void ia_boot_image_find(struct ia_arena *arena, const struct ia_root *root, const char *kernel,
			struct ia_boot_image *image)
{
	struct search s = { arena, root, kernel, image };
	bool stub = ia_root_exists(root, VARIABLE("StubInfo"));

	*image = (struct ia_boot_image){ .state = IA_INITRAMFS_NOT_FOUND };
	if ((stub && take_images(&s)) || take_place(&s) || (!stub && take_images(&s)))
		return;
	if (has_none(&s))
		image->state = IA_INITRAMFS_NONE;
}
