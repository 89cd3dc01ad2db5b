/* SPDX-License-Identifier: GPL-2.0 */
/* unpack.c: bytes out of a file that may be compressed, one piece after the other */
#ifndef IA_SOURCE_UNPACK_H
#define IA_SOURCE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/memory.h"

/* How bytes are packed. */
enum ia_packing {
	IA_PACKING_NONE,
	IA_PACKING_GZIP,
	IA_PACKING_ZSTD,
	IA_PACKING_OTHER,	/* nothing here unpacks it */
};

struct ia_unpack;

void ia_unpack_prepare(void);
enum ia_packing ia_unpack_packing(const char *data, size_t len);
struct ia_unpack *ia_unpack_open(struct ia_arena *arena, enum ia_packing packing,
				 const char *data, size_t len);
bool ia_unpack_read(struct ia_unpack *unpack, void *to, size_t len);
size_t ia_unpack_used(const struct ia_unpack *unpack);
void ia_unpack_close(struct ia_unpack *unpack);

#endif /* IA_SOURCE_UNPACK_H */
