/* SPDX-License-Identifier: GPL-2.0 */
/* columns.c: tables of described records, with columns that can be chosen */
#ifndef IA_VIEW_COLUMNS_H
#define IA_VIEW_COLUMNS_H

#include "answer.h"

/**
 * struct ia_record_column - a column of a table of records
 * @column: how it is shown; its title in lower case, or @key, is its name
 * @key: the key whose value it shows, or NULL for what @text makes
 * @text: makes its text and its colour of a record; NULL: as the key says
 * @about: what it shows, where that is no key
 */
struct ia_record_column {
	struct ia_column column;
	const char *key;
	const char *(*text)(const struct ia_page *page, const void *record,
			    enum ia_state *state);
	const char *about;
};

/**
 * struct ia_record_table - a table of records
 * @id: which records
 * @columns: its columns, as they are shown unless others are chosen
 * @count: number of @columns
 *
 * Any key of the record can be chosen, and any of @columns.
 */
struct ia_record_table {
	enum ia_record_id id;
	const struct ia_record_column *columns;
	size_t count;
};

/**
 * struct ia_chosen - columns that somebody chose
 * @columns: them, in that order
 * @count: number of @columns; 0 for those of the table
 */
struct ia_chosen {
	const struct ia_record_column *columns;
	size_t count;
};

/* view/devices.c, groups.c, units.c, version.c */
extern const struct ia_record_table ia_device_table, ia_group_table, ia_unit_table,
	ia_source_table, ia_monitor_table;

const char *ia_columns_choose(struct ia_arena *arena, const struct ia_record_table *table,
			      const char *list, struct ia_chosen *chosen);
void ia_record_columns_tell(struct ia_out *out, const struct ia_record_table *table);
struct ia_table *ia_columns_table(const struct ia_page *page,
				  const struct ia_record_table *table,
				  const struct ia_chosen *chosen, const void *const *records,
				  size_t count);
void ia_columns_print(const struct ia_page *page, const struct ia_record_table *table,
		      const struct ia_chosen *chosen, const void *const *records,
		      size_t count);

#endif /* IA_VIEW_COLUMNS_H */
