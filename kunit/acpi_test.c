// SPDX-License-Identifier: GPL-2.0
#include "../module/core/acpi.c"

#include "check.h"

#define SIZE	44

static u8 *make_table(struct kunit *test)
{
	u8 bytes[SIZE] = "TEST";
	size_t i;

	for (i = IA_ACPI_HEADER_SIZE; i < SIZE; i++)
		bytes[i] = i * 7;
	return ia_copy_table(test, bytes, SIZE);
}

static void test_accepted(struct kunit *test)
{
	struct ia_table_error err = { 0 };
	u8 *table = make_table(test);

	KUNIT_EXPECT_EQ(test, ia_acpi_check(table, SIZE, "TEST", 36, &err), 0);
	KUNIT_EXPECT_EQ(test, ia_acpi_check(table, SIZE, "TEST", SIZE, &err), 0);
	KUNIT_EXPECT_NULL(test, err.reason);
}

static void test_every_bit_counts(struct kunit *test)
{
	u8 *table = make_table(test);
	struct ia_table_error err;
	unsigned int bit;

	for (bit = 0; bit < SIZE * 8; bit++) {
		table[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_EQ_MSG(test,
				    ia_acpi_check(table, SIZE, "TEST", 36, &err) ?:
				    ia_acpi_check_sum(table, &err),
				    -EINVAL, "bit %u", bit);
		table[bit / 8] ^= 1 << bit % 8;
	}
}

static void test_refused(struct kunit *test)
{
	u8 *table = make_table(test);
	struct ia_table_error err;
	size_t cut;

	for (cut = 0; cut < SIZE; cut++) {
		u8 *part = kunit_kmalloc(test, cut + 1, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, part);
		memcpy(part + 1, table, cut);
		err.reason = NULL;
		KUNIT_EXPECT_EQ(test, -EINVAL,
				ia_acpi_check(part + 1, cut, "TEST", 36, &err));
		KUNIT_EXPECT_NOT_NULL(test, err.reason);
	}
	KUNIT_EXPECT_STREQ(test, err.reason, "table is longer than its buffer");
	KUNIT_EXPECT_EQ(test, err.offset, 4u);
	ia_acpi_check(table, SIZE, "TEST", SIZE + 1, &err);
	KUNIT_EXPECT_STREQ(test, err.reason, "table is shorter than its fixed part");
	ia_acpi_check(table, SIZE, "XEST", 36, &err);
	KUNIT_EXPECT_STREQ(test, err.reason, "wrong signature");
	table[SIZE - 1]++;
	ia_acpi_check_sum(table, &err);
	KUNIT_EXPECT_STREQ(test, err.reason, "checksum mismatch");
	KUNIT_EXPECT_EQ(test, err.offset, 9u);
}

static void test_fields(struct kunit *test)
{
	static const u8 p[] = { 0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8 };

	KUNIT_EXPECT_EQ(test, ia_le16(p), 0x9281);
	KUNIT_EXPECT_EQ(test, ia_le32(p), 0xb4a39281u);
	KUNIT_EXPECT_EQ(test, ia_le64(p), 0xf8e7d6c5b4a39281ull);
	KUNIT_EXPECT_EQ(test, ia_le16(p + 1), 0xa392);
}

static struct kunit_case acpi_cases[] = {
	KUNIT_CASE(test_accepted),
	KUNIT_CASE(test_every_bit_counts),
	KUNIT_CASE(test_refused),
	KUNIT_CASE(test_fields),
	{}
};

static struct kunit_suite acpi_suite = {
	.name = "iommu_audit_acpi",
	.test_cases = acpi_cases,
};

kunit_test_suite(acpi_suite);
