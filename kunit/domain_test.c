// SPDX-License-Identifier: GPL-2.0
#include "../module/core/domain.c"

#include "check.h"

/* The words of include/uapi/iommu_audit.h. */
static const struct {
	enum ia_domain domain;
	const char *word;
} words[] = {
	{ IA_DOMAIN_NONE, "none" },
	{ IA_DOMAIN_UNKNOWN, "unknown" },
	{ IA_DOMAIN_IDENTITY, "identity" },
	{ IA_DOMAIN_DMA, "DMA" },
	{ IA_DOMAIN_DMA_FQ, "DMA-FQ" },
	{ IA_DOMAIN_UNMANAGED, "unmanaged" },
	{ IA_DOMAIN_BLOCKED, "blocked" },
	{ IA_DOMAIN_SVA, "SVA" },
	{ IA_DOMAIN_PLATFORM, "platform" },
	{ IA_DOMAIN_NESTED, "nested" },
};

static void test_words(struct kunit *test)
{
	char line[32];
	size_t i, cut;

	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(words), ARRAY_SIZE(domain_names));
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		const char *word = words[i].word;

		KUNIT_EXPECT_STREQ(test, ia_domain_name(words[i].domain), word);
		KUNIT_EXPECT_EQ(test, ia_domain_parse(word), words[i].domain);
		snprintf(line, sizeof(line), "%s\n", word);
		KUNIT_EXPECT_EQ(test, ia_domain_parse(line), words[i].domain);
		snprintf(line, sizeof(line), "%sx", word);
		KUNIT_EXPECT_EQ(test, ia_domain_parse(line), IA_DOMAIN_UNKNOWN);
		for (cut = 0; cut < strlen(word); cut++) {
			snprintf(line, sizeof(line), "%.*s", (int)cut, word);
			/* DMA is the beginning of DMA-FQ. */
			if (strcmp(line, "DMA"))
				KUNIT_EXPECT_EQ(test, ia_domain_parse(line),
						IA_DOMAIN_UNKNOWN);
		}
	}
	KUNIT_EXPECT_EQ(test, ia_domain_parse("dma"), IA_DOMAIN_UNKNOWN);
}

static void test_flush(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, ia_flush_name(IA_FLUSH_NOT_APPLICABLE), "-");
	KUNIT_EXPECT_STREQ(test, ia_flush_name(IA_FLUSH_UNKNOWN), "unknown");
	KUNIT_EXPECT_STREQ(test, ia_flush_name(IA_FLUSH_STRICT), "strict");
	KUNIT_EXPECT_STREQ(test, ia_flush_name(IA_FLUSH_LAZY), "lazy");
}

static struct kunit_case domain_cases[] = {
	KUNIT_CASE(test_words),
	KUNIT_CASE(test_flush),
	{}
};

static struct kunit_suite domain_suite = {
	.name = "iommu_audit_domain",
	.test_cases = domain_cases,
};

kunit_test_suite(domain_suite);
