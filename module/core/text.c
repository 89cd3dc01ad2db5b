// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include "../../include/uapi/iommu_audit.h"

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

/**
 * ia_text_fits() - tell whether all of a text found room in its buffer
 * @t: the text
 */
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

/**
 * ia_text_put() - append some bytes as they are
 * @t: the text
 * @string: the bytes
 * @len: how many
 */
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

/**
 * ia_text_hex() - append a number in hexadecimal, without a prefix
 * @t: the text
 * @value: the number
 * @digits: least number of digits, 1 to 16; zeros fill up
 */
void ia_text_hex(struct ia_text *t, u64 value, unsigned int digits)
{
	char text[16], *end = text + sizeof(text), *p = put_hex(end, value, digits);

	ia_text_put(t, p, end - p);
}

/**
 * ia_text_int() - append a number in decimal
 * @t: the text
 * @value: the number
 */
void ia_text_int(struct ia_text *t, int value)
{
	unsigned int rest = value < 0 ? 0U - (unsigned int)value : (unsigned int)value;
	char text[11];
	unsigned int at = sizeof(text);

	do {
		text[--at] = '0' + rest % 10;
		rest /= 10;
	} while (rest);
	if (value < 0)
		text[--at] = '-';
	ia_text_put(t, text + at, sizeof(text) - at);
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

/**
 * ia_text_value() - append a string value, quoted when the format asks for it
 * @t: the text
 * @value: the string; control characters are written as '?'
 */
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

/**
 * ia_text_bdf() - append a PCI address as segment:bus:device.function
 * @t: the text
 * @address: as ia_bdf() makes it
 */
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

/**
 * ia_text_number() - append a key and a number that there may not be
 * @t: the text
 * @key: what stands before the number
 * @value: the number, %IA_NO_NUMBER or %IA_UNKNOWN_NUMBER
 * @absent: the word for no number
 */
void ia_text_number(struct ia_text *t, const char *key, int value,
		    const char *absent)
{
	ia_text_puts(t, key);
	if (value == IA_NO_NUMBER)
		ia_text_puts(t, absent);
	else if (value == IA_UNKNOWN_NUMBER)
		ia_text_puts(t, IOMMU_AUDIT_UNKNOWN);
	else
		ia_text_int(t, value);
}

/**
 * ia_text_name() - append a key and a name that there may not be
 * @t: the text
 * @key: what stands before the name
 * @name: the name, quoted where needed; empty when there is none
 * @absent: the word for no name
 */
void ia_text_name(struct ia_text *t, const char *key, const char *name,
		  const char *absent)
{
	ia_text_puts(t, key);
	ia_text_value(t, *name ? name : absent);
}

/**
 * ia_text_address() - append a key and a PCI address that there may not be
 * @t: the text
 * @key: what stands before the address
 * @address: the address, %IA_NO_ADDRESS or %IA_UNKNOWN_ADDRESS
 */
void ia_text_address(struct ia_text *t, const char *key, u64 address)
{
	ia_text_puts(t, key);
	if (address == IA_NO_ADDRESS)
		ia_text_puts(t, IOMMU_AUDIT_NOT_APPLICABLE);
	else if (address == IA_UNKNOWN_ADDRESS)
		ia_text_puts(t, IOMMU_AUDIT_UNKNOWN);
	else
		ia_text_bdf(t, address);
}

/**
 * ia_text_flag() - append " key=0", " key=1" or " key=unknown"
 * @t: the text
 * @key: the key
 * @value: 0, positive for 1, negative for unknown
 */
void ia_text_flag(struct ia_text *t, const char *key, int value)
{
	ia_text_put(t, " ", 1);
	ia_text_puts(t, key);
	ia_text_put(t, "=", 1);
	ia_text_puts(t, value < 0 ? IOMMU_AUDIT_UNKNOWN : value ? "1" : "0");
}

/**
 * ia_text_bits() - append the names of the bits that are set, comma separated
 * @t: the text
 * @value: the register
 * @names: table of names, in the order to print
 * @count: entries in @names
 * @first: whether the list is still empty; updated, so that the bits of
 *         several registers can share one list
 */
void ia_text_bits(struct ia_text *t, u64 value,
		  const struct ia_bit_name *names, size_t count, bool *first)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (!(value & names[i].mask))
			continue;
		if (!*first)
			ia_text_put(t, ",", 1);
		ia_text_puts(t, names[i].name);
		*first = false;
	}
}
