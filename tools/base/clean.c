// SPDX-License-Identifier: GPL-2.0
#include "clean.h"

#include <stdint.h>
#include <string.h>

/**
 * ia_clean_sequence() - length of the UTF-8 sequence that a text begins with
 * @text: the text
 * @left: its length, not 0
 *
 * Return: the length, 0 when it is none, or not printable.
 */
size_t ia_clean_sequence(const char *text, size_t left)
{
	const unsigned char *p = (const unsigned char *)text;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t code;
	size_t n, i;

	if (*p < 0x80)
		return *p >= ' ' && *p != 0x7f;
	n = *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : 2;
	if (*p < 0xc2 || *p > 0xf4 || n > left)
		return 0;
	code = *p & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3f);
	}
	/* No surrogates, no overlong form, no C1 control characters. */
	if (code < least[n] || code > 0x10ffff || code < 0xa0 ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	return n;
}

/*
 * Tell whether a text is safe to print.
 *
 * Return: true for UTF-8 without control characters: nothing else may reach a
 * terminal or a JSON file.
 */
bool ia_clean(const char *text, size_t len)
{
	const uint64_t ones = 0x0101010101010101ULL;
	uint64_t word;
	size_t n;

	/* Eight printable bytes at a time: none below ' ', none above '~'. */
	for (; len >= sizeof(word); text += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		if (((word - ones * ' ') | word | (word + ones)) & ones << 7)
			break;
	}
	for (; len; text += n, len -= n) {
		n = *text >= ' ' && *text < 0x7f ? 1 :
			ia_clean_sequence(text, len);
		if (!n)
			return false;
	}
	return true;
}
