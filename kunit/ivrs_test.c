// SPDX-License-Identifier: GPL-2.0
#include "../module/core/ivrs.c"

#include "check.h"
#include "sample_ivrs.h"

#define SIZE	sizeof(sample_ivrs)

static void open_sample(struct kunit *test, struct ia_ivrs *ivrs)
{
	struct ia_table_error err;

	KUNIT_ASSERT_EQ(test, 0,
			ia_ivrs_open(ivrs, ia_copy_table(test, sample_ivrs, SIZE),
				     SIZE, &err));
	KUNIT_ASSERT_NULL(test, err.reason);
}

static void test_header(struct kunit *test)
{
	struct ia_ivrs ivrs;

	open_sample(test, &ivrs);
	KUNIT_EXPECT_EQ(test, ivrs.length, SIZE);
	KUNIT_EXPECT_EQ(test, ivrs.revision, 2);
	KUNIT_EXPECT_EQ(test, ivrs.info, 0x00203043u);
	KUNIT_EXPECT_EQ(test, ivrs.unit_type, IA_IVHD_40);
	KUNIT_EXPECT_EQ(test, ivrs.ivhds, 3u);
	KUNIT_EXPECT_EQ(test, ivrs.ivmds, 3u);
	KUNIT_EXPECT_EQ(test, ivrs.unknown, 1u);
	KUNIT_EXPECT_EQ(test, ivrs.unknown_entries, 1u);
}

/* The blocks of the sample in their order. */
static const struct {
	const char *name;
	struct ia_ivrs_block block;
} blocks[] = {
	{ "IVHD 10h",
	  { .type = IA_IVHD_10, .offset = 0x30, .length = 40,
	    .entries = 0x48, .flags = 0xb0, .device = 2, .segment = 1,
	    .capability = 0x40, .base = 0xfd300000, .info = 0x1300,
	    .features = 0x80048f6f } },
	{ "IVHD 11h",
	  { .type = IA_IVHD_11, .offset = 0x58, .length = 100,
	    .entries = 0x80, .flags = 0xb1, .device = 2, .segment = 1,
	    .capability = 0x40, .base = 0xfd300000, .info = 0x1300,
	    .features = 0x00040200, .efr = 0x206d73ef22254adeull,
	    .efr2 = 0x10 } },
	{ "IVMD of all",
	  { .type = IA_IVMD_ALL, .offset = 0xbc, .length = 32,
	    .entries = 0xdc, .flags = IA_IVMD_UNITY, .start = 0x1000,
	    .size = 0x2000 } },
	{ "IVMD of one function",
	  { .type = IA_IVMD_SELECT, .offset = 0xdc, .length = 32,
	    .entries = 0xfc, .flags = IA_IVMD_EXCLUSION, .device = 0x200,
	    .segment = 2, .start = 0x7132c000, .size = 0x26000 } },
	{ "IVMD of a range",
	  { .type = IA_IVMD_RANGE, .offset = 0xfc, .length = 32,
	    .entries = 0x11c, .flags = IA_IVMD_READ | IA_IVMD_WRITE,
	    .device = 0x300, .last_device = 0x3ff,
	    .start = 0x100000000ull, .size = 0x200000000ull } },
	{ "IVHD 40h",
	  { .type = IA_IVHD_40, .offset = 0x11c, .length = 126,
	    .entries = 0x144, .flags = 0xb2, .device = 2, .segment = 1,
	    .capability = 0x40, .base = 0xfd300000, .info = 0x1300,
	    .features = 0x00040200, .efr = 0x206d73ef22254adeull } },
	{ "unknown type",
	  { .type = 0x51, .offset = 0x19a, .length = 8,
	    .entries = 0x1a2 } },
};

KUNIT_ARRAY_PARAM_DESC(blocks, blocks, name);

static void test_block(struct kunit *test)
{
	const typeof(blocks[0]) *row = test->param_value;
	struct ia_ivrs_iter it = { 0 };
	struct ia_ivrs_block b;
	struct ia_ivrs ivrs;
	long i;

	open_sample(test, &ivrs);
	for (i = 0; i <= row - blocks; i++)
		KUNIT_ASSERT_TRUE(test, ia_ivrs_next(&ivrs, &it, &b));
	KUNIT_EXPECT_EQ(test, b.offset, row->block.offset);
	KUNIT_EXPECT_EQ(test, memcmp(&b, &row->block, sizeof(b)), 0);
}

static void test_blocks_end(struct kunit *test)
{
	struct ia_ivrs_iter it = { 0 };
	struct ia_ivrs_block b;
	struct ia_ivrs ivrs;
	size_t i = 0;

	open_sample(test, &ivrs);
	while (ia_ivrs_next(&ivrs, &it, &b))
		i++;
	KUNIT_EXPECT_EQ(test, i, ARRAY_SIZE(blocks));
}

/* Blocks of a table in short, for the choice that Linux makes. */
struct brief {
	u8 type;
	u16 device;
};

static u8 *make_ivrs(struct kunit *test, const struct brief *briefs, size_t n,
		     size_t *size)
{
	u8 *table = kunit_kzalloc(test, 48 + n * 40, GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, table);
	*size = 48 + n * 40;
	memcpy(table, "IVRS", 4);
	for (i = 0; i < n; i++) {
		u8 *p = table + 48 + i * 40;

		p[0] = briefs[i].type;
		p[2] = 40;
		p[4] = briefs[i].device;
		p[5] = briefs[i].device >> 8;
	}
	return ia_copy_table(test, table, *size);
}

static const struct {
	const char *name;
	struct brief blocks[6];
	u8 type;
	unsigned int units;
	u16 device[3];
} units[] = {
	{ "10h alone", { { 0x10, 2 } }, 0x10, 1, { 2 } },
	{ "10h and 11h", { { 0x10, 2 }, { 0x11, 2 } }, 0x11, 1, { 2 } },
	{ "every type",
	  { { 0x10, 2 }, { 0x11, 2 }, { 0x21, 9 }, { 0x40, 2 }, { 0x51, 2 } },
	  0x40, 1, { 2 } },
	{ "the last one counts, not the highest",
	  { { 0x11, 2 }, { 0x10, 2 } }, 0x10, 1, { 2 } },
	{ "two IOMMUs",
	  { { 0x10, 0x6002 }, { 0x11, 0x6002 }, { 0x10, 0x4002 },
	    { 0x11, 0x4002 } }, 0x11, 2, { 0x6002, 0x4002 } },
	{ "one that the chosen type leaves out",
	  { { 0x11, 2 }, { 0x10, 0x4002 }, { 0x11, 0x6002 } },
	  0x11, 2, { 2, 0x6002 } },
	/* Linux does not look behind it. */
	{ "a type above 40h", { { 0x11, 2 }, { 0x51, 0 }, { 0x40, 2 } }, 0x11, 1, { 2 } },
	/* It has no say. */
	{ "memory comes first",
	  { { 0x20, 2 }, { 0x10, 5 }, { 0x11, 5 }, { 0x21, 5 } },
	  0x11, 1, { 5 } },
	{ "memory alone", { { 0x20, 0 } }, 0, 0, { 0 } },
};

KUNIT_ARRAY_PARAM_DESC(units, units, name);

static void test_units(struct kunit *test)
{
	const typeof(units[0]) *row = test->param_value;
	struct ia_ivrs_iter it = { 0 };
	struct ia_table_error err;
	struct ia_ivrs_block b;
	struct ia_ivrs ivrs;
	size_t n = 0, size;
	u8 *table;

	while (n < ARRAY_SIZE(row->blocks) && row->blocks[n].type)
		n++;
	table = make_ivrs(test, row->blocks, n, &size);
	KUNIT_ASSERT_EQ(test, ia_ivrs_open(&ivrs, table, size, &err), 0);
	KUNIT_EXPECT_EQ(test, ivrs.unit_type, row->type);
	for (n = 0; ia_ivrs_next_unit(&ivrs, &it, &b); n++) {
		KUNIT_ASSERT_LT(test, n, ARRAY_SIZE(row->device));
		KUNIT_EXPECT_EQ(test, b.index, n);
		KUNIT_EXPECT_EQ(test, b.device, row->device[n]);
	}
	KUNIT_EXPECT_EQ(test, n, row->units);
}

/* One byte of the sample changed: what is wrong, where, and how many units are left. */
static const struct {
	const char *name;
	size_t at;
	u8 value;
	u32 offset;
	const char *reason;
	unsigned int units;
} reasons[] = {
	{ "IVHD 10h of 3 bytes", 0x32, 3, 0x30, "block is shorter than its header", 0 },
	{ "IVHD 11h of 0 bytes", 0x5a, 0, 0x58, "block of length 0", 1 },
	{ "IVHD 10h of 23 bytes", 0x32, 23, 0x30, "block is too short for its type", 0 },
	{ "IVHD 11h of 39 bytes", 0x5a, 39, 0x58, "block is too short for its type", 1 },
	{ "IVMD of 31 bytes", 0xbe, 31, 0xbc, "block is too short for its type", 1 },
	{ "IVHD 11h past the end", 0x5b, 1, 0x58, "block runs past the table's end", 1 },
	{ "IVHD 10h of 27 bytes", 0x32, 27, 0x48, "block ends inside a device entry", 1 },
	{ "entry of type 90h", 0x50, 0x90, 0x50, "device entry runs past its block", 1 },
	{ "entry of type ffh", 0x50, 0xff, 0x50, "length of a device entry cannot be told", 1 },
	{ "unique id of 200 bytes", 0x159, 200, 0x144, "device entry runs past its block", 1 },
	{ "unknown type of 5 bytes", 0x19c, 5, 0x19f, "table ends inside a block header", 1 },
};

KUNIT_ARRAY_PARAM_DESC(reasons, reasons, name);

static void test_reason(struct kunit *test)
{
	const typeof(reasons[0]) *row = test->param_value;
	u8 *table = ia_copy_table(test, sample_ivrs, SIZE);
	struct ia_ivrs_iter it = { 0 };
	struct ia_ivrs_block unit;
	struct ia_table_error err;
	unsigned int units = 0;
	struct ia_ivrs ivrs;

	table[row->at] = row->value;
	ia_fix_checksum(table, SIZE);
	KUNIT_ASSERT_EQ(test, ia_ivrs_open(&ivrs, table, SIZE, &err), 0);
	KUNIT_EXPECT_STREQ(test, err.reason, row->reason);
	KUNIT_EXPECT_EQ(test, err.offset, row->offset);
	while (ia_ivrs_next_unit(&ivrs, &it, &unit))
		units++;
	KUNIT_EXPECT_EQ(test, units, row->units);
}

/* What section 5.2 allows, written down a second time. */
static bool reference_entries(const u8 *p, u32 left)
{
	static const u8 sizes[] = { 4, 8, 16, 32 };

	while (left) {
		u32 length;

		if (left < 4 || p[0] > 0xf0)
			return false;
		length = sizes[p[0] / 64];
		if (p[0] == 0xf0) {
			if (left < 22)
				return false;
			length = 22 + p[21];
		}
		if (length > left)
			return false;
		left -= length;
		p += length;
	}
	return true;
}

static bool reference(const u8 *p, u32 left)
{
	while (left) {
		u32 length, fixed = 4;

		if (left < 4)
			return false;
		length = p[2] + 256 * p[3];
		if (p[0] == 0x10)
			fixed = 24;
		else if (p[0] == 0x11 || p[0] == 0x40)
			fixed = 40;
		else if (p[0] >= 0x20 && p[0] <= 0x22)
			fixed = 32;
		if (length < fixed || length > left)
			return false;
		if ((fixed == 24 || fixed == 40) &&
		    !reference_entries(p + fixed, length - fixed))
			return false;
		left -= length;
		p += length;
	}
	return true;
}

static int open_any(const u8 *table, size_t size, struct ia_table_error *err)
{
	struct ia_ivrs ivrs;

	return ia_ivrs_open(&ivrs, table, size, err) || err->reason ? -EINVAL : 0;
}

static const struct ia_table_check check = {
	sample_ivrs, SIZE, IVRS_FIXED_SIZE, open_any, reference,
};

static void test_every_byte(struct kunit *test)
{
	ia_check_every_byte(test, &check);
}

static void test_every_prefix(struct kunit *test)
{
	ia_check_every_prefix(test, &check);
}

static struct kunit_case ivrs_cases[] = {
	KUNIT_CASE(test_header),
	KUNIT_CASE_PARAM(test_block, blocks_gen_params),
	KUNIT_CASE(test_blocks_end),
	KUNIT_CASE_PARAM(test_units, units_gen_params),
	KUNIT_CASE_PARAM(test_reason, reasons_gen_params),
	KUNIT_CASE(test_every_byte),
	KUNIT_CASE(test_every_prefix),
	{}
};

static struct kunit_suite ivrs_suite = {
	.name = "iommu_audit_ivrs",
	.test_cases = ivrs_cases,
};

kunit_test_suite(ivrs_suite);
