// SPDX-License-Identifier: GPL-2.0
/*
 * Bytes out of a file that may be compressed. gzip is zlib's, which is linked; libzstd is
 * opened when it is there, through the few functions of its stable interface.
 */
#include "unpack.h"

#include <dlfcn.h>
#include <string.h>

#include <zlib.h>

/* Bytes that are unpacked at once, and that one file may have unpacked. */
#define ROOM	(64u << 10)
#define MOST	(1024ULL << 20)

/* ZSTD_inBuffer and ZSTD_outBuffer of zstd.h. */
struct zstd_in {
	const void *src;
	size_t size;
	size_t pos;
};

struct zstd_out {
	void *dst;
	size_t size;
	size_t pos;
};

static struct {
	void *(*create)(void);
	size_t (*free)(void *stream);
	size_t (*decompress)(void *stream, struct zstd_out *out, struct zstd_in *in);
	unsigned int (*is_error)(size_t code);
} zstd;

/**
 * struct ia_unpack - a file that is being unpacked
 * @packing: how it is packed
 * @in: where it is read; of all packings
 * @gzip: the state of zlib
 * @zstd: that of libzstd
 * @ended: the packed stream is over
 * @total: bytes unpacked so far
 * @have: bytes in @room
 * @at: those of them that were taken
 * @room: what was unpacked last
 */
struct ia_unpack {
	enum ia_packing packing;
	struct zstd_in in;
	z_stream gzip;
	void *zstd;
	bool ended;
	unsigned long long total;
	size_t have;
	size_t at;
	unsigned char room[ROOM];
};

static void *function(void *library, const char *name)
{
	return library ? dlsym(library, name) : NULL;
}

/* Open libzstd: before files of elsewhere are all that may be opened. */
void ia_unpack_prepare(void)
{
	void *library = dlopen("libzstd.so.1", RTLD_NOW);
	void *all[] = { function(library, "ZSTD_createDStream"),
			function(library, "ZSTD_freeDStream"),
			function(library, "ZSTD_decompressStream"),
			function(library, "ZSTD_isError") };

	if (all[0] && all[1] && all[2] && all[3])
		memcpy(&zstd, all, sizeof(zstd));
}

/* Tell how bytes are packed, by how they begin: usr/gen_initramfs.sh and lib/decompress.c. */
enum ia_packing ia_unpack_packing(const char *data, size_t len)
{
	if (len >= 2 && !memcmp(data, "\x1f\x8b", 2))
		return IA_PACKING_GZIP;
	if (len >= 4 && !memcmp(data, "\x28\xb5\x2f\xfd", 4))
		return zstd.create ? IA_PACKING_ZSTD : IA_PACKING_OTHER;
	if (len >= 6 && (!memcmp(data, "070701", 6) || !memcmp(data, "070702", 6)))
		return IA_PACKING_NONE;
	return IA_PACKING_OTHER;
}

/**
 * ia_unpack_open() - begin to unpack
 * @arena: memory for it
 * @packing: how it is packed; none of IA_PACKING_OTHER
 * @data: what is to be unpacked
 * @len: its length
 *
 * Return: to be closed with ia_unpack_close().
 */
struct ia_unpack *ia_unpack_open(struct ia_arena *arena, enum ia_packing packing,
				 const char *data, size_t len)
{
	struct ia_unpack *unpack = ia_alloc(arena, 1, sizeof(*unpack));

	unpack->packing = packing;
	unpack->in = (struct zstd_in){ data, len, 0 };
	/* With the header of gzip. */
	if (packing == IA_PACKING_GZIP)
		unpack->ended = inflateInit2(&unpack->gzip, MAX_WBITS + 16) != Z_OK;
	else if (packing == IA_PACKING_ZSTD)
		unpack->zstd = zstd.create();
	return unpack;
}

static void fill_gzip(struct ia_unpack *u)
{
	int error;

	u->gzip.next_in = (Bytef *)u->in.src + u->in.pos;
	u->gzip.avail_in = u->in.size - u->in.pos;
	u->gzip.next_out = u->room;
	u->gzip.avail_out = ROOM;
	error = inflate(&u->gzip, Z_NO_FLUSH);
	u->in.pos = u->in.size - u->gzip.avail_in;
	u->have = ROOM - u->gzip.avail_out;
	u->ended = error != Z_OK;
}

static void fill_zstd(struct ia_unpack *u)
{
	struct zstd_out out = { u->room, ROOM, 0 };
	size_t left;

	if (!u->zstd) {
		u->ended = true;
		return;
	}
	left = zstd.decompress(u->zstd, &out, &u->in);
	u->have = out.pos;
	u->ended = !left || zstd.is_error(left) || (!out.pos && u->in.pos == u->in.size);
}

static void fill_plain(struct ia_unpack *u)
{
	u->have = u->in.size - u->in.pos < ROOM ? u->in.size - u->in.pos : ROOM;
	memcpy(u->room, (const char *)u->in.src + u->in.pos, u->have);
	u->in.pos += u->have;
	u->ended = u->in.pos == u->in.size;
}

/**
 * ia_unpack_read() - take the next bytes
 * @u: from ia_unpack_open()
 * @to: filled; NULL to leave them out
 * @len: how many
 *
 * Return: whether there were so many.
 */
bool ia_unpack_read(struct ia_unpack *u, void *to, size_t len)
{
	while (len) {
		size_t n = u->have - u->at < len ? u->have - u->at : len;

		if (to) {
			memcpy(to, u->room + u->at, n);
			to = (char *)to + n;
		}
		u->at += n;
		len -= n;
		if (!len)
			break;
		if (u->ended || u->total > MOST)
			return false;
		u->at = 0;
		u->have = 0;
		if (u->packing == IA_PACKING_GZIP)
			fill_gzip(u);
		else if (u->packing == IA_PACKING_ZSTD)
			fill_zstd(u);
		else
			fill_plain(u);
		u->total += u->have;
	}
	return true;
}

/* Bytes of the packed file that were used: of one that is not packed, those that were taken. */
size_t ia_unpack_used(const struct ia_unpack *u)
{
	return u->packing == IA_PACKING_NONE ? u->in.pos - (u->have - u->at) : u->in.pos;
}

/* Give the state of libraries back. */
void ia_unpack_close(struct ia_unpack *u)
{
	if (u->packing == IA_PACKING_GZIP)
		inflateEnd(&u->gzip);
	if (u->zstd)
		zstd.free(u->zstd);
}
