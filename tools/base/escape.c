// SPDX-License-Identifier: GPL-2.0
#include "escape.h"

#include <string.h>

#include "clean.h"

#define LETTERS	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* Adds what is clean as it is, of the rest each byte as \xNN. */
static void add_line(struct ia_buf *buf, const char *text, size_t len)
{
	size_t n, i;

	for (i = 0; i < len; i += n) {
		n = ia_clean_sequence(text + i, len - i);
		if (n)
			ia_buf_add(buf, "%.*s", (int)n, text + i);
		else
			ia_buf_add(buf, "\\x%02x", (unsigned char)text[i]);
		n = n ? n : 1;
	}
}

/**
 * ia_escape_line() - for a terminal or a string of JSON: printable UTF-8
 * @arena: the owner of the text
 * @text: any bytes, terminated
 *
 * Return: @text itself when it is clean.
 */
const char *ia_escape_line(struct ia_arena *arena, const char *text)
{
	struct ia_buf buf = { .arena = arena };
	size_t len = strlen(text);

	if (ia_clean(text, len))
		return text;
	add_line(&buf, text, len);
	return buf.text;
}

/* Whether each line of a text is clean. */
static bool is_clean_page(const char *text)
{
	size_t len;

	for (;; text += len + 1) {
		len = strchrnul(text, '\n') - text;
		if (!ia_clean(text, len))
			return false;
		if (!text[len])
			return true;
	}
}

/**
 * ia_escape_page() - the same for a text of several lines
 * @arena: the owner of the text
 * @text: any bytes, terminated; its line ends stay
 *
 * Return: @text itself when all of its lines are clean.
 */
const char *ia_escape_page(struct ia_arena *arena, const char *text)
{
	struct ia_buf buf = { .arena = arena };
	size_t len;

	if (is_clean_page(text))
		return text;
	for (;; text += len + 1) {
		len = strchrnul(text, '\n') - text;
		add_line(&buf, text, len);
		if (!text[len])
			return buf.text;
		ia_buf_add(&buf, "\n");
	}
}

/* What some characters become; all others stay. */
struct change {
	char from;
	const char *to;
};

/* A clean copy between two marks, in which some characters are changed. */
static const char *change(struct ia_arena *arena, const char *text, const char *mark,
			  const struct change *changes)
{
	struct ia_buf buf = { .arena = arena };
	const struct change *c;

	ia_buf_add(&buf, "%s", mark);
	for (text = ia_escape_line(arena, text); *text; text++) {
		for (c = changes; c->from && c->from != *text; c++)
			;
		if (c->from)
			ia_buf_add(&buf, "%s", c->to);
		else
			ia_buf_add(&buf, "%c", *text);
	}
	ia_buf_add(&buf, "%s", mark);
	return buf.text;
}

/**
 * ia_escape_html() - for HTML: text between tags, or the quoted value of an attribute
 * @arena: the owner of the text
 * @text: any bytes, terminated
 */
const char *ia_escape_html(struct ia_arena *arena, const char *text)
{
	static const struct change changes[] = {
		{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
		{ '\'', "&#39;" }, { 0 },
	};

	return change(arena, text, "", changes);
}

/**
 * ia_escape_shell() - for sh: one word
 * @arena: the owner of the text
 * @text: any bytes, terminated
 *
 * Return: @text itself when it holds nothing that means something to a shell.
 */
const char *ia_escape_shell(struct ia_arena *arena, const char *text)
{
	static const struct change changes[] = { { '\'', "'\\''" }, { 0 } };

	if (*text && !text[strspn(text, LETTERS "_./:=,@%+-")])
		return text;
	return change(arena, text, "'", changes);
}

/**
 * ia_escape_yaml() - for YAML: a string in single quotes
 * @arena: the owner of the text
 * @text: any bytes, terminated
 */
const char *ia_escape_yaml(struct ia_arena *arena, const char *text)
{
	static const struct change changes[] = { { '\'', "''" }, { 0 } };

	return change(arena, text, "'", changes);
}

/**
 * ia_escape_systemd() - for a unit: one word of ExecStart= and its like
 * @arena: the owner of the text
 * @text: any bytes, terminated
 *
 * In quotes for systemd.syntax(7), without specifiers for systemd.unit(5), and without
 * variables for systemd.service(5).
 */
const char *ia_escape_systemd(struct ia_arena *arena, const char *text)
{
	static const struct change changes[] = {
		{ '\\', "\\\\" }, { '"', "\\\"" }, { '%', "%%" }, { '$', "$$" }, { 0 },
	};

	return change(arena, text, "\"", changes);
}

/**
 * ia_escape_label() - for the exposition format of Prometheus: the value of a label
 * @arena: the owner of the text
 * @text: any bytes, terminated
 *
 * In quotes. The format escapes backslash, quote and line end, and nothing else.
 */
const char *ia_escape_label(struct ia_arena *arena, const char *text)
{
	static const struct change changes[] = { { '\\', "\\\\" }, { '"', "\\\"" }, { 0 } };

	return change(arena, text, "\"", changes);
}

/**
 * ia_escape_grub() - for /etc/default/grub: a kernel argument, within double quotes
 * @arena: the owner of the text
 * @text: any bytes, terminated
 *
 * The shell sources that file, and GRUB's own parser reads what came out of it as part
 * of a command: where the argument holds what GRUB would take for something else it has
 * quotes of its own, which the shell leaves alone.
 */
const char *ia_escape_grub(struct ia_arena *arena, const char *text)
{
	static const struct change grub[] = {
		{ '\\', "\\\\" }, { '"', "\\\"" }, { '$', "\\$" }, { 0 },
	};
	static const struct change shell[] = {
		{ '\\', "\\\\" }, { '"', "\\\"" }, { '$', "\\$" }, { '`', "\\`" }, { 0 },
	};

	if (*text && !text[strspn(text, LETTERS "_./:=,@%+-")])
		return text;
	return change(arena, change(arena, text, "\"", grub), "", shell);
}

/**
 * ia_escape_nagios() - for a line of a monitoring plugin: a bar begins performance data there
 * @arena: the owner of the text
 * @text: a line, whatever bytes it has
 */
const char *ia_escape_nagios(struct ia_arena *arena, const char *text)
{
	static const struct change changes[] = { { '|', "\\x7c" }, { 0 } };

	return change(arena, text, "", changes);
}

/**
 * ia_escape_cut() - how much of an escaped line to show where there is little room
 * @text: the line
 * @most: bytes there is room for
 *
 * Return: a length, at most @most, at which neither a character nor a \xNN is cut.
 */
size_t ia_escape_cut(const char *text, size_t most)
{
	size_t len = ia_clean_cut(text, most), back;

	for (back = 1; text[len] && back < strlen("\\xNN") && back <= len; back++) {
		if (!strncmp(text + len - back, "\\x", 2))
			return len - back;
	}
	return len;
}
