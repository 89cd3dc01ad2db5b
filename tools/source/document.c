// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <limits.h>
#include <string.h>

#include <json-c/json.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_document_text() - a text of a JSON document, if it is one and clean
 * @arena: the owner of the copy
 * @value: anything
 *
 * Return: the text, or NULL.
 */
const char *ia_document_text(struct ia_arena *arena, struct json_object *value)
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
 * ia_document_records() - the records of a JSON document
 * @arena: where they live
 * @list: anything; is to be an array of objects with texts
 * @records: filled
 *
 * Return: NULL, or what is wrong with the list.
 */
const char *ia_document_records(struct ia_arena *arena, struct json_object *list,
				struct ia_records *records)
{
	size_t i;

	if (!json_object_is_type(list, json_type_array))
		return "is missing";
	for (i = 0; i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		struct ia_record *record;

		if (!json_object_is_type(item, json_type_object))
			return "holds something that is not a record";
		if (json_object_object_length(item) > IA_MAX_PAIRS)
			return "holds a record with too many keys";
		record = ia_records_add(arena, records);
		json_object_object_foreach(item, key, value) {
			const char *text = ia_document_text(arena, value);

			if (!text || !ia_is_key(key, strlen(key)))
				return "holds a value that is not a clean text";
			ia_record_add(arena, record,
				      ia_strndup(arena, key, strlen(key)),
				      text);
		}
	}
	return NULL;
}

/**
 * ia_document_kind() - see whether a document is what it should be
 * @arena: the owner of messages
 * @root: the document
 * @kind: the kind that it has to name
 * @noun: what people call that
 *
 * Return: NULL, or what is wrong.
 */
const char *ia_document_kind(struct ia_arena *arena, struct json_object *root,
			     const char *kind, const char *noun)
{
	struct json_object *value;
	int64_t format;

	if (!json_object_is_type(root, json_type_object) ||
	    !json_object_object_get_ex(root, "kind", &value) ||
	    !json_object_is_type(value, json_type_string))
		return ia_format(arena, "is JSON, but not an iommu_audit %s: it has no \"kind\"",
				 noun);
	if (strcmp(json_object_get_string(value), kind))
		return ia_format(arena,
				 "is not a %s: its kind is \"%s\"; expected \"%s\"", noun,
				 ia_document_text(arena, value) ?: "?", kind);
	if (!json_object_object_get_ex(root, "format", &value) ||
	    !json_object_is_type(value, json_type_int))
		return ia_format(arena, "is a %s without a \"format\"", noun);
	format = json_object_get_int64(value);
	if (format > IOMMU_AUDIT_FORMAT)
		return ia_format(arena,
				 "is a %s of format %lld, this iommu-audit reads format %d: update iommu-audit",
				 noun, (long long)format, IOMMU_AUDIT_FORMAT);
	if (format < 1)
		return ia_format(arena, "is a %s of no valid format", noun);
	return NULL;
}

/* Return: NULL, or what is wrong. */
static const char *parse(struct ia_arena *arena, const char *text, size_t len,
			 struct json_object **root)
{
	struct json_tokener *tokener;
	enum json_tokener_error error;
	size_t end;

	if (!len)
		return "is empty";
	if (len > INT_MAX - 1)
		return "is too large";
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
	return ia_format(arena, "is not JSON: more text after its end, at byte %zu",
			 end);
}

/**
 * ia_document_open() - read a JSON file
 * @arena: the owner of messages
 * @path: the file
 * @problem: filled when this fails
 *
 * Return: the document, to be put by the caller, or NULL.
 */
struct json_object *ia_document_open(struct ia_arena *arena, const char *path,
				     struct ia_problem *problem)
{
	struct json_object *root = NULL;
	const char *wrong;
	char *text;
	size_t len;
	int error = ia_slurp(arena, path, &text, &len);

	*problem = (struct ia_problem){ .status = IA_PARSE };
	if (error) {
		problem->text = ia_format(arena, "%s: %s", path, strerror(-error));
		return NULL;
	}
	wrong = parse(arena, text, len, &root);
	if (!wrong)
		return root;
	problem->text = ia_format(arena, "%s %s", path, wrong);
	return NULL;
}
