// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of an AMD-Vi IOMMU: AMD publication 48882, 2.2.2 for the device
 * table and its entries, 2.2.6 for guest page tables.
 */
#include "amd_dte.h"
#include "amd_regs.h"
#include "translation.h"

/* MMIO 0030h, Extended Feature Register */
#define EFR_GIO_SUP	0x0001000000000000ULL

/* In every entry that points to a page. */
#define POINTER		0x000ffffffffff000ULL

/* Device Table Entry: bits of its first two words */
#define DTE_V		0x1
#define DTE_TV		0x2
#define DTE_GIOV	0x0040000000000000ULL
#define DTE_GV		0x0080000000000000ULL
#define DTE_IR		0x2000000000000000ULL
#define DTE_IW		0x4000000000000000ULL
#define DTE_I		0x0000000100000000ULL	/* bit 96 */

/* Mode, bits 11:9; levels of the host page table, with two other meanings */
#define MODE_NONE	0
#define MODE_RESERVED	7

/* Levels of the table of guest CR3s, less one: the highest has four entries. */
#define GLX_RESERVED	3
#define GCR3_V		1
#define GCR3_HIGHEST	4

static void block(struct ia_requester *to, enum ia_remap_reason why)
{
	ia_translation_set(to, IA_REMAP_BLOCKED, why);
}

/**
 * ia_amd_segments() - in how many pieces the device table is
 * @control: IOMMU Control Register; field DevTblSegEn, bits 36:34
 *
 * Return: 1, 2, 4 or 8; 0 for a reserved value
 */
unsigned int ia_amd_segments(u64 control)
{
	unsigned int enabled = control >> 34 & 7;

	return enabled > 3 ? 0 : 1 << enabled;
}

/* The uppermost bits of the requester id say which piece has its entry. */
static bool read_dte(struct ia_walk *walk, const struct ia_amd_root *root, u16 id, u64 *dte,
		     struct ia_requester *to)
{
	unsigned int pieces = ia_amd_segments(root->control), each;
	u64 table;
	size_t at;

	if (!pieces) {
		ia_translation_set(to, IA_REMAP_UNKNOWN, IA_REMAP_BY_TABLE_MODE);
		return false;
	}
	each = 0x10000 / pieces;
	table = root->table[id / each];
	at = id % each * IA_AMD_DTE_SIZE;
	if (at >= ia_amd_device_table_size(table)) {
		block(to, IA_REMAP_BY_BEYOND);
		return false;
	}
	if (ia_walk_read(walk, ia_amd_device_table_base(table) + at, dte, IA_AMD_DTE_WORDS))
		return true;
	ia_translation_set(to, IA_REMAP_UNKNOWN, IA_REMAP_BY_MEMORY);
	return false;
}

/* The address of the table of guest CR3s is in three places. */
static u64 gcr3_table(const u64 *dte)
{
	return (dte[0] >> 58 & 0x7) << 12 | (dte[1] >> 16 & 0xffff) << 15 |
	       (dte[1] >> 43 & 0x1fffff) << 31;
}

/* Valid entries of one page of guest CR3s, and whether the first one is. */
static int count_leaf(struct ia_walk *walk, u64 address, bool *first)
{
	unsigned int i;
	int count = 0;

	if (walk->tables++ >= IA_WALK_TABLES ||
	    !ia_walk_read(walk, address & POINTER, walk->leaf, IA_WALK_WORDS))
		return IA_UNKNOWN;
	for (i = 0; i < IA_WALK_WORDS; i++)
		count += walk->leaf[i] & GCR3_V;
	if (first)
		*first = walk->leaf[0] & GCR3_V;
	return count;
}

/* The same through a table of 512 such pages. */
static int count_pages(struct ia_walk *walk, u64 address, bool *first)
{
	int count = 0, more;
	unsigned int i;

	if (!ia_walk_read(walk, address & POINTER, walk->page, IA_WALK_WORDS))
		return IA_UNKNOWN;
	for (i = 0; i < IA_WALK_WORDS; i++) {
		if (!(walk->page[i] & GCR3_V))
			continue;
		more = count_leaf(walk, walk->page[i], i ? NULL : first);
		if (more < 0)
			return more;
		count += more;
	}
	return count;
}

static int count_gcr3(struct ia_walk *walk, u64 address, unsigned int glx, bool *first)
{
	u64 highest[GCR3_HIGHEST];
	int count = 0, more;
	unsigned int i;

	if (!glx)
		return count_leaf(walk, address, first);
	if (glx == 1)
		return count_pages(walk, address, first);
	if (!ia_walk_read(walk, address, highest, GCR3_HIGHEST))
		return IA_UNKNOWN;
	for (i = 0; i < GCR3_HIGHEST; i++) {
		if (!(highest[i] & GCR3_V))
			continue;
		more = count_pages(walk, highest[i], i ? NULL : first);
		if (more < 0)
			return more;
		count += more;
	}
	return count;
}

/* Without GIoV, the guest's tables are for requests with a PASID alone. */
static void decode_guest(struct ia_walk *walk, const struct ia_amd_root *root, const u64 *dte,
			 struct ia_requester *to)
{
	bool own = root->efr & EFR_GIO_SUP && dte[0] & DTE_GIOV, first = false;
	bool nested = to->mode == IA_REMAP_TRANSLATED;
	unsigned int glx = dte[0] >> 56 & 3;

	if (glx == GLX_RESERVED) {
		block(to, IA_REMAP_BY_TYPE);
		return;
	}
	if (own) {
		to->mode = nested ? IA_REMAP_NESTED : IA_REMAP_TRANSLATED;
		to->stage = nested ? IA_STAGE_ABSENT : IA_STAGE_FIRST;
		to->width = dte[2] >> 54 & 3 ? 57 : 48;
	}
	if (nested) {
		/* The addresses in these tables are a guest's. */
		to->pasids = IA_UNKNOWN;
		to->reason = IA_REMAP_BY_GUEST_TABLES;
		return;
	}
	to->pasids = count_gcr3(walk, gcr3_table(dte), glx, &first);
	if (to->pasids >= 0) {
		to->pasids -= own && first;
		if (own && !first)
			block(to, IA_REMAP_BY_PASID_ENTRY);
		return;
	}
	/* What the first of the tables says is not known either. */
	if (own)
		to->mode = IA_REMAP_UNKNOWN;
	ia_translation_set(to, to->mode, walk->tables > IA_WALK_TABLES ? IA_REMAP_BY_MANY :
									 IA_REMAP_BY_MEMORY);
}

static void decode_dte(struct ia_walk *walk, const struct ia_amd_root *root, const u64 *dte,
		       struct ia_requester *to)
{
	unsigned int levels = dte[0] >> 9 & 7;

	if (!(dte[0] & DTE_V)) {
		ia_translation_set(to, IA_REMAP_PASSTHROUGH, IA_REMAP_BY_DTE_V);
		return;
	}
	if (!(dte[0] & DTE_TV)) {
		block(to, IA_REMAP_BY_DTE_TV);
		return;
	}
	to->ats = !!(dte[1] & DTE_I);
	if (levels == MODE_RESERVED) {
		block(to, IA_REMAP_BY_TYPE);
		return;
	}
	if (!(dte[0] & (DTE_IR | DTE_IW))) {
		block(to, IA_REMAP_BY_DTE_IR_IW);
		return;
	}
	ia_translation_set(to, levels == MODE_NONE ? IA_REMAP_PASSTHROUGH :
						     IA_REMAP_TRANSLATED,
			   !(dte[0] & DTE_IR) ? IA_REMAP_BY_DTE_IR :
			   !(dte[0] & DTE_IW) ? IA_REMAP_BY_DTE_IW : IA_REMAP_BY_ABSENT);
	if (levels != MODE_NONE) {
		to->stage = IA_STAGE_SECOND;
		to->width = levels > 5 ? 64 : 12 + 9 * levels;
	}
	if (root->control & IA_AMD_CTRL_GT_EN && dte[0] & DTE_GV)
		decode_guest(walk, root, dte, to);
	if (to->mode != IA_REMAP_BLOCKED)
		to->domain_id = dte[1] & 0xffff;
}

/**
 * ia_walk_amd() - what an AMD-Vi IOMMU does with requests of one requester id
 * @walk: how memory is read
 * @root: the registers of the IOMMU
 * @id: the requester id
 * @to: what its tables say is filled in; the rest stays as ia_record_init() left it
 */
void ia_walk_amd(struct ia_walk *walk, const struct ia_amd_root *root, u16 id,
		 struct ia_requester *to)
{
	u64 dte[IA_AMD_DTE_WORDS];

	if (!(root->control & IA_AMD_CTRL_IOMMU_EN)) {
		ia_translation_set(to, IA_REMAP_OFF, IA_REMAP_BY_ABSENT);
		return;
	}
	to->pasids = 0;
	to->ats = 0;
	if (read_dte(walk, root, id, dte, to))
		decode_dte(walk, root, dte, to);
	if (to->mode == IA_REMAP_UNKNOWN)
		ia_translation_unread(to, to->reason);
}
