/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vtd_table.c, amd_table.c: what an IOMMU does with the requests of one requester
 * id, followed through the tables in memory that it follows itself
 */
#ifndef IA_CORE_TRANSLATION_H
#define IA_CORE_TRANSLATION_H

#include "records.h"

/* Entries in a page of a table; PASID tables that are looked at. */
#define IA_WALK_WORDS	512
#define IA_WALK_TABLES	1024

/**
 * struct ia_walk - one way through the tables
 * @read: copies @size bytes, which are in one page, from physical memory; false
 *        where that is no memory
 * @data: for @read
 * @sum: of every word that was read: two walks with the same saw the same
 * @tables: PASID tables that were looked at
 * @page: a page of a table
 * @leaf: a page of a table that @page points to
 */
struct ia_walk {
	bool (*read)(void *data, u64 address, void *buf, size_t size);
	void *data;
	u64 sum;
	unsigned int tables;
	u64 page[IA_WALK_WORDS];
	u64 leaf[IA_WALK_WORDS];
};

/**
 * struct ia_vtd_root - the registers of a VT-d unit that say where its tables are
 * @status: Global Status Register
 * @cap: Capability Register
 * @ecap: Extended Capability Register
 * @root: Root Table Address Register
 */
struct ia_vtd_root {
	u32 status;
	u64 cap;
	u64 ecap;
	u64 root;
};

/* The device table may be divided in so many. */
#define IA_AMD_SEGMENTS	8

/**
 * struct ia_amd_root - the registers of an AMD-Vi IOMMU that say where its tables are
 * @control: IOMMU Control Register
 * @efr: Extended Feature Register; 0 unless guest translation is on
 * @table: Device Table Base Address Register, and those of its segments that are in use
 */
struct ia_amd_root {
	u64 control;
	u64 efr;
	u64 table[IA_AMD_SEGMENTS];
};

void ia_translation_set(struct ia_requester *to, enum ia_remap_mode mode,
			enum ia_remap_reason reason);
void ia_translation_unread(struct ia_requester *to, enum ia_remap_reason reason);
bool ia_walk_read(struct ia_walk *walk, u64 address, u64 *words, unsigned int count);
void ia_walk_vtd(struct ia_walk *walk, const struct ia_vtd_root *root, u16 id,
		 struct ia_requester *to);
unsigned int ia_amd_segments(u64 control);
void ia_walk_amd(struct ia_walk *walk, const struct ia_amd_root *root, u16 id,
		 struct ia_requester *to);

#endif /* IA_CORE_TRANSLATION_H */
