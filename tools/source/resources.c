// SPDX-License-Identifier: GPL-2.0
/*
 * The file "resource" of a PCI function in sysfs: which addresses the kernel gave to its
 * BARs, to those of its VFs and to the windows of a bridge. A line of it is start, end and
 * flags; resource_show() of drivers/pci/pci-sysfs.c, and the order is the enumeration of
 * PCI_STD_RESOURCES in include/linux/pci.h.
 */
#include "reader.h"

#include <stdlib.h>

/* PCI_STD_NUM_BARS; the expansion ROM is behind them. */
#define BARS		6
#define ROM		1
/* PCI_SRIOV_NUM_BARS and PCI_BRIDGE_RESOURCE_NUM; the former with CONFIG_PCI_IOV alone. */
#define VF_BARS		6
#define WINDOWS		4
#define MOST		(BARS + ROM + VF_BARS + WINDOWS)
/* Of a bridge's windows the first one is for I/O ports. */
#define WINDOW_MEM	1
#define WINDOW_PREF	2

/* Of include/linux/ioport.h. */
#define IORESOURCE_MEM		0x200
#define IORESOURCE_DISABLED	0x10000000
#define IORESOURCE_UNSET	0x20000000

struct resource {
	unsigned long long start;
	unsigned long long end;
	unsigned long long flags;
};

/* Return: the number of lines; 0 where the text is no such file. */
static size_t parse(const char *text, struct resource *lines)
{
	size_t count = 0;
	char *end;

	while (text && *text && count < MOST) {
		unsigned long long value[3];
		size_t i;

		for (i = 0; i < 3; i++) {
			value[i] = strtoull(text, &end, 16);
			if (end == text)
				return 0;
			text = end;
		}
		lines[count++] = (struct resource){ value[0], value[1], value[2] };
		while (*text == '\n')
			text++;
	}
	return count;
}

static unsigned long long size_of(const struct resource *line)
{
	return line->flags & IORESOURCE_MEM && line->end > line->start ?
	       line->end - line->start + 1 : 0;
}

static struct ia_number bar_max(const struct resource *lines)
{
	unsigned long long most = 0;
	size_t i;

	for (i = 0; i < BARS; i++) {
		if (size_of(&lines[i]) > most)
			most = size_of(&lines[i]);
	}
	return ia_number_of(most >> 20);
}

static bool is_placed(const struct resource *line)
{
	return line->flags & IORESOURCE_MEM && line->start &&
	       !(line->flags & (IORESOURCE_UNSET | IORESOURCE_DISABLED));
}

/*
 * sriov_init() makes one resource of a BAR of all VFs: as many as the device can have,
 * not as it was told to. What could not be placed keeps its size with IORESOURCE_UNSET,
 * or, where reset_resource() gave it up, nothing at all: then configuration space says
 * how many there are, and nobody how large.
 */
static void read_vf_bars(const struct resource *lines, struct ia_host_device *to)
{
	unsigned long long size = 0;
	size_t i, sized = 0, placed = 0;

	for (i = 0; i < VF_BARS; i++) {
		sized += size_of(&lines[i]) > 0;
		placed += is_placed(&lines[i]);
		size += size_of(&lines[i]);
	}
	to->vf_bars_placed = ia_number_of(placed);
	if (!to->vf_bars.known || to->vf_bars.n <= sized) {
		to->vf_bars = ia_number_of(sized);
		if (sized && to->vf_hw_total.known && to->vf_hw_total.n)
			to->vf_bar_kb = ia_number_of(size / to->vf_hw_total.n >> 10);
	}
}

/* A window that is off has no flags, and a size of 0. */
static struct ia_number window(const struct resource *line)
{
	return ia_number_of(line->flags & IORESOURCE_UNSET ? 0 : size_of(line) >> 10);
}

/**
 * ia_read_resources() - read which addresses the kernel gave to a function
 * @arena: memory while it is read
 * @text: the file "resource", or NULL
 * @device: the function
 * @to: bar_max_mib is filled, vf_* of what can have VFs, the windows of a bridge
 *
 * What has as many lines as one without VF BARs is read by a kernel without CONFIG_PCI_IOV.
 */
void ia_read_resources(struct ia_arena *arena, const char *text, const struct ia_device *device,
		       struct ia_host_device *to)
{
	struct resource *lines = ia_alloc(arena, MOST, sizeof(*lines));
	size_t count = parse(text, lines);
	bool bridge = to->secondary.known;

	if (to->secondary.absent) {
		to->window_kb = (struct ia_number){ .absent = true };
		to->pref_window_kb = to->window_kb;
	}
	if (!text)
		return;
	to->bar_max_mib = bar_max(lines);
	if (bridge && (count == MOST || count == MOST - VF_BARS)) {
		to->window_kb = window(&lines[count - WINDOWS + WINDOW_MEM]);
		to->pref_window_kb = window(&lines[count - WINDOWS + WINDOW_PREF]);
	}
	if (!bridge && device->totalvfs.known && device->totalvfs.n && count == MOST - WINDOWS)
		read_vf_bars(&lines[BARS + ROM], to);
}
