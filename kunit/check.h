/* SPDX-License-Identifier: GPL-2.0 */
/* check.c, random.c: what the suites share */
#ifndef IA_KUNIT_CHECK_H
#define IA_KUNIT_CHECK_H

#include <kunit/test.h>
#include <linux/types.h>

#include "../module/core/acpi.h"
#include "../module/core/records.h"

/* Writes one record as text, as ia_record_format() does. */
typedef size_t (*ia_format_fn)(const void *record, char *buf, size_t size);

/**
 * struct ia_bit_case - what a register's bit is to be called
 * @bit: its number
 * @name: its name
 */
struct ia_bit_case {
	unsigned int bit;
	const char *name;
};

/**
 * struct ia_table_check - a parser of firmware tables, and what it is held against
 * @sample: a good table
 * @size: its length in bytes
 * @fixed: length of its fixed part
 * @open: opens a table; 0 or -EINVAL with a reason
 * @valid: whether what follows the fixed part is good, written down a second time
 */
struct ia_table_check {
	const u8 *sample;
	size_t size;
	size_t fixed;
	int (*open)(const u8 *table, size_t size, struct ia_table_error *err);
	bool (*valid)(const u8 *rest, u32 left);
};

/* Numbers that are the same in every run. */
struct ia_random {
	u32 state;
};

u32 ia_random_next(struct ia_random *random);
u32 ia_random_below(struct ia_random *random, u32 limit);
void ia_check_line(struct kunit *test, ia_format_fn format, const void *record,
		   const char *expected);
void ia_check_record(struct kunit *test, const struct ia_record_layout *layout, const void *record,
		     const char *expected);
const char *ia_bits_text(struct ia_bits bits, const struct ia_word *words, char *buf,
			 size_t size);
void ia_fix_checksum(u8 *table, size_t size);
u8 *ia_copy_table(struct kunit *test, const u8 *table, size_t size);
void ia_check_every_byte(struct kunit *test, const struct ia_table_check *check);
void ia_check_every_prefix(struct kunit *test, const struct ia_table_check *check);
u64 ia_nameless_bits(const struct ia_bit_case *cases, size_t n);

#endif /* IA_KUNIT_CHECK_H */
