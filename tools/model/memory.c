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

/*
 * A report makes thousands of small texts: those share chunks. Not under ASan,
 * which sees the borders of what is a malloc() of its own.
 */
#ifdef __SANITIZE_ADDRESS__
#define SMALL		0
#else
#define SMALL		1024
#endif
/* From where on malloc() maps pages, which need no zeroing. */
#define CHUNK_SIZE	(256 << 10)

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
	const size_t unit = _Alignof(max_align_t);
	size_t need;
	void *data;

	if (size && count > (SIZE_MAX / 2 - CHUNK_SIZE) / size) {
		ia_out_of_memory();
		abort();
	}
	need = (count * size + unit - 1) / unit * unit;
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

/**
 * ia_format() - formatted text of its own
 * @arena: the owner of the text
 * @fmt: as for printf
 */
char *ia_format(struct ia_arena *arena, const char *fmt, ...)
{
	struct ia_buf buf = { .arena = arena };
	va_list args;

	va_start(args, fmt);
	add_args(&buf, fmt, args);
	va_end(args);
	return buf.text ? buf.text : ia_strndup(arena, "", 0);
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
