// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include <string.h>

enum { DEVICE, WHAT, DOMAIN, DEFAULT, GROUP, DRIVER };

static const struct ia_column columns[] = {
	[DEVICE] = { "DEVICE", IA_COLUMN_TREE, 0 },
	[WHAT] = { "WHAT", IA_COLUMN_CUT, 1 },
	[DOMAIN] = { "DOMAIN", 0, 0 },
	[DEFAULT] = { "DEFAULT", 0, 4 },
	[GROUP] = { "GROUP", IA_COLUMN_RIGHT, 3 },
	[DRIVER] = { "DRIVER", 0, 2 },
};

/* The ACS of a port is told once, on the line of the port. */
static void add_acs(const struct ia_machine *m, const struct ia_device *d,
		    struct ia_buf *buf)
{
	size_t count;
	const struct ia_acs *acs = ia_machine_acs(m, d->address, &count);
	bool port = !strcmp(d->type_text, "root_port") ||
		    !strcmp(d->type_text, "downstream");

	if (!count || acs->hop_text >= 0) {
		/* No line at all means that ACS was not looked at. */
		if (port && m->nacs)
			ia_buf_add(buf, ", no ACS");
		return;
	}
	if (!acs->present_text && port)
		ia_buf_add(buf, acs->cap_text.known ? ", no ACS" : ", ACS unknown");
	if (acs->present_text && !acs->cap_text.bits)
		ia_buf_add(buf, ", ACS hard-wired");
	if (acs->cap_text.bits)
		ia_buf_add(buf, ", ACS%s %s", ia_acs_drifted(acs) ? " drifted:" : "",
			   !acs->ctl_text.known ? "unknown" : !acs->ctl_text.bits ? "off" :
			   ia_acs_short(m->arena,
					ia_record_get(acs->record, "ctl"), 0));
}

static const char *what(const struct ia_machine *m, const struct ia_node *node)
{
	struct ia_buf buf = { .arena = m->arena };
	const struct ia_device *d = node->device;

	if (node->count > 1)
		return ia_format(m->arena, "%zu VFs", node->count);
	if (d->pf_text != IA_NO_ADDRESS)
		return ia_format(m->arena, "VF %s",
				 ia_record_get(d->record, "vf_index"));
	ia_buf_add(&buf, "%s", ia_cmd_label(m, d));
	if (d->totalvfs_text >= 0)
		ia_buf_add(&buf, ", %s/%ld VFs",
			   ia_record_get(d->record, "numvfs"), d->totalvfs_text);
	add_acs(m, d, &buf);
	return buf.text;
}

static const char *address(const struct ia_machine *m,
			   const struct ia_node *node)
{
	const char *first;

	if (!node->device)
		return ia_format(m->arena, "%04x:%02x", node->segment,
				 node->bus);
	first = ia_machine_address(m, node->device->address);
	if (node->count == 1)
		return first;
	return ia_format(m->arena, "%s … %s", first,
			 ia_machine_address(m, node->last->address));
}

/**
 * ia_report_tree() - the PCIe tree of the report
 * @machine: a joined machine
 */
struct ia_table *ia_report_tree(const struct ia_machine *machine)
{
	struct ia_table *table;
	struct ia_node *nodes;
	size_t count, i;

	nodes = ia_tree_build(machine, &count);
	table = ia_table_new(machine->arena, columns,
			     sizeof(columns) / sizeof(*columns));
	for (i = 0; i < count; i++) {
		const struct ia_device *d = nodes[i].device;
		long row = ia_table_row(table, nodes[i].parent);
		const char *group;

		ia_table_set(table, row, DEVICE, IA_PLAIN,
			     address(machine, &nodes[i]));
		if (!d) {
			ia_table_set(table, row, WHAT, IA_PLAIN, "root bus");
			continue;
		}
		group = d->group_text;
		if (nodes[i].count > 1 && strcmp(group, nodes[i].last->group_text))
			group = ia_format(machine->arena, "%s…%s", group,
					  nodes[i].last->group_text);
		ia_table_set(table, row, WHAT, IA_PLAIN,
			     what(machine, &nodes[i]));
		ia_table_set(table, row, DOMAIN, ia_cmd_domain_state(d),
			     d->domain_text);
		/* Only where it says more: a column of repetitions hides it. */
		if (strcmp(d->domain_text, d->def_text))
			ia_table_set(table, row, DEFAULT, IA_PLAIN, d->def_text);
		ia_table_set(table, row, GROUP, IA_PLAIN, group);
		ia_table_set(table, row, DRIVER, IA_PLAIN, d->driver_text);
	}
	return table;
}
