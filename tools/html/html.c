// SPDX-License-Identifier: GPL-2.0
#include "html.h"

#include <string.h>

#include "../../include/uapi/iommu_audit.h"
#include "../base/escape.h"

/* Nothing is loaded, run or sent, also where something of this page went wrong. */
#define POLICY	"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/* Bytes of a cell that stays on one line. */
#define SHORT	28

/* Write the begin of an element, up to what ends it. */
static void put_tag(struct ia_html *html, const char *element, va_list args)
{
	const char *name, *value;

	ia_buf_add(&html->body, "<%s", element);
	while ((name = va_arg(args, const char *))) {
		value = va_arg(args, const char *);
		if (value)
			ia_buf_add(&html->body, " %s=\"%s\"", name,
				   ia_escape_html(html->arena, value));
	}
}

/**
 * ia_html_open() - begin an element
 * @html: the page
 * @name: of the element; a constant of this program
 * @...: names of attributes, constants too, each with its value, and NULL
 */
void ia_html_open(struct ia_html *html, const char *name, ...)
{
	va_list args;

	va_start(args, name);
	put_tag(html, name, args);
	va_end(args);
	ia_buf_add(&html->body, ">");
	html->open = ia_grow(html->arena, html->open, html->nopen, &html->room,
			     sizeof(*html->open));
	html->open[html->nopen++] = name;
}

/* End the element that was opened last. */
void ia_html_close(struct ia_html *html)
{
	html->nopen--;
	ia_buf_add(&html->body, "</%s>", html->open[html->nopen]);
}

static void close_to(struct ia_html *html, size_t depth)
{
	while (html->nopen > depth)
		ia_html_close(html);
}

/**
 * ia_html_void() - write an element that holds nothing, as a rect of SVG
 * @html: the page
 * @name: of the element; a constant of this program
 * @...: as for ia_html_open()
 */
void ia_html_void(struct ia_html *html, const char *name, ...)
{
	va_list args;

	va_start(args, name);
	put_tag(html, name, args);
	va_end(args);
	ia_buf_add(&html->body, "/>");
}

/**
 * ia_html_text() - write text
 * @html: the page
 * @text: any bytes
 */
void ia_html_text(struct ia_html *html, const char *text)
{
	ia_buf_add(&html->body, "%s", ia_escape_html(html->arena, text));
}

/* Write an element that holds a text. */
void ia_html_say(struct ia_html *html, const char *name, const char *text)
{
	ia_html_open(html, name, NULL);
	ia_html_text(html, text);
	ia_html_close(html);
}

/* Write a text of a class. */
void ia_html_span(struct ia_html *html, const char *class, const char *text)
{
	ia_html_open(html, "span", "class", class, NULL);
	ia_html_text(html, text);
	ia_html_close(html);
}

/* Write a command, a parameter or an address. */
void ia_html_code(struct ia_html *html, const char *text)
{
	ia_html_say(html, "code", text);
}

/* The class of what is said of the state of things. */
const char *ia_html_state(enum ia_state state)
{
	static const char *const classes[] = {
		[IA_PLAIN] = NULL, [IA_GOOD] = "good", [IA_ATTENTION] = "attention",
		[IA_BROKEN] = "broken",
	};

	return classes[state];
}

/**
 * ia_html_begin() - begin a page, in its head
 * @html: filled
 * @arena: memory for texts
 * @title: of the page
 */
void ia_html_begin(struct ia_html *html, struct ia_arena *arena, const char *title)
{
	*html = (struct ia_html){ .arena = arena, .title = title };
	html->body.arena = arena;
	html->contents.arena = arena;
	ia_html_open(html, "header", NULL);
	ia_html_say(html, "h1", title);
}

/**
 * ia_html_section() - begin a section, which ends the one before
 * @html: the page
 * @id: what links to it name; a constant of this program
 * @title: its heading, and its entry in the table of contents
 */
void ia_html_section(struct ia_html *html, const char *id, const char *title)
{
	const char *heading = ia_format(html->arena, "h-%s", id);

	if (!html->head) {
		close_to(html, 0);
		html->head = html->body.len;
		ia_html_open(html, "main", "id", "main", NULL);
	}
	close_to(html, 1);
	ia_html_open(html, "section", "id", id, "aria-labelledby", heading, NULL);
	ia_html_open(html, "h2", "id", heading, NULL);
	ia_html_text(html, title);
	ia_html_close(html);
	ia_buf_add(&html->contents, "<li><a href=\"#%s\">%s</a></li>\n", id,
		   ia_escape_html(html->arena, title));
}

/* Write a heading within a section. */
void ia_html_heading(struct ia_html *html, const char *title)
{
	ia_html_say(html, "h3", title);
}

/**
 * ia_html_unseen() - say in a section what could not be seen, so that nobody misses it
 * @html: the page
 * @text: what, and why
 */
void ia_html_unseen(struct ia_html *html, const char *text)
{
	ia_html_open(html, "p", "class", "unseen", NULL);
	ia_html_say(html, "strong", "Not seen:");
	ia_html_text(html, " ");
	ia_html_text(html, text);
	ia_html_close(html);
}

/**
 * ia_html_hint() - say that the next box scrolls, where the page is too narrow for it
 * @html: the page
 * @need: what the box needs, in rem; where the page has that the hint is not shown
 * @text: what is beyond the edge
 */
void ia_html_hint(struct ia_html *html, double need, const char *text)
{
	/* Those who do not see the edge do not miss what is beyond it. */
	ia_html_open(html, "p", "class", "hint", "aria-hidden", "true",
		     "style", ia_format(html->arena, "--need:%.1frem", need), NULL);
	ia_html_text(html, text);
	ia_html_close(html);
}

/**
 * ia_html_pair() - write an entry of a list of facts, a "dl" that is open
 * @html: the page
 * @label: what it is about
 * @state: the colour of @text, which says it in words too
 * @text: what there is to say; NULL for nothing at all
 */
void ia_html_pair(struct ia_html *html, const char *label, enum ia_state state,
		  const char *text)
{
	if (!text)
		return;
	ia_html_say(html, "dt", label);
	ia_html_more(html, state, text);
}

/**
 * ia_html_more() - write more about what the entry before is about
 * @html: the page
 * @state: the colour of @text
 * @text: what there is to say
 */
void ia_html_more(struct ia_html *html, enum ia_state state, const char *text)
{
	ia_html_open(html, "dd", "class", ia_html_state(state), NULL);
	ia_html_text(html, text);
	ia_html_close(html);
}

/**
 * ia_html_table() - begin a table, in a box that scrolls where the page is too narrow
 * @html: the page
 * @caption: what it shows
 * @columns: its headings; they are kept until its end
 * @count: number of @columns
 */
void ia_html_table(struct ia_html *html, const char *caption,
		   const struct ia_html_column *columns, size_t count)
{
	size_t i;

	ia_html_open(html, "div", "class", "wide", "role", "region", "tabindex", "0",
		     "aria-label", caption, NULL);
	ia_html_open(html, "table", NULL);
	ia_html_say(html, "caption", caption);
	ia_html_open(html, "thead", NULL);
	ia_html_open(html, "tr", NULL);
	for (i = 0; i < count; i++) {
		ia_html_open(html, "th", "scope", "col", "class",
			     columns[i].number ? "number" : NULL, NULL);
		ia_html_text(html, columns[i].title);
		ia_html_close(html);
	}
	ia_html_close(html);
	ia_html_close(html);
	ia_html_open(html, "tbody", NULL);
	html->columns = columns;
	html->row = html->nopen;
}

/* Begin a row of the open table; the one before ends with it. */
void ia_html_row(struct ia_html *html)
{
	close_to(html, html->row);
	ia_buf_add(&html->body, "\n");
	ia_html_open(html, "tr", NULL);
	html->column = 0;
}

/* The first cell of a row is its heading. */
static void open_cell(struct ia_html *html, enum ia_state state, bool is_long)
{
	bool first = !html->column, number = html->columns[html->column++].number;
	const char *const classes[] = {
		number ? "number" : NULL, is_long ? "long" : NULL, ia_html_state(state),
	};
	struct ia_buf buf = { .arena = html->arena };
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		if (classes[i])
			ia_buf_add(&buf, "%s%s", buf.len ? " " : "", classes[i]);
	}
	ia_html_open(html, first ? "th" : "td", "class", buf.text,
		     "scope", first ? "row" : NULL, NULL);
}

/**
 * ia_html_cell_open() - begin a cell of the open row, which ia_html_close() ends
 * @html: the page
 * @state: its colour
 */
void ia_html_cell_open(struct ia_html *html, enum ia_state state)
{
	open_cell(html, state, true);
}

/**
 * ia_html_cell() - write a cell of the open row
 * @html: the page
 * @state: its colour
 * @text: what it says; NULL for nothing
 */
void ia_html_cell(struct ia_html *html, enum ia_state state, const char *text)
{
	open_cell(html, state, text && strlen(text) > SHORT);
	ia_html_text(html, text ? text : "");
	ia_html_close(html);
}

/* End a table. */
void ia_html_table_end(struct ia_html *html)
{
	close_to(html, html->row - 3);
	html->row = 0;
	ia_buf_add(&html->body, "\n");
}

/* Whether a column says of every row that it is unknown. */
static bool is_blank(const struct ia_table *table, size_t column)
{
	size_t i;

	for (i = 0; i < table->nrows; i++) {
		const char *text = table->cells[i * table->ncolumns + column].text;

		if (!text || strcmp(text, IOMMU_AUDIT_UNKNOWN))
			return false;
	}
	return table->nrows;
}

/**
 * ia_html_records() - write a table that view made
 * @html: the page
 * @caption: what it shows
 * @table: of a tree its rows are written, without its lines; columns of which nothing is known
 *         are named in the caption instead
 */
void ia_html_records(struct ia_html *html, const char *caption, const struct ia_table *table)
{
	struct ia_html_column *columns = ia_alloc(html->arena, table->ncolumns, sizeof(*columns));
	size_t *shown = ia_alloc(html->arena, table->ncolumns, sizeof(*shown));
	struct ia_buf blank = { .arena = html->arena };
	size_t i, j, n = 0;

	for (j = 0; j < table->ncolumns; j++) {
		const struct ia_column *column = &table->columns[j];

		if (is_blank(table, j)) {
			ia_buf_add(&blank, "%s%s", blank.len ? ", " : "", column->title);
			continue;
		}
		columns[n] = (struct ia_html_column){
			column->title, column->flags & IA_COLUMN_RIGHT,
		};
		shown[n++] = j;
	}
	if (blank.len)
		caption = ia_format(html->arena, "%s; unknown of each: %s", caption, blank.text);
	ia_html_table(html, caption, columns, n);
	for (i = 0; i < table->nrows; i++) {
		ia_html_row(html);
		for (j = 0; j < n; j++) {
			const struct ia_cell *cell = &table->cells[i * table->ncolumns + shown[j]];

			ia_html_cell(html, cell->state, cell->text);
		}
	}
	ia_html_table_end(html);
}

/* End a page. Return: all of it. */
const char *ia_html_end(struct ia_html *html)
{
	struct ia_buf page = { .arena = html->arena };
	size_t head;

	close_to(html, 0);
	head = html->head ? html->head : html->body.len;
	ia_buf_add(&page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"color-scheme\" content=\"light dark\">\n"
		   "<meta name=\"referrer\" content=\"no-referrer\">\n<title>%s</title>\n<style>\n",
		   ia_escape_html(html->arena, POLICY),
		   ia_escape_html(html->arena, html->title));
	ia_buf_add(&page, "%s%s</style>\n</head>\n<body>\n", ia_html_style, ia_html_style_plots);
	ia_buf_add(&page, "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n%.*s\n",
		   (int)head, html->body.text);
	if (html->contents.len)
		ia_buf_add(&page, "<nav aria-label=\"Contents\"><ul>\n%s</ul></nav>\n",
			   html->contents.text);
	ia_buf_add(&page, "%s\n<footer>iommu-audit " IA_VERSION "</footer>\n</body>\n</html>\n",
		   html->body.text + head);
	return page.text;
}
