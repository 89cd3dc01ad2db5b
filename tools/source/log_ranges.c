// SPDX-License-Identifier: GPL-2.0
/* What addresses are on a machine that can be asked: its BARs, and its memory for root. */
#include "log.h"

#include <stdlib.h>
#include <string.h>

#include "../base/clean.h"
#include "log_scan.h"

#define PCI_DEVICES	"/sys/bus/pci/devices"
#define IORESOURCE_MEM	0x200
/* The lines of "resource" that are BARs; those behind them are of VFs and of bridges. */
#define BARS		6

static void read_bars(const struct ia_machine *m, const struct ia_root *root, ia_address address,
		      struct ia_log_ranges *ranges)
{
	char name[IA_ADDRESS_SIZE];
	char *text = ia_read_attribute(m->arena, root,
				       ia_format(m->arena, PCI_DEVICES "/%s/resource",
						 ia_address_text(name, address, true)));
	unsigned long long value[3];
	int bar, i;

	for (bar = 0; text && bar < BARS; bar++) {
		for (i = 0; i < 3; i++)
			value[i] = strtoull(text, &text, 16);
		if (value[2] & IORESOURCE_MEM && value[0])
			ia_log_range_add(m->arena, ranges, (struct ia_log_range){
				value[0], value[1], IA_LOG_PLACE_BAR, address,
				ia_format(m->arena, "BAR %d", bar), 0,
			});
	}
}

/*
 * "00100000-ce2e3fff : System RAM". Who may not read it is shown zeros, and lines within
 * others say who claimed them: a driver, or a part of the kernel.
 */
static void read_iomem(const struct ia_machine *m, const struct ia_root *root,
		       struct ia_log_ranges *ranges)
{
	char *text, *line, *rest;
	size_t len;

	if (ia_slurp(m->arena, root, "/proc/iomem", &text, &len))
		return;
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		uint64_t start, end;
		const char *p = ia_log_hex(line, &start);

		if (!p || *p != '-')
			continue;
		p = ia_log_hex(p + 1, &end);
		if (!p || strncmp(p, " : ", 3) || !end || !ia_clean(p, strlen(p)))
			continue;
		ia_log_range_add(m->arena, ranges, (struct ia_log_range){
			start, end, ia_log_place_of(p + 3), IA_NO_ADDRESS,
			ia_strndup(m->arena, p + 3, strlen(p + 3)), 0,
		});
	}
}

/**
 * ia_read_ranges() - read what addresses are on a machine
 * @machine: the machine; joined
 * @root: where it is
 * @ranges: filled
 */
void ia_read_ranges(const struct ia_machine *machine, const struct ia_root *root,
		    struct ia_log_ranges *ranges)
{
	size_t i;

	for (i = 0; i < machine->ndevices; i++)
		read_bars(machine, root, machine->devices[i].address, ranges);
	read_iomem(machine, root, ranges);
}
