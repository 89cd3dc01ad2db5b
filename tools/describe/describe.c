// SPDX-License-Identifier: GPL-2.0
/*
 * Prints the descriptions of all records and answers as JSON: what
 * describe.py makes the ABI pages and the JSON schemas of. With "quirks RELEASE" the
 * tables of the kernel's quirks as that has them.
 */
#include <stdio.h>
#include <string.h>

#include "../json/json.h"
#include "../view/export.h"
#include "answers.h"
#include "commands.h"
#include "quirks.h"

static const char *const key_kinds[] = {
	[IA_KEY_ADDRESS] = "address", [IA_KEY_INT] = "int", [IA_KEY_COUNT] = "count",
	[IA_KEY_HEX] = "hex", [IA_KEY_SEGMENT] = "segment", [IA_KEY_REVISION] = "revision",
	[IA_KEY_MILLI] = "milli", [IA_KEY_FLAG] = "flag", [IA_KEY_ENUM] = "enum",
	[IA_KEY_BITS] = "bits", [IA_KEY_TEXT] = "text", [IA_KEY_PATH] = "path",
	[IA_KEY_INTS] = "ints", [IA_KEY_TEXTS] = "texts", [IA_KEY_MEMBERS] = "members",
	[IA_KEY_REGIONS] = "regions",
};

static const char *const forms[] = {
	[IA_ABSENT_NEVER] = NULL, [IA_ABSENT_DASH] = "-", [IA_ABSENT_NONE] = "none",
	[IA_ABSENT_OMITTED] = "omitted", [IA_ABSENT_EITHER] = "either",
};

static const char *const field_kinds[] = {
	[IA_FIELD_TEXT] = "text", [IA_FIELD_COUNT] = "count", [IA_FIELD_U64] = "count",
	[IA_FIELD_DOUBLE] = "double", [IA_FIELD_BOOL] = "bool", [IA_FIELD_WORD] = "word",
	[IA_FIELD_ENUM] = "enum", [IA_FIELD_FLAG] = "flag", [IA_FIELD_NUMBER] = "number",
	[IA_FIELD_SECONDS] = "seconds", [IA_FIELD_STRING] = "string",
	[IA_FIELD_BITS] = "bits", [IA_FIELD_ADDRESS] = "address",
	[IA_FIELD_VALUE] = "value", [IA_FIELD_FIGURE] = "double",
	[IA_FIELD_SENTENCE] = "sentence", [IA_FIELD_COUNTS] = "counts",
	[IA_FIELD_RECORD] = "record", [IA_FIELD_OBJECT] = "object",
};

static void put_words(struct json_object *to, const struct ia_wordlist *words)
{
	struct json_object *list = ia_json_list(), *about = ia_json_list();
	size_t i;

	for (i = 0; i < words->count; i++) {
		ia_json_append_text(list, words->words[i]);
		ia_json_append_text(about, words->about ? words->about[i] : NULL);
	}
	ia_json_put(to, "words", list);
	ia_json_put(to, "words_about", about);
}

static struct json_object *describe_alphabet(const struct ia_alphabet *alphabet)
{
	struct json_object *object = ia_json_object();

	ia_json_put_text(object, "name", alphabet->name);
	ia_json_put_text(object, "chars", alphabet->chars);
	ia_json_put_count(object, "least", alphabet->least);
	ia_json_put_count(object, "most", alphabet->most);
	ia_json_put_text(object, "about", alphabet->about);
	return object;
}

static struct json_object *describe_key(const struct ia_key *key)
{
	struct json_object *object = ia_json_object();

	ia_json_put_text(object, "name", key->name);
	ia_json_put_text(object, "kind", key_kinds[key->kind]);
	ia_json_put_count(object, "digits", key->digits);
	ia_json_put_flag(object, "exact", key->exact);
	if (key->alphabet)
		ia_json_put(object, "alphabet", describe_alphabet(key->alphabet));
	if (key->words)
		put_words(object, key->words);
	ia_json_put_text(object, "unit", key->unit);
	ia_json_put_text(object, "absent", forms[key->absent]);
	ia_json_put_text(object, "absent_when", key->absent_when);
	ia_json_put_text(object, "unknown_when", key->unknown_when);
	ia_json_put_flag(object, "varies", key->varies);
	ia_json_put_text(object, "about", key->about);
	return object;
}

static struct json_object *describe_record(const struct ia_record_info *info)
{
	struct json_object *object = ia_json_object(), *keys = ia_json_list();
	size_t i;

	ia_json_put_text(object, "name", info->name);
	ia_json_put_text(object, "file", info->file);
	ia_json_put_text(object, "about", info->about);
	for (i = 0; i < info->count; i++)
		ia_json_append(keys, describe_key(&info->keys[i]));
	ia_json_put(object, "keys", keys);
	return object;
}

static struct json_object *describe_answer(const struct ia_answer *answer);

static struct json_object *describe_field(const struct ia_field *field)
{
	struct json_object *object = ia_json_object();

	ia_json_put_text(object, "key", field->key);
	ia_json_put_text(object, "kind", field_kinds[field->kind]);
	ia_json_put_flag(object, "list",
			 field->shape != IA_SHAPE_ONE && field->shape != IA_SHAPE_POINTER);
	ia_json_put_flag(object, "pointer", field->shape == IA_SHAPE_POINTER);
	ia_json_put_flag(object, "optional", field->optional);
	if (field->words)
		put_words(object, field->words);
	if (field->kind == IA_FIELD_RECORD)
		ia_json_put_text(object, "record", ia_records[field->record].name);
	if (field->kind == IA_FIELD_OBJECT)
		ia_json_put(object, "answer", describe_answer(field->answer));
	ia_json_put_text(object, "about", field->about);
	return object;
}

static struct json_object *describe_answer(const struct ia_answer *answer)
{
	struct json_object *object = ia_json_object(), *fields = ia_json_list();
	size_t i;

	ia_json_put_text(object, "kind", answer->kind);
	ia_json_put_text(object, "about", answer->about);
	for (i = 0; i < answer->count; i++)
		ia_json_append(fields, describe_field(&answer->fields[i]));
	ia_json_put(object, "fields", fields);
	return object;
}

static struct json_object *describe_named(const struct ia_named_answer *named)
{
	struct json_object *object = ia_json_object();

	ia_json_put_text(object, "name", named->name);
	ia_json_put(object, "answer", describe_answer(named->answer));
	return object;
}

static struct json_object *describe_list(const struct ia_record_list *list)
{
	struct json_object *object = ia_json_object();

	ia_json_put_text(object, "name", list->name);
	ia_json_put_text(object, "file", ia_file_names[list->file]);
	ia_json_put_text(object, "record", ia_records[list->id].name);
	ia_json_put_flag(object, "optional", ia_file_optional(list->file));
	return object;
}

static struct json_object *describe_metric(const struct ia_metric *metric)
{
	struct json_object *object = ia_json_object();

	ia_json_put_text(object, "name", metric->name);
	ia_json_put_text(object, "type", metric->type);
	ia_json_put_text(object, "labels", metric->labels);
	ia_json_put_text(object, "help", metric->help);
	ia_json_put_text(object, "missing", metric->missing);
	ia_json_put_text(object, "most", metric->most);
	return object;
}

static struct json_object *describe_all(void)
{
	struct json_object *root = ia_json_object(), *records = ia_json_object();
	struct json_object *answers = ia_json_list(), *lists = ia_json_list();
	struct json_object *metrics = ia_json_list();
	size_t i;

	for (i = 0; i < IA_RECORDS; i++)
		ia_json_put(records, ia_records[i].name, describe_record(&ia_records[i]));
	ia_json_put(root, "records", records);
	for (i = 0; i < ia_nanswers; i++)
		ia_json_append(answers, describe_named(&ia_answers[i]));
	ia_json_put(root, "answers", answers);
	for (i = 0; i < ia_nrecord_lists; i++) {
		if (ia_record_lists[i].name)
			ia_json_append(lists, describe_list(&ia_record_lists[i]));
	}
	ia_json_put(root, "lists", lists);
	for (i = 0; i < ia_nexport_metrics; i++)
		ia_json_append(metrics, describe_metric(&ia_export_metrics[i]));
	ia_json_put(root, "metrics", metrics);
	ia_json_put(root, "tasks", ia_describe_tasks());
	ia_json_put(root, "exits", ia_describe_exits());
	ia_json_put(root, "words", ia_describe_words());
	ia_json_put(root, "glossary", ia_describe_glossary());
	return root;
}

/* Prints what is asked for. */
int main(int argc, char **argv)
{
	bool quirks = argc == 3 && !strcmp(argv[1], "quirks");
	struct ia_arena arena = { 0 };

	fputs(ia_json_as_page(&arena, quirks ? ia_describe_quirks(argv[2]) : describe_all()),
	      stdout);
	ia_arena_free(&arena);
	return 0;
}
