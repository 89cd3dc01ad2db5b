// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* More keys than any record has; what has more is no record. */
#define MAX_KEYS	256
/* Bytes of a wrong value that a message repeats. */
#define MOST_SHOWN	40

/* How much of a text can be a key: letters, digits and underscores. */
static size_t key_length(const char *text)
{
	static const bool fits[UCHAR_MAX + 1] = {
		['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['_'] = true,
	};
	size_t len = 0;

	while (fits[(unsigned char)text[len]])
		len++;
	return len;
}

static size_t value_length(const char *text)
{
	static const bool ends[UCHAR_MAX + 1] = {
		['\0'] = true, [' '] = true, ['"'] = true, ['\\'] = true,
	};
	size_t len = 0;

	while (!ends[(unsigned char)text[len]])
		len++;
	return len;
}

/* Where a quoted text ends, behind the mark; NULL when it does not. */
static const char *quoted_end(const char *text)
{
	for (text++; *text != '"'; text++) {
		if (*text == '\\')
			text++;
		if (!*text)
			return NULL;
	}
	return text + 1;
}

/* Take the marks off a quoted text that has an end. Return: its length then. */
static size_t unquote(char *text)
{
	char *from = text + 1, *to = text;

	for (; *from != '"'; from++) {
		if (*from == '\\')
			from++;
		*to++ = *from;
	}
	*to = '\0';
	return to - text;
}

/* Whether a line has a key; when it is no line of keys and values, up to there. */
static bool has(const char *line, const char *key)
{
	const char *p = line;

	for (;; p++) {
		size_t len = key_length(p);

		if (p[len] != '=')
			return false;
		if (ia_is_word(key, p, len))
			return true;
		p += len + 1;
		p = *p == '"' ? quoted_end(p) : p + value_length(p);
		if (!p || *p != ' ')
			return false;
	}
}

/* The only record of a file, or NULL when it has several. */
static const struct ia_record_list *only_list(enum ia_file file)
{
	const struct ia_record_list *only = NULL;
	size_t i;

	for (i = 0; i < ia_nrecord_lists; i++) {
		if (ia_record_lists[i].file != file)
			continue;
		if (only)
			return NULL;
		only = &ia_record_lists[i];
	}
	return only;
}

/* Which record of a file a line is; NULL when it is none that is known here. */
static const struct ia_record_list *list_of(enum ia_file file, const char *line)
{
	size_t i;

	for (i = 0; i < ia_nrecord_lists; i++) {
		const struct ia_record_list *list = &ia_record_lists[i];

		if (list->file == file && has(line, ia_records[list->id].mark))
			return list;
	}
	return NULL;
}

/* The value behind a key that a text begins with; NULL when it does not. */
static char *behind(const struct ia_key *key, char *text)
{
	const char *end = ia_word_end(key->name, text);

	return end && *end == '=' ? text + (end - text) + 1 : NULL;
}

/*
 * Reads what is left of a line, key by key. Keys come in the order of the list,
 * some of them left out. Return: NULL, or what is wrong.
 */
static const char *read_values(struct ia_arena *arena, const struct ia_record_info *info,
			       char *p, bool *seen, void *record)
{
	size_t i, len, at = 0, count = 0;

	for (;; p++) {
		const struct ia_key *key;
		const char *wrong;
		char *text = NULL, *stop, end;

		if (count++ == MAX_KEYS)
			return "too many keys";
		for (i = at; i < info->count && !text; i++)
			text = behind(&info->keys[i], p);
		if (text) {
			at = i;
			key = &info->keys[i - 1];
		} else {
			len = key_length(p);
			if (!len || p[len] != '=')
				return "key=value expected";
			text = p + len + 1;
			key = ia_key_find(info, p, len);
		}
		if (*text == '"') {
			stop = (char *)quoted_end(text);
			len = stop ? unquote(text) : 0;
		} else {
			len = value_length(text);
			stop = text + len;
		}
		if (!stop || stop == text || *stop == '"' || *stop == '\\')
			return "a value that is empty, or quoted wrongly";
		p = stop;
		end = *p;
		if (end && end != ' ')
			return "one space expected between values";
		*p = '\0';
		if (key) {
			if (seen[key - info->keys])
				return ia_format(arena, "%s= occurs twice", key->name);
			seen[key - info->keys] = true;
			wrong = ia_key_parse(arena, key, text, len, record);
			if (wrong)
				return ia_format(arena, "%s=%.*s is not %s", key->name,
						 (int)ia_clean_cut(text, MOST_SHOWN), text, wrong);
		}
		if (!end)
			return NULL;
	}
}

/* Return: NULL, or what is wrong. */
static const char *read_record(struct ia_arena *arena, const struct ia_record_info *info,
			       char *line, void *record)
{
	bool seen[64] = { false };
	const char *wrong;
	size_t i;

	ia_record_clear(info, record);
	wrong = read_values(arena, info, line, seen, record);
	for (i = 0; !wrong && i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];

		if (!seen[i] && key->absent >= IA_ABSENT_OMITTED)
			ia_key_set_absent(key, record);
		if (ia_key_required(info, key) && !ia_key_known(key, record))
			wrong = ia_format(arena, "%s= is missing", key->name);
	}
	return wrong;
}

/*
 * One line, terminated. One of a kind that is not known here is left alone: a
 * later module may have more. Return: NULL, or what is wrong with it.
 */
static const char *parse_line(struct ia_arena *arena, const struct ia_record_list *list,
			      char *line, ia_take_record take, void *to)
{
	static const struct ia_record_info nothing;
	union {
		struct ia_device device;
		struct ia_event event;
		struct ia_unit unit;
		struct ia_bench_context context;
		char room[1024];
	} record;
	const char *wrong;

	if (!list)
		return read_record(arena, &nothing, line, &record);
	wrong = read_record(arena, &ia_records[list->id], line, &record);
	if (!wrong)
		take(to, list, &record);
	return wrong;
}

/**
 * ia_parse_lines() - read lines of a debugfs file
 * @arena: owner of lists and of a message
 * @file: which file it is
 * @number: number of lines before these; of lines read, after the call
 * @text: the lines, each with its end; may be anything; becomes texts of records
 * @len: their length
 * @take: is given each record
 * @to: for @take
 *
 * Return: NULL, or what is wrong with the text.
 */
const char *ia_parse_lines(struct ia_arena *arena, enum ia_file file, size_t *number,
			   char *text, size_t len, ia_take_record take, void *to)
{
	const struct ia_record_list *only = only_list(file);
	char *p = text, *end = text + len, *stop;

	for (; p < end; p = stop + 1) {
		const char *wrong = NULL;

		++*number;
		stop = memchr(p, '\n', end - p);
		if (!stop)
			return ia_format(arena, "line %zu: cut in the middle", *number);
		if (!ia_clean(p, stop - p))
			return ia_format(arena, "line %zu: binary data", *number);
		*stop = '\0';
		if (*p != '#')
			wrong = parse_line(arena, only ?: list_of(file, p), p, take, to);
		if (wrong)
			return ia_format(arena, "line %zu: %s", *number, wrong);
	}
	return NULL;
}

/**
 * ia_parse_header() - read the first line of a debugfs file
 * @arena: the owner of a message
 * @file: which file it is
 * @text: the line, terminated; may be anything
 * @len: its length
 * @problem: filled when this fails
 *
 * Return: whether it is one that can be read on from. A newer format is no
 * broken file: the module and the tool are not of one age.
 */
bool ia_parse_header(struct ia_arena *arena, enum ia_file file, const char *text,
		     size_t len, struct ia_problem *problem)
{
	char *intro = ia_format(arena, "# iommu_audit %s format=", ia_file_names[file]);
	size_t skip = strlen(intro);
	unsigned long format = 0;
	char *end = NULL;

	*problem = (struct ia_problem){ .status = IA_PARSE, .text = "line 1: binary data" };
	if (!ia_clean(text, len))
		return false;
	if (!strncmp(text, intro, skip) && text[skip] > '0' && text[skip] <= '9')
		format = strtoul(text + skip, &end, 10);
	if (end && !*end && format <= IOMMU_AUDIT_FORMAT)
		return true;
	if (end && !*end) {
		problem->status = IA_MISSING;
		problem->text = ia_format(arena,
					  "the loaded module writes format %lu, this iommu-audit reads format %d: update iommu-audit",
					  format, IOMMU_AUDIT_FORMAT);
	} else {
		problem->text = ia_format(arena, "line 1: \"%s%d\" expected", intro,
					  IOMMU_AUDIT_FORMAT);
	}
	return false;
}

/**
 * ia_parse() - read the text of one debugfs file
 * @arena: owner of lists and of messages
 * @file: which file it is
 * @text: its content, may be anything; becomes texts of records
 * @len: its length
 * @take: is given each record
 * @to: for @take
 * @problem: filled when this fails
 *
 * Return: whether it worked.
 */
bool ia_parse(struct ia_arena *arena, enum ia_file file, char *text, size_t len,
	      ia_take_record take, void *to, struct ia_problem *problem)
{
	char *stop = len ? memchr(text, '\n', len) : NULL;
	size_t number = 1;

	*problem = (struct ia_problem){ .status = IA_PARSE };
	if (!stop) {
		problem->text = len ? "line 1: cut in the middle" : "empty";
		return false;
	}
	*stop = '\0';
	if (!ia_parse_header(arena, file, text, stop - text, problem))
		return false;
	len -= stop + 1 - text;
	*problem = (struct ia_problem){ .status = IA_PARSE };
	problem->text = ia_parse_lines(arena, file, &number, stop + 1, len, take, to);
	return !problem->text;
}
