/* SPDX-License-Identifier: GPL-2.0 */
/* The only code that writes to stdout: texts, tables, trees and JSON; all of it escaped */
#ifndef IA_VIEW_RENDER_H
#define IA_VIEW_RENDER_H

#include <stdbool.h>
#include <stdio.h>

#include "../base/memory.h"
#include "../base/status.h"

struct json_object;

/* What a text says of the state of things; colour is made of this only. */
enum ia_state {
	IA_PLAIN,
	IA_GOOD,
	IA_ATTENTION,
	IA_BROKEN,
};

/* When states are colored. */
enum ia_color {
	IA_COLOR_AUTO,		/* on a terminal, unless NO_COLOR says otherwise */
	IA_COLOR_ALWAYS,
	IA_COLOR_NEVER,
};

/**
 * struct ia_out - where the answer goes
 * @arena: memory for texts
 * @stream: stdout
 * @width: columns of the terminal; 0 when nothing may be cut or wrapped
 * @color: whether states are coloured
 * @utf8: whether more than ASCII can be shown
 * @redraw: whether a page can take the place of the one before
 * @height: lines of the terminal; 0 when there is none
 * @paged: pages take the place of each other
 * @chosen: names of columns that somebody chose, with commas between them, or NULL
 * @told: columns of the table below which was said what is not shown, or NULL
 * @failed: errno of the first write that failed, or 0
 */
struct ia_out {
	struct ia_arena *arena;
	FILE *stream;
	unsigned int width;
	bool color;
	bool utf8;
	bool redraw;
	unsigned int height;
	bool paged;
	const char *chosen;
	const struct ia_column *told;
	int failed;
};

enum ia_column_flags {
	IA_COLUMN_TREE = 1,	/* draws the tree in front of its text */
	IA_COLUMN_RIGHT = 2,	/* flush right */
	IA_COLUMN_WRAP = 4,	/* may go on in the next line, on a terminal */
	IA_COLUMN_CUT = 8,	/* may be cut, on a terminal */
	IA_COLUMN_IF_ANY = 16,	/* of records: only where one has a text for it, or chosen */
	IA_COLUMN_CHOSEN = 32,	/* of records: only where it was chosen */
};

/**
 * struct ia_column - a column of a table
 * @title: its heading; a table whose headings are all "" has none
 * @flags: enum ia_column_flags
 * @drop: where the terminal is too narrow, columns go in falling order of
 *        this; those with 0 stay
 * @about: what it shows, for who chooses columns
 * @name: what it is called then; NULL: its title in lower case; without both it cannot be chosen
 */
struct ia_column {
	const char *title;
	unsigned int flags;
	unsigned int drop;
	const char *about;
	const char *name;
};

/**
 * struct ia_columns - the columns of a table, for who chooses among them
 * @columns: the first of them
 * @count: how many
 * @stride: bytes from one to the next
 */
struct ia_columns {
	const struct ia_column *columns;
	size_t count;
	size_t stride;
};

/* Of an array of columns, or of structs that begin with one. */
#define IA_COLUMNS(list)							\
	{ (const struct ia_column *)(const void *)(list), sizeof(list) / sizeof(*(list)),	\
	  sizeof(*(list)) }

/**
 * struct ia_cell - a place in a table
 * @text: its text; NULL for nothing
 * @state: its colour
 */
struct ia_cell {
	const char *text;
	enum ia_state state;
};

/**
 * struct ia_table - a table or a tree
 * @arena: where it lives
 * @columns: its columns
 * @ncolumns: number of @columns
 * @cells: row after row
 * @parents: for each row the row it hangs on in the tree, or -1
 * @untitled: whether its headings are left out: they are above already
 * @least: columns of the terminal that texts which may be wrapped or cut should
 *         have, as long as others can go for it; 0 for the usual
 * @nrows: number of rows
 * @room: rows there is room for
 */
struct ia_table {
	struct ia_arena *arena;
	const struct ia_column *columns;
	size_t ncolumns;
	struct ia_cell *cells;
	long *parents;
	bool untitled;
	size_t least;
	size_t nrows;
	size_t room;
};

/* output.c */
void ia_out_open(struct ia_out *out, struct ia_arena *arena, enum ia_color color);
void ia_out_text(struct ia_out *out, enum ia_state state, const char *text);
void ia_out_raw(struct ia_out *out, const char *text);
void ia_out_list(struct ia_out *out, const char *label, const char *const *items,
		 size_t count, enum ia_state state);
void ia_out_marked(struct ia_out *out, const char *mark, enum ia_state state, const char *text);
void ia_out_columns(struct ia_out *out, size_t begun, const char *before, const char *text);
void ia_out_page(struct ia_out *out, bool first);
bool ia_out_flush(struct ia_out *out);
const char *ia_out_plain(const struct ia_out *out, const char *text);
enum ia_status ia_out_close(struct ia_out *out, enum ia_status status);

/* Behind these a word that is too long for its line is parted. */
#define IA_WRAP_BEHIND	",;"

/* wrap.c */
size_t ia_wrap_columns(const char *text);
size_t ia_wrap_fitting(const char *text, size_t size);
size_t ia_wrap_line(const char *text, size_t size, bool whole);

/* table.c */
struct ia_table *ia_table_new(struct ia_arena *arena,
			      const struct ia_column *columns, size_t count);
long ia_table_row(struct ia_table *table, long parent);
void ia_table_set(struct ia_table *table, long row, size_t column,
		  enum ia_state state, const char *text);
void ia_table_print(struct ia_out *out, const struct ia_table *table);

/* choose.c */
const char *ia_column_name(struct ia_arena *arena, const struct ia_column *column);
size_t ia_column_find(struct ia_arena *arena, const struct ia_columns *columns, const char *word,
		      size_t len);
const char *ia_columns_wrong(struct ia_arena *arena, const struct ia_columns *const *tables,
			     const char *list);
void ia_columns_tell(struct ia_out *out, const struct ia_columns *columns);
void ia_column_tell(struct ia_out *out, const char *name, const char *about);

/* chart.c */
const char *ia_bar(const struct ia_out *out, double share, size_t width);

/* json.c */
void ia_json_print(struct ia_out *out, struct json_object *object);
void ia_json_line(struct ia_out *out, struct json_object *object);
char *ia_json_text(struct ia_arena *arena, struct json_object *object);

#endif /* IA_VIEW_RENDER_H */
