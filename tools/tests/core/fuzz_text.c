// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for what is written: the line of a unit, from any record
 * and any scope text, into a buffer of any size.
 */
#include <stdlib.h>

#include "../../../module/core/unit.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void check_line(const struct ia_unit *unit, size_t room)
{
	static char whole[1 << 16];
	size_t need = ia_unit_format(unit, whole, sizeof(whole));
	char *buf = malloc(room ? room : 1);

	if (!buf)
		return;
	if (ia_unit_format(unit, room ? buf : NULL, room) != need ||
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

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct ia_unit unit;
	char scope[4096];
	size_t room, n;

	if (size < sizeof(unit) + sizeof(u16))
		return 0;
	memcpy(&unit, data, sizeof(unit));
	unit.vendor = data[0] & 1 ? IA_VENDOR_AMD : IA_VENDOR_VTD;
	unit.regs_read = data[1] & 1;
	unit.intremap = data[2] % 3 - 1;
	data += sizeof(unit);
	size -= sizeof(unit);
	room = (data[0] | data[1] << 8) % 2048;
	data += sizeof(u16);
	size -= sizeof(u16);
	n = size < sizeof(scope) ? size : sizeof(scope) - 1;
	memcpy(scope, data, n);
	scope[n] = '\0';
	unit.scope = scope;
	check_line(&unit, room);
	return 0;
}
