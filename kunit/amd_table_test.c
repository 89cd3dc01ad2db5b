// SPDX-License-Identifier: GPL-2.0
#include "../module/core/amd_table.c"

#include "tables.h"

#define IOMMU_EN	1
#define GT_EN		0x10000
#define GIO_SUP		0x0001000000000000ULL

/* Entry 0x0085 of a table of two pages, in page 1. */
#define AMD_ID	0x0085

static u64 *amd_dte(struct ia_tables *memory)
{
	u64 *dte = &memory->pages[1][(AMD_ID - 128) * 4];

	ia_tables_set(dte, 0, 0, 1);
	ia_tables_set(dte, 1, 1, 1);
	ia_tables_set(dte, 62, 61, 3);
	ia_tables_set(dte, 79, 64, 0x1234);
	return dte;
}

static void walk_amd(struct ia_tables *memory, u64 control, u64 efr)
{
	const struct ia_amd_root root = { control, efr, { IA_TABLES_AT(0) | 1 } };

	ia_walk_amd(&memory->walk, &root, AMD_ID, ia_tables_look(memory));
}

static const struct amd_row {
	const char *name;
	u64 control;
	u8 valid;
	u8 levels;
	u8 access;
	u8 iotlb;
	const char *rest;
} amd_rows[] = {
	{ "off", 0, 3, 4, 3, 0,
	  OFF },
	{ "4 levels", IOMMU_EN, 3, 4, 3, 0,
	  SAYS("translated", "second", "-", "4660", "48", "0", 0, "-") },
	{ "1 level", IOMMU_EN, 3, 1, 3, 1,
	  SAYS("translated", "second", "-", "4660", "21", "0", 1, "-") },
	{ "6 levels", IOMMU_EN, 3, 6, 3, 0,
	  SAYS("translated", "second", "-", "4660", "64", "0", 0, "-") },
	{ "reserved mode", IOMMU_EN, 3, 7, 3, 0,
	  BLOCKED("-", 0, 0, "type") },
	{ "translation disabled", IOMMU_EN, 3, 0, 3, 0,
	  SAYS("passthrough", "-", "-", "4660", "-", "0", 0, "-") },
	{ "no access", IOMMU_EN, 3, 0, 0, 0,
	  BLOCKED("-", 0, 0, "dte_ir_iw") },
	{ "reads alone", IOMMU_EN, 3, 0, 1, 0,
	  SAYS("passthrough", "-", "-", "4660", "-", "0", 0, "dte_iw") },
	{ "writes alone", IOMMU_EN, 3, 3, 2, 0,
	  SAYS("translated", "second", "-", "4660", "39", "0", 0, "dte_ir") },
	{ "not valid", IOMMU_EN, 2, 4, 3, 1,
	  SAYS("passthrough", "-", "-", "-", "-", "0", 0, "dte_v") },
	{ "translation not valid", IOMMU_EN, 1, 4, 3, 0,
	  BLOCKED("-", 0, 0, "dte_tv") },
};

KUNIT_ARRAY_PARAM_DESC(amd, amd_rows, name);

static void test_entry(struct kunit *test)
{
	const struct amd_row *row = test->param_value;
	struct ia_tables *memory = ia_tables_new(test);
	u64 *dte = amd_dte(memory);

	ia_tables_set(dte, 1, 0, row->valid);
	ia_tables_set(dte, 11, 9, row->levels);
	ia_tables_set(dte, 62, 61, row->access);
	ia_tables_set(dte, 96, 96, row->iotlb);
	/* GV counts where guest translation is on. */
	ia_tables_set(dte, 55, 55, 1);
	walk_amd(memory, row->control, 0);
	ia_tables_expect(test, memory, row->rest);
}

/* A table that is too short, none, and one in pieces. */
static void test_tables(struct kunit *test)
{
	struct ia_tables *memory = ia_tables_new(test);
	struct ia_amd_root root = { IOMMU_EN, 0, { IA_TABLES_AT(0) } };
	unsigned int enabled;

	ia_tables_set(amd_dte(memory), 11, 9, 4);
	ia_walk_amd(&memory->walk, &root, AMD_ID, ia_tables_look(memory));
	ia_tables_expect(test, memory, BLOCKED("-", 0, 0, "beyond"));
	root.table[0] = IA_TABLES_AT(IA_TABLES_PAGES) | 1;
	ia_walk_amd(&memory->walk, &root, AMD_ID, ia_tables_look(memory));
	ia_tables_expect(test, memory, UNSEEN("-", "memory"));
	for (enabled = 1; enabled < 8; enabled++) {
		unsigned int pieces = 1 << enabled, piece = pieces - 1;

		memset(root.table, 0, sizeof(root.table));
		root.control = IOMMU_EN | (u64)enabled << 34;
		if (enabled <= 3)
			root.table[piece] = IA_TABLES_AT(0) | 1;
		ia_walk_amd(&memory->walk, &root, (u16)(0x10000 / pieces * piece + AMD_ID),
			    ia_tables_look(memory));
		ia_tables_expect(test, memory, enabled <= 3 ?
		       SAYS("translated", "second", "-", "4660", "48", "0", 0, "-") :
		       UNSEEN("-", "table_mode"));
	}
}

/* The address of the table of guest CR3s, each bit of it. */
static void set_gcr3(u64 *dte, u64 address)
{
	ia_tables_set(dte, 60, 58, address >> 12);
	ia_tables_set(dte, 95, 80, address >> 15);
	ia_tables_set(dte, 127, 107, address >> 31);
}

static void test_gcr3_bits(struct kunit *test)
{
	unsigned int bit;

	for (bit = 12; bit < 52; bit++) {
		u64 dte[4] = {};

		set_gcr3(dte, 1ULL << bit);
		KUNIT_EXPECT_EQ(test, gcr3_table(dte), 1ULL << bit);
		/* The bits of other fields are none of it. */
		dte[0] |= ~(7ULL << 58);
		dte[1] |= ~(0xffffULL << 16 | 0x1fffffULL << 43);
		KUNIT_EXPECT_EQ(test, gcr3_table(dte), 1ULL << bit);
	}
}

static void test_guest(struct kunit *test)
{
	static const char own[] = SAYS("translated", "first", "-", "4660", "48", "2", 0, "-");
	static const char none[] = BLOCKED("-", 2, 0, "pasid_entry");
	struct ia_tables *memory = ia_tables_new(test);
	u64 *dte = amd_dte(memory), *pages[] = { memory->pages[4], memory->pages[5] };
	unsigned int glx;

	ia_tables_set(dte, 55, 55, 1);
	/* Page 4: PASIDs from 0 on; with more levels page 5, and page 6 above it. */
	ia_tables_set(&pages[0][0], 0, 0, 1);
	ia_tables_set(&pages[0][5], 0, 0, 1);
	ia_tables_set(&pages[0][511], 0, 0, 1);
	ia_tables_set(&pages[1][0], 0, 0, 1);
	ia_tables_set(&pages[1][0], 51, 12, IA_TABLES_AT(4) >> 12);
	/* A second page of them, which is empty. */
	ia_tables_set(&pages[1][1], 0, 0, 1);
	ia_tables_set(&pages[1][1], 51, 12, IA_TABLES_AT(7) >> 12);
	ia_tables_set(&memory->pages[6][0], 0, 0, 1);
	ia_tables_set(&memory->pages[6][0], 51, 12, IA_TABLES_AT(5) >> 12);
	for (glx = 0; glx < 3; glx++) {
		ia_tables_set(dte, 57, 56, glx);
		set_gcr3(dte, IA_TABLES_AT(4 + glx));
		ia_tables_set(dte, 54, 54, 0);
		walk_amd(memory, IOMMU_EN | GT_EN, GIO_SUP);
		ia_tables_expect(test, memory,
				 SAYS("passthrough", "-", "-", "4660", "-", "3", 0, "-"));
		ia_tables_set(dte, 54, 54, 1);
		walk_amd(memory, IOMMU_EN | GT_EN, GIO_SUP);
		ia_tables_expect(test, memory, own);
		/* Reserved without GIoSup. */
		walk_amd(memory, IOMMU_EN | GT_EN, 0);
		ia_tables_expect(test, memory,
				 SAYS("passthrough", "-", "-", "4660", "-", "3", 0, "-"));
		ia_tables_set(&pages[0][0], 0, 0, 0);
		walk_amd(memory, IOMMU_EN | GT_EN, GIO_SUP);
		ia_tables_expect(test, memory, none);
		ia_tables_set(&pages[0][0], 0, 0, 1);
	}
	ia_tables_set(dte, 183, 182, 1);
	walk_amd(memory, IOMMU_EN | GT_EN, GIO_SUP);
	KUNIT_EXPECT_EQ(test, memory->to.width, 57);
	ia_tables_set(dte, 11, 9, 4);
	walk_amd(memory, IOMMU_EN | GT_EN, GIO_SUP);
	ia_tables_expect(test, memory,
			 SAYS("nested", "-", "-", "4660", "57", "unknown", 0, "guest_tables"));
	ia_tables_set(dte, 57, 56, 3);
	walk_amd(memory, IOMMU_EN | GT_EN, GIO_SUP);
	ia_tables_expect(test, memory, BLOCKED("-", 0, 0, "type"));
}

static struct kunit_case amd_table_cases[] = {
	KUNIT_CASE_PARAM(test_entry, amd_gen_params),
	KUNIT_CASE(test_tables),
	KUNIT_CASE(test_gcr3_bits),
	KUNIT_CASE(test_guest),
	{}
};

static struct kunit_suite amd_table_suite = {
	.name = "iommu_audit_amd_table",
	.test_cases = amd_table_cases,
};

kunit_test_suite(amd_table_suite);
