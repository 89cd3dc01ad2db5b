// SPDX-License-Identifier: GPL-2.0
/* The lines of a text that was pasted, without what mails, forums and editors add. */
#include "lspci.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Tags around a paste; also inside, where several were put together. */
static const char *const tags[] = { "code", "pre", "quote", "blockquote", "spoiler", "expand",
				    "collapse", "details", "summary", "noformat", "p", "br" };
/* What has no name: of Markdown. */
static const char *const fences[] = { "```", "~~~" };
/* What programs say beside the text, as terminals show both; the last one asks for a password. */
static const char *const noises[] = { "pcilib: ", "lspci: ", "[sudo] " };
/* Characters as web pages have them, and what is not seen. */
static const struct {
	const char *written;
	const char *is;
} escapes[] = {
	{ "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" }, { "&nbsp;", " " },
	{ "&amp;", "&" },
	{ "\xc2\xa0", " " }, { "\xe2\x80\x8b", "" }, { "\xef\xbb\xbf", "" },
};

#define COUNT(list)	(sizeof(list) / sizeof(*(list)))
/*
 * Columns of a line that was not broken, and of the widest one where some were: those of
 * lspci -vv have more. Pieces that a line is broken into, at most.
 */
#define BROKEN	68
#define WIDEST	90
#define PIECES	8
#define TAB	8
/* Columns of a tag at the end of a line. */
#define WIDEST_TAG	16

/* A colour or the like: escape, bracket, numbers, a letter. Return: its length. */
static size_t colour(const char *p, const char *end)
{
	const char *at = p + 2;

	if (end - p < 3 || p[0] != '\033' || p[1] != '[')
		return 0;
	while (at < end && *at < '@')
		at++;
	return at < end ? at + 1 - p : 0;
}

/* Copies a line, with the characters that were meant. Return: its length. */
static size_t decode(const char *p, const char *end, char *to)
{
	char *start = to;

	while (p < end) {
		size_t n = colour(p, end), i;

		for (i = 0; !n && i < COUNT(escapes); i++) {
			size_t len = strlen(escapes[i].written);

			if ((size_t)(end - p) < len || memcmp(p, escapes[i].written, len))
				continue;
			n = len;
			if (*escapes[i].is)
				*to++ = *escapes[i].is;
		}
		if (!n)
			*to++ = *p;
		p += n ? n : 1;
	}
	return to - start;
}

static bool blank(const char *p, const char *end)
{
	return p < end && (*p == ' ' || *p == '\t' || *p == '\r');
}

/* Whether an address may begin here, which some put right behind the mark of a quotation. */
static bool at_address(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && ia_hex_digit(p[n]) >= 0)
		n++;
	return (n == 2 || n >= 4) && p + n < end && p[n] == ':';
}

/* Skips blanks, and the marks of a quotation before them. Return: whether there was a blank. */
static bool skip_margin(const char **p, const char *end)
{
	bool blanks = false, one;

	for (;;) {
		one = blank(*p, end);
		if (!one && (*p == end || **p != '>' ||
			     (*p + 1 < end && (*p)[1] != '>' && !blank(*p + 1, end) &&
			      !at_address(*p + 1, end))))
			return blanks;
		/* What a quotation is indented by is no indentation of the text. */
		blanks = one;
		(*p)++;
		if (!one && *p < end && **p == ' ')
			(*p)++;
	}
}

/* Columns of a line: its characters, all of one width, and its tabs. */
static size_t width(const char *p, const char *end)
{
	size_t columns = 0;

	for (; p < end; p++)
		columns = *p == '\t' ? (columns / TAB + 1) * TAB : columns + ((*p & 0xc0) != 0x80);
	return columns;
}

/* Copies a line with single blanks, and none at its ends. */
static void copy(const char *p, const char *end, struct ia_line *line)
{
	line->len = 0;
	for (; p < end; p++) {
		if (!blank(p, end))
			line->text[line->len++] = *p;
		else if (line->len && line->text[line->len - 1] != ' ')
			line->text[line->len++] = ' ';
	}
	while (line->len && line->text[line->len - 1] == ' ')
		line->len--;
	line->text[line->len] = '\0';
}

/* Behind a tag or a fence that a text begins with. Return: NULL where it begins with none. */
static const char *behind_tag(const char *text)
{
	const char *name = text + 1 + (*text && text[1] == '/');
	size_t i, len;

	for (i = 0; i < COUNT(fences); i++) {
		if (!strncmp(text, fences[i], 3))
			return text + 3 + strspn(text + 3, fences[i]);
	}
	if (*text != '[' && *text != '<' && *text != '{')
		return NULL;
	for (i = 0; i < COUNT(tags); i++) {
		len = strlen(tags[i]);
		if (strncasecmp(name, tags[i], len) || isalnum((unsigned char)name[len]))
			continue;
		name = strchr(name, *text == '[' ? ']' : *text == '<' ? '>' : '}');
		return name ? name + 1 : NULL;
	}
	return NULL;
}

/* Takes off a tag that ends a line. Return: whether there was one. */
static bool drop_last_tag(struct ia_line *line)
{
	size_t at = line->len;
	const char *behind = NULL;

	while (at && line->len - at < WIDEST_TAG && !(behind && !*behind))
		behind = behind_tag(line->text + --at);
	if (!behind || *behind || !at)
		return false;
	while (at && line->text[at - 1] == ' ')
		at--;
	line->text[at] = '\0';
	line->len = at;
	return true;
}

/*
 * Takes off tags at both ends of a line. What stands behind a fence or in a summary is a
 * title, but for a function; elsewhere it is a line.
 */
static void drop_tags(struct ia_line *line)
{
	const char *text = line->text, *behind;
	ia_address address;

	while (drop_last_tag(line))
		;
	line->title = false;
	for (behind = behind_tag(text); behind; behind = behind_tag(text)) {
		line->title |= *text == '`' || *text == '~' || !strncasecmp(text, "<summary", 8);
		line->indented |= *behind == ' ';
		text = behind + (*behind == ' ');
	}
	line->len -= text - line->text;
	memmove(line->text, text, line->len + 1);
	line->title &= !ia_line_is_slot(line, &address);
}

/* Whether a text is nothing but options, up to where its output goes, and what adorns it. */
static bool are_options(const char *p)
{
	static const char adorns[] = ":`*=\"'#";
	bool option = false;
	size_t len;

	for (;;) {
		p += strspn(p, " ");
		if (!p[strspn(p, adorns)] || strchr("|>;&", *p) || !strncmp(p, "2>", 2))
			return true;
		len = strcspn(p, " ");
		if (*p == '-' ? strcspn(p, "[]()") < len :
				!option || strspn(p, "0123456789abcdefABCDEF:.*") < len)
			return false;
		option = *p == '-';
		p += len;
	}
}

/* lspci, as it was typed or is spoken of: nothing follows but options. */
static bool is_command(const struct ia_line *line)
{
	static const char name[] = "lspci";
	const char *at = strstr(line->text, name);

	if (line->indented || !at || (at > line->text && isalnum((unsigned char)at[-1])))
		return false;
	at += sizeof(name) - 1;
	return !isalnum((unsigned char)*at) && are_options(at);
}

/* A prompt, and what was typed at it. */
static bool is_prompt(const struct ia_line *line)
{
	const char *mark = strpbrk(line->text, "$#%");

	if (line->indented || !mark || (mark[1] && mark[1] != ' '))
		return false;
	return !mark[1] || strstr(mark, "lspci") || strstr(mark, "cat ");
}

static bool is_noise(const struct ia_line *line)
{
	size_t i;

	for (i = 0; i < COUNT(noises) && !line->indented; i++) {
		if (!strncmp(line->text, noises[i], strlen(noises[i])))
			return true;
	}
	return false;
}

static bool is_margin(const struct ia_line *line)
{
	return line->title || is_prompt(line) || is_command(line) || is_noise(line);
}

/* Words with a sign, as ReqRedir+. */
static bool is_flags(const char *p, size_t len)
{
	const char *end = p + len;

	while (p < end) {
		size_t n = strcspn(p, " ");

		if (n < 3 || (p[n - 1] != '+' && p[n - 1] != '-'))
			return false;
		p += n + (p[n] == ' ');
	}
	return len;
}

/* What no line of lspci begins with or consists of: it goes on where the last one ended. */
static bool is_rest(const struct ia_line *line)
{
	return is_flags(line->text, line->len) || line->text[0] == '(' ||
	       (line->text[0] == '[' && ia_hex_digit(line->text[1]) >= 0 && line->len > 5 &&
		line->text[5] == ':');
}

/* Whether the first line of a function ends with its ids, or with what comes behind them. */
bool ia_line_is_whole_slot(const struct ia_line *line)
{
	static const char ids[] = "[0000:0000]";
	const char *p = line->text + line->len - (sizeof(ids) - 1);

	if (strstr(line->text, " (rev ") || strstr(line->text, " (prog-if "))
		return line->text[line->len - 1] == ')';
	return line->len >= sizeof(ids) && p[0] == '[' && p[5] == ':' && p[10] == ']';
}

/* Mail programs break a line where the next word would not fit in, and indent nothing. */
static bool was_broken(const struct ia_lines *lines, const struct ia_line *line,
		       const struct ia_line *more)
{
	ia_address address;

	if (!lines->broken || more->indented || ia_line_is_slot(more, &address) ||
	    ia_line_is_hex(more) || is_margin(more) ||
	    line->width + 1 + strcspn(more->text, " ") <= BROKEN)
		return false;
	return !ia_line_is_slot(line, &address) || !ia_line_is_whole_slot(line);
}

static bool goes_on(const struct ia_lines *lines, const struct ia_line *line,
		    const struct ia_line *more)
{
	return more->len && (is_rest(more) || was_broken(lines, line, more));
}

/* Lines end with LF, CRLF or CR. */
static const char *line_end(const char *p, const char *end)
{
	while (p < end && *p != '\n' && (*p != '\r' || p + 1 == end || p[1] == '\n'))
		p++;
	return p;
}

/* Puts a line where there is room for it. Return: whether there was one. */
static bool take(struct ia_lines *lines, char *room, struct ia_line *line)
{
	const char *p = lines->rest, *stop;

	if (p == lines->end)
		return false;
	stop = line_end(p, lines->end);
	lines->cut = stop == lines->end;
	lines->rest = stop + !lines->cut;
	line->number = lines->number++;
	line->text = room;
	stop = room + decode(p, stop, room);
	p = room;
	line->width = width(p, stop);
	line->indented = skip_margin(&p, stop);
	copy(p, stop, line);
	drop_tags(line);
	return true;
}

static void join(struct ia_line *line, const struct ia_line *more)
{
	line->text[line->len] = ' ';
	memcpy(line->text + line->len + 1, more->text, more->len + 1);
	line->len += more->len + 1;
	line->width = more->width;
}

static size_t longest(const char *p, const char *end)
{
	size_t most = 0;

	while (p < end) {
		const char *stop = memchr(p, '\n', end - p);

		if (!stop)
			stop = end;
		if ((size_t)(stop - p) > most)
			most = stop - p;
		p = stop + (stop < end);
	}
	return most;
}

/* Whether the lines below functions are indented, and whether lines were broken at all. */
static void look_ahead(struct ia_lines *lines)
{
	struct ia_lines ahead = *lines;
	ia_address address;
	struct ia_line line;
	size_t widest = 0;

	while (take(&ahead, lines->here, &line)) {
		widest = line.width > widest ? line.width : widest;
		lines->indents |= line.len && line.indented && !ia_line_is_slot(&line, &address) &&
				  !ia_line_is_hex(&line);
	}
	lines->broken = widest <= WIDEST;
}

/**
 * ia_lines_of() - begin to go through a text
 * @arena: owner of the room for lines
 * @text: the text
 * @len: its length
 */
struct ia_lines ia_lines_of(struct ia_arena *arena, const char *text, size_t len)
{
	struct ia_lines lines = { .rest = text, .end = text + len, .number = 1 };
	size_t room = longest(text, text + len) + 1;

	lines.here = ia_alloc(arena, PIECES, room);
	lines.ahead = ia_alloc(arena, 1, room);
	look_ahead(&lines);
	return lines;
}

/**
 * ia_lines_next() - the next line
 * @lines: the text
 * @line: filled; of fences and prompts it is empty
 *
 * Return: whether there was one.
 */
bool ia_lines_next(struct ia_lines *lines, struct ia_line *line)
{
	struct ia_lines ahead;
	struct ia_line more;
	unsigned int times;

	if (!take(lines, lines->here, line))
		return false;
	if (is_margin(line)) {
		line->len = 0;
		line->text[0] = '\0';
	}
	for (times = 0; line->len && times < PIECES - 1; times++) {
		ahead = *lines;
		if (!take(&ahead, lines->ahead, &more) || !goes_on(lines, line, &more))
			break;
		join(line, &more);
		*lines = ahead;
	}
	return true;
}

/**
 * ia_line_is_slot() - tell whether a line is the first one of a function
 * @line: the line
 * @address: filled; of segment 0 where none is named
 */
bool ia_line_is_slot(const struct ia_line *line, ia_address *address)
{
	size_t len = strcspn(line->text, " ");
	bool full;

	if (len < sizeof("00:00.0") - 1 || !line->text[len])
		return false;
	*address = ia_address_parse(line->text, len, &full);
	return *address != IA_NO_ADDRESS;
}
