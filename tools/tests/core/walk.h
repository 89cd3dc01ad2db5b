/* SPDX-License-Identifier: GPL-2.0 */
/* walk.c: read everything the parsers offer of one table */
#ifndef IA_TEST_WALK_H
#define IA_TEST_WALK_H

#include "../../../module/core/acpi.h"

int walk_dmar(const u8 *data, size_t size, struct ia_table_error *err);
int walk_ivrs(const u8 *data, size_t size, struct ia_table_error *err);

#endif /* IA_TEST_WALK_H */
