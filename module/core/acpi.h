/* SPDX-License-Identifier: GPL-2.0 */
/* acpi.c: what the parsers of ACPI tables share */
#ifndef IA_CORE_ACPI_H
#define IA_CORE_ACPI_H

#include "little_endian.h"

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

#endif /* IA_CORE_ACPI_H */
