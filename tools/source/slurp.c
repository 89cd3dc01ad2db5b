// SPDX-License-Identifier: GPL-2.0
#include "root.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "../base/clean.h"

/* Holds most files whole; what is not used of it is given back. */
#define FIRST_ROOM	(256 << 10)
/* Attributes of sysfs are no longer than a page. */
#define ATTRIBUTE	4096

/* Return: 0 or a negative errno; -EFBIG above @most bytes. */
static int read_all(struct ia_arena *arena, int fd, size_t most, char **text, size_t *len)
{
	size_t room = 0;
	int error = 0;

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
		if (*len > most) {
			error = -EFBIG;
			break;
		}
	}
	(*text)[*len] = '\0';
	ia_trim(arena, *text, room, *len + 1);
	return error;
}

/**
 * ia_slurp() - read a whole file
 * @arena: the owner of the text
 * @root: where its path begins
 * @path: the file; pseudo files, which claim to be empty, are read as well
 * @text: its content, terminated
 * @len: its length; the content may hold zero bytes
 *
 * Return: 0, a negative errno or a negative enum ia_not_a_file, for
 * ia_file_wrong(); -EFBIG above ia_root_limit().
 */
int ia_slurp(struct ia_arena *arena, const struct ia_root *root, const char *path,
	     char **text, size_t *len)
{
	int fd, error;

	*text = NULL;
	*len = 0;
	fd = ia_root_file(root, path);
	if (fd < 0)
		return fd;
	error = read_all(arena, fd, ia_root_limit(root), text, len);
	close(fd);
	return error;
}

/* Tells that somebody has to type what is read; NULL for nobody. */
void (*ia_input_waits)(void);

/**
 * ia_slurp_input() - read standard input to its end
 * @arena: the owner of the text
 * @text: its content, terminated
 * @len: its length; the content may hold zero bytes
 *
 * Return: 0 or a negative errno, for ia_file_wrong(); -EFBIG above IA_MAX_FOREIGN.
 */
int ia_slurp_input(struct ia_arena *arena, char **text, size_t *len)
{
	*text = NULL;
	*len = 0;
	if (ia_input_waits && isatty(STDIN_FILENO))
		ia_input_waits();
	return read_all(arena, STDIN_FILENO, IA_MAX_FOREIGN, text, len);
}

/* What a file that somebody named is called in messages. */
const char *ia_given_name(const char *path)
{
	return strcmp(path, "-") ? path : "standard input";
}

/**
 * ia_slurp_given() - read a file that somebody named, or standard input
 * @arena: the owner of the text
 * @root: where its path begins
 * @path: the file; - is standard input
 * @text: its content, terminated
 * @len: its length; the content may hold zero bytes
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_slurp_given(struct ia_arena *arena, const struct ia_root *root, const char *path,
		    char **text, size_t *len, struct ia_problem *problem)
{
	bool input = !strcmp(path, "-");
	int error = input ? ia_slurp_input(arena, text, len) :
			    ia_slurp(arena, root, path, text, len);

	if (!error)
		return true;
	*problem = (struct ia_problem){
		.status = IA_PARSE,
		.text = ia_format(arena, "%s%s: %s", input ? "" : root->name, ia_given_name(path),
				  ia_file_wrong(arena, input ? &ia_root_named : root, -error)),
	};
	return false;
}

/**
 * ia_read_line() - read a file of one line, for display
 * @arena: the owner of the text
 * @root: where its path begins
 * @path: absolute, below @root
 *
 * Return: its first line, with '?' for each byte that is not printable, or
 * NULL when the file cannot be read or is empty.
 */
char *ia_read_line(struct ia_arena *arena, const struct ia_root *root, const char *path)
{
	size_t len, i, n;
	char *text;

	if (ia_slurp(arena, root, path, &text, &len) < 0)
		return NULL;
	for (i = 0; i < len && text[i] != '\n'; i += n) {
		n = ia_clean_sequence(text + i, len - i);
		if (!n) {
			text[i] = '?';
			n = 1;
		}
	}
	text[i] = '\0';
	return i ? text : NULL;
}

/**
 * ia_read_attribute() - read an attribute of sysfs
 * @arena: the owner of the text
 * @root: where its path begins
 * @path: absolute, below @root
 *
 * Return: all of it without its last line ends, at most a page; NULL when it cannot be read.
 */
char *ia_read_attribute(struct ia_arena *arena, const struct ia_root *root, const char *path)
{
	char text[ATTRIBUTE + 1];
	size_t len;
	ssize_t n;
	int fd;

	fd = ia_root_file(root, path);
	if (fd < 0)
		return NULL;
	/* Whoever reads less than there is room for has read it all. */
	do
		n = read(fd, text, ATTRIBUTE);
	while (n < 0 && errno == EINTR);
	len = n > 0 ? n : 0;
	close(fd);
	while (len && text[len - 1] == '\n')
		len--;
	return n < 0 ? NULL : ia_strndup(arena, text, len);
}
