// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

enum {
	UNIT, VENDOR, SEGMENT, BASE, VERSION, TRANSLATION, INTREMAP, FEATURES,
	SCOPE,
};

static const struct ia_column columns[] = {
	[UNIT] = { "UNIT", 0, 0 },
	[VENDOR] = { "VENDOR", 0, 3 },
	[SEGMENT] = { "SEGMENT", 0, 6 },
	[BASE] = { "BASE", 0, 4 },
	[VERSION] = { "VERSION", 0, 5 },
	[TRANSLATION] = { "TRANSLATES", 0, 0 },
	[INTREMAP] = { "INTREMAP", 0, 0 },
	[FEATURES] = { "FEATURES", IA_COLUMN_WRAP, 2 },
	[SCOPE] = { "SCOPE", IA_COLUMN_WRAP, 1 },
};

static const char *spaced(struct ia_arena *arena, const char *list)
{
	char *text = ia_strndup(arena, list, strlen(list)), *p;

	for (p = text; *p; p++) {
		if (*p == ',')
			*p = ' ';
	}
	return text;
}

static void set_flag(struct ia_table *table, long row, size_t column,
		     const char *value)
{
	if (!strcmp(value, "1"))
		ia_table_set(table, row, column, IA_GOOD, "on");
	else if (!strcmp(value, "0"))
		ia_table_set(table, row, column, IA_BROKEN, "off");
	else
		ia_table_set(table, row, column, IA_ATTENTION, value);
}

static void add(struct ia_arena *arena, struct ia_table *table,
		const struct ia_record *unit)
{
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, UNIT, IA_PLAIN, ia_record_get(unit, "unit"));
	ia_table_set(table, row, VENDOR, IA_PLAIN,
		     ia_record_get(unit, "vendor"));
	ia_table_set(table, row, SEGMENT, IA_PLAIN,
		     ia_record_get(unit, "segment"));
	ia_table_set(table, row, BASE, IA_PLAIN, ia_record_get(unit, "base"));
	ia_table_set(table, row, VERSION, IA_PLAIN,
		     ia_record_get(unit, "version"));
	set_flag(table, row, TRANSLATION, ia_record_get(unit, "translation"));
	set_flag(table, row, INTREMAP, ia_record_get(unit, "intremap"));
	ia_table_set(table, row, FEATURES, IA_PLAIN,
		     spaced(arena, ia_record_get(unit, "features")));
	ia_table_set(table, row, SCOPE, IA_PLAIN,
		     spaced(arena, ia_record_get(unit, "scope")));
}

/**
 * ia_cmd_units() - iommu-audit units
 * @run: the invocation
 */
enum ia_status ia_cmd_units(struct ia_run *run)
{
	const struct ia_records *units = &run->machine.files[IA_FILE_UNITS];
	struct json_object *answer, *list;
	struct ia_table *table;
	enum ia_status status = ia_cmd_read(run);
	size_t i;

	if (status)
		return status;
	if (ia_opt(run, JSON)) {
		answer = ia_json_answer("iommu_audit units");
		list = json_object_new_array();
		for (i = 0; i < units->count; i++)
			json_object_array_add(list, ia_json_record(&units->items[i],
								   IA_FILE_UNITS));
		json_object_object_add(answer, "units", list);
		ia_json_print(&run->out, answer);
		return IA_OK;
	}
	if (!units->count) {
		ia_out_text(&run->out, IA_PLAIN,
			    "No IOMMU in the DMAR or IVRS table of this machine.\n");
		return IA_OK;
	}
	table = ia_table_new(run->arena, columns,
			     sizeof(columns) / sizeof(*columns));
	for (i = 0; i < units->count; i++)
		add(run->arena, table, &units->items[i]);
	ia_table_print(&run->out, table);
	return IA_OK;
}
