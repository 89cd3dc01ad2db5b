/* SPDX-License-Identifier: GPL-2.0 */
/* unpackers.c: the libraries that unpack, each behind the same three functions */
#ifndef IA_SOURCE_UNPACKERS_H
#define IA_SOURCE_UNPACKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/memory.h"
#include "../machine/value.h"

/**
 * struct ia_packed - a stream that is being unpacked
 * @arena: owner of @state
 * @in: what is packed, to the end of the file
 * @len: its length
 * @pos: bytes of it that were used
 * @out: where unpacked bytes go
 * @room: bytes that there is room for
 * @have: bytes that were unpacked last
 * @ended: the stream is over, or cannot be read on
 * @broken: it cannot be read on
 * @state: the library's
 */
struct ia_packed {
	struct ia_arena *arena;
	const unsigned char *in;
	size_t len;
	size_t pos;
	unsigned char *out;
	size_t room;
	size_t have;
	bool ended;
	bool broken;
	void *state;
};

/**
 * struct ia_unpacker - a way to unpack
 * @magic: two bytes that a stream begins with, as lib/decompress.c of the kernel tells them
 * @room: bytes that it unpacks at once, at least
 * @begin: begin; NULL where nothing here unpacks it, or its library is not there
 * @fill: unpack some more: bytes, or the end, or both
 * @close: give the state back
 */
struct ia_unpacker {
	unsigned char magic[2];
	size_t room;
	bool (*begin)(struct ia_packed *packed);
	void (*fill)(struct ia_packed *packed);
	void (*close)(struct ia_packed *packed);
};

void ia_unpackers_load(void);
const struct ia_unpacker *ia_unpacker_of(enum ia_packing packing);

#endif /* IA_SOURCE_UNPACKERS_H */
