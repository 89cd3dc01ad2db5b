// SPDX-License-Identifier: GPL-2.0
#include "../module/core/amd_dte.c"

#include "check.h"

static void test_base(struct kunit *test)
{
	unsigned int bit;

	for (bit = 0; bit < 64; bit++)
		KUNIT_EXPECT_EQ(test, ia_amd_device_table_base(1ULL << bit),
				bit >= 12 && bit <= 51 ? 1ULL << bit : 0);
	KUNIT_EXPECT_EQ(test, ia_amd_device_table_base(0x8000123456789fffull),
			0x0000123456789000ull);
}

static void test_size(struct kunit *test)
{
	unsigned int pages;

	for (pages = 1; pages <= 512; pages++) {
		u64 reg = pages - 1;

		KUNIT_EXPECT_EQ(test, ia_amd_device_table_size(reg), pages * 4096ul);
		KUNIT_EXPECT_EQ(test, ia_amd_device_table_size(reg | ~0x1ffull),
				pages * 4096ul);
	}
}

/* Bit numbers of the whole entry, as the specification counts them. */
static void set_bit_of(u64 *dte, unsigned int bit, bool value)
{
	if (value)
		dte[bit / 64] |= 1ULL << bit % 64;
	else
		dte[bit / 64] &= ~(1ULL << bit % 64);
}

static void test_remaps_interrupts(struct kunit *test)
{
	unsigned int background, valid, control;
	u64 dte[IA_AMD_DTE_WORDS];

	KUNIT_EXPECT_EQ(test, IA_AMD_DTE_SIZE, 32);
	for (background = 0; background < 2; background++) {
		for (valid = 0; valid < 2; valid++) {
			for (control = 0; control < 4; control++) {
				memset(dte, background ? 0xff : 0, sizeof(dte));
				set_bit_of(dte, 128, valid);
				set_bit_of(dte, 188, control & 1);
				set_bit_of(dte, 189, control & 2);
				KUNIT_EXPECT_EQ_MSG(test,
						    ia_amd_dte_remaps_interrupts(dte),
						    valid && control == 2,
						    "IV %u IntCtl %u", valid, control);
			}
		}
	}
}

static void test_interrupts(struct kunit *test)
{
	u64 dte[IA_AMD_DTE_WORDS];
	unsigned int background, len;

	for (background = 0; background < 2; background++) {
		for (len = 0; len < 16; len++) {
			memset(dte, background ? 0xff : 0, sizeof(dte));
			set_bit_of(dte, 129, len & 1);
			set_bit_of(dte, 130, len & 2);
			set_bit_of(dte, 131, len & 4);
			set_bit_of(dte, 132, len & 8);
			KUNIT_EXPECT_EQ_MSG(test, ia_amd_dte_interrupts(dte),
					    len < 12 ? 1U << len : 0, "IntTabLen %u", len);
		}
	}
}

static struct kunit_case amd_dte_cases[] = {
	KUNIT_CASE(test_base),
	KUNIT_CASE(test_size),
	KUNIT_CASE(test_remaps_interrupts),
	KUNIT_CASE(test_interrupts),
	{}
};

static struct kunit_suite amd_dte_suite = {
	.name = "iommu_audit_amd_dte",
	.test_cases = amd_dte_cases,
};

kunit_test_suite(amd_dte_suite);
