// SPDX-License-Identifier: GPL-2.0
#include "faults.h"

#include <json-c/json.h>

enum { L_SEQ, L_TIME, L_AGO, L_DEV, L_REASON, L_ADDRESS, L_ACCESS, L_PASID, L_UNIT };

static const struct ia_column log_columns[] = {
	[L_SEQ] = { "SEQ", IA_COLUMN_RIGHT, 4 },
	[L_TIME] = { "BOOTTIME", IA_COLUMN_RIGHT, 2 },
	[L_AGO] = { "AGO", IA_COLUMN_RIGHT, 0 },
	[L_DEV] = { "DEV", 0, 0 },
	[L_REASON] = { "REASON", IA_COLUMN_WRAP, 0 },
	[L_ADDRESS] = { "ADDRESS", 0, 0 },
	[L_ACCESS] = { "ACCESS", 0, 1 },
	[L_PASID] = { "PASID", 0, 3 },
	[L_UNIT] = { "UNIT", 0, 5 },
};

static void print_log(struct ia_run *run, const struct ia_faults *f)
{
	static const char *const keys[] = {
		[L_SEQ] = "seq", [L_ACCESS] = "access", [L_PASID] = "pasid",
		[L_UNIT] = "unit",
	};
	const struct ia_machine *m = &run->machine;
	const struct ia_records *records = &m->files[IA_FILE_FAULT_LOG];
	const char *blind = ia_faults_blind(run->arena, f);
	struct ia_table *table = ia_table_new(run->arena, log_columns,
					      sizeof(log_columns) /
					      sizeof(*log_columns));
	size_t i, k;

	for (i = 0; i < records->count; i++) {
		const struct ia_record *record = &records->items[i];
		struct ia_number time = ia_figure_of(ia_record_get(record, "time_ns"));
		struct ia_number age = ia_figure_minus(f->now, time);
		long row = ia_table_row(table, -1);

		for (k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
			if (keys[k])
				ia_table_set(table, row, k, IA_PLAIN,
					     ia_record_get(record, keys[k]));
		}
		ia_table_set(table, row, L_TIME, IA_PLAIN, ia_boottime(run->arena, time));
		ia_table_set(table, row, L_AGO, IA_PLAIN,
			     ia_duration(run->arena, age));
		ia_table_set(table, row, L_DEV, IA_PLAIN, ia_fault_source(m, record));
		ia_table_set(table, row, L_ADDRESS, IA_PLAIN,
			     ia_fault_address(run->arena, record, "addr"));
		ia_table_set(table, row, L_REASON, IA_PLAIN,
			     ia_fault_reason(run->arena, record));
	}
	if (table->nrows) {
		ia_table_print(&run->out, table);
		return;
	}
	blind = blind ? ia_format(run->arena, "Faults are unknown: %s", blind) :
			"No fault was logged since the module was loaded.";
	ia_out_list(&run->out, "", &blind, 1, IA_PLAIN);
}

static struct json_object *log_list(const struct ia_machine *m)
{
	const struct ia_records *records = &m->files[IA_FILE_FAULT_LOG];
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < records->count; i++)
		json_object_array_add(list, ia_json_record(&records->items[i],
							   IA_FILE_FAULT_LOG));
	return list;
}

/* Leaves out what did not grow. */
static void keep_fresh(struct ia_faults *f)
{
	size_t i, kept = 0;

	for (i = 0; i < f->count; i++) {
		if (!f->items[i].fresh.known || f->items[i].fresh.n)
			f->items[kept++] = f->items[i];
	}
	f->count = kept;
}

static enum ia_status compare(struct ia_run *run, struct ia_faults *faults)
{
	struct ia_machine then = { .arena = run->arena };
	struct ia_problem problem;
	struct ia_faults before;
	const char *wrong;

	if (!ia_read_snapshot(&then, ia_opt(run, SINCE), &problem))
		return ia_cmd_fail(&problem);
	ia_faults_gather(&then, &before);
	wrong = ia_faults_since(&run->machine, faults, &then, &before);
	if (!wrong) {
		keep_fresh(faults);
		return IA_OK;
	}
	problem.status = IA_PARSE;
	problem.text = ia_format(run->arena, "%s %s", ia_opt(run, SINCE), wrong);
	return ia_cmd_fail(&problem);
}

/**
 * ia_cmd_faults() - iommu-audit faults
 * @run: the invocation
 *
 * Return: IA_OK whatever it shows: it does not judge.
 */
enum ia_status ia_cmd_faults(struct ia_run *run)
{
	struct ia_fault_page page = { .machine = &run->machine };
	struct json_object *answer, *list;
	struct ia_faults faults;
	enum ia_status status;

	if (ia_opt(run, LOG) && (ia_opt(run, WATCH) || ia_opt(run, SINCE)))
		return ia_cmd_usage("--log excludes --watch and --since");
	if (ia_opt(run, WATCH) && (ia_opt(run, SINCE) || ia_opt(run, FROM)))
		return ia_cmd_usage("--watch excludes --since and --from: it looks at what runs");
	if (ia_opt(run, INTERVAL) && !ia_opt(run, WATCH))
		return ia_cmd_usage("--interval belongs to --watch");
	if (ia_opt(run, WATCH))
		return ia_faults_watch(run);
	status = ia_cmd_read(run);
	if (status)
		return status;
	ia_faults_gather(&run->machine, &faults);
	if (ia_opt(run, SINCE))
		status = compare(run, &faults);
	if (status)
		return status;
	if (ia_opt(run, JSON)) {
		answer = ia_json_answer(ia_opt(run, LOG) ? "iommu_audit fault_log" :
						   "iommu_audit faults");
		list = ia_opt(run, LOG) ? log_list(&run->machine) :
		       ia_json_faults(run->arena, &faults, ia_opt(run, SINCE));
		json_object_object_add(answer, ia_opt(run, LOG) ? "log" : "faults", list);
		ia_json_print(&run->out, answer);
		return IA_OK;
	}
	if (ia_opt(run, LOG)) {
		print_log(run, &faults);
		return IA_OK;
	}
	page.faults = &faults;
	if (ia_opt(run, SINCE))
		page.since = ia_format(run->arena, "since %s", ia_opt(run, SINCE));
	ia_faults_page(&run->out, &page);
	return IA_OK;
}
