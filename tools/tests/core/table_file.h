/* SPDX-License-Identifier: GPL-2.0 */
/* table_file.c: a firmware table of a file, in a buffer of exactly its size */
#ifndef IA_TEST_TABLE_FILE_H
#define IA_TEST_TABLE_FILE_H

#include "../../../module/core/types.h"

/**
 * struct table_file - the bytes of one table
 * @data: a buffer of its own, so that a sanitizer sees a read past its end
 * @size: bytes in @data
 */
struct table_file {
	u8 *data;
	size_t size;
};

int table_file_read(struct table_file *file, const char *path);
void table_file_free(struct table_file *file);
bool table_file_is_ivrs(const struct table_file *file);

#endif /* IA_TEST_TABLE_FILE_H */
