/* SPDX-License-Identifier: GPL-2.0 */
/* check.c: what the suites share */
#ifndef IA_KUNIT_CHECK_H
#define IA_KUNIT_CHECK_H

#include <kunit/test.h>
#include <linux/types.h>

/* Writes one record as text, as the ia_*_format() functions do. */
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

/* Numbers that are the same in every run. */
struct ia_random {
	u32 state;
};

u32 ia_random_next(struct ia_random *random);
u32 ia_random_below(struct ia_random *random, u32 limit);
void ia_check_line(struct kunit *test, ia_format_fn format, const void *record,
		   const char *expected);
void ia_fix_checksum(u8 *table, size_t size);
u8 *ia_copy_table(struct kunit *test, const u8 *table, size_t size);
const char *ia_bit_case_name(const struct ia_bit_case *cases, size_t n,
			     unsigned int bit);

#endif /* IA_KUNIT_CHECK_H */
