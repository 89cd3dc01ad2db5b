// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* Holds most files whole; what is not used of it is given back. */
#define FIRST_ROOM	(256 << 10)

/**
 * ia_slurp() - read a whole file
 * @arena: the owner of the text
 * @path: the file; pseudo files, which claim to be empty, are read as well
 * @text: its content, terminated
 * @len: its length; the content may hold zero bytes
 *
 * Return: 0, or a negative errno; -EFBIG above IA_MAX_FILE.
 */
int ia_slurp(struct ia_arena *arena, const char *path, char **text,
	     size_t *len)
{
	size_t room = 0;
	int fd, error = 0;

	*text = NULL;
	*len = 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (;;) {
		ssize_t n;

		if (*len + 1 >= room) {
			size_t size = room ? room * 2 : FIRST_ROOM;
			char *more = ia_alloc(arena, size, 1);

			if (*len)
				memcpy(more, *text, *len);
			*text = more;
			room = size;
		}
		n = read(fd, *text + *len, room - *len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			error = -errno;
		if (n <= 0)
			break;
		*len += n;
		if (*len > IA_MAX_FILE) {
			error = -EFBIG;
			break;
		}
	}
	(*text)[*len] = '\0';
	ia_trim(arena, *text, room, *len + 1);
	close(fd);
	return error;
}

/* Length of the UTF-8 sequence at p, 0 when it is none or not printable. */
static size_t sequence(const unsigned char *p, size_t left)
{
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

/**
 * ia_clean() - tell whether a text is safe to print
 * @text: the text
 * @len: its length
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
			sequence((const unsigned char *)text, len);
		if (!n)
			return false;
	}
	return true;
}

/**
 * ia_read_line() - read a file of one line, for display
 * @arena: the owner of the text
 * @path: the file
 *
 * Return: its first line, with '?' for each byte that is not printable, or
 * NULL when the file cannot be read or is empty.
 */
char *ia_read_line(struct ia_arena *arena, const char *path)
{
	size_t len, i, n;
	char *text;

	if (ia_slurp(arena, path, &text, &len) < 0)
		return NULL;
	for (i = 0; i < len && text[i] != '\n'; i += n) {
		n = sequence((unsigned char *)text + i, len - i);
		if (!n) {
			text[i] = '?';
			n = 1;
		}
	}
	text[i] = '\0';
	return i ? text : NULL;
}
