// SPDX-License-Identifier: GPL-2.0
#include "record.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* Keys, and words, differ early on: too soon for a call of strcmp() to pay off. */
static bool same(const char *a, const char *b)
{
	for (; *a == *b; a++, b++) {
		if (!*a)
			return true;
	}
	return false;
}

/**
 * ia_records_add() - append an empty record
 * @arena: where it lives
 * @records: the list
 *
 * Return: the record, valid until the next one is added. Its keys are expected to
 * be those of the one before.
 */
struct ia_record *ia_records_add(struct ia_arena *arena,
				 struct ia_records *records)
{
	struct ia_record *record;

	records->items = ia_grow(arena, records->items, records->count,
				 &records->room, sizeof(*records->items));
	record = &records->items[records->count];
	*record = (struct ia_record){
		.keys = records->count ? record[-1].keys : NULL,
	};
	if (record->keys) {
		record->room = record->keys->count;
		record->values = ia_alloc(arena, record->room, sizeof(*record->values));
	}
	records->count++;
	return record;
}

/* Other records go on with the keys that there were. */
static struct ia_keys *fork_keys(struct ia_arena *arena, const struct ia_keys *keys,
				 size_t count)
{
	struct ia_keys *own = ia_alloc(arena, 1, sizeof(*own));
	size_t i;

	for (i = 0; i < count; i++) {
		own->names = ia_grow(arena, own->names, i, &own->room, sizeof(*own->names));
		own->names[own->count++] = keys->names[i];
	}
	return own;
}

static void add_key(struct ia_arena *arena, struct ia_record *record, const char *key)
{
	struct ia_keys *keys = record->keys;

	if (!keys || record->count < keys->count)
		keys = fork_keys(arena, keys, record->count);
	keys->names = ia_grow(arena, keys->names, keys->count, &keys->room,
			      sizeof(*keys->names));
	keys->names[keys->count++] = key;
	record->keys = keys;
}

/**
 * ia_record_add_new() - ia_record_add() for a key that may be another one
 * @arena: where the record lives
 * @record: the record
 * @key: the key; kept by reference
 * @value: the value; kept by reference
 */
void ia_record_add_new(struct ia_arena *arena, struct ia_record *record,
		       const char *key, const char *value)
{
	const struct ia_keys *keys = record->keys;
	size_t room = record->room;

	if (!keys || record->count >= keys->count || !same(keys->names[record->count], key))
		add_key(arena, record, key);
	record->values = ia_grow(arena, record->values, record->count, &room,
				 sizeof(*record->values));
	record->room = room;
	record->values[record->count++] = value;
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
		if (same(record->keys->names[i], key))
			return record->values[i];
	}
	return NULL;
}

/**
 * ia_record_next() - look keys up in the order of the line
 * @record: the record
 * @at: where to look first: 0, then as the last call left it
 * @key: the key; it is found at any place, and soonest a little behind the last
 *
 * Return: as ia_record_get().
 */
const char *ia_record_next(const struct ia_record *record, size_t *at,
			   const char *key)
{
	size_t i, left = record->count;

	for (i = *at; left--; i++) {
		if (i >= record->count)
			i = 0;
		if (same(record->keys->names[i], key)) {
			*at = i + 1;
			return record->values[i];
		}
	}
	return IOMMU_AUDIT_UNKNOWN;
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
	return same(value, IOMMU_AUDIT_NOT_APPLICABLE) ||
	       same(value, IOMMU_AUDIT_UNKNOWN) || same(value, IOMMU_AUDIT_NONE);
}
