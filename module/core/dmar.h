/* SPDX-License-Identifier: GPL-2.0 */
/*
 * dmar.c: the ACPI DMA Remapping table of Intel VT-d
 *
 * Layouts are those of the VT-d specification, revision 5.x, chapter 8.
 */
#ifndef IA_CORE_DMAR_H
#define IA_CORE_DMAR_H

#include "acpi.h"

#define IA_DMAR_SIGNATURE	"DMAR"

/* 8.1, Flags */
#define IA_DMAR_INTR_REMAP	0x01
#define IA_DMAR_X2APIC_OPT_OUT	0x02
#define IA_DMAR_DMA_CTRL_OPT_IN	0x04

/* 8.3, DRHD Flags */
#define IA_DRHD_INCLUDE_PCI_ALL	0x01

/* 8.2, remapping structure types */
enum ia_dmar_type {
	IA_DMAR_DRHD = 0,
	IA_DMAR_RMRR = 1,
	IA_DMAR_ATSR = 2,
	IA_DMAR_RHSA = 3,
	IA_DMAR_ANDD = 4,
	IA_DMAR_SATC = 5,
	IA_DMAR_SIDP = 6,
	IA_DMAR_TYPES
};

/* 8.3.1, device scope types */
enum ia_dmar_scope_type {
	IA_SCOPE_ENDPOINT = 1,
	IA_SCOPE_BRIDGE = 2,
	IA_SCOPE_IOAPIC = 3,
	IA_SCOPE_HPET = 4,
	IA_SCOPE_NAMESPACE = 5,
};

/**
 * struct ia_dmar - a DMAR table that was checked
 * @data: the table; not copied, so it has to outlive this
 * @length: its length in bytes
 * @revision: revision of the header
 * @host_width: widest DMA address in bits
 * @flags: IA_DMAR_*
 * @count: whole structures by enum ia_dmar_type
 * @unknown: structures of types that are not in enum ia_dmar_type
 */
struct ia_dmar {
	const u8 *data;
	u32 length;
	u8 revision;
	u16 host_width;
	u8 flags;
	unsigned int count[IA_DMAR_TYPES];
	unsigned int unknown;
};

/**
 * struct ia_dmar_entry - one remapping structure
 * @type: enum ia_dmar_type or a type that is not known here
 * @offset: byte of the table where it starts
 * @length: its length in bytes
 * @scope: byte of the table where its device scope starts; equal to
 *         @offset + @length for a type that has none
 * @index: DRHD out of ia_dmar_next_unit(): Linux names the unit dmar<index>
 * @flags: DRHD, ATSR, SATC
 * @size: DRHD: size of the register set is 2^@size pages of 4 KiB
 * @segment: PCI segment; DRHD, RMRR, ATSR, SATC, SIDP
 * @base: DRHD, RHSA: physical address of the registers; RMRR: first byte
 * @limit: RMRR: last byte
 * @proximity: RHSA: proximity domain
 * @device: ANDD: ACPI device number, which a device scope refers to
 * @name: ANDD: ACPI path, terminated, points into the table; else NULL
 */
struct ia_dmar_entry {
	u16 type;
	u32 offset;
	u32 length;
	u32 scope;
	unsigned int index;
	u8 flags;
	u8 size;
	u16 segment;
	u64 base;
	u64 limit;
	u32 proximity;
	u8 device;
	const char *name;
};

/**
 * struct ia_dmar_scope - one device scope entry
 * @type: enum ia_dmar_scope_type or a type that is not known here
 * @offset: byte of the table where it starts
 * @length: its length in bytes
 * @flags: SIDP: properties of the device; else reserved
 * @id: enumeration id: I/O APIC id, HPET number, ACPI device number
 * @bus: bus that the path starts on
 * @path: pairs of device and function, points into the table
 * @hops: pairs in @path, at least 1
 */
struct ia_dmar_scope {
	u8 type;
	u32 offset;
	u32 length;
	u8 flags;
	u8 id;
	u8 bus;
	const u8 *path;
	unsigned int hops;
};

/**
 * struct ia_dmar_iter - where a walk stands; all zero to start
 * @offset: byte of the table to read next, 0 for the first
 * @units: units that ia_dmar_next_unit() returned so far
 */
struct ia_dmar_iter {
	u32 offset;
	unsigned int units;
};

int ia_dmar_open(struct ia_dmar *dmar, const void *table, size_t size,
		 struct ia_table_error *err);
bool ia_dmar_next(const struct ia_dmar *dmar, struct ia_dmar_iter *it,
		  struct ia_dmar_entry *entry);
bool ia_dmar_next_unit(const struct ia_dmar *dmar, struct ia_dmar_iter *it,
		       struct ia_dmar_entry *entry);
bool ia_dmar_next_scope(const struct ia_dmar *dmar,
			const struct ia_dmar_entry *entry, u32 *offset,
			struct ia_dmar_scope *scope);
const char *ia_dmar_device_name(const struct ia_dmar *dmar, u8 device);

#endif /* IA_CORE_DMAR_H */
