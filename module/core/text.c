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
		ia_text_printf(t, "%s", value);
		return;
	}
	ia_text_printf(t, "\"");
	for (; *value; value++) {
		unsigned char c = *value;

		if (c == '"' || c == '\\')
			ia_text_printf(t, "\\%c", c);
		else
			ia_text_printf(t, "%c", c < ' ' ? '?' : c);
	}
	ia_text_printf(t, "\"");
}

/**
 * ia_text_bdf() - append a PCI address as segment:bus:device.function
 * @t: the text
 * @address: as ia_bdf() makes it
 */
void ia_text_bdf(struct ia_text *t, u64 address)
{
	u32 requester = address & 0xffff;

	ia_text_printf(t, "%04x:%02x:%02x.%x", (u32)(address >> 16), requester >> 8,
		       requester >> 3 & 0x1f, requester & 7);
}

/**
 * ia_text_flag() - append " key=0", " key=1" or " key=unknown"
 * @t: the text
 * @key: the key
 * @value: 0, positive for 1, negative for unknown
 */
void ia_text_flag(struct ia_text *t, const char *key, int value)
{
	if (value < 0)
		ia_text_printf(t, " %s=" IOMMU_AUDIT_UNKNOWN, key);
	else
		ia_text_printf(t, " %s=%d", key, value > 0);
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
		ia_text_printf(t, "%s%s", *first ? "" : ",", names[i].name);
		*first = false;
	}
}
