// SPDX-License-Identifier: GPL-2.0
#include "../module/core/group.c"

#include "check.h"

static size_t format_regions(const void *record, char *buf, size_t size)
{
	struct ia_text t;

	ia_text_init(&t, buf, size);
	ia_group_add_region(&t, 0x1000, 1, IA_REGION_DIRECT);
	ia_group_add_region(&t, 0x7b800000, 0x4800000, IA_REGION_DIRECT_RELAXABLE);
	ia_group_add_region(&t, 0xfee00000, 0x100000, IA_REGION_MSI);
	ia_group_add_region(&t, 0xfd00000000ull, 0x300000000ull, IA_REGION_RESERVED);
	ia_group_add_region(&t, 0, ~0ull, IA_REGION_UNKNOWN);
	return t.len;
}

static void test_regions(struct kunit *test)
{
	ia_check_line(test, format_regions, NULL,
		      "0x0000000000001000-0x0000000000001000:direct,"
		      "0x000000007b800000-0x000000007fffffff:direct-relaxable,"
		      "0x00000000fee00000-0x00000000feefffff:msi,"
		      "0x000000fd00000000-0x000000ffffffffff:reserved,"
		      "0x0000000000000000-0xfffffffffffffffe:unknown");
}

static struct kunit_case group_cases[] = {
	KUNIT_CASE(test_regions),
	{}
};

static struct kunit_suite group_suite = {
	.name = "iommu_audit_group",
	.test_cases = group_cases,
};

kunit_test_suite(group_suite);
