// SPDX-License-Identifier: GPL-2.0
#include "../module/core/ivhd.c"

#include "check.h"
#include "sample_ivrs.h"

#define SIZE	sizeof(sample_ivrs)

/* One device entry as it should be read; texts NULL where there are none. */
struct entry_case {
	const char *name;
	u32 offset;
	u8 type;
	u32 length;
	u16 device;
	u8 setting;
	u16 alias;
	u32 extended;
	u8 handle;
	u8 variety;
	const char *hid;
	u8 uid_format;
	u8 uid_length;
	const char *uid;
};

static const struct entry_case entry_cases[] = {
	{ "all", 0x48, IA_IVHD_ALL, 4, 0, 0x11 },
	{ "padding", 0x4c, IA_IVHD_PAD, 4 },
	{ "reserved type 50h", 0x50, 0x50, 8, 0x0201, 3 },
	{ "select", 0x80, IA_IVHD_SELECT, 4, 0x0008 },
	{ "range start", 0x84, IA_IVHD_RANGE_START, 4, 0x0010, 0x22 },
	{ "range end", 0x88, IA_IVHD_RANGE_END, 4, 0x00ff },
	{ "alias select", 0x8c, IA_IVHD_ALIAS_SELECT, 8, 0x0200, 0, 0xa5 },
	{ "alias range start", 0x94, IA_IVHD_ALIAS_RANGE_START, 8, 0xff00, 0, 0xa6 },
	{ "alias range end", 0x9c, IA_IVHD_RANGE_END, 4, 0xffff },
	{ "extended select", 0xa0, IA_IVHD_EXT_SELECT, 8, 0x0400, 0, 0, 0x80000001 },
	{ "extended range start", 0xa8, IA_IVHD_EXT_RANGE_START, 8, 0x0500, 0, 0, 0x12345678 },
	{ "extended range end", 0xb0, IA_IVHD_RANGE_END, 4, 0x05ff },
	{ "I/O APIC", 0xb4, IA_IVHD_SPECIAL, 8, 0, 0xd7, 0xa0, 0, 33, IA_SPECIAL_IOAPIC },
	{ "ACPI device with a string", 0x144, IA_IVHD_ACPI_HID, 26, 0xa5, 0x40,
	  0, 0, 0, 0, "AMDI0020", IA_UID_STRING, 4, "FUR0" },
	{ "ACPI device with an integer", 0x15e, IA_IVHD_ACPI_HID, 30, 0xa6, 0,
	  0, 0, 0, 0, "PNP0D40", IA_UID_INTEGER, 8, "\2\1\0\0\0\0\0\0" },
	{ "HPET", 0x17c, IA_IVHD_SPECIAL, 8, 0, 0, 0xa0, 0, 0, IA_SPECIAL_HPET },
	{ "ACPI device without an id", 0x184, IA_IVHD_ACPI_HID, 22, 0x98, 0,
	  0, 0, 0, 0, "ABC", IA_UID_NONE, 0, "" },
};

KUNIT_ARRAY_PARAM_DESC(entries, entry_cases, name);

static void expect_entry(struct kunit *test, const struct ia_ivhd_entry *e,
			 const struct entry_case *c)
{
	char hid[9] = { 0 };

	KUNIT_EXPECT_EQ(test, e->offset, c->offset);
	KUNIT_EXPECT_EQ(test, e->type, c->type);
	KUNIT_EXPECT_EQ(test, e->length, c->length);
	KUNIT_EXPECT_EQ(test, e->device, c->device);
	KUNIT_EXPECT_EQ(test, e->setting, c->setting);
	KUNIT_EXPECT_EQ(test, e->alias, c->alias);
	KUNIT_EXPECT_EQ(test, e->extended, c->extended);
	KUNIT_EXPECT_EQ(test, e->handle, c->handle);
	KUNIT_EXPECT_EQ(test, e->variety, c->variety);
	KUNIT_ASSERT_EQ(test, !e->hid, !c->hid);
	if (!c->hid)
		return;
	memcpy(hid, e->hid, 8);
	KUNIT_EXPECT_STREQ(test, hid, c->hid);
	KUNIT_EXPECT_EQ(test, e->uid_format, c->uid_format);
	KUNIT_ASSERT_EQ(test, e->uid_length, c->uid_length);
	KUNIT_EXPECT_EQ(test, memcmp(e->uid, c->uid, c->uid_length), 0);
}

/* Returns how many entries there are; the one with number @wanted is in @found. */
static size_t walk_entries(struct kunit *test, size_t wanted, struct ia_ivhd_entry *found)
{
	struct ia_ivrs_iter it = { 0 };
	struct ia_table_error err;
	struct ia_ivhd_entry e;
	struct ia_ivrs_block b;
	struct ia_ivrs ivrs;
	size_t i = 0;
	u32 offset;

	KUNIT_ASSERT_EQ(test, 0,
			ia_ivrs_open(&ivrs, ia_copy_table(test, sample_ivrs, SIZE),
				     SIZE, &err));
	while (ia_ivrs_next(&ivrs, &it, &b)) {
		offset = 0;
		while (ia_ivrs_next_entry(&ivrs, &b, &offset, &e)) {
			if (i++ == wanted)
				*found = e;
		}
	}
	return i;
}

static void test_entry(struct kunit *test)
{
	const struct entry_case *row = test->param_value;
	struct ia_ivhd_entry e = { 0 };

	KUNIT_ASSERT_EQ(test, walk_entries(test, row - entry_cases, &e),
			ARRAY_SIZE(entry_cases));
	expect_entry(test, &e, row);
}

/* 5.2.2.2: the top two bits of the type; F0h has its own, F1h to FFh none. */
static void test_length_of_every_type(struct kunit *test)
{
	u8 bytes[300] = { 0 };
	unsigned int type, expected;

	for (type = 0; type < 256; type++) {
		bytes[0] = type;
		bytes[21] = 9;
		if (type > 0xf0)
			expected = 0;
		else if (type == 0xf0)
			expected = 31;
		else if (type < 64)
			expected = 4;
		else if (type < 128)
			expected = 8;
		else
			expected = type < 192 ? 16 : 32;
		KUNIT_EXPECT_EQ_MSG(test, entry_length(bytes, sizeof(bytes)),
				    expected, "type 0x%02x", type);
	}
	bytes[0] = 0xf0;
	KUNIT_EXPECT_EQ(test, entry_length(bytes, 21), 0u);
	KUNIT_EXPECT_EQ(test, entry_length(bytes, 22), 31u);
}

static void test_known_types(struct kunit *test)
{
	static const u8 known[] = { 0, 1, 2, 3, 4, 66, 67, 70, 71, 72, 240 };
	unsigned int type;

	for (type = 0; type < 256; type++)
		KUNIT_EXPECT_EQ(test, ia_ivhd_entry_known(type),
				!!memchr(known, type, sizeof(known)));
}

static struct kunit_case ivhd_cases[] = {
	KUNIT_CASE_PARAM(test_entry, entries_gen_params),
	KUNIT_CASE(test_length_of_every_type),
	KUNIT_CASE(test_known_types),
	{}
};

static struct kunit_suite ivhd_suite = {
	.name = "iommu_audit_ivhd",
	.test_cases = ivhd_cases,
};

kunit_test_suite(ivhd_suite);
