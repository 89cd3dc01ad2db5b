// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include "../machine/predict.h"

#include <string.h>

enum { DEVICE, WHAT, DOMAIN, DEFAULT, GROUP, DRIVER };

static const struct ia_column columns[] = {
	[DEVICE] = { "DEVICE", IA_COLUMN_TREE, 0, .about = "PCI functions below their ports" },
	[WHAT] = { "WHAT", IA_COLUMN_CUT, 1, .about = "model or type, VFs, ACS of ports" },
	[DOMAIN] = { "DOMAIN", 0, 0, .about = "type of the domain that it is attached to now" },
	[DEFAULT] = { "DEFAULT", 0, 4, .about = "type of the default domain of its group" },
	[GROUP] = { "GROUP", IA_COLUMN_RIGHT, 3, .about = "IOMMU group" },
	[DRIVER] = { "DRIVER", 0, 2, .about = "bound driver" },
};

const struct ia_columns ia_tree_columns = IA_COLUMNS(columns);

/* Without the module what is attached now is unknown, and the report has said so. */
static const struct ia_column by_default[] = {
	[DEVICE] = { "DEVICE", IA_COLUMN_TREE, .drop = 0 },
	[WHAT] = { "WHAT", IA_COLUMN_CUT, .drop = 1 },
	[DOMAIN] = { "DEFAULT", 0, .drop = 0 },
	[DEFAULT] = { "", 0, .drop = 4 },
	[GROUP] = { "GROUP", IA_COLUMN_RIGHT, .drop = 3 },
	[DRIVER] = { "DRIVER", 0, .drop = 2 },
};

/* Whether anything is known of it; a column of unknowns hides what is. */
static bool any_default(const struct ia_machine *m)
{
	size_t i;

	for (i = 0; i < m->ndevices; i++) {
		if (m->devices[i].default_domain != IA_DOMAIN_UNKNOWN)
			return true;
	}
	return false;
}

static void put_domain(const struct ia_machine *m, struct ia_table *table, long row,
		       const struct ia_device *d, bool known, bool chosen)
{
	const char *domain = ia_word(&ia_words_domains, d->domain);
	const char *def = ia_word(&ia_words_domains, d->default_domain);

	if (chosen) {
		ia_table_set(table, row, DOMAIN, ia_domain_state(d), domain);
		ia_table_set(table, row, DEFAULT, IA_PLAIN, def);
		return;
	}
	if (!ia_from_module(m)) {
		if (known)
			ia_table_set(table, row, DOMAIN, IA_PLAIN, def);
		return;
	}
	ia_table_set(table, row, DOMAIN, ia_domain_state(d), domain);
	/* Only where it says more: a column of repetitions hides it. */
	if (d->domain != d->default_domain)
		ia_table_set(table, row, DEFAULT, IA_PLAIN, def);
}

/*
 * Whether the kernel isolates a port without its bits: some have none, and some have them
 * where nobody else looks. A parameter is no quirk of the hardware.
 */
static bool by_quirk(const struct ia_machine *m, const struct ia_device *port)
{
	const struct ia_isolation *isolation =
		&ia_predicted_of(ia_predict_own(m), port)->isolation;

	return isolation->by == IA_ISOLATED_BY_QUIRK && isolation->isolates == IA_YES &&
	       isolation->quirk != IA_ACS_QUIRK_OVERRIDE;
}

/**
 * ia_tree_acs() - the ACS of a function, which is told once, on its own line
 * @m: the machine
 * @d: the function
 *
 * Return: in words, or NULL where there is nothing to say.
 */
const char *ia_tree_acs(const struct ia_machine *m, const struct ia_device *d)
{
	const struct ia_acs *acs = d->ports;
	bool port = d->type == IA_PORT_ROOT_PORT || d->type == IA_PORT_DOWNSTREAM;

	if (port && by_quirk(m, d))
		return "ACS by quirk";
	/* No line at all means that ACS was not looked at. */
	if (!d->nports || acs->port != d->address)
		return port && m->nacs ? "no ACS" : NULL;
	if (acs->cap.bits)
		return ia_format(m->arena, "ACS%s %s", ia_acs_drifted(acs) ? " drifted:" : "",
				 !acs->ctl.known ? "unknown" : !acs->ctl.bits ? "off" :
				 ia_acs_text(m->arena, &acs->ctl, 0));
	if (acs->present == IA_YES)
		return "ACS hard-wired";
	return !port ? NULL : acs->cap.known ? "no ACS" : "ACS unknown";
}

/* What a line of the tree stands for, but for its ACS. */
const char *ia_tree_what(const struct ia_machine *m, const struct ia_node *node)
{
	struct ia_buf buf = { .arena = m->arena };
	const struct ia_device *d = node->device;

	if (node->count > 1)
		return ia_format(m->arena, "%zu %s", node->count,
				 ia_is_address(d->vf_of) ? "VFs" : "chipset functions");
	if (ia_is_address(d->vf_of))
		return ia_format(m->arena, "VF %s", ia_number_text(m->arena, d->vf_index));
	ia_buf_add(&buf, "%s", ia_label(m, d));
	if (d->totalvfs.known)
		ia_buf_add(&buf, ", %s/%s VFs", ia_number_text(m->arena, d->numvfs),
			   ia_number_text(m->arena, d->totalvfs));
	return buf.text;
}

static const char *what(const struct ia_machine *m, const struct ia_node *node)
{
	const char *text = ia_tree_what(m, node);
	const char *acs = node->count > 1 || ia_is_address(node->device->vf_of) ? NULL :
			  ia_tree_acs(m, node->device);

	return acs ? ia_format(m->arena, "%s, %s", text, acs) : text;
}

/* The functions of a line of the tree, or the root bus. */
const char *ia_tree_address(const struct ia_machine *m, const struct ia_node *node)
{
	const char *first;

	if (!node->device)
		return ia_format(m->arena, "%04x:%02x", node->segment, node->bus);
	first = ia_machine_address(m, node->device->address);
	if (node->count == 1)
		return first;
	return ia_format(m->arena, "%s … %s", first,
			 ia_machine_address(m, node->last->address));
}

/* Parts of the chipset, which follow each other; VFs are alike, and those of PFs may take turns. */
static bool are_parts(const struct ia_node *node)
{
	return node->count > 1 && !ia_is_address(node->device->vf_of);
}

/* Whether group numbers go up from each of those functions to the next. */
static bool in_order(const struct ia_node *node)
{
	const struct ia_device *d;

	for (d = node->device; d < node->last; d++) {
		if (d[1].group.n < d->group.n || d[1].group.n > d->group.n + 1)
			return false;
	}
	return true;
}

/* The groups of those functions. */
const char *ia_tree_group(const struct ia_machine *m, const struct ia_node *node)
{
	const char *first = ia_group_text(m->arena, node->device);

	if (node->count == 1 || node->device->in_group == node->last->in_group)
		return first;
	if (are_parts(node) && !in_order(node))
		return "various";
	return ia_format(m->arena, "%s…%s", first, ia_group_text(m->arena, node->last));
}

static const char *driver_of(const struct ia_node *node)
{
	const struct ia_device *d;

	for (d = node->device; are_parts(node) && d < node->last; d++) {
		if (strcmp(ia_text(&d->driver), ia_text(&node->last->driver)) != 0)
			return "various";
	}
	return ia_text(&node->device->driver);
}

/* What functions hang on that hang on none: the first of them follows its bus. */
const char *ia_tree_bus(const struct ia_node *first)
{
	return ia_is_unknown(first->device->path) ? "below a bridge that is not known" : "root bus";
}

/**
 * ia_report_tree() - the PCIe tree of the report
 * @machine: the machine
 * @chosen: somebody chooses columns, and gets them of each function, also where they say
 *	    nothing new
 */
struct ia_table *ia_report_tree(const struct ia_machine *machine, bool chosen)
{
	struct ia_table *table;
	struct ia_node *nodes;
	size_t count, i;

	bool known = any_default(machine);

	nodes = ia_tree_build(machine, !chosen, &count);
	table = ia_table_new(machine->arena,
			     chosen || ia_from_module(machine) ? columns : by_default,
			     sizeof(columns) / sizeof(*columns));
	for (i = 0; i < count; i++) {
		const struct ia_device *d = nodes[i].device;
		long row = ia_table_row(table, nodes[i].parent);

		ia_table_set(table, row, DEVICE, IA_PLAIN, ia_tree_address(machine, &nodes[i]));
		if (!d) {
			ia_table_set(table, row, WHAT, IA_PLAIN, ia_tree_bus(&nodes[i + 1]));
			continue;
		}
		ia_table_set(table, row, WHAT, IA_PLAIN, what(machine, &nodes[i]));
		put_domain(machine, table, row, d, known, chosen);
		ia_table_set(table, row, GROUP, IA_PLAIN, ia_tree_group(machine, &nodes[i]));
		ia_table_set(table, row, DRIVER, IA_PLAIN, driver_of(&nodes[i]));
	}
	return table;
}
