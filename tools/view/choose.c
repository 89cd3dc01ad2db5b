// SPDX-License-Identifier: GPL-2.0
/* Columns that somebody can choose: their names, and those that there are */
#include "render.h"

#include <ctype.h>
#include <string.h>

#include "near.h"

/* How far the texts of a list of columns stand in. */
#define INDENT	18

/**
 * ia_column_name() - what a column is called by who chooses it
 * @arena: owner of the name
 * @column: the column
 *
 * Return: the name, or NULL where it cannot be chosen.
 */
const char *ia_column_name(struct ia_arena *arena, const struct ia_column *column)
{
	const char *title = column->title;
	struct ia_buf name = { .arena = arena };

	if (column->name)
		return column->name;
	for (; *title; title++) {
		if (isalnum((unsigned char)*title))
			ia_buf_add(&name, "%c", tolower((unsigned char)*title));
		else if (name.len && name.text[name.len - 1] != '_')
			ia_buf_add(&name, "_");
	}
	return name.text;
}

static const struct ia_column *at(const struct ia_columns *columns, size_t i)
{
	return (const void *)((const char *)columns->columns + i * columns->stride);
}

/* The place of the column of that name in a table; the number of columns where it has none. */
size_t ia_column_find(struct ia_arena *arena, const struct ia_columns *columns, const char *word,
		      size_t len)
{
	size_t i;

	for (i = 0; i < columns->count; i++) {
		const char *name = ia_column_name(arena, at(columns, i));

		if (name && strlen(name) == len && !memcmp(name, word, len))
			break;
	}
	return i;
}

/* Of several tables, some have columns of one name. */
static bool is_among(const struct ia_buf *names, const char *name)
{
	size_t len = strlen(name);
	const char *at = names->text;

	while (at && (at = strstr(at, name))) {
		if (at[-1] == ' ' && (at[len] == ' ' || !at[len]))
			return true;
		at += len;
	}
	return false;
}

static const char *no_column(struct ia_arena *arena, const struct ia_columns *const *tables,
			     const char *word, size_t len)
{
	struct ia_near near = { .word = word, .len = len };
	struct ia_buf names = { .arena = arena };
	const struct ia_columns *const *table;
	size_t i;

	for (table = tables; *table; table++) {
		for (i = 0; i < (*table)->count; i++) {
			const char *name = ia_column_name(arena, at(*table, i));

			if (!name || is_among(&names, name))
				continue;
			ia_near_try(&near, name);
			ia_buf_add(&names, " %s", name);
		}
	}
	return ia_unknown_text(arena, &near, "a column", "columns", names.text);
}

/**
 * ia_columns_wrong() - tell what is wrong with a list of columns
 * @arena: owner of the text
 * @tables: the tables that a command can print, with NULL behind them
 * @list: names, with commas between them
 *
 * Return: NULL where each is a column of one of them.
 */
const char *ia_columns_wrong(struct ia_arena *arena, const struct ia_columns *const *tables,
			     const char *list)
{
	for (;; list++) {
		const struct ia_columns *const *table = tables;
		size_t len = strcspn(list, ",");

		while (*table &&
		       ia_column_find(arena, *table, list, len) == (*table)->count)
			table++;
		if (!*table)
			return no_column(arena, tables, list, len);
		list += len;
		if (!*list)
			return NULL;
	}
}

/* A line of a list of columns. */
void ia_column_tell(struct ia_out *out, const char *name, const char *about)
{
	ia_out_marked(out, ia_format(out->arena, "%-*s", INDENT, name), IA_PLAIN,
		      about ? about : "");
}

/* The columns of a table, a line each. */
void ia_columns_tell(struct ia_out *out, const struct ia_columns *columns)
{
	size_t i;

	for (i = 0; i < columns->count; i++) {
		const char *name = ia_column_name(out->arena, at(columns, i));

		if (name)
			ia_column_tell(out, name, at(columns, i)->about);
	}
}
