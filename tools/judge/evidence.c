// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Lines of evidence that a finding gives before it says how many are left. */
#define EVIDENCE_LINES	6

static char *vformat(struct ia_arena *arena, const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	text = ia_alloc(arena, len + 1, 1);
	vsnprintf(text, len + 1, fmt, again);
	va_end(again);
	return text;
}

/**
 * ia_say() - write one of a finding's texts
 * @check: the examination
 * @text: the text
 * @fmt: as for printf
 */
void ia_say(const struct ia_check *check, const char **text, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	*text = vformat(check->machine->arena, fmt, args);
	va_end(args);
}

/**
 * ia_evidence() - add a line of evidence to a finding
 * @check: the examination
 * @finding: the finding
 * @fmt: as for printf
 */
void ia_evidence(const struct ia_check *check, struct ia_finding *finding,
		 const char *fmt, ...)
{
	va_list args;

	if (finding->nevidence == EVIDENCE_LINES) {
		finding->left_out++;
		return;
	}
	finding->evidence = ia_grow(check->machine->arena, finding->evidence,
				    finding->nevidence, &finding->room,
				    sizeof(*finding->evidence));
	va_start(args, fmt);
	finding->evidence[finding->nevidence++] =
		vformat(check->machine->arena, fmt, args);
	va_end(args);
}

/**
 * ia_evidence_keys() - add the keys of a record that matter
 * @check: the examination
 * @finding: the finding
 * @file: the file that the record is of
 * @record: the record
 *
 * After that the keys follow, and a NULL. They are written as the module
 * writes them, so that the line can be found in its file.
 */
void ia_evidence_keys(const struct ia_check *check, struct ia_finding *finding,
		      enum ia_file file, const struct ia_record *record, ...)
{
	struct ia_buf buf = { .arena = check->machine->arena };
	const char *key;
	va_list keys;

	ia_buf_add(&buf, "%s:", ia_file_names[file]);
	va_start(keys, record);
	while ((key = va_arg(keys, const char *))) {
		const char *value = ia_record_get(record, key);
		const char *quote = strchr(value, ' ') ? "\"" : "";

		ia_buf_add(&buf, " %s=%s%s%s", key, quote, value, quote);
	}
	va_end(keys);
	ia_evidence(check, finding, "%s", buf.text);
}

/**
 * ia_evidence_units() - say how the units were found, or why there is none
 * @check: the examination
 * @finding: the finding
 */
void ia_evidence_units(const struct ia_check *check, struct ia_finding *finding)
{
	const struct ia_records *version = &check->machine->files[IA_FILE_VERSION];
	size_t i;

	for (i = 0; i < version->count; i++) {
		if (ia_is(ia_record_get(&version->items[i], "source"), "units"))
			ia_evidence_keys(check, finding, IA_FILE_VERSION, &version->items[i],
					 "source", "method", "accuracy", "reason", NULL);
	}
}

/**
 * ia_counted() - a number of things: 1 word, 2 words
 * @check: the examination
 * @count: how many
 * @what: what one of them is called; of several it ends in "s"
 */
const char *ia_counted(const struct ia_check *check, size_t count, const char *what)
{
	return ia_format(check->machine->arena, "%zu %s%s", count, what, count == 1 ? "" : "s");
}
