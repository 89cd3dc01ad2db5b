// SPDX-License-Identifier: GPL-2.0
/* The list of functions behind one requester id, of which VMD may have thousands. */
#include <linux/mm.h>
#include <linux/slab.h>

static unsigned int allocations, allowed;
static size_t allocated;

static void *fake_alloc(size_t size, gfp_t flags)
{
	if (allocations == allowed)
		return NULL;
	allocations++;
	allocated += size;
	return kvzalloc(size, flags);
}

#undef kvmalloc
#define kvmalloc(size, flags)	fake_alloc(size, flags)

#include "../module/source/alias.c"

#include "check.h"

#define FUNCTIONS	5000

struct pci_dev *ia_compat_real_dma_dev(struct pci_dev *pdev)
{
	return pdev;
}

u64 ia_pci_address(struct pci_dev *pdev)
{
	return 0;
}

bool ia_presence_hold(struct pci_dev *pdev)
{
	return false;
}

void ia_presence_release(void)
{
}

/* Of VMD's segment: the longest addresses that there are today. */
static u64 function(unsigned int i)
{
	return ia_bdf(0x10000, i >> 8, i & 0xff);
}

static void start(unsigned int may_allocate)
{
	allocations = 0;
	allocated = 0;
	allowed = may_allocate;
}

/* Each is there once and in its turn, also one that is seen twice. */
static void test_many(struct kunit *test)
{
	const size_t each = strlen("10000:00:00.0") + 1;
	struct users users = {};
	char address[24];
	unsigned int i;

	start(~0);
	for (i = 0; i < FUNCTIONS; i++) {
		add_user(&users, function(i), i == 7);
		add_user(&users, function(i), false);
	}
	KUNIT_ASSERT_NOT_NULL(test, users.list);
	KUNIT_EXPECT_EQ(test, users.count, (unsigned int)FUNCTIONS);
	KUNIT_EXPECT_TRUE(test, users.is_own);
	KUNIT_EXPECT_FALSE(test, users.is_lost);
	KUNIT_ASSERT_EQ(test, strlen(users.list), FUNCTIONS * each - 1);
	KUNIT_EXPECT_EQ(test, users.len, FUNCTIONS * each - 1);
	for (i = 0; i < FUNCTIONS; i++) {
		snprintf(address, sizeof(address), "10000:%02x:%02x.%x%s", i >> 8, i >> 3 & 31,
			 i & 7, i + 1 < FUNCTIONS ? "," : "");
		if (strncmp(users.list + i * each, address, strlen(address)))
			KUNIT_FAIL(test, "function %u is not %s", i, address);
	}
	/* all that was ever allocated, and with it what was copied, is as long as a few lists */
	KUNIT_EXPECT_LE(test, allocations, 12u);
	KUNIT_EXPECT_LT(test, allocated, 4 * FUNCTIONS * each);
	kvfree(users.list);
}

/* Without memory nothing more is tried, and the list is known to lack some. */
static void test_lost(struct kunit *test)
{
	struct users users = {};
	unsigned int i;

	start(1);
	for (i = 0; i < FUNCTIONS; i++)
		add_user(&users, function(i), false);
	KUNIT_EXPECT_TRUE(test, users.is_lost);
	KUNIT_EXPECT_EQ(test, users.count, (unsigned int)(FIRST_ROOM / ADDRESS_ROOM));
	KUNIT_EXPECT_EQ(test, allocations, 1u);
	KUNIT_EXPECT_STREQ(test, users.list,
			   "10000:00:00.0,10000:00:00.1,10000:00:00.2,10000:00:00.3");
	kvfree(users.list);
}

static struct kunit_case alias_cases[] = {
	KUNIT_CASE(test_many),
	KUNIT_CASE(test_lost),
	{}
};

static struct kunit_suite alias_suite = {
	.name = "iommu_audit_alias",
	.test_cases = alias_cases,
};

kunit_test_suite(alias_suite);
