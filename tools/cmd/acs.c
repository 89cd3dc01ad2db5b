// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

#include <json-c/json.h>

enum { PORT, HOP, TYPE, CAP, CTL, AT_LOAD, OFF };

static const struct ia_column columns[] = {
	[PORT] = { "DEVICE, THEN THE PORTS ABOVE IT", IA_COLUMN_TREE, 0 },
	[HOP] = { "HOP", IA_COLUMN_RIGHT, 2 },
	[TYPE] = { "TYPE", 0, 3 },
	[CAP] = { "CAN", 0, 0 },
	[CTL] = { "ON", 0, 0 },
	[AT_LOAD] = { "ON AT LOAD", 0, 1 },
	[OFF] = { "CAN, BUT OFF", 0, 4 },
};

static const char *switched_off(struct ia_machine *m, const struct ia_acs *acs)
{
	struct ia_buf buf = { .arena = m->arena };
	size_t i;

	if (!acs->cap_text.known || !acs->ctl_text.known)
		return "unknown";
	for (i = 0; i < IA_ACS_BITS; i++) {
		if (acs->cap_text.bits & ~acs->ctl_text.bits & 1u << i)
			ia_buf_add(&buf, "%s%s", buf.len ? " " : "",
				   ia_acs_letters[i]);
	}
	return buf.text ? buf.text : "-";
}

static void add_port(struct ia_machine *m, struct ia_table *table, long parent,
		     const struct ia_acs *acs)
{
	long row = ia_table_row(table, parent);
	bool drift = ia_acs_drifted(acs);
	unsigned int changed = drift ? acs->ctl_text.bits ^ acs->at_load_text.bits : 0;

	ia_table_set(table, row, PORT, IA_PLAIN, acs->hop_text < 0 ? "itself" :
		     ia_machine_address(m, acs->port));
	ia_table_set(table, row, HOP, IA_PLAIN,
		     ia_record_get(acs->record, "hop"));
	ia_table_set(table, row, TYPE, IA_PLAIN, acs->type_text);
	ia_table_set(table, row, CAP, acs->cap_text.bits ? IA_PLAIN : IA_ATTENTION,
		     ia_acs_short(m->arena, ia_record_get(acs->record, "cap"), 0));
	ia_table_set(table, row, CTL, drift ? IA_ATTENTION : IA_PLAIN,
		     ia_acs_short(m->arena, ia_record_get(acs->record, "ctl"),
				  changed));
	ia_table_set(table, row, AT_LOAD, drift ? IA_ATTENTION : IA_PLAIN,
		     ia_acs_short(m->arena,
				  ia_record_get(acs->record, "ctl_at_load"),
				  changed));
	ia_table_set(table, row, OFF, IA_PLAIN, switched_off(m, acs));
}

static void add_device(struct ia_machine *m, struct ia_table *table,
		       const struct ia_device *device)
{
	size_t count, i;
	const struct ia_acs *acs = ia_machine_acs(m, device->address, &count);
	long row = ia_table_row(table, -1);

	ia_table_set(table, row, PORT, IA_PLAIN,
		     ia_format(m->arena, "%s%s",
			       ia_machine_address(m, device->address),
			       count ? "" : "  no port above, no ACS"));
	ia_table_set(table, row, TYPE, IA_PLAIN, device->type_text);
	for (i = 0; i < count; i++)
		add_port(m, table, row, &acs[i]);
}

static void legend(struct ia_run *run)
{
	struct ia_buf line = { .arena = run->arena };
	const char *items[IA_ACS_BITS + 1];
	size_t i;

	ia_buf_add(&line, "\n");
	ia_out_text(&run->out, IA_PLAIN, line.text);
	for (i = 0; i < IA_ACS_BITS; i++)
		items[i] = ia_format(run->arena, "%s %s", ia_acs_letters[i],
				     ia_acs_words[i]);
	items[i] = "* changed since the module was loaded";
	ia_out_list(&run->out, "", items, IA_ACS_BITS + 1, IA_PLAIN);
}

static void as_json(struct ia_run *run, struct ia_device **devices,
		    size_t count)
{
	struct json_object *answer = ia_json_answer("iommu_audit acs");
	struct json_object *list = json_object_new_array();
	size_t i, j, n;

	for (i = 0; i < count; i++) {
		const struct ia_acs *acs = ia_machine_acs(&run->machine,
							  devices[i]->address,
							  &n);

		for (j = 0; j < n; j++) {
			struct json_object *object =
				ia_json_record(acs[j].record, IA_FILE_ACS);

			json_object_object_add(object, "drifted",
					       json_object_new_boolean(ia_acs_drifted(&acs[j])));
			json_object_array_add(list, object);
		}
	}
	json_object_object_add(answer, "acs", list);
	ia_json_print(&run->out, answer);
}

/**
 * ia_cmd_acs() - iommu-audit acs [DEV...]
 * @run: the invocation
 */
enum ia_status ia_cmd_acs(struct ia_run *run)
{
	struct ia_device **devices;
	struct ia_table *table;
	enum ia_status status;
	size_t count, i;

	status = ia_cmd_read(run);
	if (!status)
		status = ia_cmd_devices(run, &devices, &count);
	if (status)
		return status;
	if (ia_opt(run, JSON)) {
		as_json(run, devices, count);
		return IA_OK;
	}
	if (!count) {
		ia_out_text(&run->out, IA_PLAIN, "No PCI functions.\n");
		return IA_OK;
	}
	table = ia_table_new(run->arena, columns,
			     sizeof(columns) / sizeof(*columns));
	for (i = 0; i < count; i++)
		add_device(&run->machine, table, devices[i]);
	ia_table_print(&run->out, table);
	legend(run);
	return IA_OK;
}
