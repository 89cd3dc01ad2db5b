// SPDX-License-Identifier: GPL-2.0
#include "address.h"

#include <stdio.h>

/* Reads min to max hex digits; fails when there are fewer. */
static bool hex(const char **text, const char *end, int min, int max,
		uint64_t *value)
{
	int n, d;

	*value = 0;
	for (n = 0; n < max && *text < end; n++, (*text)++) {
		d = ia_hex_digit(**text);
		if (d < 0)
			break;
		*value = *value << 4 | d;
	}
	return n >= min;
}

static bool skip(const char **text, const char *end, char c)
{
	if (*text == end || **text != c)
		return false;
	(*text)++;
	return true;
}

/**
 * ia_address_parse() - read a PCI address, 0000:03:00.0 or 03:00.0
 * @text: the text, not necessarily terminated
 * @len: its length
 * @has_segment: when not NULL, whether a segment was written; when NULL, one
 *               has to be
 *
 * Return: the address, or IA_NO_ADDRESS when the text is none.
 */
ia_address ia_address_parse(const char *text, size_t len, bool *has_segment)
{
	const char *end = text + len, *p = text;
	uint64_t segment = 0, bus, dev, fn;
	bool full;

	full = hex(&p, end, 4, 8, &segment) && skip(&p, end, ':');
	if (!full) {
		if (!has_segment)
			return IA_NO_ADDRESS;
		segment = 0;
		p = text;
	}
	if (has_segment)
		*has_segment = full;
	if (!hex(&p, end, 2, 2, &bus) || !skip(&p, end, ':') ||
	    !hex(&p, end, 2, 2, &dev) || dev > 0x1f || !skip(&p, end, '.') ||
	    !hex(&p, end, 1, 1, &fn) || fn > 7 || p != end)
		return IA_NO_ADDRESS;
	return segment << 16 | bus << 8 | dev << 3 | fn;
}

/**
 * ia_address_text() - write a PCI address
 * @buf: IA_ADDRESS_SIZE bytes
 * @address: the address
 * @with_segment: whether to write the segment too
 *
 * Return: @buf.
 */
const char *ia_address_text(char *buf, ia_address address, bool with_segment)
{
	int n = 0;

	if (with_segment)
		n = snprintf(buf, IA_ADDRESS_SIZE, "%04x:",
			     ia_segment(address));
	snprintf(buf + n, IA_ADDRESS_SIZE - n, "%02x:%02x.%x", ia_bus(address),
		 (unsigned int)(address >> 3 & 0x1f),
		 (unsigned int)(address & 7));
	return buf;
}
