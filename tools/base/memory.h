/* SPDX-License-Identifier: GPL-2.0 */
/* memory.c: memory that lives as long as one run of a command */
#ifndef IA_BASE_MEMORY_H
#define IA_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

struct ia_chunk;

/**
 * struct ia_arena - owner of everything a run allocates
 * @chunks: all memory taken from the system, newest first; start with NULL
 * @spare: zeroed bytes of a chunk that are not handed out yet
 * @left: how many
 */
struct ia_arena {
	struct ia_chunk *chunks;
	char *spare;
	size_t left;
};

/**
 * struct ia_buf - a text under construction
 * @arena: where it grows
 * @text: the text, always terminated once something was appended
 * @len: its length in bytes
 * @size: bytes available at @text
 */
struct ia_buf {
	struct ia_arena *arena;
	char *text;
	size_t len;
	size_t size;
};

/* Called once when memory ran out; must not return. */
extern void (*ia_out_of_memory)(void);

void *ia_alloc(struct ia_arena *arena, size_t count, size_t size);
void ia_trim(struct ia_arena *arena, void *data, size_t size, size_t used);
void *ia_grow(struct ia_arena *arena, void *old, size_t count, size_t *room,
	      size_t size);
char *ia_strndup(struct ia_arena *arena, const char *text, size_t len);
char *ia_format(struct ia_arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *ia_format_args(struct ia_arena *arena, const char *fmt, va_list args);
void ia_buf_add(struct ia_buf *buf, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void ia_arena_free(struct ia_arena *arena);

#endif /* IA_BASE_MEMORY_H */
