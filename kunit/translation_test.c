// SPDX-License-Identifier: GPL-2.0
#include "../module/core/translation.c"

#include "../module/core/amd_regs.h"
#include "../module/core/vtd_regs.h"
#include "tables.h"

static bool read_pages(void *data, u64 address, void *buf, size_t size)
{
	const struct ia_tables *memory = data;
	u64 at = address - IA_TABLES_AT(0);

	/* What crosses a page is a mistake of the walk's. */
	if (address < IA_TABLES_AT(0) || at + size > sizeof(memory->pages) ||
	    at % 4096 + size > 4096)
		return false;
	memcpy(buf, (u8 *)memory->pages + at, size);
	return true;
}

/* Empty memory. */
struct ia_tables *ia_tables_new(struct kunit *test)
{
	struct ia_tables *memory = kunit_kzalloc(test, sizeof(*memory), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, memory);
	memory->walk.read = read_pages;
	memory->walk.data = memory;
	return memory;
}

/* A record to be filled by a walk that begins. */
struct ia_requester *ia_tables_look(struct ia_tables *memory)
{
	memory->walk.sum = 0;
	memory->walk.tables = 0;
	ia_record_init(&ia_requester_layout, &memory->to);
	memory->to.device = 0x0800;
	memory->to.requester = 0x0800;
	memory->to.domain = IA_DOMAIN_DMA;
	strscpy(memory->to.unit, "u", sizeof(memory->to.unit));
	return &memory->to;
}

/* What stands behind "domain=DMA" in the line. */
void ia_tables_expect(struct kunit *test, const struct ia_tables *memory, const char *rest)
{
	char line[300];

	snprintf(line, sizeof(line), "dev=0000:08:00.0 requester=0000:08:00.0 unit=u domain=DMA %s",
		 rest);
	ia_check_record(test, &ia_requester_layout, &memory->to, line);
}

/* A field of an entry by the bit numbers of the specification. */
void ia_tables_set(u64 *entry, unsigned int high, unsigned int low, u64 value)
{
	unsigned int bit;

	for (bit = low; bit <= high; bit++, value >>= 1) {
		entry[bit / 64] &= ~(1ULL << bit % 64);
		entry[bit / 64] |= (value & 1) << bit % 64;
	}
}

/* An address in memory, or behind it. */
static u64 any_page(struct ia_random *random)
{
	return IA_TABLES_AT(ia_random_below(random, IA_TABLES_PAGES + 1));
}

/* Whatever memory holds: it ends, says one of the modes, and the same twice. */
static void test_garbage(struct kunit *test)
{
	struct ia_tables *memory = ia_tables_new(test);
	struct ia_random random = { 1 };
	unsigned int round, i;
	u64 *words = memory->pages[0];
	u64 sum;

	for (round = 0; round < 300; round++) {
		struct ia_vtd_root vtd = {
			IA_VTD_GSTS_TES, 0x600, ~0ULL, IA_TABLES_AT(0) | (round & 3) << 10
		};
		struct ia_amd_root amd = {
			IA_AMD_CTRL_IOMMU_EN | IA_AMD_CTRL_GT_EN, ~0ULL, { IA_TABLES_AT(0) | 15 }
		};
		u16 id = ia_random_next(&random);

		for (i = 0; i < IA_TABLES_PAGES * 512; i++) {
			words[i] = (u64)ia_random_next(&random) << 32 | ia_random_next(&random);
			/* Many of them lead to a page. */
			if (ia_random_below(&random, 4))
				words[i] = (words[i] & 0xfff) | any_page(&random);
		}
		ia_walk_vtd(&memory->walk, &vtd, id, ia_tables_look(memory));
		sum = memory->walk.sum;
		KUNIT_EXPECT_TRUE(test, memory->to.mode != IA_REMAP_ABSENT);
		KUNIT_EXPECT_TRUE(test, memory->walk.tables <= IA_WALK_TABLES + 1);
		ia_walk_vtd(&memory->walk, &vtd, id, ia_tables_look(memory));
		KUNIT_EXPECT_TRUE(test, memory->walk.sum == sum);
		ia_walk_amd(&memory->walk, &amd, id, ia_tables_look(memory));
		KUNIT_EXPECT_TRUE(test, memory->to.mode != IA_REMAP_ABSENT);
		KUNIT_EXPECT_TRUE(test, memory->walk.tables <= IA_WALK_TABLES + 1);
	}
}

/* A bit that changes, changes the sum: so tables that change under the reader are seen. */
static void test_sum(struct kunit *test)
{
	struct ia_tables *memory = ia_tables_new(test);
	unsigned int bit;
	u64 words[4], sum;

	for (bit = 0; bit < 256; bit++) {
		memory->walk.sum = 0;
		memset(memory->pages, 0, 32);
		KUNIT_ASSERT_TRUE(test, ia_walk_read(&memory->walk, IA_TABLES_AT(0), words, 4));
		sum = memory->walk.sum;
		memory->pages[0][bit / 64] = 1ULL << bit % 64;
		memory->walk.sum = 0;
		KUNIT_ASSERT_TRUE(test, ia_walk_read(&memory->walk, IA_TABLES_AT(0), words, 4));
		KUNIT_EXPECT_EQ(test, words[bit / 64], 1ULL << bit % 64);
		KUNIT_EXPECT_TRUE(test, memory->walk.sum != sum);
	}
	KUNIT_EXPECT_FALSE(test, ia_walk_read(&memory->walk, IA_TABLES_AT(IA_TABLES_PAGES), words,
					      4));
}

static struct kunit_case translation_cases[] = {
	KUNIT_CASE(test_garbage),
	KUNIT_CASE(test_sum),
	{}
};

static struct kunit_suite translation_suite = {
	.name = "iommu_audit_translation",
	.test_cases = translation_cases,
};

kunit_test_suite(translation_suite);
