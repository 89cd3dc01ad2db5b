/* SPDX-License-Identifier: GPL-2.0 */
/* records.c: a growing array of plain records, which is what a source returns */
#ifndef IA_SOURCE_RECORDS_H
#define IA_SOURCE_RECORDS_H

#include <linux/types.h>

/**
 * struct ia_records - the answer of one source at one moment
 * @size: bytes in one record
 * @count: records in @data
 * @capacity: records that @data has room for
 * @release: frees what one record owns, or NULL when records own nothing
 * @data: the records
 */
struct ia_records {
	size_t size;
	size_t count;
	size_t capacity;
	void (*release)(void *record);
	void *data;
};

struct ia_records *ia_records_new(size_t size, size_t expected,
				  void (*release)(void *record));
void *ia_records_add(struct ia_records *records);
void *ia_records_at(const struct ia_records *records, size_t index);
struct ia_records *ia_records_finish(struct ia_records *records, int error);
void ia_records_free(struct ia_records *records);

#endif /* IA_SOURCE_RECORDS_H */
