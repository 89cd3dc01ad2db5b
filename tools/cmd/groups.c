// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

enum { GROUP, DOMAIN, DEFAULT, FLUSH, DEVICES, SHARED, RESERVED };

static const struct ia_column columns[] = {
	[GROUP] = { "GROUP", IA_COLUMN_RIGHT, 0 },
	[DOMAIN] = { "DOMAIN", 0, 0 },
	[DEFAULT] = { "DEFAULT", 0, 2 },
	[FLUSH] = { "FLUSH", 0, 3 },
	[DEVICES] = { "DEVICES", IA_COLUMN_WRAP, 0 },
	[SHARED] = { "SHARED BECAUSE", IA_COLUMN_WRAP, 1 },
	[RESERVED] = { "RESERVED", IA_COLUMN_WRAP, 4 },
};

static bool wanted(const struct ia_run *run, const struct ia_group *group)
{
	int i;

	for (i = 0; i < run->argc; i++) {
		if (!strcmp(run->argv[i], group->name_text))
			return true;
	}
	return !run->argc;
}

static enum ia_status check_arguments(const struct ia_run *run)
{
	int i;

	for (i = 0; i < run->argc; i++) {
		if (ia_number(run->argv[i]) < 0)
			return ia_cmd_usage("'%s' is not the number of a group: write 7",
					    run->argv[i]);
		if (!ia_machine_group(&run->machine, run->argv[i]))
			return ia_cmd_usage("no IOMMU group %s here: see 'iommu-audit groups'",
					    run->argv[i]);
	}
	return IA_OK;
}

/* Regions with blanks between them, so that a narrow column can wrap. */
static const char *reserved(struct ia_machine *m, const struct ia_group *group)
{
	struct ia_buf buf = { .arena = m->arena };
	const char *p = ia_record_get(group->record, "reserved");

	for (; *p; p += strspn(p, ",")) {
		size_t len = strcspn(p, ",");

		ia_buf_add(&buf, "%s%.*s", buf.len ? " " : "", (int)len, p);
		p += len;
	}
	return buf.text ? buf.text : "";
}

static const char *members(struct ia_machine *m, const struct ia_group *group)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	for (i = 0; i < group->count_text; i++)
		ia_buf_add(&buf, "%s%s", i ? " " : "",
			   ia_machine_member(m, group->members_text[i]));
	return buf.text ? buf.text : ia_record_get(group->record, "devices");
}

static void add(struct ia_machine *m, struct ia_table *table,
		const struct ia_group *group)
{
	struct ia_share share = { .group = group };
	long row = ia_table_row(table, -1);
	bool differs = strcmp(group->domain_text, group->def_text);

	ia_table_set(table, row, GROUP, IA_PLAIN, group->name_text);
	ia_table_set(table, row, DOMAIN, differs ? IA_ATTENTION : IA_PLAIN,
		     group->domain_text);
	ia_table_set(table, row, DEFAULT, IA_PLAIN, group->def_text);
	ia_table_set(table, row, FLUSH, IA_PLAIN,
		     ia_record_get(group->record, "flush"));
	ia_table_set(table, row, DEVICES, IA_PLAIN, members(m, group));
	ia_table_set(table, row, RESERVED, IA_PLAIN, reserved(m, group));
	if (group->count_text > 1) {
		ia_share_explain(m, &share);
		ia_table_set(table, row, SHARED, IA_ATTENTION,
			     ia_share_text(m, &share));
	} else {
		ia_table_set(table, row, SHARED, IA_PLAIN, "-");
	}
}

static struct json_object *as_json(struct ia_machine *m,
				   const struct ia_group *group)
{
	struct json_object *object = ia_json_record(group->record,
						    IA_FILE_GROUPS);
	struct ia_share share = { .group = group };

	if (group->count_text > 1) {
		ia_share_explain(m, &share);
		json_object_object_add(object, "shared", ia_json_share(&share));
	}
	return object;
}

/**
 * ia_cmd_groups() - iommu-audit groups [N...]
 * @run: the invocation
 */
enum ia_status ia_cmd_groups(struct ia_run *run)
{
	struct ia_machine *m = &run->machine;
	struct json_object *answer, *list;
	struct ia_table *table;
	enum ia_status status;
	size_t i;

	status = ia_cmd_read(run);
	if (!status)
		status = check_arguments(run);
	if (status)
		return status;
	if (ia_opt(run, JSON)) {
		answer = ia_json_answer("iommu_audit groups");
		list = json_object_new_array();
		for (i = 0; i < m->ngroups; i++) {
			if (wanted(run, &m->groups[i]))
				json_object_array_add(list, as_json(m, &m->groups[i]));
		}
		json_object_object_add(answer, "groups", list);
		ia_json_print(&run->out, answer);
		return IA_OK;
	}
	if (!m->ngroups) {
		ia_out_text(&run->out, IA_PLAIN,
			    "No IOMMU groups: no IOMMU of this machine is in use.\n");
		return IA_OK;
	}
	table = ia_table_new(run->arena, columns,
			     sizeof(columns) / sizeof(*columns));
	for (i = 0; i < m->ngroups; i++) {
		if (wanted(run, &m->groups[i]))
			add(m, table, &m->groups[i]);
	}
	ia_table_print(&run->out, table);
	return IA_OK;
}
