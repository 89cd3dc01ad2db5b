/* SPDX-License-Identifier: GPL-2.0 */
/* format.c: one line of debugfs from any record, by its layout */
#ifndef IA_CORE_FORMAT_H
#define IA_CORE_FORMAT_H

#include "text.h"
#include "words.h"

/* Names of drivers, units and tasks; longer ones are cut. */
#define IA_NAME_SIZE	32
/*
 * Bridges above one function. A hierarchy has 256 buses at most; real ones
 * are some ten levels deep at worst, and a longer path prints as "unknown".
 */
#define IA_MAX_PATH	32

/**
 * struct ia_bridges - bridges above a PCI function
 * @len: how many, IA_ABSENT for none, IA_UNKNOWN; above %IA_MAX_PATH when they
 *       did not fit
 * @segment: the segment they are in
 * @hops: their requester ids, the nearest first
 */
struct ia_bridges {
	int len;
	u32 segment;
	u16 hops[IA_MAX_PATH];
};

/**
 * struct ia_ints - numbers that the caller keeps
 * @count: how many, IA_ABSENT, IA_UNKNOWN
 * @at: the numbers
 */
struct ia_ints {
	int count;
	const u16 *at;
};

/**
 * struct ia_bits - positions in a list of words, at most 127
 * @set: one bit for each; the second word is IA_ABSENT or IA_UNKNOWN when there
 *       is no set
 */
struct ia_bits {
	u64 set[2];
};

/* A set of some positions below 64, as BIT_ULL() makes them. */
#define IA_BITS_OF(positions)	((struct ia_bits){ { positions } })

/* Value of a REVISION. */
#define IA_REVISION(major, minor)	((int)((major) << 8 | (minor)))

enum ia_value_kind {
	IA_KIND_ADDRESS,
	IA_KIND_INT,
	IA_KIND_COUNT,
	IA_KIND_HEX,
	IA_KIND_SEGMENT,
	IA_KIND_REVISION,
	IA_KIND_MILLI,
	IA_KIND_FLAG,
	IA_KIND_ENUM,
	IA_KIND_BITS,
	IA_KIND_TEXT,
	IA_KIND_NAME,
	IA_KIND_PATH,
	IA_KIND_INTS,
	IA_KIND_TEXTS,
	IA_KIND_MEMBERS,
	IA_KIND_REGIONS,
};

/**
 * struct ia_record_field - one value of a record
 * @key: " key=", as it stands in a line
 * @absent: what is written when the value is IA_ABSENT, NULL to leave the key out
 * @words: ENUM, BITS: the words
 * @offset: where the value is in the record
 * @kind: an &enum ia_value_kind
 * @digits: HEX: least number of digits
 * @is_optional: it can be absent
 * @is_either: it can be absent, and left out; for texts the first is said by them
 * @is_guessed: it can be unknown
 */
struct ia_record_field {
	struct ia_word key;
	const char *absent;
	const struct ia_word *words;
	u16 offset;
	u8 kind;
	u8 digits;
	bool is_optional;
	bool is_either;
	bool is_guessed;
};

/**
 * struct ia_record_layout - the values of a record in the order in which they are written
 * @fields: the values
 * @count: how many
 * @size: bytes of a record
 */
struct ia_record_layout {
	const struct ia_record_field *fields;
	size_t count;
	size_t size;
};

/**
 * struct ia_line - what begins a record of a file that has several kinds of them
 * @layout: of the record that follows
 * @align: so that nothing stands between the two
 */
struct ia_line {
	union {
		const struct ia_record_layout *layout;
		u64 align;
	};
};

size_t ia_record_format(const struct ia_record_layout *layout, const void *record, char *buf,
			size_t size);
size_t ia_line_format(const struct ia_line *line, char *buf, size_t size);
void ia_record_init(const struct ia_record_layout *layout, void *record);
void ia_line_init(struct ia_line *line, const struct ia_record_layout *layout);
void ia_bits_add(struct ia_bits *bits, unsigned int position, u64 value,
		 const u8 *numbers, size_t count);

#endif /* IA_CORE_FORMAT_H */
