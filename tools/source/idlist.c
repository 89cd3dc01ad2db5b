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

#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum block { BLOCK_OTHER, BLOCK_VENDOR, BLOCK_CLASS };

/* Numbers of lines: those of vendors and devices, and of base classes above. */
#define CLASS		0x10000
#define CLASS_COUNT	0x100
/* So close by, looking at every line is cheaper than halving on. */
#define NEAR		1024
/* A list of this size is none that is published. */
#define SHORT		(64 << 10)

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
 * @arena: where the list grows
 * @list: what to keep; quickest to find when models come in the order of numbers
 * @vendor: at most 0xffff
 * @device: at most 0xffff
 */
void ia_idlist_want_device(struct ia_arena *arena, struct ia_idlist *list,
			   unsigned int vendor, unsigned int device)
{
	insert(list->vendors, vendor);
	insert(list->devices, device);
	list->models = ia_grow(arena, list->models, list->count, &list->room,
			       sizeof(*list->models));
	list->models[list->count++] = (struct ia_model){ vendor, device };
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
	int digit, n = 0;

	for (; digits--; p++) {
		digit = ia_hex_digit(*p);
		if (digit < 0)
			return -1;
		n = n << 4 | digit;
	}
	return n;
}

/* The number of a vendor's or a class's line, or of a device's; -1 without one. */
static int number_of(const char *line, const char *end)
{
	int class;

	if (end - line < 5)
		return -1;
	if (*line == '\t')
		return hex(line + 1, 4);
	if (*line != 'C' || line[1] != ' ')
		return hex(line, 4);
	class = hex(line + 2, 2);
	return class < 0 ? -1 : CLASS | class;
}

/* Whether a line stays; block is what the lines indented below it belong to. */
static bool keep(const struct ia_idlist *list, enum block *block,
		 const char *line, const char *end)
{
	int number;

	if (*line == '\t') {
		if (*block == BLOCK_OTHER || end - line < 5 || line[1] == '\t')
			return false;
		if (*block == BLOCK_CLASS)
			return true;
		number = number_of(line, end);
		return number < 0 || has(list->devices, number);
	}
	/* Remarks and empty lines end no block. */
	if (*line == '#' || *line == '\r' || *line == '\n' || *line == ' ')
		return false;
	*block = BLOCK_OTHER;
	number = number_of(line, end);
	if (number >= CLASS && has(list->classes, number & 0xff))
		*block = BLOCK_CLASS;
	else if (number >= 0 && number < CLASS && has(list->vendors, number))
		*block = BLOCK_VENDOR;
	return *block != BLOCK_OTHER;
}

union lanes {
	unsigned char bytes __attribute__((vector_size(16)));
	uint64_t words[2];
};

static inline union lanes load(const char *p)
{
	union lanes lanes;

	memcpy(&lanes, p, sizeof(lanes));
	return lanes;
}

/* Ends of lines, but for those before a line that is indented by so many tabs. */
static inline union lanes ends(const char *p, int tabs)
{
	union lanes found, tab;

	tab.bytes = load(p + 1).bytes == '\t';
	if (tabs == 2)
		tab.bytes &= load(p + 2).bytes == '\t';
	found.bytes = (load(p).bytes == '\n') & ~tab.bytes;
	return found;
}

/* The first byte of a word that is set. */
static inline size_t first(uint64_t word)
{
	return __builtin_ctzll(le64toh(word)) / 8;
}

/*
 * The next line that is not indented by so many tabs: 1 or 2. Most of the list is
 * passed over here, so as many bytes at once are looked at as every processor can.
 */
static inline const char *next_line(const char *p, const char *end, int tabs)
{
	const size_t size = sizeof(union lanes);
	union lanes found;

	/* Lines that are not indented are far from each other. */
	for (; tabs == 1 && (size_t)(end - p) > 4 * size + 1; p += 4 * size) {
		found.bytes = ends(p, 1).bytes | ends(p + size, 1).bytes |
			      ends(p + 2 * size, 1).bytes | ends(p + 3 * size, 1).bytes;
		if (found.words[0] | found.words[1])
			break;
	}
	for (; (size_t)(end - p) > size + 1; p += size) {
		found = ends(p, tabs);
		if (found.words[0])
			return p + 1 + first(found.words[0]);
		if (found.words[1])
			return p + 1 + 8 + first(found.words[1]);
	}
	while (p < end) {
		if (*p++ == '\n' && (p == end || *p != '\t' ||
				     (tabs == 2 && p + 1 < end && p[1] != '\t')))
			break;
	}
	return p;
}

static void copy_line(const char *line, const char *end, FILE *to)
{
	const char *stop = memchr(line, '\n', end - line);

	fwrite(line, (stop ? stop + 1 : end) - line, 1, to);
}

/* Copies what stays of a whole list, or of whole blocks of it. */
static void copy(const struct ia_idlist *list, const char *line,
		 const char *end, FILE *to)
{
	enum block block = BLOCK_OTHER;

	while (line < end) {
		if (keep(list, &block, line, end))
			copy_line(line, end, to);
		line = block == BLOCK_OTHER ? next_line(line, end, 1) :
					      next_line(line, end, 2);
	}
}

/*
 * The longest piece so far of which is known that behind its first byte no vendor
 * and no class begins. A quarter of the list is the models of one vendor, and
 * whoever halves the list comes there again and again.
 */
struct gap {
	const char *from;
	const char *to;
};

/* Passes over a gap: to its last byte, behind which a line may begin. */
static inline const char *next_outside(const char *p, const char *end, const struct gap *gap)
{
	const char *from = gap->from + 1, *last = gap->to - 1;

	if (gap->from == gap->to)
		return next_line(p, end, 1);
	if (p < from && from < end) {
		p = next_line(p, from, 1);
		if (p < from)
			return p;
	}
	if (p >= from && p < last)
		p = last < end ? last : end;
	return next_line(p, end, 1);
}

/* The next line of a vendor or class with a number; without a gap to keep, of a device. */
static inline const char *next_entry(const char *p, const char *end, struct gap *gap,
				     int *number)
{
	const char *begin = p;

	do {
		p = gap ? next_outside(p, end, gap) : next_line(p, end, 2);
		*number = number_of(p, end);
	} while (p < end && *number < 0);
	if (gap && p - begin > gap->to - gap->from)
		*gap = (struct gap){ begin, p };
	return p;
}

/*
 * Looks a line up where it is in a list in the order of numbers, as the one that
 * is published is. Return: the line, or NULL when it is not there.
 */
static inline const char *find(const char *begin, const char *end, struct gap *gap,
			       int number)
{
	const char *low = begin, *high = end, *p;
	int found;

	while (high - low > NEAR) {
		const char *middle = low + (high - low) / 2;

		p = next_entry(middle, high, gap, &found);
		if (p < high && found < number)
			low = p;
		else
			high = middle;
	}
	for (p = low, found = number_of(p, end); p < end && found < number;)
		p = next_entry(p, end, gap, &found);
	return p < end && found == number ? p : NULL;
}

/* Likewise for a vendor or a class, with the end of its block. */
static const char *find_block(const char *begin, const char *end, struct gap *gap,
			      int number, const char **stop)
{
	const char *block = find(begin, end, gap, number);
	int next;

	if (block)
		*stop = next_entry(block, end, gap, &next);
	return block;
}

/* Whether a line is anywhere in a list, in order or not. */
static bool is_listed(const char *p, const char *end, struct gap *gap, int number)
{
	int found;

	for (found = number_of(p, end); p < end && found != number;)
		p = next_entry(p, end, gap, &found);
	return p < end;
}

/* Copies what stays of a vendor's block; some models of his, perhaps all, are in it. */
static void copy_vendor(const struct ia_idlist *list, const struct ia_model *models,
			size_t count, const char *block, const char *end, FILE *to)
{
	const char *devices = next_line(block, end, 2);
	size_t i;

	for (i = 0; i < count; i++) {
		if (!find(devices, end, NULL, models[i].device)) {
			copy(list, block, end, to);
			return;
		}
	}
	copy_line(block, end, to);
	for (i = 0; i < count; i++)
		copy_line(find(devices, end, NULL, models[i].device), end, to);
}

/* Return: false when something is not where a list in order has it. */
static bool copy_vendors(const struct ia_idlist *list, const char *begin,
			 const char *classes, const char *end, struct gap *gap, FILE *to)
{
	const char *block, *stop;
	size_t i, n;

	for (i = 0; i < list->count; i += n) {
		const struct ia_model *models = &list->models[i];

		for (n = 1; i + n < list->count; n++) {
			if (models[n].vendor != models->vendor)
				break;
		}
		block = find_block(begin, classes, gap, models->vendor, &stop);
		if (block) {
			copy_vendor(list, models, n, block, stop, to);
			begin = stop;
		} else if (is_listed(classes, end, gap, models->vendor)) {
			return false;
		}
	}
	return true;
}

/* Likewise. */
static bool copy_classes(const struct ia_idlist *list, const char *begin,
			 const char *end, struct gap *gap, FILE *to)
{
	const char *block, *stop;
	unsigned int class;

	for (class = 0; class < CLASS_COUNT; class++) {
		if (!has(list->classes, class))
			continue;
		block = find_block(begin, end, gap, CLASS | class, &stop);
		if (block)
			copy(list, block, stop, to);
		else if (is_listed(begin, end, gap, CLASS | class))
			return false;
	}
	return true;
}

/*
 * Copies what stays, without looking at all of the list: the one that is
 * published is in the order of numbers, vendors first. What somebody added is
 * either in order as well, or at the end, behind the classes. Return: false when
 * this is no such list.
 */
static bool copy_found(const struct ia_idlist *list, const char *begin,
		       const char *end, FILE *to)
{
	struct gap gap = { begin, begin };
	const char *classes = end - begin > SHORT ? find(begin, end, &gap, CLASS) : NULL;

	return classes && copy_vendors(list, begin, classes, end, &gap, to) &&
	       copy_classes(list, classes, end, &gap, to);
}

/**
 * ia_idlist_shorten() - write the part of pci.ids that is needed
 * @list: what to keep; more may stay
 * @text: the whole list, may be anything
 * @len: its length
 * @to: where to: an empty file that can be truncated
 *
 * Return: whether it could be written.
 */
bool ia_idlist_shorten(const struct ia_idlist *list, const char *text, size_t len, FILE *to)
{
	if (!copy_found(list, text, text + len, to)) {
		rewind(to);
		if (ftruncate(fileno(to), 0))
			return false;
		copy(list, text, text + len, to);
	}
	return !fflush(to) && !ferror(to);
}

/**
 * ia_idlist_open_short() - make a short pci.ids
 * @list: what to keep; more may stay
 * @file: the whole list, not compressed
 *
 * Return: the short list, to be closed by the caller, or -1 when it cannot be
 * made: then the whole one is all there is.
 */
int ia_idlist_open_short(const struct ia_idlist *list, int file)
{
	struct stat st;
	bool made = false;
	int memory;
	FILE *to;
	char *map;

	if (fstat(file, &st) || !S_ISREG(st.st_mode) || !st.st_size || st.st_size > IA_MAX_FILE)
		return -1;
	map = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
	if (map == MAP_FAILED)
		return -1;
	memory = memfd_create("pci.ids", MFD_CLOEXEC);
	to = memory < 0 ? NULL : fdopen(dup(memory), "w");
	if (to) {
		made = ia_idlist_shorten(list, map, st.st_size, to);
		fclose(to);
	}
	munmap(map, st.st_size);
	if (made || memory < 0)
		return memory;
	close(memory);
	return -1;
}
