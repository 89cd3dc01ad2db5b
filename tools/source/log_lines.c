// SPDX-License-Identifier: GPL-2.0
/*
 * What stands in front of a message of the kernel, in any order that dmesg, journalctl,
 * syslog and those who quote them make of it:
 *
 *	> | * ` blanks		quotations and lists
 *	<4>			a priority, dmesg -r; "<3>1 " of RFC 5424
 *	kern  :err   :		facility and level, dmesg -x
 *	[    1.234567]		a time; also [Mon Jan  1 00:00:00 2024], [Jan01 00:00], [  +0.01]
 *	[ T123] [ C0]		CONFIG_PRINTK_CALLER; also "[    1.2][  T123]"
 *	Jan  1 00:00:00 HOST kernel:	syslog and journalctl -o short
 *	2024-01-01T00:00:00+0100 HOST kernel:	-o short-iso
 *	kernel:
 *	0x0000000277BBFA |	a counter of Qualcomm's consoles
 *	MESSAGE=		journalctl -o export
 *
 * JSON is made such lines before: log_json.c. Colours, which dmesg makes, go too. Dates in other
 * languages, and programs that quote a line in a text of theirs, have forms without end:
 * ia_log_lines_within() looks for where the message begins instead.
 */
#include "log.h"
#include "log_scan.h"

#include <stdlib.h>
#include <string.h>

#include "../base/clean.h"
#include "../base/limits.h"
#include "../machine/value.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip(const char *text, const char *set)
{
	return text + strspn(text, set);
}

/* What is no text becomes "?", as in a line of the kernel's own, and a tab a blank. */
static char *clean(struct ia_arena *arena, const char *text, size_t len)
{
	char *copy, *to;
	size_t i = 0, n;

	if (len > IA_MAX_LOG_LINE)
		len = IA_MAX_LOG_LINE;
	copy = ia_strndup(arena, text, len);
	for (to = copy; i < len; i += n) {
		/* ESC [ ... m */
		if (copy[i] == '\033' && i + 1 < len && copy[i + 1] == '[') {
			n = 2 + strspn(copy + i + 2, "0123456789;");
			n += i + n < len;
			continue;
		}
		n = ia_clean_sequence(copy + i, len - i);
		if (!n) {
			n = 1;
			if (copy[i] == '\r' && i + 1 == len)
				continue;
			*to++ = copy[i] == '\t' ? ' ' : '?';
			continue;
		}
		memmove(to, copy + i, n);
		to += n;
	}
	while (to > copy && (to[-1] == ' ' || to[-1] == '`'))
		to--;
	*to = '\0';
	return copy;
}

static bool is_month(const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	size_t i;

	for (i = 0; i < sizeof(months) - 1; i += 3) {
		if (!strncmp(text, months + i, 3))
			return true;
	}
	return false;
}

/* "[ ... ]" with a time, or a task or CPU, in it. */
static const char *bracket(const char *text, struct ia_log_line *line)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	const char *end, *p;
	size_t i;

	if (*text != '[')
		return NULL;
	end = strchr(text, ']');
	if (!end || end - text > 40)
		return NULL;
	p = skip(text + 1, " ");
	/* Of vendors: [pid:134,cpu0,swapper/0] */
	if (ia_word_end("pid:", p))
		return end + 1;
	if ((*p == 'T' || *p == 'C') && is_digit(p[1]) &&
	    p + 1 + strspn(p + 1, "0123456789") == end)
		return end + 1;
	if (*p == '+' || is_digit(*p)) {
		const char *seconds = p;

		p = skip(p, "+0123456789");
		if (*p != '.' && *p != '-')
			return NULL;
		/* 1.234567, and 2024-01-01T00:00:00,000000+01:00 of dmesg --time-format=iso */
		if (p + strspn(p, ".0123456789-T:,+Z ") != end)
			return NULL;
		line->stamped = true;
		if (is_digit(*seconds) && p - seconds < 10 && p[0] == '.' && p[1] != ' ' &&
		    p + 1 + strspn(p + 1, "0123456789") == end)
			line->uptime = ia_number_of(strtoull(seconds, NULL, 10));
		return end + 1;
	}
	for (i = 0; i < sizeof(days) / sizeof(*days); i++) {
		if (!strncmp(p, days[i], 3))
			break;
	}
	if (i == sizeof(days) / sizeof(*days) && !is_month(p))
		return NULL;
	line->stamped = true;
	return end + 1;
}

/* "kern  :warn  : " */
static const char *facility(const char *text)
{
	static const char *const names[] = { "kern", "user", "daemon", "syslog" };
	size_t i, n;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *p = ia_word_end(names[i], text);

		if (!p)
			continue;
		p = skip(p, " ");
		if (*p != ':')
			continue;
		n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz");
		p = skip(p + 1 + n, " ");
		return n && *p == ':' ? p + 1 : NULL;
	}
	return NULL;
}

/* "Jan  1 00:00:00", "2024-01-01T00:00:00.000000+01:00", "Jan 01 00:00:00.000000" */
static const char *date(const char *text)
{
	const char *p;

	if (is_month(text) && text[3] == ' ') {
		p = skip(text + 3, " ");
		if (!is_digit(*p))
			return NULL;
		p = skip(skip(p, "0123456789"), " ");
		if (!is_digit(*p) || !memchr(p, ':', strnlen(p, 3)))
			return NULL;
		return skip(p, "0123456789:.,");
	}
	if (strspn(text, "0123456789") == 4 && text[4] == '-' && is_digit(text[5])) {
		p = skip(text, "0123456789-");
		if (*p != 'T' && *p != ' ')
			return NULL;
		return skip(p + 1, "0123456789:.,+-Z");
	}
	return NULL;
}

/* "HOST kernel:", "kernel:", "HOST kernel[0]:"; the name of a host has no blank. */
static const char *teller(const char *text)
{
	const char *p = ia_word_end("kernel", text);
	size_t n;

	if (!p) {
		n = strcspn(text, " :");
		if (text[n] != ' ')
			return NULL;
		p = ia_word_end("kernel", skip(text + n, " "));
	}
	if (!p)
		return NULL;
	if (*p == '[') {
		p = skip(p + 1, "0123456789");
		p += *p == ']';
	}
	/* RFC 5424: no process, no id and no structured data */
	if (ia_word_end(" - - - ", p))
		return p + strlen(" - - - ");
	return *p == ':' ? p + 1 : NULL;
}

/* "host login: [   12.3] ...": a serial console; "  1263.468579:   ": a trace buffer. */
static const char *console(const char *text, struct ia_log_line *line)
{
	const char *p = text + strcspn(text, " ");

	if (ia_word_end(" login: [", p))
		return p + strlen(" login: ");
	p = skip(text, "0123456789");
	if (p == text || *p != '.' || !is_digit(p[1]))
		return NULL;
	p = skip(p + 1, "0123456789");
	if (p[0] != ':' || p[1] != ' ')
		return NULL;
	line->stamped = true;
	return p + 1;
}

/* "0x000000000277BBFA |", "MESSAGE=" */
static const char *counter(const char *text)
{
	const char *p = ia_word_end("MESSAGE=", text);

	if (p)
		return p;
	if (!ia_word_end("0x", text))
		return NULL;
	p = skip(text + 2, "0123456789abcdefABCDEF");
	return ia_word_end(" | ", p);
}

/* One thing that stands in front of a message; NULL when nothing does. */
static const char *in_front(const char *text, struct ia_log_line *line)
{
	const char *p = bracket(text, line);

	if (p)
		return p;
	if (text[0] == '<' && is_digit(text[1]) && text[2 + is_digit(text[2])] == '>') {
		p = text + 3 + is_digit(text[2]);
		return p[0] == '1' && p[1] == ' ' && date(p + 2) ? p + 2 : p;
	}
	if (strchr(">|*`", *text) && *text)
		return text + 1;
	if (*text == '-' && text[1] == ' ')
		return text + 2;
	p = facility(text);
	if (p)
		return p;
	p = date(text);
	if (p) {
		line->stamped = true;
		return p;
	}
	p = console(text, line);
	p = p ? p : counter(text);
	return p ? p : teller(text);
}

/* Past what stands in front. */
static const char *message(const char *text, struct ia_log_line *line)
{
	const char *next;

	for (text = skip(text, " "); (next = in_front(text, line)); )
		text = skip(next, " ");
	return text;
}

/* Fronts of messages that nothing else begins with. */
static bool is_front(const char *text)
{
	static const char *const fronts[] = {
		"DMAR: ", "DMAR-IR: ", "AMD-Vi: ", "iommu: ", "arm-smmu", "vfio-pci ", "vfio_iommu",
		"(XEN) ",
	};
	size_t i;

	for (i = 0; i < sizeof(fronts) / sizeof(*fronts); i++) {
		if (ia_word_end(fronts[i], text))
			return true;
	}
	return false;
}

/* "DRIVER 0000:03:00.0: " */
static bool is_device(const char *text)
{
	const char *p = text + strcspn(text, " ");
	ia_address address;
	bool segment;

	if (*p != ' ' || ia_hex_digit(p[1]) < 0)
		return false;
	p = ia_log_device(p + 1, &address, &segment);
	return p && segment && p[0] == ':' && p[1] == ' ';
}

/* A text in quotes: what ends it, and a line end that is written out, is none of the line. */
static void unquote(char *text)
{
	size_t len = strcspn(text, "\"");

	text[len] = '\0';
	while (len > 1 && text[len - 2] == '\\' && text[len - 1] == 'n')
		text[len -= 2] = '\0';
}

/**
 * ia_log_lines_within() - the next place in a line where a message may begin
 * @arena: owner of its copy
 * @line: the line
 * @at: where to look on, from its beginning; moved on
 * @inner: filled: the line from there on
 *
 * That is behind "kernel:" or a time in brackets, and at a front that only messages have.
 *
 * Return: whether there is one.
 */
bool ia_log_lines_within(struct ia_arena *arena, const struct ia_log_line *line,
			 const char **at, struct ia_log_line *inner)
{
	const char *p = *at, *text;

	for (p += !!*p; *p; p++) {
		char before = p[-1];
		bool stamp, front;

		*inner = *line;
		if (!strchr(" \"'|=:]", before))
			continue;
		stamp = ia_word_end("kernel: ", p) || bracket(p, inner);
		front = before == ' ' && p - line->text > 1 && strchr(":]|", p[-2]) &&
			(is_front(p) || is_device(p));
		if (!stamp && !front)
			continue;
		*at = p;
		text = message(p, inner);
		if (!*text)
			return false;
		inner->text = ia_strndup(arena, text, strlen(text));
		inner->stamped |= stamp;
		if (before == '"')
			unquote(inner->text);
		return true;
	}
	*at = p;
	return false;
}

/**
 * ia_log_lines_next() - the next line of a text that is not empty
 * @arena: owner of its copy
 * @lines: the text
 * @line: filled
 *
 * Return: whether there is one.
 */
bool ia_log_lines_next(struct ia_arena *arena, struct ia_log_lines *lines,
		       struct ia_log_line *line)
{
	const char *text;

	while (lines->rest < lines->end) {
		const char *end = memchr(lines->rest, '\n', lines->end - lines->rest);
		size_t len = (end ? end : lines->end) - lines->rest;

		*line = (struct ia_log_line){ .number = lines->number++ };
		text = message(clean(arena, lines->rest, len), line);
		lines->rest += len + !!end;
		if (*text) {
			line->text = (char *)text;
			return true;
		}
	}
	return false;
}
