/* SPDX-License-Identifier: GPL-2.0 */
/* acpi.c: what the parsers of ACPI tables share */
#ifndef IA_CORE_ACPI_H
#define IA_CORE_ACPI_H

#include "types.h"

/* ACPI specification 5.2.6, System Description Table Header. */
#define IA_ACPI_HEADER_SIZE	36
#define IA_ACPI_OFF_LENGTH	4
#define IA_ACPI_OFF_REVISION	8

/**
 * struct ia_table_error - what is wrong with a firmware table
 * @reason: one constant English phrase, NULL while nothing is wrong
 * @offset: byte of the table that it is about
 */
struct ia_table_error {
	const char *reason;
	u32 offset;
};

int ia_table_refuse(struct ia_table_error *err, u32 offset, const char *reason);
void ia_table_remark(struct ia_table_error *first, const struct ia_table_error *found);
int ia_acpi_check_sum(const u8 *table, struct ia_table_error *err);
int ia_acpi_check(const u8 *table, size_t size, const char *signature,
		  u32 min_length, struct ia_table_error *err);

/*
 * Little-endian fields of a table. Firmware aligns nothing, and the caller has
 * checked that the field is inside.
 */
static inline u16 ia_le16(const u8 *p)
{
	return (u16)(p[0] | p[1] << 8);
}

static inline u32 ia_le32(const u8 *p)
{
	return (u32)ia_le16(p) | (u32)ia_le16(p + 2) << 16;
}

static inline u64 ia_le64(const u8 *p)
{
	return (u64)ia_le32(p) | (u64)ia_le32(p + 4) << 32;
}

#endif /* IA_CORE_ACPI_H */
