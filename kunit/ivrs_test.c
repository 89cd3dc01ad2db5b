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

static void test_blocks(struct kunit *test)
{
	static const struct ia_ivrs_block expected[] = {
		{ .type = IA_IVHD_10, .offset = 0x30, .length = 40,
		  .entries = 0x48, .flags = 0xb0, .device = 2, .segment = 1,
		  .capability = 0x40, .base = 0xfd300000, .info = 0x1300,
		  .features = 0x80048f6f },
		{ .type = IA_IVHD_11, .offset = 0x58, .length = 100,
		  .entries = 0x80, .flags = 0xb1, .device = 2, .segment = 1,
		  .capability = 0x40, .base = 0xfd300000, .info = 0x1300,
		  .features = 0x00040200, .efr = 0x206d73ef22254adeull,
		  .efr2 = 0x10 },
		{ .type = IA_IVMD_ALL, .offset = 0xbc, .length = 32,
		  .entries = 0xdc, .flags = IA_IVMD_UNITY, .start = 0x1000,
		  .size = 0x2000 },
		{ .type = IA_IVMD_SELECT, .offset = 0xdc, .length = 32,
		  .entries = 0xfc, .flags = IA_IVMD_EXCLUSION, .device = 0x200,
		  .segment = 2, .start = 0x7132c000, .size = 0x26000 },
		{ .type = IA_IVMD_RANGE, .offset = 0xfc, .length = 32,
		  .entries = 0x11c, .flags = IA_IVMD_READ | IA_IVMD_WRITE,
		  .device = 0x300, .last_device = 0x3ff,
		  .start = 0x100000000ull, .size = 0x200000000ull },
		{ .type = IA_IVHD_40, .offset = 0x11c, .length = 126,
		  .entries = 0x144, .flags = 0xb2, .device = 2, .segment = 1,
		  .capability = 0x40, .base = 0xfd300000, .info = 0x1300,
		  .features = 0x00040200, .efr = 0x206d73ef22254adeull },
		{ .type = 0x51, .offset = 0x19a, .length = 8,
		  .entries = 0x1a2 },
	};
	struct ia_ivrs_iter it = { 0 };
	struct ia_ivrs_block b;
	struct ia_ivrs ivrs;
	size_t i;

	open_sample(test, &ivrs);
	for (i = 0; ia_ivrs_next(&ivrs, &it, &b); i++) {
		KUNIT_ASSERT_LT(test, i, ARRAY_SIZE(expected));
		KUNIT_EXPECT_EQ_MSG(test, 0,
				    memcmp(&b, &expected[i], sizeof(b)),
				    "block %zu at 0x%x", i, b.offset);
	}
	KUNIT_EXPECT_EQ(test, i, ARRAY_SIZE(expected));
}

/* Blocks of a table in short, for the choice that Linux makes. */
struct brief {
	u8 type;
	u16 device;
};

static u8 *make_ivrs(struct kunit *test, const struct brief *blocks, size_t n,
		     size_t *size)
{
	u8 *table = kunit_kzalloc(test, 48 + n * 40, GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, table);
	*size = 48 + n * 40;
	memcpy(table, "IVRS", 4);
	for (i = 0; i < n; i++) {
		u8 *p = table + 48 + i * 40;

		p[0] = blocks[i].type;
		p[2] = 40;
		p[4] = blocks[i].device;
		p[5] = blocks[i].device >> 8;
	}
	return ia_copy_table(test, table, *size);
}

static void test_units(struct kunit *test)
{
	static const struct {
		struct brief blocks[6];
		u8 type;
		unsigned int units;
		u16 device[3];
	} cases[] = {
		{ { { 0x10, 2 } }, 0x10, 1, { 2 } },
		{ { { 0x10, 2 }, { 0x11, 2 } }, 0x11, 1, { 2 } },
		{ { { 0x10, 2 }, { 0x11, 2 }, { 0x21, 9 }, { 0x40, 2 }, { 0x51, 2 } },
		  0x40, 1, { 2 } },
		/* The last one counts, not the highest. */
		{ { { 0x11, 2 }, { 0x10, 2 } }, 0x10, 1, { 2 } },
		/* Two IOMMUs, and one that the chosen type leaves out. */
		{ { { 0x10, 0x6002 }, { 0x11, 0x6002 }, { 0x10, 0x4002 },
		    { 0x11, 0x4002 } }, 0x11, 2, { 0x6002, 0x4002 } },
		{ { { 0x11, 2 }, { 0x10, 0x4002 }, { 0x11, 0x6002 } },
		  0x11, 2, { 2, 0x6002 } },
		/* Linux does not look behind a type above 40h. */
		{ { { 0x11, 2 }, { 0x51, 0 }, { 0x40, 2 } }, 0x11, 1, { 2 } },
		/* Memory comes first, and has no say. */
		{ { { 0x20, 2 }, { 0x10, 5 }, { 0x11, 5 }, { 0x21, 5 } },
		  0x11, 1, { 5 } },
		{ { { 0x20, 0 } }, 0, 0, { 0 } },
	};
	struct ia_table_error err;
	struct ia_ivrs_block b;
	struct ia_ivrs ivrs;
	size_t i, n, size;
	u8 *table;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ia_ivrs_iter it = { 0 };

		for (n = 0; n < 6 && cases[i].blocks[n].type;)
			n++;
		table = make_ivrs(test, cases[i].blocks, n, &size);
		KUNIT_ASSERT_EQ(test, ia_ivrs_open(&ivrs, table, size, &err), 0);
		KUNIT_EXPECT_EQ_MSG(test, ivrs.unit_type, cases[i].type,
				    "case %zu", i);
		for (n = 0; ia_ivrs_next_unit(&ivrs, &it, &b); n++) {
			KUNIT_ASSERT_LT(test, n, 3u);
			KUNIT_EXPECT_EQ(test, b.index, n);
			KUNIT_EXPECT_EQ(test, b.device, cases[i].device[n]);
		}
		KUNIT_EXPECT_EQ_MSG(test, n, cases[i].units, "case %zu", i);
	}
}

static void test_reasons(struct kunit *test)
{
	static const struct {
		size_t at;
		u8 value;
		u32 offset;
		const char *reason;
	} cases[] = {
		{ 0x32, 3, 0x30, "block is shorter than its header" },
		{ 0x32, 23, 0x30, "block is too short for its type" },
		{ 0x5a, 39, 0x58, "block is too short for its type" },
		{ 0xbe, 31, 0xbc, "block is too short for its type" },
		{ 0x5b, 1, 0x58, "block runs past the table's end" },
		{ 0x32, 27, 0x48, "block ends inside a device entry" },
		{ 0x50, 0x90, 0x50, "device entry runs past its block" },
		{ 0x50, 0xff, 0x50, "length of a device entry cannot be told" },
		{ 0x159, 200, 0x144, "device entry runs past its block" },
		{ 0x19c, 5, 0x19f, "table ends inside a block header" },
	};
	struct ia_table_error err;
	struct ia_ivrs ivrs;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		u8 *table = ia_copy_table(test, sample_ivrs, SIZE);

		table[cases[i].at] = cases[i].value;
		ia_fix_checksum(table, SIZE);
		KUNIT_EXPECT_EQ(test, ia_ivrs_open(&ivrs, table, SIZE, &err),
				-EINVAL);
		KUNIT_EXPECT_STREQ(test, err.reason, cases[i].reason);
		KUNIT_EXPECT_EQ(test, err.offset, cases[i].offset);
		KUNIT_EXPECT_EQ(test, ivrs.length, 0u);
	}
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

	return ia_ivrs_open(&ivrs, table, size, err);
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
	KUNIT_CASE(test_blocks),
	KUNIT_CASE(test_units),
	KUNIT_CASE(test_reasons),
	KUNIT_CASE(test_every_byte),
	KUNIT_CASE(test_every_prefix),
	{}
};

static struct kunit_suite ivrs_suite = {
	.name = "iommu_audit_ivrs",
	.test_cases = ivrs_cases,
};

kunit_test_suite(ivrs_suite);
