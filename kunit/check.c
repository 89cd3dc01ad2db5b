// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include <linux/minmax.h>
#include <linux/string.h>

#define GUARD		0x5a
/* Bytes of a table's header up to its checksum. */
#define CHECKSUM_END	10

/**
 * ia_check_line() - expect a line, and the same line cut at every length
 * @test: the running test
 * @format: writes the line
 * @record: what to write
 * @expected: the whole line
 *
 * For every room from 0 to two more than needed: the length returned is that
 * of the whole line, the text is its beginning, terminated, and no byte behind
 * the room is written.
 */
void ia_check_line(struct kunit *test, ia_format_fn format, const void *record,
		   const char *expected)
{
	size_t need = strlen(expected);
	char *buf = kunit_kzalloc(test, need + 3, GFP_KERNEL);
	size_t room, shown;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	for (room = 0; room <= need + 2; room++) {
		memset(buf, GUARD, need + 3);
		KUNIT_ASSERT_EQ(test, format(record, room ? buf : NULL, room),
				need);
		KUNIT_ASSERT_EQ(test, buf[room], GUARD);
		if (!room)
			continue;
		shown = min(need, room - 1);
		KUNIT_ASSERT_EQ(test, strnlen(buf, room), shown);
		KUNIT_ASSERT_EQ(test, memcmp(buf, expected, shown), 0);
	}
	KUNIT_EXPECT_STREQ(test, buf, expected);
}

struct laid_out {
	const struct ia_record_layout *layout;
	const void *record;
};

static size_t format_laid_out(const void *record, char *buf, size_t size)
{
	const struct laid_out *what = record;

	return ia_record_format(what->layout, what->record, buf, size);
}

/* The same for a record and its layout. */
void ia_check_record(struct kunit *test, const struct ia_record_layout *layout, const void *record,
		     const char *expected)
{
	ia_check_line(test, format_laid_out, &(struct laid_out){ layout, record }, expected);
}

/* What is written of a set of bits, in a buffer. */
const char *ia_bits_text(struct ia_bits bits, const struct ia_word *words, char *buf,
			 size_t size)
{
	struct ia_record_field field = {
		.key = IA_WORD(" ="), .kind = IA_KIND_BITS, .words = words,
	};
	struct ia_record_layout layout = { &field, 1, sizeof(bits) };

	ia_record_format(&layout, &bits, buf, size);
	/* Without the key, which is "=". */
	return memmove(buf, buf + 1, strlen(buf));
}

/**
 * ia_fix_checksum() - make the bytes of a table sum up to zero
 * @table: the table
 * @size: its length in bytes, above 9
 */
void ia_fix_checksum(u8 *table, size_t size)
{
	size_t i;
	u8 sum = 0;

	table[9] = 0;
	for (i = 0; i < size; i++)
		sum += table[i];
	table[9] = -sum;
}

/**
 * ia_copy_table() - copy a table into a buffer of exactly its size
 * @test: the running test, which frees the copy
 * @table: the table
 * @size: bytes to copy; their length field and checksum are put right
 *
 * KASAN sees a read behind such a buffer.
 */
u8 *ia_copy_table(struct kunit *test, const u8 *table, size_t size)
{
	u8 *copy = kunit_kmalloc(test, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, table, size);
	copy[4] = size;
	copy[5] = size >> 8;
	ia_fix_checksum(copy, size);
	return copy;
}

/**
 * ia_check_every_byte() - try every value of every byte behind the fixed part
 * @test: the running test
 * @check: the parser
 */
void ia_check_every_byte(struct kunit *test, const struct ia_table_check *check)
{
	u8 *table = ia_copy_table(test, check->sample, check->size);
	unsigned int refused = 0, value;
	struct ia_table_error err;
	size_t at;

	for (at = check->fixed; at < check->size; at++) {
		for (value = 0; value < 256; value++) {
			bool valid;

			table[at] = value;
			ia_fix_checksum(table, check->size);
			valid = check->valid(table + check->fixed,
					     check->size - check->fixed);
			KUNIT_ASSERT_EQ_MSG(test, valid,
					    !check->open(table, check->size, &err),
					    "byte 0x%zx = 0x%02x", at, value);
			refused += !valid;
		}
		table[at] = check->sample[at];
	}
	KUNIT_EXPECT_GT(test, refused, 1000u);
}

/**
 * ia_check_every_prefix() - cut a table everywhere
 * @test: the running test
 * @check: the parser
 *
 * With the old length in its header each is refused; with a new one it is as
 * good as what is left.
 */
void ia_check_every_prefix(struct kunit *test, const struct ia_table_check *check)
{
	struct ia_table_error err;
	size_t cut;
	u8 *table;

	for (cut = 1; cut < check->size; cut++) {
		table = ia_copy_table(test, check->sample, max_t(size_t, cut, CHECKSUM_END));
		if (cut >= CHECKSUM_END)
			KUNIT_EXPECT_EQ_MSG(test,
					    cut >= check->fixed &&
					    check->valid(table + check->fixed,
							 cut - check->fixed),
					    !check->open(table, cut, &err),
					    "cut at 0x%zx", cut);
		table[4] = check->size;
		table[5] = check->size >> 8;
		err.reason = NULL;
		KUNIT_EXPECT_EQ(test, check->open(table, cut, &err), -EINVAL);
		KUNIT_EXPECT_NOT_NULL(test, err.reason);
	}
}

/**
 * ia_nameless_bits() - the bits of a register that are to have no name
 * @cases: the bits that have one
 * @n: entries in @cases
 */
u64 ia_nameless_bits(const struct ia_bit_case *cases, size_t n)
{
	u64 bits = ~0ULL;

	for (; n; n--, cases++)
		bits &= ~(1ULL << cases->bit);
	return bits;
}
