// SPDX-License-Identifier: GPL-2.0
#include "answer.h"
#include "text.h"

#include "../json/json.h"

#define SEEN(type, at)	(*(const type *)(at))

static void put_members(const struct ia_page *page, struct json_object *to,
			const struct ia_answer *answer, const void *object);

/* A value whose state may be unknown: then its object says so. */
static struct json_object *number(struct json_object *in, const struct ia_field *field,
				  const struct ia_number *from)
{
	if (from->known && field->kind == IA_FIELD_SECONDS)
		return ia_json_double(from->n / 1e9);
	if (from->known)
		return ia_json_count(from->n);
	if (!from->absent && in)
		ia_json_put_unknown(in, field->key);
	return NULL;
}

static struct json_object *string(struct json_object *in, const char *key,
				  const struct ia_string *from)
{
	if (from->known)
		return ia_json_string(from->text);
	if (!from->absent && in)
		ia_json_put_unknown(in, key);
	return NULL;
}

static struct json_object *enumerator(struct json_object *in, const struct ia_field *field,
				      unsigned int value)
{
	if (!value && in)
		ia_json_put_unknown(in, field->key);
	if (!ia_is_value(value))
		return NULL;
	return field->kind == IA_FIELD_FLAG ? ia_json_flag(value == IA_YES) :
					      ia_json_string(ia_word(field->words, value));
}

static struct json_object *bits(struct json_object *in, const struct ia_field *field,
				const struct ia_bits *set)
{
	if (set->known)
		return ia_json_bits(field->words, set);
	if (!set->absent && in)
		ia_json_put_unknown(in, field->key);
	return NULL;
}

static struct json_object *described(struct json_object *in, const char *name,
				     const struct ia_value *from)
{
	if (!from->key || !from->record)
		return NULL;
	if (in && ia_key_unknown(from->key, from->record))
		ia_json_put_unknown(in, name);
	return ia_json_value(from->key, from->record);
}

static struct json_object *address(struct json_object *in, const struct ia_field *field,
				   ia_address at)
{
	if (at == IA_UNKNOWN_ADDRESS && in)
		ia_json_put_unknown(in, field->key);
	return ia_json_address(at);
}

static struct json_object *counts(const struct ia_field *field, const size_t *by)
{
	struct json_object *object = ia_json_object();
	size_t i;

	for (i = 0; i < field->words->count; i++) {
		if (by[i])
			ia_json_put_count(object, field->words->words[i], by[i]);
	}
	return object;
}

/* An object of its own; one whose only field has no key is just that value. */
static struct json_object *nested(const struct ia_page *page, const struct ia_answer *answer,
				  const void *object);

/* The value at a place; @in is the object that it becomes a member of, if any. */
static struct json_object *value(const struct ia_page *page, const struct ia_field *field,
				 const void *at, const void *object, struct json_object *in)
{
	switch (field->kind) {
	case IA_FIELD_TEXT:
		return ia_json_string(SEEN(char *, at));
	case IA_FIELD_COUNT:
		return ia_json_count(SEEN(size_t, at));
	case IA_FIELD_U64:
		return ia_json_count(SEEN(uint64_t, at));
	case IA_FIELD_DOUBLE:
		return ia_json_double(SEEN(double, at));
	case IA_FIELD_FIGURE:
		return ia_json_figure(SEEN(double, at));
	case IA_FIELD_BOOL:
		return ia_json_flag(SEEN(bool, at));
	case IA_FIELD_WORD:
		return ia_json_string(field->words->words[SEEN(unsigned int, at)]);
	case IA_FIELD_ENUM:
	case IA_FIELD_FLAG:
		return enumerator(in, field, SEEN(unsigned int, at));
	case IA_FIELD_NUMBER:
	case IA_FIELD_SECONDS:
		return number(in, field, at);
	case IA_FIELD_STRING:
		return string(in, field->key, at);
	case IA_FIELD_BITS:
		return bits(in, field, at);
	case IA_FIELD_ADDRESS:
		return address(in, field, SEEN(ia_address, at));
	case IA_FIELD_VALUE:
		return described(in, field->key, at);
	case IA_FIELD_SENTENCE:
		return ia_json_string(field->sentence(page, object));
	case IA_FIELD_COUNTS:
		return counts(field, at);
	case IA_FIELD_RECORD:
		return ia_json_values(field->record, at);
	case IA_FIELD_OBJECT:
		return nested(page, field->answer, at);
	}
	return NULL;
}

static struct json_object *nested(const struct ia_page *page, const struct ia_answer *answer,
				  const void *object)
{
	const struct ia_field *only = answer->count == 1 && !answer->fields->key ?
				      answer->fields : NULL;
	struct json_object *json;

	if (only && only->kind != IA_FIELD_RECORD && only->kind != IA_FIELD_OBJECT)
		return value(page, only, (const char *)object + only->offset, object, NULL);
	json = ia_json_object();
	put_members(page, json, answer, object);
	return json;
}

static struct json_object *list(const struct ia_page *page, const struct ia_field *field,
				const void *object)
{
	const char *at = (const char *)object + field->offset;
	struct json_object *items = ia_json_list();
	size_t count = field->count, i;

	if (field->shape != IA_SHAPE_ARRAY)
		count = SEEN(size_t, (const char *)object + field->count);
	if (field->shape == IA_SHAPE_LIST)
		at = SEEN(char *, at);
	for (i = 0; i < count; i++, at += field->size)
		ia_json_append(items, value(page, field,
					    field->pointers ? SEEN(char *, at) : at, object, NULL));
	return items;
}

static void put_field(const struct ia_page *page, struct json_object *to,
		      const struct ia_field *field, const void *object)
{
	const void *at = (const char *)object + field->offset;

	if (field->shape != IA_SHAPE_ONE && field->shape != IA_SHAPE_POINTER) {
		ia_json_put(to, field->key, list(page, field, object));
		return;
	}
	if (field->shape == IA_SHAPE_POINTER)
		at = SEEN(void *, at);
	if (!field->key && at) {
		if (field->kind == IA_FIELD_RECORD)
			ia_json_put_values(to, field->record, at);
		else
			put_members(page, to, field->answer, at);
	} else if (field->key) {
		ia_json_put(to, field->key, at ? value(page, field, at, object, to) : NULL);
	}
}

static void put_members(const struct ia_page *page, struct json_object *to,
			const struct ia_answer *answer, const void *object)
{
	size_t i;

	for (i = 0; i < answer->count; i++)
		put_field(page, to, &answer->fields[i], object);
}

/* Who reads an answer has to know what it rests on, where that is not the module. */
static void put_source(struct json_object *json, const struct ia_machine *machine)
{
	const char *lines[IA_SOURCE_LACKS];
	struct json_object *lacks;
	size_t i, n;

	if (!ia_source_text(machine))
		return;
	ia_json_put_text(json, "source", ia_word(&ia_words_machine_sources, machine->source));
	lacks = ia_json_list();
	n = ia_source_lacks(machine, lines);
	for (i = 0; i < n; i++)
		ia_json_append_text(lacks, lines[i]);
	ia_json_put(json, "lacks", lacks);
}

/**
 * ia_answer_json() - an answer, or an object in one, for programs
 * @page: where it is shown, for the sentences in it
 * @answer: its description
 * @object: the struct that it describes
 */
struct json_object *ia_answer_json(const struct ia_page *page, const struct ia_answer *answer,
				   const void *object)
{
	struct json_object *json = answer->kind ? ia_json_answer_object(answer->kind) :
						  ia_json_object();

	if (answer->kind)
		put_source(json, page->machine);
	put_members(page, json, answer, object);
	return json;
}

/**
 * ia_answer_show() - write an answer
 * @out: where to; JSON always in UTF-8, never in colour
 * @machine: the machine that it is about; joined
 * @answer: its description
 * @object: the struct that it describes
 * @json: for programs, else for people
 */
void ia_answer_show(struct ia_out *out, const struct ia_machine *machine,
		    const struct ia_answer *answer, const void *object, bool json)
{
	struct ia_page page = { out, machine, out->arena };

	if (json)
		ia_out_raw(out, ia_json_as_page(out->arena, ia_answer_json(&page, answer, object)));
	else
		answer->page(&page, object);
}

/**
 * ia_answer_line() - write an object as one line of JSON
 * @out: where to
 * @machine: the machine that it is about; joined
 * @answer: its description
 * @object: the struct that it describes
 */
void ia_answer_line(struct ia_out *out, const struct ia_machine *machine,
		    const struct ia_answer *answer, const void *object)
{
	struct ia_page page = { out, machine, out->arena };

	ia_out_raw(out, ia_json_as_line(out->arena, ia_answer_json(&page, answer, object)));
}
