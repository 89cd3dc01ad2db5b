// SPDX-License-Identifier: GPL-2.0
#include "grubby.h"

#include <string.h>

#include "../base/escape.h"

/*
 * grubby makes commands of sed of what it is given. Which byte ends a pattern there
 * depends on its version; these end none, and "." alone matches more than itself.
 */
#define PLAIN	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:=@- "

/**
 * ia_grubby_adds() - tell whether grubby can be given words to add
 * @words: of a kernel command line, from whomever
 */
bool ia_grubby_adds(const char *words)
{
	return !words[strspn(words, PLAIN ",")];
}

/**
 * ia_grubby_removes() - tell whether grubby can be given words to remove
 * @words: of a kernel command line, from whomever
 *
 * Of a comma some versions make an empty command line.
 */
bool ia_grubby_removes(const char *words)
{
	return !words[strspn(words, PLAIN)];
}

/**
 * ia_grubby_call() - a call of grubby
 * @arena: the owner of the text
 * @kernel: whose command line is changed: ALL or DEFAULT
 * @add: words to add; may be empty
 * @remove: words to remove; may be empty
 */
const char *ia_grubby_call(struct ia_arena *arena, const char *kernel, const char *add,
			   const char *remove)
{
	struct ia_buf buf = { .arena = arena };

	ia_buf_add(&buf, "grubby --update-kernel=%s", kernel);
	if (*add)
		ia_buf_add(&buf, " --args=%s", ia_escape_shell(arena, add));
	if (*remove)
		ia_buf_add(&buf, " --remove-args=%s", ia_escape_shell(arena, remove));
	return buf.text;
}
