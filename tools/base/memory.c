// SPDX-License-Identifier: GPL-2.0
#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ia_chunk {
	struct ia_chunk *next;
	max_align_t data[];
};

/* malloc() maps chunks of this size: pages of zeros, there once they are used. */
#define CHUNK_SIZE	(1024 << 10)
/*
 * What is no larger shares chunks: a report makes thousands of texts. Not under
 * ASan, which sees the borders of what is a malloc() of its own.
 */
#ifdef __has_feature
#define HAS_ASAN	__has_feature(address_sanitizer)	/* clang */
#else
#define HAS_ASAN	__SANITIZE_ADDRESS__			/* gcc; 0 where it is not defined */
#endif
#if HAS_ASAN
#define SMALL		0
#else
#define SMALL		(CHUNK_SIZE / 4)
#endif

void (*ia_out_of_memory)(void) = abort;

static void *take_chunk(struct ia_arena *arena, size_t size)
{
	struct ia_chunk *chunk = calloc(1, sizeof(*chunk) + size);

	if (!chunk) {
		ia_out_of_memory();
		abort();
	}
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	return chunk->data;
}

/* What an allocation takes of a chunk. */
static size_t in_chunk(size_t size)
{
	const size_t unit = _Alignof(max_align_t);

	return (size + unit - 1) / unit * unit;
}

/**
 * ia_alloc() - zeroed memory that lives until ia_arena_free()
 * @arena: the owner
 * @count: number of elements
 * @size: bytes per element
 *
 * Return: the memory; never NULL, since ia_out_of_memory() does not return.
 */
void *ia_alloc(struct ia_arena *arena, size_t count, size_t size)
{
	size_t need;
	void *data;

	if (size && count > (SIZE_MAX / 2 - CHUNK_SIZE) / size) {
		ia_out_of_memory();
		abort();
	}
	need = in_chunk(count * size);
	if (need > SMALL || !SMALL)
		return take_chunk(arena, count * size);
	if (need > arena->left) {
		arena->spare = take_chunk(arena, CHUNK_SIZE);
		arena->left = CHUNK_SIZE;
	}
	data = arena->spare;
	arena->spare += need;
	arena->left -= need;
	return data;
}

/**
 * ia_trim() - give back the end of the last allocation
 * @arena: the owner
 * @data: what ia_alloc() returned; when it was not the last one, nothing is done
 * @size: its size in bytes
 * @used: bytes of it to keep; those behind are still zeros
 */
void ia_trim(struct ia_arena *arena, void *data, size_t size, size_t used)
{
	size_t back = in_chunk(size) - in_chunk(used);

	if (!arena->spare || (char *)data + in_chunk(size) != arena->spare)
		return;
	arena->spare -= back;
	arena->left += back;
}

/**
 * ia_grow() - make sure that an array has room for one element more
 * @arena: the owner
 * @old: the array, or NULL
 * @count: elements in use
 * @room: elements there is room for; updated
 * @size: bytes per element
 *
 * Return: the array, moved when it had to grow.
 */
void *ia_grow(struct ia_arena *arena, void *old, size_t count, size_t *room,
	      size_t size)
{
	void *new;

	if (count < *room)
		return old;
	*room = *room ? *room * 2 : 8;
	new = ia_alloc(arena, *room, size);
	if (count)
		memcpy(new, old, count * size);
	return new;
}

/**
 * ia_strndup() - copy a piece of text
 * @arena: the owner of the copy
 * @text: the text
 * @len: bytes to copy
 */
char *ia_strndup(struct ia_arena *arena, const char *text, size_t len)
{
	char *copy = ia_alloc(arena, len + 1, 1);

	memcpy(copy, text, len);
	return copy;
}

static void add_args(struct ia_buf *buf, const char *fmt, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		return;
	if (buf->len + n >= buf->size) {
		size_t size = (buf->len + n + 1) * 2;
		char *text = ia_alloc(buf->arena, size, 1);

		if (buf->len)
			memcpy(text, buf->text, buf->len);
		buf->text = text;
		buf->size = size;
	}
	vsnprintf(buf->text + buf->len, buf->size - buf->len, fmt, args);
	buf->len += n;
}

/**
 * ia_buf_add() - append formatted text
 * @buf: the text; only its arena need be set before the first call
 * @fmt: as for printf
 */
void ia_buf_add(struct ia_buf *buf, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_args(buf, fmt, args);
	va_end(args);
}

/** ia_format_args() - formatted text of its own, as vprintf() has it */
char *ia_format_args(struct ia_arena *arena, const char *fmt, va_list args)
{
	struct ia_buf buf = { .arena = arena };

	add_args(&buf, fmt, args);
	return buf.text ? buf.text : ia_strndup(arena, "", 0);
}

/**
 * ia_format() - formatted text of its own
 * @arena: the owner of the text
 * @fmt: as for printf
 */
char *ia_format(struct ia_arena *arena, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = ia_format_args(arena, fmt, args);
	va_end(args);
	return text;
}

/**
 * ia_arena_free() - give back everything an arena owns
 * @arena: the arena; empty and usable again afterwards
 */
void ia_arena_free(struct ia_arena *arena)
{
	while (arena->chunks) {
		struct ia_chunk *chunk = arena->chunks;

		arena->chunks = chunk->next;
		free(chunk);
	}
	arena->spare = NULL;
	arena->left = 0;
}
