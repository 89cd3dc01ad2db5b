// SPDX-License-Identifier: GPL-2.0
/*
 * The part of pci.ids that one machine needs.
 *
 * libpci stores all 38,000 lines of the list before it answers the first
 * question, which takes longer than the whole rest of a report. Leaving lines
 * out is much cheaper than storing them; what the lines mean stays libpci's
 * business.
 */
#include "reader.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum block { BLOCK_OTHER, BLOCK_VENDOR, BLOCK_CLASS };

static bool has(const unsigned char *set, unsigned int n)
{
	return set[n / 8] & 1 << n % 8;
}

static void insert(unsigned char *set, unsigned int n)
{
	set[n / 8] |= 1 << n % 8;
}

/**
 * ia_idlist_want_device() - keep the lines of a model
 * @list: what to keep
 * @vendor: at most 0xffff
 * @device: at most 0xffff
 */
void ia_idlist_want_device(struct ia_idlist *list, unsigned int vendor,
			   unsigned int device)
{
	insert(list->vendors, vendor);
	insert(list->devices, device);
}

/**
 * ia_idlist_want_class() - keep the lines of a base class
 * @list: what to keep
 * @class: at most 0xff
 */
void ia_idlist_want_class(struct ia_idlist *list, unsigned int class)
{
	insert(list->classes, class);
}

/* Reads so many hexadecimal digits; -1 when they are none. */
static int hex(const char *p, size_t digits)
{
	int n = 0;

	for (; digits--; p++) {
		if (*p >= '0' && *p <= '9')
			n = n << 4 | (*p - '0');
		else if ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'f')
			n = n << 4 | ((*p | 0x20) - 'a' + 10);
		else
			return -1;
	}
	return n;
}

/*
 * Whether a line stays; len counts its end. block is what the lines that are
 * indented below it belong to.
 */
static bool keep(const struct ia_idlist *list, enum block *block,
		 const char *line, size_t len)
{
	int id;

	if (*line == '\t') {
		if (*block == BLOCK_OTHER || len < 5 || line[1] == '\t')
			return false;
		if (*block == BLOCK_CLASS)
			return true;
		id = hex(line + 1, 4);
		return id < 0 || has(list->devices, id);
	}
	/* Remarks and empty lines end no block. */
	if (*line == '#' || *line == '\r' || *line == '\n' || *line == ' ')
		return false;
	*block = BLOCK_OTHER;
	if (len > 4 && *line == 'C' && line[1] == ' ') {
		id = hex(line + 2, 2);
		if (id >= 0 && has(list->classes, id))
			*block = BLOCK_CLASS;
	} else if (len > 4) {
		id = hex(line, 4);
		if (id >= 0 && has(list->vendors, id))
			*block = BLOCK_VENDOR;
	}
	return *block != BLOCK_OTHER;
}

union lanes {
	unsigned char bytes __attribute__((vector_size(16)));
	uint64_t words[2];
};

/*
 * The line after this one; with outer, the one after it that is not indented.
 * Most of the list is passed over here, so as many bytes at once are looked at
 * as every processor can.
 */
static inline const char *next_line(const char *p, const char *end, bool outer)
{
	union lanes here, behind;

	for (; (size_t)(end - p) > sizeof(here); p += sizeof(here)) {
		memcpy(&here, p, sizeof(here));
		here.bytes = here.bytes == '\n';
		if (outer) {
			memcpy(&behind, p + 1, sizeof(behind));
			here.bytes &= behind.bytes != '\t';
		}
		if (here.words[0] | here.words[1])
			break;
	}
	while (p < end) {
		if (*p++ == '\n' && (!outer || p == end || *p != '\t'))
			break;
	}
	return p;
}

static bool copy(const struct ia_idlist *list, const char *text, size_t len,
		 FILE *to)
{
	enum block block = BLOCK_OTHER;
	const char *line = text, *end = text + len, *next;

	for (; line < end; line = next) {
		next = next_line(line, end, false);
		if (keep(list, &block, line, next - line))
			fwrite(line, next - line, 1, to);
		/* The end of this line is where to look from. */
		if (block == BLOCK_OTHER)
			next = next_line(next - 1, end, true);
	}
	return !fflush(to) && !ferror(to);
}

/**
 * ia_idlist_open() - make a short pci.ids
 * @list: what to keep; more may stay
 * @path: the whole list, not compressed
 *
 * Return: the short list, to be closed by the caller, or NULL when it cannot
 * be made: then the whole one is all there is.
 */
FILE *ia_idlist_open(const struct ia_idlist *list, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), memory;
	FILE *to = NULL;
	struct stat st;
	char *map;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size ||
	    st.st_size > IA_MAX_FILE) {
		close(fd);
		return NULL;
	}
	map = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return NULL;
	memory = memfd_create("pci.ids", MFD_CLOEXEC);
	if (memory >= 0)
		to = fdopen(memory, "w");
	if (to && !copy(list, map, st.st_size, to)) {
		fclose(to);
		to = NULL;
	} else if (!to && memory >= 0) {
		close(memory);
	}
	munmap(map, st.st_size);
	return to;
}
