/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ivrs.c: the ACPI I/O Virtualization Reporting Structure of AMD-Vi
 * ivhd.c: the device entries of its hardware definition blocks
 *
 * Layouts are those of the AMD I/O Virtualization Technology specification,
 * publication 48882, section 5.2.
 */
#ifndef IA_CORE_IVRS_H
#define IA_CORE_IVRS_H

#include "acpi.h"

#define IA_IVRS_SIGNATURE	"IVRS"

/* 5.2.2, block types */
enum ia_ivrs_type {
	IA_IVHD_10 = 0x10,
	IA_IVHD_11 = 0x11,
	IA_IVHD_40 = 0x40,
	IA_IVMD_ALL = 0x20,
	IA_IVMD_SELECT = 0x21,
	IA_IVMD_RANGE = 0x22,
};

/* 5.2.2.2, IVHD device entry types */
enum ia_ivhd_entry_type {
	IA_IVHD_PAD = 0,
	IA_IVHD_ALL = 1,
	IA_IVHD_SELECT = 2,
	IA_IVHD_RANGE_START = 3,
	IA_IVHD_RANGE_END = 4,
	IA_IVHD_ALIAS_SELECT = 66,
	IA_IVHD_ALIAS_RANGE_START = 67,
	IA_IVHD_EXT_SELECT = 70,
	IA_IVHD_EXT_RANGE_START = 71,
	IA_IVHD_SPECIAL = 72,
	IA_IVHD_ACPI_HID = 0xf0,
};

/* Varieties of IA_IVHD_SPECIAL */
#define IA_SPECIAL_IOAPIC	1
#define IA_SPECIAL_HPET		2

/* Formats of the unique id of IA_IVHD_ACPI_HID */
#define IA_UID_NONE		0
#define IA_UID_INTEGER		1
#define IA_UID_STRING		2

/* 5.2.2.3, IVMD flags */
#define IA_IVMD_UNITY		0x01
#define IA_IVMD_READ		0x02
#define IA_IVMD_WRITE		0x04
#define IA_IVMD_EXCLUSION	0x08

/**
 * struct ia_ivrs - an IVRS table that was checked
 * @data: the table; not copied, so it has to outlive this
 * @length: its length in bytes
 * @revision: revision of the header
 * @info: IVinfo, 5.2.1
 * @unit_type: the IVHD type that Linux takes its units from, 0 without IVHD
 * @ivhds: IVHD blocks of all types
 * @ivmds: IVMD blocks of all types
 * @unknown: blocks that are neither
 * @unknown_entries: IVHD device entries of types not in enum ia_ivhd_entry_type
 */
struct ia_ivrs {
	const u8 *data;
	u32 length;
	u8 revision;
	u32 info;
	u8 unit_type;
	unsigned int ivhds;
	unsigned int ivmds;
	unsigned int unknown;
	unsigned int unknown_entries;
};

/**
 * struct ia_ivrs_block - one IVHD or IVMD
 * @type: enum ia_ivrs_type or a type that is not known here
 * @offset: byte of the table where it starts
 * @length: its length in bytes, as far as it is in the table
 * @entries: byte of the table where its device entries start; equal to
 *           @offset + @length for anything but an IVHD
 * @index: IVHD out of ia_ivrs_next_unit(): Linux names the unit ivhd<index>
 * @flags: IVHD and IVMD flags
 * @device: IVHD: device id of the IOMMU; IVMD: of the (first) device
 * @segment: PCI segment
 * @capability: IVHD: offset of the capability block in the IOMMU's config space
 * @base: IVHD: physical address of the registers
 * @info: IVHD: IOMMU info
 * @features: IVHD: type 10h feature reporting, other types attributes
 * @efr: IVHD 11h, 40h: image of the Extended Feature Register
 * @efr2: IVHD 11h, 40h: image of the Extended Feature 2 Register
 * @last_device: IVMD: auxiliary data, with IA_IVMD_RANGE the last device id
 * @start: IVMD: first byte
 * @size: IVMD: bytes
 */
struct ia_ivrs_block {
	u8 type;
	u32 offset;
	u32 length;
	u32 entries;
	unsigned int index;
	u8 flags;
	u16 device;
	u16 segment;
	u16 capability;
	u64 base;
	u16 info;
	u32 features;
	u64 efr;
	u64 efr2;
	u16 last_device;
	u64 start;
	u64 size;
};

/**
 * struct ia_ivhd_entry - one device entry of an IVHD
 * @type: enum ia_ivhd_entry_type or a type that is not known here
 * @offset: byte of the table where it starts
 * @length: its length in bytes
 * @device: device id (bus, device, function)
 * @setting: data setting byte
 * @alias: ALIAS_*: the device id that requests carry; SPECIAL: the device id
 *         of the interrupt source
 * @extended: EXT_*: extended data setting
 * @handle: SPECIAL: I/O APIC id or HPET number
 * @variety: SPECIAL: IA_SPECIAL_*
 * @hid: ACPI_HID: eight characters, not terminated, points into the table
 * @cid: ACPI_HID: eight bytes, points into the table
 * @uid_format: ACPI_HID: IA_UID_*
 * @uid_length: ACPI_HID: bytes in @uid
 * @uid: ACPI_HID: points into the table
 */
struct ia_ivhd_entry {
	u8 type;
	u32 offset;
	u32 length;
	u16 device;
	u8 setting;
	u16 alias;
	u32 extended;
	u8 handle;
	u8 variety;
	const u8 *hid;
	const u8 *cid;
	u8 uid_format;
	u8 uid_length;
	const u8 *uid;
};

/**
 * struct ia_ivrs_iter - where a walk stands; all zero to start
 * @offset: byte of the table to read next, 0 for the first
 * @units: units that ia_ivrs_next_unit() returned so far
 */
struct ia_ivrs_iter {
	u32 offset;
	unsigned int units;
};

/* ivrs.c */
int ia_ivrs_open(struct ia_ivrs *ivrs, const void *table, size_t size,
		 struct ia_table_error *err);
bool ia_ivrs_next(const struct ia_ivrs *ivrs, struct ia_ivrs_iter *it,
		  struct ia_ivrs_block *block);
bool ia_ivrs_next_unit(const struct ia_ivrs *ivrs, struct ia_ivrs_iter *it,
		       struct ia_ivrs_block *block);
bool ia_ivrs_is_ivhd(u8 type);
bool ia_ivrs_is_ivmd(u8 type);

/* ivhd.c */
int ia_ivhd_check(struct ia_ivrs *ivrs, const struct ia_ivrs_block *block,
		  struct ia_table_error *err);
bool ia_ivrs_next_entry(const struct ia_ivrs *ivrs,
			const struct ia_ivrs_block *block, u32 *offset,
			struct ia_ivhd_entry *entry);
bool ia_ivhd_entry_known(u8 type);

#endif /* IA_CORE_IVRS_H */
