// SPDX-License-Identifier: GPL-2.0
#include "clean.h"

#include <stdint.h>
#include <string.h>

/*
 * What changes or hides the text around it, or shows nothing: Default_Ignorable_Code_Point
 * of Unicode 16 (DerivedCoreProperties.txt), which has all of Bidi_Control, zero-width
 * characters, variation selectors and tags in it; separators of lines and paragraphs;
 * interlinear annotation; and noncharacters.
 */
static const struct {
	uint32_t first;
	uint32_t last;
} unseen[] = {
	{ 0xad, 0xad },			/* soft hyphen */
	{ 0x34f, 0x34f },		/* combining grapheme joiner */
	{ 0x61c, 0x61c },		/* Arabic letter mark: Bidi_Control */
	{ 0x115f, 0x1160 },		/* Hangul fillers */
	{ 0x17b4, 0x17b5 },		/* Khmer inherent vowels */
	{ 0x180b, 0x180f },		/* Mongolian variation selectors and vowel separator */
	{ 0x200b, 0x200f },		/* zero width; LRM and RLM: Bidi_Control */
	{ 0x2028, 0x202e },		/* separators; embeddings, overrides: Bidi_Control */
	{ 0x2060, 0x206f },		/* word joiner, invisible; isolates: Bidi_Control */
	{ 0x3164, 0x3164 },		/* Hangul filler */
	{ 0xfdd0, 0xfdef },		/* noncharacters */
	{ 0xfe00, 0xfe0f },		/* variation selectors */
	{ 0xfeff, 0xfeff },		/* zero width no-break space, byte order mark */
	{ 0xffa0, 0xffa0 },		/* halfwidth Hangul filler */
	{ 0xfff0, 0xfffb },		/* reserved; interlinear annotation */
	{ 0x1bca0, 0x1bca3 },		/* shorthand format controls */
	{ 0x1d173, 0x1d17a },		/* musical format controls */
	{ 0xe0000, 0xe0fff },		/* tags, variation selectors supplement */
};

static bool is_seen(uint32_t code)
{
	size_t i;

	for (i = 0; i < sizeof(unseen) / sizeof(*unseen); i++) {
		if (code <= unseen[i].last)
			return code < unseen[i].first && (code & 0xfffe) != 0xfffe;
	}
	return (code & 0xfffe) != 0xfffe;
}

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
	return is_seen(code) ? n : 0;
}

/*
 * Tell whether a text is safe to print.
 *
 * Return: true for UTF-8 without control characters and without what is not
 * seen: nothing else may reach a terminal or a JSON file.
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

/**
 * ia_clean_cut() - how much of a clean text to show where there is little room
 * @text: the text
 * @most: bytes there is room for
 *
 * Return: a length, at most @most, at which no character is cut.
 */
size_t ia_clean_cut(const char *text, size_t most)
{
	size_t len = strnlen(text, most);

	while (len == most && len && ((unsigned char)text[len] & 0xc0) == 0x80)
		most = --len;
	return len;
}
