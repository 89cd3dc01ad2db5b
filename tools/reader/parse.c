// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/**
 * ia_is_key() - tell whether a text can be a key: letters, digits, underscores
 * @text: the text
 * @len: its length
 */
bool ia_is_key(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		char c = text[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '_')
			return false;
	}
	return len != 0;
}

/* Reads the value at *p, quoted or not; stops behind it. */
static const char *value(struct ia_arena *arena, const char **p,
			 const char *end)
{
	const char *from = *p;
	char *out, *to;

	if (from == end || *from != '"') {
		while (*p < end && **p != ' ' && **p != '"' && **p != '\\')
			(*p)++;
		if (*p == from || (*p < end && **p != ' '))
			return NULL;
		return ia_strndup(arena, from, *p - from);
	}
	for (from++; from < end && *from != '"'; from++) {
		if (*from == '\\' && ++from == end)
			return NULL;
	}
	if (from == end)
		return NULL;
	out = ia_strndup(arena, *p, from - *p);
	to = out;
	for ((*p)++; *p < from; (*p)++) {
		if (**p == '\\')
			(*p)++;
		*to++ = **p;
	}
	*to = '\0';
	(*p)++;
	return out;
}

/*
 * The key of the line before at the same place, if that is it: there it was
 * found to be a key, and to differ from those before it.
 */
static const char *known(const struct ia_record *last, size_t place,
			 const char *text, size_t len)
{
	const char *key;

	if (!last || place >= last->count)
		return NULL;
	key = last->pairs[place].key;
	return !strncmp(key, text, len) && !key[len] ? key : NULL;
}

/* One line without its end. Return: NULL, or what is wrong. */
static const char *line(struct ia_arena *arena, const char *p, const char *end,
			struct ia_records *records)
{
	struct ia_record *record = ia_records_add(arena, records);
	const struct ia_record *last = records->count > 1 ? record - 1 : NULL;

	if (last) {
		record->room = last->count;
		record->pairs = ia_alloc(arena, record->room,
					 sizeof(*record->pairs));
	}
	for (;;) {
		const char *mark = memchr(p, '=', end - p), *key = NULL, *text;

		if (mark)
			key = known(last, record->count, p, mark - p);
		if (!key) {
			/* From here on, keys are not compared by place alone. */
			last = NULL;
			if (!mark || !ia_is_key(p, mark - p))
				return "key=value expected";
			key = ia_strndup(arena, p, mark - p);
		}
		p = mark + 1;
		text = value(arena, &p, end);
		if (!text)
			return "a value that is empty, or quoted wrongly";
		if (record->count == IA_MAX_PAIRS)
			return "too many keys";
		if (!last && ia_record_find(record, key))
			return "a key that occurs twice";
		ia_record_add(arena, record, key, text);
		if (p == end)
			return NULL;
		if (*p++ != ' ')
			return "one space expected between values";
	}
}

/* Checks "# iommu_audit <file> format=<n>". Return: NULL, or what is wrong. */
static const char *header(struct ia_arena *arena, const char *name,
			  const char *p, size_t len)
{
	char *intro = ia_format(arena, "# iommu_audit %s format=", name);
	size_t skip = strlen(intro);
	unsigned long format = 0;
	char *end = NULL;
	const char *text = ia_strndup(arena, p, len);

	if (!strncmp(text, intro, skip) && text[skip] > '0' &&
	    text[skip] <= '9')
		format = strtoul(text + skip, &end, 10);
	if (!end || *end)
		return ia_format(arena, "line 1: \"%s%d\" expected", intro,
				 IOMMU_AUDIT_FORMAT);
	if (format > IOMMU_AUDIT_FORMAT)
		return ia_format(arena,
				 "the loaded module writes format %lu, this iommu-audit reads format %d: update iommu-audit",
				 format, IOMMU_AUDIT_FORMAT);
	return NULL;
}

/**
 * ia_parse() - read the text of one debugfs file
 * @arena: where the records live
 * @name: which file it is
 * @text: its content; may be anything
 * @len: its length
 * @records: filled
 *
 * Return: NULL, or what is wrong with the text.
 */
const char *ia_parse(struct ia_arena *arena, const char *name, const char *text,
		     size_t len, struct ia_records *records)
{
	const char *p = text, *end = text + len;
	size_t number;

	for (number = 1; p < end || number == 1; number++) {
		const char *stop = p < end ? memchr(p, '\n', end - p) : NULL;
		const char *wrong = NULL;

		if (!stop)
			return ia_format(arena, len ?
					 "line %zu: cut in the middle" :
					 "empty", number);
		if (!ia_clean(p, stop - p))
			return ia_format(arena, "line %zu: binary data",
					 number);
		if (number == 1) {
			wrong = header(arena, name, p, stop - p);
			if (wrong)
				return wrong;
		} else if (p == stop || *p != '#') {
			wrong = line(arena, p, stop, records);
		}
		if (wrong)
			return ia_format(arena, "line %zu: %s", number, wrong);
		p = stop + 1;
	}
	return NULL;
}
