/* SPDX-License-Identifier: GPL-2.0 */
/* message.c: the only code that writes to stderr, but for the end of memory */
#ifndef IA_VIEW_MESSAGE_H
#define IA_VIEW_MESSAGE_H

#include <stdarg.h>
#include <stdbool.h>

#include "../base/memory.h"

/**
 * struct ia_messages - messages that are kept for the answer
 * @text: all of them, a line each or more; only its arena need be set
 * @last: where the last one begins
 */
struct ia_messages {
	struct ia_buf text;
	size_t last;
};

void ia_message_keep(struct ia_messages *kept);
void ia_message_args(const char *fmt, va_list args);
void ia_message(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void ia_message_more(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void ia_message_no_memory(const char *text, bool answer);
void ia_message_progress(const char *text);

#endif /* IA_VIEW_MESSAGE_H */
