// SPDX-License-Identifier: GPL-2.0
#include "reader.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/iommu_audit.h"

/* More keys than any record has; what has more is no record. */
#define MAX_PAIRS	256

/* One key and its value, as they stand in a line. */
struct pair {
	const char *key, *value;
	size_t key_len, value_len;
};

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

/*
 * Reads the value at *p, quoted or not, and stops behind it. What was quoted is
 * terminated; what was not is by the caller, where it stops. Return: whether it
 * is a value.
 */
static bool read_value(char **p, struct pair *pair)
{
	static const bool ends[UCHAR_MAX + 1] = {
		['\0'] = true, [' '] = true, ['"'] = true, ['\\'] = true,
	};
	char *text = *p, *to = text;
	size_t len = 0;

	pair->value = text;
	if (*text != '"') {
		while (!ends[(unsigned char)text[len]])
			len++;
		*p = text + len;
		pair->value_len = len;
		return len && (!**p || **p == ' ');
	}
	for ((*p)++; **p != '"'; (*p)++) {
		if (**p == '\\')
			(*p)++;
		if (!**p)
			return false;
		*to++ = **p;
	}
	*to = '\0';
	(*p)++;
	pair->value_len = to - text;
	return true;
}

/* Takes a line apart. Return: NULL, or what is wrong. */
static const char *take_apart(char *p, struct pair *pairs, size_t *count)
{
	for (*count = 0;; (*count)++) {
		struct pair *pair = &pairs[*count];
		char end;

		if (*count == MAX_PAIRS)
			return "too many keys";
		pair->key = p;
		pair->key_len = key_length(p);
		if (!pair->key_len || p[pair->key_len] != '=')
			return "key=value expected";
		p += pair->key_len + 1;
		if (!read_value(&p, pair))
			return "a value that is empty, or quoted wrongly";
		end = *p;
		*p++ = '\0';
		if (!end) {
			(*count)++;
			return NULL;
		}
		if (end != ' ')
			return "one space expected between values";
	}
}

static bool is_of(const struct pair *pair, const struct ia_key *key)
{
	return pair->key_len == key->name_len && ia_is_word(key->name, pair->key, pair->key_len);
}

static bool has(const struct pair *pairs, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (ia_is_word(name, pairs[i].key, pairs[i].key_len))
			return true;
	}
	return false;
}

/* Which record of a file a line is; NULL when it is none that is known here. */
static const struct ia_record_list *list_of(enum ia_file file, const struct pair *pairs,
					    size_t count)
{
	const struct ia_record_list *only = NULL;
	size_t i, fitting = 0;

	for (i = 0; i < ia_nrecord_lists; i++) {
		const struct ia_record_list *list = &ia_record_lists[i];

		if (list->file != file)
			continue;
		if (has(pairs, count, ia_records[list->id].mark))
			return list;
		only = list;
		fitting++;
	}
	return fitting == 1 ? only : NULL;
}

/* Return: NULL, or what is wrong. */
static const char *fill(struct ia_arena *arena, const struct ia_record_info *info,
			const struct pair *pairs, size_t count, void *record)
{
	bool seen[64] = { false };
	size_t i, at = 0;

	ia_record_clear(info, record);
	for (i = 0; i < count; i++) {
		const struct ia_key *key;
		const char *wrong;

		/* Keys come in the order of the list, some of them left out. */
		while (at < info->count && !is_of(&pairs[i], &info->keys[at]))
			at++;
		if (at < info->count) {
			key = &info->keys[at];
		} else {
			at = 0;
			key = ia_key_find(info, pairs[i].key, pairs[i].key_len);
			if (!key)
				continue;
		}
		if (seen[key - info->keys])
			return ia_format(arena, "%s= occurs twice", key->name);
		seen[key - info->keys] = true;
		wrong = ia_key_parse(arena, key, pairs[i].value, pairs[i].value_len, record);
		if (wrong)
			return ia_format(arena, "%s=%.40s is not %s", key->name,
					 pairs[i].value, wrong);
	}
	for (i = 0; i < info->count; i++) {
		if (!seen[i] && info->keys[i].absent >= IA_ABSENT_OMITTED)
			ia_key_set_absent(&info->keys[i], record);
		if (ia_key_required(info, &info->keys[i]) && !ia_key_known(&info->keys[i], record))
			return ia_format(arena, "%s= is missing", info->keys[i].name);
	}
	return NULL;
}

/*
 * One line, terminated. One of a kind that is not known here is left alone: a
 * later module may have more. Return: NULL, or what is wrong with it.
 */
static const char *parse_line(struct ia_arena *arena, enum ia_file file, char *line,
			      ia_take_record take, void *to)
{
	struct pair pairs[MAX_PAIRS];
	union {
		struct ia_device device;
		struct ia_event event;
		struct ia_unit unit;
		struct ia_bench_context context;
		char room[1024];
	} record;
	const struct ia_record_list *list;
	const char *wrong;
	size_t count;

	wrong = take_apart(line, pairs, &count);
	if (wrong)
		return wrong;
	list = list_of(file, pairs, count);
	if (!list)
		return NULL;
	wrong = fill(arena, &ia_records[list->id], pairs, count, &record);
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
			wrong = parse_line(arena, file, p, take, to);
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
