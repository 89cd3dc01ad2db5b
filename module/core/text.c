// SPDX-License-Identifier: GPL-2.0
#include "text.h"

/**
 * ia_text_init() - start an empty text in a caller's buffer
 * @t: the text
 * @buf: where it goes; may be NULL when @size is 0
 * @size: bytes in @buf
 */
void ia_text_init(struct ia_text *t, char *buf, size_t size)
{
	t->buf = buf;
	t->size = size;
	t->len = 0;
	if (size)
		buf[0] = '\0';
}

/* Whether all of a text found room in its buffer. */
bool ia_text_fits(const struct ia_text *t)
{
	return t->len < t->size;
}

/**
 * ia_text_printf() - append formatted text, cut at the end of the buffer
 * @t: the text; its length grows by what was asked for, room or not
 * @fmt: as for printf
 */
void ia_text_printf(struct ia_text *t, const char *fmt, ...)
{
	bool room = ia_text_fits(t);
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(room ? t->buf + t->len : NULL,
		      room ? t->size - t->len : 0, fmt, args);
	va_end(args);
	if (n > 0)
		t->len += n;
}

/*
 * Lines are made of many small pieces, and a file of thousands of lines: the
 * usual pieces do without the machinery of printf.
 */

/* Append some bytes as they are. */
void ia_text_put(struct ia_text *t, const char *string, size_t len)
{
	size_t room;

	if (ia_text_fits(t)) {
		room = t->size - t->len - 1;
		if (room > len)
			room = len;
		memcpy(t->buf + t->len, string, room);
		t->buf[t->len + room] = '\0';
	}
	t->len += len;
}

/* Writes hexadecimal digits up to @end. Return: where they begin. */
static char *put_hex(char *end, u64 value, unsigned int digits)
{
	char *p = end;

	do {
		*--p = "0123456789abcdef"[value & 0xf];
		value >>= 4;
	} while (value || end - p < digits);
	return p;
}

/* Append a number in hexadecimal, without a prefix; zeros fill up to 1 to 16 digits. */
void ia_text_hex(struct ia_text *t, u64 value, unsigned int digits)
{
	char text[16], *end = text + sizeof(text), *p = put_hex(end, value, digits);

	ia_text_put(t, p, end - p);
}

/* The same with its prefix. */
void ia_text_0x(struct ia_text *t, u64 value, unsigned int digits)
{
	char text[18], *end = text + sizeof(text), *p = put_hex(end, value, digits);

	*--p = 'x';
	*--p = '0';
	ia_text_put(t, p, end - p);
}

/* Writes a number in decimal up to @end. Return: where it begins. */
static char *put_decimal(char *end, u64 value)
{
	/* The cheaper division as soon as it will do. */
	for (; value > ~0U; value = div64_u64(value, 10))
		*--end = '0' + (u32)(value - div64_u64(value, 10) * 10);
	for (; value > 9; value = (u32)value / 10)
		*--end = '0' + (u32)value % 10;
	*--end = '0' + value;
	return end;
}

/* Append a number in decimal. */
void ia_text_u64(struct ia_text *t, u64 value)
{
	char text[20], *end = text + sizeof(text), *p = put_decimal(end, value);

	ia_text_put(t, p, end - p);
}

/* Append a number in decimal, with its sign. */
void ia_text_int(struct ia_text *t, int value)
{
	if (value < 0)
		ia_text_put(t, "-", 1);
	ia_text_u64(t, value < 0 ? 0U - (unsigned int)value : (unsigned int)value);
}

static bool needs_quotes(const char *value)
{
	if (!*value)
		return true;
	for (; *value; value++) {
		if ((unsigned char)*value <= ' ' || *value == '"' || *value == '\\')
			return true;
	}
	return false;
}

/* Append a string, quoted when the format asks for it; '?' is for control characters. */
void ia_text_value(struct ia_text *t, const char *value)
{
	if (!needs_quotes(value)) {
		ia_text_puts(t, value);
		return;
	}
	ia_text_put(t, "\"", 1);
	for (; *value; value++) {
		char c = (unsigned char)*value < ' ' ? '?' : *value;

		if (c == '"' || c == '\\')
			ia_text_put(t, "\\", 1);
		ia_text_put(t, &c, 1);
	}
	ia_text_put(t, "\"", 1);
}

/* Append a PCI address, as ia_bdf() makes it, as segment:bus:device.function. */
void ia_text_bdf(struct ia_text *t, u64 address)
{
	/* Backwards, and in one piece: there are several in most lines. */
	char text[24], *end = text + sizeof(text), *p = put_hex(end, address & 7, 1);

	*--p = '.';
	p = put_hex(p, address >> 3 & 0x1f, 2);
	*--p = ':';
	p = put_hex(p, address >> 8 & 0xff, 2);
	*--p = ':';
	p = put_hex(p, address >> 16, 4);
	ia_text_put(t, p, end - p);
}
