/* SPDX-License-Identifier: GPL-2.0 */
/* A DMAR table made by hand: every structure type, and one of an unknown type. */
#ifndef IA_KUNIT_SAMPLE_DMAR_H
#define IA_KUNIT_SAMPLE_DMAR_H

#include <linux/types.h>

/* Length and checksum are for ia_copy_table() to fill in. */
static const u8 sample_dmar[] = {
	'D', 'M', 'A', 'R', 0, 0, 0, 0, 1, 0, 'I', 'A', 'U', 'D', 'I', 'T',
	'M', 'A', 'D', 'E', 'T', 'A', 'B', 'L', 1, 0, 0, 0, 'T', 'E', 'S', 'T',
	1, 0, 0, 0,
	/* 24h: 46 address bits, interrupt remapping and opt-in */
	0x2d, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	/* 30h: DRHD, segment 1, base fed90000h, 8 KiB of registers */
	0, 0, 26, 0, 0x00, 0x01, 1, 0, 0, 0, 0xd9, 0xfe, 0, 0, 0, 0,
	/* 40h: scope, bridge 1c.0 on bus 0, then 02.1 behind it */
	2, 10, 0, 0, 0, 0, 0x1c, 0, 2, 1,
	/* 4ah: DRHD, all the rest, base fed91000h */
	0, 0, 40, 0, 0x01, 0x00, 0, 0, 0, 0x10, 0xd9, 0xfe, 0, 0, 0, 0,
	/* 5ah: scope, I/O APIC 2 as f0:1f.0; HPET 0 as 00:0f.0; ACPI device 7 */
	3, 8, 0, 0, 2, 0xf0, 0x1f, 0,
	4, 8, 0, 0, 0, 0x00, 0x0f, 0,
	5, 8, 0, 0, 7, 0x00, 0x15, 1,
	/* 72h: DRHD that repeats the first one */
	0, 0, 16, 0, 0x00, 0x00, 1, 0, 0, 0, 0xd9, 0xfe, 0, 0, 0, 0,
	/* 82h: RMRR, 7b800000h to 7fffffffh, endpoint 02.0 */
	1, 0, 32, 0, 0, 0, 2, 0,
	0, 0, 0x80, 0x7b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0,
	1, 8, 0, 0, 0, 0, 2, 0,
	/* a2h: ATSR for all ports of segment 3 */
	2, 0, 8, 0, 1, 0, 3, 0,
	/* aah: RHSA, unit fed91000h in proximity domain 5 */
	3, 0, 20, 0, 0, 0, 0, 0, 0, 0x10, 0xd9, 0xfe, 0, 0, 0, 0, 5, 0, 0, 0,
	/* beh: ANDD, device 7 */
	4, 0, 20, 0, 0, 0, 0, 7, '\\', '_', 'S', 'B', '.', 'I', '2', 'C', '0',
	0, 0, 0,
	/* d2h: SATC, segment 4, with a flag */
	5, 0, 8, 0, 1, 0, 4, 0,
	/* dah: SIDP, segment 5, properties 1fh of endpoint 0b.0 */
	6, 0, 16, 0, 0, 0, 5, 0, 1, 8, 0x1f, 0, 0, 0, 0x0b, 0,
	/* eah: a type that is not known */
	0x99, 0, 6, 0, 0xaa, 0xbb,
};

#endif /* IA_KUNIT_SAMPLE_DMAR_H */
