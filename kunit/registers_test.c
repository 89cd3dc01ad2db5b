// SPDX-License-Identifier: GPL-2.0
#include "../module/core/registers.c"

#include "check.h"

#define ALWAYS	(~0ULL)

/*
 * Written down a second time, by bit numbers: a register is there when bit @cap of
 * the first or bit @ecap of the second capability register is set, and with @both
 * when that one is set as well.
 */
static const struct row {
	enum ia_vendor vendor;
	const char *name;
	unsigned int offset, bits;
	u64 cap, ecap, both;
} rows[] = {
	{ IA_VENDOR_VTD, "VER_REG", 0x00, 32, ALWAYS },
	{ IA_VENDOR_VTD, "CAP_REG", 0x08, 64, ALWAYS },
	{ IA_VENDOR_VTD, "ECAP_REG", 0x10, 64, ALWAYS },
	{ IA_VENDOR_VTD, "GSTS_REG", 0x1c, 32, ALWAYS },
	{ IA_VENDOR_VTD, "RTADDR_REG", 0x20, 64, ALWAYS },
	{ IA_VENDOR_VTD, "FSTS_REG", 0x34, 32, ALWAYS },
	{ IA_VENDOR_VTD, "FECTL_REG", 0x38, 32, ALWAYS },
	{ IA_VENDOR_VTD, "FEDATA_REG", 0x3c, 32, ALWAYS },
	{ IA_VENDOR_VTD, "FEADDR_REG", 0x40, 32, ALWAYS },
	{ IA_VENDOR_VTD, "FEUADDR_REG", 0x44, 32, 0, 1 << 4 },
	{ IA_VENDOR_VTD, "AFLOG_REG", 0x58, 64, 1 << 3 },
	{ IA_VENDOR_VTD, "PMEN_REG", 0x64, 32, 1 << 5 | 1 << 6 },
	{ IA_VENDOR_VTD, "PLMBASE_REG", 0x68, 32, 1 << 5 },
	{ IA_VENDOR_VTD, "PLMLIMIT_REG", 0x6c, 32, 1 << 5 },
	{ IA_VENDOR_VTD, "PHMBASE_REG", 0x70, 64, 1 << 6 },
	{ IA_VENDOR_VTD, "PHMLIMIT_REG", 0x78, 64, 1 << 6 },
	{ IA_VENDOR_VTD, "IQH_REG", 0x80, 64, 0, 1 << 1 },
	{ IA_VENDOR_VTD, "IQT_REG", 0x88, 64, 0, 1 << 1 },
	{ IA_VENDOR_VTD, "IQA_REG", 0x90, 64, 0, 1 << 1 },
	{ IA_VENDOR_VTD, "ICS_REG", 0x9c, 32, 0, 1 << 1 },
	{ IA_VENDOR_VTD, "IECTL_REG", 0xa0, 32, 0, 1 << 1 },
	{ IA_VENDOR_VTD, "IEDATA_REG", 0xa4, 32, 0, 1 << 1 },
	{ IA_VENDOR_VTD, "IEADDR_REG", 0xa8, 32, 0, 1 << 1 },
	{ IA_VENDOR_VTD, "IEUADDR_REG", 0xac, 32, 0, 1 << 1, 1 << 4 },
	{ IA_VENDOR_VTD, "IQERCD_REG", 0xb0, 64, 0, 1 << 1 },
	{ IA_VENDOR_VTD, "IRTA_REG", 0xb8, 64, 0, 1 << 3 },
	{ IA_VENDOR_VTD, "PQH_REG", 0xc0, 64, 0, 1 << 29 },
	{ IA_VENDOR_VTD, "PQT_REG", 0xc8, 64, 0, 1 << 29 },
	{ IA_VENDOR_VTD, "PQA_REG", 0xd0, 64, 0, 1 << 29 },
	{ IA_VENDOR_VTD, "PRS_REG", 0xdc, 32, 0, 1 << 29 },
	{ IA_VENDOR_VTD, "PECTL_REG", 0xe0, 32, 0, 1 << 29 },
	{ IA_VENDOR_VTD, "PEDATA_REG", 0xe4, 32, 0, 1 << 29 },
	{ IA_VENDOR_VTD, "PEADDR_REG", 0xe8, 32, 0, 1 << 29 },
	{ IA_VENDOR_VTD, "PEUADDR_REG", 0xec, 32, 0, 1 << 29, 1 << 4 },
	{ IA_VENDOR_AMD, "Device Table Base Address Register", 0x00, 64, ALWAYS },
	{ IA_VENDOR_AMD, "Command Buffer Base Address Register", 0x08, 64, ALWAYS },
	{ IA_VENDOR_AMD, "Event Log Base Address Register", 0x10, 64, ALWAYS },
	{ IA_VENDOR_AMD, "IOMMU Control Register", 0x18, 64, ALWAYS },
	{ IA_VENDOR_AMD, "IOMMU Exclusion Base Register", 0x20, 64, ALWAYS },
	{ IA_VENDOR_AMD, "IOMMU Exclusion Range Limit Register", 0x28, 64, ALWAYS },
	{ IA_VENDOR_AMD, "IOMMU Extended Feature Register", 0x30, 64, 1 << 27 },
	{ IA_VENDOR_AMD, "PPR Log Base Address Register", 0x38, 64, 0, 1 << 1 },
	{ IA_VENDOR_AMD, "Guest Virtual APIC Log Base Address Register", 0xe0, 64, 0, 1 << 7 },
	{ IA_VENDOR_AMD, "Guest Virtual APIC Log Tail Address Register", 0xe8, 64, 0, 1 << 7 },
	{ IA_VENDOR_AMD, "Device Table Segment 1 Base Address Register", 0x100, 64, 0, 3ULL << 38 },
	{ IA_VENDOR_AMD, "Device Table Segment 2 Base Address Register", 0x108, 64, 0, 2ULL << 38 },
	{ IA_VENDOR_AMD, "Device Table Segment 3 Base Address Register", 0x110, 64, 0, 2ULL << 38 },
	{ IA_VENDOR_AMD, "Device Table Segment 4 Base Address Register", 0x118, 64, 0, 2ULL << 38,
	  1ULL << 38 },
	{ IA_VENDOR_AMD, "Device Table Segment 5 Base Address Register", 0x120, 64, 0, 2ULL << 38,
	  1ULL << 38 },
	{ IA_VENDOR_AMD, "Device Table Segment 6 Base Address Register", 0x128, 64, 0, 2ULL << 38,
	  1ULL << 38 },
	{ IA_VENDOR_AMD, "Device Table Segment 7 Base Address Register", 0x130, 64, 0, 2ULL << 38,
	  1ULL << 38 },
	{ IA_VENDOR_AMD, "IOMMU Extended Feature 2 Register", 0x1a0, 64, 1 << 27 },
	{ IA_VENDOR_AMD, "Command Buffer Head Pointer Register", 0x2000, 64, ALWAYS },
	{ IA_VENDOR_AMD, "Command Buffer Tail Pointer Register", 0x2008, 64, ALWAYS },
	{ IA_VENDOR_AMD, "Event Log Head Pointer Register", 0x2010, 64, ALWAYS },
	{ IA_VENDOR_AMD, "Event Log Tail Pointer Register", 0x2018, 64, ALWAYS },
	{ IA_VENDOR_AMD, "IOMMU Status Register", 0x2020, 64, ALWAYS },
	{ IA_VENDOR_AMD, "PPR Log Head Pointer Register", 0x2030, 64, 0, 1 << 1 },
	{ IA_VENDOR_AMD, "PPR Log Tail Pointer Register", 0x2038, 64, 0, 1 << 1 },
	{ IA_VENDOR_AMD, "Guest Virtual APIC Log Head Pointer Register", 0x2040, 64, 0, 1 << 7 },
	{ IA_VENDOR_AMD, "Guest Virtual APIC Log Tail Pointer Register", 0x2048, 64, 0, 1 << 7 },
};

KUNIT_ARRAY_PARAM_DESC(rows, rows, name);

static const struct ia_register_info *find(enum ia_vendor vendor, const char *name)
{
	const struct ia_register_info *info;
	size_t count, i;

	info = ia_registers_of(vendor, &count);
	for (i = 0; i < count; i++) {
		if (!strcmp(info[i].name, name))
			return &info[i];
	}
	return NULL;
}

static bool expected(const struct row *row, u64 cap, u64 ecap)
{
	if (row->cap == ALWAYS)
		return true;
	return (cap & row->cap || ecap & row->ecap) && (ecap & row->both) == row->both;
}

/* No bits, each two of the second register, each of the first, and all. */
static void test_register(struct kunit *test)
{
	const struct row *row = test->param_value;
	const struct ia_register_info *info = find(row->vendor, row->name);
	unsigned int i, j;
	u64 cap;

	KUNIT_ASSERT_NOT_NULL(test, info);
	KUNIT_EXPECT_EQ(test, info->offset, row->offset);
	KUNIT_EXPECT_EQ(test, info->bits, row->bits);
	for (i = 0; i < 64; i++) {
		for (j = 0; j < 64; j++) {
			u64 ecap = 1ULL << i | 1ULL << j;

			KUNIT_EXPECT_EQ_MSG(test, ia_register_exists(row->vendor, row->offset, 0,
								     ecap),
					    expected(row, 0, ecap), "bits %u and %u", i, j);
		}
		cap = 1ULL << i;
		KUNIT_EXPECT_EQ_MSG(test, ia_register_exists(row->vendor, row->offset, cap, 0),
				    expected(row, cap, 0), "bit %u", i);
	}
	KUNIT_EXPECT_EQ(test, ia_register_exists(row->vendor, row->offset, 0, 0),
			row->cap == ALWAYS);
	KUNIT_EXPECT_TRUE(test, ia_register_exists(row->vendor, row->offset, ~0ULL, ~0ULL));
}

/* There are no others, they come by their offset, lie apart, aligned and in what is mapped. */
static void check_places(struct kunit *test, enum ia_vendor vendor, size_t end)
{
	const struct ia_register_info *info;
	size_t count, wanted = 0, i, last = 0;

	info = ia_registers_of(vendor, &count);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		wanted += rows[i].vendor == vendor;
	KUNIT_EXPECT_EQ(test, count, wanted);
	for (i = 0; i < count; i++) {
		KUNIT_EXPECT_GE(test, (size_t)info[i].offset, last);
		KUNIT_EXPECT_EQ(test, info[i].offset % (info[i].bits / 8), 0);
		last = info[i].offset + info[i].bits / 8;
		KUNIT_EXPECT_LE(test, last, end);
	}
}

static void test_places(struct kunit *test)
{
	check_places(test, IA_VENDOR_VTD, 0x1000);
	check_places(test, IA_VENDOR_AMD, IA_AMD_REGS_END);
	KUNIT_EXPECT_FALSE(test, ia_register_exists(IA_VENDOR_VTD, 0x18, ~0ULL, ~0ULL));
	KUNIT_EXPECT_FALSE(test, ia_register_exists(IA_VENDOR_AMD, 0x2028, ~0ULL, ~0ULL));
}

static const struct line_row {
	const char *name;
	enum ia_vendor vendor;
	u64 value;
	const char *line;
} lines[] = {
	{ "VER_REG", IA_VENDOR_VTD, 0x10,
	  "unit=x0 register=VER_REG offset=0x0000 bits=32 value=0x00000010" },
	{ "GSTS_REG", IA_VENDOR_VTD, 0xffffffff,
	  "unit=x0 register=GSTS_REG offset=0x001c bits=32 value=0xffffffff" },
	{ "IRTA_REG", IA_VENDOR_VTD, 0,
	  "unit=x0 register=IRTA_REG offset=0x00b8 bits=64 value=0x00000000" },
	{ "RTADDR_REG", IA_VENDOR_VTD, ~0ULL,
	  "unit=x0 register=RTADDR_REG offset=0x0020 bits=64 value=unknown" },
	{ "CAP_REG", IA_VENDOR_VTD, IA_UNKNOWN,
	  "unit=x0 register=CAP_REG offset=0x0008 bits=64 value=unknown" },
	{ "IOMMU Control Register", IA_VENDOR_AMD, 0x0004000000020005ULL,
	  "unit=x0 register=\"IOMMU Control Register\" offset=0x0018 bits=64 "
	  "value=0x4000000020005" },
};

KUNIT_ARRAY_PARAM_DESC(lines, lines, name);

static void test_line(struct kunit *test)
{
	const struct line_row *row = test->param_value;
	struct ia_register record;

	ia_register_fill(&record, find(row->vendor, row->name), "x0", row->value);
	ia_check_record(test, &ia_register_layout, &record, row->line);
}

static struct kunit_case registers_cases[] = {
	KUNIT_CASE_PARAM(test_register, rows_gen_params),
	KUNIT_CASE(test_places),
	KUNIT_CASE_PARAM(test_line, lines_gen_params),
	{}
};

static struct kunit_suite registers_suite = {
	.name = "iommu_audit_registers",
	.test_cases = registers_cases,
};

kunit_test_suite(registers_suite);
