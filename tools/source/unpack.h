/* SPDX-License-Identifier: GPL-2.0 */
/* unpack.c: bytes out of a file that may be compressed, one piece after the other */
#ifndef IA_SOURCE_UNPACK_H
#define IA_SOURCE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/memory.h"
#include "../machine/value.h"

/* What became of an attempt to begin. */
enum ia_unpack_begun {
	IA_UNPACK_GOES_ON,
	IA_UNPACK_NOT_HERE,	/* nothing here unpacks it, or it is no archive of cpio at all */
	IA_UNPACK_NO_LIBRARY,	/* the library that does is not installed */
	IA_UNPACK_BROKEN,
};

struct ia_unpack;

struct ia_unpack *ia_unpack_new(struct ia_arena *arena);
enum ia_unpack_begun ia_unpack_begin(struct ia_unpack *u, const char *data, size_t len,
				     enum ia_packing *packing);
bool ia_unpack_read(struct ia_unpack *u, void *to, size_t len);
int ia_unpack_zeros(struct ia_unpack *u, size_t *count);
bool ia_unpack_end(struct ia_unpack *u, size_t *used);

#endif /* IA_SOURCE_UNPACK_H */
