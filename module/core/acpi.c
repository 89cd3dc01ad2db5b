// SPDX-License-Identifier: GPL-2.0
#include "acpi.h"

/**
 * ia_table_refuse() - note why a table is broken
 * @err: where to note it
 * @offset: byte of the table that it is about
 * @reason: constant string
 *
 * Return: -EINVAL, so that a parser can leave with one statement.
 */
int ia_table_refuse(struct ia_table_error *err, u32 offset, const char *reason)
{
	err->reason = reason;
	err->offset = offset;
	return -EINVAL;
}

/**
 * ia_table_remark() - keep the first thing that is wrong with a table
 * @first: what was found so far
 * @found: what was found now; @found->reason is NULL when that is nothing
 */
void ia_table_remark(struct ia_table_error *first, const struct ia_table_error *found)
{
	if (!first->reason)
		*first = *found;
}

/**
 * ia_acpi_check() - check the header of an ACPI table against its buffer
 * @table: the table
 * @size: bytes that may be read at @table
 * @signature: the four characters it has to start with
 * @min_length: shortest length in bytes that this table can have, not less
 *              than IA_ACPI_HEADER_SIZE
 * @err: receives the reason of a refusal
 *
 * The length of the table may be less than @size, never more.
 *
 * Return: 0, or -EINVAL with @err filled in.
 */
int ia_acpi_check(const u8 *table, size_t size, const char *signature,
		  u32 min_length, struct ia_table_error *err)
{
	u32 length;

	if (size < IA_ACPI_HEADER_SIZE)
		return ia_table_refuse(err, 0, "buffer ends inside the table header");
	if (memcmp(table, signature, 4))
		return ia_table_refuse(err, 0, "wrong signature");
	length = ia_le32(table + IA_ACPI_OFF_LENGTH);
	if (length < min_length)
		return ia_table_refuse(err, IA_ACPI_OFF_LENGTH,
				       "table is shorter than its fixed part");
	if (length > size)
		return ia_table_refuse(err, IA_ACPI_OFF_LENGTH,
				       "table is longer than its buffer");
	return 0;
}

/**
 * ia_acpi_check_sum() - check that the bytes of a table sum up to zero
 * @table: a table whose header was checked
 * @err: receives the reason
 *
 * ACPI specification 5.2.6.
 *
 * Return: 0, or -EINVAL with @err filled in.
 */
int ia_acpi_check_sum(const u8 *table, struct ia_table_error *err)
{
	u32 length = ia_le32(table + IA_ACPI_OFF_LENGTH), i;
	u8 sum = 0;

	for (i = 0; i < length; i++)
		sum += table[i];
	return sum ? ia_table_refuse(err, 9, "checksum mismatch") : 0;
}
