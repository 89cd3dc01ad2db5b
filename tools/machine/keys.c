// SPDX-License-Identifier: GPL-2.0
/* Keys of a record: found by name, the states of their values, and equal values. */
#include "key_place.h"

#include <string.h>

/* Make all values of a record unknown. */
void ia_record_clear(const struct ia_record_info *info, void *record)
{
	size_t i;

	memset(record, 0, info->size);
	for (i = 0; i < info->count; i++) {
		if (info->keys[i].kind == IA_KEY_ADDRESS)
			*IA_AT(ia_address, &info->keys[i], record) = IA_UNKNOWN_ADDRESS;
	}
}

/**
 * ia_key_find() - look a key up by its name
 * @info: the record
 * @name: the name, not necessarily terminated
 * @len: its length
 *
 * Return: the key, or NULL.
 */
const struct ia_key *ia_key_find(const struct ia_record_info *info, const char *name,
				 size_t len)
{
	size_t i;

	for (i = 0; i < info->count; i++) {
		if (ia_is_word(info->keys[i].name, name, len))
			return &info->keys[i];
	}
	return NULL;
}

/**
 * ia_key_known() - tell whether a value is known
 * @key: its key
 * @record: the struct that it is in
 */
bool ia_key_known(const struct ia_key *key, const void *record)
{
	if (key->kind == IA_KEY_ADDRESS)
		return ia_is_address(*IA_SEEN(ia_address, key, record));
	if (ia_key_is_enum(key))
		return ia_is_value(*IA_SEEN(unsigned int, key, record));
	return IA_SEEN(struct ia_any_value, key, record)->known;
}

/**
 * ia_key_absent() - tell whether a value does not apply
 * @key: its key
 * @record: the struct that it is in
 */
bool ia_key_absent(const struct ia_key *key, const void *record)
{
	if (key->kind == IA_KEY_ADDRESS)
		return *IA_SEEN(ia_address, key, record) == IA_NO_ADDRESS;
	if (ia_key_is_enum(key))
		return *IA_SEEN(unsigned int, key, record) == 1;
	return IA_SEEN(struct ia_any_value, key, record)->absent;
}

/* Tell whether a value neither is known nor does not apply. */
bool ia_key_unknown(const struct ia_key *key, const void *record)
{
	const struct ia_any_value *value;

	if (key->kind == IA_KEY_ADDRESS)
		return *IA_SEEN(ia_address, key, record) == IA_UNKNOWN_ADDRESS;
	if (ia_key_is_enum(key))
		return !*IA_SEEN(unsigned int, key, record);
	value = IA_SEEN(struct ia_any_value, key, record);
	return ia_is_unknown(*value);
}

static size_t size_of(const struct ia_key *key)
{
	switch (key->kind) {
	case IA_KEY_ADDRESS:
		return sizeof(ia_address);
	case IA_KEY_FLAG:
	case IA_KEY_ENUM:
		return sizeof(unsigned int);
	case IA_KEY_TEXT:
		return sizeof(struct ia_string);
	case IA_KEY_BITS:
		return sizeof(struct ia_bits);
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return sizeof(struct ia_any_list);
	default:
		return sizeof(struct ia_number);
	}
}

/* Words of enumerations and addresses have no state for it. */
static bool has_left_out(const struct ia_key *key)
{
	return key->kind != IA_KEY_ADDRESS && !ia_key_is_enum(key);
}

/**
 * ia_key_left_out() - tell whether a value was left out of a baseline
 * @key: its key
 * @record: the struct that it is in
 *
 * Such a value is unknown, too.
 */
bool ia_key_left_out(const struct ia_key *key, const void *record)
{
	return has_left_out(key) && IA_SEEN(struct ia_any_value, key, record)->left_out;
}

/* Leave a value out, as a baseline does. */
void ia_key_leave_out(const struct ia_key *key, void *record)
{
	memset((char *)record + key->offset, 0, size_of(key));
	if (has_left_out(key))
		IA_AT(struct ia_any_value, key, record)->left_out = true;
}

/* Make a value one that does not apply. */
void ia_key_set_absent(const struct ia_key *key, void *record)
{
	if (key->kind == IA_KEY_ADDRESS)
		*IA_AT(ia_address, key, record) = IA_NO_ADDRESS;
	else if (ia_key_is_enum(key))
		*IA_AT(unsigned int, key, record) = 1;
	else
		IA_AT(struct ia_any_value, key, record)->absent = true;
}

/**
 * ia_record_fill() - take from another record what is unknown in one
 * @info: which record they are
 * @record: its struct; what it knows stays
 * @from: the other one
 */
void ia_record_fill(const struct ia_record_info *info, void *record, const void *from)
{
	size_t i;

	for (i = 0; i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];

		if (ia_key_unknown(key, record))
			memcpy((char *)record + key->offset, (const char *)from + key->offset,
			       size_of(key));
	}
}

static int by_number(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_region(const struct ia_region *a, const struct ia_region *b)
{
	if (a->start != b->start)
		return by_number(a->start, b->start);
	if (a->end != b->end)
		return by_number(a->end, b->end);
	return by_number(a->type, b->type);
}

static int by_item(const struct ia_key *key, const void *a, const void *b, size_t i)
{
	switch (key->kind) {
	case IA_KEY_TEXTS:
		return strcmp(((const char *const *)a)[i], ((const char *const *)b)[i]);
	case IA_KEY_MEMBERS:
		return strcmp(((const struct ia_member *)a)[i].name,
			      ((const struct ia_member *)b)[i].name);
	case IA_KEY_REGIONS:
		return by_region(&((const struct ia_region *)a)[i],
				 &((const struct ia_region *)b)[i]);
	default:
		return by_number(((const uint64_t *)a)[i], ((const uint64_t *)b)[i]);
	}
}

static int by_items(const struct ia_key *key, const struct ia_any_list *a,
		    const struct ia_any_list *b)
{
	int order = by_number(a->count, b->count);
	size_t i;

	for (i = 0; !order && i < a->count; i++)
		order = by_item(key, a->items, b->items, i);
	return order;
}

static int by_bits(const struct ia_bits *a, const struct ia_bits *b)
{
	return a->more != b->more ? by_number(a->more, b->more) : by_number(a->bits, b->bits);
}

/* The state of a value: unknown, absent or known. */
static int state_of(const struct ia_key *key, const void *record)
{
	return ia_key_known(key, record) ? 2 : ia_key_absent(key, record);
}

/**
 * ia_key_order() - the order of the values of one key in two records
 * @key: the key
 * @a: a record's struct
 * @b: another one's
 *
 * Return: as strcmp() does; 0 when they are in the same state and, where known,
 * the same.
 */
int ia_key_order(const struct ia_key *key, const void *a, const void *b)
{
	int state = state_of(key, a), order = state - state_of(key, b);

	if (order || state != 2)
		return order;
	switch (key->kind) {
	case IA_KEY_ADDRESS:
		return by_number(*IA_SEEN(ia_address, key, a), *IA_SEEN(ia_address, key, b));
	case IA_KEY_FLAG:
	case IA_KEY_ENUM:
		return by_number(*IA_SEEN(unsigned int, key, a), *IA_SEEN(unsigned int, key, b));
	case IA_KEY_BITS:
		return by_bits(IA_SEEN(struct ia_bits, key, a), IA_SEEN(struct ia_bits, key, b));
	case IA_KEY_TEXT:
		return strcmp(IA_SEEN(struct ia_string, key, a)->text,
			      IA_SEEN(struct ia_string, key, b)->text);
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return by_items(key, IA_SEEN(struct ia_any_list, key, a),
				IA_SEEN(struct ia_any_list, key, b));
	default:
		return by_number(IA_SEEN(struct ia_number, key, a)->n,
				 IA_SEEN(struct ia_number, key, b)->n);
	}
}

/** ia_key_equal() - tell whether ia_key_order() finds no difference */
bool ia_key_equal(const struct ia_key *key, const void *a, const void *b)
{
	return !ia_key_order(key, a, b);
}

static uint64_t text_digest(const char *text)
{
	uint64_t digest = 0xcbf29ce484222325ULL;

	for (; *text; text++)
		digest = (digest ^ (unsigned char)*text) * 0x100000001b3ULL;
	return digest;
}

/**
 * ia_key_digest() - a number for a value
 * @key: its key
 * @record: the struct that it is in
 *
 * Return: of an enumeration the enumerator, of what is known a number, an
 * address or the first 64 bits of a set as it is; else a number that is the same
 * for equal values.
 */
uint64_t ia_key_digest(const struct ia_key *key, const void *record)
{
	if (key->kind == IA_KEY_FLAG || key->kind == IA_KEY_ENUM)
		return *IA_SEEN(unsigned int, key, record);
	if (!ia_key_known(key, record))
		return ia_key_absent(key, record);
	switch (key->kind) {
	case IA_KEY_ADDRESS:
		return *IA_SEEN(ia_address, key, record);
	case IA_KEY_BITS:
		return IA_SEEN(struct ia_bits, key, record)->bits;
	case IA_KEY_TEXT:
		return text_digest(IA_SEEN(struct ia_string, key, record)->text);
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return IA_SEEN(struct ia_any_list, key, record)->count;
	default:
		return IA_SEEN(struct ia_number, key, record)->n;
	}
}
