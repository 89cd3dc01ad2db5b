/* SPDX-License-Identifier: GPL-2.0 */
/* An IVRS table made by hand: every block and device entry type, and unknown ones. */
#ifndef IA_KUNIT_SAMPLE_IVRS_H
#define IA_KUNIT_SAMPLE_IVRS_H

#include <linux/types.h>

/* Length and checksum are for ia_copy_table() to fill in. */
static const u8 sample_ivrs[] = {
	'I', 'V', 'R', 'S', 0, 0, 0, 0, 2, 0, 'I', 'A', 'U', 'D', 'I', 'T',
	'M', 'A', 'D', 'E', 'T', 'A', 'B', 'L', 1, 0, 0, 0, 'T', 'E', 'S', 'T',
	1, 0, 0, 0,
	/* 24h: IVinfo */
	0x43, 0x30, 0x20, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
	/* 30h: IVHD 10h, IOMMU 00:00.2, registers fd300000h, segment 1 */
	0x10, 0xb0, 40, 0, 0x02, 0x00, 0x40, 0x00,
	0, 0, 0x30, 0xfd, 0, 0, 0, 0, 1, 0, 0x00, 0x13, 0x6f, 0x8f, 0x04, 0x80,
	/* 48h: all; padding; a reserved type of 8 bytes */
	1, 0, 0, 0x11,
	0, 0, 0, 0,
	0x50, 1, 2, 3, 4, 5, 6, 7,
	/* 58h: IVHD 11h, the same IOMMU */
	0x11, 0xb1, 100, 0, 0x02, 0x00, 0x40, 0x00,
	0, 0, 0x30, 0xfd, 0, 0, 0, 0, 1, 0, 0x00, 0x13, 0x00, 0x02, 0x04, 0x00,
	0xde, 0x4a, 0x25, 0x22, 0xef, 0x73, 0x6d, 0x20, 0x10, 0, 0, 0, 0, 0, 0, 0,
	/* 80h: one function; a range; an alias; a range of aliases */
	2, 0x08, 0x00, 0,
	3, 0x10, 0x00, 0x22, 4, 0xff, 0x00, 0,
	66, 0x00, 0x02, 0, 0, 0xa5, 0x00, 0,
	67, 0x00, 0xff, 0, 0, 0xa6, 0x00, 0, 4, 0xff, 0xff, 0,
	/* a0h: extended: one function; a range */
	70, 0x00, 0x04, 0, 0x01, 0x00, 0x00, 0x80,
	71, 0x00, 0x05, 0, 0x78, 0x56, 0x34, 0x12, 4, 0xff, 0x05, 0,
	/* b4h: I/O APIC 33 as 00:14.0, with interrupts passed */
	72, 0x00, 0x00, 0xd7, 33, 0xa0, 0x00, 1,
	/* bch: IVMDs: all, one function of segment 2, a range */
	0x20, 0x01, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0x00, 0x10, 0, 0, 0, 0, 0, 0, 0x00, 0x20, 0, 0, 0, 0, 0, 0,
	0x21, 0x08, 32, 0, 0x00, 0x02, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,
	0x00, 0xc0, 0x32, 0x71, 0, 0, 0, 0, 0x00, 0x60, 0x02, 0, 0, 0, 0, 0,
	0x22, 0x06, 32, 0, 0x00, 0x03, 0xff, 0x03, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0,
	/* 11ch: IVHD 40h, the same IOMMU */
	0x40, 0xb2, 126, 0, 0x02, 0x00, 0x40, 0x00,
	0, 0, 0x30, 0xfd, 0, 0, 0, 0, 1, 0, 0x00, 0x13, 0x00, 0x02, 0x04, 0x00,
	0xde, 0x4a, 0x25, 0x22, 0xef, 0x73, 0x6d, 0x20, 0, 0, 0, 0, 0, 0, 0, 0,
	/* 144h: ACPI devices: string, integer and no unique id; HPET 0 */
	0xf0, 0xa5, 0, 0x40, 'A', 'M', 'D', 'I', '0', '0', '2', '0',
	0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 'F', 'U', 'R', '0',
	0xf0, 0xa6, 0, 0, 'P', 'N', 'P', '0', 'D', '4', '0', 0,
	0, 0, 0, 0, 0, 0, 0, 0, 1, 8, 2, 1, 0, 0, 0, 0, 0, 0,
	/* 17ch */
	72, 0, 0, 0, 0, 0xa0, 0, 2,
	0xf0, 0x98, 0, 0, 'A', 'B', 'C', 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	/* 19ah: a block of a type that is not known */
	0x51, 0x00, 8, 0, 1, 2, 3, 4,
};

#endif /* IA_KUNIT_SAMPLE_IVRS_H */
