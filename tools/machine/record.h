/* SPDX-License-Identifier: GPL-2.0 */
/* record.c: the module's records as keys and values, nothing interpreted */
#ifndef IA_MACHINE_RECORD_H
#define IA_MACHINE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/memory.h"

/**
 * struct ia_keys - keys of records, each different from those before it
 * @names: the keys, as the module wrote them
 * @count: number of @names
 * @room: keys there is room for
 */
struct ia_keys {
	const char **names;
	size_t count;
	size_t room;
};

/**
 * struct ia_record - one line of a file
 * @keys: its keys and perhaps more, shared with other lines; NULL before the first
 * @values: the values as the module wrote them, without quotes; the n-th is that
 *          of the n-th of @keys
 * @count: number of @values
 * @room: values there is room for
 */
struct ia_record {
	struct ia_keys *keys;
	const char **values;
	unsigned int count;
	unsigned int room;
};

/**
 * struct ia_records - all lines of a file
 * @items: the records in the order of the file
 * @count: number of @items
 * @room: records there is room for
 */
struct ia_records {
	struct ia_record *items;
	size_t count;
	size_t room;
};

struct ia_record *ia_records_add(struct ia_arena *arena,
				 struct ia_records *records);
void ia_record_add_new(struct ia_arena *arena, struct ia_record *record,
		       const char *key, const char *value);
const char *ia_record_find(const struct ia_record *record, const char *key);
const char *ia_record_next(const struct ia_record *record, size_t *at,
			   const char *key);
const char *ia_record_get(const struct ia_record *record, const char *key);
bool ia_is_word(const char *value);

/**
 * ia_record_add() - append a key and its value
 * @arena: where the record lives
 * @record: the record
 * @key: the key; kept by reference
 * @value: the value; kept by reference
 */
static inline void ia_record_add(struct ia_arena *arena, struct ia_record *record,
				 const char *key, const char *value)
{
	/* Most lines have the keys of the line before. */
	if (record->count < record->room && record->count < record->keys->count &&
	    record->keys->names[record->count] == key)
		record->values[record->count++] = value;
	else
		ia_record_add_new(arena, record, key, value);
}

#endif /* IA_MACHINE_RECORD_H */
