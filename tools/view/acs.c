// SPDX-License-Identifier: GPL-2.0
#include "pages.h"

#include "label.h"

enum { PORT, HOP, TYPE, CAP, CTL, AT_LOAD, OFF };

static const struct ia_column columns[] = {
	[PORT] = { "DEVICE, THEN THE PORTS ABOVE IT", IA_COLUMN_TREE, 0,
		.about = "the function, then the ports above it", .name = "port" },
	[HOP] = { "HOP", IA_COLUMN_RIGHT, 2, .about = "0 for the nearest port above" },
	[TYPE] = { "TYPE", 0, 3, .about = "Device/Port Type of the port" },
	[CAP] = { "CAN", 0, 0, .about = "bits that it can control", .name = "cap" },
	[CTL] = { "ON", 0, 0, .about = "bits that are on", .name = "ctl" },
	[AT_LOAD] = { "ON AT LOAD", 0, 1,
		.about = "bits that were on when the module was loaded", .name = "ctl_at_load" },
	[OFF] = { "CAN, BUT OFF", 0, 4,
		.about = "bits of isolation that it can, and that are off", .name = "off" },
};

const struct ia_columns ia_acs_columns = IA_COLUMNS(columns);

static const char *switched_off(const struct ia_page *page, const struct ia_acs *acs)
{
	struct ia_bits off = { .known = acs->cap.known && acs->ctl.known };

	off.bits = acs->cap.bits & ~acs->ctl.bits;
	return off.known && !off.bits ? "-" : ia_acs_text(page->arena, &off, 0);
}

static void add_port(const struct ia_page *page, struct ia_table *table, long parent,
		     const struct ia_acs *acs)
{
	long row = ia_table_row(table, parent);
	bool drift = ia_acs_drifted(acs);
	enum ia_state state = drift ? IA_ATTENTION : IA_PLAIN;
	unsigned int changed = drift ? acs->ctl.bits ^ acs->ctl_at_load.bits : 0;

	ia_table_set(table, row, PORT, IA_PLAIN, acs->hop.absent ? "itself" :
		     ia_machine_address(page->machine, acs->port));
	ia_table_set(table, row, HOP, IA_PLAIN, acs->hop.absent ? "-" :
		     !acs->hop.known ? "unknown" :
		     ia_format(page->arena, "%llu", (unsigned long long)acs->hop.n));
	ia_table_set(table, row, TYPE, IA_PLAIN, ia_type_text(acs->type));
	ia_table_set(table, row, CAP, IA_PLAIN,
		     ia_acs_text(page->arena, &acs->cap, 0));
	ia_table_set(table, row, CTL, state, ia_acs_text(page->arena, &acs->ctl, changed));
	ia_table_set(table, row, AT_LOAD, state,
		     ia_acs_text(page->arena, &acs->ctl_at_load, changed));
	ia_table_set(table, row, OFF, IA_PLAIN, switched_off(page, acs));
}

static void add_device(const struct ia_page *page, struct ia_table *table,
		       const struct ia_device *device)
{
	long row = ia_table_row(table, -1);
	size_t i;

	ia_table_set(table, row, PORT, IA_PLAIN,
		     ia_format(page->arena, "%s%s",
			       ia_machine_address(page->machine, device->address),
			       device->nports ? "" : "  no port above, no ACS"));
	ia_table_set(table, row, TYPE, IA_PLAIN, ia_type_text(device->type));
	for (i = 0; i < device->nports; i++)
		add_port(page, table, row, &device->ports[i]);
}

static void legend(const struct ia_page *page)
{
	const char *items[IA_ACS_BITS + 1];
	size_t i;

	ia_out_text(page->out, IA_PLAIN, "\n");
	for (i = 0; i < IA_ACS_BITS; i++)
		items[i] = ia_format(page->arena, "%s %s", ia_acs_letters[i],
				     ia_words_acs_bits.words[i]);
	items[i] = "* changed since the module was loaded";
	ia_out_list(page->out, "", items, IA_ACS_BITS + 1, IA_PLAIN);
}

static void page(const struct ia_page *page, const void *object)
{
	const struct ia_acs_list *list = object;
	struct ia_table *table;
	size_t i;

	if (!list->ndevices) {
		ia_out_text(page->out, IA_PLAIN, "No PCI functions.\n");
		return;
	}
	table = ia_table_new(page->arena, columns, sizeof(columns) / sizeof(*columns));
	for (i = 0; i < list->ndevices; i++)
		add_device(page, table, list->devices[i]);
	ia_table_print(page->out, table);
	legend(page);
}

static const struct ia_field port_fields[] = {
	{ .kind = IA_FIELD_RECORD, .shape = IA_SHAPE_POINTER, .record = IA_RECORD_ACS,
	  .offset = offsetof(struct ia_acs_row, acs) },
	IA_F(struct ia_acs_row, drifted, "drifted", BOOL,
	     "its control bits are not those of load time any more"),
};

static const struct ia_answer port_answer = {
	.about = "a function and a port above it, or its own ACS", IA_FIELDS(port_fields),
};

static const struct ia_field fields[] = {
	IA_F_OBJECTS(struct ia_acs_list, ports, nports, "acs", &port_answer,
		     "by function, from the function up"),
};

const struct ia_answer ia_answer_acs = {
	.kind = "iommu_audit acs", .about = "ACS along the bridges above each function",
	IA_FIELDS(fields), .page = page,
};
