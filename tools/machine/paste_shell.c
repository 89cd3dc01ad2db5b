// SPDX-License-Identifier: GPL-2.0
#include "paste.h"

#include <ctype.h>
#include <string.h>

/* What ends a line, and with it a word; strchr() finds the end of the text as well. */
#define ENDS	"\r\n"

/**
 * ia_curly_quote() - tell whether a text begins with a curly quote
 * @text: UTF-8, or whatever was pasted
 *
 * Return: its length in bytes, or 0. U+2018 to U+201F, as word processors and web pages make
 * them of straight ones.
 */
size_t ia_curly_quote(const char *text)
{
	return (unsigned char)text[0] == 0xe2 && (unsigned char)text[1] == 0x80 &&
	       (unsigned char)text[2] >= 0x98 && (unsigned char)text[2] <= 0x9f ? 3 : 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Skips a variable: $NAME or ${NAME}. Return: its length, 0 where it is none. */
static size_t variable(const char *text, const char *own, bool *self)
{
	size_t brace = text[1] == '{', len = 0;
	const char *name = text + 1 + brace;

	while (isalnum((unsigned char)name[len]) || name[len] == '_')
		len++;
	if (*text != '$' || !len || (brace && name[len] != '}'))
		return 0;
	if (own && strlen(own) == len && !strncmp(name, own, len))
		*self = true;
	return 1 + 2 * brace + len;
}

/* Between quotes: @close ends it. Return: where it goes on, the end of the line without one. */
static const char *quoted(struct ia_buf *buf, const char *p, char close, const char *own,
			  bool *self, enum ia_paste_trouble *trouble)
{
	while (!strchr(ENDS, *p) && *p != close) {
		size_t name = close == '"' ? variable(p, own, self) : 0, mark = ia_curly_quote(p);

		if (close == '"' && *p == '\\' && p[1] && strchr("\"\\$`", p[1])) {
			ia_buf_add(buf, "%c", p[1]);
			p += 2;
		} else if (close == '"' && *p == '\\' && p[1] == '\n') {
			p += 2;
		} else if (name) {
			p += name;
		} else if (mark) {
			*trouble = IA_PASTE_TROUBLE_CURLY;
			p += mark;
		} else {
			ia_buf_add(buf, "%c", *p++);
		}
	}
	if (*p == close)
		return p + 1;
	*trouble = IA_PASTE_TROUBLE_UNCLOSED;
	return p;
}

/* Between curly quotes, which a shell does not know: the next one, or the line's end, ends it. */
static const char *curly(struct ia_buf *buf, const char *p, enum ia_paste_trouble *trouble)
{
	*trouble = IA_PASTE_TROUBLE_CURLY;
	while (!strchr(ENDS, *p) && !ia_curly_quote(p))
		ia_buf_add(buf, "%c", *p++);
	return p + ia_curly_quote(p);
}

/**
 * ia_shell_value() - read a word as a shell does, and as it was meant where that differs
 * @arena: the owner of the value
 * @text: where it begins; set to what follows it
 * @stop: a quote around all of it, which ends it outside of other quotes; 0 for none
 * @own: a variable that the value may repeat, or NULL
 * @self: set when it does
 * @trouble: set to what is wrong with its quotes
 *
 * Variables in it are left out.
 */
const char *ia_shell_value(struct ia_arena *arena, const char **text, char stop, const char *own,
			   bool *self, enum ia_paste_trouble *trouble)
{
	struct ia_buf buf = { .arena = arena };
	const char *p = *text;

	while (!strchr(ENDS, *p) && *p != stop && !is_blank(*p)) {
		size_t len = ia_curly_quote(p), name = variable(p, own, self);

		if (*p == '"' || *p == '\'') {
			p = quoted(&buf, p + 1, *p, own, self, trouble);
			/* A shell, and sources of device trees, end a word there. */
			if (*p == ';')
				break;
		} else if (len) {
			p = curly(&buf, p + len, trouble);
		} else if (name) {
			p += name;
		} else {
			p += *p == '\\' && !strchr(ENDS, p[1]);
			ia_buf_add(&buf, "%c", *p++);
		}
	}
	*text = p;
	return buf.text ? buf.text : "";
}

/**
 * ia_rest_of_line() - the rest of the line, without curly quotes around it
 * @arena: the owner of the text
 * @p: where it begins
 * @trouble: set where there were such
 */
const char *ia_rest_of_line(struct ia_arena *arena, const char *p,
			    enum ia_paste_trouble *trouble)
{
	size_t len = strcspn(p, "\r\n"), curly = ia_curly_quote(p);

	if (curly)
		*trouble = IA_PASTE_TROUBLE_CURLY;
	p += curly;
	len -= curly;
	while (len && (p[len - 1] == ' ' || p[len - 1] == '\t'))
		len--;
	if (len >= 3 && ia_curly_quote(p + len - 3)) {
		*trouble = IA_PASTE_TROUBLE_CURLY;
		len -= 3;
	}
	return ia_strndup(arena, p, len);
}
