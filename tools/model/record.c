// SPDX-License-Identifier: GPL-2.0
#include "record.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_records_add() - append an empty record
 * @arena: where it lives
 * @records: the list
 *
 * Return: the record, valid until the next one is added.
 */
struct ia_record *ia_records_add(struct ia_arena *arena,
				 struct ia_records *records)
{
	records->items = ia_grow(arena, records->items, records->count,
				 &records->room, sizeof(*records->items));
	return &records->items[records->count++];
}

/**
 * ia_record_add() - append a key and its value
 * @arena: where the list of pairs lives
 * @record: the record
 * @key: the key; kept by reference
 * @value: the value; kept by reference
 */
void ia_record_add(struct ia_arena *arena, struct ia_record *record,
		   const char *key, const char *value)
{
	record->pairs = ia_grow(arena, record->pairs, record->count,
				&record->room, sizeof(*record->pairs));
	record->pairs[record->count++] = (struct ia_pair){ key, value };
}

/* Keys differ early on: too soon for a call of strcmp() to pay off. */
static bool same(const char *a, const char *b)
{
	for (; *a == *b; a++, b++) {
		if (!*a)
			return true;
	}
	return false;
}

/**
 * ia_record_find() - look a key up
 * @record: the record
 * @key: the key
 *
 * Return: its value, or NULL when the record has no such key.
 */
const char *ia_record_find(const struct ia_record *record, const char *key)
{
	size_t i;

	for (i = 0; i < record->count; i++) {
		if (same(record->pairs[i].key, key))
			return record->pairs[i].value;
	}
	return NULL;
}

/**
 * ia_record_get() - look a key up; a key that is not there is unknown
 * @record: the record
 * @key: the key
 *
 * Return: its value or "unknown", never NULL: an older module may lack a key,
 * and what was not said must not look like a zero.
 */
const char *ia_record_get(const struct ia_record *record, const char *key)
{
	const char *value = ia_record_find(record, key);

	return value ? value : IOMMU_AUDIT_UNKNOWN;
}

/**
 * ia_is_word() - tell "-", "none" and "unknown" from a real value
 * @value: a value of a record
 */
bool ia_is_word(const char *value)
{
	return !strcmp(value, IOMMU_AUDIT_NOT_APPLICABLE) ||
	       !strcmp(value, IOMMU_AUDIT_UNKNOWN) ||
	       !strcmp(value, IOMMU_AUDIT_NONE);
}
