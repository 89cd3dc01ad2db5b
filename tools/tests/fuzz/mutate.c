// SPDX-License-Identifier: GPL-2.0
/*
 * Changes to a JSON document that leave it one: nearly all others end in the parser
 * of JSON, and nothing behind it is tried.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* So many values of a document can be chosen. */
#define PLACES	16384
/* Longest text that is changed byte by byte. */
#define TEXT	256

/* Where a value stands: in an object by its key, or in a list by its place. */
struct place {
	struct json_object *in;
	const char *key;
	size_t index;
	struct json_object *value;
};

struct places {
	struct place items[PLACES];
	size_t count;
};

static void gather(struct places *places, struct json_object *in)
{
	size_t i;

	if (json_object_is_type(in, json_type_object)) {
		json_object_object_foreach(in, key, value) {
			if (places->count == PLACES)
				return;
			places->items[places->count++] = (struct place){ in, key, 0, value };
			gather(places, value);
		}
	} else if (json_object_is_type(in, json_type_array)) {
		for (i = 0; i < json_object_array_length(in) && places->count < PLACES; i++) {
			struct json_object *value = json_object_array_get_idx(in, i);

			places->items[places->count++] = (struct place){ in, NULL, i, value };
			gather(places, value);
		}
	}
}

static void put(const struct place *place, struct json_object *value)
{
	char *key;

	if (!place->key) {
		json_object_array_put_idx(place->in, place->index, value);
		return;
	}
	/* The key belongs to what is replaced. */
	key = strdup(place->key);
	json_object_object_add(place->in, key, value);
	free(key);
}

static void take_out(const struct place *place)
{
	if (place->key)
		json_object_object_del(place->in, place->key);
	else
		json_object_array_del_idx(place->in, place->index, 1);
}

static struct json_object *copy_of(struct json_object *value)
{
	struct json_object *copy = NULL;

	if (value)
		json_object_deep_copy(value, &copy, NULL);
	return copy;
}

static struct json_object *other_text(struct json_object *value)
{
	char text[TEXT];
	size_t len = json_object_get_string_len(value);

	if (len > sizeof(text) / 2)
		len = sizeof(text) / 2;
	memcpy(text, json_object_get_string(value), len);
	len = LLVMFuzzerMutate((uint8_t *)text, len, sizeof(text));
	return json_object_new_string_len(text, len);
}

static struct json_object *other_number(int64_t n, unsigned int choice)
{
	static const int64_t numbers[] = { 0, 1, -1, 255, 65535, 65536, INT32_MAX, UINT32_MAX,
					   INT64_MAX, INT64_MIN };

	if (choice % 4)
		return json_object_new_int64((uint64_t)n + choice / 4 % 17 - 8);
	if (choice % 8)
		return json_object_new_uint64(UINT64_MAX);
	return json_object_new_int64(numbers[choice / 8 % (sizeof(numbers) / sizeof(*numbers))]);
}

static struct json_object *other_value(struct json_object *value, unsigned int choice)
{
	switch (json_object_get_type(value)) {
	case json_type_string:
		return other_text(value);
	case json_type_int:
		return other_number(json_object_get_int64(value), choice);
	case json_type_boolean:
		return json_object_new_boolean(!json_object_get_boolean(value));
	case json_type_double:
		return json_object_new_double(json_object_get_double(value) * (choice % 7 - 3.0));
	default:
		return choice & 1 ? json_object_new_array() : NULL;
	}
}

/* A place of the same key, where there soon is one: an address for an address. */
static const struct place *alike(const struct places *places, const struct place *place)
{
	const struct place *from = place;
	int tries;

	for (tries = 0; tries < 64; tries++) {
		from = &places->items[rand() % places->count];
		if (place->key && from->key && !strcmp(place->key, from->key))
			break;
	}
	return from;
}

/* Adds one more to a list, where there soon is one. */
static void add_item(const struct places *places)
{
	int tries;

	for (tries = 0; tries < 64; tries++) {
		const struct place *place = &places->items[rand() % places->count];

		if (place->key)
			continue;
		json_object_array_add(place->in, copy_of(place->value));
		return;
	}
}

static void change(const struct places *places)
{
	const struct place *place = &places->items[rand() % places->count];
	const struct place *from = &places->items[rand() % places->count];

	switch (rand() % 8) {
	case 0:
		take_out(place);
		break;
	case 1:
		put(place, NULL);
		break;
	case 2:
		put(place, copy_of(alike(places, place)->value));
		break;
	case 3:
		add_item(places);
		break;
	case 4:
		put(place, copy_of(from->value));
		break;
	default:
		put(place, other_value(place->value, rand()));
		break;
	}
}

/**
 * fuzz_mutate_json() - what LLVMFuzzerCustomMutator() does for JSON
 * @data: the document; becomes another one
 * @size: its length
 * @max_size: bytes there is room for
 * @seed: decides what is changed
 *
 * Return: the new length.
 */
size_t fuzz_mutate_json(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	static struct places places;
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *root;
	const char *text;
	size_t len = 0;
	int times;

	srand(seed);
	root = json_tokener_parse_ex(tokener, (const char *)data, size);
	json_tokener_free(tokener);
	for (times = 1 + rand() % 3; root && times; times--) {
		places.count = 0;
		gather(&places, root);
		if (places.count)
			change(&places);
	}
	if (root) {
		text = json_object_to_json_string_length(root, JSON_C_TO_STRING_PLAIN |
							 JSON_C_TO_STRING_NOSLASHESCAPE, &len);
		if (len > max_size)
			len = 0;
		memcpy(data, text, len);
	}
	json_object_put(root);
	/* Now and then as bytes: what is no JSON is an input as well. */
	return !len || rand() % 8 == 0 ? LLVMFuzzerMutate(data, len ? len : size, max_size) : len;
}
