// SPDX-License-Identifier: GPL-2.0
/*
 * Any pci.ids, and what is kept of it: all that a plain search finds in the whole
 * list, it finds in the short one. Of a long list only one in order is searched so.
 *
 * Before the first empty line stand models and classes to look for, as 8086:10c9 or
 * 02. A line "*" of the list stands for many vendors in order, so that small inputs
 * make lists of the size that is searched and not read.
 */
#include "fuzz.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define VENDORS	2048
#define WANTED	16
#define CLASSES	0x10000
/* Up to here every line is looked at. */
#define SHORT	(64 << 10)

struct text {
	char *at;
	size_t len;
};

struct wanted {
	unsigned int first;
	unsigned int second;
};

static void add(struct ia_buf *list, unsigned int *vendor)
{
	unsigned int i;

	for (i = 0; i < VENDORS; i++, (*vendor)++)
		ia_buf_add(list, "%04x  Vendor\n\t%04x  Device\n", *vendor & 0xffff,
			   *vendor * 7 & 0xffff);
}

/* The list with each "*" made vendors of. */
static struct text inflate(struct ia_arena *arena, const char *p, const char *end)
{
	struct ia_buf list = { .arena = arena };
	unsigned int vendor = 0x1000, times = 0;

	while (p < end) {
		const char *stop = memchr(p, '\n', end - p);
		size_t len = (stop ? stop + 1 : end) - p, i;

		if (len == 2 && *p == '*' && times++ < 4)
			add(&list, &vendor);
		else
			for (i = 0; i < len; i++)
				ia_buf_add(&list, "%c", p[i]);
		p += len;
	}
	return (struct text){ list.text, list.len };
}

static bool is_hex(const char *p, size_t digits)
{
	while (digits--) {
		if (!isxdigit(*p++))
			return false;
	}
	return true;
}

/* So many hexadecimal digits as a number: the list has no end that a library would see. */
static unsigned int number_at(const char *p, size_t digits)
{
	unsigned int number = 0;

	while (digits--)
		number = number << 4 | ia_hex_digit(*p++);
	return number;
}

/* Whether a line that is not indented is the one of a vendor or a class. */
static bool is_block(const char *line, size_t len, const struct wanted *wanted)
{
	if (len < 6)
		return false;
	if (wanted->first & CLASSES)
		return *line == 'C' && line[1] == ' ' && is_hex(line + 2, 2) &&
		       !isxdigit(line[4]) && number_at(line + 2, 2) == (wanted->first & 0xff);
	return is_hex(line, 4) && !isxdigit(line[4]) && number_at(line, 4) == wanted->first;
}

/*
 * The first line of a model or a class, byte by byte. Vendor lines are "8086 ...",
 * class lines "C 02 ..."; below them stand devices and subclasses behind one tab.
 * Return: its length, 0 when it is not there.
 */
static size_t search(const struct text *list, const struct wanted *wanted, const char **line)
{
	const char *p = list->at, *end = p + list->len;
	bool inside = false;
	size_t len;

	for (; p < end; p += len) {
		const char *stop = memchr(p, '\n', end - p);

		len = (stop ? stop + 1 : end) - p;
		if (strchr("#\r\n ", *p) || (*p == '\t' && len < 6))
			continue;
		if (*p != '\t') {
			inside = is_block(p, len, wanted);
			if (inside && wanted->first & CLASSES) {
				*line = p;
				return len;
			}
		} else if (inside && p[1] != '\t' && is_hex(p + 1, 4) && !isxdigit(p[5]) &&
			   number_at(p + 1, 4) == wanted->second) {
			*line = p;
			return len;
		}
	}
	return 0;
}

/*
 * Whether lines are in the order of numbers, vendors first and each once, as in the
 * list that is published: in a long one that is not, names may be overlooked.
 */
static bool is_ordered(const struct text *list)
{
	const char *p = list->at, *end = p + list->len;
	long last[2] = { -1, -1 };
	size_t len;

	for (; p < end; p += len) {
		const char *stop = memchr(p, '\n', end - p);
		bool indented = *p == '\t', class;
		long number;

		len = (stop ? stop + 1 : end) - p;
		if (strchr("#\r\n ", *p) || (indented && len > 1 && p[1] == '\t'))
			continue;
		/* Subclasses are not looked up. */
		if (indented && last[0] >= CLASSES)
			continue;
		class = *p == 'C';
		if (len < 6 || !is_hex(p + indented + 2 * class, class ? 2 : 4))
			return false;
		number = number_at(p + indented + 2 * class, class ? 2 : 4) | (class ? CLASSES : 0);
		if (number <= last[indented])
			return false;
		last[indented] = number;
		if (!indented)
			last[1] = -1;
	}
	return true;
}

/* So many digits and no more. */
static bool is_id(const char *p, size_t digits)
{
	return strspn(p, "0123456789abcdefABCDEF") == digits;
}

/* Reads what is wanted. Return: the rest, which is the list. */
static const char *read_wanted(struct ia_arena *arena, const char *p, struct ia_idlist *ids,
			       struct wanted *wanted, size_t *count)
{
	for (*count = 0; *p && *p != '\n'; p += strcspn(p, "\n"), p += !!*p) {
		bool model = is_id(p, 4) && p[4] == ':' && is_id(p + 5, 4);
		struct wanted *next = &wanted[*count];

		if (*count == WANTED || !(model || is_id(p, 2)))
			continue;
		next->first = number_at(p, model ? 4 : 2);
		next->second = model ? number_at(p + 5, 4) : 0;
		if (model)
			ia_idlist_want_device(arena, ids, next->first, next->second);
		else
			ia_idlist_want_class(ids, next->first);
		next->first |= model ? 0 : CLASSES;
		(*count)++;
	}
	return p + !!*p;
}

static void check(const struct text *whole, const struct text *brief,
		  const struct wanted *wanted, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const char *line, *found;
		size_t len = search(whole, &wanted[i], &line);

		if (search(brief, &wanted[i], &found) != len || (len && memcmp(line, found, len)))
			fuzz_broken("%x:%x is not what it is in the whole list, %.*s",
				    wanted[i].first, wanted[i].second, (int)len, len ? line : "");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena arena = { 0 };
	struct ia_idlist *ids = ia_alloc(&arena, 1, sizeof(*ids));
	char *input = ia_strndup(&arena, (const char *)data, size);
	int memory = memfd_create("short", MFD_CLOEXEC);
	FILE *to = fdopen(memory, "w+");
	struct wanted wanted[WANTED];
	struct text whole, brief;
	const char *list;
	size_t count;

	if (memchr(data, '\0', size))
		goto out;
	list = read_wanted(&arena, input, ids, wanted, &count);
	whole = inflate(&arena, list, input + size);
	if (!whole.len)
		goto out;
	/* As it is mapped: nothing is there behind its end. */
	whole.at = memcpy(malloc(whole.len), whole.at, whole.len);
	if (!ia_idlist_shorten(ids, whole.at, whole.len, to))
		fuzz_broken("the short list cannot be written");
	brief.len = lseek(memory, 0, SEEK_END);
	brief.at = ia_alloc(&arena, brief.len + 1, 1);
	if (pread(memory, brief.at, brief.len, 0) != (ssize_t)brief.len)
		fuzz_broken("the short list cannot be read");
	if (whole.len <= SHORT || is_ordered(&whole))
		check(&whole, &brief, wanted, count);
	free(whole.at);
out:
	fclose(to);
	ia_arena_free(&arena);
	return 0;
}
