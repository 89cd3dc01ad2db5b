// SPDX-License-Identifier: GPL-2.0
/* A record as the line that the module would write of it, read again. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

struct taken {
	const struct ia_record_list *list;
	void *record;
	size_t count;
};

static void take(void *to, const struct ia_record_list *list, const void *record)
{
	struct taken *taken = to;

	taken->list = list;
	taken->record = memcpy(malloc(ia_records[list->id].size), record,
			       ia_records[list->id].size);
	taken->count++;
}

/* In quotes where the module would: a text with what ends or begins something. */
static void put_value(struct ia_buf *line, const struct ia_key *key, const char *text)
{
	if (key->kind != IA_KEY_TEXT || (*text && !strpbrk(text, " \"\\"))) {
		ia_buf_add(line, "%s", text);
		return;
	}
	ia_buf_add(line, "\"");
	for (; *text; text++)
		ia_buf_add(line, "%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
	ia_buf_add(line, "\"");
}

static const char *line_of(struct ia_arena *arena, const struct ia_record_info *info,
			   const void *record)
{
	struct ia_buf line = { .arena = arena };
	size_t i;

	for (i = 0; i < info->count; i++) {
		const struct ia_key *key = &info->keys[i];

		if (ia_key_absent(key, record) && key->absent == IA_ABSENT_OMITTED)
			continue;
		ia_buf_add(&line, "%s%s=", line.len ? " " : "", key->name);
		put_value(&line, key, ia_key_text(arena, key, record));
	}
	ia_buf_add(&line, "\n");
	return line.text;
}

/**
 * fuzz_check_record() - a record that is written and read again is the same
 * @arena: memory
 * @list: which record it is
 * @record: the record
 */
void fuzz_check_record(struct ia_arena *arena, const struct ia_record_list *list,
		       const void *record)
{
	const struct ia_record_info *info = &ia_records[list->id];
	const char *line = line_of(arena, info, record), *wrong;
	char *copy = ia_strndup(arena, line, strlen(line));
	struct taken again = { 0 };
	size_t number = 0, i;

	wrong = ia_parse_lines(arena, list->file, &number, copy, strlen(line), take, &again);
	if (wrong || again.count != 1 || again.list->id != list->id)
		fuzz_broken("%s cannot be read again: %s: %s", info->name, wrong, line);
	for (i = 0; i < info->count; i++) {
		if (!ia_key_equal(&info->keys[i], record, again.record))
			fuzz_broken("%s= of %s differs: %s", info->keys[i].name, info->name, line);
	}
	free(again.record);
}

static const struct ia_record_list *list_of(const char *record)
{
	size_t i = 0;

	while (strcmp(ia_records[ia_record_lists[i].id].name, record))
		i++;
	return &ia_record_lists[i];
}

/**
 * fuzz_words() - words of a value that the module writes
 * @record: name of the record
 * @key: which of its keys
 *
 * Return: how many; 0 for what has no words.
 */
size_t fuzz_words(const char *record, size_t key)
{
	const struct ia_key *of = &ia_records[list_of(record)->id].keys[key];

	/* The two states come first in an enumeration. */
	return !of->words ? 0 : of->words->count - (of->kind == IA_KEY_ENUM ? 2 : 0);
}

/**
 * fuzz_number() - a number that the module may write as a value
 * @record: name of the record
 * @key: which of its keys
 * @number: any number
 *
 * Return: as much of it as the value has digits for.
 */
uint64_t fuzz_number(const char *record, size_t key, uint64_t number)
{
	const struct ia_key *of = &ia_records[list_of(record)->id].keys[key];

	return of->exact ? number & ((UINT64_C(1) << 4 * of->digits) - 1) : number;
}

/**
 * fuzz_text() - make a text one that the module may write as a value
 * @record: name of the record
 * @key: which of its keys
 * @text: printable ASCII; changed
 * @room: bytes there is room for, with the end
 */
void fuzz_text(const char *record, size_t key, char *text, size_t room)
{
	const struct ia_alphabet *alphabet = ia_records[list_of(record)->id].keys[key].alphabet;
	size_t len = strlen(text), least = alphabet->least, i;
	char any[128], fits[128];
	size_t count = 0;

	for (i = ' '; i <= '~'; i++) {
		memset(any, i, sizeof(any));
		if (ia_alphabet_fits(alphabet, any, least ? least : 1))
			fits[count++] = i;
	}
	if (least >= room || !count)
		fuzz_broken("no text fits %s", alphabet->name);
	len = alphabet->most && len > alphabet->most ? alphabet->most : len;
	for (i = 0; i < len; i++)
		text[i] = fits[(unsigned char)text[i] % count];
	for (; i < least; i++)
		text[i] = *fits;
	text[i] = '\0';
	/* What stands for the two states is no name. */
	if (!strcmp(text, "unknown") || !strcmp(text, "-"))
		*text = 'x';
}

/* Of a key that is "-" or left out, where it does not apply, both are the same. */
static const char *without_either(struct ia_arena *arena, const struct ia_record_info *info,
				  const char *line)
{
	char *text = ia_strndup(arena, line, strlen(line)), *found;
	size_t i;

	for (i = 0; i < info->count; i++) {
		const char *dash = ia_format(arena, " %s=-", info->keys[i].name);
		size_t len = strlen(dash);

		found = info->keys[i].absent == IA_ABSENT_EITHER ? strstr(text, dash) : NULL;
		if (found && (found[len] == ' ' || found[len] == '\n'))
			memmove(found, found + len, strlen(found + len) + 1);
	}
	return text;
}

/**
 * fuzz_check_line() - what the module wrote is read, and is the same as text again
 * @record: name of the record
 * @line: its line, with its end
 * @len: its length
 */
void fuzz_check_line(const char *record, const char *line, size_t len)
{
	struct ia_arena arena = { 0 };
	struct taken taken = { 0 };
	const struct ia_record_info *info;
	const char *wrong, *again;
	size_t number = 0;

	wrong = ia_parse_lines(&arena, list_of(record)->file, &number,
			       ia_strndup(&arena, line, len), len, take, &taken);
	if (wrong || taken.count != 1)
		fuzz_broken("%s: the module writes what is not read: %s: %s", record, wrong, line);
	fuzz_check_record(&arena, taken.list, taken.record);
	info = &ia_records[taken.list->id];
	again = line_of(&arena, info, taken.record);
	if (strcmp(without_either(&arena, info, line), without_either(&arena, info, again)))
		fuzz_broken("%s: the module writes\n%sand that reads as\n%s", record, line, again);
	free(taken.record);
	ia_arena_free(&arena);
}
