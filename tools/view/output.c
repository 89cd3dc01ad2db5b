// SPDX-License-Identifier: GPL-2.0
#include "render.h"

#include <ctype.h>
#include <errno.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../base/escape.h"
#include "message.h"

/* Columns that a text gets behind its label, on the narrowest terminal. */
#define LEAST_ROOM	16
/* Columns and lines of the largest terminal: a table takes memory for each. */
#define MOST_SIZE	4096

static const char *const colors[] = {
	[IA_PLAIN] = "",
	[IA_GOOD] = "\033[32m",
	[IA_ATTENTION] = "\033[33m",
	[IA_BROKEN] = "\033[31m",
};

/* What the environment says of a size; one that is no number a terminal can have says nothing. */
static unsigned int wanted(const char *name, unsigned int size)
{
	const char *text = getenv(name);
	unsigned long number;
	char *end;

	if (!text || !isdigit((unsigned char)*text))
		return size;
	number = strtoul(text, &end, 10);
	return *end || !number || number > MOST_SIZE ? size : number;
}

static void measure(struct ia_out *out)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		size = (struct winsize){ 0 };
	out->width = wanted("COLUMNS", size.ws_col && size.ws_col <= MOST_SIZE ? size.ws_col : 80);
	out->height = wanted("LINES", size.ws_row && size.ws_row <= MOST_SIZE ? size.ws_row : 24);
}

/**
 * ia_out_open() - see what stdout can show
 * @out: filled
 * @arena: memory for texts
 * @color: when states are colored
 */
void ia_out_open(struct ia_out *out, struct ia_arena *arena, enum ia_color color)
{
	const char *term = getenv("TERM"), *plain = getenv("NO_COLOR");
	bool tty = isatty(STDOUT_FILENO);

	*out = (struct ia_out){
		.arena = arena,
		.stream = stdout,
		.redraw = tty && term && strcmp(term, "dumb"),
		.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8"),
	};
	out->color = color == IA_COLOR_ALWAYS ||
		     (color == IA_COLOR_AUTO && out->redraw && !(plain && *plain));
	if (tty)
		measure(out);
}

/**
 * ia_out_plain() - a text as it can be shown here
 * @out: where
 * @text: any bytes; line ends stay
 *
 * Return: @text when all of it can be shown, else a copy: escaped, and in ASCII without
 *         UTF-8.
 */
const char *ia_out_plain(const struct ia_out *out, const char *text)
{
	static const char *const pairs[][2] = {
		{ "·", "-" }, { "…", "..." }, { "✗", "x" }, { "→", "->" },
		{ "×", "x" }, { "µ", "u" }, { "≥", ">=" },
	};
	struct ia_buf buf = { .arena = out->arena };
	size_t i;

	text = ia_escape_page(out->arena, text);
	if (out->utf8)
		return text;
	while (*text) {
		if ((unsigned char)*text < 0x80) {
			ia_buf_add(&buf, "%c", *text++);
			continue;
		}
		for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
			if (!strncmp(text, pairs[i][0], strlen(pairs[i][0])))
				break;
		}
		ia_buf_add(&buf, "%s", i < sizeof(pairs) / sizeof(*pairs) ?
			   pairs[i][1] : "?");
		for (text++; ((unsigned char)*text & 0xc0) == 0x80; text++)
			;
	}
	return buf.text ? buf.text : "";
}

/* All of stdout passes here, and is fit for it: layout of this file's own, or escaped. */
static void put(struct ia_out *out, const char *text)
{
	if (fputs(text, out->stream) == EOF && !out->failed)
		out->failed = errno;
}

/**
 * ia_out_text() - write a text
 * @out: where to
 * @state: its colour
 * @text: any bytes, with its own line ends; what a terminal may not see is escaped
 */
void ia_out_text(struct ia_out *out, enum ia_state state, const char *text)
{
	bool color = out->color && state != IA_PLAIN;

	if (color)
		put(out, colors[state]);
	put(out, ia_out_plain(out, text));
	if (color)
		put(out, "\033[0m");
}

static void new_line(struct ia_out *out, size_t indent)
{
	put(out, ia_format(out->arena, "\n%*s", (int)indent, ""));
}

/* Writes an item that is wider than a line, line by line. */
static size_t put_lines(struct ia_out *out, const char *text, size_t indent,
			enum ia_state state)
{
	size_t room = out->width > indent + LEAST_ROOM ? out->width - indent : LEAST_ROOM;

	for (text = ia_out_plain(out, text);;) {
		size_t len = ia_wrap_line(text, room, true);
		const char *line = ia_format(out->arena, "%.*s", (int)len, text);

		ia_out_text(out, state, line);
		text += len;
		text += strspn(text, " ");
		if (!*text)
			return indent + ia_wrap_columns(line);
		new_line(out, indent);
	}
}

/**
 * ia_out_page() - begin a page that takes the place of the one before
 * @out: where to; without a terminal a blank line parts the two
 * @first: whether there is none before
 */
void ia_out_page(struct ia_out *out, bool first)
{
	if (out->width)
		measure(out);
	out->paged = true;
	if (out->redraw)
		put(out, "\033[H\033[2J");
	else if (!first)
		put(out, "\n");
}

/*
 * Let readers have what was written so far.
 *
 * Return: whether it arrived.
 */
bool ia_out_flush(struct ia_out *out)
{
	if (fflush(out->stream) == EOF && !out->failed)
		out->failed = errno;
	return !out->failed;
}

static void put_list(struct ia_out *out, const char *label, enum ia_state mark,
		     const char *const *items, size_t count, enum ia_state state)
{
	size_t indent = ia_wrap_columns(ia_out_plain(out, label)), column = indent, i;

	ia_out_text(out, mark, label);
	for (i = 0; i < count; i++) {
		size_t size = ia_wrap_columns(ia_out_plain(out, items[i]));

		if (i && out->width && column + 3 + size > out->width) {
			new_line(out, indent);
			column = indent;
		} else if (i) {
			ia_out_text(out, IA_PLAIN, " · ");
			column += 3;
		}
		if (out->width && column + size > out->width) {
			column = put_lines(out, items[i], indent,
					   i ? IA_PLAIN : state);
			continue;
		}
		ia_out_text(out, i ? IA_PLAIN : state, items[i]);
		column += size;
	}
	put(out, "\n");
}

/**
 * ia_out_list() - write items in a line, or in several on a narrow terminal
 * @out: where to
 * @label: what stands before them, and how far later lines are indented
 * @items: the items, separated by middle dots
 * @count: number of @items
 * @state: colour of the first item
 */
void ia_out_list(struct ia_out *out, const char *label, const char *const *items,
		 size_t count, enum ia_state state)
{
	put_list(out, label, IA_PLAIN, items, count, state);
}

/**
 * ia_out_marked() - write a text behind a mark, in several lines on a narrow terminal
 * @out: where to
 * @mark: the mark with the blanks around it, and how far later lines are indented
 * @state: colour of the mark
 * @text: the text
 */
void ia_out_marked(struct ia_out *out, const char *mark, enum ia_state state, const char *text)
{
	put_list(out, mark, state, &text, 1, IA_PLAIN);
}

/**
 * ia_out_columns() - end a line that was begun, with a text in a column of its own
 * @out: where to
 * @begun: columns that were written of the line
 * @before: what stands before the text
 * @text: the text; later lines of it are indented to its column
 */
void ia_out_columns(struct ia_out *out, size_t begun, const char *before, const char *text)
{
	size_t indent = begun + ia_wrap_columns(before);

	ia_out_text(out, IA_PLAIN, before);
	if (out->width && indent + ia_wrap_columns(ia_out_plain(out, text)) > out->width)
		put_lines(out, text, indent, IA_PLAIN);
	else
		ia_out_text(out, IA_PLAIN, text);
	put(out, "\n");
}

/**
 * ia_out_close() - make sure that everything was written
 * @out: where to
 * @status: the exit code when it was
 *
 * Return: @status, or IA_WRITE after a message on stderr.
 */
enum ia_status ia_out_close(struct ia_out *out, enum ia_status status)
{
	if (fclose(out->stream) == EOF && !out->failed)
		out->failed = errno;
	if (!out->failed)
		return status;
	ia_message("cannot write the answer: %s", strerror(out->failed));
	return IA_WRITE;
}

/* Write a text as it is: one whose pieces were escaped, as those of JSON and of a table. */
void ia_out_raw(struct ia_out *out, const char *text)
{
	put(out, text);
}
