// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

/* Both tables have as many. */
#define COLUMNS 5

static const struct ia_column columns[COLUMNS] = {
	{ "SOURCE", 0, 0 },
	{ "METHOD", IA_COLUMN_WRAP, 0 },
	{ "ACCURACY", 0, 0 },
	{ "REASON", IA_COLUMN_WRAP, 0 },
	{ "LIMIT", IA_COLUMN_WRAP, 0 },
};

static const struct ia_column tap_columns[COLUMNS] = {
	{ "TAP", 0, 0 },
	{ "METHOD", IA_COLUMN_WRAP, 0 },
	{ "ACCURACY", 0, 0 },
	{ "MISSED", IA_COLUMN_RIGHT, 0 },
	{ "REASON", IA_COLUMN_WRAP, 0 },
};

static const char *const keys[COLUMNS] = { "source", "method", "accuracy", "reason", "limit" };
static const char *const tap_keys[COLUMNS] = { "tap", "method", "accuracy", "missed", "reason" };

/* One table of the lines that have the first of the keys. */
static struct ia_table *rows(struct ia_run *run, const struct ia_column *columns,
			     const char *const *keys)
{
	const struct ia_records *version = &run->machine.files[IA_FILE_VERSION];
	struct ia_table *table = ia_table_new(run->arena, columns, COLUMNS);
	size_t i, k;

	for (i = 0; i < version->count; i++) {
		const struct ia_record *source = &version->items[i];
		bool blind = !strcmp(ia_record_get(source, "accuracy"), "none");
		long row;

		if (!ia_record_find(source, keys[0]))
			continue;
		row = ia_table_row(table, -1);
		for (k = 0; k < COLUMNS; k++)
			ia_table_set(table, row, k,
				     blind && k == 2 ? IA_ATTENTION : IA_PLAIN,
				     ia_record_get(source, keys[k]));
	}
	return table;
}

static void print(struct ia_run *run)
{
	struct ia_table *taps = rows(run, tap_columns, tap_keys);

	ia_out_text(&run->out, IA_PLAIN,
		    ia_format(run->arena, "module %s · format %s · kernel %s\n\n",
			      ia_machine_identity(&run->machine, "module"),
			      ia_machine_identity(&run->machine, "format"),
			      run->machine.kernel_text));
	ia_table_print(&run->out, rows(run, columns, keys));
	if (taps->nrows) {
		ia_out_text(&run->out, IA_PLAIN, "\n");
		ia_table_print(&run->out, taps);
	}
}

static struct json_object *with_key(const struct ia_records *version,
				    const char *key)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < version->count; i++) {
		if (ia_record_find(&version->items[i], key))
			json_object_array_add(list, ia_json_record(&version->items[i],
								   IA_FILE_VERSION));
	}
	return list;
}

/**
 * ia_cmd_version() - iommu-audit version
 * @run: the invocation
 *
 * Tells the tool's own version even when the module is not to be had.
 */
enum ia_status ia_cmd_version(struct ia_run *run)
{
	const struct ia_records *version = &run->machine.files[IA_FILE_VERSION];
	struct json_object *answer;
	enum ia_status status;
	const char *module;

	if (!ia_opt(run, JSON))
		ia_out_text(&run->out, IA_PLAIN, "iommu-audit " IA_VERSION "\n");
	status = ia_cmd_read(run);
	if (!ia_opt(run, JSON)) {
		if (!status)
			print(run);
		return status;
	}
	answer = ia_json_answer("iommu_audit version");
	json_object_object_add(answer, "tool",
			       json_object_new_string(IA_VERSION));
	if (!status) {
		module = ia_machine_identity(&run->machine, "module");
		json_object_object_add(answer, "module",
				       json_object_new_string(module));
		json_object_object_add(answer, "kernel",
				       json_object_new_string(run->machine.kernel_text));
		json_object_object_add(answer, "sources",
				       with_key(version, "source"));
		json_object_object_add(answer, "taps", with_key(version, "tap"));
	}
	ia_json_print(&run->out, answer);
	return status;
}
