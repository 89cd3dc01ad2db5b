// SPDX-License-Identifier: GPL-2.0
#include "../module/core/hypervisor.c"

#include "check.h"

/* Registers as Documentation/virt/kvm/x86/cpuid.rst and Hyper-V's specification have them. */
static void test_signature(struct kunit *test)
{
	char signature[IA_SIGNATURE_LEN + 1];

	KUNIT_EXPECT_TRUE(test, ia_hypervisor_signature(0x4b4d564b, 0x564b4d56, 0x4d, signature));
	KUNIT_EXPECT_STREQ(test, signature, "KVMKVMKVM");
	KUNIT_EXPECT_TRUE(test, ia_hypervisor_signature(0x7263694d, 0x666f736f, 0x76482074,
							signature));
	KUNIT_EXPECT_STREQ(test, signature, "Microsoft Hv");
	KUNIT_EXPECT_TRUE(test, ia_hypervisor_signature(0x566e6558, 0x65584d4d, 0x4d4d566e,
							signature));
	KUNIT_EXPECT_STREQ(test, signature, "XenVMMXenVMM");
}

/* A hypervisor may say anything; a line of text may not. */
static void test_stranger(struct kunit *test)
{
	char signature[IA_SIGNATURE_LEN + 1];
	unsigned int c, i;

	KUNIT_EXPECT_FALSE(test, ia_hypervisor_signature(0, 0, 0, signature));
	KUNIT_EXPECT_FALSE(test, ia_hypervisor_signature(0x41414141, 0, 0x41, signature));
	for (i = 0; i < 4; i++) {
		for (c = 0; c < 256; c++) {
			bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
				     (c >= '0' && c <= '9') || c == ' ' || c == '_' || c == '.' ||
				     c == ':' || c == '@' || c == '+' || c == '-';

			KUNIT_EXPECT_EQ(test, plain,
					ia_hypervisor_signature(0x41414141,
								(0x41414141 & ~(0xffu << 8 * i)) |
								c << 8 * i, 0x41414141, signature));
		}
	}
}

static void test_root(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, ia_hyperv_is_root(0));
	KUNIT_EXPECT_TRUE(test, ia_hyperv_is_root(0x00001000));
	KUNIT_EXPECT_FALSE(test, ia_hyperv_is_root(0x00401000));
	KUNIT_EXPECT_FALSE(test, ia_hyperv_is_root(~0x00001000u));
}

static struct kunit_case hypervisor_cases[] = {
	KUNIT_CASE(test_signature),
	KUNIT_CASE(test_stranger),
	KUNIT_CASE(test_root),
	{}
};

static struct kunit_suite hypervisor_suite = {
	.name = "iommu_audit_hypervisor",
	.test_cases = hypervisor_cases,
};

kunit_test_suite(hypervisor_suite);
