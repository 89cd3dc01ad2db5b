// SPDX-License-Identifier: GPL-2.0
/*
 * The libraries that unpack, and what takes bytes as they are. gzip is zlib's, which is
 * linked; the others are opened when they are there, through the few functions of their
 * stable interfaces. What is declared here of their structs is part of those.
 */
#include "unpackers.h"

#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

#include <zlib.h>

#include "../../module/core/little_endian.h"

/* Unpacked at once; a block of lz4's is whole: LZ4_DEFAULT_UNCOMPRESSED_CHUNK_SIZE. */
#define ROOM		(64u << 10)
#define LZ4_BLOCK	(8u << 20)
#define LZ4_LEGACY	0x184c2102
/* What a stream of xz may make its reader keep: xz -9 takes 65 MiB. */
#define LZMA_MEMORY	(128ULL << 20)

/* A function of a library that was opened: that of C, and what dlsym() returns. */
typedef void (*call)(void);

struct wanted {
	const char *name;
	call *to;
};

static bool load(const char *library, const struct wanted *wanted, size_t count)
{
	void *opened = dlopen(library, RTLD_NOW);
	size_t i;

	for (i = 0; i < count; i++) {
		void *found = opened ? dlsym(opened, wanted[i].name) : NULL;

		if (!found)
			return false;
		memcpy(wanted[i].to, &found, sizeof(found));
	}
	return true;
}

static void stop(struct ia_packed *p, bool broken)
{
	p->ended = true;
	p->broken |= broken;
}

/* Whoever makes no headway at the end of the file was cut off. */
static bool is_stuck(const struct ia_packed *p)
{
	return !p->have && p->pos == p->len;
}

static bool begin_gzip(struct ia_packed *p)
{
	z_stream *z = ia_alloc(p->arena, 1, sizeof(*z));

	p->state = z;
	/* With the header of gzip. */
	return inflateInit2(z, MAX_WBITS + 16) == Z_OK;
}

static void fill_gzip(struct ia_packed *p)
{
	z_stream *z = p->state;
	int error;

	z->next_in = (Bytef *)p->in + p->pos;
	z->avail_in = p->len - p->pos;
	z->next_out = p->out;
	z->avail_out = p->room;
	error = inflate(z, Z_NO_FLUSH);
	p->pos = p->len - z->avail_in;
	p->have = p->room - z->avail_out;
	if (error != Z_OK)
		stop(p, error != Z_STREAM_END);
}

static void close_gzip(struct ia_packed *p)
{
	inflateEnd(p->state);
}

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

static bool begin_zstd(struct ia_packed *p)
{
	p->state = zstd.create();
	return p->state;
}

static void fill_zstd(struct ia_packed *p)
{
	struct zstd_out out = { p->out, p->room, 0 };
	struct zstd_in in = { p->in, p->len, p->pos };
	size_t left = zstd.decompress(p->state, &out, &in);

	p->pos = in.pos;
	p->have = out.pos;
	if (zstd.is_error(left) || (left && is_stuck(p)))
		stop(p, true);
	else if (!left)
		stop(p, false);
}

static void close_zstd(struct ia_packed *p)
{
	zstd.free(p->state);
}

/* lzma_stream of lzma/base.h, and what of its constants is used. */
struct lzma {
	const uint8_t *next_in;
	size_t avail_in;
	uint64_t total_in;
	uint8_t *next_out;
	size_t avail_out;
	uint64_t total_out;
	const void *allocator;
	void *internal;
	void *reserved_pointers[4];
	uint64_t reserved_numbers[2];
	size_t reserved_sizes[2];
	int reserved_enums[2];
};

enum { LZMA_RUN = 0 };
enum { LZMA_OK = 0, LZMA_STREAM_END = 1 };

static struct {
	int (*xz)(struct lzma *stream, uint64_t memory, uint32_t flags);
	int (*alone)(struct lzma *stream, uint64_t memory);
	int (*code)(struct lzma *stream, int action);
	void (*end)(struct lzma *stream);
} lzma;

static struct lzma *new_lzma(struct ia_packed *p)
{
	struct lzma *stream = ia_alloc(p->arena, 1, sizeof(*stream));

	p->state = stream;
	return stream;
}

static bool begin_xz(struct ia_packed *p)
{
	return lzma.xz(new_lzma(p), LZMA_MEMORY, 0) == LZMA_OK;
}

static bool begin_lzma(struct ia_packed *p)
{
	return lzma.alone(new_lzma(p), LZMA_MEMORY) == LZMA_OK;
}

static void fill_lzma(struct ia_packed *p)
{
	struct lzma *stream = p->state;
	int error;

	stream->next_in = p->in + p->pos;
	stream->avail_in = p->len - p->pos;
	stream->next_out = p->out;
	stream->avail_out = p->room;
	error = lzma.code(stream, LZMA_RUN);
	p->pos = p->len - stream->avail_in;
	p->have = p->room - stream->avail_out;
	if (error == LZMA_STREAM_END)
		stop(p, false);
	else if (error != LZMA_OK || is_stuck(p))
		stop(p, true);
}

static void close_lzma(struct ia_packed *p)
{
	lzma.end(p->state);
}

/* bz_stream of bzlib.h, and what of its constants is used. */
struct bzip2 {
	char *next_in;
	unsigned int avail_in;
	unsigned int total_in[2];
	char *next_out;
	unsigned int avail_out;
	unsigned int total_out[2];
	void *state;
	void *functions[2];
	void *opaque;
};

enum { BZ_OK = 0, BZ_STREAM_END = 4 };

static struct {
	int (*init)(struct bzip2 *stream, int verbosity, int small);
	int (*decompress)(struct bzip2 *stream);
	int (*end)(struct bzip2 *stream);
} bzip2;

static bool begin_bzip2(struct ia_packed *p)
{
	struct bzip2 *stream = ia_alloc(p->arena, 1, sizeof(*stream));

	p->state = stream;
	return bzip2.init(stream, 0, 0) == BZ_OK;
}

static void fill_bzip2(struct ia_packed *p)
{
	struct bzip2 *stream = p->state;
	int error;

	stream->next_in = (char *)p->in + p->pos;
	stream->avail_in = p->len - p->pos;
	stream->next_out = (char *)p->out;
	stream->avail_out = p->room;
	error = bzip2.decompress(stream);
	p->pos = p->len - stream->avail_in;
	p->have = p->room - stream->avail_out;
	if (error == BZ_STREAM_END)
		stop(p, false);
	else if (error != BZ_OK || is_stuck(p))
		stop(p, true);
}

static void close_bzip2(struct ia_packed *p)
{
	bzip2.end(p->state);
}

static struct {
	int (*decompress)(const char *from, char *to, int len, int room);
} lz4;

static bool begin_lz4(struct ia_packed *p)
{
	return p->len >= 4 && ia_le32(p->in) == LZ4_LEGACY;
}

/*
 * The legacy format alone, as unlz4() of lib/decompress_unlz4.c takes it: a magic number,
 * which may come again, and blocks, each behind its length. It ends with the file, or with
 * a length of 0.
 */
static void fill_lz4(struct ia_packed *p)
{
	uint32_t len = LZ4_LEGACY;
	int n;

	p->have = 0;
	while (len == LZ4_LEGACY) {
		if (p->len - p->pos < 4) {
			stop(p, p->pos != p->len);
			return;
		}
		len = ia_le32(p->in + p->pos);
		p->pos += 4;
	}
	if (!len || len > p->len - p->pos || len > 2 * LZ4_BLOCK) {
		stop(p, len);
		return;
	}
	n = lz4.decompress((const char *)p->in + p->pos, (char *)p->out, len, p->room);
	p->pos += len;
	if (n < 0)
		stop(p, true);
	else
		p->have = n;
}

static void close_nothing(struct ia_packed *p)
{
	(void)p;
}

static bool begin_plain(struct ia_packed *p)
{
	(void)p;
	return true;
}

static void fill_plain(struct ia_packed *p)
{
	p->have = p->len - p->pos < p->room ? p->len - p->pos : p->room;
	memcpy(p->out, p->in + p->pos, p->have);
	p->pos += p->have;
	p->ended = p->pos == p->len;
}

static struct ia_unpacker unpackers[IA_PACKINGS] = {
	[IA_PACKING_NOT] = { "07", ROOM, begin_plain, fill_plain, close_nothing },
	[IA_PACKING_GZIP] = { "\x1f\x8b", ROOM, begin_gzip, fill_gzip, close_gzip },
	[IA_PACKING_ZSTD] = { "\x28\xb5", ROOM, NULL, fill_zstd, close_zstd },
	[IA_PACKING_XZ] = { "\xfd\x37", ROOM, NULL, fill_lzma, close_lzma },
	[IA_PACKING_LZMA] = { "\x5d\x00", ROOM, NULL, fill_lzma, close_lzma },
	[IA_PACKING_LZ4] = { "\x02\x21", LZ4_BLOCK, NULL, fill_lz4, close_nothing },
	[IA_PACKING_BZIP2] = { "\x42\x5a", ROOM, NULL, fill_bzip2, close_bzip2 },
	[IA_PACKING_LZO] = { "\x89\x4c", 0, NULL, NULL, NULL },
};

#define CALL(name, to)	{ (name), (call *)&(to) }
#define LOAD(library, ...)							\
	load(library, (const struct wanted[]){ __VA_ARGS__ },			\
	     sizeof((const struct wanted[]){ __VA_ARGS__ }) / sizeof(struct wanted))

/* Open the libraries: before files of elsewhere are all that may be opened. */
void ia_unpackers_load(void)
{
	if (LOAD("libzstd.so.1", CALL("ZSTD_createDStream", zstd.create),
		 CALL("ZSTD_freeDStream", zstd.free),
		 CALL("ZSTD_decompressStream", zstd.decompress),
		 CALL("ZSTD_isError", zstd.is_error)))
		unpackers[IA_PACKING_ZSTD].begin = begin_zstd;
	if (LOAD("liblzma.so.5", CALL("lzma_stream_decoder", lzma.xz),
		 CALL("lzma_alone_decoder", lzma.alone), CALL("lzma_code", lzma.code),
		 CALL("lzma_end", lzma.end))) {
		unpackers[IA_PACKING_XZ].begin = begin_xz;
		unpackers[IA_PACKING_LZMA].begin = begin_lzma;
	}
	if (LOAD("liblz4.so.1", CALL("LZ4_decompress_safe", lz4.decompress)))
		unpackers[IA_PACKING_LZ4].begin = begin_lz4;
	/* The soname is 1.0 with Debian and Arch, 1 with Fedora. */
	if (LOAD("libbz2.so.1.0", CALL("BZ2_bzDecompressInit", bzip2.init),
		 CALL("BZ2_bzDecompress", bzip2.decompress),
		 CALL("BZ2_bzDecompressEnd", bzip2.end)) ||
	    LOAD("libbz2.so.1", CALL("BZ2_bzDecompressInit", bzip2.init),
		 CALL("BZ2_bzDecompress", bzip2.decompress),
		 CALL("BZ2_bzDecompressEnd", bzip2.end)))
		unpackers[IA_PACKING_BZIP2].begin = begin_bzip2;
}

/* Tell how to unpack; what unpacks nothing has no function. */
const struct ia_unpacker *ia_unpacker_of(enum ia_packing packing)
{
	return &unpackers[packing];
}
