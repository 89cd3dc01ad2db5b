// SPDX-License-Identifier: GPL-2.0
/* Columns of the tables that commands print: listed, or chosen */
#include "cmd.h"

#include <ctype.h>
#include <string.h>

#include "../bench/answer.h"
#include "../view/check.h"
#include "../view/columns.h"
#include "../view/facts.h"
#include "../view/lint.h"
#include "../view/p2p.h"
#include "../view/pages.h"
#include "../view/predict.h"
#include "../view/report.h"
#include "../view/sriov.h"

#define MOST_TABLES	4

/*
 * The tables of each command; devices, groups and units print records, of which any key is a
 * column.
 */
static const struct {
	const char *command;
	const struct ia_columns *tables[MOST_TABLES];
	const struct ia_record_table *records;
} commands[] = {
	{ "report", .tables = { &ia_tree_columns } },
	{ "devices", .records = &ia_device_table },
	{ "groups", .tables = { &ia_predict_columns }, .records = &ia_group_table },
	{ "units", .records = &ia_unit_table },
	{ "acs", .tables = { &ia_acs_columns } },
	{ "p2p", .tables = { &ia_path_columns } },
	{ "check", .tables = { &ia_overview_columns } },
	{ "lint", .tables = { &ia_outcome_columns } },
	{ "sriov", .tables = { &ia_sriov_columns } },
	{ "faults",
	  .tables = { &ia_fault_columns, &ia_fault_unit_columns, &ia_fault_log_columns } },
	{ "events", .tables = { &ia_event_columns } },
	{ "bench", .tables = { &ia_op_columns, &ia_ladder_columns, &ia_comparison_columns } },
	{ "compare", .tables = { &ia_configuration_columns, &ia_comparison_columns } },
	{ "version", .tables = { &ia_source_columns, &ia_monitor_columns } },
};

/*
 * The list behind --columns, or behind its other name --output; NULL without either. Names are in
 * small letters, and the titles that people read in capitals.
 */
const char *ia_cmd_wanted(const struct ia_run *run)
{
	const char *list = ia_opt(run, COLUMNS) ? ia_opt(run, COLUMNS) : ia_opt(run, OUTPUT);
	char *small, *p;

	if (!list)
		return NULL;
	small = ia_strndup(run->arena, list, strlen(list));
	for (p = small; *p; p++)
		*p = tolower((unsigned char)*p);
	return small;
}

/* What prints no table whose columns could be chosen, though the command has one. */
static const char *no_table(const struct ia_run *run)
{
	const char *profile = ia_opt(run, PROFILE);

	if (ia_opt(run, JSON))
		return "--columns is about a table: it excludes --json, which has all columns";
	if (ia_opt(run, HTML))
		return "--columns is about a table: it excludes --html, which has all columns";
	if (ia_opt(run, MATRIX) || (!strcmp(run->command, "p2p") && run->argc < 2))
		return "--columns is about the path of A B: columns of a matrix are devices";
	if (!strcmp(run->command, "check") && !(profile && !strcmp(profile, "all")))
		return "--columns chooses columns of the table of --profile all";
	return NULL;
}

static enum ia_status list_them(struct ia_run *run, const struct ia_columns *const *tables,
				const struct ia_record_table *records)
{
	const struct ia_columns *const *table;

	ia_cmd_settle(run);
	if (records && !ia_opt(run, PREDICT)) {
		ia_record_columns_tell(&run->out, records);
		return IA_OK;
	}
	for (table = tables; *table; table++) {
		if (table != tables)
			ia_out_text(&run->out, IA_PLAIN, "\n");
		ia_columns_tell(&run->out, *table);
	}
	return IA_OK;
}

/**
 * ia_cmd_columns() - list the columns of a command's tables, or note those that were chosen
 * @run: the invocation
 * @listed: set where they were listed, and nothing is left to do
 *
 * Of several tables each has those of the chosen ones that it has.
 *
 * Return: IA_OK, or the exit code after a message.
 */
enum ia_status ia_cmd_columns(struct ia_run *run, bool *listed)
{
	const struct ia_columns *tables[MOST_TABLES + 1] = { NULL };
	const struct ia_record_table *records = NULL;
	const char *list = ia_cmd_wanted(run), *wrong;
	size_t i;

	*listed = false;
	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (strcmp(commands[i].command, run->command))
			continue;
		memcpy(tables, commands[i].tables, sizeof(commands[i].tables));
		records = commands[i].records;
	}
	if (!list || (!*tables && !records))
		return IA_OK;
	if (ia_opt(run, COLUMNS) && ia_opt(run, OUTPUT))
		return ia_cmd_usage("--columns and --output (-o) are one option: use one");
	*listed = !strcmp(list, "list");
	if (*listed)
		return list_them(run, tables, records);
	wrong = no_table(run);
	if (!wrong && (!records || ia_opt(run, PREDICT))) {
		wrong = ia_columns_wrong(run->arena, tables, list);
		run->out.chosen = list;
	}
	return wrong ? ia_cmd_usage("%s", wrong) : IA_OK;
}
