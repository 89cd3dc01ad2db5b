// SPDX-License-Identifier: GPL-2.0
#include "render.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libsmartcols.h>

/* Columns that libsmartcols puts in front of a line per level of the tree. */
#define TREE_STEP	2
/* Columns that may be cut or wrapped, how small they should get, and can get. */
#define FLEXIBLE	(IA_COLUMN_CUT | IA_COLUMN_WRAP)
#define LEAST_WIDTH	26
#define NARROWEST	12

static const char *const colors[] = {
	[IA_GOOD] = "\033[32m",
	[IA_ATTENTION] = "\033[33m",
	[IA_BROKEN] = "\033[31m",
};

/**
 * ia_table_new() - an empty table
 * @arena: where it lives
 * @columns: its columns; kept by reference
 * @count: number of @columns
 */
struct ia_table *ia_table_new(struct ia_arena *arena,
			      const struct ia_column *columns, size_t count)
{
	struct ia_table *table = ia_alloc(arena, 1, sizeof(*table));

	table->arena = arena;
	table->columns = columns;
	table->ncolumns = count;
	return table;
}

/**
 * ia_table_row() - append an empty row
 * @table: the table
 * @parent: the row it hangs on in a tree, or -1
 *
 * Return: the row.
 */
long ia_table_row(struct ia_table *table, long parent)
{
	size_t room = table->room;

	table->parents = ia_grow(table->arena, table->parents, table->nrows,
				 &room, sizeof(*table->parents));
	table->cells = ia_grow(table->arena, table->cells, table->nrows,
			       &table->room,
			       table->ncolumns * sizeof(*table->cells));
	table->parents[table->nrows] = parent;
	return table->nrows++;
}

/**
 * ia_table_set() - fill a cell
 * @table: the table
 * @row: its row
 * @column: its column
 * @state: its colour
 * @text: its text; kept by reference
 */
void ia_table_set(struct ia_table *table, long row, size_t column,
		  enum ia_state state, const char *text)
{
	table->cells[row * table->ncolumns + column] =
		(struct ia_cell){ text, state };
}

static bool has_titles(const struct ia_table *table)
{
	size_t i;

	for (i = 0; i < table->ncolumns && !table->untitled; i++) {
		if (*table->columns[i].title)
			return true;
	}
	return false;
}

static size_t depth(const struct ia_table *table, long row)
{
	size_t steps = 0;

	while ((row = table->parents[row]) >= 0)
		steps++;
	return steps;
}

/* Columns a column takes when nothing is cut. */
static size_t natural(const struct ia_out *out, const struct ia_table *table,
		      size_t column)
{
	const struct ia_column *c = &table->columns[column];
	size_t most = ia_wrap_columns(c->title), row;

	for (row = 0; row < table->nrows; row++) {
		const char *text = table->cells[row * table->ncolumns + column].text;
		size_t size = text ? ia_wrap_columns(ia_out_plain(out, text)) : 0;

		if (c->flags & IA_COLUMN_TREE)
			size += TREE_STEP * depth(table, row);
		if (size > most)
			most = size;
	}
	return most;
}

static bool is_empty(const struct ia_table *table, size_t column)
{
	size_t row;

	for (row = 0; row < table->nrows; row++) {
		if (table->cells[row * table->ncolumns + column].text)
			return false;
	}
	return true;
}

/* Columns of the longest piece of a cell that wrap() does not part. */
static size_t longest(const struct ia_out *out, const char *text)
{
	size_t most = 0;

	while (*text) {
		size_t len = strcspn(text, " " IA_WRAP_BEHIND), size;

		len += text[len] && text[len] != ' ';
		size = ia_wrap_columns(ia_format(out->arena, "%.*s", (int)len, text));
		most = size > most ? size : most;
		text += len;
		text += strspn(text, " ");
	}
	return most;
}

/* Columns that a column takes of so many: less where words end before the line does. */
static size_t wrapped(const struct ia_out *out, const struct ia_table *table, size_t column,
		      size_t size)
{
	size_t most = ia_wrap_columns(table->columns[column].title), row;

	if (!(table->columns[column].flags & IA_COLUMN_WRAP))
		return size;
	for (row = 0; row < table->nrows; row++) {
		const char *text = table->cells[row * table->ncolumns + column].text;

		for (text = text ? ia_out_plain(out, text) : ""; *text;) {
			size_t len = ia_wrap_line(text, size, false), n;

			n = ia_wrap_columns(ia_format(out->arena, "%.*s", (int)len, text));
			most = n > most ? n : most;
			text += len;
			text += strspn(text, " ");
		}
	}
	return most < size ? most : size;
}

/* How narrow each column gets without a word that is broken; 0 for one that does not wrap. */
static size_t *find_floors(const struct ia_out *out, const struct ia_table *table,
			   const size_t *sizes)
{
	size_t *floors = ia_alloc(out->arena, table->ncolumns, sizeof(*floors));
	size_t i, row;

	for (i = 0; i < table->ncolumns; i++) {
		if (!sizes[i] || !(table->columns[i].flags & IA_COLUMN_WRAP))
			continue;
		for (row = 0; row < table->nrows; row++) {
			const char *text = table->cells[row * table->ncolumns + i].text;
			size_t size = text ? longest(out, ia_out_plain(out, text)) : 0;

			floors[i] = size > floors[i] ? size : floors[i];
		}
	}
	return floors;
}

/* The widest column that can get narrower, down to its floor where there are any. */
static size_t widest(const struct ia_table *table, const size_t *sizes, const size_t *least,
		     const size_t *floors)
{
	size_t i, worst = table->ncolumns;

	for (i = 0; i < table->ncolumns; i++) {
		if (sizes[i] && table->columns[i].flags & FLEXIBLE && least[i] > NARROWEST &&
		    (!floors || least[i] > floors[i]) &&
		    (worst == table->ncolumns || least[i] > least[worst]))
			worst = i;
	}
	return worst;
}

/*
 * Chooses the columns that say something and fit, and how wide they may be.
 * sizes[], all 0 before, stays 0 for a column that is left out.
 */
static void choose(const struct ia_out *out, const struct ia_table *table,
		   size_t *sizes)
{
	size_t *least = ia_alloc(out->arena, table->ncolumns, sizeof(*least));
	size_t wanted = table->least ? table->least : LEAST_WIDTH;
	size_t total = 0, i, worst, *floors;

	for (i = 0; i < table->ncolumns; i++) {
		/* Where nothing is cut, how wide it is does not matter. */
		if (!is_empty(table, i))
			sizes[i] = out->width ? natural(out, table, i) : 1;
		least[i] = sizes[i];
		if (table->columns[i].flags & FLEXIBLE && least[i] > wanted)
			least[i] = wanted;
		total += least[i] + !!least[i];
	}
	if (!out->width)
		return;
	while (total > out->width + 1) {
		for (i = 0, worst = table->ncolumns; i < table->ncolumns; i++) {
			if (sizes[i] && table->columns[i].drop &&
			    (worst == table->ncolumns ||
			     table->columns[i].drop > table->columns[worst].drop))
				worst = i;
		}
		if (worst == table->ncolumns)
			break;
		total -= least[worst] + 1;
		sizes[worst] = 0;
	}
	floors = find_floors(out, table, sizes);
	/* Nothing is left that could go: then they take what there is. */
	while (total > out->width + 1) {
		worst = widest(table, sizes, least, floors);
		if (worst == table->ncolumns)
			worst = widest(table, sizes, least, NULL);
		if (worst == table->ncolumns)
			break;
		least[worst]--;
		total--;
	}
	/* First of all, no word is broken. */
	for (i = 0; i < table->ncolumns; i++) {
		if (floors[i] > least[i] && total + floors[i] - least[i] <= out->width + 1) {
			total += floors[i] - least[i];
			least[i] = floors[i];
		}
	}
	/* What is left over goes to the flexible columns, from the left. */
	for (i = 0; i < table->ncolumns; i++) {
		size_t more = sizes[i] ? sizes[i] - least[i] : 0;
		size_t room = out->width + 1 > total ? out->width + 1 - total : 0;

		if (!sizes[i])
			continue;
		if (more > room)
			sizes[i] = wrapped(out, table, i, least[i] + room);
		total += sizes[i] - least[i];
	}
}

static const char *cut(const struct ia_out *out, const char *text, size_t size)
{
	const char *mark = ia_out_plain(out, "…");
	size_t len = ia_wrap_fitting(text, size - ia_wrap_columns(mark));

	return ia_format(out->arena, "%.*s%s", (int)len, text, mark);
}

static const char *wrap(const struct ia_out *out, const char *text, size_t size)
{
	struct ia_buf buf = { .arena = out->arena };

	for (;;) {
		size_t len = ia_wrap_line(text, size, false);

		ia_buf_add(&buf, "%.*s", (int)len, text);
		if (!text[len])
			return buf.text;
		ia_buf_add(&buf, "\n");
		text += len;
		text += strspn(text, " ");
	}
}

static const char *fit(const struct ia_out *out, const struct ia_column *column,
		       const char *text, size_t size)
{
	text = ia_out_plain(out, text);
	if (!out->width || !(column->flags & FLEXIBLE) ||
	    ia_wrap_columns(text) <= size)
		return text;
	return column->flags & IA_COLUMN_WRAP ? wrap(out, text, size) :
						cut(out, text, size);
}

static bool add_columns(struct libscols_table *t, const struct ia_out *out,
			const struct ia_table *table, const size_t *sizes)
{
	size_t i;

	for (i = 0; i < table->ncolumns; i++) {
		const struct ia_column *c = &table->columns[i];
		struct libscols_column *column;
		int flags = 0;

		if (!sizes[i])
			continue;
		if (c->flags & IA_COLUMN_TREE)
			flags |= SCOLS_FL_TREE;
		if (c->flags & IA_COLUMN_RIGHT)
			flags |= SCOLS_FL_RIGHT;
		if (c->flags & IA_COLUMN_WRAP && out->width)
			flags |= SCOLS_FL_WRAP;
		column = scols_table_new_column(t, c->title, 0, flags);
		if (!column)
			return false;
		if (flags & SCOLS_FL_WRAP) {
			scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
						  scols_wrapnl_nextchunk, NULL);
			scols_column_set_safechars(column, "\n");
		}
	}
	return true;
}

static bool add_rows(struct libscols_table *t, const struct ia_out *out,
		     const struct ia_table *table, const size_t *sizes)
{
	struct libscols_line **lines;
	size_t row, i, n;

	lines = ia_alloc(out->arena, table->nrows, sizeof(*lines));
	for (row = 0; row < table->nrows; row++) {
		long parent = table->parents[row];

		lines[row] = scols_table_new_line(t, parent < 0 ? NULL : lines[parent]);
		if (!lines[row])
			return false;
		for (i = 0, n = 0; i < table->ncolumns; i++) {
			const struct ia_cell *cell =
				&table->cells[row * table->ncolumns + i];

			if (!sizes[i])
				continue;
			if (cell->text &&
			    scols_line_set_data(lines[row], n,
						fit(out, &table->columns[i],
						    cell->text, sizes[i])))
				return false;
			if (cell->state != IA_PLAIN)
				scols_cell_set_color(scols_line_get_cell(lines[row], n),
						     colors[cell->state]);
			n++;
		}
	}
	return true;
}

/* libsmartcols fills the last column up; nobody wants blanks at line ends. */
static void put_trimmed(struct ia_out *out, char *text)
{
	char *from = text, *to = text, *keep = text;

	for (; *from; from++) {
		if (*from == '\n')
			to = keep;
		*to++ = *from;
		if (*from != ' ')
			keep = to;
	}
	*keep = '\0';
	if (keep == text)
		return;
	ia_out_raw(out, text);
	if (keep[-1] != '\n')
		ia_out_raw(out, "\n");
}

/*
 * A table as it was wanted: with the chosen columns alone, in their order; NULL where it has none
 * of them.
 */
static const struct ia_table *pick(const struct ia_out *out, const struct ia_table *table)
{
	struct ia_columns all = { table->columns, table->ncolumns, sizeof(*table->columns) };
	const char *list = out->chosen;
	size_t most, i, n = 0, row;
	struct ia_column *columns;
	struct ia_table *chosen;
	size_t *from;

	if (!list)
		return table;
	most = strlen(list) + 1;
	columns = ia_alloc(out->arena, most, sizeof(*columns));
	from = ia_alloc(out->arena, most, sizeof(*from));
	for (;; list++) {
		size_t len = strcspn(list, ",");

		i = ia_column_find(out->arena, &all, list, len);
		if (i < all.count) {
			columns[n] = table->columns[i];
			columns[n].drop = 0;
			from[n++] = i;
		}
		list += len;
		if (!*list)
			break;
	}
	if (!n)
		return NULL;
	chosen = ia_table_new(out->arena, columns, n);
	chosen->untitled = table->untitled;
	for (row = 0; row < table->nrows; row++) {
		ia_table_row(chosen, table->parents[row]);
		for (i = 0; i < n; i++) {
			const struct ia_cell *cell =
				&table->cells[row * table->ncolumns + from[i]];

			ia_table_set(chosen, row, i, cell->state, cell->text ? cell->text : "");
		}
	}
	return chosen;
}

/* What a narrow terminal leaves out is named, once for tables that follow each other. */
static void tell_dropped(struct ia_out *out, const struct ia_table *table, const size_t *sizes)
{
	struct ia_buf names = { .arena = out->arena };
	size_t i;

	/* A page that takes the place of another has as many lines as the screen. */
	if (out->paged || out->told == table->columns)
		return;
	for (i = 0; i < table->ncolumns; i++) {
		if (!sizes[i] && *table->columns[i].title && !is_empty(table, i))
			ia_buf_add(&names, "%s%s", names.len ? ", " : "",
				   table->columns[i].title);
	}
	if (!names.len)
		return;
	out->told = table->columns;
	ia_out_marked(out, "", IA_PLAIN,
		      ia_format(out->arena, "not shown at %u columns: %s; -o COLUMNS chooses",
				out->width, names.text));
}

/* Write a table or a tree, with the columns that were chosen if any were. */
void ia_table_print(struct ia_out *out, const struct ia_table *table)
{
	struct libscols_table *t;
	char *text = NULL;
	size_t *sizes;
	bool done;

	table = pick(out, table);
	if (!table)
		return;
	t = scols_new_table();
	sizes = ia_alloc(out->arena, table->ncolumns, sizeof(*sizes));
	choose(out, table, sizes);
	done = t && add_columns(t, out, table, sizes) &&
	       add_rows(t, out, table, sizes);
	if (done) {
		scols_table_enable_ascii(t, !out->utf8);
		scols_table_set_default_symbols(t);
		scols_table_enable_colors(t, out->color);
		scols_table_enable_noheadings(t, !has_titles(table));
		scols_table_set_termforce(t, out->width ?
					  SCOLS_TERMFORCE_ALWAYS :
					  SCOLS_TERMFORCE_NEVER);
		if (out->width)
			scols_table_set_termwidth(t, out->width);
		done = !scols_print_table_to_string(t, &text);
	}
	scols_unref_table(t);
	if (!done && !out->failed)
		out->failed = ENOMEM;
	if (text)
		put_trimmed(out, text);
	free(text);
	if (out->width)
		tell_dropped(out, table, sizes);
}
