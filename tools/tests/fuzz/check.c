// SPDX-License-Identifier: GPL-2.0
/* Properties of what is printed: text that is clean, and JSON that is JSON. */
#include "fuzz.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "../../base/clean.h"

/** fuzz_broken() - a property does not hold: say which, and end */
void fuzz_broken(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	dprintf(STDERR_FILENO, "fuzz: does not hold: ");
	vdprintf(STDERR_FILENO, fmt, args);
	dprintf(STDERR_FILENO, "\n");
	va_end(args);
	abort();
}

/* Bytes of one of the tool's own colour sequences that a text begins with. */
static size_t color_length(const char *text, size_t left)
{
	static const char *const sequences[] = { "\033[0m", "\033[31m", "\033[32m", "\033[33m" };
	size_t i;

	for (i = 0; i < sizeof(sequences) / sizeof(*sequences); i++) {
		size_t len = strlen(sequences[i]);

		if (left >= len && !memcmp(text, sequences[i], len))
			return len;
	}
	return 0;
}

/**
 * fuzz_check_text() - all that reaches a terminal is clean
 * @what: what was printed
 * @text: the text, in lines
 * @len: its length
 * @color: whether colours may be in it
 */
void fuzz_check_text(const char *what, const char *text, size_t len, bool color)
{
	const char *p = text, *end = text + len;

	while (p < end) {
		size_t skip = *p == '\n' ? 1 : color ? color_length(p, end - p) : 0;
		const char *stop = p;

		if (skip) {
			p += skip;
			continue;
		}
		while (stop < end && *stop != '\n' && !(color && color_length(stop, end - stop)))
			stop++;
		if (!ia_clean(p, stop - p))
			fuzz_broken("%s: unclean text at byte %zu", what, (size_t)(p - text));
		p = stop;
	}
}

/**
 * fuzz_check_json() - what claims to be JSON is: one document, or one a line
 * @what: what was printed
 * @text: the text
 * @len: its length
 */
void fuzz_check_json(const char *what, const char *text, size_t len)
{
	const char *p = text, *end = text + len;

	while (p < end) {
		struct json_tokener *tokener = json_tokener_new();
		struct json_object *root;

		json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
		root = json_tokener_parse_ex(tokener, p, end - p);
		if (json_tokener_get_error(tokener) != json_tokener_success)
			fuzz_broken("%s: JSON: %s at byte %zu", what,
				    json_tokener_error_desc(json_tokener_get_error(tokener)),
				    p - text + json_tokener_get_parse_end(tokener));
		p += json_tokener_get_parse_end(tokener);
		while (p < end && *p == '\n')
			p++;
		json_object_put(root);
		json_tokener_free(tokener);
	}
	/* Escapes are its own; anything else below a blank is not. */
	fuzz_check_text(what, text, len, false);
}

/** fuzz_hash() - a number that an input decides, and any change of it changes */
uint32_t fuzz_hash(const uint8_t *data, size_t size)
{
	uint32_t hash = 2166136261u;

	while (size--)
		hash = (hash ^ *data++) * 16777619u;
	return hash ^ hash >> 15;
}
