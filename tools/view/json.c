// SPDX-License-Identifier: GPL-2.0
#include "render.h"

#include <string.h>

#include <json-c/json.h>

#define LAYOUT	(JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | \
		 JSON_C_TO_STRING_NOSLASHESCAPE)

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

/**
 * ia_json_text() - an object as text
 * @arena: the owner of the text
 * @object: the object; given back
 */
char *ia_json_text(struct ia_arena *arena, struct json_object *object)
{
	char *text = ia_format(arena, "%s\n",
			       json_object_to_json_string_ext(object, LAYOUT));

	json_object_put(object);
	close_up(text);
	return text;
}

static void put(struct ia_out *out, const char *text)
{
	struct ia_out raw = *out;

	raw.utf8 = true;
	raw.color = false;
	ia_out_text(&raw, IA_PLAIN, text);
	out->failed = raw.failed;
}

/**
 * ia_json_print() - write an object
 * @out: where to; always in UTF-8, never in colour
 * @object: the object; given back
 */
void ia_json_print(struct ia_out *out, struct json_object *object)
{
	put(out, ia_json_text(out->arena, object));
}

/**
 * ia_json_line() - write an object in a line of its own
 * @out: where to; always in UTF-8, never in colour
 * @object: the object; given back
 */
void ia_json_line(struct ia_out *out, struct json_object *object)
{
	put(out, json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
						JSON_C_TO_STRING_NOSLASHESCAPE));
	put(out, "\n");
	json_object_put(object);
}
