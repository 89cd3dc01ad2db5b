/* SPDX-License-Identifier: GPL-2.0 */
/* boot_image.c: the file that the next boot of a kernel has its initramfs from */
#ifndef IA_SOURCE_BOOT_IMAGE_H
#define IA_SOURCE_BOOT_IMAGE_H

#include "../machine/value.h"
#include "root.h"

/**
 * struct ia_boot_image - what an initramfs is read from
 * @state: IA_INITRAMFS_READ where its bytes are there, or why they are not
 * @path: its file, or NULL
 * @data: its bytes
 * @len: how many
 * @cmdline: the command line of a unified kernel image, or NULL
 */
struct ia_boot_image {
	enum ia_initramfs_state state;
	const char *path;
	const char *data;
	size_t len;
	const char *cmdline;
};

void ia_boot_image_find(struct ia_arena *arena, const struct ia_root *root, const char *kernel,
			struct ia_boot_image *image);

#endif /* IA_SOURCE_BOOT_IMAGE_H */
