// SPDX-License-Identifier: GPL-2.0
#include "render.h"

#include <string.h>
#include <wchar.h>

/**
 * ia_wrap_columns() - columns of a terminal that a text takes
 * @text: the text, as ia_out_plain() returns it
 */
size_t ia_wrap_columns(const char *text)
{
	mbstate_t state = { 0 };
	size_t columns = 0, n;
	wchar_t c;

	for (; *text; text += n) {
		if (*text >= ' ' && *text <= '~') {
			n = 1;
			columns++;
			continue;
		}
		n = mbrtowc(&c, text, strlen(text), &state);
		if (n == (size_t)-1 || n == (size_t)-2) {
			memset(&state, 0, sizeof(state));
			n = 1;
			columns++;
			continue;
		}
		columns += wcwidth(c) > 0 ? wcwidth(c) : 0;
	}
	return columns;
}

/**
 * ia_wrap_fitting() - how much of a text fits
 * @text: the text
 * @size: columns that there are
 *
 * Return: bytes, of whole characters only.
 */
size_t ia_wrap_fitting(const char *text, size_t size)
{
	size_t len = 0, used = 0;

	while (text[len]) {
		char one[8] = "";
		size_t n = 0;

		do
			one[n] = text[len + n];
		while (++n < 4 && ((unsigned char)text[len + n] & 0xc0) == 0x80);
		used += ia_wrap_columns(one);
		if (used > size)
			break;
		len += n;
	}
	return len;
}

/**
 * ia_wrap_line() - where to end a line
 * @text: what is left of a text
 * @size: columns of the line
 * @whole: what has no blank and no comma is not broken, so that it can be copied
 *
 * At a blank; in a word that is too long behind a comma or a semicolon, or else
 * where the line ends.
 *
 * Return: bytes that go into the line; the blanks behind them into none.
 */
size_t ia_wrap_line(const char *text, size_t size, bool whole)
{
	size_t len = ia_wrap_fitting(text, size), end = len;

	if (!text[len])
		return len;
	while (end && text[end] != ' ')
		end--;
	if (end)
		return end;
	for (end = len; end && !strchr(IA_WRAP_BEHIND, text[end - 1]); end--)
		;
	if (end)
		return end;
	if (whole)
		return len + strcspn(text + len, " ");
	return len ? len : 1;
}
