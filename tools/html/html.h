/* SPDX-License-Identifier: GPL-2.0 */
/*
 * html.c, style.c: the writer of pages in HTML
 *
 * A page is one file that needs no other and asks for none: no script, no picture, no font.
 * Its policy forbids all of that besides. What is shown of a machine may come from a
 * stranger: every text and every value of an attribute is escaped by the functions below,
 * which are the only ones that write; names of elements, attributes and classes are this
 * program's own. Elements are closed in the order in which they were opened, so a page is
 * balanced whatever is in it.
 *
 * Begin with ia_html_begin(); what follows stands in the head of the page, up to the first
 * ia_html_section(). The table of contents is made of the sections. ia_html_end() returns
 * the text of the page:
 *
 *	struct ia_html html;
 *
 *	ia_html_begin(&html, arena, "IOMMU report: rack7");
 *	ia_html_say(&html, "p", "What the IOMMUs of this machine do.");
 *	ia_html_section(&html, "faults", "Faults");
 *	ia_html_table(&html, "Faults by source", columns, 2);
 *	ia_html_row(&html);
 *	ia_html_cell(&html, IA_BROKEN, "03:00.0");
 *	ia_html_cell(&html, IA_PLAIN, "118");
 *	ia_html_table_end(&html);
 *	ia_html_unseen(&html, "fault_log: the module is too old");
 *	text = ia_html_end(&html);
 *
 * Pictures are SVG made of the same functions: ia_html_open(&html, "svg", "viewBox", ...,
 * "role", "img", "aria-label", ..., NULL) and ia_html_void(&html, "rect", ..., NULL).
 * Colours come from classes of style.c, which knows light, dark and print; there is no style
 * attribute but for lengths, and no colour without a word that says the same.
 */
#ifndef IA_HTML_HTML_H
#define IA_HTML_HTML_H

#include "../view/render.h"

/* A column of a table: its heading, and whether it holds numbers. */
struct ia_html_column {
	const char *title;
	bool number;
};

/**
 * struct ia_html - a page under construction
 * @arena: memory for texts
 * @title: its title
 * @body: what was written so far
 * @contents: entries of the table of contents
 * @head: length of @body where the head of the page ends; 0 before the first section
 * @open: names of the elements that are open
 * @nopen: number of @open
 * @room: names there is room for
 * @columns: of the open table
 * @column: the next one of the open row
 * @row: @nopen within the open table
 */
struct ia_html {
	struct ia_arena *arena;
	const char *title;
	struct ia_buf body;
	struct ia_buf contents;
	size_t head;
	const char **open;
	size_t nopen;
	size_t room;
	const struct ia_html_column *columns;
	size_t column;
	size_t row;
};

void ia_html_begin(struct ia_html *html, struct ia_arena *arena, const char *title);
const char *ia_html_end(struct ia_html *html);

/* Attributes are pairs of name and value; those whose value is NULL are left out. */
void ia_html_open(struct ia_html *html, const char *name, ...) __attribute__((sentinel));
void ia_html_close(struct ia_html *html);
void ia_html_void(struct ia_html *html, const char *name, ...) __attribute__((sentinel));
void ia_html_text(struct ia_html *html, const char *text);
void ia_html_say(struct ia_html *html, const char *name, const char *text);
void ia_html_span(struct ia_html *html, const char *class, const char *text);
void ia_html_code(struct ia_html *html, const char *text);

void ia_html_section(struct ia_html *html, const char *id, const char *title);
void ia_html_heading(struct ia_html *html, const char *title);
void ia_html_unseen(struct ia_html *html, const char *text);
void ia_html_hint(struct ia_html *html, double need, const char *text);
void ia_html_pair(struct ia_html *html, const char *label, enum ia_state state,
		  const char *text);
void ia_html_more(struct ia_html *html, enum ia_state state, const char *text);
const char *ia_html_state(enum ia_state state);

void ia_html_table(struct ia_html *html, const char *caption,
		   const struct ia_html_column *columns, size_t count);
void ia_html_row(struct ia_html *html);
void ia_html_cell(struct ia_html *html, enum ia_state state, const char *text);
void ia_html_cell_open(struct ia_html *html, enum ia_state state);
void ia_html_table_end(struct ia_html *html);
void ia_html_records(struct ia_html *html, const char *caption, const struct ia_table *table);

/* style.c */
extern const char ia_html_style[];

/* style_plots.c */
extern const char ia_html_style_plots[];

#endif /* IA_HTML_HTML_H */
