// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

enum {
	DEV, GROUP, DOMAIN, DEFAULT, UNIT, DRIVER, NUMA, ATS, PRI, PASID, FLR,
	VFS, NAME,
};

static const struct ia_column columns[] = {
	[DEV] = { "DEV", 0, 0 },
	[GROUP] = { "GROUP", IA_COLUMN_RIGHT, 0 },
	[DOMAIN] = { "DOMAIN", 0, 0 },
	[DEFAULT] = { "DEFAULT", 0, 3 },
	[UNIT] = { "UNIT", 0, 4 },
	[DRIVER] = { "DRIVER", 0, 1 },
	[NUMA] = { "NUMA", IA_COLUMN_RIGHT, 8 },
	[ATS] = { "ATS", 0, 5 },
	[PRI] = { "PRI", 0, 9 },
	[PASID] = { "PASID", 0, 9 },
	[FLR] = { "FLR", IA_COLUMN_RIGHT, 7 },
	[VFS] = { "VFS", 0, 6 },
	[NAME] = { "NAME", IA_COLUMN_CUT, 2 },
};

static const char *vfs(struct ia_machine *m, const struct ia_device *d)
{
	if (d->pf_text != IA_NO_ADDRESS)
		return ia_format(m->arena, "VF %s of %s",
				 ia_record_get(d->record, "vf_index"),
				 ia_machine_address(m, d->pf_text));
	if (d->totalvfs_text < 0)
		return ia_record_get(d->record, "totalvfs");
	return ia_format(m->arena, "%s/%ld",
			 ia_record_get(d->record, "numvfs"), d->totalvfs_text);
}

static void add(struct ia_machine *m, struct ia_table *table,
		const struct ia_device *d)
{
	static const char *const keys[] = {
		[GROUP] = "group", [DEFAULT] = "default", [UNIT] = "unit",
		[DRIVER] = "driver", [NUMA] = "numa", [ATS] = "ats",
		[PRI] = "pri", [PASID] = "pasid", [FLR] = "flr",
	};
	long row = ia_table_row(table, -1);
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (keys[i])
			ia_table_set(table, row, i, IA_PLAIN,
				     ia_record_get(d->record, keys[i]));
	}
	ia_table_set(table, row, DEV, IA_PLAIN,
		     ia_machine_address(m, d->address));
	ia_table_set(table, row, DOMAIN, ia_cmd_domain_state(d), d->domain_text);
	ia_table_set(table, row, VFS, IA_PLAIN, vfs(m, d));
	ia_table_set(table, row, NAME, IA_PLAIN, ia_cmd_label(m, d));
}

/**
 * ia_cmd_list_devices() - iommu-audit devices [DEV...]
 * @run: the invocation
 */
enum ia_status ia_cmd_list_devices(struct ia_run *run)
{
	struct ia_device **devices;
	struct json_object *list;
	struct ia_table *table;
	enum ia_status status;
	size_t count, i;

	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_devices(run, &devices, &count);
	if (status)
		return status;
	if (ia_opt(run, JSON)) {
		struct json_object *answer =
			ia_json_answer("iommu_audit devices");

		list = json_object_new_array();
		for (i = 0; i < count; i++) {
			struct json_object *object =
				ia_json_record(devices[i]->record, IA_FILE_DEVICES);

			json_object_object_add(object, "name", devices[i]->name ?
					       json_object_new_string(devices[i]->name) :
					       NULL);
			json_object_array_add(list, object);
		}
		json_object_object_add(answer, "devices", list);
		ia_json_print(&run->out, answer);
		return IA_OK;
	}
	if (!count) {
		ia_out_text(&run->out, IA_PLAIN, "No PCI functions.\n");
		return IA_OK;
	}
	table = ia_table_new(run->arena, columns,
			     sizeof(columns) / sizeof(*columns));
	for (i = 0; i < count; i++)
		add(&run->machine, table, devices[i]);
	ia_table_print(&run->out, table);
	return IA_OK;
}
