// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of a VT-d unit: VT-d specification, chapter 3 for the ways through
 * them, chapter 9 for their entries.
 */
#include "translation.h"
#include "vtd_regs.h"

/* In every entry: the page that it points to. */
#define POINTER		0x000ffffffffff000ULL
#define PRESENT		1
#define PAGE		4096

/* 11.4.5, Root Table Address Register: TTM, bits 11:10 */
enum { TTM_LEGACY, TTM_SCALABLE, TTM_RESERVED, TTM_ABORT_DMA };

/* 9.3, Context Entry: TT, bits 3:2 */
enum { TT_SECOND, TT_SECOND_ATS, TT_PASSTHROUGH, TT_RESERVED };

/* 9.4, Scalable-Mode Context Entry, of four words */
#define CONTEXT_DTE	0x04
#define CONTEXT_PASIDE	0x08
#define CONTEXT_WORDS	4

/* 9.5, 9.6: a PASID directory entry stands for a table of 64 entries of eight words. */
#define PASID_WORDS	8
#define PASID_ENTRIES	64

/* 11.4.3, Extended Capability Register */
#define ECAP(name)	(1ULL << VTD_ECAP_##name)
enum {
	VTD_ECAP_DT = 2,
	VTD_ECAP_PT = 6,
	VTD_ECAP_NEST = 26,
	VTD_ECAP_SLTS = 46,
	VTD_ECAP_FLTS = 47,
	VTD_ECAP_RPS = 49,
};

/* 9.6, Scalable-Mode PASID Table Entry: PGTT, bits 8:6 */
static const struct type {
	u64 needs;
	enum ia_remap_mode mode;
	enum ia_stage stage;
} types[8] = {
	[1] = { ECAP(FLTS), IA_REMAP_TRANSLATED, IA_STAGE_FIRST },
	[2] = { ECAP(SLTS), IA_REMAP_TRANSLATED, IA_STAGE_SECOND },
	[3] = { ECAP(NEST), IA_REMAP_NESTED, IA_STAGE_ABSENT },
	[4] = { ECAP(PT), IA_REMAP_PASSTHROUGH, IA_STAGE_ABSENT },
};

static void block(struct ia_requester *to, enum ia_remap_reason why)
{
	ia_translation_set(to, IA_REMAP_BLOCKED, why);
}

static void lose(struct ia_requester *to)
{
	ia_translation_set(to, IA_REMAP_UNKNOWN, IA_REMAP_BY_MEMORY);
}

/* Second stage, AW: bits 1, 2, 3 of SAGAW stand for its values. */
static void set_width(struct ia_requester *to, u64 cap, unsigned int aw)
{
	if (aw < 1 || aw > 3 || !(cap >> 8 & 1 << aw))
		block(to, IA_REMAP_BY_WIDTH);
	else
		to->width = 30 + 9 * aw;
}

/* A root entry is of two words, for the upper half of the functions in scalable mode. */
static bool read_context(struct ia_walk *walk, const struct ia_vtd_root *root, u16 id,
			 u64 *context, unsigned int words, struct ia_requester *to)
{
	unsigned int devfn = id & 0xff, half = 0;
	u64 entry[2];

	if (words == CONTEXT_WORDS) {
		half = devfn >> 7;
		devfn &= 0x7f;
	}
	if (!ia_walk_read(walk, (root->root & POINTER) + (id >> 8) * sizeof(entry), entry, 2)) {
		lose(to);
		return false;
	}
	if (!(entry[half] & PRESENT)) {
		block(to, IA_REMAP_BY_ROOT_ENTRY);
		return false;
	}
	if (!ia_walk_read(walk, (entry[half] & POINTER) + devfn * words * sizeof(*context),
			  context, words)) {
		lose(to);
		return false;
	}
	if (!(context[0] & PRESENT)) {
		block(to, IA_REMAP_BY_CONTEXT_ENTRY);
		return false;
	}
	return true;
}

static void walk_legacy(struct ia_walk *walk, const struct ia_vtd_root *root, u16 id,
			struct ia_requester *to)
{
	u64 context[2];
	unsigned int tt;

	if (!read_context(walk, root, id, context, ARRAY_SIZE(context), to))
		return;
	tt = context[0] >> 2 & 3;
	if (tt == TT_RESERVED || (tt == TT_SECOND_ATS && !(root->ecap & ECAP(DT))) ||
	    (tt == TT_PASSTHROUGH && !(root->ecap & ECAP(PT)))) {
		block(to, IA_REMAP_BY_TYPE);
		return;
	}
	to->ats = tt == TT_SECOND_ATS;
	ia_translation_set(to, tt == TT_PASSTHROUGH ? IA_REMAP_PASSTHROUGH :
						      IA_REMAP_TRANSLATED,
			   IA_REMAP_BY_ABSENT);
	to->domain_id = context[1] >> 8 & 0xffff;
	if (tt == TT_PASSTHROUGH)
		return;
	to->stage = IA_STAGE_SECOND;
	set_width(to, root->cap, context[1] & 7);
}

/* What the PASID table entry of requests without a PASID says. */
static void decode_pasid(const struct ia_vtd_root *root, const u64 *entry,
			 struct ia_requester *to)
{
	const struct type *type = &types[entry[0] >> 6 & 7];
	bool walks_first = type->stage == IA_STAGE_FIRST || type->mode == IA_REMAP_NESTED;
	unsigned int flpm = entry[2] >> 2 & 3;

	if (!(root->ecap & type->needs) || (walks_first && flpm > 1)) {
		block(to, IA_REMAP_BY_TYPE);
		return;
	}
	ia_translation_set(to, type->mode, IA_REMAP_BY_ABSENT);
	to->stage = type->stage;
	to->domain_id = entry[1] & 0xffff;
	if (type->stage == IA_STAGE_SECOND)
		set_width(to, root->cap, entry[0] >> 2 & 7);
	else if (walks_first)
		to->width = flpm ? 57 : 48;
}

/* Entries of the table that a directory entry points to, but for one. */
static int count_table(struct ia_walk *walk, u64 directory, unsigned int except)
{
	unsigned int i;
	int count = 0;

	if (walk->tables++ >= IA_WALK_TABLES ||
	    !ia_walk_read(walk, directory & POINTER, walk->leaf, IA_WALK_WORDS))
		return IA_UNKNOWN;
	for (i = 0; i < PASID_ENTRIES; i++)
		count += i != except && walk->leaf[i * PASID_WORDS] & PRESENT;
	return count;
}

static int count_pasids(struct ia_walk *walk, u64 directory, unsigned int entries, u32 rid)
{
	unsigned int i;
	int count = 0, more;

	for (i = 0; i < entries; i++) {
		if (i % IA_WALK_WORDS == 0 &&
		    !ia_walk_read(walk, directory + i * sizeof(u64), walk->page,
				  entries - i < IA_WALK_WORDS ? entries - i : IA_WALK_WORDS))
			return IA_UNKNOWN;
		if (!(walk->page[i % IA_WALK_WORDS] & PRESENT))
			continue;
		more = count_table(walk, walk->page[i % IA_WALK_WORDS],
				   i == rid / PASID_ENTRIES ? rid % PASID_ENTRIES : PASID_ENTRIES);
		if (more < 0)
			return more;
		count += more;
	}
	return count;
}

/* The PASID that requests without one have: its entry, as that of any other. */
static void find_rid(struct ia_walk *walk, const struct ia_vtd_root *root, u64 directory,
		     unsigned int entries, u32 rid, struct ia_requester *to)
{
	u64 table, entry[PASID_WORDS];

	if (rid / PASID_ENTRIES >= entries) {
		block(to, IA_REMAP_BY_PASID_ENTRY);
		return;
	}
	if (!ia_walk_read(walk, directory + rid / PASID_ENTRIES * sizeof(table), &table, 1)) {
		lose(to);
		return;
	}
	if (!(table & PRESENT)) {
		block(to, IA_REMAP_BY_PASID_ENTRY);
		return;
	}
	if (!ia_walk_read(walk, (table & POINTER) + rid % PASID_ENTRIES * sizeof(entry), entry,
			  PASID_WORDS)) {
		lose(to);
		return;
	}
	if (entry[0] & PRESENT)
		decode_pasid(root, entry, to);
	else
		block(to, IA_REMAP_BY_PASID_ENTRY);
}

static void walk_scalable(struct ia_walk *walk, const struct ia_vtd_root *root, u16 id,
			  struct ia_requester *to)
{
	u64 context[CONTEXT_WORDS], directory;
	unsigned int entries;
	u32 rid;

	if (!read_context(walk, root, id, context, CONTEXT_WORDS, to))
		return;
	to->ats = !!(context[0] & CONTEXT_DTE);
	directory = context[0] & POINTER;
	entries = 1 << ((context[0] >> 9 & 7) + 7);
	rid = root->ecap & ECAP(RPS) ? context[1] & 0xfffff : 0;
	find_rid(walk, root, directory, entries, rid, to);
	if (!(context[0] & CONTEXT_PASIDE))
		return;
	to->pasids = count_pasids(walk, directory, entries, rid);
	if (to->pasids < 0)
		to->reason = walk->tables > IA_WALK_TABLES ? IA_REMAP_BY_MANY : IA_REMAP_BY_MEMORY;
}

/**
 * ia_walk_vtd() - what a VT-d unit does with requests of one requester id
 * @walk: how memory is read
 * @root: the unit's registers
 * @id: the requester id
 * @to: what its tables say is filled in; the rest stays as ia_record_init() left it
 */
void ia_walk_vtd(struct ia_walk *walk, const struct ia_vtd_root *root, u16 id,
		 struct ia_requester *to)
{
	unsigned int ttm = root->root >> 10 & 3;

	if (!(root->status & IA_VTD_GSTS_TES)) {
		ia_translation_set(to, IA_REMAP_OFF, IA_REMAP_BY_ABSENT);
		return;
	}
	/* Requests with a PASID have a place in tables of the scalable mode alone. */
	to->pasids = 0;
	to->ats = 0;
	switch (ttm) {
	case TTM_LEGACY:
		to->tables = IA_TABLES_LEGACY;
		walk_legacy(walk, root, id, to);
		break;
	case TTM_SCALABLE:
		to->tables = IA_TABLES_SCALABLE;
		walk_scalable(walk, root, id, to);
		break;
	case TTM_ABORT_DMA:
		block(to, IA_REMAP_BY_ABORT_DMA);
		break;
	default:
		to->tables = IA_TABLES_UNKNOWN;
		ia_translation_set(to, IA_REMAP_UNKNOWN, IA_REMAP_BY_TABLE_MODE);
	}
	if (to->mode == IA_REMAP_UNKNOWN)
		ia_translation_unread(to, to->reason);
}
