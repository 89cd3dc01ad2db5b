/* SPDX-License-Identifier: GPL-2.0 */
/* record.c: the module's records as keys and values, nothing interpreted */
#ifndef IA_MODEL_RECORD_H
#define IA_MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "memory.h"

/**
 * struct ia_pair - one key and its value, both as the module wrote them
 * @key: the key
 * @value: the value, without quotes
 */
struct ia_pair {
	const char *key;
	const char *value;
};

/**
 * struct ia_record - one line of a file
 * @pairs: keys and values in the order of the line
 * @count: number of @pairs
 * @room: pairs there is room for
 */
struct ia_record {
	struct ia_pair *pairs;
	size_t count;
	size_t room;
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
void ia_record_add(struct ia_arena *arena, struct ia_record *record,
		   const char *key, const char *value);
const char *ia_record_find(const struct ia_record *record, const char *key);
const char *ia_record_get(const struct ia_record *record, const char *key);
bool ia_is_word(const char *value);

#endif /* IA_MODEL_RECORD_H */
