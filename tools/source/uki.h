/* SPDX-License-Identifier: GPL-2.0 */
/* uki.c: a unified kernel image, and what of its sections matters here */
#ifndef IA_SOURCE_UKI_H
#define IA_SOURCE_UKI_H

#include "root.h"

enum ia_uki_section {
	IA_UKI_LINUX,
	IA_UKI_INITRD,
	IA_UKI_CMDLINE,
	IA_UKI_UNAME,
	IA_UKI_SECTIONS
};

/**
 * struct ia_uki - an open unified kernel image
 * @fd: its file
 * @most: bytes of it that are read at most
 * @at: where each section is
 * @len: its length; 0 for none
 */
struct ia_uki {
	int fd;
	size_t most;
	size_t at[IA_UKI_SECTIONS];
	size_t len[IA_UKI_SECTIONS];
};

int ia_uki_open(const struct ia_root *root, const char *path, struct ia_uki *uki);
char *ia_uki_read(struct ia_arena *arena, const struct ia_uki *uki, enum ia_uki_section section);
void ia_uki_close(struct ia_uki *uki);

#endif /* IA_SOURCE_UKI_H */
