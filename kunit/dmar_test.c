// SPDX-License-Identifier: GPL-2.0
#include "../module/core/dmar.c"

#include "check.h"
#include "sample_dmar.h"

#define SIZE	sizeof(sample_dmar)

static void open_sample(struct kunit *test, struct ia_dmar *dmar)
{
	struct ia_table_error err;

	KUNIT_ASSERT_EQ(test, 0,
			ia_dmar_open(dmar, ia_copy_table(test, sample_dmar, SIZE),
				     SIZE, &err));
	KUNIT_ASSERT_NULL(test, err.reason);
}

static void test_header(struct kunit *test)
{
	static const unsigned int count[IA_DMAR_TYPES] = { 3, 1, 1, 1, 1, 1, 1 };
	struct ia_dmar dmar;

	open_sample(test, &dmar);
	KUNIT_EXPECT_EQ(test, dmar.length, SIZE);
	KUNIT_EXPECT_EQ(test, dmar.revision, 1);
	KUNIT_EXPECT_EQ(test, dmar.host_width, 46);
	KUNIT_EXPECT_EQ(test, dmar.flags,
			IA_DMAR_INTR_REMAP | IA_DMAR_DMA_CTRL_OPT_IN);
	KUNIT_EXPECT_EQ(test, memcmp(dmar.count, count, sizeof(count)), 0);
	KUNIT_EXPECT_EQ(test, dmar.unknown, 1u);
}

/* The structures of the sample in their order. */
static const struct {
	const char *name;
	struct ia_dmar_entry entry;
} structures[] = {
	{ "DRHD of one bridge",
	  { .type = IA_DMAR_DRHD, .offset = 0x30, .length = 26,
	    .scope = 0x40, .size = 1, .segment = 1, .base = 0xfed90000 } },
	{ "DRHD of all the rest",
	  { .type = IA_DMAR_DRHD, .offset = 0x4a, .length = 40,
	    .scope = 0x5a, .flags = IA_DRHD_INCLUDE_PCI_ALL,
	    .base = 0xfed91000 } },
	{ "DRHD that repeats the first",
	  { .type = IA_DMAR_DRHD, .offset = 0x72, .length = 16,
	    .scope = 0x82, .segment = 1, .base = 0xfed90000 } },
	{ "RMRR",
	  { .type = IA_DMAR_RMRR, .offset = 0x82, .length = 32,
	    .scope = 0x9a, .segment = 2, .base = 0x7b800000,
	    .limit = 0x7fffffff } },
	{ "ATSR",
	  { .type = IA_DMAR_ATSR, .offset = 0xa2, .length = 8,
	    .scope = 0xaa, .flags = 1, .segment = 3 } },
	{ "RHSA",
	  { .type = IA_DMAR_RHSA, .offset = 0xaa, .length = 20,
	    .scope = 0xbe, .base = 0xfed91000, .proximity = 5 } },
	{ "ANDD",
	  { .type = IA_DMAR_ANDD, .offset = 0xbe, .length = 20,
	    .scope = 0xd2, .device = 7 } },
	{ "SATC",
	  { .type = IA_DMAR_SATC, .offset = 0xd2, .length = 8,
	    .scope = 0xda, .flags = 1, .segment = 4 } },
	{ "SIDP",
	  { .type = IA_DMAR_SIDP, .offset = 0xda, .length = 16,
	    .scope = 0xe2, .segment = 5 } },
	{ "unknown type",
	  { .type = 0x99, .offset = 0xea, .length = 6, .scope = 0xf0 } },
};

KUNIT_ARRAY_PARAM_DESC(structures, structures, name);

static void test_structure(struct kunit *test)
{
	const typeof(structures[0]) *row = test->param_value;
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry e;
	struct ia_dmar dmar;
	long i;

	open_sample(test, &dmar);
	for (i = 0; i <= row - structures; i++)
		KUNIT_ASSERT_TRUE(test, ia_dmar_next(&dmar, &it, &e));
	if (e.type == IA_DMAR_ANDD)
		KUNIT_EXPECT_STREQ(test, e.name, "\\_SB.I2C0");
	e.name = NULL;
	KUNIT_EXPECT_EQ(test, e.offset, row->entry.offset);
	KUNIT_EXPECT_EQ(test, memcmp(&e, &row->entry, sizeof(e)), 0);
}

static void test_structures_end(struct kunit *test)
{
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry e;
	struct ia_dmar dmar;
	size_t i = 0;

	open_sample(test, &dmar);
	while (ia_dmar_next(&dmar, &it, &e))
		i++;
	KUNIT_EXPECT_EQ(test, i, ARRAY_SIZE(structures));
}

/* The device scopes of the sample in their order; of a path the last hop. */
static const struct {
	const char *name;
	u32 offset;
	u8 type, flags, id, bus, hops, dev, fn;
} scopes[] = {
	{ "bridge", 0x40, IA_SCOPE_BRIDGE, 0, 0, 0x00, 2, 2, 1 },
	{ "I/O APIC", 0x5a, IA_SCOPE_IOAPIC, 0, 2, 0xf0, 1, 0x1f, 0 },
	{ "HPET", 0x62, IA_SCOPE_HPET, 0, 0, 0x00, 1, 0x0f, 0 },
	{ "ACPI device", 0x6a, IA_SCOPE_NAMESPACE, 0, 7, 0x00, 1, 0x15, 1 },
	{ "endpoint of the RMRR", 0x9a, IA_SCOPE_ENDPOINT, 0, 0, 0x00, 1, 2, 0 },
	{ "endpoint of the SIDP", 0xe2, IA_SCOPE_ENDPOINT, 0x1f, 0, 0x00, 1, 0x0b, 0 },
};

KUNIT_ARRAY_PARAM_DESC(scopes, scopes, name);

/* Returns how many scopes there are; the one with number @wanted is in @found. */
static size_t walk_scopes(struct ia_dmar *dmar, size_t wanted, struct ia_dmar_scope *found)
{
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry e;
	struct ia_dmar_scope s;
	size_t i = 0;
	u32 offset;

	while (ia_dmar_next(dmar, &it, &e)) {
		offset = 0;
		while (ia_dmar_next_scope(dmar, &e, &offset, &s)) {
			if (i++ == wanted)
				*found = s;
		}
	}
	return i;
}

static void test_scope(struct kunit *test)
{
	const typeof(scopes[0]) *row = test->param_value;
	struct ia_dmar_scope s = { 0 };
	struct ia_dmar dmar;

	open_sample(test, &dmar);
	KUNIT_ASSERT_EQ(test, walk_scopes(&dmar, row - scopes, &s), ARRAY_SIZE(scopes));
	KUNIT_EXPECT_EQ(test, s.offset, row->offset);
	KUNIT_EXPECT_EQ(test, s.type, row->type);
	KUNIT_EXPECT_EQ(test, s.flags, row->flags);
	KUNIT_EXPECT_EQ(test, s.id, row->id);
	KUNIT_EXPECT_EQ(test, s.bus, row->bus);
	KUNIT_ASSERT_EQ(test, s.hops, row->hops);
	KUNIT_EXPECT_EQ(test, s.path[2 * s.hops - 2], row->dev);
	KUNIT_EXPECT_EQ(test, s.path[2 * s.hops - 1], row->fn);
}

static void test_units(struct kunit *test)
{
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry e;
	struct ia_dmar dmar;

	open_sample(test, &dmar);
	KUNIT_ASSERT_TRUE(test, ia_dmar_next_unit(&dmar, &it, &e));
	KUNIT_EXPECT_EQ(test, e.index, 0u);
	KUNIT_EXPECT_EQ(test, e.offset, 0x30u);
	KUNIT_ASSERT_TRUE(test, ia_dmar_next_unit(&dmar, &it, &e));
	KUNIT_EXPECT_EQ(test, e.index, 1u);
	KUNIT_EXPECT_EQ(test, e.offset, 0x4au);
	KUNIT_EXPECT_FALSE(test, ia_dmar_next_unit(&dmar, &it, &e));
	KUNIT_EXPECT_STREQ(test, ia_dmar_device_name(&dmar, 7), "\\_SB.I2C0");
	KUNIT_EXPECT_NULL(test, ia_dmar_device_name(&dmar, 8));
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
	{ "DRHD of 3 bytes", 0x32, 3, 0x30, "structure is shorter than its header", 0 },
	{ "DRHD of 0 bytes", 0x4c, 0, 0x4a, "structure of length 0", 1 },
	{ "DRHD of 15 bytes", 0x32, 15, 0x30, "structure is too short for its type", 0 },
	{ "RMRR of 23 bytes", 0x84, 23, 0x82, "structure is too short for its type", 2 },
	{ "DRHD past the end", 0x4d, 1, 0x4a, "structure runs past the table's end", 1 },
	{ "scope of 6 bytes", 0x41, 6, 0x40, "device scope entry has no path", 2 },
	{ "scope of 0 bytes", 0x41, 0, 0x40, "device scope entry has no path", 2 },
	{ "scope of 12 bytes", 0x41, 12, 0x40, "device scope entry runs past its structure", 2 },
	{ "scope of 9 bytes", 0x41, 9, 0x40, "device scope path ends inside a pair", 2 },
	{ "scope of 8 bytes", 0x41, 8, 0x48, "structure ends inside a device scope entry", 2 },
	{ "ANDD of 17 bytes", 0xc0, 17, 0xc6, "device name is not terminated", 2 },
	{ "unknown type of 4 bytes", 0xec, 4, 0xee, "table ends inside a structure header", 2 },
};

KUNIT_ARRAY_PARAM_DESC(reasons, reasons, name);

static void test_reason(struct kunit *test)
{
	const typeof(reasons[0]) *row = test->param_value;
	u8 *table = ia_copy_table(test, sample_dmar, SIZE);
	struct ia_dmar_iter it = { 0 };
	struct ia_dmar_entry unit;
	struct ia_table_error err;
	unsigned int units = 0;
	struct ia_dmar dmar;

	table[row->at] = row->value;
	ia_fix_checksum(table, SIZE);
	KUNIT_ASSERT_EQ(test, ia_dmar_open(&dmar, table, SIZE, &err), 0);
	KUNIT_EXPECT_STREQ(test, err.reason, row->reason);
	KUNIT_EXPECT_EQ(test, err.offset, row->offset);
	while (ia_dmar_next_unit(&dmar, &it, &unit))
		units++;
	KUNIT_EXPECT_EQ(test, units, row->units);
}

/* ACPICA warns of it, and Linux goes on. */
static void test_checksum(struct kunit *test)
{
	u8 *table = ia_copy_table(test, sample_dmar, SIZE);
	struct ia_table_error err;
	struct ia_dmar dmar;

	table[9]++;
	KUNIT_EXPECT_EQ(test, ia_dmar_open(&dmar, table, SIZE, &err), 0);
	KUNIT_EXPECT_STREQ(test, err.reason, "checksum mismatch");
	KUNIT_EXPECT_EQ(test, dmar.count[IA_DMAR_DRHD], 3u);
}

/*
 * What chapter 8 allows, written down a second time and from the end of the
 * table's view: how many bytes are left decides.
 */
static bool reference_scopes(const u8 *p, u32 left)
{
	while (left) {
		if (left < 8 || p[1] < 8 || p[1] % 2 || p[1] > left)
			return false;
		left -= p[1];
		p += p[1];
	}
	return true;
}

static bool reference(const u8 *p, u32 left)
{
	static const u8 fixed[] = { 16, 24, 8, 20, 9, 8, 8 };

	while (left) {
		u32 type, length;

		if (left < 4)
			return false;
		type = p[0] + 256 * p[1];
		length = p[2] + 256 * p[3];
		if (length < 4 || length > left)
			return false;
		if (type < ARRAY_SIZE(fixed) && length < fixed[type])
			return false;
		if (type == 4 && strnlen((const char *)p + 8, length - 8) == length - 8)
			return false;
		if (type < ARRAY_SIZE(fixed) && type != 3 && type != 4 &&
		    !reference_scopes(p + fixed[type], length - fixed[type]))
			return false;
		left -= length;
		p += length;
	}
	return true;
}

static int open_any(const u8 *table, size_t size, struct ia_table_error *err)
{
	struct ia_dmar dmar;

	return ia_dmar_open(&dmar, table, size, err) || err->reason ? -EINVAL : 0;
}

static const struct ia_table_check check = {
	sample_dmar, SIZE, DMAR_FIXED_SIZE, open_any, reference,
};

static void test_every_byte(struct kunit *test)
{
	ia_check_every_byte(test, &check);
}

static void test_every_prefix(struct kunit *test)
{
	ia_check_every_prefix(test, &check);
}

static struct kunit_case dmar_cases[] = {
	KUNIT_CASE(test_header),
	KUNIT_CASE_PARAM(test_structure, structures_gen_params),
	KUNIT_CASE(test_structures_end),
	KUNIT_CASE_PARAM(test_scope, scopes_gen_params),
	KUNIT_CASE(test_units),
	KUNIT_CASE_PARAM(test_reason, reasons_gen_params),
	KUNIT_CASE(test_checksum),
	KUNIT_CASE(test_every_byte),
	KUNIT_CASE(test_every_prefix),
	{}
};

static struct kunit_suite dmar_suite = {
	.name = "iommu_audit_dmar",
	.test_cases = dmar_cases,
};

kunit_test_suite(dmar_suite);
