// SPDX-License-Identifier: GPL-2.0
#include "json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "../../include/uapi/iommu_audit.h"
#include "../base/escape.h"

#define UNKNOWN	"unknown"
#define LAYOUT	(JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | \
		 JSON_C_TO_STRING_NOSLASHESCAPE)

/** ia_json_object() - an empty object */
struct json_object *ia_json_object(void)
{
	return json_object_new_object();
}

/** ia_json_answer_object() - the start of every answer, which says what it is */
struct json_object *ia_json_answer_object(const char *kind)
{
	struct json_object *object = ia_json_object();

	ia_json_put_count(object, "format", IOMMU_AUDIT_FORMAT);
	ia_json_put_text(object, "kind", kind);
	return object;
}

/** ia_json_list() - an empty list */
struct json_object *ia_json_list(void)
{
	return json_object_new_array();
}

/** ia_json_append() - append a value, NULL for null, to a list */
void ia_json_append(struct json_object *list, struct json_object *item)
{
	json_object_array_add(list, item);
}

/** ia_json_append_text() - append a text, NULL for null, to a list */
void ia_json_append_text(struct json_object *list, const char *text)
{
	ia_json_append(list, ia_json_string(text));
}

/** ia_json_put() - give an object a member; NULL is null */
void ia_json_put(struct json_object *to, const char *key, struct json_object *value)
{
	json_object_object_add(to, key, value);
}

/** ia_json_put_text() - give an object a text, NULL for null */
void ia_json_put_text(struct json_object *to, const char *key, const char *text)
{
	ia_json_put(to, key, ia_json_string(text));
}

/** ia_json_put_count() - give an object a number */
void ia_json_put_count(struct json_object *to, const char *key, uint64_t n)
{
	ia_json_put(to, key, ia_json_count(n));
}

/** ia_json_put_double() - give an object a number, null for NAN */
void ia_json_put_double(struct json_object *to, const char *key, double value)
{
	ia_json_put(to, key, ia_json_double(value));
}

/** ia_json_put_flag() - give an object a boolean */
void ia_json_put_flag(struct json_object *to, const char *key, bool value)
{
	ia_json_put(to, key, ia_json_flag(value));
}

/** ia_json_put_address() - give an object an address; null, and listed as unknown, where it is */
void ia_json_put_address(struct json_object *to, const char *key, ia_address address)
{
	ia_json_put(to, key, ia_json_address(address));
	if (address == IA_UNKNOWN_ADDRESS)
		ia_json_put_unknown(to, key);
}

/**
 * ia_json_put_unknown() - say of a member that is null that it is unknown
 * @to: the object
 * @key: the member's key
 */
void ia_json_put_unknown(struct json_object *to, const char *key)
{
	struct json_object *list;

	if (!json_object_object_get_ex(to, UNKNOWN, &list)) {
		list = json_object_new_array();
		json_object_object_add(to, UNKNOWN, list);
	}
	json_object_array_add(list, json_object_new_string(key));
}

/** ia_json_string() - a text as a value, whatever bytes it has; NULL for NULL */
struct json_object *ia_json_string(const char *text)
{
	struct ia_arena arena = { 0 };
	struct json_object *value;

	if (!text)
		return NULL;
	value = json_object_new_string(ia_escape_page(&arena, text));
	ia_arena_free(&arena);
	return value;
}

/** ia_json_count() - a number as a value */
struct json_object *ia_json_count(uint64_t n)
{
	return n <= INT64_MAX ? json_object_new_int64((int64_t)n) : json_object_new_uint64(n);
}

/** ia_json_double() - a number as a value; NULL for what is no number */
struct json_object *ia_json_double(double value)
{
	char text[32];
	int digits;

	if (!isfinite(value))
		return NULL;
	/* The shortest text that reads back as the same number. */
	for (digits = 15; digits < 18; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	return json_object_new_double_s(value, text);
}

/** ia_json_figure() - what was worked out, to six digits; NULL for what is no number */
struct json_object *ia_json_figure(double value)
{
	char text[32];

	if (!isfinite(value))
		return NULL;
	snprintf(text, sizeof(text), "%.6g", value);
	return json_object_new_double_s(value, text);
}

/** ia_json_flag() - a boolean as a value */
struct json_object *ia_json_flag(bool value)
{
	return json_object_new_boolean(value);
}

/** ia_json_address() - an address, with its segment, as a value; NULL for none */
struct json_object *ia_json_address(ia_address address)
{
	char text[IA_ADDRESS_SIZE];

	return ia_is_address(address) ? ia_json_string(ia_address_text(text, address, true)) : NULL;
}

/** ia_json_bits() - the words of the bits that are set, as a list */
struct json_object *ia_json_bits(const struct ia_wordlist *words, const struct ia_bits *set)
{
	struct json_object *list = ia_json_list();
	size_t i;

	for (i = 0; i < words->count; i++) {
		if (ia_has_bit(set, i))
			ia_json_append_text(list, words->words[i]);
	}
	return list;
}

static struct json_object *region(const struct ia_region *from)
{
	struct json_object *object = ia_json_object();
	char text[32];

	snprintf(text, sizeof(text), "0x%016llx", (unsigned long long)from->start);
	ia_json_put_text(object, "start", text);
	snprintf(text, sizeof(text), "0x%016llx", (unsigned long long)from->end);
	ia_json_put_text(object, "end", text);
	if (ia_is_value(from->type)) {
		ia_json_put_text(object, "type", ia_word(&ia_words_region_types, from->type));
	} else {
		ia_json_put(object, "type", NULL);
		ia_json_put_unknown(object, "type");
	}
	return object;
}

#define SEEN(type, key, record)	((const type *)((const char *)(record) + (key)->offset))

static struct json_object *list_of(const struct ia_key *key, const void *record)
{
	struct json_object *list = ia_json_list();
	size_t i;

	if (key->kind == IA_KEY_PATH) {
		const struct ia_addresses *from = SEEN(struct ia_addresses, key, record);

		for (i = 0; i < from->count; i++)
			ia_json_append(list, ia_json_address(from->items[i]));
	} else if (key->kind == IA_KEY_INTS) {
		const struct ia_numbers *from = SEEN(struct ia_numbers, key, record);

		for (i = 0; i < from->count; i++)
			ia_json_append(list, ia_json_count(from->items[i]));
	} else if (key->kind == IA_KEY_TEXTS) {
		const struct ia_texts *from = SEEN(struct ia_texts, key, record);

		for (i = 0; i < from->count; i++)
			ia_json_append_text(list, from->items[i]);
	} else if (key->kind == IA_KEY_MEMBERS) {
		const struct ia_members *from = SEEN(struct ia_members, key, record);

		for (i = 0; i < from->count; i++)
			ia_json_append_text(list, from->items[i].name);
	} else {
		const struct ia_regions *from = SEEN(struct ia_regions, key, record);

		for (i = 0; i < from->count; i++)
			ia_json_append(list, region(&from->items[i]));
	}
	return list;
}

static struct json_object *hexadecimal(const struct ia_key *key, uint64_t n)
{
	char text[32];

	if (key->kind == IA_KEY_HEX)
		snprintf(text, sizeof(text), "0x%0*llx", key->digits, (unsigned long long)n);
	else if (key->kind == IA_KEY_SEGMENT)
		snprintf(text, sizeof(text), "%04llx", (unsigned long long)n);
	else
		snprintf(text, sizeof(text), "%llu.%llu", (unsigned long long)n >> 8,
			 (unsigned long long)n & 0xff);
	return ia_json_string(text);
}

static struct json_object *known(const struct ia_key *key, const void *record)
{
	switch (key->kind) {
	case IA_KEY_ADDRESS:
		return ia_json_address(*SEEN(ia_address, key, record));
	case IA_KEY_INT:
	case IA_KEY_COUNT:
		return ia_json_count(SEEN(struct ia_number, key, record)->n);
	case IA_KEY_HEX:
	case IA_KEY_SEGMENT:
	case IA_KEY_REVISION:
		return hexadecimal(key, SEEN(struct ia_number, key, record)->n);
	case IA_KEY_MILLI:
		return ia_json_double(SEEN(struct ia_number, key, record)->n / 1000.0);
	case IA_KEY_FLAG:
		return ia_json_flag(*SEEN(enum ia_flag, key, record) == IA_YES);
	case IA_KEY_ENUM:
		return ia_json_string(ia_word(key->words, *SEEN(unsigned int, key, record)));
	case IA_KEY_BITS:
		return ia_json_bits(key->words, SEEN(struct ia_bits, key, record));
	case IA_KEY_TEXT:
		return ia_json_string(SEEN(struct ia_string, key, record)->text);
	default:
		return list_of(key, record);
	}
}

/** ia_json_value() - the value of one key; NULL when it is not known */
struct json_object *ia_json_value(const struct ia_key *key, const void *record)
{
	return ia_key_known(key, record) ? known(key, record) : NULL;
}

/**
 * ia_json_put_values() - give an object all values of a record
 * @to: the object
 * @id: which record
 * @record: its struct
 */
void ia_json_put_values(struct json_object *to, enum ia_record_id id, const void *record)
{
	const struct ia_record_info *info = &ia_records[id];
	size_t i;

	for (i = 0; i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];

		if (ia_key_known(key, record)) {
			ia_json_put(to, key->name, known(key, record));
			continue;
		}
		if (ia_key_left_out(key, record))
			continue;
		ia_json_put(to, key->name, NULL);
		if (!ia_key_absent(key, record))
			ia_json_put_unknown(to, key->name);
	}
}

/** ia_json_values() - a record as an object of its own */
struct json_object *ia_json_values(enum ia_record_id id, const void *record)
{
	struct json_object *object = ia_json_object();

	ia_json_put_values(object, id, record);
	return object;
}

/*
 * Writes empty arrays and objects without a line break in them. json-c did one
 * or the other, depending on its version, and the same answer has to be the
 * same on every machine.
 */
static void close_up(char *text)
{
	char *to = text, *from;
	bool quoted = false;

	for (from = text; *from; from++) {
		size_t blanks = 0;

		if (*from == '[' || *from == '{')
			blanks = strspn(from + 1, "\n ");
		*to++ = *from;
		if (*from == '"')
			quoted = !quoted;
		else if (quoted && *from == '\\')
			*to++ = *++from;
		else if (!quoted && ((*from == '[' && from[1 + blanks] == ']') ||
				     (*from == '{' && from[1 + blanks] == '}')))
			from += blanks;
	}
	*to = '\0';
}

static char *print(struct ia_arena *arena, struct json_object *object, int layout)
{
	char *text = ia_format(arena, "%s\n", json_object_to_json_string_ext(object, layout));

	json_object_put(object);
	return text;
}

/**
 * ia_json_as_page() - an object as indented text
 * @arena: the owner of the text
 * @object: the object; freed
 */
char *ia_json_as_page(struct ia_arena *arena, struct json_object *object)
{
	char *text = print(arena, object, LAYOUT);

	close_up(text);
	return text;
}

/**
 * ia_json_as_line() - an object as one line of text
 * @arena: the owner of the text
 * @object: the object; freed
 */
char *ia_json_as_line(struct ia_arena *arena, struct json_object *object)
{
	return print(arena, object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}
