// SPDX-License-Identifier: GPL-2.0
/* Files that somebody names: what they are is told by their content. */
#include "lspci.h"
#include "reader.h"

#include <string.h>

#include "../json/json.h"

#define COUNT(list)	(sizeof(list) / sizeof(*(list)))

/**
 * struct kind - a kind of file that a machine is read from
 * @looks: whether a text may be one
 * @parse: reads it, as ia_from_parse(), and does not join
 */
struct kind {
	bool (*looks)(const char *text, size_t len);
	bool (*parse)(struct ia_machine *machine, const char *path, const char *text, size_t len,
		      struct ia_problem *problem);
};

/* What a JSON file is, its members say. */
struct document {
	struct ia_machine *machine;
	const char *text;
};

static const char *take_document(void *to, struct json_object *root)
{
	struct document *document = to;

	if (ia_json_has(root, "kind") || !ia_json_has(root, "functions"))
		return ia_snapshot_take(document->machine, root);
	return ia_probe_take(document->machine, root, document->text);
}

static bool parse_json(struct ia_machine *machine, const char *path, const char *text, size_t len,
		       struct ia_problem *problem)
{
	struct document document = { machine, text };

	return ia_document_parse(machine->arena, path, text, len, take_document, &document,
				 problem);
}

/* A tag of a forum begins like an object or a list, with a letter in it. */
static bool looks_like_json(const char *text, size_t len)
{
	static const char blanks[] = " \t\r\n";
	const char *start = text + strspn(text, blanks);

	if (start == text + len || (*start != '{' && *start != '['))
		return false;
	start += 1 + strspn(start + 1, blanks);
	return strchr("\"'{}[]-0123456789", *start);
}

static const struct kind kinds[] = {
	{ looks_like_json, parse_json },
	{ ia_lspci_looks, ia_lspci_parse },
};

/**
 * ia_from_parse() - read a machine from a text of any kind, without names of its own host
 * @machine: an empty machine with an arena; filled and joined
 * @path: the file, for messages
 * @text: its content, terminated; may be anything
 * @len: its length
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_from_parse(struct ia_machine *machine, const char *path, const char *text, size_t len,
		   struct ia_problem *problem)
{
	size_t i;

	for (i = 0; i < COUNT(kinds); i++) {
		if (!kinds[i].looks(text, len))
			continue;
		if (!kinds[i].parse(machine, path, text, len, problem))
			return false;
		ia_machine_join(machine);
		ia_machine_name(machine);
		return true;
	}
	*problem = (struct ia_problem){
		.status = IA_PARSE,
		.text = ia_format(machine->arena, "%s%s", path, len ?
				  ": line 1: neither JSON, as snapshots are, nor what "
				  "lspci -x or -v prints" :
				  " is empty"),
	};
	return false;
}

/* A hex dump has no names, and a text the vendor's in front of each, or names alone. */
static void name(struct ia_machine *machine)
{
	if (machine->source != IA_FROM_LSPCI && machine->source != IA_FROM_LSPCI_TEXT)
		return;
	if (ia_read_name_ids(machine)) {
		ia_machine_correct_acs(machine);
		machine->source = IA_FROM_LSPCI_NAMES;
	}
	ia_read_names(machine, &ia_root_system);
	ia_machine_name(machine);
}

/**
 * ia_from_read() - read a machine from a file of any kind
 * @machine: an empty machine with an arena; filled and joined
 * @path: the file; - is standard input
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_from_read(struct ia_machine *machine, const char *path, struct ia_problem *problem)
{
	char *text;
	size_t len;

	if (!ia_slurp_given(machine->arena, &ia_root_named, path, &text, &len, problem) ||
	    !ia_from_parse(machine, ia_given_name(path), text, len, problem))
		return false;
	name(machine);
	return true;
}
