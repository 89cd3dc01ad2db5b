// SPDX-License-Identifier: GPL-2.0
#include "message.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../base/escape.h"

/* Where messages go instead of stderr, or NULL. */
static struct ia_messages *keeping;

/**
 * ia_message_keep() - keep what is said from now on, for those who read nothing but the answer
 * @kept: where; must outlive all messages
 */
void ia_message_keep(struct ia_messages *kept)
{
	keeping = kept;
}

/* All of stderr passes here. */
static void put(const char *before, const char *text, const char *after)
{
	struct ia_arena arena = { 0 };

	fprintf(stderr, "%s%s%s", before, ia_escape_page(&arena, text), after);
	fflush(stderr);
	ia_arena_free(&arena);
}

static void put_args(const char *before, const char *fmt, va_list args)
{
	struct ia_arena arena = { 0 };
	const char *text = ia_format_args(&arena, fmt, args);

	if (keeping) {
		if (*before)
			keeping->last = keeping->text.len;
		ia_buf_add(&keeping->text, "%s\n", text);
	} else {
		put(before, text, "\n");
	}
	ia_arena_free(&arena);
}

/** ia_message_args() - ia_message() as vprintf() has it */
void ia_message_args(const char *fmt, va_list args)
{
	put_args("iommu-audit: ", fmt, args);
}

/** ia_message() - say something beside the answer, in a line that begins with the tool's name */
void ia_message(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	ia_message_args(fmt, args);
	va_end(args);
}

/** ia_message_more() - another line of what was said last */
void ia_message_more(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put_args("", fmt, args);
	va_end(args);
}

/**
 * ia_message_no_memory() - say something where there is no memory to format it
 * @text: all of it, fit for a terminal
 * @answer: it takes the place of the answer, on stdout
 */
void ia_message_no_memory(const char *text, bool answer)
{
	/* There is nothing left to do where that fails. */
	if (write(answer ? STDOUT_FILENO : STDERR_FILENO, text, strlen(text)) < 0)
		return;
}

/** ia_message_progress() - put a text in place of the line before; "" for nothing in its place */
void ia_message_progress(const char *text)
{
	if (!keeping)
		put("\r\033[K", text, "");
}
