// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "../json/json.h"

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
	const char *found = ia_json_read_text(arena, ia_json_member(root, "kind"));
	uint64_t format;

	if (!found)
		return ia_format(arena, "is JSON, but not an iommu_audit %s: it has no \"kind\"",
				 noun);
	if (strcmp(found, kind))
		return ia_format(arena, "is not a %s: its kind is \"%s\"; expected \"%s\"", noun,
				 found, kind);
	if (!ia_json_read_count(ia_json_member(root, "format"), &format))
		return ia_format(arena, "is a %s without a \"format\"", noun);
	if (format > IOMMU_AUDIT_FORMAT)
		return ia_format(arena,
				 "is a %s of format %llu, this iommu-audit reads format %d: update iommu-audit",
				 noun, (unsigned long long)format, IOMMU_AUDIT_FORMAT);
	return format ? NULL : ia_format(arena, "is a %s of no valid format", noun);
}

/**
 * ia_document_wrong() - say of a file what is wrong with it
 * @arena: the owner of the text
 * @path: the file
 * @wrong: goes on behind its name, "is empty", or behind a colon: ": line 3: cut"
 */
const char *ia_document_wrong(struct ia_arena *arena, const char *path, const char *wrong)
{
	return ia_format(arena, "%s%s%s", path, *wrong == ':' ? "" : " ", wrong);
}

/**
 * ia_document_parse() - read the text of a JSON file
 * @arena: the owner of messages
 * @path: the file, for messages
 * @text: its content, terminated; may be anything
 * @len: its length
 * @take: is given the document, which is gone afterwards
 * @to: for @take
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_document_parse(struct ia_arena *arena, const char *path, const char *text, size_t len,
		       ia_take_document take, void *to, struct ia_problem *problem)
{
	struct json_object *document = NULL;
	const char *wrong = ia_json_parse(arena, text, len, &document);

	if (!wrong) {
		wrong = take(to, document);
		ia_json_free(document);
	}
	*problem = (struct ia_problem){ .status = IA_PARSE };
	if (wrong)
		problem->text = ia_document_wrong(arena, path, wrong);
	return !wrong;
}

/**
 * ia_document_read() - read a JSON file
 * @arena: the owner of messages
 * @root: where its path begins
 * @path: the file
 * @take: as for ia_document_parse()
 * @to: for @take
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_document_read(struct ia_arena *arena, const struct ia_root *root, const char *path,
		      ia_take_document take, void *to, struct ia_problem *problem)
{
	char *text;
	size_t len;

	if (!ia_slurp_given(arena, root, path, &text, &len, problem))
		return false;
	path = strcmp(path, "-") ? ia_format(arena, "%s%s", root->name, path) :
				   ia_given_name(path);
	return ia_document_parse(arena, path, text, len, take, to, problem);
}
