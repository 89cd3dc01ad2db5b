// SPDX-License-Identifier: GPL-2.0
#include "columns.h"

#include <ctype.h>
#include <string.h>

#include "near.h"

static const char *name_of(struct ia_arena *arena, const struct ia_record_column *column)
{
	return column->key ? column->key : ia_column_name(arena, &column->column);
}

/* Texts of these can be long, and are made of parts. */
static bool is_long(const struct ia_key *key)
{
	switch (key->kind) {
	case IA_KEY_BITS:
	case IA_KEY_PATH:
	case IA_KEY_TEXTS:
	case IA_KEY_MEMBERS:
	case IA_KEY_REGIONS:
		return true;
	default:
		return false;
	}
}

static bool is_number(const struct ia_key *key)
{
	return key->kind == IA_KEY_INT || key->kind == IA_KEY_COUNT;
}

/* A column for a key that the table has none for. */
static struct ia_record_column plain_column(struct ia_arena *arena, const struct ia_key *key)
{
	char *title = ia_strndup(arena, key->name, strlen(key->name)), *p;

	for (p = title; *p; p++)
		*p = toupper((unsigned char)*p);
	return (struct ia_record_column){
		.column = { .title = title, .flags = is_long(key) ? IA_COLUMN_WRAP :
						     is_number(key) ? IA_COLUMN_RIGHT : 0 },
		.key = key->name,
	};
}

static bool find(struct ia_arena *arena, const struct ia_record_table *table,
		 const char *name, size_t len, struct ia_record_column *found)
{
	const struct ia_key *key = ia_key_find(&ia_records[table->id], name, len);
	size_t i;

	for (i = 0; i < table->count; i++) {
		const char *own = name_of(arena, &table->columns[i]);

		if (ia_is_word(own, name, len)) {
			*found = table->columns[i];
			found->column.drop = 0;
			return true;
		}
	}
	if (key)
		*found = plain_column(arena, key);
	return key;
}

static void consider(struct ia_near *near, struct ia_buf *list, const char *name)
{
	ia_near_try(near, name);
	ia_buf_add(list, " %s", name);
}

/* What is wrong with the name of a column. */
static const char *no_column(struct ia_arena *arena, const struct ia_record_table *table,
			     const char *name, size_t len)
{
	const struct ia_record_info *info = &ia_records[table->id];
	struct ia_buf list = { .arena = arena };
	struct ia_near near = { .word = name, .len = len };
	size_t i;

	for (i = 0; i < info->count; i++)
		consider(&near, &list, info->keys[i].name);
	for (i = 0; i < table->count; i++) {
		if (!table->columns[i].key)
			consider(&near, &list, name_of(arena, &table->columns[i]));
	}
	return ia_unknown_text(arena, &near, "a column", "columns", list.text);
}

/**
 * ia_columns_choose() - the columns that a list names
 * @arena: where they live
 * @table: the table
 * @list: names of columns, separated by commas
 * @chosen: filled
 *
 * Return: NULL, or what is wrong with the list.
 */
const char *ia_columns_choose(struct ia_arena *arena, const struct ia_record_table *table,
			      const char *list, struct ia_chosen *chosen)
{
	struct ia_record_column *columns = ia_alloc(arena, strlen(list) + 1, sizeof(*columns));

	*chosen = (struct ia_chosen){ .columns = columns };
	for (;; list++) {
		size_t len = strcspn(list, ",");

		if (!find(arena, table, list, len, &columns[chosen->count++]))
			return no_column(arena, table, list, len);
		list += len;
		if (!*list)
			return NULL;
	}
}

/* The columns of a table of records, a line each. */
void ia_record_columns_tell(struct ia_out *out, const struct ia_record_table *table)
{
	const struct ia_record_info *info = &ia_records[table->id];
	size_t i;

	for (i = 0; i < info->count; i++)
		ia_column_tell(out, info->keys[i].name, info->keys[i].about);
	for (i = 0; i < table->count; i++) {
		if (!table->columns[i].key)
			ia_column_tell(out, name_of(out->arena, &table->columns[i]),
				       table->columns[i].about);
	}
}

/* The value of a key; lists with blanks, so that a narrow column can wrap. */
static const char *value(const struct ia_page *page, const struct ia_key *key,
			 const void *record)
{
	const char *text = ia_key_text(page->arena, key, record);
	char *copy, *p;

	if (key->kind == IA_KEY_ADDRESS && ia_key_known(key, record))
		return ia_machine_address(page->machine, *(const ia_address *)
					  ((const char *)record + key->offset));
	if (!is_long(key) || !ia_key_known(key, record))
		return text;
	copy = ia_strndup(page->arena, text, strlen(text));
	for (p = copy; *p; p++) {
		if (*p == ',')
			*p = ' ';
	}
	return copy;
}

static bool is_shown(const struct ia_page *page, const struct ia_record_column *column,
		     const void *const *records, size_t count)
{
	unsigned int flags = column->column.flags;
	enum ia_state state;
	size_t i;

	for (i = 0; flags & IA_COLUMN_IF_ANY && i < count; i++) {
		if (column->text(page, records[i], &state))
			return true;
	}
	return !(flags & (IA_COLUMN_IF_ANY | IA_COLUMN_CHOSEN));
}

/* The columns of a table that nobody chose others for. */
static size_t usual(const struct ia_page *page, const struct ia_record_table *table,
		    const void *const *records, size_t count,
		    const struct ia_record_column **columns)
{
	struct ia_record_column *shown = ia_alloc(page->arena, table->count, sizeof(*shown));
	size_t i, n = 0;

	for (i = 0; i < table->count; i++) {
		if (is_shown(page, &table->columns[i], records, count))
			shown[n++] = table->columns[i];
	}
	*columns = shown;
	return n;
}

/**
 * ia_columns_table() - records as a table
 * @page: what it is made for
 * @table: the table
 * @chosen: columns that were chosen, if any
 * @records: the records
 * @count: number of @records
 */
struct ia_table *ia_columns_table(const struct ia_page *page,
				  const struct ia_record_table *table,
				  const struct ia_chosen *chosen, const void *const *records,
				  size_t count)
{
	const struct ia_record_info *info = &ia_records[table->id];
	const struct ia_record_column *columns = chosen ? chosen->columns : NULL;
	size_t ncolumns = chosen ? chosen->count : 0, i, j;
	struct ia_column *heads;
	const struct ia_key **keys;
	struct ia_table *out;

	if (!ncolumns)
		ncolumns = usual(page, table, records, count, &columns);
	heads = ia_alloc(page->arena, ncolumns, sizeof(*heads));
	keys = ia_alloc(page->arena, ncolumns, sizeof(*keys));
	for (j = 0; j < ncolumns; j++) {
		heads[j] = columns[j].column;
		if (columns[j].key)
			keys[j] = ia_key_find(info, columns[j].key, strlen(columns[j].key));
	}
	out = ia_table_new(page->arena, heads, ncolumns);
	for (i = 0; i < count; i++) {
		long row = ia_table_row(out, -1);

		for (j = 0; j < ncolumns; j++) {
			enum ia_state state = IA_PLAIN;
			const char *text = columns[j].text ?
					   columns[j].text(page, records[i], &state) :
					   value(page, keys[j], records[i]);

			ia_table_set(out, row, j, state, text ? text : "-");
		}
	}
	return out;
}

/* Print that. */
void ia_columns_print(const struct ia_page *page, const struct ia_record_table *table,
		      const struct ia_chosen *chosen, const void *const *records,
		      size_t count)
{
	ia_table_print(page->out, ia_columns_table(page, table, chosen, records, count));
}
