// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <limits.h>
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

/*
 * Reads the value at *p, quoted or not, and stops behind it. What was quoted is
 * terminated; what was not is by the caller, where it stops.
 */
static char *value(char **p)
{
	static const bool ends[UCHAR_MAX + 1] = {
		['\0'] = true, [' '] = true, ['"'] = true, ['\\'] = true,
	};
	char *text = *p, *to = text;

	if (*text != '"') {
		while (!ends[(unsigned char)*to])
			to++;
		*p = to;
		return to == text || (*to && *to != ' ') ? NULL : text;
	}
	for ((*p)++; **p != '"'; (*p)++) {
		if (**p == '\\')
			(*p)++;
		if (!**p)
			return NULL;
		*to++ = **p;
	}
	*to = '\0';
	(*p)++;
	return text;
}

/*
 * The key that lines before have at the same place, if that is what p begins
 * with: there it was found to be a key, and to differ from those before it.
 */
static const char *known(const struct ia_record *record, const char *p, size_t *len)
{
	const char *key;

	if (!record->keys || record->count >= record->keys->count)
		return NULL;
	key = record->keys->names[record->count];
	/* Too short for calls of strlen() and strncmp() to pay off. */
	for (*len = 0; key[*len] && key[*len] == p[*len]; (*len)++)
		;
	return !key[*len] && p[*len] == '=' ? key : NULL;
}

/* One line, terminated. Return: NULL, or what is wrong. */
static const char *line(struct ia_arena *arena, char *p,
			struct ia_records *records)
{
	struct ia_record *record = ia_records_add(arena, records);

	for (;;) {
		size_t len;
		const char *key = known(record, p, &len), *text;
		char end;

		if (!key) {
			len = strcspn(p, "=");
			if (!p[len] || !ia_is_key(p, len))
				return "key=value expected";
			p[len] = '\0';
			if (ia_record_find(record, p))
				return "a key that occurs twice";
			key = p;
		}
		p += len + 1;
		text = value(&p);
		if (!text)
			return "a value that is empty, or quoted wrongly";
		if (record->count == IA_MAX_PAIRS)
			return "too many keys";
		ia_record_add(arena, record, key, text);
		end = *p;
		*p++ = '\0';
		if (!end)
			return NULL;
		if (end != ' ')
			return "one space expected between values";
	}
}

/* Checks "# iommu_audit <file> format=<n>". Return: NULL, or what is wrong. */
static const char *header(struct ia_arena *arena, const char *name,
			  const char *text)
{
	char *intro = ia_format(arena, "# iommu_audit %s format=", name);
	size_t skip = strlen(intro);
	unsigned long format = 0;
	char *end = NULL;

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
 * ia_parse_lines() - read lines of a debugfs file
 * @arena: where the records live
 * @number: number of lines before these; of lines read, after the call
 * @text: the lines, each with its end; may be anything; becomes the keys and
 *        values of @records
 * @len: their length
 * @records: the records are appended
 *
 * Return: NULL, or what is wrong with the text.
 */
const char *ia_parse_lines(struct ia_arena *arena, size_t *number, char *text,
			   size_t len, struct ia_records *records)
{
	char *p = text, *end = text + len, *stop;
	const char *wrong = NULL;

	for (; p < end; p = stop + 1) {
		++*number;
		stop = memchr(p, '\n', end - p);
		if (!stop)
			return ia_format(arena, "line %zu: cut in the middle", *number);
		if (!ia_clean(p, stop - p))
			return ia_format(arena, "line %zu: binary data", *number);
		*stop = '\0';
		if (*p != '#')
			wrong = line(arena, p, records);
		if (!wrong)
			continue;
		/* What was read of that line is no record. */
		records->count--;
		return ia_format(arena, "line %zu: %s", *number, wrong);
	}
	return NULL;
}

/**
 * ia_parse_header() - read the first line of a debugfs file
 * @arena: the owner of a message
 * @name: name of the file
 * @text: the line, terminated; may be anything
 * @len: its length
 *
 * Return: NULL, or what is wrong with it.
 */
const char *ia_parse_header(struct ia_arena *arena, const char *name,
			    const char *text, size_t len)
{
	if (!ia_clean(text, len))
		return "line 1: binary data";
	return header(arena, name, text);
}

/**
 * ia_parse() - read the text of one debugfs file
 * @arena: where the records live
 * @name: which file it is
 * @text: its content, may be anything; becomes the keys and values of @records
 * @len: its length
 * @records: filled
 *
 * Return: NULL, or what is wrong with the text.
 */
const char *ia_parse(struct ia_arena *arena, const char *name, char *text,
		     size_t len, struct ia_records *records)
{
	char *stop = len ? memchr(text, '\n', len) : NULL;
	const char *wrong;
	size_t number = 1;

	if (!stop)
		return len ? "line 1: cut in the middle" : "empty";
	*stop = '\0';
	wrong = ia_parse_header(arena, name, text, stop - text);
	if (wrong)
		return wrong;
	len -= stop + 1 - text;
	return ia_parse_lines(arena, &number, stop + 1, len, records);
}
