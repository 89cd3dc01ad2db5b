// SPDX-License-Identifier: GPL-2.0
/* Bytes out of a file that may be compressed; one reader takes its streams one by one. */
#include "unpack.h"

#include <string.h>

#include "unpackers.h"

/* Bytes that all streams together may have. */
#define MOST	(1024ULL << 20)

/**
 * struct ia_unpack - a file that is being unpacked
 * @arena: owner of room
 * @with: how the stream is unpacked
 * @packed: the stream
 * @room: bytes that the stream's room has, which the next stream has again
 * @total: bytes unpacked so far, of all streams
 * @at: bytes of those that are there that were taken
 */
struct ia_unpack {
	struct ia_arena *arena;
	const struct ia_unpacker *with;
	struct ia_packed packed;
	size_t room;
	unsigned long long total;
	size_t at;
};

/**
 * ia_unpack_new() - a reader, that has nothing to read yet
 * @arena: memory for it, and for all that it unpacks
 *
 * Return: for ia_unpack_begin().
 */
struct ia_unpack *ia_unpack_new(struct ia_arena *arena)
{
	struct ia_unpack *u = ia_alloc(arena, 1, sizeof(*u));

	u->arena = arena;
	return u;
}

/* Tell how bytes are packed, by how they begin: lib/decompress.c and init/initramfs.c. */
static enum ia_packing packing_of(const char *data, size_t len)
{
	enum ia_packing packing;

	if (len >= 6 && (!memcmp(data, "070701", 6) || !memcmp(data, "070702", 6)))
		return IA_PACKING_NOT;
	for (packing = IA_PACKING_GZIP; packing <= IA_PACKING_LZO; packing++) {
		if (len >= 2 && !memcmp(data, ia_unpacker_of(packing)->magic, 2))
			return packing;
	}
	return IA_PACKING_OTHER;
}

/**
 * ia_unpack_begin() - begin with a stream
 * @u: the reader
 * @data: the stream, to the end of the file
 * @len: its length
 * @packing: filled: how it is packed
 *
 * Return: whether it goes on, to ia_unpack_end(), or why it does not.
 */
enum ia_unpack_begun ia_unpack_begin(struct ia_unpack *u, const char *data, size_t len,
				     enum ia_packing *packing)
{
	*packing = packing_of(data, len);
	u->with = ia_unpacker_of(*packing);
	if (!u->with->fill)
		return IA_UNPACK_NOT_HERE;
	if (!u->with->begin)
		return IA_UNPACK_NO_LIBRARY;
	if (u->room < u->with->room) {
		u->packed.out = ia_alloc(u->arena, u->with->room, 1);
		u->room = u->with->room;
	}
	u->packed = (struct ia_packed){ .arena = u->arena, .out = u->packed.out, .room = u->room,
					.in = (const unsigned char *)data, .len = len };
	u->at = 0;
	if (u->with->begin(&u->packed))
		return IA_UNPACK_GOES_ON;
	u->with->close(&u->packed);
	return IA_UNPACK_BROKEN;
}

/* Return: whether there are bytes that were not taken. */
static bool fill(struct ia_unpack *u)
{
	struct ia_packed *p = &u->packed;

	while (u->at == p->have) {
		if (p->ended)
			return false;
		if (u->total > MOST) {
			p->ended = true;
			p->broken = true;
			return false;
		}
		u->at = 0;
		p->have = 0;
		u->with->fill(p);
		u->total += p->have;
	}
	return true;
}

/**
 * ia_unpack_read() - take the next bytes
 * @u: the reader, with a stream
 * @to: filled; NULL to leave them out
 * @len: how many
 *
 * Return: whether there were so many.
 */
bool ia_unpack_read(struct ia_unpack *u, void *to, size_t len)
{
	while (len) {
		size_t n;

		if (!fill(u))
			return false;
		n = u->packed.have - u->at < len ? u->packed.have - u->at : len;
		if (to) {
			memcpy(to, u->packed.out + u->at, n);
			to = (char *)to + n;
		}
		u->at += n;
		len -= n;
	}
	return true;
}

/**
 * ia_unpack_zeros() - leave out zeros, if the next bytes are some
 * @u: the reader, with a stream
 * @count: filled: how many there were
 *
 * Return: the byte behind them, which is still to be read; -1 at the end of the stream.
 */
int ia_unpack_zeros(struct ia_unpack *u, size_t *count)
{
	for (*count = 0; fill(u); ++*count) {
		if (u->packed.out[u->at])
			return u->packed.out[u->at];
		u->at++;
	}
	return -1;
}

/**
 * ia_unpack_end() - end with a stream
 * @u: the reader
 * @used: filled: bytes of it that were used; of one that is not packed, those that were taken
 *
 * Return: whether nothing was wrong with it, as far as it was read.
 */
bool ia_unpack_end(struct ia_unpack *u, size_t *used)
{
	*used = u->packed.pos;
	if (u->with == ia_unpacker_of(IA_PACKING_NOT))
		*used -= u->packed.have - u->at;
	u->with->close(&u->packed);
	return !u->packed.broken;
}
