// SPDX-License-Identifier: GPL-2.0
#include "json.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include <json-c/json.h>

#include "../base/clean.h"
#include "../base/limits.h"

/*
 * An object of two bytes takes json-c several hundred. Their marks are counted before,
 * also those in texts: what json-c takes for one is its own business.
 */
static const char *too_many(struct ia_arena *arena, const char *text, size_t len)
{
	size_t objects = 0, values = 0, i;

	for (i = 0; i < len; i++) {
		objects += text[i] == '{' || text[i] == '[';
		values += text[i] == ',';
	}
	if (objects > IA_MAX_OBJECTS)
		return ia_format(arena,
				 "holds %zu objects and lists; at most %u are read (IA_MAX_OBJECTS)",
				 objects, IA_MAX_OBJECTS);
	if (values > IA_MAX_MEMBERS)
		return ia_format(arena, "holds %zu members and items; at most %u are read (IA_MAX_MEMBERS)",
				 values, IA_MAX_MEMBERS);
	return NULL;
}

/**
 * ia_json_parse() - read a document
 * @arena: the owner of a message
 * @text: the document; may be anything
 * @len: its length
 * @root: filled; to be given to ia_json_free()
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_json_parse(struct ia_arena *arena, const char *text, size_t len,
			  struct json_object **root)
{
	struct json_tokener *tokener;
	enum json_tokener_error error;
	const char *wrong;
	size_t end;

	if (!len)
		return "is empty";
	if (len > INT_MAX - 1)
		return "is too large";
	wrong = too_many(arena, text, len);
	if (wrong)
		return wrong;
	tokener = json_tokener_new();
	*root = json_tokener_parse_ex(tokener, text, len);
	error = json_tokener_get_error(tokener);
	end = json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	if (error == json_tokener_continue)
		return "is cut in the middle: make it again, or copy it again";
	if (error != json_tokener_success)
		return ia_format(arena, "is not JSON: %s at byte %zu",
				 json_tokener_error_desc(error), end);
	if (strspn(text + end, " \t\r\n") == len - end)
		return *root ? NULL : "is JSON, but holds nothing";
	json_object_put(*root);
	return ia_format(arena, "is not JSON: more text after its end, at byte %zu", end);
}

/** ia_json_free() - let go of a document */
void ia_json_free(struct json_object *root)
{
	json_object_put(root);
}

/** ia_json_has() - tell whether an object has a member, be it null */
bool ia_json_has(struct json_object *object, const char *key)
{
	return json_object_object_get_ex(object, key, NULL);
}

/** ia_json_member() - a member of an object; NULL where there is none, and for null */
struct json_object *ia_json_member(struct json_object *object, const char *key)
{
	struct json_object *value = NULL;

	json_object_object_get_ex(object, key, &value);
	return value;
}

/** ia_json_is_object() - tell whether a value is an object */
bool ia_json_is_object(const struct json_object *value)
{
	return json_object_is_type(value, json_type_object);
}

/** ia_json_is_list() - tell whether a value is an array */
bool ia_json_is_list(const struct json_object *value)
{
	return json_object_is_type(value, json_type_array);
}

/** ia_json_length() - number of items of a list */
size_t ia_json_length(const struct json_object *list)
{
	return json_object_array_length(list);
}

/** ia_json_item() - an item of a list */
struct json_object *ia_json_item(struct json_object *list, size_t i)
{
	return json_object_array_get_idx(list, i);
}

/**
 * ia_json_read_text() - a text, if that is what a value is, and clean
 * @arena: the owner of the copy
 * @value: anything, NULL too
 *
 * Return: the text, or NULL.
 */
const char *ia_json_read_text(struct ia_arena *arena, struct json_object *value)
{
	const char *text;
	size_t len;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	text = json_object_get_string(value);
	len = json_object_get_string_len(value);
	return ia_clean(text, len) ? ia_strndup(arena, text, len) : NULL;
}

/**
 * ia_json_read_raw() - a text as it is, for what cleans it by itself
 * @arena: the owner of the copy
 * @value: anything, NULL too
 *
 * Return: the text, up to a byte of zero, or NULL.
 */
const char *ia_json_read_raw(struct ia_arena *arena, struct json_object *value)
{
	const char *text;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	text = json_object_get_string(value);
	return ia_strndup(arena, text, strlen(text));
}

/**
 * ia_json_read_double() - a number, if that is what a value is
 * @value: anything, NULL too
 * @n: filled
 */
bool ia_json_read_double(struct json_object *value, double *n)
{
	if (!json_object_is_type(value, json_type_double) &&
	    !json_object_is_type(value, json_type_int))
		return false;
	*n = json_object_get_double(value);
	return isfinite(*n);
}

/**
 * ia_json_read_count() - a number from 0 on, if that is what a value is
 * @value: anything, NULL too
 * @n: filled
 */
bool ia_json_read_count(struct json_object *value, uint64_t *n)
{
	if (!json_object_is_type(value, json_type_int) || json_object_get_int64(value) < 0)
		return false;
	*n = json_object_get_uint64(value);
	/* What json-c makes of all that is larger. */
	return *n != UINT64_MAX;
}

/** ia_json_read_flag() - true or false; unknown where a value is neither */
enum ia_flag ia_json_read_flag(struct json_object *value)
{
	if (!json_object_is_type(value, json_type_boolean))
		return IA_FLAG_UNKNOWN;
	return json_object_get_boolean(value) ? IA_YES : IA_NO;
}

/**
 * ia_json_each() - go through the members of an object
 * @object: the object
 * @to: for @take
 * @take: takes one member; returns NULL, or what is wrong, which ends it
 *
 * Return: NULL, or what @take returned.
 */
const char *ia_json_each(struct json_object *object, void *to,
			 const char *(*take)(void *to, const char *key,
					     struct json_object *value))
{
	json_object_object_foreach(object, key, value) {
		const char *wrong = take(to, key, value);

		if (wrong)
			return wrong;
	}
	return NULL;
}

/* Decimal digits of a number. */
static const char *digits(struct ia_arena *arena, uint64_t n)
{
	char text[24], *p = text + sizeof(text);

	*--p = '\0';
	do {
		*--p = '0' + n % 10;
		n /= 10;
	} while (n);
	return ia_strndup(arena, p, text + sizeof(text) - 1 - p);
}

static const char *region_text(struct ia_arena *arena, struct json_object *item)
{
	const char *start = ia_json_read_text(arena, ia_json_member(item, "start"));
	const char *end = ia_json_read_text(arena, ia_json_member(item, "end"));
	const char *type = ia_json_read_text(arena, ia_json_member(item, "type"));

	return start && end ? ia_format(arena, "%s-%s:%s", start, end, type ? type : "unknown") :
			      NULL;
}

/* An item of a list as the module would write it. Return: it, or NULL. */
static const char *item_text(struct ia_arena *arena, const struct ia_key *key,
			     struct json_object *item)
{
	const char *text;
	uint64_t n;

	if (key->kind == IA_KEY_INTS)
		return ia_json_read_count(item, &n) ? digits(arena, n) : NULL;
	if (key->kind == IA_KEY_REGIONS)
		return region_text(arena, item);
	text = ia_json_read_text(arena, item);
	/* The mark would make two items of one. */
	if (!text || !*text || strchr(text, key->kind == IA_KEY_PATH ? '/' : ','))
		return NULL;
	return text;
}

/* The items of a list as the text that the module would write. Return: it, or NULL. */
static const char *joined(struct ia_arena *arena, const struct ia_key *key,
			  struct json_object *list)
{
	size_t count = json_object_array_length(list), size = 0, i;
	const char **items;
	char *text, *p;

	if (!count)
		return "none";
	items = ia_alloc(arena, count, sizeof(*items));
	for (i = 0; i < count; i++) {
		items[i] = item_text(arena, key, json_object_array_get_idx(list, i));
		if (!items[i])
			return NULL;
		size += strlen(items[i]) + 1;
	}
	text = ia_alloc(arena, size, 1);
	p = text;
	for (i = 0; i < count; i++) {
		p = stpcpy(p, items[i]);
		*p++ = key->kind == IA_KEY_PATH ? '/' : ',';
	}
	p[-1] = '\0';
	return text;
}

static const char *seconds(struct ia_arena *arena, struct json_object *value)
{
	double s = json_object_get_double(value);

	if (!(s >= 0 && s < INT_MAX))
		return NULL;
	return ia_format(arena, "%.3f", s);
}

/* A value as the text that the module would write. Return: it, or NULL. */
static const char *as_text(struct ia_arena *arena, const struct ia_key *key,
			   struct json_object *value)
{
	enum json_type type = json_object_get_type(value);
	uint64_t n;

	switch (key->kind) {
	case IA_KEY_INT:
	case IA_KEY_COUNT:
		return ia_json_read_count(value, &n) ? digits(arena, n) : NULL;
	case IA_KEY_MILLI:
		return type == json_type_int || type == json_type_double ?
		       seconds(arena, value) : NULL;
	case IA_KEY_FLAG:
		if (type != json_type_boolean)
			return NULL;
		return json_object_get_boolean(value) ? "1" : "0";
	case IA_KEY_BITS:
	case IA_KEY_PATH:
	case IA_KEY_INTS:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return type == json_type_array ? joined(arena, key, value) : NULL;
	default:
		return ia_json_read_text(arena, value);
	}
}

static bool is_listed(struct json_object *list, const char *key)
{
	size_t i;

	if (!ia_json_is_list(list))
		return false;
	for (i = 0; i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);

		if (json_object_is_type(item, json_type_string) &&
		    !strcmp(json_object_get_string(item), key))
			return true;
	}
	return false;
}

/* Return: NULL, or what a value should be. */
static const char *read_key(struct ia_arena *arena, struct json_object *object,
			    struct json_object *unknown, const struct ia_key *key, void *record)
{
	struct json_object *value;
	const char *text = "-";

	if (!json_object_object_get_ex(object, key->name, &value) ||
	    (!value && is_listed(unknown, key->name)))
		return NULL;
	if (!value && key->absent == IA_ABSENT_NEVER)
		return "there, nor unknown";
	if (value)
		text = as_text(arena, key, value);
	/* These words stand for states in text, and for nothing here. */
	if (!text || (value && (!strcmp(text, "unknown") || !strcmp(text, "-"))))
		return key->kind == IA_KEY_TEXT ? key->alphabet->about :
						  "a clean value of its type";
	return ia_key_parse(arena, key, text, strlen(text), record);
}

/**
 * ia_json_read_record() - read the values of a record
 * @arena: owner of lists and texts, and of a message
 * @object: anything; is to be an object
 * @id: which record
 * @record: its struct; filled
 *
 * Members that the record has no key for are left alone: a later version may
 * have more. What is not there is unknown.
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_json_read_record(struct ia_arena *arena, struct json_object *object,
				enum ia_record_id id, void *record)
{
	const struct ia_record_info *info = &ia_records[id];
	struct json_object *unknown;
	size_t i;

	ia_record_clear(info, record);
	if (!ia_json_is_object(object))
		return "holds something that is not a record";
	unknown = ia_json_member(object, "unknown");
	for (i = 0; i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];
		const char *wrong = read_key(arena, object, unknown, key, record);

		if (wrong)
			return ia_format(arena, "holds a record (%s) whose \"%s\" is not %s",
					 info->name, key->name, wrong);
		if (ia_key_required(info, key) && !ia_key_known(key, record))
			return ia_format(arena, "holds a record (%s) without \"%s\"", info->name,
					 key->name);
	}
	return NULL;
}

/**
 * ia_json_read_records() - read a list of records
 * @arena: owner of all of it
 * @list: anything; is to be an array of objects
 * @id: which record they are
 * @records: filled: an array of their structs
 * @count: filled: how many
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_json_read_records(struct ia_arena *arena, struct json_object *list,
				 enum ia_record_id id, void **records, size_t *count)
{
	const char *wrong = NULL;
	size_t i;

	if (!ia_json_is_list(list))
		return "is missing";
	*count = json_object_array_length(list);
	*records = ia_alloc(arena, *count, ia_records[id].size);
	for (i = 0; i < *count && !wrong; i++)
		wrong = ia_json_read_record(arena, json_object_array_get_idx(list, i), id,
					    (char *)*records + i * ia_records[id].size);
	return wrong ? ia_format(arena, "%s (entry %zu, from 0)", wrong, i) : NULL;
}
