// SPDX-License-Identifier: GPL-2.0
#include "../module/core/vtd_table.c"

#include "tables.h"

#define TES	0x80000000
#define SCALABLE	0x400
/* SAGAW 39 and 48 bits; all that an entry may ask for. */
#define CAP	(6ULL << 8)
#define ALL_ECAP	0x0002c00004000044ULL

/* Bus 0x12, function 0xa5, whose tables are in pages 0 to 3. */
#define BUS	0x12
#define DEVFN	0xa5
#define ID	(BUS << 8 | DEVFN)

static u64 *legacy_context(struct ia_tables *memory)
{
	u64 *root = &memory->pages[0][BUS * 2], *context = &memory->pages[1][DEVFN * 2];

	ia_tables_set(root, 0, 0, 1);
	ia_tables_set(root, 63, 12, IA_TABLES_AT(1) >> 12);
	ia_tables_set(context, 0, 0, 1);
	ia_tables_set(context, 87, 72, 0x1234);
	ia_tables_set(context, 66, 64, 2);
	return context;
}

static void walk_vtd(struct ia_tables *memory, u64 rtaddr, u64 ecap)
{
	const struct ia_vtd_root root = { TES, CAP, ecap, IA_TABLES_AT(0) | rtaddr };

	ia_walk_vtd(&memory->walk, &root, ID, ia_tables_look(memory));
}

static void test_off(struct kunit *test)
{
	const struct ia_vtd_root root = { ~TES, CAP, ALL_ECAP, IA_TABLES_AT(0) };
	struct ia_tables *memory = ia_tables_new(test);

	ia_walk_vtd(&memory->walk, &root, ID, ia_tables_look(memory));
	ia_tables_expect(test, memory, OFF);
}

static const struct legacy_row {
	const char *name;
	u8 present;
	u8 tt;
	u8 aw;
	u64 ecap;
	const char *rest;
} legacy_rows[] = {
	{ "second stage, 4 levels", 3, 0, 2, 0,
	  SAYS("translated", "second", "legacy", "4660", "48", "0", 0, "-") },
	{ "second stage, 3 levels", 3, 0, 1, 0,
	  SAYS("translated", "second", "legacy", "4660", "39", "0", 0, "-") },
	{ "5 levels are not supported", 3, 0, 3, 0,
	  BLOCKED("legacy", 0, 0, "width") },
	{ "reserved width", 3, 0, 0, 0,
	  BLOCKED("legacy", 0, 0, "width") },
	{ "device IOTLB", 3, 1, 2, 1 << 2,
	  SAYS("translated", "second", "legacy", "4660", "48", "0", 1, "-") },
	{ "device IOTLB is not supported", 3, 1, 2, ~(1ULL << 2),
	  BLOCKED("legacy", 0, 0, "type") },
	{ "pass-through", 3, 2, 2, 1 << 6,
	  SAYS("passthrough", "-", "legacy", "4660", "-", "0", 0, "-") },
	{ "pass-through is not supported", 3, 2, 2, ~(1ULL << 6),
	  BLOCKED("legacy", 0, 0, "type") },
	{ "reserved type", 3, 3, 2, ~0ULL,
	  BLOCKED("legacy", 0, 0, "type") },
	{ "no context entry", 1, 0, 2, ~0ULL,
	  BLOCKED("legacy", 0, 0, "context_entry") },
	{ "no root entry", 2, 0, 2, ~0ULL,
	  BLOCKED("legacy", 0, 0, "root_entry") },
};

KUNIT_ARRAY_PARAM_DESC(legacy, legacy_rows, name);

static void test_legacy(struct kunit *test)
{
	const struct legacy_row *row = test->param_value;
	struct ia_tables *memory = ia_tables_new(test);
	u64 *context = legacy_context(memory);

	ia_tables_set(&memory->pages[0][BUS * 2], 0, 0, row->present & 1);
	ia_tables_set(context, 0, 0, row->present >> 1);
	ia_tables_set(context, 3, 2, row->tt);
	ia_tables_set(context, 66, 64, row->aw);
	walk_vtd(memory, 0, row->ecap);
	ia_tables_expect(test, memory, row->rest);
}

/* A pointer to where no memory is, at each step. */
static void test_no_memory(struct kunit *test)
{
	static const char rest[] = UNSEEN("legacy", "memory");
	struct ia_tables *memory = ia_tables_new(test);
	struct ia_vtd_root root = { TES, CAP, 0, IA_TABLES_AT(IA_TABLES_PAGES) };

	legacy_context(memory);
	ia_walk_vtd(&memory->walk, &root, ID, ia_tables_look(memory));
	ia_tables_expect(test, memory, rest);
	ia_tables_set(&memory->pages[0][BUS * 2], 63, 12, IA_TABLES_AT(IA_TABLES_PAGES) >> 12);
	walk_vtd(memory, 0, 0);
	ia_tables_expect(test, memory, rest);
}

static void test_table_modes(struct kunit *test)
{
	struct ia_tables *memory = ia_tables_new(test);

	legacy_context(memory);
	walk_vtd(memory, 0xc00, 0);
	ia_tables_expect(test, memory, BLOCKED("-", 0, 0, "abort_dma"));
	walk_vtd(memory, 0x800, 0);
	ia_tables_expect(test, memory, UNSEEN("unknown", "table_mode"));
}

/*
 * Context of the upper half of the functions in page 2, PASID directory in page 3,
 * tables of PASIDs from page 4 on. Returns the entry of a PASID.
 */
static u64 *scalable_pasid(struct ia_tables *memory, u32 pasid)
{
	u64 *table = &memory->pages[3][pasid / 64];
	unsigned int page = 4 + (pasid / 64) % 8;
	u64 *entry = &memory->pages[page][pasid % 64 * 8];

	ia_tables_set(table, 0, 0, 1);
	ia_tables_set(table, 63, 12, IA_TABLES_AT(page) >> 12);
	ia_tables_set(entry, 0, 0, 1);
	return entry;
}

static u64 *scalable_context(struct ia_tables *memory)
{
	u64 *root = &memory->pages[0][BUS * 2], *context = &memory->pages[2][(DEVFN - 128) * 4];

	ia_tables_set(root, 64, 64, 1);
	ia_tables_set(root, 127, 76, IA_TABLES_AT(2) >> 12);
	ia_tables_set(context, 0, 0, 1);
	ia_tables_set(context, 63, 12, IA_TABLES_AT(3) >> 12);
	return context;
}

static const struct scalable_row {
	const char *name;
	u8 pgtt;
	u8 aw;
	u8 flpm;
	u64 ecap;
	const char *rest;
} scalable_rows[] = {
	{ "first stage, 4 levels", 1, 0, 0, ALL_ECAP,
	  SAYS("translated", "first", "scalable", "4660", "48", "0", 0, "-") },
	{ "first stage, 5 levels", 1, 2, 1, ALL_ECAP,
	  SAYS("translated", "first", "scalable", "4660", "57", "0", 0, "-") },
	{ "first stage, reserved levels", 1, 2, 2, ALL_ECAP,
	  BLOCKED("scalable", 0, 0, "type") },
	{ "second stage", 2, 1, 1, ALL_ECAP,
	  SAYS("translated", "second", "scalable", "4660", "39", "0", 0, "-") },
	{ "second stage, wrong width", 2, 3, 0, ALL_ECAP,
	  BLOCKED("scalable", 0, 0, "width") },
	{ "nested", 3, 2, 0, ALL_ECAP,
	  SAYS("nested", "-", "scalable", "4660", "48", "0", 0, "-") },
	{ "pass-through", 4, 0, 0, ALL_ECAP,
	  SAYS("passthrough", "-", "scalable", "4660", "-", "0", 0, "-") },
	{ "no first stage", 1, 0, 0, ALL_ECAP & ~(1ULL << 47),
	  BLOCKED("scalable", 0, 0, "type") },
	{ "no second stage", 2, 2, 0, ALL_ECAP & ~(1ULL << 46),
	  BLOCKED("scalable", 0, 0, "type") },
	{ "no nesting", 3, 2, 0, ALL_ECAP & ~(1ULL << 26),
	  BLOCKED("scalable", 0, 0, "type") },
	{ "no pass-through", 4, 2, 0, ALL_ECAP & ~(1ULL << 6),
	  BLOCKED("scalable", 0, 0, "type") },
	{ "type 0", 0, 2, 0, ~0ULL,
	  BLOCKED("scalable", 0, 0, "type") },
	{ "type 5", 5, 2, 0, ~0ULL,
	  BLOCKED("scalable", 0, 0, "type") },
};

KUNIT_ARRAY_PARAM_DESC(scalable, scalable_rows, name);

static void test_scalable(struct kunit *test)
{
	const struct scalable_row *row = test->param_value;
	struct ia_tables *memory = ia_tables_new(test);
	u64 *entry;

	scalable_context(memory);
	entry = scalable_pasid(memory, 0);
	ia_tables_set(entry, 79, 64, 0x1234);
	ia_tables_set(entry, 8, 6, row->pgtt);
	ia_tables_set(entry, 4, 2, row->aw);
	/* SRE and ERE say nothing of this. */
	ia_tables_set(entry, 129, 128, 3);
	ia_tables_set(entry, 131, 130, row->flpm);
	walk_vtd(memory, SCALABLE, row->ecap);
	ia_tables_expect(test, memory, row->rest);
}

/* Which PASID stands for requests without one, how many others there are, where it ends. */
static void test_pasids(struct kunit *test)
{
	struct ia_tables *memory = ia_tables_new(test);
	u64 *context = scalable_context(memory);
	static const u32 pasids[] = { 1, 63, 64, 200, 500 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pasids); i++)
		ia_tables_set(scalable_pasid(memory, pasids[i]), 8, 6, 1);
	ia_tables_set(scalable_pasid(memory, 70), 8, 6, 2);
	ia_tables_set(scalable_pasid(memory, 70), 4, 2, 2);
	ia_tables_set(scalable_pasid(memory, 70), 79, 64, 7);
	ia_tables_set(context, 2, 2, 1);
	ia_tables_set(context, 83, 64, 70);
	walk_vtd(memory, SCALABLE, ALL_ECAP);
	ia_tables_expect(test, memory,
			 SAYS("translated", "second", "scalable", "7", "48", "0", 1, "-"));
	ia_tables_set(context, 3, 3, 1);
	walk_vtd(memory, SCALABLE, ALL_ECAP);
	ia_tables_expect(test, memory,
			 SAYS("translated", "second", "scalable", "7", "48", "5", 1, "-"));
	/* Without RPS it is PASID 0, which has no entry here. */
	walk_vtd(memory, SCALABLE, ALL_ECAP & ~(1ULL << 49));
	ia_tables_expect(test, memory, BLOCKED("scalable", 6, 1, "pasid_entry"));
	/* 128 directory entries end before PASID 8192; what is behind them is not theirs. */
	ia_tables_set(scalable_pasid(memory, 8192), 8, 6, 4);
	ia_tables_set(context, 83, 64, 8192);
	walk_vtd(memory, SCALABLE, ALL_ECAP);
	ia_tables_expect(test, memory, BLOCKED("scalable", 7, 1, "pasid_entry"));
	/* A table that is not there leaves the rest known. */
	ia_tables_set(context, 83, 64, 70);
	ia_tables_set(&memory->pages[3][127], 0, 0, 1);
	walk_vtd(memory, SCALABLE, ALL_ECAP);
	ia_tables_expect(test, memory,
			 SAYS("translated", "second", "scalable", "7", "48", "unknown", 1,
			      "memory"));
}

/* A directory of 2^14 entries that all point to one table: it ends. */
static void test_many(struct kunit *test)
{
	struct ia_tables *memory = ia_tables_new(test);
	u64 *context = scalable_context(memory);
	unsigned int i;

	ia_tables_set(context, 3, 3, 1);
	ia_tables_set(context, 11, 9, 2);
	for (i = 0; i < 512; i++) {
		ia_tables_set(&memory->pages[3][i], 0, 0, 1);
		ia_tables_set(&memory->pages[3][i], 63, 12, IA_TABLES_AT(4) >> 12);
	}
	ia_tables_set(scalable_pasid(memory, 0), 8, 6, 4);
	walk_vtd(memory, SCALABLE, ALL_ECAP);
	ia_tables_expect(test, memory,
			 SAYS("passthrough", "-", "scalable", "0", "-", "511", 0, "-"));
	/* The pages behind that one are a directory as well. */
	memcpy(memory->pages[10], memory->pages[3], 4096);
	memcpy(memory->pages[9], memory->pages[3], 4096);
	memcpy(memory->pages[8], memory->pages[3], 4096);
	ia_tables_set(context, 63, 12, IA_TABLES_AT(8) >> 12);
	ia_tables_set(context, 11, 9, 7);
	walk_vtd(memory, SCALABLE, ALL_ECAP);
	ia_tables_expect(test, memory,
			 SAYS("passthrough", "-", "scalable", "0", "-", "unknown", 0, "many"));
}

static struct kunit_case vtd_table_cases[] = {
	KUNIT_CASE(test_off),
	KUNIT_CASE_PARAM(test_legacy, legacy_gen_params),
	KUNIT_CASE(test_no_memory),
	KUNIT_CASE(test_table_modes),
	KUNIT_CASE_PARAM(test_scalable, scalable_gen_params),
	KUNIT_CASE(test_pasids),
	KUNIT_CASE(test_many),
	{}
};

static struct kunit_suite vtd_table_suite = {
	.name = "iommu_audit_vtd_table",
	.test_cases = vtd_table_cases,
};

kunit_test_suite(vtd_table_suite);
