// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

static const struct ia_column columns[] = {
	{ "SOURCE", 0, 0 },
	{ "METHOD", 0, 0 },
	{ "ACCURACY", 0, 0 },
	{ "REASON", IA_COLUMN_WRAP, 0 },
	{ "LIMIT", IA_COLUMN_WRAP, 0 },
};

static const char *const keys[] = { "source", "method", "accuracy", "reason", "limit" };

static void print(struct ia_run *run)
{
	const struct ia_records *version = &run->machine.files[IA_FILE_VERSION];
	struct ia_table *table = ia_table_new(run->arena, columns,
					      sizeof(columns) / sizeof(*columns));
	size_t i, k;

	for (i = 0; i < version->count; i++) {
		const struct ia_record *source = &version->items[i];
		bool blind = !strcmp(ia_record_get(source, "accuracy"), "none");
		long row;

		if (!ia_record_find(source, "source"))
			continue;
		row = ia_table_row(table, -1);
		for (k = 0; k < sizeof(keys) / sizeof(*keys); k++)
			ia_table_set(table, row, k,
				     blind && k == 2 ? IA_ATTENTION : IA_PLAIN,
				     ia_record_get(source, keys[k]));
	}
	ia_out_text(&run->out, IA_PLAIN,
		    ia_format(run->arena, "module %s · format %s · kernel %s\n\n",
			      ia_machine_identity(&run->machine, "module"),
			      ia_machine_identity(&run->machine, "format"),
			      run->machine.kernel));
	ia_table_print(&run->out, table);
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
	struct json_object *answer, *list;
	enum ia_status status;
	const char *module;
	size_t i;

	if (!run->json)
		ia_out_text(&run->out, IA_PLAIN, "iommu-audit " IA_VERSION "\n");
	status = ia_cmd_read(run);
	if (!run->json) {
		if (!status)
			print(run);
		return status;
	}
	answer = ia_json_answer("iommu_audit version");
	json_object_object_add(answer, "tool",
			       json_object_new_string(IA_VERSION));
	if (!status) {
		list = json_object_new_array();
		module = ia_machine_identity(&run->machine, "module");
		json_object_object_add(answer, "module",
				       json_object_new_string(module));
		json_object_object_add(answer, "kernel",
				       json_object_new_string(run->machine.kernel));
		for (i = 0; i < version->count; i++) {
			if (ia_record_find(&version->items[i], "source"))
				json_object_array_add(list, ia_json_record(&version->items[i],
									   IA_FILE_VERSION));
		}
		json_object_object_add(answer, "sources", list);
	}
	ia_json_print(&run->out, answer);
	return status;
}
