// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for what is written: the line of a unit, from any registers
 * and any scope text, and that of a PCI function, from any bytes that its texts,
 * words and lengths allow, into a buffer of any size.
 */
#include <stdlib.h>

#include "../../../module/core/unit.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void check_line(const struct ia_record_layout *layout, const void *record, size_t room)
{
	static char whole[1 << 16];
	size_t need = ia_record_format(layout, record, whole, sizeof(whole));
	char *buf = malloc(room ? room : 1);

	if (!buf)
		return;
	if (ia_record_format(layout, record, room ? buf : NULL, room) != need ||
	    strlen(whole) != need)
		abort();
	if (room && strlen(buf) != (need < room ? need : room - 1))
		abort();
	if (room && strncmp(buf, whole, strlen(buf)))
		abort();
	if (strchr(whole, '\n'))
		abort();
	free(buf);
}

/* Whatever is no number is made one of its values again, or one of its states. */
static void tame(struct ia_device *dev)
{
	dev->driver[IA_NAME_SIZE - 1] = '\0';
	dev->unit[IA_NAME_SIZE - 1] = '\0';
	dev->domain = dev->domain % (IA_DOMAIN_NESTED + 1);
	dev->default_domain = dev->default_domain % (IA_DOMAIN_NESTED + 1);
	dev->flush = dev->flush % (IA_FLUSH_LAZY + 1);
	dev->ats = dev->ats % (IA_CAP_ON + 1);
	dev->pri = dev->pri % (IA_CAP_ON + 1);
	dev->pasid = dev->pasid % (IA_CAP_ON + 1);
	dev->type = dev->type % (IA_PORT_PCI_BRIDGE + 1);
}

static void check_device(const u8 *data, size_t size)
{
	struct ia_device dev;

	ia_record_init(&ia_device_layout, &dev);
	memcpy(&dev, data, size < sizeof(dev) ? size : sizeof(dev));
	tame(&dev);
	check_line(&ia_device_layout, &dev, data[0] * 4);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct ia_unit_regs regs;
	struct ia_unit unit;
	char regions[IA_UNIT_REGIONS_SIZE];
	char scope[4096];
	struct ia_text t;
	char name[IA_UNIT_NAME_SIZE];
	size_t room, n;

	if (size < sizeof(regs) + sizeof(u16))
		return 0;
	check_device(data, size);
	memcpy(&regs, data, sizeof(regs));
	regs.vendor = data[0] & 1 ? IA_VENDOR_AMD : IA_VENDOR_VTD;
	regs.regs_read = data[1] & 1;
	regs.intremap = data[2] % 3 ? data[2] % 3 - 1 : IA_UNKNOWN;
	data += sizeof(regs);
	size -= sizeof(regs);
	room = (data[0] | data[1] << 8) % 2048;
	data += sizeof(u16);
	size -= sizeof(u16);
	n = size < sizeof(scope) ? size : sizeof(scope) - 1;
	memcpy(scope, data, n);
	scope[n] = '\0';
	regs.scope = scope;
	ia_text_init(&t, regions, sizeof(regions));
	ia_unit_regions(&regs, &t);
	if (!ia_text_fits(&t))
		abort();
	regs.regions = regions;
	ia_unit_name(regs.vendor, regs.index, name);
	ia_unit_fill(&unit, &regs, name);
	check_line(&ia_unit_layout, &unit, room);
	return 0;
}
